"""Early warnings of the children of a desk: plain rules over their marks, and what else speaks.

No group a child belongs to is looked at, here or in the rules.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

import numpy as np
from django.utils import timezone

from belong.acts import queries as acts
from belong.attendance.patterns.streams import SESSIONS
from belong.attendance.register import Register
from belong.attendance.warnings import events, paces
from belong.attendance.warnings.rules import RULES, Standing, standing
from belong.basics.terms import date_of, monday_of
from belong.insight import after_events, noticed
from belong.insight.desk import Desk
from belong.insight.today_needs import came_in
from belong.insight.today_rules import rules
from belong.people import school_settings
from belong.people.changes_of_adult import changes_of_adult
from belong.people.permissions import Permission
from belong.practice.curiosity import answering, things
from belong.practice.curiosity import queries as curiosity
from belong.practice.noticing import queries as noticing

ORDER = ("seen", "suspension", *RULES, "events", "pattern", "change")
"""Where several speak of one child, a list begins with the first."""


MOST_KEPT = 16
"""Registers of which what stands is remembered: some forms of a school."""
_kept: OrderedDict[bytes, list[Standing]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class EarlyWarning:
    """One rule that speaks of one child.

    since  the first day of the week in which it began to; or the day of what happened
    facts  what its sentence says, by name
    """

    pupil: int
    rule: str
    since: dt.date
    facts: Mapping[str, int]


def pace_of(desk: Desk) -> str:
    """How soon the rules speak at the school of a desk."""
    return paces.known(school_settings.pace(desk.by.school))


def of(desk: Desk, *, patterns: bool = True) -> dict[int, tuple[EarlyWarning, ...]]:
    """What speaks of the children of a desk who are on roll and whom somebody may be told of, by
    key; what was answered since it began says no more.

    patterns  whether a pattern is one of them: not where patterns have a place of their own
    """
    if not desk.by.may(Permission.WARNINGS_READ):
        return {}
    here = {int(p) for p in desk.register.pupil[desk.here_now]}
    found: dict[int, list[EarlyWarning]] = defaultdict(list)
    for one in _every(desk, here, patterns=patterns):
        if one.pupil in here:
            found[one.pupil].append(one)
    may = desk.among(found.keys(), Permission.WARNINGS_READ)
    answers = answering.answered(desk.by.school_id, _longest_ago(desk))
    left = {
        pupil: tuple(sorted((w for w in of if _open(w, answers)), key=_place))
        for pupil, of in found.items()
        if pupil in may
    }
    return {pupil: of for pupil, of in left.items() if of}


def _place(one: EarlyWarning) -> int:
    return ORDER.index(one.rule)


def _open(one: EarlyWarning, answers: Mapping[tuple[int, str], dt.date]) -> bool:
    answered = answers.get((one.pupil, one.rule))
    return answered is None or answered < one.since


def _longest_ago(desk: Desk) -> dt.date:
    """A day before anything that still speaks began."""
    return desk.asked - dt.timedelta(days=120)


def _every(desk: Desk, here: Collection[int], *, patterns: bool) -> Iterator[EarlyWarning]:
    yield from _of_marks(desk)
    if patterns:
        yield from _of_patterns(desk)
    yield from _of_adults(desk)
    yield from _of_suspensions(desk, here)
    yield from _of_what_was_seen(desk)
    yield from _of_events(desk)


def _of_marks(desk: Desk) -> Iterator[EarlyWarning]:
    register = desk.register
    if _too_old(desk):
        return  # nobody knows what is true now
    for one in _standing(register, pace_of(desk)):
        began = date_of(int(monday_of(register.sessions.day[one.since - 1])))
        yield EarlyWarning(int(register.pupil[one.row]), one.rule, began, one.facts)


def _standing(register: Register, pace: str) -> list[Standing]:
    """`standing`, worked out once for the same marks: a page may ask of one child, and Today asks
    each time it is opened."""
    told = (
        np.frombuffer(pace.encode(), np.uint8),
        register.pupil,
        register.first,
        register.open,
        register.sessions.day,
        register.marks,
    )
    key = blake2b(b"".join(np.ascontiguousarray(x).tobytes() for x in told)).digest()
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = standing(register, pace)
        with _lock:
            _kept[key] = found
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return found


def _of_patterns(desk: Desk) -> Iterator[EarlyWarning]:
    """A pattern of half-days or lessons that was first shown lately."""
    found = noticed.at(desk) if desk.by.may(Permission.PATTERNS_READ) else None
    if found is None:
        return
    may = desk.among([int(p) for p in found.pupil], Permission.PATTERNS_READ)
    for shown in (f for of_one in found.year.found.values() for f in of_one):
        pupil = int(found.pupil[shown.row])
        fresh = (
            found.looks.stop - shown.week <= paces.settings_of("pattern", pace_of(desk))["weeks"]
        )
        if fresh and shown.stream == SESSIONS and pupil in may:
            yield EarlyWarning(pupil, "pattern", noticed.monday_of_week(found, shown.week), {})


def _of_adults(desk: Desk) -> Iterator[EarlyWarning]:
    for pupil, day in changes_of_adult(desk.by.school_id):
        if 0 <= (desk.asked - day).days < paces.settings_of("change", pace_of(desk))["days"]:
            yield EarlyWarning(pupil, "change", day, {})


def _of_suspensions(desk: Desk, here: Collection[int]) -> Iterator[EarlyWarning]:
    """Back from one: told only to those who may read of it."""
    if not desk.by.may(Permission.SYSTEM_READ):
        return
    every = after_events.back_from_suspension(desk.by.school_id, desk.whole.revision)
    back = [
        (pupil, came) for pupil, day in every
        if pupil in here and (came := _first_in(desk, pupil, day)) is not None
        and 0 <= (desk.asked - came).days < paces.settings_of("suspension", pace_of(desk))["days"]
    ]  # fmt: skip
    may = desk.among([pupil for pupil, _ in back], Permission.SYSTEM_READ)
    for pupil, day in back:
        if pupil in may:
            yield EarlyWarning(pupil, "suspension", day, {})


def _first_in(desk: Desk, pupil: int, day: dt.date) -> dt.date | None:
    """The first day from one on which a child came in; None while they have not."""
    rows, at = desk.rows_of(f"child:{pupil}"), desk.register.sessions.since(day)
    if not len(rows):
        return None
    there = np.flatnonzero(came_in(desk.register.marks[int(rows[0]), at:]))
    return date_of(int(desk.register.sessions.day[at + there[0]])) if len(there) else None


def _of_what_was_seen(desk: Desk) -> Iterator[EarlyWarning]:
    """Hard moments that stand, seen lately."""
    if not desk.by.may(Permission.OBSERVATIONS_READ):
        return
    of = paces.settings_of("seen", pace_of(desk))
    since = desk.asked - dt.timedelta(days=of["days"] - 1)
    hard, days = things.hard(), defaultdict(set)
    for one in curiosity.lately(desk.by.school_id, desk.asked, since):
        if one.what in hard and one.kept_until is not None:
            days[one.pupil_id].add(one.day)
    may = desk.among(days.keys(), Permission.OBSERVATIONS_READ)
    for pupil, seen in days.items():
        if pupil in may and len(seen) >= of["least"]:
            yield EarlyWarning(pupil, "seen", max(seen), {"times": len(seen)})


def _of_events(desk: Desk) -> Iterator[EarlyWarning]:
    """More events than the child's own usual, and nobody wrote of a warm contact in that time: told
    only to those who may read what the school's own system says."""
    if not desk.by.may(Permission.SYSTEM_READ) or _too_old(desk):
        return
    register = desk.register
    found = after_events.written_down(desk.by.school_id, desk.whole.revision, register.pupil)
    standing_now = events.standing_events(register, found, pace_of(desk)) if found else []
    if not standing_now:
        return
    met = _met(desk, events.days_looked_at())
    told = {int(register.pupil[one.row]): one for one in standing_now}
    may = desk.among(told.keys(), Permission.SYSTEM_READ)
    for pupil, one in told.items():
        if pupil in may - met:
            began = date_of(int(monday_of(register.sessions.day[one.since - 1])))
            yield EarlyWarning(pupil, events.NAME, began, one.facts)


def _too_old(desk: Desk) -> bool:
    """Whether the last register is so old that nobody knows what is true now."""
    return (desk.asked - desk.day).days > rules().stale_days


def _met(desk: Desk, days: int) -> frozenset[int]:
    """Keys of the children for whom somebody did something in the last school days, as far as
    anybody wrote: an act, a check-in, a good thing."""
    opened = np.unique(desk.register.sessions.day[desk.register.open.any(axis=0)])
    since = date_of(int(opened[-days:][0]))
    moment = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    school = desk.by.school_id
    return acts.touched(school, moment) | noticing.noticed(school, since)
