"""A child asks to talk to somebody: one tap, and whom. It says nothing of why."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import around, trail
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.asking.models import Ask


class NotAsked(BelongError):
    """A wish that cannot be passed on as chosen. Nothing has changed."""


@cache
def stands_days() -> int:
    """Days for which it stands until somebody talked with them, from asking.toml."""
    said = tomllib.loads((files(__package__) / "asking.toml").read_text(encoding="utf-8"))
    return int(said["stands_days"])


def to_choose(pupil: Pupil, today: dt.date) -> list[Membership]:
    """The adults a child can choose from: those close to them whom they may meet alone."""
    return around.adults(pupil, Permission.CHECKINS, today)


@transaction.atomic
def ask(*, by: Membership, pupil: Pupil, to: int, at: dt.datetime) -> Ask:
    """Pass on that a child would like to talk to an adult. The same twice on a day is once.

    by      the adult on whose device the child tapped it
    to      the key of one of `to_choose`
    raises  NotAsked, PermissionDenied
    """
    by.must(Permission.CHECKINS, of=pupil)
    today = timezone.localdate(at)
    if to not in {one.adult_id for one in to_choose(pupil, today)}:
        raise NotAsked("Nobody is chosen yet.", do="Tap the name of whom you would like.")
    asked, new = Ask.objects.get_or_create(
        school_id=by.school_id, pupil=pupil, to_id=to, day=today,
        defaults={"by_id": by.adult_id, "at": at},
    )  # fmt: skip
    if new:
        trail.note(by, Verb.ASKED_TO_TALK, ids=[pupil.pk], detail={"ask": asked.pk})
    return asked


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Two records of one child became one: who asked twice on a day asked once."""
    for one in Ask.objects.filter(pupil=goes):
        if Ask.objects.filter(pupil=stays, to=one.to_id, day=one.day).exists():
            one.delete()
            continue
        one.pupil = stays
        one.save(update_fields=["pupil"])


def swept(*, today: dt.date, **_more: object) -> None:
    """The end of a day: what stands no longer is gone."""
    Ask.objects.filter(day__lt=today - dt.timedelta(days=stands_days())).delete()
