"""The check against national files is itself checked, on a small invented file of their columns."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests import dfe_rows
from tests.dfe_rows import (
    AUTHORISED,
    BESIDE,
    UNAUTHORISED,
    Row,
    absence_files,
    register_of,
    speakable,
    usable_rows,
    write_differences,
    write_marks,
    wrong_sums,
)

from belong.attendance.codes import Kind
from belong.attendance.measures import counts
from belong.lab.look import look

HEAD = [
    "time_period", "time_identifier", "geographic_level", "la_name", "sess_possible",
    "sess_overall", "sess_authorised", "sess_unauthorised", *AUTHORISED, "sess_auth_totalreasons",
    *UNAUTHORISED, "sess_unauth_totalreasons", *BESIDE, "sess_auth_illness_rate",
]  # fmt: skip
GOOD = {
    "time_period": "202526", "geographic_level": "Local authority", "la_name": "Marshland",
    "sess_possible": "2000", "sess_authorised": "90", "sess_unauthorised": "40",
    "sess_auth_illness": "60", "sess_auth_temp_reduced_timetable": "20", "sess_auth_other": "10",
    "sess_auth_holiday": "z", "sess_auth_ext_holiday": "z",
    "sess_unauth_late": "5", "sess_unauth_noyet": "35", "sess_q_la_arrangements": "12",
    "sess_auth_illness_rate": "3.0",
}  # fmt: skip


@pytest.fixture
def national(tmp_path: Path) -> Path:
    """A file with a row of each sort."""
    lines = [
        GOOD,
        GOOD | {"geographic_level": "National", "la_name": ""},
        GOOD | {"la_name": "Ouseby", "sess_authorised": "97", "sess_x_covid": "7"},
        GOOD | {"la_name": "Smallholm", "sess_auth_illness": "c"},
        GOOD | {"la_name": "Tinwick", "sess_possible": "x", "sess_authorised": "x"},
        GOOD | {"la_name": "Nowhere", "sess_possible": "z"},
        GOOD | {"la_name": "Oldham Parva", "time_period": "201314", "sess_auth_holiday": "0",
                "sess_auth_temp_reduced_timetable": "z", "sess_auth_ext_holiday": "20"},
    ]  # fmt: skip
    path = tmp_path / "data" / "absence.csv"
    path.parent.mkdir()
    _write(path, lines)
    _write(path.with_name("rolls.csv"), [], head=["time_period", "geographic_level", "pupils"])
    return path


def _write(path: Path, lines: list[dict[str, str]], head: list[str] = HEAD) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, head, restval="0")
        writer.writeheader()
        writer.writerows(lines)


@pytest.fixture
def rows(national: Path) -> list[Row]:
    return list(usable_rows(national))


@pytest.fixture
def good(rows: list[Row]) -> Row:
    return rows[0]


def test_only_files_with_the_columns_of_absence_are_taken(national: Path) -> None:
    assert absence_files(national.parents[1]) == [national]


def test_only_local_authorities_with_nothing_suppressed_are_taken(rows: list[Row]) -> None:
    assert [(r.line, r.place.split(",")[0]) for r in rows] == [
        (2, "Marshland"),
        (4, "Ouseby"),
        (8, "Oldham Parva"),
    ]


def test_a_row_is_read_by_its_reasons(good: Row) -> None:
    assert (good.possible, good.authorised, good.unauthorised) == (2000, 90, 40)
    assert good.marks == {"I": 60, "C2": 20, "C": 10, "U": 5, "N": 35}
    assert good.beside == {"Q": 12}


def test_a_row_whose_reasons_do_not_add_up_is_told_with_its_difference(
    rows: list[Row], tmp_path: Path
) -> None:
    """As in the files for 2022/23, where X stands inside authorised."""
    assert [r.consistent for r in rows] == [True, False, True]
    assert rows[1].off_by == (7, 0)
    with pytest.raises(ValueError, match=r"line 4 of absence.csv.*\(7, 0\)"):
        register_of(rows[1])
    report = tmp_path / "new" / "differences.csv"
    write_differences([rows[1]], report)
    (line,) = csv.DictReader(report.read_text(encoding="utf-8").splitlines())
    assert (line["place"], line["authorised"], line["line"]) == ("Ouseby, 0", "97", "4")


def test_more_missed_than_possible_is_not_consistent(good: Row) -> None:
    assert not replace(good, possible=129).consistent
    assert replace(good, possible=130).consistent


def test_the_product_counts_what_the_row_says(rows: list[Row]) -> None:
    assert wrong_sums(rows[0]) == []
    assert wrong_sums(rows[2]) == []


def test_a_row_of_nothing_possible_has_no_share(good: Row) -> None:
    assert wrong_sums(replace(good, possible=0, authorised=0, unauthorised=0, marks={})) == []


def test_a_row_of_a_million_sessions_is_counted_too(good: Row) -> None:
    assert wrong_sums(replace(good, possible=1_200_000)) == []


def test_a_product_that_forgets_a_mark_is_found_out(
    good: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check would be worth nothing if it could not fail."""
    without_u = counts.MISSED.copy()
    without_u[dfe_rows._line_of("U")] = 0
    monkeypatch.setattr(dfe_rows.rates, "MISSED", without_u)
    assert wrong_sums(good) == ["missed: 125, not 130", "share: 0.0625, not 0.065"]


def test_sessions_beside_the_totals_are_in_the_marks_and_in_no_sum(good: Row) -> None:
    register = register_of(good)
    assert int((register.marks == dfe_rows._line_of("Q")).sum()) == 12
    assert dfe_rows.rates.rate(register).of(Kind.NOTPOSS) == 12
    assert np.count_nonzero(counts.POSSIBLE[register.marks]) == 2000


def test_a_row_comes_through_a_file_of_marks_the_same(good: Row, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    write_marks(good, path)
    (school,) = look(path).schools
    assert (school.possible, school.missed) == (2000, 130)
    assert (school.authorised, school.unauthorised) == (90, 40)
    assert {k: n for k, n in school.reasons.items() if k in good.marks} == good.marks
    assert school.missing_marks == 0


def test_a_row_with_a_mark_its_year_did_not_know_cannot_be_a_file(good: Row) -> None:
    assert speakable(good)
    assert not speakable(replace(good, period="202324"))
    assert not speakable(replace(good, marks={"H": 5}))
