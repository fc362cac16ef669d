"""What came in, and the register as it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from belong.attendance.register import Register
from belong.basics.terms import day_number
from belong.intake import shelf
from belong.intake.models import Import, Snapshot
from belong.people.models import Enrolment
from belong.registers.joining import FAR_FUTURE, FAR_PAST, Stays, joined

SHOWN = 50


@dataclass(frozen=True)
class Provenance:
    """Where figures come from: which import last changed the register, and when."""

    import_id: int
    file_name: str
    kept_at: dt.datetime


@dataclass(frozen=True)
class Whole:
    """A school's whole register with the import it stands at."""

    register: Register
    provenance: Provenance


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
    return Whole(register, since) if register is not None else None


@lru_cache(maxsize=4)
def _register(school_id: int, revision: int) -> Register | None:
    names = list(
        Snapshot.objects.filter(school_id=school_id, current=True)
        .order_by("year")
        .values_list("name", flat=True)
    )
    if not names:
        return None
    years = [shelf.store().matrix(school_id, name) for name in names]
    return joined(years, _stays(school_id))


def _stays(school_id: int) -> Stays:
    rows = list(
        Enrolment.objects.filter(school_id=school_id)
        .order_by("pk")
        .values_list("pk", "pupil_id", "admitted_on", "left_on", "pupil__year")
    )
    calendars = {year: n for n, year in enumerate(sorted({r[4] for r in rows}))}
    return Stays(
        enrolment=np.array([r[0] for r in rows], dtype=np.int32),
        pupil=np.array([r[1] for r in rows], dtype=np.int32),
        admitted=np.array([_day(r[2], FAR_PAST) for r in rows], dtype=np.int32),
        left=np.array([_day(r[3], FAR_FUTURE) for r in rows], dtype=np.int32),
        calendar_of=np.array([calendars[r[4]] for r in rows], dtype=np.uint16),
    )


def _day(on: dt.date | None, blank: int) -> int:
    return day_number(on) if on else blank
