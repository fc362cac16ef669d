"""One day of the register: who is not here, who learns elsewhere, whose registers are in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK, NOT_ON_ROLL
from belong.attendance.definitions import load
from belong.attendance.measures.on_a_day import on_a_day
from belong.attendance.measures.registers_in import registers_in
from belong.attendance.register import Register
from belong.basics.terms import date_of
from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Scope

NAMES = ("not_here", "no_reason_yet", "learning_elsewhere", "registers_in")
"""The definitions of figures that are about one day."""
MORNING, AFTERNOON = 0, 1


@dataclass(frozen=True)
class OneDay:
    """A day as its marks stand: one row a child of the desk, and one a form that is whole.

    on        the last day of the scope with a session that has come in
    mark      uint8 [rows], the last mark of the day
    half      of the last session: 0 morning, 1 afternoon, 2 whole day
    rows      bool [rows], whom the scope is about
    """

    on: dt.date
    half: int
    mark: NDArray[np.uint8]
    rows: NDArray[np.bool_]
    children: pa.Table
    forms: pa.Table

    def who(self, column: str) -> NDArray[np.bool_]:
        """Rows of the scope for which a column of the answer is true."""
        return np.asarray(self.children[column].to_numpy(zero_copy_only=False) & self.rows)

    def count(self, column: str) -> int:
        """How many of them."""
        return int(self.who(column).sum())

    @property
    def forms_out(self) -> list[str]:
        """Forms whose register is not in yet, in order of name."""
        lines = self.forms.to_pylist()
        return [line["form"] for line in lines if not line["is_in"]]


def of(desk: Desk, scope: Scope) -> OneDay | None:
    """The last day of a scope; None where no session of it has come in."""
    part = desk.register.window(scope.first, scope.last)
    if not len(part.sessions):
        return None
    on = date_of(part.sessions.day[-1])
    part = desk.register.window(on, on)
    children = on_a_day(part)
    rows = np.isin(np.arange(len(part)), desk.rows_of(scope.about))
    counted = _waited_for(desk, part, on) & rows & _in_whole_forms(desk, part, rows)
    forms = registers_in(part, desk.form, counted)
    mark = children["mark"].to_numpy()
    return OneDay(on, int(part.sessions.half[-1]), mark, rows, children, forms)


def _in_whole_forms(desk: Desk, part: Register, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows of forms of which every child is on the desk and in the scope. Some children of a form
    cannot say whether its register is in."""
    outside = ~rows & (part.marks[:, -1] != NOT_ON_ROLL)
    mine = np.array([f"form:{form}" in desk.groups for form in desk.form], dtype=bool)
    return np.asarray(mine & ~np.isin(desk.form, desk.form[outside]))


def _waited_for(desk: Desk, part: Register, on: dt.date) -> NDArray[np.bool_]:
    return desk.expected if on == desk.day else np.asarray(part.marks[:, -1] <= NO_MARK)


def figure(day: OneDay, name: str, scope: Scope) -> Figure:
    """One of the four figures of a day."""
    if name == "registers_in":
        n, of = len(day.forms) - len(day.forms_out), len(day.forms)
    else:
        n = day.count(name)
        of = day.count("not_here" if name == "no_reason_yet" else "on_roll")
    share = n / of if of else None
    return Figure(name, scope, words.percent(share), n, of, share)


def closes(half: int) -> dt.time | None:
    """When registers close, by the school's own rule; None for a mark of a whole day."""
    names = {MORNING: "morning_closes", AFTERNOON: "afternoon_closes"}
    if half not in names:
        return None
    return dt.time.fromisoformat(str(load("registers_in").settings[names[half]]))
