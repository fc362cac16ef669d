"""Writing down that somebody was in touch, putting it right, taking it back. Every change leaves
a line in the trail, without a word of what was said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact import heard
from belong.practice.contact.in_touch import LONGEST, NAME, SHORT, Channel, Contact
from belong.practice.contact.wrong import NotKept, WordsMoved, line, one_of

BACK = dt.timedelta(days=28)
"""How long after a day it can still be written down."""
A_DOUBLE_TAP = dt.timedelta(minutes=1)
"""The same again within so long was sent twice; later it is another time."""
Kind = Contact.Kind
IN_WORDS = (Kind.GOOD, Kind.HARD)
"""Kinds that say nothing without words."""


@dataclass(frozen=True)
class Told:
    """What somebody writes down, as Contact says it. Each text as it was typed."""

    whom: str
    channel: str
    kind: str
    day: dt.date
    who: str = ""
    said: str = ""
    agreed: str = ""
    effort: str = ""


@transaction.atomic
def write_down(*, by: Membership, pupil: Pupil, told: Told, at: dt.datetime) -> Contact:
    """Keep one. A double tap is one.

    raises  NotKept, PermissionDenied
    """
    by.must(Permission.CONTACT_WRITE, of=pupil)
    written = _written(by, pupil, told, timezone.localdate(at))
    mine = {"school_id": by.school_id, "pupil": pupil, "by_id": by.adult_id}
    lately = Contact.objects.filter(at__gt=at - A_DOUBLE_TAP, at__lte=at)
    kept = lately.filter(**mine, **written).first()
    if kept is None:
        kept = Contact.objects.create(at=at, **mine, **written)
        trail.note(by, Verb.IN_TOUCH, ids=[pupil.pk], detail={"contact": kept.pk})
    return kept


@transaction.atomic
def change(
    *, by: Membership, pupil: Pupil, key: int, told: Told, version: int, at: dt.datetime
) -> Contact:
    """Put one's own words right. The same words again are no change, so a double tap is one.

    version  of the words that were read before these were typed
    raises   WordsMoved, NotKept, NotYours, PermissionDenied
    """
    one = _own(by, pupil, key)
    written = _written(by, pupil, told, timezone.localdate(at), before=one.day)
    if {name: getattr(one, name) for name in written} == written:
        return one
    moved = Contact.objects.filter(pk=one.pk, version=version).update(
        version=version + 1, **written
    )
    one.refresh_from_db()
    if not moved:
        raise WordsMoved(one)
    trail.note(by, Verb.IN_TOUCH, ids=[pupil.pk], detail={"contact": one.pk})
    return one


@transaction.atomic
def take_back(*, by: Membership, pupil: Pupil, key: int, at: dt.datetime) -> None:
    """Undo, on the same day, what one wrote oneself. Nothing of its words is kept.

    raises  NotYours, PermissionDenied
    """
    one = _own(by, pupil, key)
    if timezone.localdate(one.at) != timezone.localdate(at):
        raise NotYours("contact")
    one.delete()
    trail.note(by, Verb.IN_TOUCH_TAKEN_BACK, ids=[pupil.pk], detail={"contact": key})


def _own(by: Membership, pupil: Pupil, key: int) -> Contact:
    by.must(Permission.CONTACT_WRITE, of=pupil)
    one = heard.own(pupil.pk, key, by.adult_id, heard.whom(by, pupil))
    if one is None:
        raise NotYours("contact")
    return one


def _written(
    by: Membership, pupil: Pupil, told: Told, today: dt.date, before: dt.date | None = None
) -> dict[str, object]:
    whom = heard.whom(by, pupil)
    said = line(told.said, LONGEST, "what was said")
    if not said and told.kind in IN_WORDS:
        raise NotKept("Nothing says what it was.", do="Write it in a sentence.")
    if told.day != before and not today - BACK <= told.day <= today:
        raise NotKept(
            "That day does not fit.", do=f"Choose today, or one of the {BACK.days} days before."
        )
    return {
        "whom": one_of(told.whom, whom, "Nothing says with whom.", "Choose with whom it was."),
        "channel": one_of(told.channel, Channel, "Nothing says how.", "Choose how it was."),
        "kind": one_of(told.kind, Kind, "Nothing says what it was.", "Choose one of the kinds."),
        "who": line(told.who, NAME, "who it was"),
        "said": said,
        "agreed": line(told.agreed, SHORT, "what was agreed"),
        "effort": line(told.effort, SHORT, "the effort you noticed"),
        "day": told.day,
    }
