"""The register's marks: what each letter means, and between which dates."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


class Kind(StrEnum):
    """How a mark counts. Classes as in domain.md A1."""

    PRES = "PRES"
    AEA = "AEA"
    AUTH = "AUTH"
    UNAUTH = "UNAUTH"
    UNCLASS = "UNCLASS"
    NOTPOSS = "NOTPOSS"
    ADMIN = "ADMIN"


@dataclass(frozen=True)
class Code:
    """One dated line of the code table."""

    index: int
    code_set: str
    code: str
    kind: Kind
    late: str
    counts_for_notice: bool
    group: str
    words: str
    since: dt.date | None
    until: dt.date | None
    to_be_checked: bool

    def in_force(self, on: dt.date) -> bool:
        """Whether this line was in force on a date."""
        return (self.since is None or on >= self.since) and (self.until is None or on <= self.until)


ENGLAND = "england"
PRESENCE = "presence"

NO_MARK = 253
"""On roll, school open, nothing entered: a gap in the data, never an absence."""
CLOSED = 254
"""The school was not open to this row at this session."""
NOT_ON_ROLL = 255
"""Before the first or after the last session on roll."""

POSSIBLE_KINDS = frozenset({Kind.PRES, Kind.AEA, Kind.AUTH, Kind.UNAUTH, Kind.UNCLASS})
MISSED_KINDS = frozenset({Kind.AUTH, Kind.UNAUTH, Kind.UNCLASS})


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@cache
def table() -> tuple[Code, ...]:
    """Every line of the dated code table, in the order of its indexes."""
    with (files(__package__) / "codes.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return tuple(
        Code(
            index=n, code_set=r["set"], code=r["code"], kind=Kind(r["class"]), late=r["late"],
            counts_for_notice=r["pn"] == "1", group=r["group"], words=r["words"],
            since=_day(r["from"]), until=_day(r["to"]), to_be_checked=r["pk"] == "pk",
        )
        for n, r in enumerate(rows)
    )  # fmt: skip


def find(code: str, *, on: dt.date, code_set: str = ENGLAND) -> Code | None:
    """The line for a letter on a date, or None where the table has none: never a guess."""
    for line in table():
        if line.code == code and line.code_set == code_set and line.in_force(on):
            return line
    return None


def known(code: str, *, code_set: str = ENGLAND) -> bool:
    """Whether the letter was ever in the table, whatever the date."""
    return any(line.code == code and line.code_set == code_set for line in table())


def index_of(code: str, *, code_set: str = ENGLAND) -> int:
    """The index of a letter in force today's table. Raises KeyError for an unknown letter."""
    for line in table():
        if line.code == code and line.code_set == code_set and line.until is None:
            return line.index
    raise KeyError(f"no mark {code!r} in the {code_set} table")


def lookup(*, kinds: frozenset[Kind]) -> NDArray[np.uint8]:
    """A 256-long table of 0 and 1: whether a mark is of one of these kinds."""
    out = np.zeros(256, dtype=np.uint8)
    out[[line.index for line in table() if line.kind in kinds]] = 1
    return out


def late(when: str) -> NDArray[np.uint8]:
    """A 256-long table of 0 and 1: late `before` or `after` the register closed."""
    out = np.zeros(256, dtype=np.uint8)
    out[[line.index for line in table() if line.late == when]] = 1
    return out
