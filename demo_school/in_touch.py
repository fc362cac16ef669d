"""Who of the demo was in touch with the homes of a few children, through the real actions."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.people.models import Membership, Pupil, School

DATA = Path(__file__).parent / "data" / "in_touch.toml"
AFTER_SCHOOL = dt.time(15, 50)
WEEKEND = 5
THREE_WEEKS = dt.timedelta(weeks=3)
"""After so long a holiday begins, where nobody said when terms are."""


def lay(school: School, today: dt.date) -> None:
    """Write down what in_touch.toml says. A child or an adult who is not there is left out; a
    second call on one day changes nothing."""
    for kind, write in (
        ("way", _way), ("contact", _contact), ("kept", _kept), ("building", _building)
    ):  # fmt: skip
        for one in tomllib.loads(DATA.read_text(encoding="utf-8"))[kind]:
            pupil = _child(school, one, today)
            by = _tutor(pupil, today) if pupil else None
            if pupil is not None and by is not None:
                write(by, pupil, one, today)


def _child(school: School, one: dict[str, Any], today: dt.date) -> Pupil | None:
    from belong.people.reach import Whose

    every = school.pupils.filter(Whose(school.pk, today).on_roll(), merged_into=None)
    if "child" in one:
        first, _, last = one["child"].partition(" ")
        return every.filter(forename=first, surname=last).order_by("pk").first()
    named = every.filter(form=one["form"]).exclude(surname="Reid").order_by("surname", "forename")
    return next(iter(named[one["nth"] : one["nth"] + 1]), None)


def _tutor(pupil: Pupil, today: dt.date) -> Membership | None:
    from belong.people import around
    from belong.people.permissions import Permission

    near = around.adults(pupil, Permission.CHECKINS, today)
    return min(near, key=lambda one: one.reach != "form", default=None)


def _at(day: dt.date) -> dt.datetime:
    from django.utils import timezone

    while day.weekday() >= WEEKEND:
        day -= dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, AFTER_SCHOOL))


def _way(by: Membership, pupil: Pupil, one: dict[str, Any], today: dt.date) -> None:
    from belong.practice.contact import heard, ways

    if heard.ways([pupil.pk], ["home"]):
        return
    first, last = (dt.time.fromisoformat(one[k]) if one[k] else None
                   for k in ("not_before", "not_after"))  # fmt: skip
    wanted = ways.Wanted(
        "home", one["channel"], one["who"], one["language"], first, last, one["note"]
    )
    ways.keep(by=by, pupil=pupil, wanted=wanted, at=_at(today - dt.timedelta(days=20)))


def _contact(by: Membership, pupil: Pupil, one: dict[str, Any], today: dt.date) -> None:
    from belong.practice.contact import writing

    at = _at(today - dt.timedelta(days=one["ago"]))
    told = writing.Told(
        one.get("whom", "home"), one["channel"], one["kind"], at.date(), one.get("who", ""),
        one["said"], one.get("agreed", ""), one.get("effort", ""),
    )  # fmt: skip
    writing.write_down(by=by, pupil=pupil, told=told, at=at)


def _kept(by: Membership, pupil: Pupil, one: dict[str, Any], today: dt.date) -> None:
    from belong.practice.contact import keeping

    first, last = _holiday(pupil.school_id, today)
    wanted = keeping.Wanted(one["how"], first, last, by.adult_id, one["words"])
    kept = keeping.put_down(by=by, pupil=pupil, wanted=wanted, at=_at(today))
    keeping.say_how_far(by=by, pupil=pupil, key=kept.pk, state=one["state"], version=kept.version)


def _holiday(school_id: int, today: dt.date) -> tuple[dt.date, dt.date]:
    from belong.insight import holiday_ahead

    ahead = holiday_ahead.of(school_id, today)
    if ahead is not None:
        return ahead.first, ahead.last
    first = today + THREE_WEEKS
    return first, first + dt.timedelta(days=13)


def _building(by: Membership, pupil: Pupil, one: dict[str, Any], today: dt.date) -> None:
    from belong.practice.contact import building

    if building.own(pupil.pk, by.adult_id):
        return
    building.write_down(
        by=by, pupil=pupil, wanted=building.Wanted(one["tried"]), version=building.UNREAD,
        at=_at(today),
    )  # fmt: skip
