"""A calendar as .ics: which events count, when they are, and files that mean harm."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from belong.basics.errors import UnreadableFile
from belong.registers.sources import ical
from belong.registers.sources.calendar import CalendarFound, FoundDays
from belong.registers.sources.ical import ical_of


def event(summary: str, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def read(*events: str) -> CalendarFound:
    body = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])
    return ical_of(body.encode())


def all_day(first: str, past: str = "") -> list[str]:
    lines = [f"DTSTART;VALUE=DATE:{first}"]
    return [*lines, f"DTEND;VALUE=DATE:{past}"] if past else lines


def timed(first: str, last: str) -> list[str]:
    return [f"DTSTART;TZID=Europe/London:{first}", f"DTEND;TZID=Europe/London:{last}"]


def spans(found: CalendarFound) -> list[tuple[str, str, int | None]]:
    return [(f"{d.first:%m-%d}", f"{d.last:%m-%d}", d.half) for d in found.days]


def why(*events: str) -> str:
    found = read(*events)
    assert (found.days, found.terms) == ((), ())
    assert len(found.left_out) == 1
    return found.left_out[0].why


def test_the_end_of_an_all_day_event_is_the_day_after_it() -> None:
    found = read(
        event("INSET day", *all_day("20260901", "20260902")),
        event("Half Term", *all_day("20261026", "20261031")),
        event("School closed", *all_day("20270104")),
    )
    assert spans(found) == [
        ("09-01", "09-01", None),
        ("10-26", "10-30", None),
        ("01-04",) * 2 + (None,),
    ]
    assert [d.kind for d in found.days] == ["inset", "holiday", "closure"]


@pytest.mark.parametrize(
    ("first", "last", "half"),
    [
        ("20261218T083000", "20261218T153000", None),
        ("20261218T090000", "20261218T120000", 0),
        ("20261218T090000", "20261218T130000", 0),
        ("20261218T090000", "20261218T133000", None),
        ("20261218T120000", "20261218T153000", 1),
        ("20261218T130000", "20261218T130000", 1),
    ],
)
def test_a_timed_event_is_a_day_or_a_half(first: str, last: str, half: int | None) -> None:
    assert spans(read(event("School closed", *timed(first, last)))) == [("12-18", "12-18", half)]


def test_hours_are_those_of_london() -> None:
    """In July, half past eleven in Greenwich is half past twelve in school."""
    lines = ["DTSTART:20260720T113000Z", "DTEND:20260720T143000Z"]
    assert spans(read(event("School closes early, closed", *lines)))[0][2] == 1
    winter = ["DTSTART:20261214T113000Z", "DTEND:20261214T123000Z"]
    assert spans(read(event("School closed", *winter)))[0][2] == 0


def test_an_event_over_midnight_is_all_its_days() -> None:
    found = read(event("School closed", *timed("20261217T150000", "20261219T000000")))
    assert spans(found) == [("12-17", "12-18", None)]


def test_a_length_may_stand_for_the_end() -> None:
    assert spans(read(event("INSET", *all_day("20260901"), "DURATION:P2D"))) == [
        ("09-01", "09-02", None)
    ]


def test_a_plain_repetition_is_each_of_its_days() -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=FR"
    found = read(event("INSET", *all_day("20260904"), rule, "EXDATE;VALUE=DATE:20260911"))
    assert spans(found) == [("09-04", "09-04", None), ("09-18", "09-18", None)]
    until = "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261002"
    found = read(event("INSET", *all_day("20260904"), until))
    assert [a for a, _, _ in spans(found)] == ["09-04", "09-18", "10-02"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY", "FREQ=SECONDLY;COUNT=5", "FREQ=WEEKLY;COUNT=61", "FREQ=DAILY;COUNT=99999999",
        "FREQ=DAILY;UNTIL=20991231", "FREQ=WEEKLY;COUNT=3;BYDAY=MO,TU", "FREQ=YEARLY;COUNT=2",
        "FREQ=WEEKLY;COUNT=3;BYSETPOS=1", "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;INTERVAL=0;COUNT=3",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20261002", "nonsense",
    ],
)  # fmt: skip
def test_any_other_repetition_is_left_out(rule: str) -> None:
    said = why(event("INSET", *all_day("20260904"), f"RRULE:{rule}"))
    assert "repeats" in said or "cannot be read" in said


def test_a_term_is_told_by_its_two_ends_or_by_its_name() -> None:
    found = read(
        event("Autumn Term Ends", *all_day("20261218")),
        event("Autumn term starts", *all_day("20260903")),
        event("Spring Term 1", *all_day("20270105", "20270213")),
    )
    assert [(t.name, f"{t.first:%m-%d}", f"{t.last:%m-%d}") for t in found.terms] == [
        ("Autumn term", "09-03", "12-18"), ("Spring Term 1", "01-05", "02-12"),
    ]  # fmt: skip
    assert found.left_out == ()


def test_year_groups_in_the_words_are_read() -> None:
    assert read(event("INSET (Years 7-9)", *all_day("20260904"))).days[0].years == ("7", "8", "9")
    assert "some year groups" in why(event("Term starts for Year 7", *all_day("20260904")))


@pytest.mark.parametrize(
    "summary",
    [
        "Sports day", "Half term ends", "Holiday club", "School closed except Year 11",
        "Homework: holidays", "", "Closedown of the old server",
    ],
)  # fmt: skip
def test_words_that_do_not_say_it_are_left_out_and_listed(summary: str) -> None:
    found = read(event(summary, *all_day("20260904")), event("INSET", *all_day("20260907")))
    assert len(found.days) == 1
    assert [(o.line, o.words) for o in found.left_out] == [(1, summary)]


def test_what_is_cancelled_or_after_school_is_left_out() -> None:
    assert "cancelled" in why(event("INSET", *all_day("20260904"), "STATUS:CANCELLED"))
    assert "after school" in why(event("INSET", *timed("20260904T153000", "20260904T173000")))


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:2026"], ["DTSTART;VALUE=DATE:20261301"], ["DTSTART:99999999T000000Z"],
        ["DTSTART;VALUE=DATE:00010101"], ["DTSTART;VALUE=DATE:99991231"], [],
        ["DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:99991231"],
        ["DTSTART;VALUE=DATE:20260901", "DTEND:20260901T090000Z"],
        ["DTSTART;VALUE=DATE:20260901", "DURATION:P99999999W"],
        ["DTSTART;VALUE=DATE:20260901", "DURATION:never"],
        ["DTSTART:20260901T100000Z", "DTEND:20260901T090000Z"],
        ["DTSTART;VALUE=DATE:20260901", "RRULE:FREQ=WEEKLY;COUNT=x"],
        ["DTSTART;VALUE=DATE:20260901", "RDATE;VALUE=DATE:20260902"],
        ["DTSTART;VALUE=DATE:20260901", "RECURRENCE-ID;VALUE=DATE:20260902"],
        ["DTSTART;TZID=Mars/Olympus;TZID=x:20260901T090000", "DTEND:::;"],
    ],
)  # fmt: skip
def test_a_broken_event_costs_that_event_and_no_more(lines: list[str]) -> None:
    found = read(event("INSET", *lines), event("INSET", *all_day("20260907")))
    assert spans(found) == [("09-07", "09-07", None)]
    assert found.left_out[0].line == 1


def test_a_zone_that_a_file_describes_itself_is_never_looked_at() -> None:
    zone = "\r\n".join(
        ["BEGIN:VTIMEZONE", "TZID:Europe/London", "BEGIN:STANDARD", "DTSTART:19700101T000000",
         "RRULE:FREQ=SECONDLY", "TZOFFSETFROM:+2359", "TZOFFSETTO:+2359", "END:STANDARD",
         "END:VTIMEZONE"]
    )  # fmt: skip
    found = read(zone, event("School closed", *timed("20261218T090000", "20261218T120000")))
    assert spans(found) == [("12-18", "12-18", 0)]


def test_what_is_inside_an_event_is_not_the_event() -> None:
    alarm = ["BEGIN:VALARM", "STATUS:CANCELLED", "TRIGGER:-PT15M", "END:VALARM"]
    assert len(read(event("INSET", *all_day("20260904"), *alarm)).days) == 1


def test_only_a_handful_of_properties_reaches_the_reader() -> None:
    lines = [*all_day("20260904"), "ATTACH:https://example.org/x", "X-WR:1", "no property at all"]
    body = f"BEGIN:VCALENDAR\n{event('INSET', *lines)}\nEND:VCALENDAR\n"
    assert list(ical._events(body.encode())) == [["SUMMARY:INSET", "DTSTART;VALUE=DATE:20260904"]]


def deep(depth: int) -> bytes:
    parts = "BEGIN:VEVENT\n" * depth + "END:VEVENT\n" * depth
    return f"BEGIN:VCALENDAR\n{parts}END:VCALENDAR\n".encode()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"Date\n01/09/2026\n", "not a calendar file"),
        (b"BEGIN:VEVENT\nEND:VEVENT\n", "not a calendar file"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:INSET\n", "breaks off"),
        (b"BEGIN:VCALENDAR\nEND:VEVENT\n", "breaks off"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", "breaks off"),
        (deep(40_000), "parts inside parts"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 3_500 + b"END:VCALENDAR\n", "3000"),
        (b"BEGIN:VCALENDAR\n" + b"X:1\n" * 200_000 + b"END:VCALENDAR\n", "too many lines"),
        (b"BEGIN:VCALENDAR\n" + b"X" * ical.MOST_BYTES, "over 2 MB"),
        (b"BEGIN:VCALENDAR\n\0\0\0", "zero bytes"),
    ],
)
def test_a_file_that_is_none_or_means_harm_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        ical_of(raw)


def test_a_line_folded_without_end_is_cut() -> None:
    long = "INSET" + "\r\n x" * 60_000
    found = read(event(long, *all_day("20260904")))
    assert len(found.left_out[0].words if found.left_out else found.days[0].words) <= 120


def test_whatever_the_bytes_are_only_one_error_comes_out() -> None:
    """Lines of a sound file shuffled, cut and bitten."""
    sound = "\n".join(
        ["BEGIN:VCALENDAR", event("INSET", *timed("20260901T090000", "20260901T120000"),
         "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=TU", "EXDATE;VALUE=DATE:20260908", "DURATION:P1D"),
         "END:VCALENDAR"]
    ).encode()  # fmt: skip
    dice = random.Random(7)
    read_whole = 0
    for _ in range(400):
        raw = bytearray(sound)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(raw))
            raw[at : at + dice.randint(0, 4)] = bytes(dice.randrange(1, 256) for _ in range(2))
        try:
            ical_of(bytes(raw))
            read_whole += 1
        except UnreadableFile:
            continue
    assert read_whole > 50


def test_found_days_are_plain_values() -> None:
    day = dt.date(2026, 9, 1)
    assert read(event("INSET", *all_day("20260901"))).days == (
        FoundDays(day, day, None, (), "inset", "INSET"),
    )
