"""Drawn registers: a small table in a string becomes a register, and answers are read back by name.

The first column is the child. A second stay of the same child is written "Ada (second stay)".
Every other column is a session ("Mon 7 Sep am"), or the one column "marks from Tue 1 Sep" with
runs of marks, two a school day: "9 I, 181 /". A column that is neither is told in words and kept.
In a cell, nothing (in a run, "-") is a mark that nobody entered, "closed" a school that was shut,
and "gone" a session before the child came or after the child left.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from belong.attendance import codes
from belong.attendance.codes import CLOSED, ENGLAND, NO_MARK, NOT_ON_ROLL
from belong.attendance.register import Group, Register, Sessions
from belong.basics.terms import day_number

SCHOOL_YEAR = 2026
WORDS = {"": NO_MARK, "-": NO_MARK, "closed": CLOSED, "gone": NOT_ON_ROLL}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DATE = re.compile(r"(?:(?P<weekday>[A-Z][a-z]{2}) )?(?P<day>\d+) (?P<month>[A-Z][a-z]{2})"
                  r"(?: (?P<year>\d{4}))?")  # fmt: skip
SESSION = re.compile(rf"{DATE.pattern} (?P<half>am|pm)")
RUNS = "marks from "

Session = tuple[dt.date, int]


@dataclass(frozen=True)
class Drawing:
    """A drawn register, the children down its side, and what its other columns tell."""

    register: Register
    children: tuple[str, ...]
    told: dict[str, list[str]]


def cells(text: str) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows of a drawn table."""
    lines = [line for line in text.splitlines() if line.strip()]
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    for row in rows:
        assert len(row) == len(head), f"a row with another number of cells: {row}"
    return head, rows


def drawn(text: str, *, groups: str = "", code_set: str = ENGLAND) -> Drawing:
    """The register a drawing shows."""
    head, rows = cells(text)
    sessions, marks = _marks(head, rows, code_set)
    told = {
        name: [row[at] for row in rows]
        for at, name in enumerate(head)
        if at and not SESSION.fullmatch(name) and not name.startswith(RUNS)
    }
    children = tuple(row[0] for row in rows)
    register = _register(children, sessions, marks)
    if groups:
        object.__setattr__(register, "groups", _groups(groups, children, sessions))
    return Drawing(register, children, told)


def answer(
    measure: Callable[..., pa.Table], drawing: str, column: str, *, code_set: str = ENGLAND
) -> dict[str, Any]:
    """One column of a measure, for each child of a drawing."""
    there = drawn(drawing, code_set=code_set)
    values = measure(there.register)[column].to_pylist()
    return dict(zip(there.children, values, strict=True))


def date_in(text: str) -> dt.date:
    """A date as a drawing writes it; without a year, in the school year 2026/27."""
    found = DATE.fullmatch(text)
    assert found, f"no date: {text!r}"
    return _date(found)


def _date(found: re.Match[str]) -> dt.date:
    month = MONTHS.index(found["month"]) + 1
    year = int(found["year"] or (SCHOOL_YEAR if month >= 9 else SCHOOL_YEAR + 1))
    on = dt.date(year, month, int(found["day"]))
    assert found["weekday"] in (None, WEEKDAYS[on.weekday()]), f"{on} is a {on:%A}"
    return on


def _marks(
    head: list[str], rows: list[list[str]], code_set: str
) -> tuple[list[Session], list[list[int]]]:
    runs = [at for at, name in enumerate(head) if name.startswith(RUNS)]
    if runs:
        return _runs(date_in(head[runs[0]].removeprefix(RUNS)), [r[runs[0]] for r in rows])
    found = [(at, SESSION.fullmatch(name)) for at, name in enumerate(head)]
    places = [(at, (_date(s), int(s["half"] == "pm"))) for at, s in found if s]
    sessions = [session for _, session in places]
    assert sessions == sorted(sessions), "sessions are not in order of time"
    return sessions, [[_mark(row[at], s[0], code_set) for at, s in places] for row in rows]


def _mark(cell: str, on: dt.date, code_set: str) -> int:
    if cell in WORDS:
        return WORDS[cell]
    line = codes.find(cell, on=on, code_set=code_set)
    assert line, f"{cell} is no mark of the {code_set} table on {on}"
    return line.index


def _runs(first: dt.date, texts: list[str]) -> tuple[list[Session], list[list[int]]]:
    letters = [_run_letters(text) for text in texts]
    width = max(map(len, letters))
    sessions: list[Session] = []
    on = first
    while len(sessions) < width:
        if on.weekday() < 5:
            sessions += [(on, 0), (on, 1)]
        on += dt.timedelta(days=1)
    sessions = sessions[:width]
    marks = [
        [_mark(row[at] if at < len(row) else "gone", on, ENGLAND) for at, (on, _) in where]
        for row, where in ((row, list(enumerate(sessions))) for row in letters)
    ]
    return sessions, marks


def _run_letters(text: str) -> list[str]:
    runs = [run.split() for run in text.split(",")]
    return [letter for times, letter in runs for _ in range(int(times))]


def _register(
    children: tuple[str, ...], sessions: list[Session], marks: list[list[int]]
) -> Register:
    rows, width = len(children), len(sessions)
    names = list(dict.fromkeys(_name(child) for child in children))
    cells = np.array(marks, dtype=np.uint8).reshape(rows, width)
    here = cells != NOT_ON_ROLL
    return Register(
        enrolment=np.arange(rows, dtype=np.int32),
        pupil=np.array([names.index(_name(child)) for child in children], dtype=np.int32),
        first=here.argmax(axis=1).astype(np.int32),
        last=(width - 1 - here[:, ::-1].argmax(axis=1)).astype(np.int32),
        marks=cells,
        sessions=Sessions(
            np.array([day_number(on) for on, _ in sessions], dtype=np.int32),
            np.array([half for _, half in sessions], dtype=np.uint8),
        ),
        open=np.ones((1, width), dtype=np.bool_),
        calendar_of=np.zeros(rows, dtype=np.uint16),
    )


def _name(child: str) -> str:
    return child.partition(" (")[0]


def _groups(text: str, children: tuple[str, ...], sessions: list[Session]) -> tuple[Group, ...]:
    """Groups drawn as: child, kind of group, from, to."""
    head, rows = cells(text)
    kind = head[1]
    out = []
    for value in dict.fromkeys(row[1] for row in rows):
        members = [row for row in rows if row[1] == value]
        first = [sessions.index(_session(row[2])) for row in members]
        last = [sessions.index(_session(row[3])) for row in members]
        at = [children.index(row[0]) for row in members]
        out.append(
            Group(kind, value, *(np.array(part, dtype=np.int32) for part in (at, first, last)))
        )
    return tuple(out)


def _session(text: str) -> Session:
    found = SESSION.fullmatch(text)
    assert found, f"no session: {text!r}"
    return _date(found), int(found["half"] == "pm")
