"""Marks that were kept come back as they were, or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from belong.attendance.codes import NO_MARK
from belong.basics.errors import BrokenStore
from belong.basics.terms import day_number, year_start
from belong.registers import store as room
from belong.registers.joining import FAR_FUTURE, FAR_PAST, Stays, joined
from belong.registers.store import SLOTS, Store, YearMarks, YearMatrix, merged, sorted_marks

YEAR = 2026
SCHOOL = 7
Place = tuple[int, int]
Entry = tuple[int, int, int]

enrolments = st.integers(0, 6) | st.integers(0, 2**31 - 1)
entries = st.lists(
    st.tuples(enrolments, st.integers(0, 365 * SLOTS - 1), st.integers(0, 254)), max_size=40
)
some_entries = entries.filter(bool)


@contextmanager
def a_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        yield Store(Path(folder))


def year_marks(entries: list[Entry], year: int = YEAR) -> YearMarks:
    parts = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    kinds = (np.int32, np.int16, np.uint8)
    return sorted_marks(year, *(p.astype(k) for p, k in zip(parts, kinds, strict=True)))


def spelt(marks: YearMarks) -> dict[Place, int]:
    assert marks.enrolment.dtype == np.int32
    assert marks.session.dtype == np.int16
    assert marks.code.dtype == np.uint8
    places = zip(marks.enrolment.tolist(), marks.session.tolist(), strict=True)
    return dict(zip(places, marks.code.tolist(), strict=True))


def by_hand(*files: list[Entry]) -> dict[Place, int]:
    """What a person would hold after writing every entry down in turn."""
    return {(e, s): code for entries in files for e, s, code in entries}


def spelt_matrix(matrix: YearMatrix) -> dict[Place, int]:
    since = matrix.day - day_number(year_start(matrix.year))
    session = (since * SLOTS + matrix.half).tolist()
    rows = zip(matrix.enrolment.tolist(), matrix.marks.tolist(), strict=True)
    return {
        (who, session[at]): code
        for who, row in rows
        for at, code in enumerate(row)
        if code != NO_MARK
    }


def without_blanks(places: dict[Place, int]) -> dict[Place, int]:
    """In the matrix a blank that was entered looks like one that was not."""
    return {place: code for place, code in places.items() if code != NO_MARK}


@given(entries)
def test_marks_kept_and_opened_are_the_same_marks(there: list[Entry]) -> None:
    with a_store() as store:
        kept = store.keep(SCHOOL, year_marks(there))
        assert spelt(store.long(SCHOOL, kept.name)) == by_hand(there)
        assert spelt_matrix(store.matrix(SCHOOL, kept.name)) == without_blanks(by_hand(there))
        assert kept.marks == len(by_hand(there))


@given(entries, entries)
def test_a_later_file_is_laid_over_an_earlier_one(old: list[Entry], new: list[Entry]) -> None:
    both = merged(year_marks(old), year_marks(new))
    assert spelt(both) == by_hand(old, new)
    order = both.enrolment.astype(np.int64) * room.SPAN + both.session
    assert (np.diff(order) > 0).all()


@given(entries)
def test_the_same_marks_have_the_same_name_in_any_order(there: list[Entry]) -> None:
    once = [(e, s, code) for (e, s), code in by_hand(there).items()]
    with a_store() as store:
        names = {store.keep(SCHOOL, year_marks(part)).name for part in (once, once[::-1])}
        assert len(names) == 1


@given(some_entries, some_entries)
def test_an_enrolment_of_two_years_keeps_both(first: list[Entry], second: list[Entry]) -> None:
    with a_store() as store:
        names = [
            store.keep(SCHOOL, year_marks(entries, year)).name
            for entries, year in ((first, YEAR), (second, YEAR + 1))
        ]
        years = [store.matrix(SCHOOL, name) for name in names]
    everybody = np.unique([e for e, _, _ in first + second]).astype(np.int32)
    register = joined(years, _always(everybody))
    width = len(years[0].day)
    assert _of_columns(everybody, register.marks[:, :width], years[0]) == by_hand_shown(first)
    assert _of_columns(everybody, register.marks[:, width:], years[1]) == by_hand_shown(second)


def by_hand_shown(entries: list[Entry]) -> dict[Place, int]:
    return {place: code for place, code in by_hand(entries).items() if code < NO_MARK}


def _of_columns(everybody: np.ndarray, marks: np.ndarray, year: YearMatrix) -> dict[Place, int]:
    part = YearMatrix(year.year, everybody, year.day, year.half, marks)
    return {place: code for place, code in spelt_matrix(part).items() if code < NO_MARK}


def _always(everybody: np.ndarray) -> Stays:
    rows = len(everybody)
    return Stays(
        enrolment=everybody,
        pupil=everybody,
        admitted=np.full(rows, FAR_PAST, np.int32),
        left=np.full(rows, FAR_FUTURE, np.int32),
        calendar_of=np.zeros(rows, np.uint16),
    )


def _damage(path: Path, place: float, flip: int) -> None:
    body = bytearray(path.read_bytes())
    body[int(place * len(body))] ^= flip
    path.write_bytes(bytes(body))
    room._matrix.cache_clear()


places = st.floats(0, 1, exclude_max=True)
flips = st.integers(1, 255)


@given(some_entries, places, flips)
def test_a_register_with_one_wrong_byte_is_refused(
    there: list[Entry], place: float, flip: int
) -> None:
    with a_store() as store:
        name = store.keep(SCHOOL, year_marks(there)).name
        _damage(store.root / str(SCHOOL) / f"{name}.parquet", place, flip)
        with pytest.raises(BrokenStore, match="damaged"):
            store.long(SCHOOL, name)


@given(some_entries, places, flips)
@example(there=[(1, 0, 0)], place=0.0, flip=1)
def test_a_matrix_with_one_wrong_byte_is_made_again(
    there: list[Entry], place: float, flip: int
) -> None:
    with a_store() as store:
        name = store.keep(SCHOOL, year_marks(there)).name
        _damage(store.root / str(SCHOOL) / f"{name}.matrix", place, flip)
        assert spelt_matrix(store.matrix(SCHOOL, name)) == without_blanks(by_hand(there))
