"""Devices several adults share: a tablet is set up once with a code, and ended with a click."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from belong.basics.errors import BelongError
from belong.people import fetch, giving, trail, walls
from belong.people.fetch import NotYours
from belong.people.models import Adult, Membership, SharedDevice
from belong.people.permissions import Permission
from belong.people.trail import Verb

CODE_LASTS = dt.timedelta(minutes=15)
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look like another one on paper."""
CODE_LENGTH = 8
"""32 letters in 8 places are 1.1 million million codes. Two cores answer some 500 tries a second,
so 450,000 in the quarter of an hour that a code lasts: whoever takes every answer finds one of ten
open codes once in 240,000 times. No right code has to be refused to keep guessing hopeless."""
LONGEST_NAME = 60


class NoDevice(BelongError):
    """A device that cannot be named like this. Nothing has changed."""


class NotOpen(Exception):
    """A code that was never made, was used, or is too old. Nobody learns which."""


def name_one(*, by: Membership, name: str, at: dt.datetime) -> tuple[SharedDevice, str]:
    """A new shared device of one's own school, and the code that sets it up. Nothing opens there
    before the code was typed on it.

    raises  NoDevice, PermissionDenied
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise NoDevice("Say what the device is.", do="For example: Tablet at the gate.")
    with transaction.atomic():
        giving.alone(by, at.date())
        device = SharedDevice.objects.create(school_id=by.school_id, name=name)
        trail.note(by, Verb.DEVICE_NAMED, about="device", ids=[device.pk])
        return device, _code(device, by, at)


def new_code(*, by: Membership, device_id: int, at: dt.datetime) -> tuple[SharedDevice, str]:
    """Another code for a device, such as one that lost its cookie. The code before ends; what is
    set up goes on until the new one was typed.

    raises  PermissionDenied, NotYours
    """
    with transaction.atomic():
        giving.alone(by, at.date())
        device = _of_school(by).filter(pk=device_id).first()
        if device is None:
            raise NotYours("device")
        return device, _code(device, by, at)


def _of_school(by: Membership) -> QuerySet[SharedDevice]:
    return SharedDevice.objects.filter(school=by.school_id, ended_at=None)


def _code(device: SharedDevice, by: Membership, at: dt.datetime) -> str:
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    SharedDevice.objects.filter(pk=device.pk).update(
        code=_sums(code)[0], code_until=at + CODE_LASTS, code_by_id=by.adult_id
    )
    trail.note(by, Verb.DEVICE_CODE_MADE, about="device", ids=[device.pk])
    return code


def enrol(*, code: str, at: dt.datetime) -> tuple[SharedDevice, str]:
    """Set up the device on which a code was typed, in the name of whoever made the code.

    returns  the device, and what it keeps in its cookie
    raises   NotOpen
    """
    typed = "".join(code.split()).replace("-", "").upper()
    with walls.scope_all(reason="a code does not say of which school it is"):
        waiting = SharedDevice.objects.exclude(code="").filter(ended_at=None, code_until__gt=at)
        asked = waiting.select_related("school", "code_by").filter(code__in=_sums(typed))
        if not asked.exists():  # a guess is looked up, and keeps nobody from writing
            raise NotOpen
        with transaction.atomic():
            return _enrolled(waiting, asked.first(), at)


def _enrolled(
    waiting: QuerySet[SharedDevice], device: SharedDevice | None, at: dt.datetime
) -> tuple[SharedDevice, str]:
    by = _maker(device, at.date()) if device else None
    if device is None or by is None:
        raise NotOpen
    token = secrets.token_urlsafe(32)
    used = waiting.filter(pk=device.pk, code=device.code).update(
        code="", code_until=None, code_by=None, token=_sums(token)[0], enrolled_at=at
    )
    if not used:
        raise NotOpen
    trail.note(by, Verb.DEVICE_ENROLLED, about="device", ids=[device.pk])
    return device, token


def _maker(device: SharedDevice, today: dt.date) -> Membership | None:
    """Whoever made the code, where they may still do so."""
    adult: Adult | None = device.code_by
    if adult is None or not adult.is_active:
        return None
    found = fetch.memberships(adult, today).get(device.school_id)
    return found if found and found.may(Permission.PEOPLE_GIVE) else None


def known(token: str) -> SharedDevice | None:
    """The device that keeps this in its cookie; None for any other, and for an ended one."""
    if not token:
        return None
    with walls.scope_all(reason="a device does not say of which school it is"):
        kept = SharedDevice.objects.filter(ended_at=None, token__in=_sums(token))
        return kept.select_related("school").first()


def end(*, by: Membership, device_id: int, at: dt.datetime) -> SharedDevice:
    """Make it any device again: whoever is in on it is out with the next click.

    raises  PermissionDenied, NotYours
    """
    with transaction.atomic():
        giving.alone(by, at.date())
        device = _of_school(by).filter(pk=device_id).first()
        if device is None:
            raise NotYours("device")
        _of_school(by).filter(pk=device.pk).update(
            ended_at=at, token="", code="", code_until=None, code_by=None
        )
        trail.note(by, Verb.DEVICE_ENDED, about="device", ids=[device.pk])
    return device


def _sums(text: str) -> list[str]:
    """Keyed hashes of a text: under the secret key first, then under those from before."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [
        salted_hmac("belong shared device", text, secret=key, algorithm="sha256").hexdigest()
        for key in keys
    ]
