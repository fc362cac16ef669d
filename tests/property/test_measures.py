"""Whatever register there may be, every measure agrees with plain arithmetic."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests import reference

from belong.attendance.measures import counts, rates
from belong.attendance.measures.absence import absence, reasons
from belong.attendance.measures.bands import band_of
from belong.attendance.measures.lateness import lateness
from belong.attendance.measures.missing import missing_marks
from belong.attendance.measures.persistent import (
    is_persistent,
    is_provisional,
    is_severe,
    persistent,
)
from belong.attendance.measures.recent import recent
from belong.attendance.measures.recovery import still_recoverable
from belong.attendance.measures.spells import spells
from belong.attendance.register import Group, Register, Sessions, assemble
from belong.basics.terms import day_number

FIRST_DAY = day_number(dt.date(2026, 9, 1))
VALUES = [*range(len(reference.CODES)), reference.NO_MARK, reference.CLOSED, reference.NOT_ON_ROLL]
# Marks and lengths at which an answer changes are met more often than chance would have it.
LATE = [reference.number_of(letter) for letter in "LU"]
marks_met = st.sampled_from(VALUES) | st.sampled_from([*LATE, reference.NO_MARK])
widths = st.integers(0, 60) | st.sampled_from([19, 20, 21, 40])
MOST_ROWS = 20


@dataclass(frozen=True)
class Invented:
    """The parts a register is put together from, in plain Python and as the product wants them."""

    marks: list[tuple[int, int, int]]
    stays: list[tuple[int, int]] | None
    shut: list[list[bool]] | None
    calendar_of: list[int]
    register: Register

    @property
    def rows(self) -> list[list[int]]:
        return self.register.marks.tolist()  # type: ignore[no-any-return]


@st.composite
def invented(draw: st.DrawFn) -> Invented:
    rows, width = draw(st.integers(0, MOST_ROWS)), draw(widths)
    # A palette of a few marks makes long runs and near-tenths; all of them at once never would.
    palette = draw(st.lists(marks_met, min_size=1, max_size=5))
    cells = draw(arrays(np.uint8, (rows, width), elements=st.sampled_from(palette)))
    entered = draw(arrays(np.bool_, (rows, width), fill=st.just(True)))
    marks = [(int(r), int(c), int(cells[r, c])) for r, c in np.argwhere(entered)]
    if marks:
        marks += draw(st.lists(st.sampled_from(marks).map(_other), max_size=3))
    calendars = draw(st.integers(1, 3))
    calendar_of = draw(st.lists(st.integers(0, calendars - 1), min_size=rows, max_size=rows))
    shut = draw(st.none() | arrays(np.bool_, (calendars, width)).map(np.ndarray.tolist))
    at = st.integers(0, max(width - 1, 0))
    stays = draw(st.none() | st.lists(st.tuples(at, at), min_size=rows, max_size=rows))
    register = _assembled(rows, width, marks, stays, shut, calendar_of)
    return Invented(marks, stays, shut, calendar_of, register)


def _other(mark: tuple[int, int, int]) -> tuple[int, int, int]:
    """A second mark for a place that has one already."""
    return mark[0], mark[1], (mark[2] + 7) % len(reference.CODES)


def _assembled(
    rows: int,
    width: int,
    marks: list[tuple[int, int, int]],
    stays: list[tuple[int, int]] | None,
    shut: list[list[bool]] | None,
    calendar_of: list[int],
) -> Register:
    where = np.arange(width, dtype=np.int32)
    at = np.array(marks, dtype=np.int32).reshape(-1, 3)
    roll = np.array(stays, dtype=np.int32).reshape(-1, 2) if stays is not None else None
    return assemble(
        enrolment=np.arange(100, 100 + rows, dtype=np.int32),
        pupil=np.arange(rows, dtype=np.int32) // 2,
        sessions=Sessions(FIRST_DAY + where // 2, (where % 2).astype(np.uint8)),
        row=at[:, 0],
        column=at[:, 1],
        code=at[:, 2].astype(np.uint8),
        first=None if roll is None else roll[:, 0],
        last=None if roll is None else roll[:, 1],
        closed=None if shut is None else np.array(shut, dtype=np.bool_).reshape(len(shut), width),
        calendar_of=np.array(calendar_of, dtype=np.uint16),
    )


def _same(table: pa.Table, register: Register, lines: list[reference.Line]) -> None:
    """Every column of a measure, row by row, and its labels."""
    assert table["enrolment"].to_pylist() == register.enrolment.tolist()
    assert table["pupil"].to_pylist() == register.pupil.tolist()
    told = table.drop_columns(["enrolment", "pupil"]).to_pylist()
    assert told == lines


@given(invented())
def test_marks_are_put_together_as_a_person_would(there: Invented) -> None:
    days = there.register.sessions.day.tolist()
    by_hand = reference.assembled(
        len(there.register), days, there.marks, there.stays, there.shut, there.calendar_of
    )
    assert there.rows == by_hand


@given(invented())
def test_possible_missed_and_their_parts(there: Invented) -> None:
    _same(absence(there.register), there.register, [reference.absence(r) for r in there.rows])


@given(invented())
def test_persistent_severe_and_provisional(there: Invented) -> None:
    _same(persistent(there.register), there.register, [reference.persistent(r) for r in there.rows])


@given(invented())
def test_late_before_and_after(there: Invented) -> None:
    _same(lateness(there.register), there.register, [reference.lateness(r) for r in there.rows])


@given(invented())
def test_spells(there: Invented) -> None:
    _same(spells(there.register), there.register, [reference.spells(r) for r in there.rows])


@given(invented())
def test_the_last_twenty_sessions(there: Invented) -> None:
    _same(recent(there.register), there.register, [reference.recent(r) for r in there.rows])


@given(invented())
def test_missing_marks(there: Invented) -> None:
    lines = [reference.missing_marks(r) for r in there.rows]
    _same(missing_marks(there.register), there.register, lines)


@given(invented(), st.data())
def test_what_is_still_within_reach(there: Invented, data: st.DataObject) -> None:
    rows = len(there.register)
    left = data.draw(st.lists(st.integers(0, 380), min_size=rows, max_size=rows))
    lines = [reference.still_recoverable(r, n) for r, n in zip(there.rows, left, strict=True)]
    found = still_recoverable(there.register, remaining=np.array(left, dtype=np.int64))
    _same(found, there.register, lines)


def test_bands_of_every_share_there_is() -> None:
    """Every number missed of up to 200 sessions: no edge can hide between examples."""
    pairs = [(missed, possible) for possible in range(201) for missed in range(possible + 1)]
    missed, possible = np.array(pairs, dtype=np.int64).T
    assert band_of(missed, possible).tolist() == [reference.band(m, p) for m, p in pairs]


def test_persistent_and_severe_of_every_share_there_is() -> None:
    pairs = [(missed, possible) for possible in range(201) for missed in range(possible + 1)]
    missed, possible = np.array(pairs, dtype=np.int64).T
    tenth, half = Fraction(1, 10), Fraction(1, 2)
    assert is_persistent(missed, possible).tolist() == [
        reference.reaches(m, p, tenth) for m, p in pairs
    ]
    assert is_severe(missed, possible).tolist() == [reference.reaches(m, p, half) for m, p in pairs]
    assert is_provisional(possible).tolist() == [p < 20 for _, p in pairs]


@given(st.integers(0, 10**9).flatmap(lambda p: st.tuples(st.integers(0, p), st.just(p))))
def test_the_band_of_any_share(pair: tuple[int, int]) -> None:
    missed, possible = (np.array([n], dtype=np.int64) for n in pair)
    assert band_of(missed, possible).tolist() == [reference.band(*pair)]


@given(invented())
def test_reasons(there: Invented) -> None:
    told = reasons(there.register).to_pylist()
    by_hand = [
        {"enrolment": 100 + n, "code": code, "n": times}
        for n, row in enumerate(there.rows)
        for code, times in sorted(reference.reasons(row).items())
    ]
    assert told == by_hand


def _told(rate: rates.Rate) -> reference.Line:
    return {
        "enrolments": rate.enrolments,
        "possible": rate.possible,
        "missed": rate.missed,
        "share": rate.share,
        "persistent": rate.persistent,
        "severe": rate.severe,
    }


@given(invented())
def test_the_rate_of_everybody(there: Invented) -> None:
    rate = rates.rate(there.register)
    assert _told(rate) == reference.group_rate(there.rows)
    of_code = reference.reasons([mark for row in there.rows for mark in row])
    assert {n: int(rate.of_code[n]) for n in range(len(reference.CODES)) if rate.of_code[n]} == (
        of_code
    )


@given(invented(), st.data())
def test_the_rate_of_a_dated_group(there: Invented, data: st.DataObject) -> None:
    rows, width = there.register.marks.shape
    at = st.integers(-3, width + 3)
    member = st.tuples(st.integers(0, max(rows - 1, 0)), at, at)
    members = data.draw(st.lists(member, max_size=6 if rows else 0))
    parts = np.array(members, dtype=np.int32).reshape(-1, 3).T
    rate = rates.of_group(there.register, Group("form", "7A", *parts))
    assert _told(rate) == reference.group_rate(reference.in_group(there.rows, members))


@given(invented())
def test_counting_in_parts_gives_the_same_sums(there: Invented) -> None:
    """Long registers are counted some rows at a time; where the cut falls cannot matter."""
    whole, size = counts.of_each_code(there.register.marks), counts.ROWS_AT_ONCE
    try:
        counts.ROWS_AT_ONCE = 3
        assert np.array_equal(counts.of_each_code(there.register.marks), whole)
    finally:
        counts.ROWS_AT_ONCE = size


@given(invented(), st.integers(0, 31), st.integers(0, 31))
def test_a_window_holds_exactly_its_own_sessions(there: Invented, one: int, other: int) -> None:
    register = there.register
    days = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in (one, other)]
    within = [at for at, day in enumerate(register.sessions.day) if
              day_number(days[0]) <= day <= day_number(days[1])]  # fmt: skip
    part = register.window(*days)
    assert part.marks.tolist() == [[row[at] for at in within] for row in there.rows]
    lines = [reference.absence([row[at] for at in within]) for row in there.rows]
    _same(absence(part), part, lines)
