"""Who is due a hello, and who is new here: no rule has spoken of either, and nothing is wrong.

Quiet children who come every day are on no other list. Nothing is said of anybody for the first
weeks in which things are written down at all: until then everybody would be due.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b

import numpy as np
from django.utils import timezone

from belong.acts import queries as acts
from belong.attendance.codes import NOT_ON_ROLL
from belong.insight.desk import Desk
from belong.insight.today_needs import Need
from belong.insight.today_rules import rules
from belong.insight.words import say, say_n
from belong.practice.curiosity import queries as curiosity
from belong.practice.noticing import queries as noticing

NEAR = ("child", "form")


def speaks(desk: Desk) -> bool:
    """Whether things have been written down for long enough to say who is due a hello."""
    first = acts.first_done(desk.by.school_id)
    return first is not None and first <= _since(desk)


def _since(desk: Desk) -> dt.datetime:
    day = desk.asked - dt.timedelta(days=rules().hello_days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def due(desk: Desk) -> frozenset[int]:
    """Keys of the children of a desk with whom nobody has been in touch for a while, as far as
    anybody wrote; of those on roll all that time."""
    if not speaks(desk):
        return frozenset()
    school, moment = desk.by.school_id, _since(desk)
    since = timezone.localdate(moment)
    met = acts.touched(school, moment) | curiosity.met_at_the_gate(school, since)
    met |= noticing.noticed(school, since)
    return _there_since(desk, since) - met


def _there_since(desk: Desk, since: dt.date) -> frozenset[int]:
    """Who was on roll on a day, and is now."""
    at = desk.register.sessions.since(since)
    if at >= len(desk.register.sessions):
        return frozenset()
    there = (desk.register.marks[:, at] != NOT_ON_ROLL) & desk.here_now
    return frozenset(desk.register.pupil[there].tolist())


def new_here(desk: Desk) -> dict[int, int]:
    """How many school days ago each new child began here, by key; whoever was here when the
    register begins is not new."""
    register = desk.register
    at = np.flatnonzero(desk.here_now & (register.first > 0))
    opened = np.unique(register.sessions.day[register.open.any(axis=0)])
    began = np.searchsorted(opened, register.sessions.day[register.first[at]], side="left")
    days = len(opened) - began
    few = days <= rules().new_days
    return dict(zip(register.pupil[at][few].tolist(), days[few].tolist(), strict=True))


def of_day(desk: Desk, close: Mapping[int, str], but: Collection[int]) -> list[Need]:
    """A few of each for one adult's day, others tomorrow.

    close  how the adult is close to each child, by key
    but    keys of children who have a line already
    """
    near = {pupil for pupil, how in close.items() if how in NEAR} - set(but)
    if not near:
        return []
    new = {pupil: day for pupil, day in new_here(desk).items() if pupil in near}
    hellos = (due(desk) & near) - new.keys()
    found = [Need(pupil, "new", said=_day(new[pupil]), asks=ask_new()) for pupil in
             some(new, desk.asked, rules().news_a_day)]  # fmt: skip
    return found + [
        Need(pupil, "hello", said=say("Nobody has written of a hello for four weeks."),
             asks=ask_hello())
        for pupil in some(hellos, desk.asked, rules().hellos_a_day)
    ]  # fmt: skip


def some(pupils: Iterable[int], day: dt.date, most: int) -> list[int]:
    """A few keys, others on another day: everybody has a turn, and none is first by name."""

    def turn(pupil: int) -> bytes:
        return blake2b(f"{pupil} {day.isoformat()}".encode(), digest_size=8).digest()

    return sorted(pupils, key=turn)[:most]


def _day(day: int) -> str:
    return say_n("Their first day here.", "Day {n} of their first twenty here.", day)


def ask_new() -> str:
    """What to do for whoever is new."""
    return say("Say hello by name, and ask who they were with at lunch.")


def ask_hello() -> str:
    """What to do for whoever is due a hello."""
    return say("Say hello, and one thing you are glad they did.")
