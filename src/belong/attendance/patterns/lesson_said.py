"""A pattern among lessons in plain words: what was missed on days in school, and what was not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from belong.attendance.definitions import load
from belong.attendance.patterns.lesson_grid import (
    NOBODY_SAID,
    PERIOD,
    SUBJECT,
    TEACHER,
    LessonGrid,
    Places,
)
from belong.attendance.patterns.lesson_look import Test, test_of
from belong.attendance.patterns.said import count, rate, times_of
from belong.attendance.patterns.streams import Found, Told


@dataclass(frozen=True)
class Facts:
    """Counts that can be said aloud and checked by hand on the child's page, of days in school.

    there, of_there  days on which lessons there were missed, of those on which there were any
    other, of_other  the same for each other place of the family, added together
    always           subjects, or periods, come to every time in the same weeks, with no register
                     left blank: the most days first
    weeks            how many school weeks the counts reach back
    """

    there: int
    of_there: int
    other: int
    of_other: int
    always: tuple[str, ...]
    weeks: int


def facts(grid: LessonGrid, found: Found) -> Facts:
    """The counts of one pattern at the look that showed it."""
    test, last = test_of(found.test), found.week - grid.first
    span = slice(max(0, last + 1 - test.weeks), last + 1)
    places = grid.families[test.family]
    missed, could = (v[found.row, :, span].sum(axis=1) for v in (places.missed, places.could))
    there, of_there = int(missed[test.place]), int(could[test.place])
    return Facts(
        there=there,
        of_there=of_there,
        other=int(missed.sum()) - there,
        of_other=int(could.sum()) - of_there,
        always=_always(grid.families[PERIOD if test.family == PERIOD else SUBJECT],
                       found.row, span),
        weeks=span.stop - span.start,
    )  # fmt: skip


def _always(places: Places, row: int, span: slice) -> tuple[str, ...]:
    """Places of which every lesson on days in school was come to, and none was left blank."""
    least = load("lesson_patterns").settings["said"]["came"]
    could, missed, unsure = (
        v[row, :, span].sum(axis=1) for v in (places.could, places.missed, places.unsure)
    )
    good = np.flatnonzero((could >= least) & (missed == 0) & (unsure == 0))
    names = [(-int(could[n]), places.names[places.place[row, n]]) for n in good]
    return tuple(name for _, name in sorted(names))


def told(grid: LessonGrid, found: Found, until: int) -> Told:
    """A pattern among lessons in words; `until` is the week of the latest look."""
    test, seen = test_of(found.test), facts(grid, found)
    place = _place(grid, found.row, test)
    return Told(
        family=test.family,
        kind=f"{test.family}/lesson",
        where=_where(test.family, place),
        said=said(test.family, place, seen),
        contrast=contrast(test.family, seen),
        since=afterwards(test.family, *_since(grid, found, test, until)),
        cells=(),
        weeks=test.weeks,
    )


def _place(grid: LessonGrid, row: int, test: Test) -> str:
    """The subject, the period, or the subject of the teacher's lessons, "" where there are several:
    a teacher is not named on a card about a child."""
    if test.family == TEACHER:
        subject = int(grid.told[row, test.place])
        return grid.families[SUBJECT].names[subject] if subject != NOBODY_SAID else ""
    places = grid.families[test.family]
    name = places.names[places.place[row, test.place]]
    return _period(name) if test.family == PERIOD else name


def _period(name: str) -> str:
    """Period 5 for 5 and P5; what else a school says stays as it is."""
    number = name.removeprefix("P").removeprefix("p").strip()
    if number.isdecimal():
        return f"period {number}"
    return name if "period" in name.casefold() else f"period {name}"


def _where(family: str, place: str) -> str:
    if family == TEACHER:
        return _with_one_teacher(place)
    return place if family == PERIOD else f"{place} lessons"


def _with_one_teacher(subject: str) -> str:
    return f"the {subject} lessons with one teacher" if subject else "the lessons with one teacher"


def said(family: str, place: str, seen: Facts) -> str:
    """What was missed, in sentences that can be read aloud and counted again by hand."""
    which = _with_one_teacher(place) if family == TEACHER else place
    days = f"{times_of(seen.there, seen.of_there)} days"
    days = f"{days} with {place}" if family == SUBJECT else days
    when = f"in the last {count(seen.weeks, 'school week')}"
    return f"Missed {which} on {days} {when}{_beside(seen)}. {_IN_SCHOOL}"


_IN_SCHOOL = "Was in school each time, morning and afternoon."


def _beside(seen: Facts) -> str:
    if not seen.of_other:
        return "; there are no other lessons to compare"
    return f", and {rate(seen.other, seen.of_other)} other lessons"


def contrast(family: str, seen: Facts) -> str:
    """What the child did come to each time in the same weeks; empty where nothing stands out."""
    if not seen.always:
        return ""
    most = load("lesson_patterns").settings["said"]["named"]
    named, more = seen.always[:most], len(seen.always) - most
    if family == PERIOD:
        names = listed([_period(n) for n in named])
        came = f"Came to every lesson in {names}"
        rest = f" and {more} more" if more > 0 else ""
    else:
        came = f"Came to every {listed(named)} lesson"
        rest = f", and to those of {count(more, 'more subject')}," if more > 0 else ""
    when = f"on days in school in the same {count(seen.weeks, 'school week')}"
    return f"{came}{rest} {when}."


def listed(names: Sequence[str]) -> str:
    """Art; Art and English; Art, English and Science."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _since(grid: LessonGrid, found: Found, test: Test, until: int) -> tuple[int, int]:
    """Days missed there after the look that showed it, and days there were."""
    later = slice(found.week + 1 - grid.first, until + 1 - grid.first)
    places = grid.families[test.family]
    missed, could = (v[found.row, test.place, later] for v in (places.missed, places.could))
    return int(missed.sum()), int(could.sum())


def afterwards(family: str, times: int, of: int) -> str:
    """What came after a pattern was shown; empty where nothing could yet."""
    if not of:
        return ""
    what = "them" if family == TEACHER else "it"
    if of == 1:
        return f"Since then {f'missed {what}' if times else 'came'} the one time there was."
    return f"Since then missed {what} on {times_of(times, of)} days."
