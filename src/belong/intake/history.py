"""What changed in the register, when, by whom and why; and the register as it once stood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils import timezone

from belong.attendance.codes import NO_MARK
from belong.basics.terms import date_of, day_number, year_start
from belong.intake import laying, shelf
from belong.intake.laying import Beside
from belong.intake.models import Change, Import
from belong.people.models import Enrolment
from belong.people.roles import ROLES
from belong.registers import deltas
from belong.registers.deltas import Delta
from belong.registers.store import SLOTS, YearMarks


@dataclass(frozen=True)
class MarkChange:
    """One mark that became another.

    enrolment  whose; half 0 morning, 1 afternoon, 2 whole day
    old, new   indexes into the code table, NO_MARK where there was, or is, none
    by, role   who did it, in which role
    why        "import", "undo" or "correction"; file_name and reason where there is one
    """

    enrolment: int
    on: dt.date
    half: int
    old: int
    new: int
    at: dt.datetime
    by: str
    role: str
    why: str
    file_name: str
    reason: str


@lru_cache(maxsize=512)
def _delta(school_id: int, name: str) -> Delta:
    """Deltas never change, so one read is enough."""
    return deltas.read(shelf.store(), school_id, name)


def _all(school_id: int, after: dt.datetime | None = None) -> Iterator[Change]:
    """Every change of a school, newest first; only those made after a moment, if said."""
    found = Change.objects.filter(school_id=school_id).select_related("by", "brought_by")
    if after is not None:
        found = found.filter(at__gte=after)
    yield from found.order_by("-revision", "-pk")


def of_child(school_id: int, pupil_id: int, *, most: int = 500) -> list[MarkChange]:
    """Every change of a child's marks after they were first entered, newest first.

    A mark that was entered and never touched is no change. At most `most`.
    """
    return _of_child(_all(school_id), pupil_id)[:most]


def of_child_since(school_id: int, pupil_id: int, day: dt.date) -> list[MarkChange]:
    """The same, of changes made after a day was over."""
    over = dt.datetime.combine(
        day + dt.timedelta(days=1), dt.time.min, timezone.get_default_timezone()
    )
    return _of_child((c for c in _all(school_id, after=over)), pupil_id)


def _of_child(changes: Iterable[Change], pupil_id: int) -> list[MarkChange]:
    mine = list(Enrolment.objects.filter(pupil_id=pupil_id).values_list("pk", flat=True))
    out: list[MarkChange] = []
    for change in changes:
        delta = _delta(change.school_id, change.name)
        out += _said(change, delta.only(np.isin(delta.enrolment, mine) & (delta.old != NO_MARK)))
    return out


def of_import(brought: Import) -> list[MarkChange]:
    """Every mark a kept import made different, by child and session."""
    found = Change.objects.filter(brought_by=brought, why=Change.Why.IMPORT)
    out: list[MarkChange] = []
    for change in found.select_related("by", "brought_by"):
        out += _said(change, _delta(brought.school_id, change.name))
    return out


def _said(change: Change, delta: Delta) -> list[MarkChange]:
    first = day_number(year_start(delta.year))
    role = ROLES[change.role_key].name if change.role_key in ROLES else ""
    file = change.brought_by.file_name if change.brought_by else ""
    return [
        MarkChange(
            enrolment, date_of(first + session // SLOTS), session % SLOTS, old, new,
            change.at, change.by.name, role, change.why, file, change.reason,
        )
        for enrolment, session, old, new in zip(
            delta.enrolment.tolist(), delta.session.tolist(), delta.old.tolist(),
            delta.new.tolist(), strict=True,
        )
    ]  # fmt: skip


def corrected_over(school_id: int, years: Iterable[Beside]) -> int:
    """How many marks corrected by hand a file would change."""
    by_hand = Change.objects.filter(school_id=school_id, why=Change.Why.CORRECTION)
    corrected = [_delta(school_id, change.name) for change in by_hand]
    touched = 0
    for year in years:
        changed = year.delta.only(year.delta.old != NO_MARK)
        mine = [d.place for d in corrected if d.year == year.year]
        touched += int(np.isin(changed.place, np.concatenate(mine)).sum()) if mine else 0
    return touched


def listed(delta: Delta, most: int) -> list[dict[str, object]]:
    """The marks a delta changes, for a preview: enrolment, on (ISO), half, old, new."""
    changed = delta.only(delta.old != NO_MARK)
    first = day_number(year_start(delta.year))
    return [
        {"enrolment": e, "on": date_of(first + s // SLOTS).isoformat(), "half": s % SLOTS,
         "old": o, "new": n}
        for e, s, o, n in zip(
            changed.enrolment[:most].tolist(), changed.session[:most].tolist(),
            changed.old[:most].tolist(), changed.new[:most].tolist(), strict=True,
        )
    ]  # fmt: skip


def revision_at(school_id: int, moment: dt.datetime) -> int | None:
    """The revision the register had at a moment; None where nothing is known of that time."""
    earlier = Change.objects.filter(school_id=school_id, at__lte=moment)
    last = earlier.order_by("-revision").values_list("revision", flat=True).first()
    return last


def later_than(school_id: int, revision: int) -> Iterable[tuple[Change, Delta]]:
    """Each change after a revision, newest first, with what it changed."""
    for change in _all(school_id):
        if change.revision <= revision:
            return
        yield change, _delta(school_id, change.name)


def marks_as_at(school_id: int, revision: int) -> dict[int, YearMarks]:
    """Every year as it stood at a revision. Children and stays are as they are now."""
    years: dict[int, YearMarks | None] = dict(laying.current_marks(school_id))
    for _, delta in later_than(school_id, revision):
        years[delta.year] = deltas.applied(years.get(delta.year), delta.inverse)
    return {year: marks for year, marks in years.items() if marks is not None and len(marks)}
