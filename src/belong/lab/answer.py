"""What a look at a file answers: the same for the screen, JSON and the report."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = "belong-look-1"


@dataclass(frozen=True)
class Pupil:
    """One stay of one child. Counts are of the file's unit (sessions, days or lessons).

    None where the file cannot say (a table of totals has no spells)
    """

    school: str
    id: str
    possible: int
    attended: int
    approved: int
    authorised: int
    unauthorised: int
    unclassified: int
    missed: int
    late_before: int | None
    late_after: int | None
    share: float | None
    persistent: bool
    severe: bool
    provisional: bool
    spells: int | None
    missing_marks: int | None
    reasons: dict[str, int]


@dataclass(frozen=True)
class Group:
    """Sums over a school, a year group or a form: never a mean of means."""

    school: str
    kind: str
    value: str
    pupils: int
    possible: int
    missed: int
    share: float | None
    persistent: int
    severe: int
    missing_marks: int | None


@dataclass(frozen=True)
class Week:
    """One week of one school."""

    school: str
    monday: str
    possible: int
    missed: int


@dataclass(frozen=True)
class Pattern:
    """What a school would have been shown about one child, at the look that first showed it.

    week       the Monday of the school week at whose end it was shown
    missed     times counted, of `possible` sessions in which it could have been so; `kind` says
               what is counted
    expected   how many were to be expected of this child at this school
    p          the chance of so many or more in this place at this look
    ever       the chance of anything as unlikely in a year of weekly looks at a child without
               habits
    q          Benjamini and Hochberg's adjusted value over the children of the school
    contrast   what the child does come to; empty where no weekday stands out
    """

    school: str
    pupil: str
    kind: str
    where: str
    week: str
    missed: int
    possible: int
    expected: float
    p: float
    ever: float
    q: float
    said: str
    contrast: str


@dataclass(frozen=True)
class Shocked:
    """A session set apart, since far more children than usual began to be away.

    group     the year group it was alone; None for the whole school
    began     children whose absence began then; `expected` that many were usual
    """

    school: str
    day: str
    session: str
    group: str | None
    began: int
    expected: float


@dataclass(frozen=True)
class Lessons:
    """The lessons of one child in one subject, from a file of lesson marks.

    missed_in_school  of those missed, on days with a present mark morning and afternoon; None
                      where the register cannot say
    blank             lessons without a mark, on neither side
    """

    school: str
    pupil: str
    subject: str
    missed: int
    possible: int
    missed_in_school: int | None
    blank: int


@dataclass(frozen=True)
class School:
    """One school of a file."""

    school: str
    code_set: str
    unit: str
    first: str | None
    last: str | None
    pupils: int
    marks: int
    possible: int
    attended: int
    approved: int
    authorised: int
    unauthorised: int
    unclassified: int
    missed: int
    share: float | None
    attendance: float | None
    persistent: int
    severe: int
    missing_marks: int | None
    reasons: dict[str, int]


@dataclass(frozen=True)
class Answer:
    """The whole answer. `events` is filled, and `schools` and `pupils` are not, for a file that
    records events only: no rate can be said from it."""

    version: str
    file: str
    as_of: str | None
    shape: str
    unit: str
    code_set: str
    rows: int
    marks: int
    columns: dict[str, str]
    schools: tuple[School, ...]
    pupils: tuple[Pupil, ...]
    groups: tuple[Group, ...]
    weeks: tuple[Week, ...]
    events: dict[str, int]
    patterns: tuple[Pattern, ...]
    shocks: tuple[Shocked, ...]
    lessons: tuple[Lessons, ...]
    refused: tuple[dict[str, Any], ...]
    taken: tuple[dict[str, Any], ...]
    format: str = field(default=FORMAT)

    def as_json(self) -> dict[str, Any]:
        """The document of docs/reference/look.md."""
        return asdict(self)
