"""What was said and how people want to be reached, asked for. Whoever shows any of it has noted the
look at the child before, and says whether the reader may know of professionals: that there is one
is itself behind a gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import QuerySet

from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.contact.in_touch import Contact, Way, Whom

LATELY = 20
"""Contacts that the page of them shows."""
AGREED = 2
"""Things agreed that a child's page shows."""


def whom(by: Membership, pupil: Pupil) -> tuple[str, ...]:
    """With whom somebody may write or read of being in touch. A professional only for those who may
    read of social care: for anybody else there is no such choice."""
    if by.may(Permission.SOCIAL_CARE_READ, of=pupil):
        return tuple(Whom.values)
    return (Whom.HOME.value, Whom.CHILD.value)


def _of(pupil_id: int, among: Collection[str]) -> QuerySet[Contact]:
    every = Contact.objects.filter(pupil=pupil_id, whom__in=list(among))
    return every.select_related("by").order_by("-day", "-at", "-pk")


def lately(pupil_id: int, among: Collection[str], adult_id: int | None = None) -> list[Contact]:
    """The newest contacts of one child.

    among     with whom, as `whom` says it
    adult_id  only those this adult wrote down
    """
    found = _of(pupil_id, among)
    return list((found if adult_id is None else found.filter(by=adult_id))[:LATELY])


def last(pupil_id: int, kind: str) -> Contact | None:
    """The last one with home of a kind; None for none."""
    return _of(pupil_id, [Whom.HOME]).filter(kind=kind).first()


def agreed(pupil_id: int, among: Collection[str]) -> list[Contact]:
    """The newest in which something was agreed."""
    return list(_of(pupil_id, among).exclude(agreed="")[:AGREED])


def begun(pupil_id: int) -> bool:
    """Whether anything with home was ever written down."""
    return _of(pupil_id, [Whom.HOME]).exists()


def greeted(pupil_id: int) -> bool:
    """Whether a hello to home was ever written down."""
    return _of(pupil_id, [Whom.HOME]).filter(kind=Contact.Kind.HELLO).exists()


def own(pupil_id: int, key: int, adult_id: int, among: Collection[str]) -> Contact | None:
    """One that an adult wrote down; None for any other."""
    return _of(pupil_id, among).filter(pk=key, by=adult_id).first()


def ways(pupil_ids: Collection[int], among: Collection[str]) -> dict[int, list[Way]]:
    """How people want to be reached, by the key of each child; home first, then by name."""
    found: dict[int, list[Way]] = {}
    every = Way.objects.filter(pupil__in=list(pupil_ids), whom__in=list(among))
    order = {value: n for n, value in enumerate(Whom.values)}
    for way in sorted(every.select_related("by"), key=lambda w: (order[w.whom], w.who, w.pk)):
        found.setdefault(way.pupil_id, []).append(way)
    return found


def in_touch(school_id: int, since: dt.date) -> frozenset[int]:
    """Keys of children with whom, or with whose home, somebody was in touch from a day on. Only
    keys, so no look."""
    found = Contact.objects.filter(
        school=school_id, day__gte=since, whom__in=[Whom.HOME, Whom.CHILD]
    )
    return frozenset(found.values_list("pupil_id", flat=True))
