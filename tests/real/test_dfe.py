"""National absence files: marks made from each row give its sums back, to the session."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.dfe_rows import (
    Row,
    absence_files,
    speakable,
    usable_rows,
    write_differences,
    write_marks,
    wrong_sums,
)

from belong.lab.look import look

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

MOST = 5_000_000
LARGE = (20_000_000, 40_000_000)
REPORT = Path(__file__).parents[2] / ".cache" / "real" / "dfe-differences.csv"
EXPECTED = (8_974, 8_645, 329)
"""Rows, rows whose reasons add up, and the others, in the files these tests were written for."""


@pytest.fixture(scope="module")
def every_row(real_data: Path) -> list[Row]:
    files = absence_files(real_data)
    assert files, f"no national absence file below {real_data}"
    return [row for path in files for row in usable_rows(path)]


@pytest.fixture(scope="module")
def rows(every_row: list[Row]) -> list[Row]:
    return [row for row in every_row if row.possible < MOST]


def test_every_row_is_counted_and_those_that_contradict_themselves_are_listed(
    rows: list[Row],
) -> None:
    others = [row for row in rows if not row.consistent]
    write_differences(others, REPORT)
    by_file = {name: sum(r.file == name for r in rows) for name in sorted({r.file for r in rows})}
    told = (len(rows), len(rows) - len(others), len(others))
    assert told == EXPECTED, f"rows by file: {by_file}; the differences are in {REPORT}"


def test_every_consistent_row_gives_its_sums_back(rows: list[Row]) -> None:
    consistent = [row for row in rows if row.consistent]
    assert consistent
    wrong = {(r.file, r.line): found for r in consistent if (found := wrong_sums(r))}
    assert wrong == {}


def test_one_row_of_a_large_authority_gives_its_sums_back(every_row: list[Row]) -> None:
    large = [r for r in every_row if r.consistent and LARGE[0] <= r.possible <= LARGE[1]]
    assert large, "no consistent row of 20 to 40 million sessions"
    assert wrong_sums(random.Random(1).choice(large)) == []


def test_the_three_smallest_rows_come_through_a_file_of_marks(
    rows: list[Row], tmp_path: Path
) -> None:
    fit = sorted((r for r in rows if r.consistent and r.possible and speakable(r)),
                 key=lambda r: r.possible)[:3]  # fmt: skip
    assert len(fit) == 3
    for row in fit:
        path = tmp_path / "marks.csv"
        write_marks(row, path)
        answer = look(path)
        (school,) = answer.schools
        assert answer.refused == ()
        assert (school.possible, school.authorised, school.unauthorised) == (
            row.possible,
            row.authorised,
            row.unauthorised,
        )
        assert school.share == (row.authorised + row.unauthorised) / row.possible
