"""PINs: six digits that open the smallest view, on a device of the school and nowhere else."""

from __future__ import annotations

import datetime as dt
import secrets
from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from belong.people import fetch, giving, notices, pin_ends, trail
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven
from belong.people.models import Adult, Membership, Pin, PinTries, SharedDevice
from belong.people.permissions import Permission
from belong.people.roles import BY_PIN
from belong.people.trail import Verb

DIGITS = 6
FREELY = 5
"""Wrong tries of one PIN on one device before each further one has to wait."""
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=5), dt.timedelta(hours=1)
YEARS = ("19", "20")


class WrongPin(Exception):
    """Not their PIN."""


class Wait(Exception):
    """Too many wrong tries of one PIN on one device: nothing was looked at.

    seconds  until the next try, at least one
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} seconds")
        self.seconds = seconds


def give(*, by: Membership, adult_id: int, at: dt.datetime) -> tuple[Adult, str]:
    """A PIN for somebody of one's own school, told once. The one before ends at once.

    raises  NotGiven, PermissionDenied; NotYours for somebody who is not of the school
    """
    with transaction.atomic():
        giving.alone(by, at.date())
        adult = _of_school(by, adult_id)
        if adult.pk == by.adult_id:
            raise NotGiven("Nobody gives a PIN to themselves.", do="Ask somebody else.")
        if not pin_ends.may_have_one(adult, by.school_id, at.date()):
            raise NotGiven("None of their roles is for a PIN.", do="They sign in instead.")
        pin = _fresh()
        Pin.objects.filter(adult=adult, school=by.school_id).delete()
        Pin.objects.create(
            adult=adult, school_id=by.school_id, secret=make_password(pin),
            given_by_id=by.adult_id, given_at=at,
        )  # fmt: skip
        trail.note(by, Verb.PIN_GIVEN, about="adult", ids=[adult.pk])
        row = adult.memberships.filter(school=by.school_id, role_key__in=BY_PIN, ended_at=None)
        notices.tell_of_account(row.order_by("pk")[0], notices.Kind.PIN_GIVEN, by.adult, at)
    return adult, pin


def take_away(*, by: Membership, adult_id: int, at: dt.datetime) -> None:
    """End a PIN: whoever came in with it is out with the next click.

    raises  PermissionDenied, NotYours where there is none
    """
    with transaction.atomic():
        giving.alone(by, at.date())
        adult = _of_school(by, adult_id)
        if not Pin.objects.filter(adult=adult, school=by.school_id).delete()[0]:
            raise NotYours("pin")
        trail.note(by, Verb.PIN_ENDED, about="adult", ids=[adult.pk])


def _of_school(by: Membership, adult_id: int) -> Adult:
    here = Adult.objects.filter(memberships__school=by.school_id, is_active=True)
    found = here.filter(pk=adult_id).first()
    if found is None:
        raise NotYours("adult")
    return found


def _fresh() -> str:
    while is_easy(pin := f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"):
        pass
    return pin


def is_easy(pin: str) -> bool:
    """Whether a PIN is among the first that anybody tries: few different digits, a part said
    again, digits in a row up or down, or a year in front or behind."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    said_again = pin[:3] == pin[3:] or pin[:3] == pin[:2:-1]
    a_year = pin[:2] in YEARS or pin[2:4] in YEARS
    return len(set(pin)) < 3 or said_again or a_year or steps <= {0, 1} or steps <= {0, 9}


def people_on(device: SharedDevice, today: dt.date) -> list[tuple[int, str]]:
    """Whoever can come in on a device: the key and name of each, by name. Nobody of another
    school, nobody without a PIN, nobody whose role is over."""
    having = set(Pin.objects.filter(school=device.school_id).values_list("adult_id", flat=True))
    found = [
        (one.adult_id, one.adult.name)
        for one in fetch.everybody_at(device.school_id, today)
        if one.adult_id in having and _smallest(one, device)
    ]
    return sorted(found, key=lambda person: (person[1].casefold(), person[0]))


def whose(device: SharedDevice, adult_id: int, today: dt.date) -> tuple[Pin, Membership]:
    """The PIN of somebody who can come in on a device, and what they are there. Raises NotYours."""
    pins = Pin.objects.select_related("adult")
    pin = pins.filter(adult=adult_id, school=device.school_id).first()
    by = _there(pin, device, today) if pin else None
    if pin is None or by is None:
        raise NotYours("pin")
    return pin, by


def come_in(
    *, device: SharedDevice, adult_id: int, typed: str, at: dt.datetime
) -> tuple[Pin, Membership]:
    """Somebody types their PIN on a shared device.

    returns  their PIN, and what they are there: roles that a PIN opens, and no other
    raises   NotYours for nobody who can come in there, Wait, WrongPin
    """
    pin, by = whose(device, adult_id, at.date())
    _count(pin, device, at)
    if not check_password("".join(typed.split())[: DIGITS + 1], pin.secret):
        raise WrongPin
    with transaction.atomic():
        PinTries.objects.filter(pin=pin, device=device).delete()
        there = SharedDevice.objects.filter(pk=device.pk, ended_at=None)
        if not there.update(last_used=at.date()) or still(pin.pk, device, at.date()) is None:
            raise NotYours("pin")
        trail.note(by, Verb.PIN_USED, about="device", ids=[device.pk])
    return pin, by


def _count(pin: Pin, device: SharedDevice, at: dt.datetime) -> None:
    """Count a try before it is looked at. Raises Wait."""
    with transaction.atomic():
        PinTries.objects.get_or_create(pin=pin, device=device)
        row = PinTries.objects.select_for_update().get(pin=pin, device=device)
        if row.wait_until is not None and at < row.wait_until:
            raise Wait(max(1, int((row.wait_until - at).total_seconds())))
        row.wrong += 1
        row.wait_until = at + wait_after(row.wrong) if row.wrong >= FREELY else None
        row.save(update_fields=["wrong", "wait_until"])


def wait_after(wrong: int) -> dt.timedelta:
    """How long to wait after so many wrong tries: 5 minutes, then twice as long each time, never
    longer than an hour."""
    if wrong < FREELY:
        return dt.timedelta(0)
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(wrong - FREELY, 10))


def still(pin_id: int, device: SharedDevice, today: dt.date) -> Membership | None:
    """What somebody who came in with a PIN is there now; None where anything of it is over."""
    pin = Pin.objects.select_related("adult").filter(pk=pin_id, school=device.school_id).first()
    return _there(pin, device, today) if pin else None


def _there(pin: Pin, device: SharedDevice, today: dt.date) -> Membership | None:
    if not pin.adult.is_active:
        return None
    found = fetch.memberships(pin.adult, today).get(device.school_id)
    return _smallest(found, device) if found else None


def _smallest(found: Membership, device: SharedDevice) -> Membership | None:
    """The same adult in the roles that a PIN opens, and in no other; None where they have none."""
    rows = [
        one for one in (found, *found.also)
        if one.role_key in BY_PIN and one.gives(Permission.CHILD_GREET)
    ]  # fmt: skip
    if not rows:
        return None
    first, *more = rows
    first.also, first.at_device = tuple(more), device.pk
    return first
