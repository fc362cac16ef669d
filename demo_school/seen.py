"""What adults of the demo saw: one child coaxed at the door this morning, and two words that are
kept from the school day before."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belong.people.models import Membership, Pupil, School

DATA = Path(__file__).parent / "data" / "seen.toml"


def words() -> list[dict[str, str]]:
    """What stands in seen.toml, a line for each word."""
    return list(tomllib.loads(DATA.read_text(encoding="utf-8"))["seen"])


def lay(school: School, today: dt.date, before: dt.date) -> None:
    """Leave the words as the adults who saw it; twice on one day is once.

    before  the school day before today
    """
    for one in words():
        day = before if one["before"] else today
        by, pupil = _adult(school, one["by"], today), _child(school, one["child"])
        if by is not None and pupil is not None:
            _leave(by, pupil, one, day, _adult(school, one["kept_by"], today))


def _leave(
    by: Membership, pupil: Pupil, one: dict[str, str], day: dt.date, keeps: Membership | None
) -> None:
    from django.utils import timezone

    from belong.people.permissions import Permission
    from belong.practice.curiosity import actions

    if not by.may(Permission.OBSERVE, of=pupil):
        return
    at = timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(one["at"])))
    saw = actions.Saw(one["what"], one["where"], one["word"], one["note"])
    left = actions.leave(by=by, pupil=pupil, saw=saw, at=at)
    if keeps is not None and keeps.may(Permission.OBSERVATIONS_READ, of=pupil):
        actions.keep(by=keeps, key=left.pk, today=day)


def _adult(school: School, name: str, today: dt.date) -> Membership | None:
    from belong.people import fetch
    from belong.people.models import Adult

    adult = Adult.objects.filter(name=name, memberships__school=school).first()
    return fetch.memberships(adult, today).get(school.pk) if adult else None


def _child(school: School, name: str) -> Pupil | None:
    from belong.people.models import Pupil

    first, _, last = name.partition(" ")
    found = Pupil.objects.filter(school=school, merged_into=None, forename=first, surname=last)
    return found.order_by("pk").first()
