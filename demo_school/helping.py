"""What helps a few children of the demo, written by calling the real actions."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.people.models import Membership, Pupil, School

GRACE = "any_time"
MORNING = dt.time(8, 30)


def lay(school: School, today: dt.date) -> None:
    """What stands in data/helps.toml, for the children who are here. Safe to run again: whoever has
    something written already is left as they are."""
    from belong.practice.profiles.models import Place

    said = tomllib.loads((files("demo_school") / "data/helps.toml").read_text(encoding="utf-8"))
    for place in said["place"]:
        Place.objects.get_or_create(school=school, name=place["name"], defaults=place)
    for one in said["child"]:
        _child(school, one, today)


def _child(school: School, said: dict[str, Any], today: dt.date) -> None:
    from django.utils import timezone

    from belong.people.models import Pupil
    from belong.people.permissions import Permission
    from belong.practice.profiles import queries

    pupil = Pupil.objects.filter(
        school=school, surname=said["surname"], known_as=said["known_as"], merged_into=None
    ).first()
    by = _adult(school, said["by"], today)
    if pupil is None or by is None or queries.to_write(school.pk, pupil.pk):
        return
    if by.may(Permission.PROFILE_WRITE, of=pupil):
        morning = timezone.make_aware(dt.datetime.combine(today, MORNING))
        _write(by, pupil, said, morning)


def _write(by: Membership, pupil: Pupil, said: dict[str, Any], now: dt.datetime) -> None:
    from django.utils import timezone

    from belong.practice.profiles import actions, around, parts, queries

    own = {key: said[key] for key in parts.rules().parts if key in said}
    for key, words in (own | said["with_them"]).items():
        actions.write(
            by=by, pupil=pupil, key=key, words=words, own=key in own, version=0, at=now
        )  # fmt: skip
    for person in said.get("circle", ()):
        around.add_person(by=by, pupil=pupil, person=around.Somebody(**person), at=now)
    if said["agreed"]:
        today = timezone.localdate(now)
        version = queries.told(by.school_id, pupil.pk, today).version
        actions.agreed(by=by, pupil=pupil, version=version, at=now)
        until = today + dt.timedelta(days=7)
        around.give_grace(by=by, pupil=pupil, sort=GRACE, until=until, at=now)


def _adult(school: School, role: str, today: dt.date) -> Membership | None:
    """Somebody who has a role here today, with all their roles."""
    from belong.people import fetch

    every = fetch.everybody_at(school.pk, today)
    return next((one for one in every if any(r.key == role for r in one.roles)), None)
