"""A class round of the demo, half done by one tutor."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.people.models import School

WORDS = Path(__file__).parent / "data" / "class_round.toml"


def words() -> dict[str, Any]:
    """class_round.toml, as it stands."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def lay(school: School, today: dt.date) -> None:
    """Think of half of the tutor's form, and give the first child a word, through the real actions.
    Nothing where the tutor is not there; a second call changes nothing."""
    from django.utils import timezone

    from belong.insight.questions import class_round as asking
    from belong.people import fetch
    from belong.people.permissions import Permission
    from belong.practice.voice import class_round
    from belong.practice.voice.class_round import Given, Thought

    said = words()
    staff = fetch.everybody_at(school.pk, today)
    near = (m for m in staff if (m.adult.email or "").startswith(f"{said['form_of']}@"))
    by = next((m for m in near if m.may(Permission.CLASS_ROUND)), None)
    if by is None:
        return
    at = timezone.make_aware(dt.datetime.combine(today, dt.time(8, 20)))
    pupils = fetch.pupils(seen_by=by, wanting=Permission.CLASS_ROUND)
    term = asking.term_now(by, today)
    if class_round.of_mine(by, [one.pk for one in pupils], term):
        return
    for pupil, well, wonder in zip(pupils, said["well"], said["wonder"], strict=False):
        class_round.think(by=by, pupil=pupil, term=term, thought=Thought(well, wonder), at=at)
    for pupil in pupils[:1]:
        class_round.give(by=by, pupil=pupil, term=term, given=Given(**said["word"]), at=at)
