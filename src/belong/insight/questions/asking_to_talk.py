"""Whom a child can ask to talk to: the adults close to them, by name, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.people import fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.asking import actions, queries


@dataclass(frozen=True)
class ToTalk:
    """The child's own screen.

    adults  key and name of each
    chosen  names of those they asked for today, in the order of names
    """

    pupil: Pupil
    adults: tuple[tuple[int, str], ...]
    chosen: tuple[str, ...]


def ask(by: Membership, pupil_id: int, today: dt.date) -> ToTalk:
    """The screen of one child; the look is noted. Raises PermissionDenied, fetch.NotYours."""
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CHECKINS)
    near = {one.adult_id: one.adult.name for one in actions.to_choose(pupil, today)}
    every = queries.standing(by.school_id, today)
    asked = {one.to.name for one in every if one.pupil_id == pupil.pk and one.day == today}
    return ToTalk(pupil, tuple(near.items()), tuple(sorted(asked)))
