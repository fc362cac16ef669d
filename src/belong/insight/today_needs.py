"""What the register says may be done for a child today: welcome them back, keep them in mind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import NO_MARK
from belong.attendance.measures.counts import POSSIBLE
from belong.attendance.patterns.after_events import EVENTS
from belong.basics.terms import date_of
from belong.insight import noticed
from belong.insight.desk import Desk
from belong.insight.questions.school_today import AWAY, HERE, days_before
from belong.insight.today_rules import rules


@dataclass(frozen=True)
class Need:
    """One child whom somebody may do something for.

    kind     one of acts.models.Act.Kind
    days     school days away in a row before the day of the list; 0 for none
    back     their marks show them back today
    here     false where their marks of today show them away
    of_event what stands out came after an event: told only to those who may read of events
    said     why, in words, where the kind alone does not say it; "" otherwise
    asks     the small act, likewise
    page     name of the page about this child where it is done; "" for one tap here
    at       when what it is about was seen last; None where the register says it
    promised whether it was agreed with the child: then it is asked however near the adult is
    last_in  the last day before it on which they were in for part of the day; None for no such day
             this school year
    """

    pupil: int
    kind: str
    days: int = 0
    back: bool = False
    here: bool = True
    last_in: dt.date | None = None
    of_event: bool = False
    said: str = ""
    asks: str = ""
    page: str = ""
    promised: bool = False
    at: dt.datetime | None = None


def of_marks(desk: Desk) -> dict[int, Need]:
    """By the key of each child of a desk who was away or is. Nobody where the last register is so
    old that nothing can be said of today."""
    if (desk.asked - desk.day).days > rules().stale_days:
        return {}
    year = desk.this_year()
    before = year.sessions.since(desk.day) if desk.is_today else len(year.sessions)
    part, day = year.marks[:, :before], year.sessions.day[:before]
    run = days_before(part, day).run
    here, away = _now(year.marks[:, before:])
    found = {}
    for row in np.flatnonzero(desk.here_now & ((run > 0) | away)):
        need = _need(int(run[row]), bool(here[row]), bool(away[row]))
        pupil = int(desk.register.pupil[row])
        last = _last_in(part[row], day)
        found[pupil] = Need(pupil, need, int(run[row]), bool(here[row]), not away[row], last)
    return found


def _now(marks: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each row is in school as the marks of a day stand, or is away; neither without one.
    Who comes after the register closed is here, whatever the figures say."""
    if not marks.shape[1]:
        nobody = np.zeros(len(marks), dtype=bool)
        return nobody, nobody
    last = marks[:, -1]
    late = codes.late("after")[last].astype(bool)
    return np.asarray(HERE[last].astype(bool) | late), np.asarray(AWAY[last].astype(bool) & ~late)


def _need(run: int, here: bool, away: bool) -> str:
    if here:
        return "welcome"
    return "mind" if away or run >= rules().long_days else "welcome"


def _last_in(marks: NDArray[np.uint8], day: NDArray[np.int32]) -> dt.date | None:
    was_in = came_in(marks)
    return date_of(int(day[was_in][-1])) if was_in.any() else None


def came_in(marks: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which sessions a child was in for, late ones too."""
    late = codes.late("after")[marks].astype(bool)
    was_in = POSSIBLE[marks].astype(bool) & (~AWAY[marks].astype(bool) | late) & (marks != NO_MARK)
    return np.asarray(was_in)


def of_patterns(desk: Desk) -> dict[int, Need]:
    """By the key of each child of the whole school of whom a pattern was first shown at the latest
    look. A holiday makes nothing old: no week is looked at meanwhile. Nobody where the last
    register is so old that nothing can be said of today."""
    found = noticed.at(desk)
    if not len(found.looks) or (desk.asked - desk.day).days > rules().stale_days:
        return {}
    latest = found.looks[-1]
    every = (f for of_one in found.year.found.values() for f in of_one)
    new: dict[int, Need] = {}
    for f in every:
        pupil = int(found.pupil[f.row])
        if f.week == latest and not (pupil in new and f.stream == EVENTS):
            new[pupil] = Need(pupil, "notice", of_event=f.stream == EVENTS)
    return new
