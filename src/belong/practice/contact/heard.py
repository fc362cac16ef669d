"""What was said and how people want to be reached, asked for. Whoever shows any of it has noted the
look at the child before, and says of whom the reader may know: that there is a professional is
itself behind a gate, and what a child said stands with those who know them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.contact.in_touch import Channel, Contact, Way, Whom

LATELY = 20
"""Contacts that the page of them shows."""
AGREED = 2
"""Things agreed that a child's page shows."""


def whom(by: Membership, pupil: Pupil) -> tuple[str, ...]:
    """With whom somebody may write or read of being in touch. The young person for those whom they
    know; a professional only for those who may read of social care. For anybody else there is no
    such choice."""
    needs = {Whom.CHILD: Permission.CHECKINS, Whom.PROFESSIONAL: Permission.SOCIAL_CARE_READ}
    return tuple(one.value for one in Whom if one not in needs or by.may(needs[one], of=pupil))


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


@dataclass(frozen=True)
class Last:
    """What stands out of one child's contacts.

    good, hard  the last with home; None for none
    agreed      the newest in which something was agreed
    begun       whether anything with home was ever written down; greeted, whether a hello was
    """

    good: Contact | None
    hard: Contact | None
    agreed: tuple[Contact, ...]
    begun: bool
    greeted: bool


def last(pupil_id: int, among: Collection[str]) -> Last:
    """The same, of those somebody may know of, in one question to the database.

    among  with whom, as `whom` says it
    """
    home = _of(pupil_id, [Whom.HOME]).values("pk")
    kinds = Contact.Kind
    firsts = {kind: home.filter(kind=kind)[:1] for kind in (kinds.GOOD, kinds.HARD, kinds.HELLO)}
    agreed = _of(pupil_id, among).exclude(agreed="").values("pk")[:AGREED]
    wanted = Q(pk__in=home[:1]) | Q(pk__in=agreed)
    for one in firsts.values():
        wanted |= Q(pk__in=one)
    found = list(_of(pupil_id, {*among, Whom.HOME}).filter(wanted))
    of_home = [one for one in found if one.whom == Whom.HOME]
    first = {one.kind: one for one in reversed(of_home)}
    said = tuple(one for one in found if one.agreed and one.whom in among)[:AGREED]
    return Last(
        first.get(kinds.GOOD), first.get(kinds.HARD), said, bool(of_home), kinds.HELLO in first
    )


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


def with_home(school_id: int, day: dt.date) -> dict[int, list[Contact]]:
    """Times of a day when somebody spoke with a home, by voice or face to face, by the key of each
    child, the earliest first. A text or a letter may not have been read."""
    spoken = [Channel.PHONE, Channel.DOOR, Channel.IN_PERSON]
    every = Contact.objects.filter(
        school=school_id, day=day, whom=Whom.HOME, channel__in=spoken, pupil__merged_into=None
    )
    found: dict[int, list[Contact]] = {}
    for one in every.order_by("at", "pk"):
        found.setdefault(one.pupil_id, []).append(one)
    return found


def in_touch(school_id: int, since: dt.date) -> frozenset[int]:
    """Keys of children with whom, or with whose home, somebody was in touch from a day on. Only
    keys, so no look."""
    found = Contact.objects.filter(
        school=school_id, day__gte=since, whom__in=[Whom.HOME, Whom.CHILD]
    )
    return frozenset(found.values_list("pupil_id", flat=True))
