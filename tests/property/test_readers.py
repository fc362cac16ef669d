"""Any table a school could write is read alike by both ways of cutting it, and comes back whole."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import tempfile
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belong.attendance import codes
from belong.attendance.codes import NO_MARK
from belong.basics.errors import UnreadableFile
from belong.basics.terms import day_number
from belong.registers.sources import cells, read
from belong.registers.sources.reading import Reading

pytestmark = pytest.mark.slow
TODAY = dt.date(2026, 12, 18)
DAYS = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(100)]
LETTERS = ["/", "\\", "L", "I", "O", "N", "C1", "Y3", "#", "-", ""]
text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\",;\t\n'"),
    max_size=8,
)
odd_marks = st.sampled_from(
    [*LETTERS, "l12", "i", "zap", "/\\", "\\\\", "I - flu", "?", "H", " / "]
)
odd_dates = st.sampled_from(
    [*(d.strftime("%d/%m/%Y") for d in DAYS[::9]), "2026-09-15", "", "soon"]
)
numbers = st.sampled_from(["1", "000123", "7", " 7", "", '="9"'])
halves = st.sampled_from(["AM", "PM", "am ", "", "noon"])
one_line = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
messy_rows = st.lists(st.tuples(numbers, text, odd_dates, halves, odd_marks, text), max_size=30)
plain_rows = st.lists(
    st.tuples(numbers, one_line, odd_dates, halves, odd_marks, one_line), min_size=1, max_size=30
)
HEAD = ("Adno", "Surname", "Date", "Session", "Mark", "Comment")


def _write(rows: list[tuple[str, ...]], ending: str, quoting: int) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=ending, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(HEAD)
    writer.writerows(rows)
    return out.getvalue().encode()


def _read(content: bytes) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "marks.csv"
        path.write_bytes(content)
        return read(path, as_of=TODAY, day_first=True)


def _slowly(content: bytes) -> Reading:
    with patch.object(cells, "cut_fast", return_value=None):
        return _read(content)


def _same(one: Reading, other: Reading) -> bool:
    plain = [dataclasses.replace(r, schools=()) for r in (one, other)]
    schools = zip(one.schools, other.schools, strict=True)
    return plain[0] == plain[1] and all(_same_school(a, b) for a, b in schools)


def _same_school(one: object, other: object) -> bool:
    for name in (f.name for f in dataclasses.fields(one)):  # type: ignore[arg-type]
        a, b = getattr(one, name), getattr(other, name)
        if isinstance(a, np.ndarray):
            if a.dtype != b.dtype or not np.array_equal(a, b):
                return False
        elif a != b:
            return False
    return True


@given(
    messy_rows, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
)
@settings(max_examples=150, deadline=None)
def test_the_quick_way_and_the_slow_way_give_the_same_reading(rows, ending, quoting):
    content = _write(rows, ending, quoting)
    assert _same(_read(content), _slowly(content))


sessions = st.tuples(
    st.integers(0, 9),
    st.sampled_from(DAYS),
    st.sampled_from(["AM", "PM"]),
    st.sampled_from(LETTERS),
)
registers = st.lists(sessions, min_size=1, max_size=60, unique_by=lambda s: s[:3])


@given(registers, st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%A, %d %B %Y"]))
@settings(max_examples=100, deadline=None)
def test_every_mark_written_is_read_back_in_its_place(register, style):
    rows = [
        (f"{p:04d}", "Fox", on.strftime(style), half, letter, "")
        for p, on, half, letter in register
    ]
    found = _read(_write(rows, "\n", csv.QUOTE_MINIMAL))
    (school,) = found.schools
    back = [
        (school.pupils[p], d, h, c)
        for p, d, h, c in zip(school.pupil, school.day, school.half, school.code, strict=True)
    ]
    assert back == [
        (f"{p:04d}", day_number(on), int(half == "PM"), _index(letter))
        for p, on, half, letter in register
    ]
    assert school.line.tolist() == list(range(2, len(rows) + 2))
    assert found.refused == ()


def _index(letter: str) -> int:
    return NO_MARK if letter in ("", "-") else codes.index_of(letter)


@given(messy_rows)
@settings(max_examples=100, deadline=None)
def test_every_row_is_a_mark_or_is_accounted_for(rows):
    found = _read(_write(rows, "\n", csv.QUOTE_MINIMAL))
    collapsed = sum(
        t.times for t in found.taken if "differ about" in t.said or "taken once" in t.said
    )
    assert found.marks + sum(r.marks for r in found.refused) + collapsed == found.rows


def _outcome(content: bytes) -> Reading | str:
    """What reading gave, or the reason it was refused; anything else is a crash."""
    try:
        return _read(content)
    except UnreadableFile as refused:
        return refused.what


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_bytes_that_are_no_register_are_refused_in_words(content):
    assert isinstance(_outcome(content), str)


TWO_ROWS = [("1", "Fox", "15/09/2026", "AM", "/", ""), ("2", "Ash", "15/09/2026", "AM", "I", "")]


@given(st.binary(max_size=60), st.integers(0, 80))
@settings(max_examples=200, deadline=None)
def test_damage_inside_a_register_never_ends_in_a_crash(damage, place):
    whole = _write(TWO_ROWS, "\n", csv.QUOTE_MINIMAL)
    found = _outcome(whole[:place] + damage + whole[place:])
    assert found if isinstance(found, str) else found.marks <= 2 * found.rows


def test_an_ordinary_file_goes_the_quick_way():
    with patch.object(cells, "cut_slowly", side_effect=AssertionError("the slow way was taken")):
        assert _read(_write(TWO_ROWS, "\r\n", csv.QUOTE_ALL)).marks == 2
