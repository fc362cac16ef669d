"""The shared devices of a school: which are set up, when each was used last, which were ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.words import say
from belong.people.models import Membership, SharedDevice
from belong.people.permissions import Permission


@dataclass(frozen=True)
class OneDevice:
    """One shared device.

    state    how it stands, in a sentence
    set_up   whether people come in on it
    """

    pk: int
    name: str
    state: str
    set_up: bool


@dataclass(frozen=True)
class SharedDevices:
    """Those in use or waiting for their code, by name; those that were ended, the last first."""

    here: tuple[OneDevice, ...]
    ended: tuple[OneDevice, ...]


def ask(by: Membership, at: dt.datetime) -> SharedDevices:
    """Every shared device of somebody's school. Raises PermissionDenied."""
    by.must(Permission.PEOPLE_GIVE)
    every = SharedDevice.objects.filter(school=by.school_id)
    here = every.filter(ended_at=None).order_by("name", "pk")
    ended = every.exclude(ended_at=None).order_by("-ended_at", "-pk")
    return SharedDevices(
        tuple(_said(one, at) for one in here), tuple(_said(one, at) for one in ended)
    )


def _said(one: SharedDevice, at: dt.datetime) -> OneDevice:
    return OneDevice(one.pk, one.name, _state(one, at), bool(one.token))


def _state(one: SharedDevice, at: dt.datetime) -> str:
    if one.ended_at is not None:
        return say("Ended {day}.", day=_day(one.ended_at))
    if one.enrolled_at is None:
        return _waiting(one, at) or say("Its code ran out before it was typed.")
    used = say("Not used yet.")
    if one.last_used is not None:
        used = say("Last used {day}.", day=words.day(one.last_used))
    parts = (say("Set up {day}.", day=_day(one.enrolled_at)), used, _waiting(one, at))
    return " ".join(part for part in parts if part)


def _waiting(one: SharedDevice, at: dt.datetime) -> str:
    if one.code_until is None or one.code_until <= at:
        return ""
    until = timezone.localtime(one.code_until)
    return say("Waits for its code until {clock}.", clock=f"{until.hour}:{until.minute:02d}")


def _day(at: dt.datetime) -> str:
    return words.day(timezone.localdate(at))
