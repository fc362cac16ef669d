"""Small files made on the spot, and what reading them gave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from belong.attendance import codes
from belong.attendance.codes import NO_MARK
from belong.basics.terms import date_of
from belong.registers.sources import read
from belong.registers.sources.reading import Reading

TODAY = dt.date(2026, 11, 20)
Read = Callable[..., Reading]


@pytest.fixture
def reading(tmp_path: Path) -> Read:
    """Write a file (text, or bytes as they are) and read it as on 20 November 2026."""

    def write_and_read(content: str | bytes, pupils: str | None = None, **asked: Any) -> Reading:
        path = tmp_path / "register.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        roll = None
        if pupils is not None:
            roll = tmp_path / "pupils.csv"
            roll.write_text(pupils, encoding="utf-8")
        return read(path, pupils=roll, **({"as_of": TODAY} | asked))

    return write_and_read


def marks_of(found: Reading) -> list[tuple[str, str, int, str]]:
    """Every mark as (pupil, ISO date, half, letter); a mark nobody entered has the letter ''."""
    out = []
    for school in found.schools:
        for pupil, day, half, code in zip(
            school.pupil, school.day, school.half, school.code, strict=True
        ):
            letter = "" if code == NO_MARK else codes.table()[code].code
            out.append((school.pupils[pupil], date_of(day).isoformat(), int(half), letter))
    return out


@pytest.fixture
def marks() -> Callable[[Reading], list[tuple[str, str, int, str]]]:
    """Spell out the marks of a reading."""
    return marks_of


@pytest.fixture
def letters() -> Callable[[Reading], list[str]]:
    """Only the letters of a reading's marks, in the order of the file."""
    return lambda found: [letter for *_, letter in marks_of(found)]


@pytest.fixture
def reasons() -> Callable[[Reading], list[tuple[int, str]]]:
    """What a reading refused, as (line, reason)."""
    return lambda found: [(r.line, r.reason) for r in found.refused]


@pytest.fixture
def said() -> Callable[[Reading], str]:
    """Everything a reading took although it was odd, as one text."""
    return lambda found: "\n".join(f"{t.line}: {t.said} x{t.times}" for t in found.taken)
