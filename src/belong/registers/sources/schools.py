"""Settled entries as the marks of each school."""

from __future__ import annotations

import numpy as np

from belong.registers.sources.children import Details
from belong.registers.sources.grid import by_appearance
from belong.registers.sources.reading import SchoolMarks
from belong.registers.sources.roll import Roll
from belong.registers.sources.settle import Judged


def by_school(judged: Judged, details: Details, roll: Roll | None) -> tuple[SchoolMarks, ...]:
    """The marks of each school, schools and children in the order they first appear."""
    people = judged.entries.pupil
    names = list(dict.fromkeys(school for school, _ in people.values))
    if len(names) <= 1:
        return (_one(names[0] if names else "", judged, details, roll),)
    number = {school: n for n, school in enumerate(names)}
    of_person = np.array([number[school] for school, _ in people.values], dtype=np.int32)
    of_entry = of_person[people.codes]
    found = (
        _one(school, judged.only(of_entry == number[school]), details, roll)
        for school in _by_first_use(names, of_entry)
    )
    return tuple(found)


def _by_first_use(
    names: list[str], of_entry: np.ndarray[tuple[int], np.dtype[np.int32]]
) -> list[str]:
    _, first = by_appearance(of_entry.astype(np.int64), len(names))
    return [names[of_entry[row]] for row in first.tolist()]


def _one(school: str, judged: Judged, details: Details, roll: Roll | None) -> SchoolMarks:
    entries = judged.entries
    people = entries.pupil
    pupil, first = by_appearance(people.codes.astype(np.int64), max(1, len(people.values)))
    chosen = [int(people.codes[row]) for row in first.tolist()]
    numbers = tuple(people.values[code][1] for code in chosen)
    return SchoolMarks(
        school=school,
        pupils=numbers,
        pupil=pupil,
        day=entries.days[entries.date],
        half=np.asarray(entries.half, dtype=np.uint8),
        code=judged.code,
        line=entries.line[entries.row],
        details=details.table(chosen, [people.values[code] for code in chosen], roll),
    )
