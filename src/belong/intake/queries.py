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
    last = (
        Import.objects.filter(school_id=school_id, stage=Import.Stage.KEPT)
        .order_by("-kept_at", "-pk")
        .values("pk", "file_name", "kept_at")
        .first()
    )
    if last is None or last["kept_at"] is None:
        return None
    return Provenance(last["pk"], last["file_name"], last["kept_at"])


def whole(school_id: int) -> Whole | None:
    """The school's register over every year it has, or None before the first marks.

    Kept in memory until the next import: what a page shows can only change with one.
    """
    since = provenance(school_id)
    if since is None:
        return None
    register = _register(school_id, since.import_id)
    return Whole(register, since) if register is not None else None


@lru_cache(maxsize=8)
def _register(school_id: int, import_id: int) -> Register | None:
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
