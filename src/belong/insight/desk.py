"""What every question starts from: one school's register, who is in it, and the day asked about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.register import Register
from belong.basics.terms import HalfTerm, date_of, monday_of, year_of, year_start
from belong.intake import queries
from belong.intake.queries import Provenance
from belong.people import fetch
from belong.people.models import Membership, School


@dataclass(frozen=True)
class Desk:
    """A school's whole register up to the day asked about, with each row's year and form now."""

    by: Membership
    register: Register
    provenance: Provenance
    asked: dt.date
    year: NDArray[np.str_]
    form: NDArray[np.str_]

    @property
    def school(self) -> School:
        """The school."""
        return self.by.school

    @cached_property
    def day(self) -> dt.date:
        """The last school day on or before the day asked about."""
        return date_of(self.register.sessions.day[-1])

    @property
    def is_today(self) -> bool:
        """Whether there are marks for the very day asked about."""
        return self.day == self.asked

    @cached_property
    def here_now(self) -> NDArray[np.bool_]:
        """Rows on roll at the last session."""
        last = len(self.register.sessions) - 1
        return np.asarray((self.register.first <= last) & (self.register.last >= last))

    @cached_property
    def terms(self) -> tuple[HalfTerm, ...]:
        """Every half-term in the register, oldest first."""
        return self.register.half_terms()

    @cached_property
    def weekly(self) -> dict[dt.date, float | None]:
        """The share missed in each week of the whole register, by its Monday [0..1]."""
        marks = self.register.marks
        missed = MISSED[marks].sum(axis=0, dtype=np.int64)
        possible = POSSIBLE[marks].sum(axis=0, dtype=np.int64)
        mondays, at = np.unique(monday_of(self.register.sessions.day), return_inverse=True)
        m, p = np.bincount(at, weights=missed), np.bincount(at, weights=possible)
        return {
            date_of(day): (float(a / b) if b else None)
            for day, a, b in zip(mondays, m, p, strict=True)
        }

    def this_year(self) -> Register:
        """From the first of September before the day, up to the day."""
        return self.register.window(year_start(year_of(self.day)), self.day)

    def week_of(self, on: dt.date) -> tuple[dt.date, dt.date]:
        """The Monday and Friday around a day."""
        monday = on - dt.timedelta(days=on.weekday())
        return monday, min(monday + dt.timedelta(days=4), self.day)

    def rows_of(self, about: str) -> NDArray[np.int64]:
        """Row numbers of `school`, `year:8`, `form:8 Rowan` or `child:12`. Empty if nobody."""
        kind, _, value = about.partition(":")
        if kind == "school":
            return np.arange(len(self.register))
        if kind == "child":
            return np.flatnonzero(self.register.pupil == child_key(value))
        of = {"year": self.year, "form": self.form}.get(kind)
        return np.flatnonzero(of == value) if of is not None else np.zeros(0, dtype=np.int64)

    def years(self) -> list[str]:
        """The year groups of children on roll now, youngest first."""
        return sorted({str(y) for y in self.year[self.here_now]}, key=year_order)

    def forms(self) -> list[str]:
        """The forms of children on roll now."""
        return sorted({str(f) for f in self.form[self.here_now]}, key=year_order)


def child_key(text: str) -> int:
    """The key of a child as an address says it; -1 for anything that is no key."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def year_order(text: str) -> tuple[int, str]:
    """7 before 10, and words after numbers."""
    digits = "".join(c for c in text.split(" ")[0] if c.isdigit())
    return (int(digits) if digits else 99, text)


def open_at(by: Membership, asked: dt.date) -> Desk | None:
    """The desk of somebody's school on a day; None before any marks up to that day."""
    whole = queries.whole(by.school_id)
    if whole is None:
        return None
    register = whole.register.until(asked)
    marked = (register.marks < NO_MARK).any(axis=0)
    if not marked.any():
        return None
    last = int(np.flatnonzero(marked)[-1])
    register = register.until(date_of(register.sessions.day[last]))
    year, form = _groups(by, register)
    return Desk(by, register, whole.provenance, asked, year, form)


def _groups(by: Membership, register: Register) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    of = {pk: (year, form) for pk, year, form in fetch.roll(seen_by=by)}
    pairs = [of.get(int(p), ("", "")) for p in register.pupil]
    return np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
