"""Who teaches which lesson on which day: weeks A and B, job shares, a change in mid-year, rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from belong.basics.terms import date_of, monday_of
from demo_school import sources
from demo_school.invented import Adult, Ints, Invented, LessonMarks
from demo_school.records import Klass, Lesson, Member
from demo_school.season import sessions
from demo_school.staff import TEACHER
from demo_school.term_dates import school_year

PERIODS = 6
ALTERNATING = 4
"""Year 11 lessons that another teacher takes in every second week."""
CHANGED_YEAR_GROUP = 8
"""One set of this year group changed its teacher after the autumn half-term."""
NOBODY = -1


@dataclass(frozen=True)
class Staffing:
    """The current year's teachers, rows of the school's adults.

    now, other  int32 [classes x weekdays x periods], in weeks A and in weeks B, -1 for nobody
    before      who took the lessons of the changed set until `changed`
    """

    now: Ints
    other: Ints
    before: int
    changed_set: int
    changed: int


def staffing(school: Invented) -> Staffing:
    """Who takes each weekly lesson of this year."""
    taught = school.teaching
    now = np.full((len(taught.classes), 5, PERIODS), NOBODY, dtype=np.int32)
    now[taught.klass, taught.weekday, taught.period] = taught.teacher
    other = now.copy()
    for klass, weekday, period in _year_11(school)[:ALTERNATING]:
        stand_in = _free_at(school, (now, other), klass, [(weekday, period)])
        if stand_in != NOBODY:
            other[klass, weekday, period] = stand_in
    changed = _set_of_one_teacher(school, now)
    before = NOBODY
    if changed != NOBODY:
        slots = [(int(w), int(p)) for w, p in np.argwhere(now[changed] != NOBODY)]
        before = _free_at(school, (now, other), changed, slots)
    day = sessions(school.this_year).nth_of_half_term(1, 0)
    return Staffing(now, other, before, changed, day)


def _set_of_one_teacher(school: Invented, now: Ints) -> int:
    """The first set of the year group with all its lessons in one hand, -1 where there is none."""
    sets = sources.subject_list()["lower"]["sets"].values()
    for k, (subject, group) in enumerate(
        zip(school.teaching.subjects, school.teaching.year_groups, strict=True)
    ):
        hands = set(now[k].flat) - {NOBODY}
        if group == CHANGED_YEAR_GROUP and subject in sets and len(hands) == 1:
            return k
    return NOBODY


def _year_11(school: Invented) -> list[tuple[int, int, int]]:
    """Lessons of Year 11 that somebody takes, one of each class first."""
    taught = school.teaching
    found = [
        (k, w, p)
        for k, w, p, t in zip(
            taught.klass.tolist(), taught.weekday.tolist(), taught.period.tolist(),
            taught.teacher.tolist(), strict=True,
        )
        if taught.year_groups[k] == 11 and t != NOBODY
    ]  # fmt: skip
    first = {k: (k, w, p) for k, w, p in reversed(found)}
    return list(first.values())[::-1]


def _free_at(
    school: Invented, weeks: tuple[Ints, Ints], klass: int, slots: list[tuple[int, int]]
) -> int:
    """A teacher free at all those times, of the department first; -1 for nobody."""
    busy = {int(t) for week in weeks for w, p in slots for t in week[:, w, p]}
    free = [n for n, a in enumerate(school.adults) if a.role == TEACHER and n not in busy]
    own = [n for n in free if school.adults[n].subject == school.teaching.subjects[klass]]
    return next(iter([*own, *free]), NOBODY)


def is_week_b(school: Invented, days: Ints) -> np.ndarray:
    """Whether each day falls in a week B: school weeks in turn, A first in September."""
    weeks = np.unique(monday_of(school_year(school.this_year).days))
    return np.asarray(np.searchsorted(weeks, monday_of(days)) % 2 == 1)


def teacher_of(school: Invented, found: Staffing, marks: LessonMarks) -> Ints:
    """The row of the adult who took each lesson mark: int32 [marks], -1 for nobody."""
    weekday = (marks.day + 3) % 7
    at = (marks.klass, weekday, marks.period)
    who = np.where(is_week_b(school, marks.day), found.other[at], found.now[at])
    early = (marks.klass == found.changed_set) & (marks.day < found.changed)
    return np.where(early, found.before, who).astype(np.int32)


def lessons(school: Invented, found: Staffing) -> tuple[Lesson, ...]:
    """The timetable as it stands today: a lesson of both weeks once, else a line for A and B."""
    rooms = _rooms(school.adults)
    taught = school.teaching
    out = []
    for k, w, p in zip(
        taught.klass.tolist(), taught.weekday.tolist(), taught.period.tolist(), strict=True
    ):
        a, b = int(found.now[k, w, p]), int(found.other[k, w, p])
        weeks = (("", a),) if a == b else (("A", a), ("B", b))
        out += [Lesson(k, w, p, week, rooms.get(t, "Hall"), t) for week, t in weeks]
    return tuple(out)


def _rooms(adults: tuple[Adult, ...]) -> dict[int, str]:
    """A room for each teacher: the letters of the subject and a number."""
    short = sources.subject_list()["short"]
    count: dict[str, int] = {}
    rooms = {}
    for n, adult in enumerate(adults):
        if adult.subject:
            count[adult.subject] = count.get(adult.subject, 0) + 1
            rooms[n] = f"{short[adult.subject]}{count[adult.subject]}"
    return rooms


def taught_classes(school: Invented, found: Staffing) -> tuple[Klass, ...]:
    """A line for each class and each of its teachers this year; lines at one time are a share."""
    taught = school.teaching
    first = date_of(school_year(school.this_year).first)
    lines = []
    for k, name in enumerate(taught.classes):
        year = f"Year {taught.year_groups[k]:2d}"
        teachers = sorted({int(t) for t in (*found.now[k].flat, *found.other[k].flat)} - {NOBODY})
        begins: dt.date = first
        if k == found.changed_set and found.before != NOBODY:
            begins = date_of(found.changed)
            over = _friday_before(school)
            code = school.adults[found.before].code
            lines.append(Klass(name, taught.subjects[k], year, code, first, over))
        lines += [
            Klass(name, taught.subjects[k], year, school.adults[t].code, begins, None)
            for t in teachers
        ]
    return tuple(lines)


def _friday_before(school: Invented) -> dt.date:
    """The last day of the first half-term."""
    return date_of(sessions(school.this_year).nth_of_half_term(0, -1))


def members(school: Invented) -> tuple[Member, ...]:
    """Who is in which class this year, from the first day on roll in it to the last."""
    taught = school.teaching
    first = date_of(school_year(school.this_year).first)
    return tuple(
        Member(c.upn, taught.classes[k], max(first, c.admitted), c.left)
        for c, k in zip(
            (school.children[n] for n in taught.member.tolist()),
            taught.member_of.tolist(), strict=True,
        )
        if c.left is None or c.left >= first
    )  # fmt: skip
