"""Writing down a date or a topic that is tender for a child, as they or their family named it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.ahead.actions import NotSaid, line
from belong.practice.ahead.models import DayAhead, Tender
from belong.practice.ahead.rules import rules

BETWEEN = " / "
"""Between what two people wrote of what helps."""


@dataclass(frozen=True)
class Named:
    """A date or a topic, as Tender says it.

    agreed  whether whoever named it agreed that the adults around may know
    """

    words: str
    helps: str = ""
    on: dt.date | None = None
    yearly: bool = False
    named_by: str = ""
    agreed: bool = False


@transaction.atomic
def name(*, by: Membership, pupil: Pupil, named: Named, at: dt.datetime) -> Tender:
    """Write one down. The same one again stands for as long anew, with what
    helps as either said it; whoever named it first stays. An empty box takes no word away.

    raises  NotSaid, PermissionDenied
    """
    by.must(Permission.PROFILE_WRITE, of=pupil)
    words, helps = line(named.words, "what it is"), line(named.helps, "what helps")
    today = timezone.localdate(at)
    _checked(named, words, today)
    said = {"yearly": named.yearly, "until": _until(named, today), "by_id": by.adult_id, "at": at}
    mine = {"helps": helps, "named_by": named.named_by, "school_id": by.school_id}
    kept, new = Tender.objects.select_for_update().get_or_create(
        pupil=pupil, words=words, on=named.on, defaults={**said, **mine}
    )
    if not new:
        for field, value in {**said, "helps": both(kept.helps, helps)}.items():
            setattr(kept, field, value)
        kept.save(update_fields=["helps", "yearly", "until", "by", "at"])
    trail.note(by, Verb.PROFILE_WRITTEN, ids=[pupil.pk], detail={"tender": kept.pk})
    return kept


def both(stands: str, helps: str) -> str:
    """What helps, as two people wrote it, side by side; once where one holds the other.

    raises  NotSaid where there is no room for both: then nothing is lost, and somebody shortens one
    """
    if not helps or helps in stands.split(BETWEEN):
        return stands
    return line(BETWEEN.join(part for part in (stands, helps) if part), "what helps, with what "
                "stands there already")  # fmt: skip


def _checked(named: Named, words: str, today: dt.date) -> None:
    if not words:
        raise NotSaid("Nothing says what it is.", do="Write it in their words.")
    if named.named_by not in set(Tender.Named):
        raise NotSaid("Nothing says who named it.", do="Choose the child, or their family.")
    if not named.agreed:
        raise NotSaid(
            "Nobody said yet that the adults around may know.",
            do="Ask them first. Without a yes, nothing is written.",
        )
    if named.yearly and named.on is None:
        raise NotSaid("A topic does not come every year.", do="Give it a day, or leave that out.")
    last = today + dt.timedelta(days=rules().most_days_ahead)
    if named.on is not None and not (named.yearly or today <= named.on <= last):
        raise NotSaid("That day does not fit.", do="Choose a day from today to a year ahead.")


def _until(named: Named, today: dt.date) -> dt.date:
    if named.on is None or named.yearly:
        return today + dt.timedelta(days=rules().tender_days)
    return named.on + dt.timedelta(days=rules().after_days)


@transaction.atomic
def let_go(*, by: Membership, pupil: Pupil, key: int) -> None:
    """Take one away: nothing of it is kept. Raises NotYours, PermissionDenied."""
    by.must(Permission.PROFILE_WRITE, of=pupil)
    gone, _of = Tender.objects.filter(school_id=by.school_id, pupil=pupil, pk=key).delete()
    if not gone:
        raise NotYours("tender date")
    trail.note(by, Verb.PROFILE_WRITTEN, ids=[pupil.pk], detail={"tender": key})


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Two records of one child became one: the same words of the same day were named once, and
    stand for as long as the later of the two."""
    for one in Tender.objects.filter(pupil=goes):
        twin = Tender.objects.filter(pupil=stays, words=one.words, on=one.on).first()
        if twin is None:
            one.pupil = stays
            one.save(update_fields=["pupil"])
            continue
        twin.until, twin.helps = max(twin.until, one.until), _joined(twin.helps, one.helps)
        twin.save(update_fields=["until", "helps"])
        one.delete()


def _joined(stands: str, helps: str) -> str:
    """Both, where they fit; what the record that stays says where they do not."""
    try:
        return both(stands, helps)
    except NotSaid:
        return stands


def swept(*, today: dt.date, **_more: object) -> None:
    """The end of a day: what ended by itself is gone, and days that are long past."""
    Tender.objects.filter(until__lt=today).delete()
    past = today - dt.timedelta(days=rules().kept_days)
    DayAhead.objects.filter(Q(on__lt=past)).delete()
