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
from numpy.typing import NDArray

from belong.acts import queries as acts
from belong.attendance.codes import NOT_ON_ROLL
from belong.basics.terms import date_of
from belong.insight.desk import Desk
from belong.insight.today_needs import Need
from belong.insight.today_rules import rules
from belong.insight.words import say, say_n
from belong.people import clubs, school_settings
from belong.practice.contact import heard
from belong.practice.curiosity import queries as curiosity
from belong.practice.noticing import queries as noticing

NEAR = ("child", "form")


def speaks(desk: Desk) -> bool:
    """Whether things have been written down for long enough to say who is due a hello, and the
    last register is not so old that nobody was there to be greeted."""
    first, since = acts.first_done(desk.by.school_id), _since(desk)
    lately = (desk.asked - desk.day).days <= rules().stale_days
    return lately and since is not None and first is not None and first <= _moment(since)


def _since(desk: Desk) -> dt.date | None:
    """The school day from which on nobody may have written a word; None in too short a register."""
    opened = _open_days(desk)
    days = after_days(desk)
    return date_of(int(opened[-days])) if len(opened) >= days else None


def after_days(desk: Desk) -> int:
    """School days without a word written of a child after which a hello is due: what the school
    says, or what is usual."""
    return school_settings.hello_days(desk.by.school) or usual_days()


def usual_days() -> int:
    """The same while a school says nothing of it."""
    return rules().hello_days


def _open_days(desk: Desk) -> NDArray[np.int32]:
    """The days on which school was open to anybody, up to the last register."""
    register = desk.register
    return np.unique(register.sessions.day[register.open.any(axis=0)])


def _moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def due(desk: Desk) -> frozenset[int]:
    """Keys of the children of a desk with whom nobody has been in touch for a while, as far as
    anybody wrote; of those on roll all that time. Being at a club or at breakfast is being seen."""
    since = _since(desk)
    if since is None or not speaks(desk):
        return frozenset()
    school = desk.by.school_id
    met = acts.touched(school, _moment(since)) | curiosity.met_at_the_gate(school, since)
    met |= noticing.noticed(school, since) | heard.in_touch(school, since)
    met |= clubs.came_since(school, since)
    return _there_since(desk, since) - met


def _there_since(desk: Desk, since: dt.date) -> frozenset[int]:
    """Who was on roll on a day, and is now."""
    at = desk.register.sessions.since(since)
    if at >= len(desk.register.sessions):
        return frozenset()
    there = (desk.register.marks[:, at] != NOT_ON_ROLL) & desk.here_now
    return frozenset(desk.register.pupil[there].tolist())


def new_here(desk: Desk) -> dict[int, int]:
    """Which school day each new child has here today, the first is 1, by key; whoever was here when
    the register begins is not new."""
    register, opened = desk.register, _open_days(desk)
    at = np.flatnonzero(desk.here_now & (register.first > 0))
    # A child who begins today has no session yet where today's register is not in.
    begun = register.first[at] < len(register.sessions)
    first = np.minimum(register.first[at], len(register.sessions) - 1)
    before = np.searchsorted(opened, register.sessions.day[first], side="left")
    before = np.where(begun, before, len(opened))
    days = np.maximum(len(opened) - before + (0 if desk.is_today else 1), 1)
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
        Need(pupil, "hello", said=_no_word(after_days(desk)), asks=ask_hello())
        for pupil in some(hellos, desk.asked, rules().hellos_a_day)
    ]  # fmt: skip


def some(pupils: Iterable[int], day: dt.date, most: int) -> list[int]:
    """A few keys, others on another day: everybody has a turn, and none is first by name."""

    def turn(pupil: int) -> bytes:
        return blake2b(f"{pupil} {day.isoformat()}".encode(), digest_size=8).digest()

    return sorted(pupils, key=turn)[:most]


def _day(day: int) -> str:
    return say_n("Their first day here.", "Day {n} of their first twenty here.", day)


def _no_word(days: int) -> str:
    return say_n("Nobody has written of a hello for {n} school day.",
                 "Nobody has written of a hello for {n} school days.", days)  # fmt: skip


def ask_new() -> str:
    """What to do for whoever is new."""
    return say("Say hello by name, and ask who they were with at lunch.")


def ask_hello() -> str:
    """What to do for whoever is due a hello."""
    return say("Say hello, and one thing you are glad they did.")
