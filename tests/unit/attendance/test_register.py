"""A register keeps rows, sessions and stays lined up, whatever part of it is looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.drawing import drawn

from belong.attendance.codes import CLOSED, NO_MARK, NOT_ON_ROLL, index_of
from belong.attendance.measures.rates import of_group
from belong.attendance.register import Register, Sessions, assemble
from belong.basics.terms import day_number

THREE_DAYS = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am | Wed 9 Sep pm
    Ada   | /            | \\           | I            | I            | /            | \\
    Ben   | gone         | gone         | /            | O            | gone         | gone
    Cal   | gone         | gone         | gone         | gone         | /            | \\
"""
FORMS = """
    child | form | from         | to
    Ada   | 7A   | Mon 7 Sep pm | Tue 8 Sep am
    Ben   | 7A   | Tue 8 Sep am | Wed 9 Sep pm
"""
MON, TUE, WED = (dt.date(2026, 9, n) for n in (7, 8, 9))


def there() -> Register:
    return drawn(THREE_DAYS, groups=FORMS).register


def stays(register: Register) -> list[tuple[int, int]]:
    return list(zip(register.first.tolist(), register.last.tolist(), strict=True))


def test_a_window_includes_both_its_dates() -> None:
    part = there().window(TUE, TUE)
    assert part.marks.tolist() == there().marks[:, 2:4].tolist()
    assert part.sessions.day.tolist() == [day_number(TUE)] * 2
    assert part.sessions.half.tolist() == [0, 1]
    assert part.open.shape == (1, 2)


def test_a_window_keeps_who_was_on_roll_when() -> None:
    """A stay that began earlier begins before the window; one not begun yet lies past its end."""
    part = there().window(TUE, TUE)
    assert stays(there()) == [(0, 5), (2, 3), (4, 5)]
    assert stays(part) == [(-2, 1), (0, 1), (2, 1)]


def test_a_window_keeps_the_dates_of_groups() -> None:
    whole, part = there(), there().window(TUE, WED)
    (forms,) = part.groups
    assert (forms.first.tolist(), forms.last.tolist()) == ([-1, 0], [0, 3])
    assert (of_group(whole, whole.groups[0]).possible, of_group(part, forms).possible) == (4, 3)


def test_until_leaves_later_marks_behind() -> None:
    part = there().until(TUE)
    assert part.marks.tolist() == there().marks[:, :4].tolist()
    assert stays(part) == [(0, 3), (2, 3), (4, 3)]


@pytest.mark.parametrize("first", [dt.date(2027, 1, 1), dt.date(2026, 9, 10)])
def test_a_window_without_sessions_is_empty(first: dt.date) -> None:
    part = there().window(first, first)
    assert part.marks.shape == (3, 0)
    assert len(part.sessions) == 0


def test_a_window_that_ends_before_it_begins_is_empty() -> None:
    assert there().window(WED, MON).marks.shape == (3, 0)


def test_rows_come_in_the_order_asked_for() -> None:
    part = there().rows(np.array([2, 0], dtype=np.int32))
    assert part.enrolment.tolist() == [2, 0]
    assert part.pupil.tolist() == [2, 0]
    assert part.marks.tolist() == there().marks[[2, 0]].tolist()
    assert stays(part) == [(4, 5), (0, 5)]
    assert part.groups == ()
    assert len(part) == 2


def test_sessions_know_their_weekday_and_their_monday() -> None:
    sessions = there().sessions
    assert sessions.weekday.tolist() == [0, 0, 1, 1, 2, 2]
    assert set(sessions.monday.tolist()) == {day_number(MON)}
    assert len(sessions) == 6


def test_sessions_are_found_by_date() -> None:
    sessions = there().sessions
    sunday, thursday = dt.date(2026, 9, 6), dt.date(2026, 9, 10)
    assert [sessions.since(on) for on in (sunday, MON, TUE, thursday)] == [0, 0, 2, 6]
    assert [sessions.after(on) for on in (sunday, MON, TUE, thursday)] == [0, 2, 4, 6]
    assert sessions.between(TUE, WED) == slice(2, 6)


def test_half_terms_are_those_in_which_anybody_was_open() -> None:
    days = [dt.date(2026, 10, 8), dt.date(2026, 10, 14), dt.date(2026, 10, 19)]
    register = three_days(days)
    assert [h.name for h in register.half_terms()] == ["Autumn 1"]
    shut = replace(register, open=np.array([[True, False, True]] * 2))
    assert [h.name for h in shut.half_terms()] == ["Autumn 1", "Autumn 2"]


def three_days(days: list[dt.date]) -> Register:
    return assemble(
        enrolment=np.arange(2, dtype=np.int32),
        pupil=np.arange(2, dtype=np.int32),
        sessions=Sessions(np.array([day_number(d) for d in days], np.int32), np.zeros(3, np.uint8)),
        row=np.zeros(0, np.int32),
        column=np.zeros(0, np.int32),
        code=np.zeros(0, np.uint8),
    )


def test_parts_that_do_not_line_up_are_a_mistake() -> None:
    register = there()
    with pytest.raises(AssertionError, match="sessions"):
        replace(register, marks=register.marks[:, :-1])
    with pytest.raises(AssertionError, match="rows"):
        replace(register, pupil=register.pupil[:-1])
    with pytest.raises(AssertionError, match="rows"):
        replace(register, last=register.last[:-1])


I, O = index_of("I"), index_of("O")  # noqa: E741


def put_together(
    marks: list[tuple[int, int, int]], rows: int = 2, width: int = 4, **told: object
) -> Register:
    """A register of whole days from (row, session, code)."""
    at = np.array(marks, dtype=np.int32).reshape(-1, 3)
    where = np.arange(width, dtype=np.int32)
    return assemble(
        enrolment=np.arange(rows, dtype=np.int32),
        pupil=np.arange(rows, dtype=np.int32),
        sessions=Sessions(day_number(MON) + where // 2, (where % 2).astype(np.uint8)),
        row=at[:, 0],
        column=at[:, 1],
        code=at[:, 2].astype(np.uint8),
        **told,  # type: ignore[arg-type]
    )


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def test_the_last_mark_given_for_a_place_stands() -> None:
    register = put_together([(0, 0, I), (0, 0, O)])
    assert register.marks[0, 0] == O


def test_without_dates_a_stay_lasts_from_the_first_mark_to_the_last() -> None:
    register = put_together([(0, 1, I), (0, 3, I), (1, 0, I), (1, 5, I)], width=6)
    assert stays(register) == [(1, 3), (0, 5)]
    assert register.marks.tolist() == [
        [NOT_ON_ROLL, I, NO_MARK, I, NOT_ON_ROLL, NOT_ON_ROLL],
        [I, NO_MARK, NO_MARK, NO_MARK, NO_MARK, I],
    ]


def test_a_child_marked_on_the_last_day_stays_to_the_end_of_it() -> None:
    """A missing afternoon on the last day of a file is a missing mark, not a child who has left."""
    register = put_together([(0, 0, I), (0, 2, I), (1, 3, I)])
    assert register.last.tolist() == [3, 3]
    assert register.marks[0, 3] == NO_MARK


def test_a_child_without_any_mark_is_on_roll_throughout() -> None:
    register = put_together([(0, 0, I), (0, 3, I)])
    assert stays(register)[1] == (0, 3)
    assert register.marks[1].tolist() == [NO_MARK] * 4


def test_dates_of_a_stay_are_taken_as_told() -> None:
    register = put_together([(0, 1, I)], first=ints(0, 2), last=ints(2, 3))
    assert register.marks.tolist() == [
        [NO_MARK, I, NO_MARK, NOT_ON_ROLL],
        [NOT_ON_ROLL, NOT_ON_ROLL, NO_MARK, NO_MARK],
    ]


def test_a_closed_session_is_closed_only_for_its_own_calendar_and_where_nothing_was_marked() -> (
    None
):
    closed = np.array([[True, True, False, False], [False, False, False, True]])
    register = put_together(
        [(0, 1, I)],
        first=ints(0, 0),
        last=ints(3, 3),
        closed=closed,
        calendar_of=np.array([0, 1], dtype=np.uint16),
    )
    assert register.marks.tolist() == [
        [CLOSED, I, NO_MARK, NO_MARK],
        [NO_MARK, NO_MARK, NO_MARK, CLOSED],
    ]
    assert register.open.tolist() == (~closed).tolist()


def test_a_register_without_sessions_can_be_put_together() -> None:
    """A file may name children and hold no mark at all."""
    register = put_together([], width=0)
    assert register.marks.shape == (2, 0)
    assert len(register) == 2
