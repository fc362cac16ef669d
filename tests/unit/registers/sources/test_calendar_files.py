"""A calendar as CSV: what a line says, for whom, and which lines are left out."""

from __future__ import annotations

import datetime as dt

import pytest

from belong.basics.errors import UnreadableFile
from belong.registers.sources import calendar, calendar_words
from belong.registers.sources.calendar import CalendarFound, FoundDays, calendar_of


def found(*lines: str, heads: str = "Date,AM,PM,Year group,Reason") -> CalendarFound:
    return calendar_of("\n".join([heads, *lines]).encode())


def one(line: str) -> FoundDays:
    days = found(line).days
    assert len(days) == 1
    return days[0]


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_line_says_a_day_a_half_year_groups_and_why() -> None:
    assert one("01/09/2026,Closed,Closed,,INSET day") == FoundDays(
        on("2026-09-01"), on("2026-09-01"), None, (), "inset", "INSET day"
    )
    assert one("2026-12-18,Open,Closed,,Early finish").half == 1
    assert one("2026-12-18,#,Open,,Late start").half == 0
    away = one("3 Sep 2026,closed,closed,Years 8 to 11,Year 7 only")
    assert (away.years, away.kind) == (("8", "9", "10", "11"), "away")


def test_a_list_of_days_without_halves_is_closed_days() -> None:
    days = found("25/05/2026", heads="Date").days
    assert days == (FoundDays(on("2026-05-25"), on("2026-05-25"), None, (), "closure", ""),)


def test_days_that_follow_one_another_are_one_and_a_weekend_does_not_part_them() -> None:
    lines = [f"{n:02}/10/2026,Closed,Closed,,Half term" for n in (29, 30)]
    lines += ["02/11/2026,Closed,Closed,,Half term", "04/11/2026,Closed,Closed,,Half term"]
    days = found(*lines).days
    assert [(d.first.day, d.last.day) for d in days] == [(29, 2), (4, 4)]
    assert days[0].kind == "holiday"


def test_days_of_different_kinds_stay_apart() -> None:
    days = found("01/09/2026,Closed,Closed,,INSET", "02/09/2026,Closed,Closed,,Closed").days
    assert [d.kind for d in days] == ["inset", "closure"]


def test_a_line_with_school_says_nothing_unless_it_is_the_end_of_a_term() -> None:
    assert found("01/09/2026,Open,Open,,Sports day") == CalendarFound((), (), ())
    read = found(
        "03/09/2026,Open,Open,,First day of half-term",
        "23/10/2026,Open,Open,,Last day of half-term",
    )
    assert [(t.name, t.first, t.last) for t in read.terms] == [
        ("Autumn 1", on("2026-09-03"), on("2026-10-23"))
    ]


def test_an_end_of_a_term_without_its_other_end_is_left_out() -> None:
    read = found("03/09/2026,Open,Open,,First day of term")
    assert (read.terms, read.left_out[0].line) == ((), 2)


@pytest.mark.parametrize("line", ["31/02/2026,Closed,Closed,,INSET", "soon,Closed,Closed,,INSET"])
def test_a_date_that_is_none_is_left_out_with_its_line(line: str) -> None:
    read = found("01/09/2026,Closed,Closed,,INSET", line)
    assert len(read.days) == 1
    assert (read.left_out[0].line, read.left_out[0].words) == (3, "INSET")


@pytest.mark.parametrize("years", ["Blue class", "7 and a half of 8x", "15", "Year 7, sixth form"])
def test_a_year_group_nobody_knows_is_left_out(years: str) -> None:
    read = found(f'01/09/2026,Closed,Closed,"{years}",INSET')
    assert (read.days, len(read.left_out)) == ((), 1)


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        ("", ()), ("7", ("7",)), ("7 8", ("7", "8")), ("Year 7; Year 8", ("7", "8")),
        ("Y7,Y8 and Y9", ("7", "8", "9")), ("7-9", ("7", "8", "9")), ("R", ("R",)),
        ("Reception, 1", ("1", "R")), ("0", ("R",)), ("Years 10 to 11", ("10", "11")),
    ],
)  # fmt: skip
def test_ways_to_name_year_groups(cell: str, years: tuple[str, ...]) -> None:
    assert set(calendar_words.years_listed(cell) or ()) == set(years)


def test_american_dates_are_told_by_one_that_cannot_be_english() -> None:
    read = found("09/01/2026,Closed,Closed,,INSET", "10/26/2026,Closed,Closed,,Half term")
    assert [d.first for d in read.days] == [on("2026-09-01"), on("2026-10-26")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_any_writing_and_any_separator(encoding: str) -> None:
    raw = "Date;AM;PM;Reason\n01/09/2026;Closed;Closed;Café closed\n".encode(encoding)
    assert calendar_of(raw).days[0].words == "Café closed"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"Name,Size\nx,1\n", "no Date column"),
        (b"PK\x03\x04 whatever", "zip"),
        (b"Date\n" + b"01/09/2026\n" * 6_000, "more than 5000 lines"),
        (b"x" * (calendar.MOST_BYTES + 1), "over 2 MB"),
        (b'Date\n"' + b"y" * 200_000 + b"\n", "not a table"),
    ],
)
def test_what_is_no_calendar_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        calendar_of(raw)
