"""Laying a file's marks over what a school keeps, and moving marks to the stay they belong to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.basics.terms import date_of, day_number, year_of, year_start
from belong.intake import matching, revisions, shelf
from belong.intake.matching import Roll
from belong.intake.models import Change, Import, Snapshot
from belong.people.models import Enrolment, Membership
from belong.people.permissions import Permission
from belong.people.roles import Role
from belong.registers import deltas
from belong.registers import store as keeping
from belong.registers.bulk.years import laid_over
from belong.registers.deltas import Delta
from belong.registers.sources.reading import SchoolMarks
from belong.registers.store import SLOTS, Kept, YearMarks, session_of, sorted_marks


@dataclass(frozen=True)
class Written:
    """A year as it will be, and what is different from now: both on the disk, neither pointed at.

    file   None where no mark is left in the year
    delta  the name of the delta file
    """

    year: int
    file: Kept | None
    delta: str
    marks: int


@dataclass(frozen=True)
class Cause:
    """Why marks change, for the history: who, when, and by which file or for which reason."""

    by: Membership
    at: dt.datetime
    why: Change.Why
    brought: Import | None = None
    reason: str = ""

    @property
    def role(self) -> Role:
        """The role by which they may."""
        by_hand = self.why in (Change.Why.CORRECTION, Change.Why.MERGE)
        wanted = Permission.MARKS_CORRECT if by_hand else Permission.REGISTERS_IMPORT
        return self.by.role_for(wanted)


def _current(school_id: int) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(school_id=school_id, current=True)


def current_marks(school_id: int) -> dict[int, YearMarks]:
    """The marks each year holds now, read from the disk."""
    return {s.year: shelf.store().long(school_id, s.name) for s in _current(school_id)}


@dataclass(frozen=True)
class Beside:
    """One year of a file beside what is kept.

    strangers  marks of children who are not known yet
    entered    marks of known children that say something
    merged     the year with the file laid over it
    delta      what that makes different
    """

    year: int
    strangers: int
    entered: int
    merged: YearMarks
    delta: Delta

    @property
    def new(self) -> int:
        """Marks for sessions that have none yet."""
        return self.strangers + int((self.delta.old == NO_MARK).sum())

    @property
    def changed(self) -> int:
        """Marks that become other marks."""
        return int((self.delta.old != NO_MARK).sum())

    @property
    def same(self) -> int:
        """Marks that stand there already."""
        return self.entered - len(self.delta)


def years_of(marks: SchoolMarks) -> NDArray[np.int32]:
    """The school year of each mark, worked out once a distinct day."""
    days, at = np.unique(marks.day, return_inverse=True)
    return np.array([year_of(date_of(d)) for d in days], dtype=np.int32)[at]


def beside(school_id: int, marks: SchoolMarks, roll: Roll) -> list[Beside]:
    """A file's marks beside what is kept, year by year. Nothing is written.

    Blanks, and marks dated after a child left, say nothing.
    """
    before = {s.year: s.name for s in _current(school_id)}
    enrolment = roll.enrolments_of(marks)
    entered = (marks.code != NO_MARK) & ~roll.after_leaving(marks)
    years = years_of(marks)
    out = []
    for year in np.unique(years[entered]).tolist():
        here = entered & (years == year)
        mine = here & (enrolment >= 0)
        session = session_of(marks.day[mine], marks.half[mine], year)
        new = sorted_marks(year, enrolment[mine], session, marks.code[mine])
        old = shelf.store().long(school_id, before[year]) if year in before else None
        merged = keeping.merged(old, new)
        strangers = int((here & (enrolment < 0)).sum())
        delta = laid_over(old, new)
        out.append(Beside(year, strangers, int(mine.sum()), merged, delta))
    return out


class Look:
    """A school's children, and a file beside its marks, asked for again only where they changed.

    What a file would do and doing it ask for the same, one right after the other.
    """

    def __init__(self, school_id: int) -> None:
        self.school_id = school_id
        self._seen_at = -1
        self._roll: Roll | None = None
        self._beside: tuple[SchoolMarks, list[Beside]] | None = None

    def roll(self) -> Roll:
        """The children and their stays as they are now."""
        now = revisions.now(self.school_id)
        if self._roll is None or now != self._seen_at:
            self._seen_at, self._roll, self._beside = now, Roll.of(self.school_id), None
        return self._roll

    def beside(self, marks: SchoolMarks) -> list[Beside]:
        """The marks beside what is kept now, as `beside` says it."""
        roll = self.roll()
        if self._beside is None or self._beside[0] is not marks:
            self._beside = marks, beside(self.school_id, marks, roll)
        return self._beside[1]


def stored(marks: SchoolMarks, look: Look) -> list[Written]:
    """Each year with the file laid over what stood there, written but not yet pointed at."""
    found = [_written(look.school_id, year.delta, year.merged) for year in look.beside(marks)]
    return [written for written in found if written is not None]


def changed_by(school_id: int, delta: Delta) -> Written | None:
    """A year after one more change. Raises ValueError where the year is not as the delta says."""
    held = _current(school_id).filter(year=delta.year).first()
    old = shelf.store().long(school_id, held.name) if held else None
    return _written(school_id, delta, deltas.applied(old, delta))


def _written(school_id: int, delta: Delta, marks: YearMarks) -> Written | None:
    """None where nothing is different."""
    if not len(delta):
        return None
    name = deltas.keep(shelf.store(), school_id, delta)
    file = shelf.store().keep(school_id, marks) if len(marks) else None
    return Written(marks.year, file, name, len(delta))


def point_at(school_id: int, written: Iterable[Written], cause: Cause) -> None:
    """Make written files the current ones of their years, and write the lines of the history."""
    revision = revisions.now(school_id)
    for one in written:
        _current(school_id).filter(year=one.year).update(current=False)
        if one.file is not None:
            Snapshot.objects.create(
                school_id=school_id, year=one.year, name=one.file.name, marks=one.file.marks
            )
        Change.objects.create(
            school_id=school_id, year=one.year, name=one.delta, marks=one.marks, revision=revision,
            at=cause.at, by_id=cause.by.adult_id, role_key=cause.role.key,
            why=cause.why, reason=cause.reason, brought_by=cause.brought,
        )  # fmt: skip


def bring_home(school_id: int, cause: Cause) -> None:
    """After stays changed, put each mark with the stay of its child that its day belongs to.

    Without this, a child who came back would have the marks of the second stay counted with the
    first, and the same file brought again would count them twice.
    """
    several = {p: s for p, s in matching.stays_of(school_id).items() if len(s) > 1}
    if not several:
        return
    rows = Enrolment.objects.filter(school_id=school_id, pupil_id__in=several)
    pupil_of = dict(rows.values_list("pk", "pupil_id"))
    for old in current_marks(school_id).values():
        home = _homes(old, pupil_of, several)
        if (home != old.enrolment).any():
            new = _moved(old, home)
            written = _written(school_id, deltas.between(old, new), new)
            point_at(school_id, [written] if written else [], cause)


def _homes(
    marks: YearMarks, pupil_of: dict[int, int], several: dict[int, list[matching.Stay]]
) -> NDArray[np.int32]:
    home = marks.enrolment.copy()
    day = marks.session.astype(np.int32) // SLOTS + day_number(year_start(marks.year))
    mine = np.isin(marks.enrolment, list(pupil_of))
    for enrolment in np.unique(marks.enrolment[mine]).tolist():
        at = np.flatnonzero(marks.enrolment == enrolment)
        home[at] = matching.homes_of(several[pupil_of[enrolment]], day[at])
    return home


def _moved(marks: YearMarks, home: NDArray[np.int32]) -> YearMarks:
    """Where two marks meet on one place, the one that was there already stays."""
    last = np.argsort(home == marks.enrolment, kind="stable")
    return sorted_marks(marks.year, home[last], marks.session[last], marks.code[last])
