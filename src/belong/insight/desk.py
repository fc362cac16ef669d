"""What every question starts from: one school's register, who is in it, and the day asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from belong.attendance.codes import CLOSED, NO_MARK, NOT_ON_ROLL
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.register import Register, Sessions
from belong.basics.terms import HalfTerm, date_of, monday_of, year_of, year_start
from belong.insight import words
from belong.insight.words import say
from belong.intake import queries
from belong.intake.queries import Provenance, Whole
from belong.people import fetch
from belong.people.models import Enrolment, Membership, School
from belong.people.permissions import Permission
from belong.people.reach import Whose


@dataclass(frozen=True)
class Desk:
    """A school's register up to the last session in force, one row for each child somebody works
    with.

    whom            whose figures these are; the whole school's for who reaches every child
    groups          the years and forms of which every child is here, as `year:8` or `form:8 Rowan`:
                    a figure about part of a group would be told as the group's
    asked           the day somebody asks on
    begun           whether any mark of theirs stands on that day, in force or not
    year, form      [rows] each child's now
    whole           the school's register as it is kept
    years_of        the year of every child of the school, by key, whoever works with them: for what
                    only the whole school can tell. No page shows it
    here_now, left  bool [rows] whether a stay covers the day asked about; whether every stay ended
                    before it. A child who is yet to come is neither
    """

    by: Membership
    register: Register
    provenance: Provenance
    asked: dt.date
    begun: bool
    year: NDArray[np.str_]
    form: NDArray[np.str_]
    here_now: NDArray[np.bool_]
    left: NDArray[np.bool_]
    whom: Whose
    groups: frozenset[str]
    whole: Whole
    years_of: Mapping[int, str]

    @property
    def school(self) -> School:
        """The school."""
        return self.by.school

    @cached_property
    def day(self) -> dt.date:
        """The day of the last session in force, on or before the day asked about."""
        return date_of(self.register.sessions.day[-1])

    @property
    def name(self) -> str:
        """Whose figures these are, to begin a sentence with."""
        if self.whom.everybody:
            return say("The whole school")
        return self.group or say("The children you work with")

    @property
    def named(self) -> str:
        """The same within a sentence."""
        if self.whom.everybody:
            return say("the whole school")
        return self.group or say("the children you work with")

    @property
    def group(self) -> str:
        """The one year or form these children are, in words; "" for the whole school, and where
        they are several groups or single children."""
        groups = [
            *(words.year_label(year) for year in sorted(self.whom.years)),
            *sorted(self.whom.forms | self.whom.classes),
        ]
        others = self.whom.children or self.whom.cohorts or self.whom.everybody
        alone = len(groups) == 1 and not others
        return groups[0] if alone else ""

    @property
    def is_marked(self) -> bool:
        """Whether any of these children has a mark at the session in force. A form that is late may
        have none while the school's register stands."""
        return bool((self.register.marks[:, -1] < NO_MARK).any())

    @property
    def is_today(self) -> bool:
        """Whether the day in force is the very day asked about."""
        return self.day == self.asked

    @property
    def is_this_week(self) -> bool:
        """Whether somebody asks in the week of the day in force, weekend included."""
        return self.asked - dt.timedelta(days=self.asked.weekday()) <= self.day

    @property
    def is_this_year(self) -> bool:
        """Whether somebody asks in the school year of the day in force."""
        return year_of(self.asked) == year_of(self.day)

    @cached_property
    def expected(self) -> NDArray[np.bool_]:
        """Rows whose register is waited for at the last session.

        Where a whole year has no mark, it counts as closed. On the first such day that may as well
        be a register that is late, so it is waited for; on the next day it is not.
        """
        marks = self.register.marks
        waited_for = np.asarray(marks[:, -1] <= NO_MARK)
        before = self.register.sessions.since(self.day) - 1
        if before >= 0:
            waited_for |= (marks[:, -1] == CLOSED) & (marks[:, before] <= NO_MARK)
        return waited_for

    @cached_property
    def on_the_day(self) -> NDArray[np.bool_]:
        """Rows on roll on the day in force."""
        return np.asarray(self.register.marks[:, -1] != NOT_ON_ROLL)

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
        """The Monday and Sunday around a day, or the day in force where that comes first."""
        monday = on - dt.timedelta(days=on.weekday())
        return monday, min(monday + dt.timedelta(days=6), self.day)

    def rows_of(self, about: str) -> NDArray[np.int64]:
        """Row numbers of `school`, `year:8`, `form:8 Rowan` or `child:12`. Empty if nobody, and
        for a group of which not every child is here.

        `school` is every child of the desk.
        """
        kind, _, value = about.partition(":")
        if kind == "school":
            return np.arange(len(self.register))
        if kind == "child":
            return np.flatnonzero(self.register.pupil == child_key(value))
        of = {"year": self.year, "form": self.form}.get(kind)
        if of is None or about not in self.groups:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(of == value)

    def among(self, ids: Collection[int], permission: Permission) -> frozenset[int]:
        """Which of some keys are of children for whom this adult may do something. The database is
        asked only where that may be other children than those of the desk."""
        if not self.by.may(permission):
            return frozenset()
        here = frozenset(ids) & frozenset(self.register.pupil.tolist())
        if self.by.whose(permission) == self.whom and len(here) == len(frozenset(ids)):
            return here
        return fetch.those(ids, seen_by=self.by, wanting=permission) if ids else frozenset()

    def years(self) -> list[str]:
        """The year groups of children on roll now, youngest first."""
        return sorted({str(y) for y in self.year[self.here_now] if y}, key=year_order)

    def forms(self) -> list[str]:
        """The forms of children on roll now."""
        return sorted({str(f) for f in self.form[self.here_now] if f}, key=year_order)


def child_key(text: str) -> int:
    """The key of a child as an address says it; -1 for anything that is no key."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def year_order(text: str) -> tuple[int, str]:
    """7 before 10, and words after numbers."""
    digits = "".join(c for c in text.split(" ")[0] if c.isdigit())
    return (int(digits) if digits else 99, text)


def open_at(
    by: Membership, asked: dt.date, wanting: Permission = Permission.SCHOOL_TODAY_READ
) -> Desk | None:
    """The desk of somebody on a day; None before any marks of their school up to that day, and
    while they work with none of its children.

    wanting  what the answers will be about: who has several roles may do more for some children

    Which session is in force is asked of the whole school, so that a form whose register is late
    sees that it is; and of the forms of these children, so that one whose register is early sees
    them before the rest of the school is in.
    """
    whole = queries.whole(by.school_id)
    if whole is None:
        return None
    every = one_row_a_child(whole.register.until(asked))
    last = in_force(every)
    if last is None:
        return None
    whom = by.whose(wanting)
    here, staying = _stays(by, asked)
    of, groups, near, years_of = _reached(by, wanting, staying)
    register = _only(every, of.keys())
    if not len(register):
        return None
    own = None if whom.everybody else in_force(_only(every, near))
    last = last if own is None else max(last, own)
    begun = bool((register.marks[:, register.sessions.between(asked, asked)] < NO_MARK).any())
    pairs = [of[int(p)] for p in register.pupil]
    year, form = (np.array([pair[n] for pair in pairs], dtype=np.str_) for n in (0, 1))
    return Desk(
        by, through(register, last), whole.provenance, asked, begun, year, form,
        _rows(register, here), ~_rows(register, staying), whom, groups, whole, years_of,
    )  # fmt: skip


def in_force(register: Register) -> int | None:
    """The last session at which at least half of the children on roll have a mark.

    Leave that was entered ahead, or the first forms of a morning, are not yet a register. Where
    no session ever had half, the last one with any mark at all; None without marks.
    """
    marked = (register.marks < NO_MARK).sum(axis=0)
    on_roll = (register.marks != NOT_ON_ROLL).sum(axis=0)
    half = np.flatnonzero((marked > 0) & (2 * marked >= on_roll))
    found = half if len(half) else np.flatnonzero(marked)
    return int(found[-1]) if len(found) else None


def through(register: Register, last: int) -> Register:
    """The same rows up to one session, which may be the morning of a day."""
    part = slice(0, last + 1)
    return replace(
        register,
        marks=register.marks[:, part],
        sessions=Sessions(register.sessions.day[part], register.sessions.half[part]),
        open=register.open[:, part],
        last=np.minimum(register.last, last).astype(np.int32),
    )


def one_row_a_child(register: Register) -> Register:
    """A register in which a child's stays at the school stand in one row, in order of time.

    Each session comes from the stay that covers it; between stays a child is not on roll.
    """
    _, first_row, of = np.unique(register.pupil, return_index=True, return_inverse=True)
    if len(first_row) == len(register):
        return register
    joined = register.rows(first_row.astype(np.int32))
    marks, first, last = joined.marks.copy(), joined.first.copy(), joined.last.copy()
    for child in np.flatnonzero(np.bincount(of) > 1):
        stays = np.flatnonzero(of == child)
        stays = stays[np.argsort(register.first[stays], kind="stable")]
        marks[child] = _one_line(register.marks[stays])
        first[child], last[child] = register.first[stays].min(), register.last[stays].max()
    return replace(joined, marks=marks, first=first, last=last)


def _one_line(stays: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Marks of several stays as one line: a later stay's mark wins, and a mark wins over none."""
    out = stays[0].copy()
    for stay in stays[1:]:
        out = np.where((stay < NO_MARK) | (stay < out), stay, out)
    return out


def _only(register: Register, pupils: Collection[int]) -> Register:
    """The rows of some children."""
    rows = _rows(register, pupils)
    return register if rows.all() else register.rows(np.flatnonzero(rows).astype(np.int32))


def _rows(register: Register, pupils: Collection[int]) -> NDArray[np.bool_]:
    return np.isin(register.pupil, np.fromiter(pupils, dtype=np.int64, count=len(pupils)))


def _reached(
    by: Membership, wanting: Permission, staying: Collection[int]
) -> tuple[dict[int, tuple[str, str]], frozenset[str], Collection[int], dict[int, str]]:
    """The year and form of each child somebody works with, by key; the groups that are whole; the
    keys of everybody in a form of theirs; and the year of every child of the school.

    staying  who has not left: nobody waits for the others to make a group whole
    """
    of = {pk: (year, form) for pk, year, form in fetch.roll(seen_by=by, wanting=wanting)}
    if by.whose(wanting).everybody:
        years_of = {pk: year for pk, (year, _) in of.items()}
        return of, frozenset(g for pair in of.values() for g in _names(pair)), of.keys(), years_of
    known = fetch.groups(seen_by=by)
    every = {pk: (y, f) for pk, y, f in known if pk in staying}
    partly = {g for pk in every.keys() - of.keys() for g in _names(every[pk])}
    groups = frozenset(g for pair in of.values() for g in _names(pair)) - partly
    forms = {form for _, form in of.values() if form}
    near = of.keys() | {pk for pk, (_, form) in every.items() if form in forms}
    return of, groups, near, {pk: year for pk, year, _ in known}


def _names(pair: tuple[str, str]) -> tuple[str, str]:
    return f"year:{pair[0]}", f"form:{pair[1]}"


def _stays(by: Membership, asked: dt.date) -> tuple[set[int], set[int]]:
    """The children who are here on a day by the dates of their stays; and all who have not left
    before it, with those who are yet to come."""
    not_over = Enrolment.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gte=asked), school_id=by.school_id
    ).values_list("pupil_id", "admitted_on")
    rest = list(not_over)
    here = {pk for pk, admitted in rest if admitted is None or admitted <= asked}
    return here, {pk for pk, _ in rest}
