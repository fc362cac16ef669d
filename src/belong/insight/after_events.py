"""What happened to the children of a school, for patterns after an event: by row, without a word
of why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from belong.attendance.patterns.after_events import ADULT, MOVE, SUSPENSION, AfterEvents, Events
from belong.attendance.patterns.grid import FRIDAY, Grid
from belong.attendance.warnings.events import Written
from belong.basics.terms import day_number, year_of
from belong.intake import facts
from belong.people.changes_of_adult import FORM, changes_of_adult
from belong.people.models import Fact

Happened = tuple[int, dt.date, int]
"""The child's key, the first day after it, and the kind of event."""
MOVES = frozenset({"managed move", "off-site direction", "alternative provision"})
"""Placements from which a child comes back as from another school. Work experience or college goes
on beside school; other places say something of health or of home to whoever may not know it."""
GOOD = "positive"
"""An event that tells of something good."""
NEW_YEAR = dt.timedelta(days=21)
"""A form that begins within this of September is the new year's, not a move."""
ONE_DAY = dt.timedelta(days=1)


def of_school(
    school_id: int, revision: int, grid: Grid, pupil: NDArray[np.int32]
) -> AfterEvents | None:
    """The stream of what came after events; None for a school of which none is known.

    revision  the school's: what files say of its children can only change with it
    pupil     int32 [rows], the key of each row's child
    """
    row = {int(pk): n for n, pk in enumerate(pupil)}
    adults = ((pk, day, ADULT) for pk, day in changes_of_adult(school_id))
    happened = sorted({o for o in (*_of_files(school_id, revision), *adults) if o[0] in row})
    if not happened:
        return None
    told = [(row[pk], day_number(day), kind) for pk, day, kind in happened]
    rows, days, kinds = np.array(told, dtype=np.int32).T
    return AfterEvents(grid, Events(rows, days, kinds))


def known_by(stream: AfterEvents | None, week: int) -> bytes:
    """What tells the events known at the end of a week from any others."""
    if stream is None:
        return b""
    events, friday = stream.events, stream.grid.monday[week] + FRIDAY
    return np.stack([events.row, events.day, events.kind])[:, events.day <= friday].tobytes()


def back_from_suspension(school_id: int, revision: int) -> list[tuple[int, dt.date]]:
    """The key of a child and the day after the last one of a suspension, whenever it was.

    Only days and keys: whoever tells of one has asked who may be told.
    """
    return [(pk, day) for pk, day, kind in _of_files(school_id, revision) if kind == SUSPENSION]


def written_down(school_id: int, revision: int, pupil: NDArray[np.int32]) -> Written | None:
    """Events that somebody wrote down of the children of some rows; None where none are known. What
    was good is none.

    revision  the school's: what files say of its children can only change with it
    pupil     int32 [rows], the key of each row's child
    """
    every = _written(school_id, revision)
    if not every:
        return None
    row = {int(pk): n for n, pk in enumerate(pupil)}
    mine = [(row[pk], day) for pk, day in every if pk in row]
    rows, days = np.array(mine, dtype=np.int32).reshape(-1, 2).T
    return Written(rows, days, min(day for _, day in every))


@lru_cache(maxsize=4)
def _written(school_id: int, revision: int) -> tuple[tuple[int, int], ...]:
    every = facts.standing_of(school_id, kinds=("behaviour",))
    return tuple(
        (fact.pupil_id, day_number(fact.begins)) for fact in every
        if fact.pupil_id is not None and fact.begins and fact.data.get("type") != GOOD
    )  # fmt: skip


@lru_cache(maxsize=4)
def _of_files(school_id: int, revision: int) -> tuple[Happened, ...]:
    return tuple(_said(school_id))


def _said(school_id: int) -> Iterator[Happened]:
    every = facts.standing_of(school_id, kinds=("suspensions", "placements", "groups"))
    of = {kind: list(those) for kind, those in groupby(every, key=lambda fact: fact.kind)}
    yield from _back(of.get("suspensions", []), {"suspension"}, SUSPENSION)
    yield from _back(of.get("placements", []), MOVES, MOVE)
    yield from _other_forms(of.get("groups", []))


def _back(every: Iterable[Fact], kinds: Iterable[str], event: int) -> Iterator[Happened]:
    """The day after the last day of each; nobody is back from what has no last day."""
    for fact in every:
        if fact.pupil_id is not None and fact.ends and fact.data.get("kind") in set(kinds):
            yield fact.pupil_id, fact.ends + ONE_DAY, event


def _other_forms(every: Iterable[Fact]) -> Iterator[Happened]:
    """The first day in another form, within a school year."""
    of: dict[int, list[tuple[dt.date, str]]] = {}
    for fact in every:
        if fact.pupil_id is not None and fact.begins and fact.data.get("trait") == FORM:
            of.setdefault(fact.pupil_id, []).append((fact.begins, str(fact.data.get("value"))))
    for pk, forms in of.items():
        for (_, one), (day, other) in pairwise(sorted(forms)):
            if one != other and year_of(day) == year_of(day - NEW_YEAR):
                yield pk, day, MOVE
