"""Whose marks are these? Identifiers first; never a surname alone."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.basics.errors import UnreadableFile
from belong.basics.terms import day_number
from belong.people.models import Enrolment, Pupil
from belong.registers.joining import FAR_FUTURE, FAR_PAST
from belong.registers.sources.reading import Reading, SchoolMarks


def known_pupils(school_id: int) -> dict[str, int]:
    """Every identifier a child of this school is known by, to the child's key."""
    known: dict[str, int] = {}
    others: dict[str, set[int]] = defaultdict(set)
    here = Pupil.objects.filter(school_id=school_id, merged_into=None)
    for pk, source, upn in here.values_list("pk", "source_id", "upn"):
        known[source] = pk
        if upn:
            known[upn] = pk
    for pk, more in here.exclude(other_ids=[]).values_list("pk", "other_ids"):
        for number in more:
            others[number].add(pk)
    # A number two children share is nobody's.
    only = {number: next(iter(pks)) for number, pks in others.items() if len(pks) == 1}
    return only | known


def keys_of(people: list[Person], known: dict[str, int]) -> list[int | None]:
    """The child each one is: by the first number, else by any other; None for a stranger.

    A school gives an admission number again after years: where both have a UPN, that decides.
    """
    with_upn = {key for number, key in known.items() if looks_like_upn(number)}

    def key_of(person: Person) -> int | None:
        if person.source_id in known:
            return known[person.source_id]
        found = [known[number] for number in person.other_ids if number in known]
        told = looks_like_upn(person.source_id)
        return next((key for key in found if not (told and key in with_upn)), None)

    return [key_of(person) for person in people]


def must_be_numbered(reading: Reading, marks: SchoolMarks, known: dict[str, int]) -> None:
    """Raises UnreadableFile where a file would make children anew because it has only names.

    known  as `known_pupils` gives it; a school that never had numbers may go on with names
    """
    numbered = "pupil" in reading.columns
    if not numbered and known and any(name not in known for name in marks.pupils):
        raise UnreadableFile(
            "This file tells children apart by their names only, and the school's children are"
            " known by number.",
            do="Export the marks with the UPN or the admission number.",
        )


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


@dataclass(frozen=True)
class Roll:
    """The children of a school and their stays, at the moment they were asked for.

    known  as `known_pupils` gives it
    stays  as `stays_of` gives it
    """

    known: dict[str, int]
    stays: dict[int, list[Stay]]

    @classmethod
    def of(cls, school_id: int) -> Roll:
        """As the tables have it now."""
        return cls(known_pupils(school_id), stays_of(school_id))

    def enrolments_of(self, marks: SchoolMarks) -> NDArray[np.int32]:
        """The stay each mark belongs to, by its child and day.

        returns  int32 [marks]; -1 where the child is not known. A mark outside every stay goes to
                 the nearest earlier one, or to the first
        """
        per_pupil = [self.stays.get(self.known.get(p, -1), []) for p in marks.pupils]
        only = np.array([s[0].enrolment if s else -1 for s in per_pupil], dtype=np.int32)
        out = only[marks.pupil]
        for n, several in enumerate(per_pupil):
            if len(several) > 1:
                mine = np.flatnonzero(marks.pupil == n)
                out[mine] = homes_of(several, marks.day[mine])
        return out

    def after_leaving(self, marks: SchoolMarks) -> NDArray[np.bool_]:
        """Which marks are dated after the last day of the stay they would belong to.

        returns  bool [marks]; False for a child who is not known
        """
        lefts = {s.enrolment: s.left for stays in self.stays.values() for s in stays}
        numbers, at = np.unique(self.enrolments_of(marks), return_inverse=True)
        last = np.array([lefts.get(int(n), FAR_FUTURE) for n in numbers], dtype=np.int32)
        return np.asarray((marks.day > last[at]) & (marks.code != NO_MARK))


def homes_of(stays: list[Stay], day: NDArray[np.int32]) -> NDArray[np.int32]:
    """The stay of one child each day belongs to: the nearest earlier one, or the first."""
    begins = np.array([stay.admitted for stay in stays])
    at = np.searchsorted(begins, day, side="right") - 1
    return np.array([stay.enrolment for stay in stays], dtype=np.int32)[np.maximum(at, 0)]


Pair = tuple[dt.date | None, dt.date | None]
"""First and last day of a stay; None where the file does not say."""


@dataclass(frozen=True)
class Person:
    """A child as a file describes them. None: the file does not say.

    admitted, left  of the latest stay
    says_left       whether the file has leaving dates at all: only then is None "still here"
    earlier         stays before the latest
    other_ids       further numbers of the child
    """

    source_id: str
    fields: dict[str, str | bool | dt.date | None]
    admitted: dt.date | None
    left: dt.date | None
    says_left: bool = True
    earlier: tuple[Pair, ...] = ()
    other_ids: tuple[str, ...] = ()

    @property
    def stays(self) -> tuple[Pair, ...]:
        """Every stay the file names, earliest first."""
        return (*self.earlier, (self.admitted, self.left))


TEXT = ("surname", "forename", "known_as", "said", "year", "form", "sex", "sen")


LONGEST = {
    "source_id": 64, "surname": 100, "forename": 100, "known_as": 100, "said": 100, "year": 4,
    "form": 40, "sex": 1, "sen": 1,
}  # fmt: skip
"""How many characters of each text the tables hold."""


def strangers_in(marks: SchoolMarks, known: Mapping[str, int]) -> list[Person]:
    """The children of a file of marks whom nobody here knows. Raises UnreadableFile."""
    new = pa.array([number not in known for number in marks.pupils], pa.bool_())
    return people_in(marks.details.filter(new))


def people_in(details: pa.Table) -> list[Person]:
    """The children a details table describes. Raises UnreadableFile for a number too long."""
    if any(len(number) > LONGEST["source_id"] for number in details["id"].to_pylist()):
        raise UnreadableFile(
            f"A pupil number in this file is longer than {LONGEST['source_id']} characters.",
            do="Check that the column with the numbers holds the UPN or the admission number.",
        )
    return [_person(row) for row in details.to_pylist()]


def looks_like_upn(text: str) -> bool:
    """Whether a number has the form of a unique pupil number."""
    return len(text) == 13 and text[0].isalpha() and text[1:12].isdigit()


def _person(row: dict[str, Any]) -> Person:
    fields: dict[str, str | bool | dt.date | None] = {
        name: str(row[name])[: LONGEST[name]] for name in TEXT if row.get(name)
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
    pairs = row.get("stays") or [(row.get("admitted"), row.get("left"))]
    *earlier, (admitted, left) = [(_date(begin), _date(end)) for begin, end in pairs]
    return Person(
        str(row["id"]), fields, admitted, left, says_left="left" in row,
        earlier=tuple(earlier), other_ids=tuple(row.get("other_ids") or ()),
    )  # fmt: skip


LAST_YEAR = 14
NUMBERED = re.compile(r"(?:year|yr|y)?\s*0*([1-9]\d?)\b")
EARLY = {
    "R": {"r", "rec", "reception", "f2", "fs2", "eyfs 2", "reception 2", "0", "00", "year r",
          "yr r", "year 0", "year 00"},
    "N": {"n", "n1", "n2", "nursery", "nursery 1", "nursery 2", "f1", "fs1", "eyfs 1"},
}  # fmt: skip


def year_group(text: str) -> str:
    """`Year  7`, `Yr 07`, `7` as 7; Reception and F2 as R, nursery and F1 as N; anything else as it
    stands, shortened: a number in the middle of words may mean something else."""
    plain = " ".join(text.casefold().split())
    for name, words in EARLY.items():
        if plain in words:
            return name
    found = NUMBERED.match(plain)
    if found and 1 <= int(found[1]) <= LAST_YEAR:
        return str(int(found[1]))
    return text.strip()[: LONGEST["year"]].strip()


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
