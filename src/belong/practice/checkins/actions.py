"""Doing a check-in, taking it back, and asking whether it helps. Every change leaves a line in the
trail, without a word of what was said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from belong.acts import actions as acts
from belong.acts.models import Act
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.checkins import queries
from belong.practice.checkins.models import LONGEST, Agreement, CheckIn, Choice, Helps
from belong.practice.checkins.wrong import NotKept, SaidMeanwhile, line

Half = CheckIn.Half
How = CheckIn.How
KINDS = {Half.MORNING: Act.Kind.CHECKIN, Half.END: Act.Kind.FINISH}
"""What Today calls a check-in, by the half of the day."""
TEXTS = ("words", "note", "left_over", "settled")
CHILDS = ("words",)
"""Those that a child types by their own hand."""
OF_CHILD = ("how", "feeling", "face", "one_thing", "words", "answered_by_child")
"""All that a child's own screen can change. What adults wrote is not on it."""
UNREAD = -1
"""The version of a check-in that nobody has written down yet."""


@dataclass(frozen=True)
class Said:
    """What a check-in was.

    feeling, thing  the place of what was chosen among the choices agreed; None for nothing
    version         of what was read before this was typed; UNREAD where nothing stood there
    """

    half: str
    how: str = How.SAID
    feeling: int | None = None
    thing: int | None = None
    words: str = ""
    note: str = ""
    left_over: str = ""
    settled: str = ""
    answered_by_child: bool = False
    version: int = UNREAD


@transaction.atomic
def record(*, by: Membership, pupil: Pupil, said: Said, at: dt.datetime) -> CheckIn:
    """Write one check-in down, or change what one wrote the same day. Today knows of it at once.

    raises  SaidMeanwhile, NotKept, NotYours where nothing is agreed, PermissionDenied
    """
    by.must(Permission.CHECKINS, of=pupil)
    today = at.date()
    agreed = queries.of_child(by.school_id, pupil.pk, today)
    if agreed is None or agreed.begins > today or said.half not in KINDS:
        raise NotYours("agreement")
    written = _written(agreed, said)
    stands = queries.one(pupil.pk, today, said.half)
    if stands is not None:
        return _changed(by, stands, said.version, written)
    if said.version != UNREAD:
        raise SaidMeanwhile(None)
    try:
        with transaction.atomic():
            kept = CheckIn.objects.create(
                school_id=by.school_id, pupil=pupil, agreement=agreed, day=today,
                half=said.half, by_id=by.adult_id, at=at, **written,
            )  # fmt: skip
    except IntegrityError:
        raise SaidMeanwhile(queries.one(pupil.pk, today, said.half)) from None
    acts.do_now(by=by, pupil=pupil, kind=KINDS[Half(said.half)], at=at)
    trail.note(by, Verb.CHECKIN_DONE, ids=[pupil.pk], detail={"checkin": kept.pk})
    return kept


def _changed(by: Membership, stands: CheckIn, version: int, written: dict[str, object]) -> CheckIn:
    """Only whoever wrote it changes it, and only what they have read."""
    if stands.by_id != by.adult_id:
        raise SaidMeanwhile(stands)
    if written["answered_by_child"]:
        written = _by_child(written)
    if all(getattr(stands, name) == value for name, value in written.items()):
        return stands
    here = CheckIn.objects.filter(pk=stands.pk, version=version)
    moved = here.update(version=version + 1, **written) if version != UNREAD else 0
    stands.refresh_from_db()
    if not moved:
        raise SaidMeanwhile(stands)
    trail.note(by, Verb.CHECKIN_DONE, ids=[stands.pupil_id], detail={"checkin": stands.pk})
    return stands


def _by_child(written: dict[str, object]) -> dict[str, object]:
    """Of what a child sent, what may stand in place of what is there: an empty box says nothing,
    and takes nobody's words away."""
    blank = {name for name in ("one_thing", "words") if not written[name]}
    return {name: written[name] for name in OF_CHILD if name not in blank}


def _written(agreed: Agreement, said: Said) -> dict[str, object]:
    if said.how not in set(How):
        raise NotKept("That is not one of the answers.", do="Choose a face, or not today.")
    face = _chosen(agreed, Choice.Kind.FACE, said.feeling) if said.how == How.SAID else None
    thing = _chosen(agreed, Choice.Kind.THING, said.thing)
    if said.how == How.SAID and face is None:
        raise NotKept("No face is chosen.", do="Choose one, or say that you just sat together.")
    at_end = said.half == Half.END
    return {
        "how": said.how,
        "feeling": face.word if face else "",
        "face": face.face if face else "",
        "one_thing": thing.word if thing else "",
        "words": line(said.words, LONGEST, "the child's own words"),
        "note": line(said.note, LONGEST, "what you saw"),
        "left_over": line(said.left_over, LONGEST, "what is left over") if at_end else "",
        "settled": line(said.settled, LONGEST, "what was settled") if at_end else "",
        "answered_by_child": said.answered_by_child,
    }


def _chosen(agreed: Agreement, kind: str, nth: int | None) -> Choice | None:
    return next((c for c in agreed.choices.all() if c.kind == kind and c.nth == nth), None)


@transaction.atomic
def take_back(*, by: Membership, key: int, at: dt.datetime) -> Pupil:
    """Undo, on the same day, what one wrote oneself: nothing of it is kept, and Today asks again.

    returns  the child it was of
    raises   NotYours for one that somebody else wrote down or that is not there
    """
    mine = CheckIn.objects.filter(
        pk=key, school=by.school_id, by=by.adult_id, day=at.date(), pupil__merged_into=None
    )
    stands = mine.select_related("pupil").first()
    if stands is None or not by.may(Permission.CHECKINS, of=stands.pupil):
        raise NotYours("checkin")
    pupil, half = stands.pupil, stands.half
    stands.delete()
    acts.not_done(by=by, pupil=pupil, kind=KINDS[Half(half)], at=at)
    trail.note(by, Verb.CHECKIN_TAKEN_BACK, ids=[pupil.pk], detail={"checkin": key})
    return pupil


@transaction.atomic
def asked(*, by: Membership, pupil: Pupil, answer: str, words: str, at: dt.datetime) -> Helps:
    """Keep what a child said when they were asked whether it helps.

    raises  NotKept, NotYours where nothing is agreed, PermissionDenied
    """
    by.must(Permission.CHECKINS, of=pupil)
    agreed = queries.standing(pupil.pk)
    if agreed is None:
        raise NotYours("agreement")
    if answer not in set(Helps.Answer):
        raise NotKept("No answer is chosen.", do="Choose one. Not saying is an answer too.")
    kept = Helps.objects.create(
        school_id=by.school_id, pupil=pupil, agreement=agreed, answer=answer,
        words=line(words, LONGEST, "the child's own words"), day=at.date(), by_id=by.adult_id,
        at=at,
    )  # fmt: skip
    trail.note(by, Verb.CHECKIN_HELPS, ids=[pupil.pk], detail={"helps": kept.pk})
    return kept
