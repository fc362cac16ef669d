"""Years, stays and calendars put together into one register."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from belong.attendance.codes import CLOSED, NO_MARK, NOT_ON_ROLL, index_of
from belong.attendance.measures.absence import absence
from belong.attendance.measures.missing import missing_marks
from belong.attendance.register import Register
from belong.basics.terms import day_number
from belong.registers.joining import (
    FAR_FUTURE,
    FAR_PAST,
    Saying,
    Stays,
    from_file,
    joined,
    tallied,
)
from belong.registers.sources.reading import SchoolMarks, Unit
from belong.registers.store import YearMatrix

I, O, HERE = index_of("I"), index_of("O"), index_of("/")  # noqa: E741
NO, SHUT, GONE = NO_MARK, CLOSED, NOT_ON_ROLL


def day(text: str) -> int:
    return day_number(dt.date.fromisoformat(text))


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def year(began: int, enrolments: list[int], on: list[str], marks: list[list[int]]) -> YearMatrix:
    """A stored year of whole mornings and afternoons: two marks for each day named."""
    return YearMatrix(
        began,
        np.array(enrolments, dtype=np.int32),
        np.repeat(ints(*map(day, on)), 2),
        np.tile(np.array([0, 1], dtype=np.uint8), len(on)),
        np.array(marks, dtype=np.uint8).reshape(len(enrolments), 2 * len(on)),
    )


def stays(*lines: tuple[int, int, int, int, int]) -> Stays:
    """Lines of enrolment, pupil, admitted, left, calendar."""
    parts = [ints(*part) for part in zip(*lines, strict=True)]
    return Stays(*parts[:4], parts[4].astype(np.uint16))


def always(*enrolments: int, calendar: int = 0) -> Stays:
    return stays(*((e, e, FAR_PAST, FAR_FUTURE, calendar) for e in enrolments))


OLD = year(2025, [5, 7], ["2026-07-20"], [[I, O], [HERE, HERE]])
NEW = year(2026, [5, 9], ["2026-09-01", "2026-09-02"], [[HERE, HERE, I, I], [O, HERE, HERE, HERE]])


def test_years_follow_each_other_whatever_order_they_are_given_in() -> None:
    for years in ([OLD, NEW], [NEW, OLD]):
        register = joined(years, always(5, 7, 9))
        assert register.sessions.day.tolist() == sorted(register.sessions.day.tolist())
        assert register.sessions.half.tolist() == [0, 1] * 3
        assert register.marks.tolist() == [
            [I, O, HERE, HERE, I, I],
            [HERE, HERE, NO, NO, NO, NO],
            [NO, NO, O, HERE, HERE, HERE],
        ]


def test_only_the_rows_asked_for_in_their_order() -> None:
    register = joined([NEW], always(9, 5))
    assert register.enrolment.tolist() == [9, 5]
    assert register.marks.tolist() == [[O, HERE, HERE, HERE], [HERE, HERE, I, I]]


def test_a_stay_ends_what_is_expected_of_a_child() -> None:
    """7 left at the end of July, 9 came on the second day of September."""
    who = stays(
        (5, 1, FAR_PAST, FAR_FUTURE, 0),
        (7, 2, FAR_PAST, day("2026-07-31"), 0),
        (9, 3, day("2026-09-02"), FAR_FUTURE, 0),
    )
    register = joined([OLD, year(2026, [5], ["2026-09-01", "2026-09-02"], [[I] * 4])], who)
    assert register.marks[1:].tolist() == [
        [HERE, HERE, GONE, GONE, GONE, GONE],
        [GONE, GONE, GONE, GONE, NO, NO],
    ]
    assert missing_marks(register)["missing"].to_pylist() == [0, 0, 2]
    assert (register.first.tolist(), register.last.tolist()) == ([0, 0, 4], [5, 1, 5])


def test_the_days_of_admission_and_leaving_are_on_roll() -> None:
    who = stays((5, 1, day("2026-09-02"), day("2026-09-02"), 0))
    register = joined([NEW], who)
    assert (register.first.tolist(), register.last.tolist()) == ([2], [3])


def test_two_stays_of_one_child_are_two_rows() -> None:
    who = stays((5, 1, FAR_PAST, day("2026-07-31"), 0), (9, 1, day("2026-09-01"), FAR_FUTURE, 0))
    register = joined([OLD, NEW], who)
    assert register.pupil.tolist() == [1, 1]
    assert absence(register)["possible"].to_pylist() == [2 + 4, 4]


YEAR_11 = year(
    2026,
    [1, 2, 3],
    ["2027-05-20", "2027-06-10"],
    [[HERE, HERE, HERE, HERE], [HERE, I, NO, NO], [HERE, HERE, NO, NO]],
)


def test_after_its_last_day_year_11_is_closed_and_not_missing() -> None:
    who = stays(
        *((e, e, FAR_PAST, FAR_FUTURE, calendar) for e, calendar in ((1, 0), (2, 1), (3, 1)))
    )
    register = joined([YEAR_11], who)
    assert register.marks[1].tolist() == [HERE, I, SHUT, SHUT]
    assert register.open.tolist() == [[True] * 4, [True, True, False, False]]
    assert missing_marks(register)["missing"].to_pylist() == [0, 0, 0]


def test_a_child_without_marks_among_others_who_have_them_is_missing() -> None:
    """One calendar for all three: the school was open, so marks are missing."""
    register = joined([YEAR_11], always(1, 2, 3))
    assert missing_marks(register)["missing"].to_pylist() == [0, 2, 2]


def test_an_afternoon_nobody_marked_is_missing_when_the_morning_was_marked() -> None:
    """A day is closed as a whole: one forgotten session does not close a school."""
    register = joined([year(2026, [1, 2], ["2026-09-01"], [[I, NO], [HERE, NO]])], always(1, 2))
    assert register.marks.tolist() == [[I, NO], [HERE, NO]]


def test_no_years_and_no_rows_make_an_empty_register() -> None:
    assert joined([], always(1)).marks.shape == (1, 0)
    nobody = Stays(*(np.zeros(0, np.int32) for _ in range(4)), np.zeros(0, np.uint16))
    assert joined([NEW], nobody).marks.shape == (0, 4)


def test_a_year_without_marks_adds_nothing() -> None:
    empty = year(2025, [], [], [])
    assert joined([empty, NEW], always(5)).marks.tolist() == [[HERE, HERE, I, I]]


# Straight from a file


def file_of(*marks: tuple[int, str, int, int], **columns: list[str | None]) -> SchoolMarks:
    """Marks as (pupil, day, half, code); details by name."""
    pupil, on, half, code = zip(*marks, strict=True)
    names = tuple(f"P{n}" for n in range(max(pupil) + 1))
    return SchoolMarks(
        school="",
        pupils=names,
        pupil=ints(*pupil),
        day=ints(*map(day, on)),
        half=np.array(half, dtype=np.uint8),
        code=np.array(code, dtype=np.uint8),
        line=np.arange(len(pupil), dtype=np.int32),
        details=pa.table({"id": list(names), **columns}),
    )


TWO_DAYS = (
    (0, "2026-09-02", 1, HERE),
    (0, "2026-09-01", 0, I),
    (1, "2026-09-02", 1, O),
    (0, "2026-09-02", 0, HERE),
    (0, "2026-09-01", 1, I),
    (1, "2026-09-01", 1, HERE),
)


def test_the_sessions_of_a_file_are_put_in_order() -> None:
    register = from_file(file_of(*TWO_DAYS), unit=Unit.SESSION)
    assert register.sessions.half.tolist() == [0, 1, 0, 1]
    assert register.marks.tolist() == [[I, I, HERE, HERE], [GONE, HERE, NO, O]]


def test_dates_in_the_file_say_who_is_on_roll() -> None:
    told = file_of(*TWO_DAYS, admitted=["2026-09-01", None], left=[None, "2026-09-02"])
    register = from_file(told, unit=Unit.SESSION)
    assert register.marks.tolist() == [[I, I, HERE, HERE], [NO, HERE, NO, O]]
    assert missing_marks(register)["missing"].to_pylist() == [0, 2]


def test_a_child_who_left_is_not_expected_afterwards() -> None:
    told = file_of(*TWO_DAYS, left=[None, "2026-09-01"])
    assert from_file(told, unit=Unit.SESSION).last.tolist() == [3, 1]


def test_a_calendar_file_closes_days() -> None:
    shut = ints(day("2026-09-01"))
    told = file_of(*TWO_DAYS, admitted=["2026-09-01", "2026-09-01"], left=[None, None])
    register = from_file(told, unit=Unit.SESSION, shut=shut)
    assert register.marks.tolist() == [[I, I, HERE, HERE], [SHUT, HERE, NO, O]]
    assert register.open.tolist() == [[False, False, True, True]]


def test_a_lesson_without_a_mark_says_nothing() -> None:
    """Nobody is expected in every lesson of a school."""
    lessons = file_of(
        (0, "2026-09-01", 10, HERE),
        (0, "2026-09-02", 12, I),
        (1, "2026-09-01", 11, O),
        admitted=["2026-09-01", "2026-09-01"],
    )
    register = from_file(lessons, unit=Unit.LESSON)
    assert missing_marks(register)["missing"].to_pylist() == [0, 0]
    assert absence(register)["possible"].to_pylist() == [2, 1]
    assert register.marks[0].tolist() == [HERE, SHUT, I]
    assert _marked(register) == 3


def _marked(register: Register) -> int:
    return int((register.marks < NO_MARK).sum())


CLOSURE, NOT_YET = index_of("#"), index_of("Z")


def test_marks_that_say_there_was_no_school_become_just_that() -> None:
    stored = year(
        2026,
        [5, 9],
        ["2026-10-23", "2026-10-26", "2026-11-02"],
        [
            [HERE, HERE, CLOSURE, CLOSURE, HERE, HERE],
            [NOT_YET, NOT_YET, CLOSURE, NO, HERE, HERE],
        ],
    )
    register = joined([stored], always(5, 9))
    assert register.marks.tolist() == [
        [HERE, HERE, SHUT, SHUT, HERE, HERE],
        [GONE, GONE, SHUT, SHUT, HERE, HERE],
    ]
    assert register.open.tolist() == [[True, True, False, False, True, True]]
    assert [t.last.isoformat() for t in register.half_terms()] == ["2026-10-23", "2026-11-02"]


def test_a_half_day_closed_in_the_file_is_closed_and_the_other_half_is_open() -> None:
    stored = year(2026, [5, 9], ["2026-12-18"], [[HERE, CLOSURE], [I, CLOSURE]])
    register = joined([stored], always(5, 9))
    assert register.open.tolist() == [[True, False]]
    assert register.marks.tolist() == [[HERE, SHUT], [I, SHUT]]


def test_one_year_may_be_closed_by_its_marks_while_another_has_school() -> None:
    stored = year(2026, [5, 9], ["2026-09-01"], [[HERE, HERE], [CLOSURE, CLOSURE]])
    register = joined(
        [stored], stays((5, 5, FAR_PAST, FAR_FUTURE, 0), (9, 9, FAR_PAST, FAR_FUTURE, 1))
    )
    assert register.open.tolist() == [[True, True], [False, False]]
    assert missing_marks(register)["missing"].to_pylist() == [0, 0]


# What people say of the school's days

NOT_POSSIBLE = index_of("Y4")

TWO_YEARS = stays((5, 5, FAR_PAST, FAR_FUTURE, 0), (9, 9, FAR_PAST, FAR_FUTURE, 1))


def said(
    first: str,
    last: str = "",
    *,
    half: int | None = None,
    calendars: tuple[int, ...] | None = None,
    school_open: bool = False,
) -> Saying:
    return Saying(day(first), day(last or first), half, school_open, calendars)


FEW = year(
    2026,
    [5, 9, 11, 13],
    ["2026-09-01", "2026-09-02"],
    [[I, NO, HERE, HERE], [NO, HERE, NO, O], [NO, NO, HERE, HERE], [NO, NO, NO, NO]],
)
"""On the first day, one of four children has a mark in the morning and one in the afternoon."""
FIRST_ALONE = stays(*((e, e, FAR_PAST, FAR_FUTURE, int(e > 5)) for e in (5, 9, 11, 13)))


def test_a_day_said_to_be_closed_has_no_missing_marks_and_keeps_its_marks() -> None:
    register = joined([FEW], always(5, 9, 11, 13), [said("2026-09-01")])
    assert register.marks[:, :2].tolist() == [[I, SHUT], [SHUT, HERE], [SHUT, SHUT], [SHUT, SHUT]]
    assert register.open.tolist() == [[False, False, True, True]]
    assert missing_marks(register)["missing"].to_pylist() == [0, 1, 0, 2]
    assert absence(register)["possible"].to_pylist() == [3, 2, 2, 0]


def test_half_a_day_may_be_said_to_be_closed() -> None:
    register = joined([FEW], always(5, 9, 11, 13), [said("2026-09-01", half=1)])
    assert register.marks[:, :2].tolist() == [[I, SHUT], [NO, HERE], [NO, SHUT], [NO, SHUT]]
    assert register.open.tolist() == [[True, False, True, True]]


def test_a_closure_may_be_for_some_year_groups_only() -> None:
    register = joined([FEW], FIRST_ALONE, [said("2026-09-01", calendars=(1,))])
    assert register.marks[:, :2].tolist() == [[I, NO], [SHUT, HERE], [SHUT, SHUT], [SHUT, SHUT]]
    assert register.open.tolist() == [[True] * 4, [False, False, True, True]]


def test_a_session_at_which_half_of_a_year_group_has_marks_that_count_stays_open() -> None:
    """Their marks are in every figure; a child without one is still not missing."""
    stored = year(
        2026,
        [5, 9, 11],
        ["2026-09-01", "2026-09-02"],
        [[HERE, NOT_POSSIBLE, HERE, HERE], [O, NOT_POSSIBLE, I, I], [NO, HERE, NO, NO]],
    )
    register = joined([stored], always(5, 9, 11), [said("2026-09-01")])
    assert register.open.tolist() == [[True, False, True, True]]
    assert register.marks[2].tolist() == [SHUT, HERE, NO, NO]


def test_a_year_group_back_on_a_day_said_to_be_open_has_missing_marks() -> None:
    """Without the word, nobody of the second year group is expected on the second day."""
    stored = year(2026, [5, 9], ["2026-09-01", "2026-09-02"], [[HERE] * 4, [HERE, HERE, NO, NO]])
    assert missing_marks(joined([stored], TWO_YEARS))["missing"].to_pylist() == [0, 0]
    told = joined([stored], TWO_YEARS, [said("2026-09-02", calendars=(1,), school_open=True)])
    assert told.marks[1].tolist() == [HERE, HERE, NO, NO]
    assert told.open[1].tolist() == [True] * 4
    assert missing_marks(told)["missing"].to_pylist() == [0, 2]


def test_a_day_nobody_has_a_mark_on_exists_once_it_is_said_to_be_open() -> None:
    stored = year(2026, [5, 9], ["2026-09-01", "2026-09-03"], [[HERE] * 4, [I] * 4])
    told = joined([stored], always(5, 9), [said("2026-09-02", school_open=True)])
    assert (
        told.sessions.day.tolist()
        == [day("2026-09-01")] * 2 + [day("2026-09-02")] * 2 + [day("2026-09-03")] * 2
    )
    assert told.sessions.half.tolist() == [0, 1] * 3
    assert told.marks.tolist() == [[HERE, HERE, NO, NO, HERE, HERE], [I, I, NO, NO, I, I]]
    assert missing_marks(told)["missing"].to_pylist() == [2, 2]


def test_nothing_is_missing_before_the_first_or_after_the_last_day_with_marks() -> None:
    stored = year(2026, [5], ["2026-09-02"], [[HERE, HERE]])
    told = joined([stored], always(5), [said("2026-09-01", "2026-09-30", school_open=True)])
    assert told.sessions.day.tolist() == [day("2026-09-02")] * 2


def test_a_run_of_open_days_leaves_its_weekend_alone() -> None:
    """Fri 4 and Mon 7 Sep have marks, Sat 5 has one that somebody entered by mistake."""
    stored = year(
        2026, [5, 9], ["2026-09-04", "2026-09-05", "2026-09-07"],
        [[HERE] * 6, [HERE, HERE, NO, NO, HERE, HERE]],
    )  # fmt: skip
    told = joined([stored], TWO_YEARS, [said("2026-09-04", "2026-09-07", school_open=True)])
    assert told.marks[1].tolist() == [HERE, HERE, SHUT, SHUT, HERE, HERE]
    alone = joined([stored], TWO_YEARS, [said("2026-09-05", school_open=True)])
    assert alone.marks[1].tolist() == [HERE, HERE, NO, NO, HERE, HERE]


def test_what_is_said_later_wins() -> None:
    closed, opened = said("2026-09-01"), said("2026-09-01", half=1, school_open=True)
    told = joined([FEW], always(5, 9, 11, 13), [closed, opened])
    assert told.open.tolist() == [[False, True, True, True]]
    told = joined([FEW], always(5, 9, 11, 13), [opened, closed])
    assert told.open.tolist() == [[False, False, True, True]]


def test_a_file_that_says_closed_does_not_overrule_a_person() -> None:
    stored = year(2026, [5, 9], ["2026-09-01"], [[HERE, HERE], [CLOSURE, CLOSURE]])
    told = joined([stored], TWO_YEARS, [said("2026-09-01", school_open=True)])
    assert told.marks.tolist() == [[HERE, HERE], [NO, NO]]
    assert missing_marks(told)["missing"].to_pylist() == [0, 2]


def test_a_mark_for_the_whole_day_is_not_touched_by_half_a_day() -> None:
    stored = YearMatrix(
        2026, ints(5, 9), ints(day("2026-09-01"), day("2026-09-02")),
        np.array([2, 2], np.uint8), np.array([[HERE, NO], [NO, HERE]], np.uint8),
    )  # fmt: skip
    half = joined([stored], always(5, 9), [said("2026-09-01", half=0)])
    assert half.marks.tolist() == [[HERE, NO], [NO, HERE]]
    whole = joined([stored], always(5, 9), [said("2026-09-01")])
    assert whole.marks.tolist() == [[HERE, NO], [SHUT, HERE]]


def test_marks_are_counted_by_year_group_half_day_and_letter() -> None:
    stored = year(2026, [5, 9], ["2026-09-01"], [[I, CLOSURE], [HERE, HERE]])
    days = ints(day("2026-09-01"), day("2026-09-02"))
    tally = tallied(stored, TWO_YEARS, days)
    assert tally.counts[0, 0, 0, I] == tally.counts[0, 0, 1, CLOSURE] == 1
    assert tally.counts[1, 0, :, HERE].tolist() == [1, 1]
    assert tally.counts.sum() == 4
    assert tally.on_roll.tolist() == [[1, 1], [1, 1]]


def test_a_child_without_a_mark_in_the_year_is_not_counted_as_on_roll() -> None:
    stored = year(2026, [5, 9], ["2026-09-01"], [[I, I], [NO, NO]])
    tally = tallied(stored, TWO_YEARS, ints(day("2026-09-01")))
    assert tally.on_roll.tolist() == [[1], [0]]


def test_a_mark_for_the_whole_day_counts_in_both_halves() -> None:
    stored = YearMatrix(
        2026, ints(5), ints(day("2026-09-01")), np.array([2], np.uint8), np.array([[I]], np.uint8)
    )
    tally = tallied(stored, always(5), ints(day("2026-09-01")))
    assert tally.counts[0, 0, :, I].tolist() == [1, 1]
