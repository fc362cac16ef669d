"""National absence files: each row is turned into marks, and the marks are counted again.

A row of such a file says how many sessions were possible, how many were missed, and for which
reasons. From that we make a register in memory that must give the same sums, to the session.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from belong.attendance import codes
from belong.attendance.codes import ENGLAND, NOT_ON_ROLL, Kind
from belong.attendance.measures import rates
from belong.attendance.measures.absence import from_counts
from belong.attendance.measures.counts import by_code
from belong.attendance.register import Register, Sessions
from belong.basics.terms import day_number

AUTHORISED = {
    "sess_auth_illness": "I",
    "sess_auth_appointments": "M",
    "sess_auth_religious": "R",
    "sess_auth_study": "S",
    "sess_auth_traveller": "T",
    "sess_auth_holiday": "H",
    "sess_auth_ext_holiday": "F",
    "sess_auth_excluded": "E",
    "sess_auth_interview": "J1",
    "sess_auth_reg_performance": "C1",
    "sess_auth_temp_reduced_timetable": "C2",
    "sess_auth_other": "C",
}
UNAUTHORISED = {
    "sess_unauth_holiday": "G",
    "sess_unauth_late": "U",
    "sess_unauth_other": "O",
    "sess_unauth_noyet": "N",
}
BESIDE = {"sess_x_covid": "X", "sess_y_exceptional": "Y", "sess_q_la_arrangements": "Q"}
"""Sessions a file counts beside its totals: in the marks, and on neither side of any figure."""
SUMS = ("sess_possible", "sess_authorised", "sess_unauthorised")
NEEDED = {"time_period", "geographic_level", *SUMS}
LEVEL = "local authority"
NOT_APPLICABLE = "z"
"""As a reason, one that did not exist in that year. As a sum, as unusable as any other letter."""
SESSIONS_A_YEAR = 380


@dataclass(frozen=True)
class Row:
    """One usable row: whole numbers only.

    marks  letter -> sessions, reasons for what was missed
    beside letter -> sessions on neither side
    """

    file: str
    line: int
    period: str
    place: str
    possible: int
    authorised: int
    unauthorised: int
    marks: dict[str, int]
    beside: dict[str, int]

    @property
    def by_reason(self) -> tuple[int, int]:
        """Authorised and unauthorised sessions, as the reasons add up."""
        return (
            sum(self.marks.get(letter, 0) for letter in AUTHORISED.values()),
            sum(self.marks.get(letter, 0) for letter in UNAUTHORISED.values()),
        )

    @property
    def off_by(self) -> tuple[int, int]:
        """How far the totals lie above the sums of their reasons."""
        authorised, unauthorised = self.by_reason
        return self.authorised - authorised, self.unauthorised - unauthorised

    @property
    def consistent(self) -> bool:
        """Whether one set of marks can hold both the totals and the reasons."""
        return self.off_by == (0, 0) and self.authorised + self.unauthorised <= self.possible


def absence_files(folder: Path) -> list[Path]:
    """The CSV files below a folder that have the columns of a national absence file."""
    return [path for path in sorted(folder.rglob("*.csv")) if _is_absence(path)]


def _is_absence(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        head = set(next(csv.reader(lines), []))
    return head >= NEEDED and bool(head & set(AUTHORISED)) and bool(head & set(UNAUTHORISED))


def usable_rows(path: Path) -> Iterator[Row]:
    """The rows of local authorities in which nothing is suppressed."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        for line, cells in enumerate(csv.DictReader(lines), start=2):
            if cells["geographic_level"].casefold() == LEVEL:
                row = _row(path.name, line, cells)
                if row:
                    yield row


def _row(file: str, line: int, cells: dict[str, str]) -> Row | None:
    sums = [_number(cells[name]) for name in SUMS]
    reasons = {
        letter: _reason(cells[name])
        for name, letter in (AUTHORISED | UNAUTHORISED).items()
        if name in cells
    }
    if None in sums or None in reasons.values():
        return None
    possible, authorised, unauthorised = (n or 0 for n in sums)
    return Row(
        file=file,
        line=line,
        period=cells["time_period"],
        place=_place(cells),
        possible=possible,
        authorised=authorised,
        unauthorised=unauthorised,
        marks={letter: n for letter, n in reasons.items() if n},
        beside={v: n for k, v in BESIDE.items() if (n := _number(cells.get(k, "")))},
    )


def _number(text: str | None) -> int | None:
    """A count, or None for a letter that stands for one (c, x, z, low and so on)."""
    text = (text or "").strip().replace(",", "").removesuffix(".0")
    return int(text) if text.isdigit() else None


def _reason(text: str | None) -> int | None:
    return 0 if (text or "").strip() == NOT_APPLICABLE else _number(text)


def _place(cells: dict[str, str]) -> str:
    names = ("la_name", "school_type", "education_phase", "time_identifier")
    return ", ".join(cells[name] for name in names if cells.get(name))


# From a row to marks, and back


def register_of(row: Row) -> Register:
    """A register whose marks are the sessions of a row: as many children as years' worth of them.

    raises  ValueError for a row that no marks can hold
    """
    if not row.consistent:
        raise ValueError(f"line {row.line} of {row.file}: the totals are off by {row.off_by}")
    here = row.possible - row.authorised - row.unauthorised
    letters = {"/": here, **row.marks, **row.beside}
    marks = np.repeat(
        np.array([_line_of(letter) for letter in letters], dtype=np.uint8), list(letters.values())
    )
    rows = max(1, -(-len(marks) // SESSIONS_A_YEAR))
    cells = np.full(rows * SESSIONS_A_YEAR, NOT_ON_ROLL, dtype=np.uint8)
    cells[: len(marks)] = marks
    where = np.arange(SESSIONS_A_YEAR, dtype=np.int32)
    everybody = np.arange(rows, dtype=np.int32)
    return Register(
        enrolment=everybody,
        pupil=everybody,
        first=np.zeros(rows, dtype=np.int32),
        last=np.full(rows, SESSIONS_A_YEAR - 1, dtype=np.int32),
        marks=cells.reshape(rows, SESSIONS_A_YEAR),
        sessions=Sessions(_first_day(row) + where // 2, (where % 2).astype(np.uint8)),
        open=np.ones((1, SESSIONS_A_YEAR), dtype=np.bool_),
        calendar_of=np.zeros(rows, dtype=np.uint16),
    )


def _line_of(letter: str) -> int:
    """The line of the code table, retired or not."""
    return next(c.index for c in codes.table() if (c.code, c.code_set) == (letter, ENGLAND))


def _first_day(row: Row) -> int:
    return day_number(dt.date(_began(row), 9, 1))


def _began(row: Row) -> int:
    """201819 and 2018/19 began in 2018."""
    return int(row.period[:4])


def wrong_sums(row: Row) -> list[str]:
    """What the product counts differently from the row it was made of; empty when nothing is."""
    register = register_of(row)
    counts = by_code(register)
    whole, sums = rates.from_counts(counts), from_counts(register, counts)
    missed = row.authorised + row.unauthorised
    told: dict[str, tuple[object, object]] = {
        "possible": (whole.possible, row.possible),
        "missed": (whole.missed, missed),
        "authorised": (whole.of(Kind.AUTH), row.authorised),
        "unauthorised": (whole.of(Kind.UNAUTH), row.unauthorised),
        "attended": (whole.of(Kind.PRES), row.possible - missed),
        "share": (whole.share, missed / row.possible if row.possible else None),
        "reasons": (_reasons(whole), row.marks),
    }
    for name in ("possible", "missed", "authorised", "unauthorised", "attended"):
        told[f"children's {name}"] = (int(sums[name].to_numpy().sum()), told[name][1])
    return [f"{what}: {found}, not {said}" for what, (found, said) in told.items() if found != said]


def _reasons(whole: rates.Rate) -> dict[str, int]:
    letters = [*AUTHORISED.values(), *UNAUTHORISED.values()]
    found = {letter: int(whole.of_code[_line_of(letter)]) for letter in letters}
    return {letter: n for letter, n in found.items() if n}


# Through a file, as a school would bring it


def speakable(row: Row) -> bool:
    """Whether every mark of a row was in force in its year, so that a file of it can be read."""
    first = dt.date(_began(row), 9, 1)
    return all(codes.find(letter, on=first) for letter in {**row.marks, **row.beside})


def write_marks(row: Row, path: Path) -> None:
    """The marks of a row as a CSV file: one line a mark, morning and afternoon of a weekday."""
    register = register_of(row)
    days = _weekdays(_began(row), SESSIONS_A_YEAR // 2)
    table = codes.table()
    with path.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines)
        out.writerow(["Adno", "Date", "Session", "Mark"])
        for child, marks in enumerate(register.marks.tolist()):
            for at, mark in enumerate(marks):
                if mark != NOT_ON_ROLL:
                    half = ("AM", "PM")[at % 2]
                    out.writerow([f"{child:05d}", days[at // 2], half, table[mark].code])


def _weekdays(year: int, many: int) -> list[str]:
    """Days of one school year, weekends left out, as ISO dates."""
    first = dt.date(year, 9, 1)
    every = (first + dt.timedelta(days=n) for n in range(365))
    return [on.isoformat() for on in every if on.weekday() < 5][:many]


def write_differences(rows: Iterable[Row], path: Path) -> None:
    """The rows whose totals and reasons differ, with the difference, for a person to look at."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines)
        out.writerow(["file", "line", "period", "place", "possible", "authorised", "off by",
                      "unauthorised", "off by"])  # fmt: skip
        for r in rows:
            out.writerow([r.file, r.line, r.period, r.place, r.possible, r.authorised,
                          r.off_by[0], r.unauthorised, r.off_by[1]])  # fmt: skip
