"""A pattern in plain words: what was seen, beside what, and how surprising that is."""

from __future__ import annotations

from belong.attendance.patterns.asked import (
    AFTER_BREAK,
    BEFORE_BREAK,
    HALVES,
    LATE,
    LATELY,
    Test,
)
from belong.attendance.patterns.facts import WEEKDAYS, Facts

HALVES_OF_A_DAY = ("morning", "afternoon")
A_SCHOOL = 1000


def session(cell: int) -> str:
    """A place of the week in words: Monday morning."""
    return f"{WEEKDAYS[cell // 2]} {HALVES_OF_A_DAY[cell % 2]}"


def where(test: Test) -> str:
    """The place of the week or year in words: Monday mornings, the first day after a break."""
    if test.family == AFTER_BREAK:
        return "the first day after a break"
    if test.family == BEFORE_BREAK:
        return "the last two days before a break"
    if test.family == LATELY:
        return f"the last {test.weeks} school weeks"
    half = HALVES_OF_A_DAY[test.cells[0] % 2]
    return f"{half}s" if test.family == HALVES else f"{WEEKDAYS[test.cells[0] // 2]} {half}s"


def said(test: Test, seen: Facts) -> str:
    """What was seen, in one sentence that can be read aloud and counted again by hand."""
    if test.family in (AFTER_BREAK, BEFORE_BREAK):
        return _breaks(test, seen)
    if test.family == LATELY:
        return _lately(test, seen)
    half = HALVES_OF_A_DAY[test.cells[0] % 2]
    did = "Late on" if test.kind == LATE else "Missed"
    if test.family == HALVES:
        rest = "came in for the afternoon" if half == "morning" else "came in for the morning"
        return (
            f"Missed {_count(seen.there, half)} in the last {_count(seen.weeks, 'school week')}"
            f" and {rest} on each of those days."
        )
    place = f"{WEEKDAYS[test.cells[0] // 2]} {half}s"
    beside = f"other {half}s {_rate(seen.other, seen.of_other)}"
    when = f"in the last {_count(seen.weeks, 'school week')}"
    return f"{did} {seen.there} of {seen.of_there} {place} {when}; {beside}.{_back(test, seen)}"


def _breaks(test: Test, seen: Facts) -> str:
    near = "on the first day after" if test.family == AFTER_BREAK else "in the last two days before"
    return (
        f"Away {near} {seen.there} of the last {seen.of_there} breaks;"
        f" other sessions {_rate(seen.other, seen.of_other)}."
    )


def _lately(test: Test, seen: Facts) -> str:
    if test.kind == LATE:
        return (
            f"Late on {seen.there} of {seen.of_there} mornings"
            f" in the last {_count(seen.weeks, 'school week')};"
            f" before that {_rate(seen.other, seen.of_other)}."
        )
    return (
        f"An absence began {_times(seen.there)} in the last {_count(seen.weeks, 'school week')};"
        f" before that {_every(seen.other, seen.of_other)}."
    )


def _back(test: Test, seen: Facts) -> str:
    if test.kind == LATE or test.cells[0] % 2 or not seen.came_back:
        return ""
    if seen.came_back == seen.there:
        return " Came in for the afternoon each time."
    return f" Came in for the afternoon {_times(seen.came_back)}."


def afterwards(test: Test, times: int, of: int) -> str:
    """What came after a pattern was shown; empty where nothing could yet."""
    if not of:
        return ""
    did = "late on" if test.kind == LATE else "missed"
    return f"Since then {did} {times or 'none'} of {of}."


def contrast(test: Test, seen: Facts) -> str:
    """What the child does come to, in the same weeks; empty where no weekday stands out."""
    if not seen.always or len(seen.always) == len(WEEKDAYS):
        return ""
    did = "Was never late" if test.kind == LATE else "Missed nothing"
    days = [f"{WEEKDAYS[d]}s" for d in seen.always]
    listed = days[0] if len(days) == 1 else f"{', '.join(days[:-1])} and {days[-1]}"
    return f"{did} on {listed} in the same {seen.weeks} school weeks."


def surprise(ever: float, children: int = A_SCHOOL) -> str:
    """How often chance alone would show something as unlikely, in a school of a size.

    ever  the chance for one child in one year
    """
    yearly = ever * children
    school = f"In a school of {children:,} with no such habits, something this unlikely would"
    if yearly >= 1.5:
        return f"{school} turn up about {round(yearly)} times a year."
    if yearly >= 0.7:
        return f"{school} turn up about once a year."
    years = round(1 / yearly) if yearly > 0 else 100
    return (
        f"{school} turn up about once in {years} years."
        if years < 50
        else f"{school} hardly ever turn up: less than once in 50 years."
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _rate(times: int, of: int) -> str:
    """none of 28; about 1 in 12; 9 of 28 where it is often."""
    if not of:
        return "cannot be compared"
    if not times:
        return f"none of {of}"
    each = of / times
    return f"about 1 in {round(each)}" if each >= 2.5 else f"{times} of {of}"


def _every(times: int, of: int) -> str:
    """How often in school weeks, of ten sessions each."""
    if not of:
        return "nothing is known"
    if not times:
        return "never"
    weeks = of / 10 / times
    if weeks < 1.5:
        return "about once a week"
    return f"about once in {round(weeks)} weeks"
