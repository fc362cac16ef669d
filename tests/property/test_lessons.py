"""Whatever lesson marks there may be, the sums are those of plain arithmetic."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests import reference
from tests.property.test_measures import FIRST_DAY, Invented, invented

from belong.attendance.lessons import LessonsTaken, days_in_school, lessons_missed

PRESENT = {n for n, line in enumerate(reference.CODES) if line["class"] == "PRES"}
days = st.integers(FIRST_DAY, FIRST_DAY + 9)
a_mark = st.tuples(
    st.integers(0, 3), st.integers(0, 2),
    st.sampled_from([*range(len(reference.CODES)), reference.NO_MARK, reference.NO_MARK]),
    days, st.booleans(),
)  # fmt: skip


@given(st.lists(a_mark, max_size=60), days, days)
def test_lessons_by_child_and_subject(
    marks: list[tuple[int, int, int, int, bool]], first: int, last: int
) -> None:
    columns = list(zip(*marks, strict=True)) or [()] * 5
    kinds = (np.int32, np.int32, np.uint8, np.int32, np.bool_)
    taken = LessonsTaken(*(np.array(c, dtype=k) for c, k in zip(columns, kinds, strict=True)))
    found = lessons_missed(taken, first=first, last=last).to_pylist()
    by_hand = reference.lessons(marks, first, last)
    assert found == [
        {"child": child, "subject": subject} | line for (child, subject), line in by_hand.items()
    ]


@given(invented())
def test_days_in_school_morning_and_afternoon(there: Invented) -> None:
    day_of = there.register.sessions.day.tolist()
    for row, marks in enumerate(there.rows):
        here = [day for day, mark in zip(day_of, marks, strict=True) if mark in PRESENT]
        whole = sorted({day for day in here if here.count(day) == 2})
        assert days_in_school(there.register, row).tolist() == whole
