"""Check-ins and good things of a few children of the demo, written down by the adults they know."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belong.people.models import Membership, Pupil, School

WORDS = Path(__file__).parent / "data" / "kindness.toml"
HOUR = 8


def lay(school: School, today: dt.date) -> None:
    """Agree and write down what kindness.toml says, through the real actions. A child or an adult
    who is not there is left out; a second call changes nothing."""
    from django.utils import timezone

    from belong.practice.checkins import queries

    at = timezone.make_aware(dt.datetime.combine(today, dt.time(HOUR, 40)))
    for said in tomllib.loads(WORDS.read_text(encoding="utf-8"))["child"]:
        pupil = school.pupils.filter(
            forename=said["forename"], surname=said["surname"], merged_into=None
        ).first()
        by = _adult(pupil, today) if pupil else None
        if pupil is None or by is None or queries.standing(pupil.pk) is not None:
            continue
        _agree(by, pupil, said, at)
        _good(by, pupil, said, at)


def _adult(pupil: Pupil, today: dt.date) -> Membership | None:
    """Whoever is closest of those who may check in with the child."""
    from belong.people import around
    from belong.people.permissions import Permission

    near = around.adults(pupil, Permission.CHECKINS, today)
    return min(near, key=lambda one: one.reach != "form", default=None)


def _agree(by: Membership, pupil: Pupil, said: dict[str, object], at: dt.datetime) -> None:
    from belong.practice.checkins import actions, agreeing

    faces = tuple((str(face), str(word)) for face, word in said["faces"])  # type: ignore[attr-defined]
    agreeing.agree(by=by, pupil=pupil, at=at, wanted=agreeing.Wanted(
        with_adult=by.adult_id, place=str(said["place"]), begins=at.date(), agreed=True,
        what_we_do=str(said["what_we_do"]), end_of_day=True, faces=faces,
        things=tuple(said["things"]),  # type: ignore[arg-type]
    ))  # fmt: skip
    actions.record(by=by, pupil=pupil, at=at, said=actions.Said(
        "morning", feeling=int(str(said["feeling"])), words=str(said["words"]),
        answered_by_child=True,
    ))  # fmt: skip


def _good(by: Membership, pupil: Pupil, said: dict[str, object], at: dt.datetime) -> None:
    from belong.practice.noticing import actions
    from belong.practice.noticing.actions import Good

    actions.choose_way(by=by, pupil=pupil, way=str(said["way"]), at=at)
    for kind, name in (("school", "seen"), ("home", "proud")):
        if said[name]:
            good = Good(kind, **{name: str(said[name])})
            actions.notice(by=by, pupil=pupil, good=good, at=at)
