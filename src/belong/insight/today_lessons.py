"""Lessons that some children missed while they were away, by subject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np

from belong.attendance.measures.counts import MISSED
from belong.basics.terms import day_number, year_of
from belong.insight.desk import Desk
from belong.insight.today_needs import Need
from belong.intake import lessons
from belong.people.permissions import Permission
from belong.registers.lessons import LessonMarks

Missed = tuple[tuple[str, int], ...]


def while_away(
    desk: Desk, needs: Collection[Need], only: Mapping[int, frozenset[str]]
) -> dict[int, Missed]:
    """Subjects and how many lessons of each, the most first, by the key of each child whose
    lessons are kept and may be read.

    only  for a child, the classes of which lessons are told; every class where none is said
    """
    if not needs:
        return {}
    ids = [need.pupil for need in needs]
    kept = lessons.of_each(desk.by.school_id, ids, year_of(desk.day))
    if not kept:
        return {}
    may = desk.among(kept, Permission.CHILD_READ)
    counts = {
        need.pupil: _by_class(kept[need.pupil], need, desk, only.get(need.pupil))
        for need in needs if need.pupil in may and need.pupil in kept
    }  # fmt: skip
    names = sorted({name for found in counts.values() for name in found})
    spelt = lessons.subjects(desk.by.school_id, names) if names else {}
    return {pupil: _by_subject(found, spelt) for pupil, found in counts.items()}


def _by_class(
    marks: LessonMarks, need: Need, desk: Desk, only: frozenset[str] | None
) -> dict[str, int]:
    """How many lessons of each class were missed since the child was last in, up to the day before
    they are back."""
    first = day_number(need.last_in) if need.last_in else 0
    last = day_number(desk.day) - (1 if need.back else 0)
    during = (marks.day > first) & (marks.day <= last) & MISSED[marks.code].astype(bool)
    classes, n = np.unique(marks.klass[during], return_counts=True)
    found = {marks.classes[k]: int(count) for k, count in zip(classes, n, strict=True)}
    wanted = None if only is None else {name.casefold() for name in only}
    return {k: v for k, v in found.items() if wanted is None or k.casefold() in wanted}


def _by_subject(found: Mapping[str, int], spelt: Mapping[str, str]) -> Missed:
    sums: Counter[str] = Counter()
    for name, n in found.items():
        sums[spelt.get(name, name)] += n
    return tuple(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0].casefold())))
