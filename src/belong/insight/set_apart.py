"""Sessions set apart: far more children than usual began to be away, so patterns leave them out."""

from __future__ import annotations

import datetime as dt

from belong.attendance.definitions import number
from belong.attendance.patterns.profile import Shock
from belong.insight import noticed, words
from belong.insight.desk import Desk
from belong.insight.marks import HALF_NAMES
from belong.insight.noticed import Noticed
from belong.insight.words import say


def sentences(desk: Desk, found: Noticed) -> tuple[str, ...]:
    """Sessions set apart this school year: everybody's, and those of year groups here whole. Who
    follows a cohort from outside is told of none of the whole school."""
    first = found.looks.start - number("patterns", "first_look")
    return tuple(
        _sentence(found, s)
        for s in sorted(found.year.shocks, key=lambda s: (s.week, s.cell, s.group or 0))
        if s.week >= first
        and (
            not desk.whom.of_cohorts_alone
            if s.group is None
            else f"year:{found.year_groups[s.group]}" in desk.groups
        )
    )


def _sentence(found: Noticed, shock: Shock) -> str:
    day = noticed.monday_of_week(found, shock.week) + dt.timedelta(days=shock.cell // 2)
    whom = (
        say("The whole school")
        if shock.group is None
        else words.year_label(found.year_groups[shock.group])
    )
    return say(
        "{whom}, {day}, {half}: {n} began to be away, where about {usual} is usual.",
        whom=whom,
        day=words.day(day),
        half=say(HALF_NAMES[shock.cell % 2]),
        n=shock.began,
        usual=max(1, round(shock.expected)),
    )
