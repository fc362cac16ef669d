"""Whose marks are these? Identifiers first; never a surname alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.basics.terms import day_number
from belong.people.models import Enrolment, Pupil
from belong.registers.joining import FAR_FUTURE, FAR_PAST
from belong.registers.sources.reading import SchoolMarks


def known_pupils(school_id: int) -> dict[str, int]:
    """Every identifier a child of this school is known by, to the child's key."""
    known: dict[str, int] = {}
    for pk, source, upn in Pupil.objects.filter(school_id=school_id).values_list(
        "pk", "source_id", "upn"
    ):
        known[source] = pk
        if upn:
            known[upn] = pk
    return known


@dataclass(frozen=True)
class Stay:
    """One stay of a child, as day numbers, both included."""

    enrolment: int
    admitted: int
    left: int


def stays_of(school_id: int) -> dict[int, list[Stay]]:
    """Every child's stays at a school, earliest first."""
    stays: dict[int, list[Stay]] = defaultdict(list)
    rows = Enrolment.objects.filter(school_id=school_id).values_list(
        "pupil_id", "pk", "admitted_on", "left_on"
    )
    for pupil, pk, admitted, left in rows:
        stays[pupil].append(
            Stay(
                pk,
                day_number(admitted) if admitted else FAR_PAST,
                day_number(left) if left else FAR_FUTURE,
            )
        )
    for of_one in stays.values():
        of_one.sort(key=lambda stay: stay.admitted)
    return stays


def enrolments_of(marks: SchoolMarks, school_id: int) -> NDArray[np.int32]:
    """The stay each mark belongs to, by its child and day.

    returns  int32 [marks]; -1 where the child is not known. A mark outside every stay goes to the
             nearest earlier one, or to the first
    """
    known, stays = known_pupils(school_id), stays_of(school_id)
    per_pupil = [stays.get(known.get(p, -1), []) for p in marks.pupils]
    only = np.array([s[0].enrolment if s else -1 for s in per_pupil], dtype=np.int32)
    out = only[marks.pupil]
    for n, several in enumerate(per_pupil):
        if len(several) > 1:
            mine = np.flatnonzero(marks.pupil == n)
            begins = np.array([s.admitted for s in several])
            at = np.searchsorted(begins, marks.day[mine], side="right") - 1
            numbers = np.array([s.enrolment for s in several], dtype=np.int32)
            out[mine] = numbers[np.maximum(at, 0)]
    return out


@dataclass(frozen=True)
class Person:
    """A child as a file describes them. None: the file does not say."""

    source_id: str
    fields: dict[str, str | bool | dt.date | None]
    admitted: dt.date | None
    left: dt.date | None


TEXT = ("surname", "forename", "known_as", "said", "year", "form", "sex", "sen")


def people_in(details: pa.Table) -> list[Person]:
    """The children a details table describes."""
    return [_person(row) for row in details.to_pylist()]


def _person(row: dict[str, str | None]) -> Person:
    fields: dict[str, str | bool | dt.date | None] = {
        name: (row[name] or "")[:100] for name in TEXT if row.get(name)
    }
    if row.get("year"):
        fields["year"] = year_group(str(row["year"]))
    if row.get("sex"):
        fields["sex"] = str(row["sex"])[:1].upper()
    if row.get("sen"):
        fields["sen"] = str(row["sen"])[:1].upper()
    if row.get("dob"):
        fields["born_on"] = dt.date.fromisoformat(str(row["dob"]))
    if row.get("fsm"):
        fields["fsm"] = str(row["fsm"]).strip().casefold() in {"y", "yes", "true", "t", "1"}
    return Person(str(row["id"]), fields, _date(row.get("admitted")), _date(row.get("left")))


def year_group(text: str) -> str:
    """`Year  7`, `Yr 07`, `7` as 7; Reception and 0 as R; anything else as it stands, shortened."""
    digits = "".join(c for c in text if c.isdigit()).lstrip("0")
    if text.strip().casefold() in {"r", "reception", "0", "00"}:
        return "R"
    if digits and not text.strip().upper().startswith("N"):
        return digits[:2]
    return text.strip()[:4]


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
