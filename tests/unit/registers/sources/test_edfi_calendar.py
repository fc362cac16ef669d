"""A calendar as Ed-Fi: sessions are terms, days without lessons are closed days."""

from __future__ import annotations

import datetime as dt

import pytest

from belong.basics.errors import UnreadableFile
from belong.registers.sources.calendar import FoundDays, FoundTerm
from belong.registers.sources.edfi_calendar import edfi_calendar_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<InterchangeEducationOrgCalendar xmlns="{ns}">'
NEW, OLD = "http://ed-fi.org/5.1.0", "http://ed-fi.org/0220"
ITS_SCHOOL = (
    "<SchoolReference><SchoolIdentity><SchoolId>{n}</SchoolId></SchoolIdentity></SchoolReference>"
)


def session(name: str, first: str, last: str, school: int = 1) -> str:
    return (
        f"<Session><SessionName>{name}</SessionName><BeginDate>{first}</BeginDate>"
        f"<EndDate>{last}</EndDate>{ITS_SCHOOL.format(n=school)}</Session>"
    )


def day(on: str, what: str) -> str:
    words = f"uri://ed-fi.org/CalendarEventDescriptor#{what}"
    return f"<CalendarDate><Date>{on}</Date><CalendarEvent>{words}</CalendarEvent></CalendarDate>"


def old_day(on: str, what: str) -> str:
    inside = f"<CalendarEventDescriptor><CodeValue>{what}</CodeValue></CalendarEventDescriptor>"
    return f"<CalendarDate><Date>{on}</Date><CalendarEvent>{inside}</CalendarEvent></CalendarDate>"


def calendar(*parts: str, ns: str = NEW) -> bytes:
    return (HEAD.format(ns=ns) + "".join(parts) + "</InterchangeEducationOrgCalendar>").encode()


def test_sessions_of_several_schools_are_one_term_where_they_agree() -> None:
    autumn = FoundTerm("Autumn", dt.date(2026, 9, 1), dt.date(2026, 12, 18))
    later = FoundTerm("Autumn", dt.date(2026, 9, 3), dt.date(2026, 12, 18))
    found = edfi_calendar_of(
        calendar(
            session("Autumn", "2026-09-01", "2026-12-18", 1),
            session("Autumn", "2026-09-01", "2026-12-18", 2),
            session("Autumn", "2026-09-03", "2026-12-18", 3),
        )
    )
    assert found.terms == (autumn, later)
    assert (found.days, found.left_out) == ((), ())


@pytest.mark.parametrize(("one", "ns"), [(day, NEW), (old_day, OLD)])
def test_days_without_lessons_are_closed_and_others_are_not(one: object, ns: str) -> None:
    assert callable(one)
    found = edfi_calendar_of(
        calendar(
            one("2026-10-26", "Holiday"), one("2026-10-27", "Holiday"),
            one("2026-09-01", "Teacher only day"), one("2026-09-02", "Instructional day"), ns=ns,
        )
    )  # fmt: skip
    assert found.days == (
        FoundDays(dt.date(2026, 9, 1), dt.date(2026, 9, 1), None, (), "inset", "Teacher only day"),
        FoundDays(dt.date(2026, 10, 26), dt.date(2026, 10, 27), None, (), "holiday", "Holiday"),
    )


def test_what_is_not_understood_is_listed_with_why() -> None:
    found = edfi_calendar_of(
        calendar(
            day("2026-09-01", "Parade"), day("some day", "Holiday"),
            session("Spring", "2027-01-04", "2026-01-04"), day("1066-10-14", "Holiday"),
        )
    )  # fmt: skip
    assert (found.days, found.terms) == ((), ())
    assert [(one.line, one.words) for one in found.left_out] == [
        (1, "Parade"), (2, "Holiday"), (3, "Spring"), (4, "Holiday"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [calendar(), b"<?xml version='1.0'?><a><b></a>", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"],
)
def test_a_file_without_days_or_broken_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableFile):
        edfi_calendar_of(raw)
