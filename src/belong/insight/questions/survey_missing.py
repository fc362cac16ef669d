"""Who could hardly answer a survey in school: about how many pupils are away a lot, never who."""

from __future__ import annotations

import datetime as dt

import numpy as np

from belong.attendance.codes import NOT_ON_ROLL
from belong.attendance.measures.counts import MISSED, POSSIBLE, chosen, of_each_code
from belong.attendance.measures.persistent import is_persistent, is_provisional
from belong.attendance.register import Register
from belong.basics.disclosure import safe_count
from belong.basics.terms import year_of, year_start
from belong.insight import words
from belong.insight.desk import in_force, one_row_a_child, through
from belong.insight.words import say
from belong.intake.queries import whole
from belong.people.models import Membership
from belong.practice.voice import results
from belong.practice.voice.models import Survey


def ask(by: Membership, survey_id: int) -> str:
    """One sentence beside the results; "" where too few are away a lot, or all but too few, and of
    a survey that no pupils were asked.

    raises  PermissionDenied, NotYours
    """
    survey = results.closed(by, survey_id)
    found = whole(by.school_id) if survey.audience == Survey.Audience.PUPILS else None
    if found is None or survey.closed_on is None:
        return ""
    away, here = _counted(one_row_a_child(found.register), survey.closed_on)
    part, rest, of = safe_count(away), safe_count(here - away), safe_count(here)
    if part is None or rest is None or of is None:
        return ""
    return say(
        "About {part} of about {of} pupils on roll when it closed had missed a tenth or more of the"
        " school year until then. Nobody can know whether they answered.",
        part=words.number(part), of=words.number(of),
    )  # fmt: skip


def _counted(register: Register, on: dt.date) -> tuple[int, int]:
    """How many on roll on a day were persistently absent in the year until then, and how many were
    on roll. Nobody counts as away of whom there are too few marks to say."""
    before = register.until(on)
    last = in_force(before)
    if last is None:
        return 0, 0
    there = through(before, last)
    rows = np.flatnonzero(there.marks[:, -1] != NOT_ON_ROLL).astype(np.int32)
    year = there.rows(rows).window(year_start(year_of(on)), on)
    counts = of_each_code(year.marks)
    missed, possible = chosen(counts, MISSED), chosen(counts, POSSIBLE)
    away = is_persistent(missed, possible) & ~is_provisional(possible)
    return int(away.sum()), len(rows)
