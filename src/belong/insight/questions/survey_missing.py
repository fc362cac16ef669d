"""Who could hardly answer a survey in school: about how many pupils are away a lot, never who."""

from __future__ import annotations

import datetime as dt

import numpy as np

from belong.attendance.codes import NOT_ON_ROLL
from belong.attendance.measures.counts import MISSED, POSSIBLE, chosen, of_each_code
from belong.attendance.measures.persistent import is_persistent, is_provisional
from belong.attendance.register import Register
from belong.basics.terms import year_of, year_start
from belong.insight import words
from belong.insight.desk import in_force, one_row_a_child, through
from belong.insight.words import say
from belong.intake.queries import whole
from belong.people import own_words
from belong.people.models import Membership
from belong.practice.voice import results


def ask(by: Membership, survey_id: int) -> str:
    """One sentence beside the results, as it was kept when the survey closed; "" where too few were
    away a lot, or all but too few, and of a survey that no pupils were asked.

    raises  PermissionDenied, NotYours
    """
    reached = results.reached(results.closed(by, survey_id))
    part, of = (reached[0].away, reached[0].on_roll) if reached else (None, None)
    if part is None or of is None:
        return ""
    return say(
        "About {part} of about {of} {pupils} on roll when it closed had missed a tenth or more of"
        " the school year until then. Nobody can know whether they answered.",
        part=words.number(part), of=words.number(of),
        pupils=own_words.of(by.school).many,
    )  # fmt: skip


def counted(*, school_id: int, on: dt.date) -> tuple[int, int]:
    """How many are away a lot on a day, and how many are on roll [children]: asked for by a survey
    that closes, which keeps it rounded. Later marks change nothing in what was told."""
    found = whole(school_id)
    return (0, 0) if found is None else _counted(one_row_a_child(found.register), on)


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
