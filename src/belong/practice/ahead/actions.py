"""Saying that a day will be different, and taking it back. Every change is in the trail; no word of
anybody's is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import around, trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.ahead import queries
from belong.practice.ahead.models import LONGEST, DayAhead
from belong.practice.ahead.rules import rules

EVERYBODY = ""
"""The group that is the whole school."""


class NotSaid(BelongError):
    """Something that cannot be said as asked. Nothing has changed."""


@dataclass(frozen=True)
class Different:
    """A day that differs, as DayAhead says it."""

    on: dt.date
    kind: str
    group: str
    words: str


@transaction.atomic
def say(*, by: Membership, day: Different, at: dt.datetime) -> DayAhead:
    """Say that a day will be different for a group. The same one twice is one.

    raises  NotSaid, PermissionDenied
    """
    by.must(Permission.DAYS_AHEAD)
    if day.kind not in set(DayAhead.Kind):
        raise NotSaid("Nothing says what will be different.", do="Choose a line from the list.")
    words = line(day.words, "what will be different")
    if not words:
        raise NotSaid("Nothing says what will be different.", do="Write it in a few words.")
    _fits(day.on, timezone.localdate(at))
    if not may_say_of(by, day.group, timezone.localdate(at)):
        raise NotSaid("That is not a group of yours.", do="Choose one from the list.")
    said, new = DayAhead.objects.get_or_create(
        school_id=by.school_id, on=day.on, kind=day.kind, group=day.group, words=words,
        defaults={"by_id": by.adult_id, "at": at},
    )  # fmt: skip
    if new:
        trail.note(by, Verb.DAY_AHEAD_SAID, about="school", ids=[by.school_id],
                   detail={"day": said.pk})  # fmt: skip
    return said


def _fits(on: dt.date, today: dt.date) -> None:
    most = rules().most_days_ahead
    if not today <= on <= today + dt.timedelta(days=most):
        raise NotSaid("That day does not fit.", do="Choose a day from today to a year ahead.")


def may_say_of(by: Membership, group: str, today: dt.date) -> bool:
    """Whether a group there is lies wholly within what somebody reaches."""
    whose = by.whose(Permission.DAYS_AHEAD)
    kind, _, name = group.partition(":")
    if group == EVERYBODY:
        return whose.everybody
    here = Pupil.objects.filter(school_id=by.school_id, merged_into=None)
    if kind == "class":
        known = name in whose.classes or whose.everybody
        return known and bool(around.in_classes(by.school_id, today, {name}))
    if kind not in ("year", "form") or not name:
        return False
    years = set(here.filter(**{kind: name}).values_list("year", flat=True))
    mine = whose.everybody or name in (whose.years if kind == "year" else whose.forms)
    return bool(years) and (mine or years <= whose.years)


@transaction.atomic
def take_back(*, by: Membership, key: int) -> None:
    """Take back what was said of a day: by whoever said it, or who reaches the whole school.

    raises  NotYours, PermissionDenied
    """
    by.must(Permission.DAYS_AHEAD)
    said = queries.one(by.school_id, key)
    whole = by.whose(Permission.DAYS_AHEAD).everybody
    if said is None or not (whole or said.by_id == by.adult_id):
        raise NotYours("day ahead")
    said.delete()
    trail.note(by, Verb.DAY_AHEAD_SAID, about="school", ids=[by.school_id],
               detail={"day": key, "taken_back": True})  # fmt: skip


def line(text: str, called: str) -> str:
    """What somebody typed, trimmed. Raises NotSaid where it is too long."""
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > LONGEST:
        raise NotSaid(
            f"There is too much under {called}: {len(said)} letters, of {LONGEST} that fit.",
            do="Keep the words that matter.",
        )
    return said
