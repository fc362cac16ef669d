"""Laying a file's marks over what a school keeps, and moving marks to the stay they belong to."""

from __future__ import annotations

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.basics.terms import day_number, year_start
from belong.intake import matching, preview, shelf
from belong.intake.models import Import, Snapshot
from belong.people.models import Enrolment
from belong.registers import store as keeping
from belong.registers.sources.reading import SchoolMarks
from belong.registers.store import SLOTS, Kept, YearMarks, session_of, sorted_marks


def _current(school_id: int) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(school_id=school_id, current=True)


def stored(school_id: int, marks: SchoolMarks) -> dict[int, Kept]:
    """Each touched year with the file's marks laid over what stood there, written but not yet
    pointed at."""
    before = {s.year: s.name for s in _current(school_id)}
    enrolment = matching.enrolments_of(marks, school_id)
    entered = (marks.code != NO_MARK) & (enrolment >= 0)
    years = preview.years_of(marks)
    kept = {}
    for year in np.unique(years[entered]).tolist():
        mine = entered & (years == year)
        session = session_of(marks.day[mine], marks.half[mine], year)
        new = sorted_marks(year, enrolment[mine], session, marks.code[mine])
        old = shelf.store().long(school_id, before[year]) if year in before else None
        kept[year] = shelf.store().keep(school_id, keeping.merged(old, new))
    return kept


def point_at(school_id: int, year: int, file: Kept, brought: Import) -> None:
    """Make a written file the current one of its year."""
    _current(school_id).filter(year=year).update(current=False)
    Snapshot.objects.create(
        school_id=school_id, year=year, name=file.name, marks=file.marks, brought_by=brought
    )


def bring_home(school_id: int, brought: Import) -> None:
    """After stays changed, put each mark with the stay of its child that its day belongs to.

    Without this, a child who came back would have the marks of the second stay counted with the
    first, and the same file brought again would count them twice.
    """
    several = {p: s for p, s in matching.stays_of(school_id).items() if len(s) > 1}
    if not several:
        return
    rows = Enrolment.objects.filter(school_id=school_id, pupil_id__in=several)
    pupil_of = dict(rows.values_list("pk", "pupil_id"))
    for snapshot in list(_current(school_id)):
        old = shelf.store().long(school_id, snapshot.name)
        home = _homes(old, pupil_of, several)
        if (home != old.enrolment).any():
            new = _moved(old, home)
            point_at(school_id, old.year, shelf.store().keep(school_id, new), brought)


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
