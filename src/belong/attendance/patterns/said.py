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
    """What was seen, in a sentence or two that can be read aloud and counted again by hand."""
    if test.family in (AFTER_BREAK, BEFORE_BREAK):
        return _breaks(test, seen) + reasons(seen)
    if test.family == LATELY:
        return _lately(test, seen) + reasons(seen)
    half = HALVES_OF_A_DAY[test.cells[0] % 2]
    did = "Late on" if test.kind == LATE else "Missed"
    if test.family == HALVES:
        return _half_days(seen, half) + reasons(seen)
    on = "on " if test.kind == LATE else ""
    place = f"{WEEKDAYS[test.cells[0] // 2]} {half}s"
    when = f"in the last {count(seen.weeks, 'school week')}"
    beside = _beside(seen, f"other {half}s", on)
    missed = f"{did} {times_of(seen.there, seen.of_there)} {place} {when}{beside}."
    return missed + reasons(seen) + _back(test, seen)


WRITTEN = {
    "illness": "as ill",
    "no_reason_yet": "with no reason yet",
    "holiday": "as holiday",
    "holiday_agreed": "as holiday",
    "other_unauthorised": "as “other or unknown”",
    "late_after_close": "as coming after the register had closed",
}
"""What a mark says, and never what the school thought of it, by its group in the code table."""


def reasons(seen: Facts) -> str:
    """The reasons recorded, as a sentence with a space before it; "" where marks tell none."""
    times: dict[str, int] = {}
    for group, many in seen.reasons:
        if group in WRITTEN:
            times[WRITTEN[group]] = times.get(WRITTEN[group], 0) + many
    if not times:
        return ""
    if list(times.values()) == [seen.there]:
        each = " each time" if seen.there > 1 else ""
        return f" Recorded {next(iter(times))}{each}."
    told = [f"{written} {_times(many)}" for written, many in times.items()]
    listed = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    return f" Recorded {listed}."


def _half_days(seen: Facts, half: str) -> str:
    """Half days alone: the child was in school for some of each of those days."""
    missed = f"Missed {count(seen.there, half)} in the last {count(seen.weeks, 'school week')}"
    if seen.after_close == seen.there:
        return f"{missed}: came each time, after the register had closed."
    rest = "came in for the afternoon" if half == "morning" else "came in for the morning"
    if not seen.after_close:
        return f"{missed} and {rest} on each of those days."
    return (
        f"{missed}: came after the register had closed {_times(seen.after_close)},"
        f" and {rest} {_times(seen.there - seen.after_close)}."
    )


def _breaks(test: Test, seen: Facts) -> str:
    near = "on the first day after" if test.family == AFTER_BREAK else "in the last two days before"
    n = count(seen.of_there, "break")
    each = "each" if seen.there == seen.of_there else seen.there
    breaks = "the last break" if seen.of_there == 1 else f"{each} of the last {n}"
    return f"Away {near} {breaks}{_beside(seen, 'other sessions', 'for ')}."


def _lately(test: Test, seen: Facts) -> str:
    when = f"in the last {count(seen.weeks, 'school week')}"
    if test.kind == LATE:
        before = f"on {rate(seen.other, seen.of_other)}" if seen.of_other else _UNKNOWN
        late = f"Late on {times_of(seen.there, seen.of_there)} mornings"
        return f"{late} {when}; before that {before}."
    away = "Away once" if seen.there == 1 else f"Away {seen.there} separate times"
    before = _every(seen.other, seen.of_other)
    return f"{away} {when}; before that {before}."


def _beside(seen: Facts, others: str, word: str) -> str:
    """The same elsewhere, as the end of the sentence."""
    if not seen.of_other:
        return f"; there are no {others} to compare"
    return f", and {word}{rate(seen.other, seen.of_other)} {others}"


def _back(test: Test, seen: Facts) -> str:
    if test.kind == LATE:
        return ""
    if seen.after_close == seen.there > 0:
        return " Came each time, after the register had closed."
    late = seen.after_close
    closed = f" Came after the register had closed {_times(late)}." if late else ""
    return closed + _for_the_afternoon(test, seen)


def _for_the_afternoon(test: Test, seen: Facts) -> str:
    if test.cells[0] % 2 or not seen.came_back:
        return ""
    if seen.came_back == seen.there:
        return " Came in for the afternoon each time."
    return f" Came in for the afternoon {_times(seen.came_back)}."


def too(who: str, times: int, of: int) -> str:
    """How often somebody at the same address was away at the same times; "" where it was once or
    less than half of them. Nothing is tested: it is only said."""
    if times < 2 or 2 * times < of:
        return ""
    many = f"each of those {of} times" if times == of else f"{times} of those {of} times"
    return f"{who} was away {many} too."


def afterwards(test: Test, times: int, of: int) -> str:
    """What came after a pattern was shown; empty where nothing could yet."""
    if not of:
        return ""
    if of == 1:
        return f"Since then {_the_only_time(test, times)} the one time there was."
    if test.family == HALVES:
        # Whole days are no part of it, so this says nothing of whether the others were come to.
        return f"Since then the same on {times_of(times, of)} days."
    return f"Since then {'late on' if test.kind == LATE else 'missed'} {times_of(times, of)}."


def _the_only_time(test: Test, times: int) -> str:
    if test.family == HALVES:
        return "the same" if times else "not the same"
    if test.kind == LATE:
        return "late" if times else "on time"
    return "away" if times else "in school"


def contrast(test: Test, seen: Facts) -> str:
    """What the child does come to, in the same weeks; empty where no weekday stands out."""
    if not seen.always or len(seen.always) == len(WEEKDAYS):
        return ""
    did = "Was never late" if test.kind == LATE else "Came to every session"
    days = [f"{WEEKDAYS[d]}s" for d in seen.always]
    listed = days[0] if len(days) == 1 else f"{', '.join(days[:-1])} and {days[-1]}"
    return f"{did} on {listed} in the same {count(seen.weeks, 'school week')}."


def surprise(ever: float, children: int = A_SCHOOL) -> str:
    """How often chance alone would show something as unlikely, in a school of a size.

    ever  the chance for one child without habits in one year
    """
    yearly = ever * children
    chance = f"In a school of {children:,}, chance alone would show something this unlikely"
    if yearly >= 1.5:
        return f"{chance} about {_times(round(yearly))} a year."
    if yearly >= 0.7:
        return f"{chance} about once a year."
    years = round(1 / yearly) if yearly > 0 else 100
    return (
        f"{chance} about once every {years} years."
        if years < 50
        else f"{chance} hardly ever: less than once in 50 years."
    )


def times_of(times: int, of: int) -> str:
    """4 of 7; none of 7; all 3 where it was so each time."""
    if times == of > 1:
        return f"all {of}"
    return f"{times or 'none'} of {of}"


def count(number: int, what: str) -> str:
    """1 break; 3 breaks."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def rate(times: int, of: int) -> str:
    """none of 28; about 1 in 12; 9 of 28 where it is often."""
    if not times:
        return f"none of {of}"
    each = of / times
    return f"about 1 in {round(each)}" if each >= 2.5 else f"{times} of {of}"


_UNKNOWN = "nothing is known"


def _every(times: int, of: int) -> str:
    """How often in school weeks, of ten sessions each."""
    if not of:
        return _UNKNOWN
    if not times:
        return "not once"
    weeks = of / 10 / times
    if weeks >= 1.5:
        return f"about once every {round(weeks)} weeks"
    return f"about {_times(max(1, round(1 / weeks)))} a week"
