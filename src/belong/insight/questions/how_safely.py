"""How safely Belong is run at a school: sign-in, links, roles. No child is named anywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong import RELEASED, __version__
from belong.insight import words
from belong.insight.questions import who_works_here as staff
from belong.insight.words import say
from belong.people.models import Adult, Invitation, Membership
from belong.people.permissions import Permission

UNUSED_DAYS = 90
"""An account nobody used for so long should be closed or explained."""
LAST = 20


@dataclass(frozen=True)
class OpenLink:
    """An invitation that still opens something, or has run out unused."""

    pk: int
    adult_id: int
    name: str
    made: str
    until: str
    over: bool


@dataclass(frozen=True)
class GivenOrEnded:
    """One change of a role, in words that name no child."""

    when: dt.datetime
    said: str
    who: str


@dataclass(frozen=True)
class HowSafely:
    """How sign-in stands.

    adults, secure  how many work here and sign in, and how many of them have a second step
    by_pin          how many work here and never sign in: they have no e-mail, and may have a PIN
    without         names of those who have none
    unused          names of accounts that nobody used for 90 days, with the last day
    """

    adults: int
    secure: int
    by_pin: int
    without: tuple[str, ...]
    links: tuple[OpenLink, ...]
    unused: tuple[tuple[str, str], ...]
    changes: tuple[GivenOrEnded, ...]
    version: str
    released: str
    age_days: int


def ask(by: Membership, at: dt.datetime) -> HowSafely:
    """How sign-in stands at somebody's school. Raises PermissionDenied."""
    by.must(Permission.SECURITY_READ)
    today = at.date()
    everybody = _adults(by, today)
    adults = [adult for adult in everybody if adult.email is not None]
    secure = staff.second_steps.who_has_one([adult.pk for adult in adults])
    return HowSafely(
        len(adults), len(secure), len(everybody) - len(adults),
        tuple(a.name for a in adults if a.pk not in secure),
        _links(by, at), tuple(_unused(adults, today)), _changes(by),
        __version__, words.day(RELEASED), (today - RELEASED).days,
    )  # fmt: skip


def _adults(by: Membership, today: dt.date) -> list[Adult]:
    """Everybody with a role now or to come, by name."""
    rows = Membership.objects.filter(school=by.school_id, adult__is_active=True)
    found = {
        row.adult_id: row.adult
        for row in rows.select_related("adult").order_by("adult__name", "pk")
        if staff.stands(row, today) and not staff.gone(row.adult, today)
    }
    return list(found.values())


def _links(by: Membership, at: dt.datetime) -> tuple[OpenLink, ...]:
    every = Invitation.objects.filter(school=by.school_id, used_at=None, withdrawn_at=None)
    return tuple(
        OpenLink(
            one.pk, one.adult_id, one.adult.name, _made(one),
            words.day(timezone.localdate(one.expires_at)), not one.is_open(at),
        )
        for one in every.select_related("adult", "made_by").order_by("made_at", "pk")
    )  # fmt: skip


def _made(one: Invitation) -> str:
    day = words.day(timezone.localdate(one.made_at))
    if one.made_by is None:
        return say("Made by whoever runs Belong, {day}", day=day)
    return say("Made by {name}, {day}", name=one.made_by.name, day=day)


def _unused(adults: list[Adult], today: dt.date) -> list[tuple[str, str]]:
    out = []
    for adult in adults:
        if adult.last_login is None:
            continue  # listed as invited, or without a second step
        last = timezone.localdate(adult.last_login)
        if (today - last).days > UNUSED_DAYS:
            out.append((adult.name, words.day(last)))
    return out


def _changes(by: Membership) -> tuple[GivenOrEnded, ...]:
    rows = Membership.objects.filter(school=by.school_id).select_related(
        "adult", "given_by", "ended_by"
    )
    given = rows.exclude(given_at=None).order_by("-given_at", "-pk")[:LAST]
    ended = rows.exclude(ended_at=None).order_by("-ended_at", "-pk")[:LAST]
    every = [_given(row, by) for row in given] + [_ended(row, by) for row in ended]
    return tuple(sorted(every, key=lambda one: one.when, reverse=True)[:LAST])


def _given(row: Membership, by: Membership) -> GivenOrEnded:
    assert row.given_at is not None
    who = row.given_by.name if row.given_by else say("whoever runs Belong")
    said = say("{name} was given: {role}", name=row.adult.name, role=_role(row, by))
    return GivenOrEnded(row.given_at, said, who)


def _ended(row: Membership, by: Membership) -> GivenOrEnded:
    assert row.ended_at is not None
    who = row.ended_by.name if row.ended_by else say("whoever runs Belong")
    said = say("{name} no longer has: {role}", name=row.adult.name, role=_role(row, by))
    return GivenOrEnded(row.ended_at, said, who)


def _role(row: Membership, by: Membership) -> str:
    whom = staff.whom(row, by=by)
    return f"{row.role.name}, {whom}" if whom else row.role.name
