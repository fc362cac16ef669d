"""Telling those who lead on safeguarding: of gates that were opened, and of accounts and roles.
Inside Belong only, and never by its content."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.utils import timezone

from belong.people import fetch
from belong.people.models import Adult, Involvement, Membership, Notice, Opening
from belong.people.permissions import Permission

WAITS = dt.timedelta(minutes=30)
"""A question nobody answered by then is over."""
LISTED = 100


class Kind(StrEnum):
    """What happened. Stored as text."""

    OPENED = "opened"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ROLE_GIVEN = "role given"
    ROLE_ENDED = "role ended"
    ROLE_TO_END = "role to end"
    LINK_MADE = "link made"
    ACCOUNT_SET_UP = "account set up"
    CAME_IN = "came in"
    PIN_GIVEN = "PIN given"
    OUTSIDER_HELD = "outsider held back"


LEADS = frozenset({"safeguarding_lead", "deputy_safeguarding_lead"})
HEAD = "headteacher"
WORTH_TELLING = frozenset(
    {
        Permission.CHILDREN_LIST,
        Permission.CHILD_READ,
        Permission.CHILD_GREET,
        Permission.PEOPLE_GIVE,
    }
)
"""A role with any of these reaches children, or makes accounts that do."""


def told(school_id: int, today: dt.date) -> list[Adult]:
    """Every adult of a school who is told when a gate is opened, by name."""
    every = fetch.everybody_at(school_id, today)
    found = [one.adult for one in every if one.may(Permission.NOTICES_READ)]
    return sorted(found, key=lambda adult: (adult.name, adult.pk))


def tell(opening: Opening, kind: Kind, to: list[Adult], now: dt.datetime) -> None:
    """One notice for each of them, in the transaction of whoever calls."""
    Notice.objects.bulk_create(
        Notice(
            school_id=opening.school_id, adult=adult, opening=opening, kind=kind.value, made_at=now
        )
        for adult in to
    )  # fmt: skip


def tell_of_role(row: Membership, by: Adult | None, now: dt.datetime) -> None:
    """Tell of a role that reaches children or gives roles, in the transaction of whoever calls."""
    if row.role.may & WORTH_TELLING:
        _tell_of(row, Kind.ROLE_GIVEN, by, now)


def tell_of_lead_ended(row: Membership, kind: Kind, by: Adult, now: dt.datetime) -> None:
    """Tell that somebody leads on safeguarding no longer, in the transaction of whoever calls: the
    others who do, and the head. Nothing where the role is another one.

    kind  ROLE_ENDED, or ROLE_TO_END where it was given a last day
    """
    if row.role_key not in LEADS:
        return
    every = fetch.everybody_at(row.school_id, timezone.localtime(now).date())
    keep_safe = [
        one.adult for one in every
        if one.adult_id != row.adult_id and any(r.key in LEADS | {HEAD} for r in one.roles)
    ]  # fmt: skip
    others = [adult for adult in keep_safe if adult.pk != by.pk]
    _tell(row, kind, by, now, others or keep_safe)


def tell_of_account(row: Membership, kind: Kind, by: Adult | None, now: dt.datetime) -> None:
    """Tell that a link to set up an account was made, or used by its owner.

    row  what the owner is at the school
    by   who made the link; None for whoever looks after the machine
    """
    _tell_of(row, kind, by, now)


def _tell_of(row: Membership, kind: Kind, by: Adult | None, now: dt.datetime) -> None:
    _tell(row, kind, by, now, _watching(row, by, now))


def _tell(row: Membership, kind: Kind, by: Adult | None, now: dt.datetime, to: list[Adult]) -> None:
    Notice.objects.bulk_create(
        Notice(
            school_id=row.school_id, adult=adult, about_id=row.adult_id, by=by, made_at=now,
            kind=kind.value, role_key=row.role_key,
        )
        for adult in to
    )  # fmt: skip


def tell_of_outsider(row: Involvement, now: dt.datetime) -> None:
    """Tell that somebody from outside is held back, in the transaction of whoever calls; never
    whoever let them in."""
    Notice.objects.bulk_create(
        Notice(
            school_id=row.school_id, adult=adult, involvement=row, made_at=now,
            kind=Kind.OUTSIDER_HELD.value,
        )
        for adult in _but_them(
            _keeping_safe(row.school_id, None, row.invited_by_id, now), row.invited_by_id
        )
    )  # fmt: skip


def _but_them(told: list[Adult], by: int | None) -> list[Adult]:
    """Without who did it; them after all, where nobody else keeps children safe at this school:
    better told to who tried it than to nobody."""
    return [adult for adult in told if adult.pk != by] or told


def _watching(row: Membership, by: Adult | None, now: dt.datetime) -> list[Adult]:
    return _keeping_safe(row.school_id, row.adult_id, by.pk if by else None, now)


def _keeping_safe(
    school_id: int, about: int | None, by: int | None, now: dt.datetime
) -> list[Adult]:
    """Who is told: those who lead on safeguarding. The head as well where one of them did it, and
    in their place where there is none; never the account it is about."""
    every = fetch.everybody_at(school_id, timezone.localtime(now).date())
    others = [one for one in every if one.adult_id != about]
    leads = [one for one in others if any(role.key in LEADS for role in one.roles)]
    told = [one.adult for one in leads if one.adult_id != by]
    if not told or len(told) < len(leads):
        heads = (one for one in others if any(role.key == HEAD for role in one.roles))
        told += [one.adult for one in heads if one.adult not in told]
    return told


def something_waits(by: Membership) -> bool:
    """Whether there is a notice somebody has not read."""
    mine = Notice.objects.filter(adult_id=by.adult_id, school_id=by.school_id, seen_at=None)
    return by.may(Permission.NOTICES_READ) and mine.exists()


def of(by: Membership) -> list[Notice]:
    """Somebody's own notices, the newest first. Raises PermissionDenied."""
    by.must(Permission.NOTICES_READ)
    mine = Notice.objects.filter(adult_id=by.adult_id, school_id=by.school_id)
    with_all = mine.select_related(
        "opening__adult", "opening__answered_by", "about", "by", "involvement__invited_by"
    )
    return list(with_all.order_by("-pk")[:LISTED])


def unanswered(by: Membership, now: dt.datetime) -> list[Opening]:
    """Questions of others that wait for the answer of a second person, the oldest first."""
    here = Opening.objects.filter(school_id=by.school_id, state=Opening.State.ASKED)
    waits = here.filter(asked_at__lte=now, asked_at__gt=now - WAITS).exclude(adult_id=by.adult_id)
    found = waits.select_related("adult", "pupil").order_by("pk")
    return [one for one in found if by.may(Permission.ORDER_AGREE, of=one.pupil)]


def waits_until(opening: Opening) -> dt.datetime:
    """When a question is over."""
    return opening.asked_at + WAITS


def read(*, by: Membership, newest: int, now: dt.datetime) -> int:
    """Say that one has read every notice up to one. How many were new."""
    by.must(Permission.NOTICES_READ)
    mine = Notice.objects.filter(adult_id=by.adult_id, school_id=by.school_id, seen_at=None)
    return mine.filter(pk__lte=newest).update(seen_at=now)
