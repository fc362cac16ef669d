"""Writing one good thing down, taking it back, and sharing it with home. Every change leaves a line
in the trail, without a word of it. Belong sends nothing itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from belong.basics.errors import BelongError
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.noticing import queries
from belong.practice.noticing.models import LONGEST, GoodThing, SharedWay, Way


class NotKept(BelongError):
    """A good thing that cannot be kept as asked. Nothing has changed."""


class WordsMoved(NotKept):
    """It was changed since it was read, in another window. What stands, stands.

    thing  as it stands now
    """

    def __init__(self, thing: GoodThing) -> None:
        super().__init__(
            "This was changed since you opened it.",
            do="Read what stands now, then keep what you want of yours.",
        )
        self.thing = thing


@dataclass(frozen=True)
class Good:
    """What somebody writes: what the child is proud of, or what an adult saw, or both."""

    kind: str = GoodThing.Kind.SCHOOL
    proud: str = ""
    seen: str = ""


@transaction.atomic
def notice(*, by: Membership, pupil: Pupil, good: Good, at: dt.datetime) -> GoodThing:
    """Keep one good thing. A double tap is one.

    raises  NotKept, PermissionDenied
    """
    by.must(Permission.GOOD_THINGS, of=pupil)
    written = _written(good)
    mine = {"school_id": by.school_id, "pupil": pupil, "day": at.date(), "by_id": by.adult_id}
    kept = GoodThing.objects.filter(**mine, **written).first()
    if kept is None:
        kept = GoodThing.objects.create(at=at, **mine, **written)
        trail.note(by, Verb.GOOD_NOTICED, ids=[pupil.pk], detail={"good": kept.pk})
    return kept


@transaction.atomic
def change(
    *, by: Membership, pupil: Pupil, thing_id: int, good: Good, version: int, at: dt.datetime
) -> GoodThing:
    """Put one's own words right, on the same day. The same words again are no change, so a double
    tap is one; words that went home already stay as they are.

    version  of the words that were read before these were typed
    raises   WordsMoved, NotKept, NotYours, PermissionDenied
    """
    by.must(Permission.GOOD_THINGS, of=pupil)
    thing = queries.own(pupil.pk, thing_id, by.adult_id, at.date())
    if thing is None:
        raise NotYours("good thing")
    written = _written(good)
    if {name: getattr(thing, name) for name in written} == written:
        return thing
    same = GoodThing.objects.filter(pk=thing.pk, version=version, shared="")
    moved = same.update(version=version + 1, **written)
    thing.refresh_from_db()
    if not moved and thing.shared:
        raise NotKept(
            "This was shared with home already, so its words stay as they are.",
            do="Write what you want to add as one more.",
        )
    if not moved:
        raise WordsMoved(thing)
    trail.note(by, Verb.GOOD_NOTICED, ids=[pupil.pk], detail={"good": thing.pk})
    return thing


@transaction.atomic
def take_back(*, by: Membership, pupil: Pupil, thing_id: int, at: dt.datetime) -> None:
    """Undo, on the same day, what one wrote oneself. Nothing of its words is kept.

    raises  NotYours, PermissionDenied
    """
    by.must(Permission.GOOD_THINGS, of=pupil)
    thing = queries.own(pupil.pk, thing_id, by.adult_id, at.date())
    if thing is None:
        raise NotYours("good thing")
    thing.delete()
    trail.note(by, Verb.GOOD_TAKEN_BACK, ids=[pupil.pk], detail={"good": thing_id})


@transaction.atomic
def choose_way(*, by: Membership, pupil: Pupil, way: str, at: dt.datetime) -> SharedWay:
    """Keep how a home likes to hear of good things, as somebody asked the family.

    raises  NotKept, PermissionDenied
    """
    by.must(Permission.GOOD_THINGS, of=pupil)
    if way not in set(Way):
        raise NotKept("No way is chosen.", do="Choose one. Not now is one too.")
    kept, _new = SharedWay.objects.update_or_create(
        pupil=pupil,
        defaults={"school_id": by.school_id, "way": way, "by_id": by.adult_id, "at": at},
    )
    trail.note(by, Verb.WAY_HOME_CHOSEN, ids=[pupil.pk], detail={"way": way})
    return kept


@transaction.atomic
def share(*, by: Membership, pupil: Pupil, thing_id: int, at: dt.datetime) -> GoodThing:
    """Write down that a good thing was shared with home, in the way the family chose. Sharing it
    twice is sharing it once.

    raises  NotKept where no way is chosen or the family wants none now; NotYours, PermissionDenied
    """
    by.must(Permission.GOOD_THINGS, of=pupil)
    thing = queries.one(pupil.pk, thing_id)
    if thing is None:
        raise NotYours("good thing")
    way = queries.way_home(pupil.pk)
    if way is None or way.way == Way.NOT_NOW:
        raise NotKept(
            "The family has not said how they would like to hear this.",
            do="Ask them, choose their way, then share it.",
        )
    done = {"shared": way.way, "shared_by_id": by.adult_id, "shared_at": at}
    if GoodThing.objects.filter(pk=thing.pk, shared="").update(**done):
        trail.note(by, Verb.GOOD_SHARED, ids=[pupil.pk], detail={"good": thing.pk})
    thing.refresh_from_db()
    return thing


def _written(good: Good) -> dict[str, str]:
    if good.kind not in set(GoodThing.Kind):
        raise NotKept("That is not one of the kinds.", do="Choose one of the three.")
    proud, seen = _line(good.proud), _line(good.seen)
    if not proud and not seen:
        raise NotKept("Nothing is written yet.", do="Write one sentence, theirs or yours.")
    return {"kind": good.kind, "proud": proud, "seen": seen}


def _line(text: str) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > LONGEST:
        raise NotKept(
            f"One of the sentences is too long: {len(said)} letters, of {LONGEST} that fit.",
            do="Keep the part that matters.",
        )
    return said
