"""A calendar as other programs send it (.ics): closed days and terms, by the words of its events.

Only a handful of properties of each event reach the library that reads them. Time zones that a
file describes itself, alarms, attachments and whatever else may be in it are never looked at.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import icalendar

from belong.basics.errors import UnreadableFile
from belong.registers.sources import calendar_words as said
from belong.registers.sources.calendar import (
    MOST_BYTES,
    CalendarFound,
    FoundDays,
    FoundTerm,
    LeftOut,
    together,
    too_large,
)
from belong.registers.sources.calendar_words import Edge
from belong.registers.sources.dates import EARLIEST, LATEST
from belong.registers.sources.text import text_of

LONDON = ZoneInfo("Europe/London")
MOST_EVENTS = 3_000
MOST_LINES = 100_000
DEEPEST = 4
"""An alarm in an event in a calendar is 3 deep."""
LONGEST_LINE = 4_000
READ = {"SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
        "STATUS"}  # fmt: skip
PLAIN_RULE = {"FREQ", "COUNT", "UNTIL", "INTERVAL", "BYDAY", "WKST"}
STEPS = {"DAILY": 1, "WEEKLY": 7}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY = dt.timedelta(days=1)
_NAME = re.compile(r"([A-Za-z-]{1,40})[;:]")


class NotUnderstood(Exception):
    """An event that is left out, with why."""


@dataclass(frozen=True)
class Span:
    """When an event is. last is included; half as in FoundDays."""

    first: dt.date
    last: dt.date
    half: int | None


def ical_of(raw: bytes) -> CalendarFound:
    """What an .ics file says of a school's days.

    All-day and timed events count, those that repeat only with a plain end. An event is understood
    by the words of its summary; all others are left out, each with why.

    raises  UnreadableFile where it is no such file, or larger than any school's calendar
    """
    days: list[FoundDays] = []
    edges: list[Edge] = []
    terms: list[FoundTerm] = []
    out: list[LeftOut] = []
    for number, lines in enumerate(_events(raw), start=1):
        words = ""
        try:
            event = _event(lines)
            words = said.line(str(event.get("SUMMARY", "")))
            _take(event, words, number, days, edges, terms)
        except NotUnderstood as why:
            out.append(LeftOut(number, words, str(why)))
        if number > MOST_EVENTS or len(days) > MOST_EVENTS:
            raise UnreadableFile(
                f"This calendar has more than {MOST_EVENTS} dates.",
                do="Export the school's own calendar, one year at a time.",
            )
    return together(days, edges, terms, out)


def _events(raw: bytes) -> Iterator[list[str]]:
    """The lines of each event that we read, unfolded, without what is inside it."""
    if len(raw) > MOST_BYTES:
        raise too_large()
    lines = _unfolded(text_of(raw).data.decode())
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise UnreadableFile("This is not a calendar file.", do="Export it as .ics or as CSV.")
    parts: list[str] = []
    event: list[str] = []
    for line in lines:
        word, _, what = line.strip().upper().partition(":")
        if word in ("BEGIN", "END"):
            _enter_or_leave(parts, word, what)
            if (word, what) == ("END", "VEVENT"):
                yield event
                event = []
        elif parts and parts[-1] == "VEVENT" and _wanted(line):
            event.append(line)
    if parts:
        raise _broken_off()


def _enter_or_leave(parts: list[str], word: str, what: str) -> None:
    if word == "BEGIN":
        parts.append(what)
    elif not parts or parts.pop() != what:
        raise _broken_off()
    if len(parts) > DEEPEST:
        raise UnreadableFile("This calendar has parts inside parts without end.")


def _broken_off() -> UnreadableFile:
    return UnreadableFile("This calendar breaks off in the middle.", do="Export it again.")


def _unfolded(text: str) -> list[str]:
    """Lines with their continuations; one that goes on too long is cut."""
    out: list[str] = []
    for line in text.split("\n"):
        line = line.removesuffix("\r")
        if line[:1] in (" ", "\t") and out:
            out[-1] = (out[-1] + line[1:])[:LONGEST_LINE]
        elif line:
            out.append(line[:LONGEST_LINE])
        if len(out) > MOST_LINES:
            raise UnreadableFile("This calendar has too many lines.", do="Export one year of it.")
    return out


def _wanted(line: str) -> bool:
    found = _NAME.match(line)
    return bool(found) and found[1].upper() in READ  # type: ignore[index]


def _event(lines: list[str]) -> icalendar.Event:
    text = "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])
    try:
        event = icalendar.Event.from_ical(text)
    except Exception as problem:
        # Whatever a stranger's line does to the reader, it costs that event and not the file.
        raise NotUnderstood("It cannot be read.") from problem
    if not isinstance(event, icalendar.Event):
        raise NotUnderstood("It cannot be read.")
    return event


def _take(
    event: icalendar.Event, words: str, number: int, days: list[FoundDays], edges: list[Edge],
    terms: list[FoundTerm],
) -> None:  # fmt: skip
    """One event into days, edges of terms or terms. Raises NotUnderstood."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise NotUnderstood("It is marked as cancelled.")
    if said.left_out(words) or said.is_unclear(words):
        raise NotUnderstood("Its words can mean several things.")
    span = _span(event)
    years = said.years_named(words)
    edge = said.edge_in(words, school_open=False)
    if edge:
        edges.append(_edge(edge, span, words, number, years))
    elif said.is_term(words) and (span.last - span.first).days >= said.limit("shortest_term_days"):
        terms.append(FoundTerm(words, span.first, span.last))
    else:
        days += _days(event, span, words, years)


def _edge(edge: str, span: Span, words: str, number: int, years: tuple[str, ...]) -> Edge:
    if years:
        raise NotUnderstood("It is about some year groups only. Say it on the page.")
    return Edge(edge, span.first if edge == said.STARTS else span.last, words, number)


def _days(
    event: icalendar.Event, span: Span, words: str, years: tuple[str, ...]
) -> list[FoundDays]:
    kind = said.kind_in(words)
    if not kind:
        raise NotUnderstood("None of its words says that school is closed.")
    if (span.last - span.first).days >= said.limit("longest_closure_days"):
        raise NotUnderstood("It lasts longer than any holiday.")
    length = span.last - span.first
    starts = _repeats(event, span.first)
    return [FoundDays(on, on + length, span.half, years, kind, words) for on in starts]


def _span(event: icalendar.Event) -> Span:
    """When an event is, on the clocks of London. An all-day event ends before its last day."""
    start, end = _when(event, "DTSTART"), _when(event, "DTEND")
    if start is None:
        raise NotUnderstood("It has no date.")
    if isinstance(start, dt.datetime) != isinstance(end or start, dt.datetime):
        raise NotUnderstood("Its beginning and its end do not fit together.")
    try:
        end = end or _after(event, start)
        span = _timed(start, end) if isinstance(start, dt.datetime) else _all_day(start, end)
    except (OverflowError, ValueError) as problem:
        raise NotUnderstood("Its dates are not ones a school has.") from problem
    if not EARLIEST <= span.first <= span.last <= LATEST:
        raise NotUnderstood("Its dates are not ones a school has.")
    return span


def _when(event: icalendar.Event, name: str) -> dt.date | None:
    """A date, or a moment on the clocks of London without its zone; None where there is none."""
    if event.get(name) is None:
        return None
    try:
        value = event.get(name).dt
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            value = value.astimezone(LONDON).replace(tzinfo=None)
    except Exception as problem:
        raise NotUnderstood("Its date cannot be read.") from problem
    if not isinstance(value, dt.date):
        raise NotUnderstood("Its date cannot be read.")
    return value


def _after(event: icalendar.Event, start: dt.date) -> dt.date:
    """The end of an event that only says how long it is, or nothing at all."""
    nothing = dt.timedelta(0) if isinstance(start, dt.datetime) else ONE_DAY
    try:
        length = event.get("DURATION").dt if event.get("DURATION") is not None else nothing
        return start + length
    except (AttributeError, TypeError, icalendar.error.BrokenCalendarProperty) as problem:
        raise NotUnderstood("How long it lasts cannot be read.") from problem


def _all_day(start: dt.date, end: dt.date) -> Span:
    return Span(start, max(start, end - ONE_DAY), None)


def _timed(start: dt.datetime, end: dt.date) -> Span:
    """A timed event: whole days, or the half of a day it lies in."""
    assert isinstance(end, dt.datetime)
    if end < start:
        raise NotUnderstood("It ends before it begins.")
    if end.date() > start.date():
        last = end.date() if end.time() > dt.time(0) else end.date() - ONE_DAY
        return Span(start.date(), last, None)
    return Span(start.date(), start.date(), _half(start, end))


def _half(start: dt.datetime, end: dt.datetime) -> int | None:
    if start.hour >= said.limit("school_ends_at"):
        raise NotUnderstood("It is after school.")
    if start.hour >= said.limit("afternoon_begins_at"):
        return 1
    ends = end.hour + end.minute / 60
    return 0 if start < end and ends <= said.limit("morning_ends_at") else None


def _repeats(event: icalendar.Event, first: dt.date) -> list[dt.date]:
    """The days on which an event begins. Raises NotUnderstood unless a plain end is named."""
    if event.get("RDATE") is not None or event.get("RECURRENCE-ID") is not None:
        raise NotUnderstood("It is one changed date of an event that repeats.")
    rule = event.get("RRULE")
    if rule is None:
        return [first]
    try:
        parts = {str(name).upper(): list(values) for name, values in rule.items()}
        found = list(_ruled(parts, first))
        gone = _excepted(event)
    except NotUnderstood:
        raise
    except Exception as problem:
        raise NotUnderstood("How it repeats cannot be read.") from problem
    return [on for on in found if on not in gone]


def _ruled(rule: dict[str, list[object]], first: dt.date) -> Iterator[dt.date]:
    """Every so many days or weeks, so many times or until a day."""
    step = STEPS.get(str(rule.get("FREQ", [""])[0]))
    if step is None or set(rule) - PLAIN_RULE or ("COUNT" in rule) == ("UNTIL" in rule):
        raise NotUnderstood("It repeats in a way that has no plain end.")
    if [str(day) for day in rule.get("BYDAY", [])] not in ([], [WEEKDAYS[first.weekday()]]):
        raise NotUnderstood("It repeats on several days of the week.")
    step *= int(str(rule.get("INTERVAL", [1])[0]))
    most = said.limit("most_repeats")
    last = _until(rule["UNTIL"][0]) if "UNTIL" in rule else None
    times = int(str(rule["COUNT"][0])) if "COUNT" in rule else most + 1
    if step < 1 or times < 1 or ("COUNT" in rule and times > most):
        raise NotUnderstood("It repeats more often than a school closes.")
    for n in range(times):
        on = first + n * step * ONE_DAY
        if last is not None and on > last:
            return
        if n >= most:
            raise NotUnderstood("It repeats more often than a school closes.")
        yield on


def _until(value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return (value.astimezone(LONDON) if value.tzinfo else value).date()
    assert isinstance(value, dt.date)
    return value


def _excepted(event: icalendar.Event) -> set[dt.date]:
    found = event.get("EXDATE")
    every = found if isinstance(found, list) else [found] if found is not None else []
    return {_until(one.dt) for some in every for one in some.dts}
