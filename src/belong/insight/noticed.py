"""What a school has been shown of its children's patterns, week by week.

A look knows nothing later than its own week. So a look is taken once: as long as the marks up to
its week stand as they stood, the year goes on from it, and a new day recomputes nothing. What looks
came to lies in memory and in the cache that all processes share, by row and without a name.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

import numpy as np
from django.core.cache import cache
from numpy.typing import NDArray

from belong import __version__
from belong.attendance.definitions import load
from belong.attendance.patterns.after_events import AfterEvents
from belong.attendance.patterns.grid import Grid, lay_out
from belong.attendance.patterns.half_days import HalfDays
from belong.attendance.patterns.looks import Year, looks_of, take
from belong.attendance.patterns.streams import SESSIONS, Found, Stream, Told
from belong.basics.terms import date_of, year_of
from belong.insight import after_events, in_lessons
from belong.insight.desk import Desk, one_row_a_child
from belong.intake import queries
from belong.intake.queries import Whole
from belong.people import fetch

MOST_KEPT = 64
"""Looks kept in memory, the latest used: a school year of one school, and a few of others."""
MOST_BESIDE_A_PAGE = 12
"""Looks that whoever opens a page waits for; more are left to the worker. A look at 2,000 children
takes about a fifteenth of a second."""
KEPT_FOR = 60 * 60 * 24 * 60
"""Seconds in the shared cache: longer than any holiday."""
_kept: OrderedDict[bytes, Year] = OrderedDict()
_lock = Lock()
Streams = tuple[HalfDays, *tuple[Stream, ...]]


@dataclass(frozen=True)
class Noticed:
    """The whole school's year of looks, and the grid they were taken on.

    looks        the weeks of the grid at whose end was looked, this school year
    behind       weeks that are still to be looked at again, by the worker
    pupil        int32 [rows], the key of each row's child
    year_groups  names of the grid's groups
    streams      everything that was looked at, half-days first
    """

    grid: Grid
    looks: range
    year: Year
    pupil: NDArray[np.int32]
    year_groups: tuple[str, ...]
    streams: Streams
    behind: int = 0

    def of(self, pupil_id: int) -> tuple[Found, ...]:
        """What was shown of one child this year, the first first."""
        rows = np.flatnonzero(self.pupil == pupil_id)
        return self.year.found.get(int(rows[0]), ()) if len(rows) else ()

    def together(self, found: Found, pupil_id: int) -> tuple[int, int]:
        """How often another child was away at the times a pattern counts, of how many."""
        rows = np.flatnonzero(self.pupil == pupil_id)
        if found.stream != SESSIONS or not len(rows):
            return 0, 0
        return HalfDays(self.grid).together(found, int(rows[0]))

    def told(self, found: Found) -> Told:
        """A pattern in words, as it stood when it was shown, and how it went on."""
        streams: dict[str, Stream] = {s.name: s for s in self.streams}
        return streams[found.stream].told(found, self.looks.stop - 1)


def at(desk: Desk) -> Noticed:
    """The patterns of the desk's whole school up to its day, whoever asks.

    What is usual can only be told from everybody; who is then shown to whom is the question's to
    decide.
    """
    school = desk.by.school_id
    return _at(school, desk.whole, desk.years_of, desk.day, most=MOST_BESIDE_A_PAGE)


def take_ahead(school_id: int, day: dt.date) -> int:
    """Take what looks are due before anybody asks, so that no page has to wait for them.

    returns  how many weeks of the school year were looked at by a day; 0 before any marks
    """
    whole = queries.whole(school_id)
    if whole is None:
        return 0
    years_of = {pk: year for pk, year, _ in fetch.groups_for_the_worker(school_id)}
    found = _at(school_id, whole, years_of, day)
    for pattern in (f for of_one in found.year.found.values() for f in of_one):
        if pattern.stream != SESSIONS:
            found.told(pattern)  # kept, so that no page lays the lessons of a school out for it
    return len(found.looks)


def _at(
    school_id: int,
    whole: Whole,
    years_of: Mapping[int, str],
    day: dt.date,
    *,
    most: int | None = None,
) -> Noticed:
    register = one_row_a_child(whole.register.until(day))
    told = np.array([years_of.get(int(p), "") for p in register.pupil], dtype=np.str_)
    names, group = np.unique(told, return_inverse=True)
    grid = lay_out(register, group=group.astype(np.int16))
    weeks = looks_of(grid, day)
    first = grid.first_of(year_of(day))
    lessons = in_lessons.of_school(school_id, year_of(day), whole.revision)
    events = after_events.of_school(school_id, whole.revision, grid, register.pupil)
    beside = in_lessons.keys(lessons, grid, register, first) if lessons else None
    keys = _keys(grid, register.pupil, weeks, beside, events)
    streams: Streams = (HalfDays(grid),)
    if lessons and beside and len(weeks):
        key = keys[weeks[-1]]
        streams = (
            *streams,
            in_lessons.InLessons(lessons, grid, register, first, key, beside.begins),
        )
    if events:
        streams = (*streams, events)
    year, done = _year(streams, keys, weeks, most)
    behind = len(weeks) - len(done)
    years = tuple(names.tolist())
    return Noticed(grid, done, year, register.pupil, years, streams, behind)


def _year(
    streams: Streams, keys: dict[int, bytes], weeks: range, most: int | None
) -> tuple[Year, range]:
    """What the looks came to, and those that were taken; none is where more than `most` are due."""
    year, first = _known(keys, weeks, len(streams[0].grid.group))
    if most is not None and weeks.stop - first > most:
        return year, range(weeks.start, first)
    for week in range(first, weeks.stop):
        take(year, streams, week)
        _remember(keys[week], year)
        cache.set(_named(keys[week]), year, timeout=KEPT_FOR)
    return year, weeks


def _known(keys: dict[int, bytes], weeks: range, rows: int) -> tuple[Year, int]:
    """The latest look of which is known what it came to, and the week after it."""
    with _lock:
        mine = {week: _kept.get(keys[week]) for week in weeks}
    latest = max((week for week in weeks if mine[week]), default=weeks.start - 1)
    later = {_named(keys[week]): week for week in weeks if week > latest}
    for name, year in cache.get_many(later).items():
        mine[later[name]] = year
        _remember(keys[later[name]], year)
    latest = max((week for week in weeks if mine[week]), default=weeks.start - 1)
    known = mine.get(latest)
    if known is None:
        return Year(rows), weeks.start
    return known.copy(), latest + 1


def _remember(key: bytes, year: Year) -> None:
    with _lock:
        _kept[key] = year.copy()
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def _named(key: bytes) -> str:
    return f"looks:{key.hex()}"


def _keys(
    grid: Grid,
    pupil: NDArray[np.int32],
    weeks: range,
    beside: in_lessons.Keys | None,
    events: AfterEvents | None,
) -> dict[int, bytes]:
    """A key for each look: equal only where the rule, the children, and all marks and events up to
    its week are.

    beside  what is known of lessons; None in a school without
    """
    rules = [load(name) for name in ("patterns", "lesson_patterns", "event_patterns")]
    rule = f"{__version__} {rules} {weeks.start}"
    known = rule.encode() + pupil.tobytes() + grid.group.tobytes()
    lessons = beside.weeks if beside else {}
    keys: dict[int, bytes] = {}
    for week in range(weeks.stop):
        marks = (np.ascontiguousarray(p[:, week]) for p in (grid.here, grid.away, grid.late))
        told = [grid.monday[week].tobytes(), grid.open[week].tobytes(), *map(bytes, marks)]
        told.append(after_events.known_by(events, week))
        told.append(lessons.get(week, b""))
        known = blake2b(known + b"".join(told), digest_size=16).digest()
        keys[week] = known
    return keys


def monday_of_week(noticed: Noticed, week: int) -> dt.date:
    """The Monday of a week of the grid."""
    return date_of(int(noticed.grid.monday[week]))
