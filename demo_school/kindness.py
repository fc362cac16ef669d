"""Check-ins and good things of a few children of the demo, written down by the adults they know."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.people.models import Membership, Pupil, School

WORDS = Path(__file__).parent / "data" / "kindness.toml"
HOUR = 8
SINCE = dt.time(9, 12)
"""When somebody at the gate saw children come in after the register."""


def words() -> dict[str, Any]:
    """kindness.toml, as it stands."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def seen_today() -> frozenset[str]:
    """Names of the children of whom adults of the demo write this morning."""
    from demo_school import seen

    wrote = {one["child"] for one in seen.words() if not one["before"]}
    return frozenset(wrote | {f"{c['forename']} {c['surname']}" for c in words()["child"]})


def lay(school: School, today: dt.date) -> None:
    """Agree and write down what kindness.toml says, through the real actions. A child or an adult
    who is not there is left out; a second call changes nothing."""
    from django.utils import timezone

    from belong.practice.checkins import queries
    from demo_school import hellos

    at = timezone.make_aware(dt.datetime.combine(today, dt.time(HOUR, 40)))
    said_of_all = words()
    hellos.lay(school, today, said_of_all["quiet"])
    for said in said_of_all["child"]:
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


def came_in(school: School, today: dt.date, upns: Sequence[str]) -> None:
    """Somebody of the office saw a few children come in since the register, and said so."""
    from django.utils import timezone

    from belong.people import fetch
    from belong.people.permissions import Permission
    from belong.practice.curiosity import arriving

    every = fetch.everybody_at(school.pk, today)
    by = next((one for one in every if one.role_key == "office"), None)
    at = timezone.make_aware(dt.datetime.combine(today, SINCE))
    found = school.pupils.filter(source_id__in=upns, merged_into=None).order_by("pk")
    for pupil in found[: words()["came_since"]]:
        if by is not None and by.may(Permission.GATE_READ, of=pupil):
            arriving.say(by=by, pupil=pupil, how=arriving.How.LATE, at=at)
