"""Setting an act down, doing it, and what was said. Every change leaves a line in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from belong.acts import queries
from belong.acts.models import LONGEST, Act
from belong.basics.errors import BelongError
from belong.people import around, trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb

MOST_DAYS_AHEAD = 60
"""An act further ahead is a plan: nobody remembers a small kindness for so long."""
Kind = Act.Kind


class NotSet(BelongError):
    """An act that cannot be set down or done as asked. Nothing has changed."""


class WordsMoved(NotSet):
    """Somebody else wrote about the same act meanwhile. What they wrote stands.

    act  as it stands now
    """

    def __init__(self, act: Act) -> None:
        super().__init__(
            "Somebody else has written about this since you opened it.",
            do="Read theirs, then keep what you want of yours.",
        )
        self.act = act


@dataclass(frozen=True)
class Wanted:
    """An act somebody wants to set down.

    owner, stand_in  keys of adults around the child; stand_in None for nobody in particular
    """

    what: str
    due: dt.date
    owner: int
    stand_in: int | None = None
    why: str = ""


@transaction.atomic
def set_down(*, by: Membership, pupil: Pupil, wanted: Wanted, at: dt.datetime) -> Act:
    """Set one small act down, for oneself or for another adult around the child.

    raises  NotSet, PermissionDenied
    """
    by.must(Permission.ACT_SET, of=pupil)
    what = _line(wanted.what, "what you will do")
    if not what:
        raise NotSet("Nothing says what to do.", do="Write one small act, in a sentence.")
    today = at.date()
    if not today <= wanted.due <= today + dt.timedelta(days=MOST_DAYS_AHEAD):
        raise NotSet("That day does not fit.", do="Choose a day from today to two months ahead.")
    _around(by, pupil, wanted, today)
    act = Act.objects.create(
        school_id=by.school_id, pupil=pupil, owner_id=wanted.owner, stand_in_id=wanted.stand_in,
        kind=Kind.PLANNED, what=what, why=_line(wanted.why, "why"), due=wanted.due,
        created_by_id=by.adult_id, created_at=at,
    )  # fmt: skip
    trail.note(by, Verb.ACT_SET, ids=[pupil.pk], detail={"act": act.pk})
    return act


def _around(by: Membership, pupil: Pupil, wanted: Wanted, today: dt.date) -> None:
    may = {one.adult_id for one in around.adults(pupil, Permission.ACT_SET, today)} | {by.adult_id}
    chosen = {wanted.owner, wanted.stand_in} - {None}
    if not chosen <= may:
        raise NotSet("They do not work with this child.", do="Choose an adult from the list.")
    if wanted.owner == wanted.stand_in:
        raise NotSet("Nobody stands in for themselves.", do="Choose somebody else, or nobody.")


@transaction.atomic
def take_back(*, by: Membership, act_id: int) -> Pupil:
    """Take back what was planned: set down for the wrong child, or in the wrong words. Nothing of
    its text is kept.

    returns  the child it was for
    raises   NotYours for an act that is done, or neither set down by them nor theirs to do
    """
    act = queries.to_take_back(by, act_id)
    if act is None or not by.may(Permission.ACT_SET, of=act.pupil):
        raise NotYours("act")
    pupil = act.pupil
    act.delete()
    trail.note(by, Verb.ACT_TAKEN_BACK, ids=[pupil.pk], detail={"act": act_id})
    return pupil


@transaction.atomic
def do_now(
    *, by: Membership, pupil: Pupil, kind: str, at: dt.datetime, why: str = ""
) -> tuple[Act, bool]:
    """Do an act of a sort that nobody has to plan. Doing it twice on one day is doing it once; who
    asked how it was, and asks again because more was seen since, asked last at the later moment.

    returns  the act, and whether it is new
    raises   NotSet, PermissionDenied
    """
    by.must(Permission.TODAY_READ, of=pupil)
    if kind not in set(Kind) - {Kind.PLANNED}:
        raise NotSet("That is not something to do today.", do="Choose it from your list.")
    act, new = Act.objects.get_or_create(
        school_id=by.school_id, pupil=pupil, owner_id=by.adult_id, kind=kind, due=at.date(),
        defaults={"why": why[:LONGEST], "done_by_id": by.adult_id, "done_at": at,
                  "created_by_id": by.adult_id, "created_at": at},
    )  # fmt: skip
    again = kind == Kind.SEEN and act.done_at is not None and act.done_at < at
    if again:
        act.done_at = at
        act.save(update_fields=["done_at"])
    if new or again:
        trail.note(by, Verb.ACT_DONE, ids=[pupil.pk], detail={"act": act.pk, "kind": kind})
    return act, new


@transaction.atomic
def not_done(*, by: Membership, pupil: Pupil, kind: str, at: dt.datetime) -> None:
    """Take back one's own act of today of a sort that nobody has to plan: it did not happen after
    all. One about which something is written stays.

    raises  PermissionDenied
    """
    by.must(Permission.TODAY_READ, of=pupil)
    mine = Act.objects.filter(
        school_id=by.school_id, pupil=pupil, done_by=by.adult_id, kind=kind, due=at.date(),
        outcome="", noticed="",
    )  # fmt: skip
    act = mine.exclude(kind=Kind.PLANNED).first()
    if act is not None:
        key = act.pk
        act.delete()
        trail.note(by, Verb.ACT_TAKEN_BACK, ids=[pupil.pk], detail={"act": key})


@transaction.atomic
def do(*, by: Membership, act_id: int, at: dt.datetime) -> Act:
    """Do a planned act: its owner, whoever stands in, or whoever else is asked for it.

    raises  NotSet where it is done already; NotYours for one that is nothing to do with them;
            PermissionDenied
    """
    act = _mine(by, act_id, at.date())
    done = {"done_by_id": by.adult_id, "done_at": at}
    if not Act.objects.filter(pk=act.pk, done_at=None).update(**done):
        raise NotSet("This is done already.", do="Add your words to it if you like.")
    trail.note(by, Verb.ACT_DONE, ids=[act.pupil_id], detail={"act": act.pk, "kind": act.kind})
    act.refresh_from_db()
    return act


@transaction.atomic
def say(
    *, by: Membership, act_id: int, outcome: str, noticed: str, version: int, at: dt.datetime
) -> Act:
    """Write what the child said, and what the adult would like to keep: whoever did it, and nobody
    else. "" takes words away.

    version  of the words that were read before these were typed
    raises   WordsMoved, NotSet, NotYours, PermissionDenied
    """
    act = _mine(by, act_id, at.date())
    if act.done_at is None:
        raise NotSet("This is not done yet.", do="Press Done first.")
    if act.done_by_id != by.adult_id:
        raise NotYours("act")
    said = {
        "outcome": _line(outcome, "what the child said"),
        "noticed": _line(noticed, "what you noticed"),
    }
    if (act.outcome, act.noticed) == (said["outcome"], said["noticed"]):
        return act
    moved = Act.objects.filter(pk=act.pk, version=version).update(version=version + 1, **said)
    act.refresh_from_db()
    if not moved:
        raise WordsMoved(act)
    trail.note(by, Verb.ACT_SAID, ids=[act.pupil_id], detail={"act": act.pk})
    return act


def _mine(by: Membership, act_id: int, today: dt.date) -> Act:
    """An act that is somebody's to do: another's, another school's and none are the same."""
    act = queries.one(by, act_id, today)
    if act is None:
        raise NotYours("act")
    needed = Permission.ACT_SET if act.kind == Kind.PLANNED else Permission.TODAY_READ
    if not by.may(needed, of=act.pupil):
        raise NotYours("act")
    return act


def _line(text: str, called: str) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > LONGEST:
        raise NotSet(
            f"There is too much under {called}: {len(said)} letters, of {LONGEST} that fit.",
            do="Keep the sentence that matters.",
        )
    return said


def moved(*, stays: Pupil, goes: Pupil) -> None:
    """Acts for a record that joined another become acts for the child it is. Whoever did one of a
    sort for both on one day did it once; where words were written about both, the second stays as
    one that was planned, so that no word is lost."""
    for act in Act.objects.filter(pupil=goes).order_by("pk"):
        same = Act.objects.filter(
            school_id=act.school_id, pupil=stays, owner_id=act.owner_id, kind=act.kind, due=act.due
        ).exclude(kind=Kind.PLANNED)
        twin = same.first()
        if twin is not None and not (_worded(twin) and _worded(act)):
            _as_one(twin, act)
            continue
        if twin is not None:
            act.kind, act.what = Kind.PLANNED, str(act.get_kind_display())
        act.pupil = stays
        act.save(update_fields=["pupil", "kind", "what"])


def _worded(act: Act) -> bool:
    return bool(act.outcome or act.noticed)


def _as_one(twin: Act, act: Act) -> None:
    """Words of one of two acts go to the other; whoever has that one open reads it again first."""
    if _worded(act):
        twin.outcome, twin.noticed, twin.version = act.outcome, act.noticed, twin.version + 1
        twin.save(update_fields=["outcome", "noticed", "version"])
    act.delete()
