"""From the records a file holds to facts about the school's children, adults and classes."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from belong.intake import facts, matching
from belong.intake.facts import Said, Sorted
from belong.people.models import Pupil
from belong.registers.kinds import Kind, kind_named
from belong.registers.sources.reading import Refused
from belong.registers.sources.records import Records

WHO = frozenset({"line", "pupil_id", "other_ids", "name", "dob", "school"})
"""Columns that say whom a record is about; everything else is what it says."""
STATED = ("begins", "on")
LONGEST_KEY = 250

Row = dict[str, Any]


@dataclass(frozen=True)
class Landed:
    """The records of one kind as facts, and those whose child nobody knows.

    strangers  one line a child, with the first line of the file they stand on
    numbers    the numbers of strangers, for somebody who knows whose they are
    """

    kind: Kind
    said: tuple[Said, ...]
    strangers: tuple[Refused, ...]
    numbers: tuple[str, ...]


class Finder:
    """Finds the child a record is about: by number, or by name and birthday where one fits."""

    def __init__(self, school_id: int) -> None:
        self.known = matching.known_pupils(school_id)
        self._by_birth: dict[tuple[str, dt.date | None], set[int]] = defaultdict(set)
        rows = Pupil.objects.filter(school_id=school_id, merged_into=None).values_list(
            "pk", "surname", "forename", "known_as", "born_on"
        )
        for pk, surname, forename, known_as, born_on in rows:
            for first in {forename, known_as} - {""}:
                self._by_birth[(_plain(f"{surname} {first}"), born_on)].add(pk)

    def find(self, row: Row) -> int | None:
        """The key of the child, or None. A name alone is never enough."""
        for number in (row.get("pupil_id"), *(row.get("other_ids") or ())):
            if number and number in self.known:
                return self.known[number]
        if row.get("pupil_id") and not row.get("dob"):
            return None
        born = row.get("dob")
        found = self._by_birth.get((_plain(_turned(row.get("name") or "")), _date(born)), set())
        return next(iter(found)) if born and len(found) == 1 else None


def _turned(name: str) -> str:
    return name.replace(",", " ")


def _plain(name: str) -> str:
    return " ".join(sorted("".join(c for c in w if c.isalnum()) for w in name.casefold().split()))


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def landed(school_id: int, records: Records, finder: Finder | None = None) -> Landed:
    """The facts in a file's records. A record about a child nobody knows is not taken."""
    kind = kind_named(records.kind)
    find = (finder or Finder(school_id)).find if kind.about == "pupil" else None
    said: list[Said] = []
    strangers: dict[str, list[int]] = defaultdict(list)
    numbers: dict[str, None] = {}
    for row in records.table.to_pylist():
        pupil = find(row) if find else None
        if find and pupil is None:
            strangers[row.get("pupil_id") or row.get("name") or ""].append(row["line"])
            numbers |= {row["pupil_id"]: None} if row.get("pupil_id") else {}
        else:
            said.append(_said(kind, row, pupil))
    lost = tuple(stranger(lines) for lines in strangers.values())
    return Landed(kind, tuple(said), lost, tuple(numbers))


def stranger(lines: list[int]) -> Refused:
    """The lines of one child whom nobody here knows."""
    what = "The child of this line is" if len(lines) == 1 else f"The child of {len(lines)} lines is"
    return Refused(
        min(lines),
        f"{what} not known here by number, or by name and birthday. Bring the pupils file first,"
        " or add the number to it.",
        len(lines),
    )


def _said(kind: Kind, row: Row, pupil: int | None) -> Said:
    data = {name: value for name, value in row.items() if name not in WHO and value is not None}
    key = json.dumps([_text(row.get(name)) for name in kind.key], ensure_ascii=False)
    begins = next((row[name] for name in STATED if row.get(name)), None)
    return Said(
        pupil, kind.name, key[:LONGEST_KEY], data, _date(begins),
        _date(row.get("ends") if "ends" in row else row.get("on")),
    )  # fmt: skip


def _text(value: object) -> str:
    return "" if value is None else str(value).strip().casefold()


def beside(school_id: int, every: Iterable[Landed]) -> dict[str, Sorted]:
    """What each kind of a file says beside what is kept."""
    return {one.kind.name: facts.sort(school_id, one.said) for one in every}
