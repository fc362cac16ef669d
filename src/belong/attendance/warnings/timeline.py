"""Marks summed up from the left, so that a rule can be asked of any day in one step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import index_of
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.register import Register
from belong.basics.terms import date_of, monday_of, year_of, year_start

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
NO_REASON_YET = index_of("N")
LATE = (codes.late("before") | codes.late("after")).astype(bool)


@dataclass(frozen=True)
class Along:
    """Some sessions of each row counted from the left, and how many of them were of a sort.

    upto  int32 [rows x sessions + 1]: how many counted before each session
    of    int32 [rows x most + 1]: how many of the first k counted were of the sort
    """

    upto: Ints
    of: Ints

    def last(self, cut: int, n: int) -> tuple[Ints, Ints, Ints, Ints]:
        """Of the last n counted before a session: how many, and of the sort; the same of all
        earlier ones. Each int32 [rows]."""
        rows = np.arange(len(self.upto))
        upto = self.upto[:, cut]
        lately = np.minimum(upto, n)
        before = upto - lately
        earlier = self.of[rows, before]
        return lately, self.of[rows, upto] - earlier, before, earlier


def along(counted: Bools, sort: Bools) -> Along:
    """Both bool [rows x sessions]; what is not counted is of no sort."""
    rows, sessions = counted.shape
    upto = np.zeros((rows, sessions + 1), dtype=np.int32)
    np.cumsum(counted, axis=1, out=upto[:, 1:])
    of = np.zeros((rows, int(upto[:, -1].max(initial=0)) + 1), dtype=np.int32)
    row, at = np.nonzero(counted)
    of[row, upto[row, at + 1]] = sort[row, at]
    return Along(upto, np.cumsum(of, axis=1, dtype=np.int32))


def _sum(of: Bools) -> Ints:
    out = np.zeros((of.shape[0], of.shape[1] + 1), dtype=np.int32)
    np.cumsum(of, axis=1, out=out[:, 1:])
    return out


@dataclass(frozen=True)
class Timeline:
    """A register, ready for rules. A cut is a number of sessions: what lies before it is known."""

    register: Register

    @cached_property
    def possible(self) -> Bools:
        """bool [rows x sessions]."""
        return np.asarray(POSSIBLE[self.register.marks].astype(bool))

    @cached_property
    def missed(self) -> Bools:
        """bool [rows x sessions]."""
        return np.asarray(MISSED[self.register.marks].astype(bool))

    @cached_property
    def absence(self) -> Along:
        """Possible sessions, and the missed ones among them."""
        return along(self.possible, self.missed)

    @cached_property
    def missed_upto(self) -> Ints:
        """int32 [rows x sessions + 1]: sessions missed before each session."""
        return _sum(self.missed)

    @cached_property
    def lateness(self) -> Along:
        """Sessions a child came to, and the late ones among them."""
        late = LATE[self.register.marks]
        return along(self.possible & (~self.missed | late), late)

    @cached_property
    def runs(self) -> Ints:
        """int32 [rows x most + 1]: sessions missed one after the other, up to the k-th possible
        one; 0 where that was come to."""
        missed = np.diff(self.absence.of, axis=1)
        run = np.zeros(self.absence.of.shape, dtype=np.int32)
        for k in range(missed.shape[1]):
            run[:, k + 1] = (run[:, k] + 1) * missed[:, k]
        return run

    @cached_property
    def _begun(self) -> Ints:
        """int32 [rows x most + 1]: spells begun among the first k possible sessions."""
        return np.cumsum(self.runs == 1, axis=1, dtype=np.int32)

    def begun(self, since: int, cut: int) -> Ints:
        """int32 [rows]: spells begun from one session up to a cut."""
        rows, upto = np.arange(len(self._begun)), self.absence.upto
        return self._begun[rows, upto[:, cut]] - self._begun[rows, upto[:, since]]

    @cached_property
    def no_reason(self) -> Ints:
        """int32 [rows x sessions + 1]: sessions without a reason before each session."""
        return _sum(self.register.marks == NO_REASON_YET)

    def year_begins(self, cut: int) -> tuple[int, int]:
        """The cuts at which last school year and this one begin, seen from a cut."""
        this = year_of(date_of(int(self.register.sessions.day[cut - 1])))
        sessions = self.register.sessions
        return sessions.since(year_start(this - 1)), sessions.since(year_start(this))

    @cached_property
    def _weeks(self) -> tuple[Ints, Ints, Ints]:
        """Of each school week: the session it begins with, its first open one, and the cut it ends
        at. A week without an open session is none."""
        at = np.flatnonzero(self.register.open.any(axis=0)).astype(np.int32)
        weeks, first = np.unique(monday_of(self.register.sessions.day[at]), return_index=True)
        day = self.register.sessions.day
        begins = np.searchsorted(day, weeks, side="left").astype(np.int32)
        return begins, at[first], np.searchsorted(day, weeks + 7, side="left").astype(np.int32)

    def cuts(self) -> Ints:
        """Where each school week of the register ends."""
        return self._weeks[2]

    def weeks_before(self, cut: int, weeks: int) -> int:
        """The session with which the last few school weeks before a cut begin; the cut itself where
        school was never open."""
        begins, opened, _ = self._weeks
        until = int(np.searchsorted(opened, cut, side="left"))
        return int(begins[max(0, until - weeks)]) if until else cut

    def days_before(self, cut: int, days: int) -> int:
        """The cut with `days` open days between it and another."""
        day = self.register.sessions.day
        open_days = np.unique(day[:cut][self.register.open[:, :cut].any(axis=0)])
        if len(open_days) <= days:
            return 0
        return int(np.searchsorted(day, open_days[-days], side="left"))
