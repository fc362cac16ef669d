"""Whom a child can ask to talk to: the adults close to them, by name, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.people import being_away, fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.asking import actions


@dataclass(frozen=True)
class Near:
    """An adult close to a child.

    away  whether they are away today
    """

    key: int
    name: str
    away: bool


@dataclass(frozen=True)
class ToTalk:
    """The child's own screen. It does not say whom they chose before."""

    pupil: Pupil
    adults: tuple[Near, ...]


def ask(by: Membership, pupil_id: int, today: dt.date) -> ToTalk:
    """The screen of one child; the look is noted. Raises PermissionDenied, fetch.NotYours."""
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CHECKINS)
    return ToTalk(pupil, _near(pupil, today))


def by_link(link_id: int, now: dt.datetime) -> tuple[Near, ...]:
    """Whom a young person can choose from on the page of their own link, whose opening has noted
    the look. Raises link_codes.Closed."""
    return _near(actions.young_person(link_id, now).pupil, timezone.localdate(now))


def _near(pupil: Pupil, today: dt.date) -> tuple[Near, ...]:
    near = {one.adult_id: one.adult.name for one in actions.to_choose(pupil, today)}
    away = being_away.keys(pupil.school_id, today)
    return tuple(Near(key, name, key in away) for key, name in near.items())
