"""Listening without a form: a council, a group, one child; and what is agreed with pupils."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.voice.ledger_models import (
    LONGEST_HEARD,
    LONGEST_NAMES,
    LONGEST_THEME,
    Agreement,
    Session,
    Who,
)
from belong.practice.voice.typed import Moved, NotKept, day, line

BACK = dt.timedelta(days=366)
"""How long ago a session may have been that somebody writes down, or an agreement made."""


@dataclass(frozen=True)
class Listened:
    """A session as somebody writes it down."""

    on: dt.date | None
    kind: str
    who: str
    reached: str
    missing: str
    heard: str


@transaction.atomic
def listen(*, by: Membership, listened: Listened, at: dt.datetime) -> Session:
    """Write down a time of listening. Raises NotKept, PermissionDenied."""
    by.must(Permission.VOICE_LEAD)
    today = timezone.localdate(at)
    if listened.kind not in set(Session.Kind) or listened.who not in set(Who):
        raise NotKept("Nothing says who was listened to, or how.", do="Choose both.")
    session = Session.objects.create(
        school_id=by.school_id, kind=listened.kind, who=listened.who, by_id=by.adult_id,
        on=day(listened.on, "The day", first=today - BACK, last=today),
        reached=line(listened.reached, "who was there", LONGEST_NAMES),
        missing=line(listened.missing, "who was not", LONGEST_NAMES, needed=False),
        heard=line(listened.heard, "what was heard", LONGEST_HEARD),
    )  # fmt: skip
    trail.note(by, Verb.VOICE_SESSION, about="session", ids=[session.pk])
    return session


@transaction.atomic
def forget(*, by: Membership, key: int) -> None:
    """Take back what was written of a session; themes stay. Raises NotYours, PermissionDenied."""
    by.must(Permission.VOICE_LEAD)
    if not Session.objects.filter(school_id=by.school_id, pk=key).delete()[0]:
        raise NotYours("session")
    trail.note(by, Verb.VOICE_SESSION, about="session", ids=[key], detail={"taken_back": True})


def sessions(by: Membership) -> list[Session]:
    """Sessions of the school that somebody may read, the latest first: of one child, or of brothers
    and sisters, only who listens for the school and who wrote it. Raises PermissionDenied."""
    by.must(Permission.VOICE_READ)
    every = Session.objects.filter(school_id=by.school_id).select_related("by")
    if not by.may(Permission.VOICE_LEAD):
        every = every.filter(~Q(kind__in=Session.NEAR) | Q(by=by.adult_id))
    return list(every.order_by("-on", "-pk"))


def for_everybody(by: Membership) -> list[Session]:
    """Those that every adult reads, the latest first: all that a page to be passed on may tell of.

    raises  PermissionDenied
    """
    return [one for one in sessions(by) if one.kind not in Session.NEAR]


@transaction.atomic
def agree(
    *, by: Membership, words: str, written_with: str, agreed_on: dt.date | None, at: dt.datetime
) -> Agreement:
    """Write down what was agreed with pupils. Raises NotKept, PermissionDenied."""
    by.must(Permission.VOICE_LEAD)
    today = timezone.localdate(at)
    made = Agreement.objects.create(
        school_id=by.school_id, by_id=by.adult_id,
        words=line(words, "what was agreed", LONGEST_THEME),
        written_with=line(written_with, "with whom", LONGEST_NAMES),
        agreed_on=day(agreed_on, "The day", first=today - 10 * BACK, last=today),
    )  # fmt: skip
    trail.note(by, Verb.AGREEMENT_WRITTEN, about="agreement", ids=[made.pk])
    return made


@transaction.atomic
def changed(*, by: Membership, key: int, words: str, version: int) -> Agreement:
    """Say what has changed because of an agreement.

    raises  NotKept, Moved with what is kept, NotYours, PermissionDenied
    """
    kept = agreement(by, key, Permission.VOICE_LEAD)
    said = line(words, "what has changed", LONGEST_THEME)
    same = Agreement.objects.filter(pk=kept.pk, version=version)
    if not same.update(changed=said, version=version + 1):
        raise Moved(agreement(by, key).changed)
    trail.note(by, Verb.AGREEMENT_WRITTEN, about="agreement", ids=[key], detail={"did": "changed"})
    return agreement(by, key)


@transaction.atomic
def end(*, by: Membership, key: int, at: dt.datetime) -> None:
    """It holds no longer. Twice is once. Raises NotYours, PermissionDenied."""
    kept = agreement(by, key, Permission.VOICE_LEAD)
    if Agreement.objects.filter(pk=kept.pk, ended_on=None).update(ended_on=timezone.localdate(at)):
        trail.note(by, Verb.AGREEMENT_WRITTEN, about="agreement", ids=[key],
                   detail={"did": "ended"})  # fmt: skip


def agreement(by: Membership, key: int, wanting: Permission = Permission.VOICE_READ) -> Agreement:
    """One agreement of the school. Raises NotYours, PermissionDenied."""
    by.must(wanting)
    found = Agreement.objects.filter(school_id=by.school_id, pk=key).first()
    if found is None:
        raise NotYours("agreement")
    return found


def agreements(by: Membership) -> list[Agreement]:
    """Those that hold first, then those that ended, the latest first. Raises PermissionDenied."""
    by.must(Permission.VOICE_READ)
    every = Agreement.objects.filter(school_id=by.school_id).order_by("-agreed_on", "-pk")
    return sorted(every, key=lambda one: one.ended_on is not None)
