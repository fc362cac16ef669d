"""The store keeps whole files or nothing, and says so when a file is not what was written."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from belong.attendance.codes import NO_MARK
from belong.basics.errors import BrokenStore
from belong.basics.terms import date_of, day_number
from belong.registers import store as room
from belong.registers.store import (
    SLOTS,
    Store,
    YearMarks,
    matrix_of,
    merged,
    session_of,
    sorted_marks,
)

SCHOOL = 12
YEAR = 2026


def marks(*entries: tuple[int, int, int], year: int = YEAR) -> YearMarks:
    enrolment, session, code = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    return sorted_marks(
        year, enrolment.astype(np.int32), session.astype(np.int16), code.astype(np.uint8)
    )


EARLIER = marks((1, 0, 3), (1, 1, 4), (2, 0, 5))
LATER = marks((1, 0, 3), (1, 1, 9), (2, 0, 5), (2, 1, 0))


def spelt(of: YearMarks) -> list[tuple[int, int, int]]:
    return list(zip(of.enrolment.tolist(), of.session.tolist(), of.code.tolist(), strict=True))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "registers")


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Matrices are remembered by name; a test damages files of the same name."""
    room._matrix.cache_clear()


def folder(store: Store) -> Path:
    return store.root / str(SCHOOL)


def test_a_year_comes_back_as_it_was_kept(store: Store) -> None:
    kept = store.keep(SCHOOL, EARLIER)
    assert spelt(store.long(SCHOOL, kept.name)) == [(1, 0, 3), (1, 1, 4), (2, 0, 5)]
    matrix = store.matrix(SCHOOL, kept.name)
    assert matrix.enrolment.tolist() == [1, 2]
    assert matrix.marks.tolist() == [[3, 4], [5, NO_MARK]]
    assert [date_of(d).isoformat() for d in matrix.day] == ["2026-09-01", "2026-09-01"]
    assert matrix.half.tolist() == [0, 1]


def test_what_was_kept_is_said(store: Store) -> None:
    kept = store.keep(SCHOOL, EARLIER)
    sizes = [path.stat().st_size for path in folder(store).iterdir()]
    assert kept.name.startswith("2026-")
    assert kept.marks == 3
    assert sum(sizes) - 32 == kept.size


def test_the_same_marks_have_one_name_and_other_marks_another(store: Store) -> None:
    names = [store.keep(SCHOOL, each).name for each in (EARLIER, LATER, EARLIER)]
    assert names[0] == names[2] != names[1]
    assert len(list(folder(store).glob("*.parquet"))) == 2


def test_schools_do_not_share_a_folder(store: Store) -> None:
    name = store.keep(SCHOOL, EARLIER).name
    with pytest.raises(BrokenStore):
        store.long(SCHOOL + 1, name)


def test_marks_are_put_in_order_and_the_last_one_given_stays() -> None:
    given = marks((2, 0, 1), (1, 5, 2), (2, 0, 3), (1, 4, 4))
    assert spelt(given) == [(1, 4, 4), (1, 5, 2), (2, 0, 3)]


def test_a_later_file_is_laid_over_and_takes_nothing_away() -> None:
    both = merged(EARLIER, marks((1, 1, 9), (3, 2, 8)))
    assert spelt(both) == [(1, 0, 3), (1, 1, 9), (2, 0, 5), (3, 2, 8)]
    assert merged(None, EARLIER) is EARLIER


def test_only_sessions_with_a_mark_become_columns() -> None:
    matrix = matrix_of(marks((1, 4, 7), (2, 4 * SLOTS + 1, 8)))
    assert matrix.marks.shape == (2, 2)
    assert [date_of(d).day for d in matrix.day] == [2, 5]
    assert matrix.half.tolist() == [0, 1]


# Session numbers


def days(*on: str) -> np.ndarray:
    return np.array([day_number(dt.date.fromisoformat(o)) for o in on], dtype=np.int32)


def halves(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.uint8)


def test_a_session_number_is_days_since_september_times_four_and_the_half() -> None:
    found = session_of(days("2026-09-01", "2026-09-01", "2026-09-02"), halves(0, 2, 1), YEAR)
    assert found.tolist() == [0, 2, 5]
    assert found.dtype == np.int16


def test_the_last_day_of_august_is_inside_the_year() -> None:
    assert session_of(days("2027-08-31"), halves(1), YEAR).tolist() == [364 * SLOTS + 1]
    assert session_of(days("2028-08-31"), halves(1), 2027).tolist() == [365 * SLOTS + 1]


@pytest.mark.parametrize("on", ["2026-08-31", "2027-09-01", "2027-09-30", "2030-01-01"])
def test_a_day_outside_the_year_is_a_mistake(on: str) -> None:
    with pytest.raises(ValueError, match="outside the school year"):
        session_of(days(on), halves(0), YEAR)


def test_a_lesson_is_not_a_session_of_the_store() -> None:
    """Lessons are numbered from 10; kept as a half they would become another day's mark."""
    with pytest.raises(ValueError, match="half"):
        session_of(days("2026-09-01"), halves(10), YEAR)


def test_no_marks_have_no_sessions() -> None:
    assert session_of(days(), halves(), YEAR).tolist() == []


# What is in the file, and who may open it


def test_a_file_holds_numbers_and_no_more(store: Store) -> None:
    kept = store.keep(SCHOOL, EARLIER)
    file = pq.read_metadata(folder(store) / f"{kept.name}.parquet")
    assert file.schema.names == ["enrolment", "session", "code"]
    assert set(file.metadata) == {b"layout", b"ARROW:schema"}


def test_nobody_else_on_the_machine_may_open_a_file(store: Store) -> None:
    store.keep(SCHOOL, EARLIER)
    assert stat.S_IMODE(folder(store).stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder(store).iterdir()} == {0o600}


# Damage


@pytest.mark.slow
def test_any_single_wrong_byte_of_a_register_is_refused(store: Store) -> None:
    name = store.keep(SCHOOL, EARLIER).name
    path = folder(store) / f"{name}.parquet"
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BrokenStore, match="damaged") as refused:
            store.long(SCHOOL, name)
        assert "backup" in refused.value.do


def test_a_wrong_byte_anywhere_in_a_matrix_is_survived(store: Store) -> None:
    """Every byte of the hash in front, and every eleventh after it."""
    name = store.keep(SCHOOL, EARLIER).name
    path = folder(store) / f"{name}.matrix"
    whole = path.read_bytes()
    for place in [*range(32), *range(32, len(whole), 11), len(whole) - 1]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        room._matrix.cache_clear()
        assert store.matrix(SCHOOL, name).marks.tolist() == [[3, 4], [5, NO_MARK]]


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, -1])
def test_a_matrix_cut_short_is_made_again(store: Store, length: int) -> None:
    name = store.keep(SCHOOL, EARLIER).name
    path = folder(store) / f"{name}.matrix"
    path.write_bytes(path.read_bytes()[:length])
    assert store.matrix(SCHOOL, name).marks.tolist() == [[3, 4], [5, NO_MARK]]


def test_a_matrix_that_is_gone_is_made_again(store: Store) -> None:
    name = store.keep(SCHOOL, EARLIER).name
    (folder(store) / f"{name}.matrix").unlink()
    assert store.matrix(SCHOOL, name).marks.tolist() == [[3, 4], [5, NO_MARK]]


def test_a_register_that_is_gone_is_said(store: Store) -> None:
    name = store.keep(SCHOOL, EARLIER).name
    (folder(store) / f"{name}.parquet").unlink()
    with pytest.raises(BrokenStore, match="is not there"):
        store.long(SCHOOL, name)


def test_a_damaged_matrix_over_a_damaged_register_is_refused(store: Store) -> None:
    name = store.keep(SCHOOL, EARLIER).name
    for path in folder(store).iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BrokenStore, match="damaged"):
        store.matrix(SCHOOL, name)


# A power cut


class Stop:
    """Lets a number of calls through and then raises, as if the power went."""

    def __init__(self, real: Callable[..., object], after: int, with_: BaseException) -> None:
        self.real, self.left, self.with_ = real, after, with_

    def __call__(self, *args: object, **named: object) -> object:
        if self.left == 0:
            raise self.with_
        self.left -= 1
        return self.real(*args, **named)


def calls_of(store: Store, name: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often keeping a year calls one function of the operating system, once the school's
    folder is there."""
    store.keep(SCHOOL, LATER)
    for path in folder(store).iterdir():
        path.unlink()
    counted = Stop(getattr(os, name), after=1_000, with_=OSError())
    with monkeypatch.context() as patched:
        patched.setattr(os, name, counted)
        store.keep(SCHOOL, EARLIER)
    return 1_000 - counted.left


@pytest.mark.parametrize("where", ["fsync", "replace"])
@pytest.mark.parametrize("ending", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_cut_short_anywhere_leaves_the_earlier_file(
    store: Store, where: str, ending: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = calls_of(store, where, monkeypatch)
    assert times >= 2, "the bytes and the folder both have to reach the disk"
    earlier = store.keep(SCHOOL, EARLIER).name
    before = {path: path.read_bytes() for path in folder(store).iterdir()}
    for after in range(times):
        with monkeypatch.context() as patched:
            patched.setattr(os, where, Stop(getattr(os, where), after, ending))
            with pytest.raises(type(ending)):
                store.keep(SCHOOL, LATER)
        assert spelt(store.long(SCHOOL, earlier)) == spelt(EARLIER)
        assert {path: path.read_bytes() for path in before} == before
        new = set(folder(store).iterdir()) - set(before)
        assert [path.name for path in new if path.suffix == ".tmp"] == []
        _whole_or_not_there(store, new)
    kept = store.keep(SCHOOL, LATER)
    assert spelt(store.long(SCHOOL, kept.name)) == spelt(LATER)
    assert store.matrix(SCHOOL, kept.name).marks.tolist() == [[3, 9], [5, 0]]


def _whole_or_not_there(store: Store, new: set[Path]) -> None:
    for name in {path.stem for path in new}:
        assert spelt(store.long(SCHOOL, name)) == spelt(LATER)
    for path in new:
        path.unlink()


def test_what_a_power_cut_left_lying_is_in_nobodys_way(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the machine itself stops, nothing tidies up: the half-written file stays where it is."""
    earlier = store.keep(SCHOOL, EARLIER).name
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", Stop(os.replace, 0, KeyboardInterrupt()))
        patched.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            store.keep(SCHOOL, LATER)
    assert list(folder(store).glob(".*.tmp"))
    assert spelt(store.long(SCHOOL, earlier)) == spelt(EARLIER)
    kept = store.keep(SCHOOL, LATER)
    assert spelt(store.long(SCHOOL, kept.name)) == spelt(LATER)


def test_bytes_reach_the_disk_before_their_name_does(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """fsync, rename, and the folder's own fsync last: in any other order a power cut can leave a
    name without its bytes."""
    order: list[str] = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, n=name, r=real: (order.append(n), r(*a))[1])
    store.keep(SCHOOL, EARLIER)
    first_of_the_school = ["fsync"]
    assert order == [*first_of_the_school, "fsync", "replace", "fsync", "replace", "fsync"]
