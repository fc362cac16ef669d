"""What came in, and the register as it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from belong.attendance.register import Register
from belong.basics.terms import day_number, year_of
from belong.intake import calendar_said, shelf
from belong.intake.models import Import, Snapshot
from belong.intake.year_groups import YearGroups, cohort_of, standing_in
from belong.people.models import Enrolment, School
from belong.registers.joining import FAR_FUTURE, FAR_PAST, Stays, joined
from belong.registers.store import YearMatrix

SHOWN = 50


@dataclass(frozen=True)
class Provenance:
    """Where figures come from: which import last changed the register, and when."""

    import_id: int
    file_name: str
    kept_at: dt.datetime


@dataclass(frozen=True)
class Whole:
    """A school's whole register with the import and the school's revision it stands at."""

    register: Register
    provenance: Provenance
    revision: int


def imports(school_id: int) -> list[Import]:
    """The latest imports, newest first."""
    return list(Import.objects.filter(school_id=school_id).select_related("by")[:SHOWN])


def one_import(school_id: int, import_id: int) -> Import | None:
    """One import of this school, or None."""
    return Import.objects.filter(school_id=school_id, pk=import_id).select_related("by").first()


def provenance(school_id: int) -> Provenance | None:
    """The last import that was kept, or None where nothing has been brought in."""
    found = _stands_on(school_id)
    return found[0] if found else None


def revisions() -> list[tuple[int, int]]:
    """The key and revision of every school that has marks, for work that goes round them all."""
    having = Snapshot.objects.filter(current=True).values("school_id")
    return list(School.objects.filter(pk__in=having).order_by("pk").values_list("pk", "revision"))


def _stands_on(school_id: int) -> tuple[Provenance, int] | None:
    """The import kept last, and the school's revision, in one question."""
    last = (
        Import.objects.filter(school_id=school_id, stage=Import.Stage.KEPT, kept_at__isnull=False)
        .order_by("-kept_revision", "-pk")
        .values_list("pk", "file_name", "kept_at", "school__revision")
        .first()
    )
    if last is None or last[2] is None:
        return None
    return Provenance(last[0], last[1], last[2]), last[3]


def whole(school_id: int) -> Whole | None:
    """The school's register over every year it has, or None before the first marks.

    Kept in memory until the school's revision goes up: what a page shows can only change with it.
    """
    found = _stands_on(school_id)
    if found is None:
        return None
    since, revision = found
    register = _register(school_id, revision)
    return Whole(register, since, revision) if register is not None else None


@lru_cache(maxsize=4)
def _register(school_id: int, revision: int) -> Register | None:
    found = laid(school_id)
    if found is None:
        return None
    said = calendar_said.sayings(calendar_said.standing(school_id), found.groups)
    return joined(found.years, found.stays, said)


@dataclass(frozen=True)
class Laid:
    """What a register is made of: stored years, the oldest first, stays and their year groups."""

    years: tuple[YearMatrix, ...]
    stays: Stays
    groups: YearGroups


def laid(school_id: int) -> Laid | None:
    """The stored marks and the stays of a school, before anybody says anything of its days.

    None before the first marks.
    """
    names = list(
        Snapshot.objects.filter(school_id=school_id, current=True)
        .order_by("year")
        .values_list("name", flat=True)
    )
    if not names:
        return None
    years = tuple(shelf.store().matrix(school_id, name) for name in names)
    return Laid(years, *_stays(school_id, standing_in(years)))


def _stays(school_id: int, school_year: int) -> tuple[Stays, YearGroups]:
    """Everybody's stays; children who sat in one year group share a calendar.

    school_year  the one that year groups are of; a child who left before it keeps the year group
                 of the day of leaving
    """
    rows = list(
        Enrolment.objects.filter(school_id=school_id, pupil__merged_into=None)
        .order_by("pk")
        .values_list("pk", "pupil_id", "admitted_on", "left_on", "pupil__year")
    )
    gone = _gone(rows)
    cohorts = [cohort_of(r[4], min(school_year, gone.get(r[1], school_year))) for r in rows]
    calendars = {cohort: n for n, cohort in enumerate(sorted(set(cohorts), key=str))}
    stays = Stays(
        enrolment=np.array([r[0] for r in rows], dtype=np.int32),
        pupil=np.array([r[1] for r in rows], dtype=np.int32),
        admitted=np.array([_day(r[2], FAR_PAST) for r in rows], dtype=np.int32),
        left=np.array([_day(r[3], FAR_FUTURE) for r in rows], dtype=np.int32),
        calendar_of=np.array([calendars[cohort] for cohort in cohorts], dtype=np.uint16),
    )
    return stays, YearGroups(tuple(calendars))


def _gone(rows: Sequence[tuple[int, int, dt.date | None, dt.date | None, str]]) -> dict[int, int]:
    """The school year in which each child's last stay ended, for children who have left."""
    out: dict[int, int | None] = {}
    for _, pupil, _, left, _ in rows:
        ended = year_of(left) if left else None
        before = out.get(pupil, ended)
        out[pupil] = None if ended is None or before is None else max(ended, before)
    return {pupil: year for pupil, year in out.items() if year is not None}


def _day(on: dt.date | None, blank: int) -> int:
    return day_number(on) if on else blank
