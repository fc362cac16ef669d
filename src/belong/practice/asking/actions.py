"""A child asks to talk to somebody: one tap, and whom. It says nothing of why."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import around, link_codes, trail
from belong.people.models import Involvement, Membership, Pupil
from belong.people.outsiders import Kind
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
    asked, new = _kept(pupil, to, at, by.adult_id)
    if new:
        trail.note(by, Verb.ASKED_TO_TALK, ids=[pupil.pk], detail={"ask": asked.pk})
    return asked


@transaction.atomic
def ask_by_link(*, link_id: int, to: int, at: dt.datetime) -> Ask:
    """The same of a young person, on the page of their own link. Nobody else from outside asks for
    them: for all others it is as if there were no such page.

    link_id  the key of the link of a visit that goes on
    raises   NotAsked, link_codes.Closed
    """
    row = young_person(link_id, at)
    asked, new = _kept(row.pupil, to, at, None)
    if new:
        trail.note_from_outside(row, Verb.ASKED_TO_TALK, detail={"ask": asked.pk})
    return asked


def young_person(link_id: int, at: dt.datetime) -> Involvement:
    """Whose own visit it is. Raises link_codes.Closed, for anybody else as well."""
    row = link_codes.visit(link_id, at).involvement
    if row.kind != Kind.YOUNG_PERSON:
        raise link_codes.Closed
    return row


def _kept(pupil: Pupil, to: int, at: dt.datetime, by: int | None) -> tuple[Ask, bool]:
    """What stands for today, and whether it is new. Raises NotAsked."""
    today = timezone.localdate(at)
    if to not in {one.adult_id for one in to_choose(pupil, today)}:
        raise NotAsked("Nobody is chosen yet.", do="Tap the name of whom you would like.")
    return Ask.objects.get_or_create(
        school_id=pupil.school_id, pupil=pupil, to_id=to, day=today,
        defaults={"by_id": by, "at": at},
    )  # fmt: skip


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
