"""A large file laid over the store: each school year written once, and only what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belong.attendance import codes
from belong.attendance.codes import NO_MARK
from belong.basics.errors import UnreadableFile
from belong.basics.terms import day_number
from belong.registers import deltas
from belong.registers.bulk import FileLaid, Known, import_blocks, settle
from belong.registers.bulk import homes as places_of
from belong.registers.bulk.years import laid_over
from belong.registers.store import SPAN, Store, YearMarks, merged, sorted_marks

HEAD = "School,UPN,Date,Session,Mark\n"


@dataclass(frozen=True)
class Stay:
    enrolment: int
    admitted: int
    left: int


def row(school: str, child: str, date: str, half: str, mark: str) -> str:
    return f"{school},{child},{date},{half},{mark}\n"


def known(**held: str) -> Known:
    """Two schools with two children each; in school 1, K1 is enrolment 11."""
    homes = {1: {"K1": 11, "K2": 12}, 2: {"K1": 21, "K3": 23}}
    names = {(int(key[1]), int(key[3:])): name for key, name in held.items()}
    return Known({"Oak": 1, "Elm": 2}, homes, names)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settle, "ROWS_AT_ONCE", 2)


def brought(tmp_path: Path, store: Store, text: str, who: Known) -> FileLaid:
    path = tmp_path / "marks.csv"
    path.write_text(text, encoding="utf-8")
    return import_blocks(path, store, who, day_first=True)


def held_of(laid: FileLaid) -> dict[tuple[int, int], str]:
    every = [year for school in laid.schools for year in school.years]
    return {(year.school, year.year): year.file.name for year in every if year.file}


def marks_in(store: Store, school: int, name: str) -> list[tuple[int, int, str]]:
    long = store.long(school, name)
    letters = [codes.table()[c].code for c in long.code]
    return list(zip(long.enrolment.tolist(), long.session.tolist(), letters, strict=True))


def test_each_school_and_year_of_a_file_becomes_a_file_of_the_store(
    tmp_path: Path, store: Store
) -> None:
    text = HEAD + "".join(
        row(school, child, date, half, "/")
        for date in ("31/08/2026", "01/09/2026")
        for school, child in (("Oak", "K1"), ("Elm", "K1"), ("Oak", "K2"))
        for half in ("AM", "PM")
    )
    laid = brought(tmp_path, store, text, known())
    assert [(s.name, s.school, s.refused) for s in laid.schools] == [("Oak", 1, 0), ("Elm", 2, 0)]
    told = [(y.school, y.year, y.new, y.changed, y.same) for s in laid.schools for y in s.years]
    assert told == [(1, 2025, 4, 0, 0), (1, 2026, 4, 0, 0), (2, 2025, 2, 0, 0), (2, 2026, 2, 0, 0)]
    held = held_of(laid)
    assert marks_in(store, 1, held[1, 2026]) == [
        (11, 0, "/"), (11, 1, "/"), (12, 0, "/"), (12, 1, "/")
    ]  # fmt: skip
    assert len(deltas.read(store, 2, laid.schools[1].years[0].delta)) == 2


def test_the_same_file_again_writes_nothing(tmp_path: Path, store: Store) -> None:
    text = (
        HEAD + row("Oak", "K1", "15/09/2026", "AM", "/") + row("Elm", "K3", "15/09/2026", "AM", "I")
    )
    first = brought(tmp_path, store, text, known())
    before = sorted(store.root.rglob("*"))
    again = brought(tmp_path, store, text, Known(known().school_of, known().homes, held_of(first)))
    years = [year for school in again.schools for year in school.years]
    assert [(y.new, y.changed, y.same, y.file, y.delta) for y in years] == [(0, 0, 1, None, "")] * 2
    assert sorted(store.root.rglob("*")) == before


def test_a_window_again_changes_only_what_changed(tmp_path: Path, store: Store) -> None:
    rows = [
        row("Oak", child, f"{day}/09/2026", half, "/")
        for child in ("K1", "K2")
        for day in range(10, 20)
        for half in ("AM", "PM")
    ]
    first = brought(tmp_path, store, HEAD + "".join(rows), known())
    held = held_of(first)
    window = [one for one in rows if ",15/" in one or ",16/" in one]
    window[2] = window[2].replace(",/", ",I")
    window.append(row("Oak", "K2", "20/09/2026", "AM", "L"))
    second = brought(
        tmp_path, store, HEAD + "".join(window), Known(known().school_of, known().homes, held)
    )
    (year,) = second.schools[0].years
    assert (year.new, year.changed, year.same, year.strangers) == (1, 1, 7, 0)
    assert year.file is not None
    delta = deltas.read(store, 1, year.delta)
    old, new = store.long(1, held[1, 2026]), store.long(1, year.file.name)
    assert len(delta) == 2
    again = deltas.applied(old, delta)
    assert np.array_equal(again.code, new.code)
    assert np.array_equal(again.session, new.session)


def test_strangers_unknown_schools_and_refusals_are_told(tmp_path: Path, store: Store) -> None:
    text = HEAD + "".join(
        [
            row("Oak", "K1", "15/09/2026", "AM", "/"),
            row("Oak", "K9", "15/09/2026", "AM", "/"),
            row("Oak", "K9", "15/09/2026", "PM", ""),
            row("Oak", "K2", "15/09/2026", "PM", "zap"),
            row("Ash", "K1", "15/09/2026", "AM", "/"),
            row("Oak", "", "15/09/2026", "AM", "/"),
        ]
    )
    laid = brought(tmp_path, store, text, known())
    oak, ash = laid.schools
    assert [(y.new, y.strangers) for y in oak.years] == [(1, 1)]
    assert (oak.refused, ash.school, ash.years) == (2, None, ())
    assert {one.line: one.marks for one in laid.refused} == {5: 1, 7: 1}
    assert laid.rows == 6


def test_of_two_marks_for_a_session_the_definite_one_is_laid(tmp_path: Path, store: Store) -> None:
    text = HEAD + "".join(row("Oak", "K1", "15/09/2026", "AM", mark) for mark in ("I", "N", "-"))
    laid = brought(tmp_path, store, text, known())
    assert [letter for _, _, letter in marks_in(store, 1, held_of(laid)[1, 2026])] == ["I"]


def test_a_mark_goes_to_the_stay_its_day_belongs_to(tmp_path: Path, store: Store) -> None:
    days = [day_number(dt.date(2026, 9, n)) for n in (1, 10, 20, 30)]
    stays = [Stay(11, days[0], days[1]), Stay(12, days[2], days[3])]
    who = Known({"Oak": 1}, {1: {"K1": stays, "K2": [Stay(21, days[0], days[1])]}}, {})
    text = HEAD + "".join(
        row("Oak", child, f"{day:02d}/09/2026", "AM", "/")
        for child in ("K1", "K2")
        for day in (2, 15, 22)
    )
    laid = brought(tmp_path, store, text, who)
    kept = store.long(1, held_of(laid)[1, 2026])
    # The 15th is after the first stay, and the 22nd after the only one of K2: those say nothing.
    assert list(zip(kept.enrolment.tolist(), kept.session.tolist(), strict=True)) == [
        (11, 4), (12, 84), (21, 4)
    ]  # fmt: skip


def test_a_wide_register_is_laid_too(tmp_path: Path, store: Store) -> None:
    text = "UPN,15/09/2026 AM,15/09/2026 PM\nK1,/,I\nK2,L,\n"
    who = Known({"": 1}, known().homes, {})
    laid = brought(tmp_path, store, text, who)
    assert marks_in(store, 1, held_of(laid)[1, 2026]) == [
        (11, 56, "/"), (11, 57, "I"), (12, 56, "L")
    ]  # fmt: skip
    assert laid.schools[0].refused is None


def test_lesson_marks_and_totals_are_refused_in_words(tmp_path: Path, store: Store) -> None:
    lessons = "UPN,Date,Period,Mark\n" + "".join(f"K1,15/09/2026,P{n},/\n" for n in range(1, 6))
    totals = "UPN,Possible,Authorised,Unauthorised\nK1,10,1,0\n"
    for text in (lessons, totals):
        with pytest.raises(UnreadableFile, match="no marks of sessions"):
            brought(tmp_path, store, text, known())
    assert not store.root.exists()


def test_marks_of_mixed_schools_are_sorted_by_run_or_one_by_one() -> None:
    runs = places_of._runs(np.array([2, 2, 1, 1, 1]))
    mixed = places_of._runs(np.array([2, 1, 2, 1, 1]))
    key = np.arange(5)
    assert [key[at].tolist() for at in runs] == [[0, 1], [2, 3, 4]]
    assert [key[at].tolist() for at in mixed] == [[1, 3, 4], [0, 2]]


places = st.dictionaries(st.integers(0, 3 * SPAN), st.integers(0, 20), max_size=40)


def _year(marks: dict[int, int]) -> YearMarks:
    at = np.array(sorted(marks), dtype=np.int64)
    code = np.array([marks[n] for n in sorted(marks)], dtype=np.uint8)
    return sorted_marks(2026, (at // SPAN).astype(np.int32), (at % SPAN).astype(np.int16), code)


@given(st.none() | places, places)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.slow
def test_what_is_laid_over_a_year_differs_as_the_merged_year_does(before, new):
    old = None if before is None else _year(before)
    found, told = laid_over(old, _year(new)), deltas.between(old, merged(old, _year(new)))
    for name in ("enrolment", "session", "old", "new"):
        mine, theirs = getattr(found, name), getattr(told, name)
        assert mine.dtype == theirs.dtype
        assert mine.tolist() == theirs.tolist()
    assert NO_MARK not in found.new.tolist()
