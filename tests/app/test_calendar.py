"""Saying when school was open, and what it does to the register."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines
from tests.people import (
    ADA,
    CHILDREN,
    FAY,
    GUS,
    IDA,
    JOE,
    KIT,
    Child,
    House,
    marks_file,
    pupils_file,
    term,
    week_before,
)

from belong.attendance.codes import CLOSED, NO_MARK, NOT_ON_ROLL
from belong.attendance.register import Register
from belong.basics.errors import UnreadableFile
from belong.basics.terms import day_number
from belong.intake import actions, calendar, calendar_files, queries, shelf
from belong.intake.calendar import NotSaid, Said, SaidTerm
from belong.intake.calendar_models import CalendarFile, Closure, Source, Term
from belong.intake.calendar_said import sayings_of
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import TrailLine
from belong.people.trail import Verb

AT = dt.datetime(2026, 11, 24, 9, 18, tzinfo=ZoneInfo("Europe/London"))
KIND = Closure.Kind


def nov(day: int) -> dt.date:
    return dt.date(2026, 11, day)


def say(house: House, *said: Said, **more: object) -> list[Closure]:
    asked = {"by": house.lead, "at": AT} | more
    return calendar.say(closures=said, **asked)  # type: ignore[arg-type, return-value]


def register(house: House) -> Register:
    whole = queries.whole(house.school.pk)
    assert whole is not None
    return whole.register


def marks(house: House, child: Child, on: dt.date) -> list[int]:
    found = register(house)
    row = int(np.flatnonzero(found.pupil == house.child(child).pk)[0])
    return [int(m) for m in found.marks[row, found.sessions.between(on, on)]]


# Saying


def test_who_said_what_and_when_is_kept(house: House) -> None:
    said = say(house, Said(nov(9), nov(10), 1, ("Year 8", "7"), KIND.INSET, "  two \n lines "))[0]
    row = Closure.objects.get(pk=said.pk)
    assert (row.first, row.last, row.half, row.years) == (nov(9), nov(10), 1, ["7", "8"])
    assert (row.kind, row.words, row.source) == (KIND.INSET, "two lines", Source.PERSON)
    assert (row.by, row.role_key, row.at) == (house.lead.adult, "attendance_lead", AT)
    line = TrailLine.objects.get(verb=Verb.CALENDAR_SAID)
    assert (line.about, line.ids, line.who) == ("closure", [row.pk], trail_lines.called(house.lead))


def test_a_statement_raises_the_revision_and_so_does_taking_it_back(house: House) -> None:
    def now() -> int:
        house.school.refresh_from_db()
        return house.school.revision

    before = now()
    said = say(house, Said(nov(9), nov(9)))[0]
    assert (now(), said.revision) == (before + 1, before + 1)
    calendar.withdraw(by=house.lead, closure_id=said.pk, at=AT)
    assert now() == before + 2


@pytest.mark.parametrize("role", ["headteacher", "tutor"])
def test_only_who_may_says_anything(house: House, role: str) -> None:
    said = say(house, Said(nov(9), nov(9)))[0]
    by = house.adults[role]
    for act in (
        lambda: say(house, Said(nov(10), nov(10)), by=by),
        lambda: calendar.withdraw(by=by, closure_id=said.pk, at=AT),
        lambda: calendar_files.read_in(by=by, file_name="c.csv", body=b"Date\n01/09/2026\n", at=AT),
        lambda: calendar_files.keep(by=by, file_id=1, days=[0], terms=[], at=AT),
        lambda: calendar_files.set_aside(by=by, file_id=1),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Closure.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_the_data_lead_may_too(house: House) -> None:
    assert say(house, Said(nov(9), nov(9)), by=house.adults["data_lead"])[0].role_key == "data_lead"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Said(nov(10), nov(9)), "before the first"),
        (Said(nov(9), nov(9).replace(year=2027)), "more than 130 days"),
        (Said(dt.date(1999, 9, 1), dt.date(1999, 9, 1)), "not one a school"),
        (Said(nov(7), nov(8)), "weekend"),
        (Said(nov(9), nov(9), half=2), "Choose the whole day"),
        (Said(nov(9), nov(9), kind="party"), "Choose what it was"),
        (Said(nov(9), nov(9), years=(" ",)), "has no name"),
    ],
)
def test_what_cannot_be_is_not_said(house: House, said: Said, why: str) -> None:
    lines = TrailLine.objects.count()
    with pytest.raises(NotSaid, match=why):
        say(house, Said(nov(11), nov(11)), said)
    assert not Closure.objects.exists(), "all of it or nothing"
    assert TrailLine.objects.count() == lines


def test_what_cannot_be_written_in_the_trail_is_not_said(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*of: object, **more: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(trail, "note", broken)
    with pytest.raises(OSError, match="disk"):
        say(house, Said(nov(9), nov(9)))
    assert not Closure.objects.exists()


def test_the_same_is_not_said_twice_but_again_after_the_opposite(house: House) -> None:
    closed = Said(nov(17), nov(17))
    say(house, closed)
    with pytest.raises(NotSaid, match="already says"):
        say(house, closed)
    say(house, replace(closed, kind=KIND.OPEN))
    assert marks(house, FAY, nov(17))[1] == NO_MARK
    assert say(house, closed)
    assert marks(house, FAY, nov(17))[1] == CLOSED


def test_taking_back_keeps_the_statement_with_who_and_when(house: House) -> None:
    said = say(house, Said(nov(17), nov(17)))[0]
    assert marks(house, FAY, nov(17))[1] == CLOSED
    calendar.withdraw(by=house.adults["data_lead"], closure_id=said.pk, at=AT)
    row = Closure.objects.get(pk=said.pk)
    assert (row.withdrawn_by, row.withdrawn_at) == (house.adults["data_lead"].adult, AT)
    assert marks(house, FAY, nov(17))[1] == NO_MARK
    assert [c.pk for c in calendar.closures(house.school.pk)] == [said.pk]
    detail = TrailLine.objects.filter(verb=Verb.CALENDAR_SAID).latest("pk").detail
    assert detail == {"taken_back": True}
    with pytest.raises(NotSaid, match="already"):
        calendar.withdraw(by=house.lead, closure_id=said.pk, at=AT)


def test_another_schools_statement_is_not_there(house: House, next_door: House) -> None:
    theirs = say(next_door, Said(nov(17), nov(17)))[0]
    term_of = calendar.say(by=next_door.lead, terms=[SaidTerm("A", nov(2), nov(20))], at=AT)[0]
    with pytest.raises(NotYours):
        calendar.withdraw(by=house.lead, closure_id=theirs.pk, at=AT)
    with pytest.raises(NotYours):
        calendar.withdraw_term(by=house.lead, term_id=term_of.pk, at=AT)
    assert marks(house, FAY, nov(17))[1] == NO_MARK
    assert calendar.closures(house.school.pk) == calendar.terms(house.school.pk) == []


# What it does to the register


def test_a_closed_day_takes_missing_marks_away_and_leaves_marks(house: House) -> None:
    """Fay has no mark on the afternoon of the 17th and the morning of the 18th."""
    assert marks(house, FAY, nov(17))[1] == NO_MARK
    before = marks(house, ADA, nov(17))
    say(house, Said(nov(17), nov(17)))
    assert marks(house, FAY, nov(17))[1] == CLOSED
    assert marks(house, FAY, nov(18))[0] == NO_MARK
    assert marks(house, ADA, nov(17)) == before


@pytest.mark.parametrize(
    ("half", "years", "left"),
    [
        (None, (), [CLOSED, CLOSED]),
        (0, (), [NO_MARK, CLOSED]),
        (1, ("8",), [CLOSED, NO_MARK]),
        (None, ("7", "11"), [NO_MARK, NO_MARK]),
        (None, ("Year 8",), [CLOSED, CLOSED]),
    ],
)
def test_half_days_and_year_groups(
    house: House, half: int | None, years: tuple[str, ...], left: list[int]
) -> None:
    """Fay, in Year 8, has no mark on the afternoon of the 17th and the morning of the 18th."""
    say(house, Said(nov(17), nov(18), half, years))
    assert [marks(house, FAY, nov(17))[1], marks(house, FAY, nov(18))[0]] == left


def without(house_marks: bytes, *gone: str) -> bytes:
    """A register without the lines that hold all of some words."""
    lines = house_marks.decode().split("\r\n")
    return "\r\n".join(n for n in lines if not all(g in n for g in gone)).encode()


@pytest.fixture
def away(empty: House) -> House:
    """Larkfield, where Year 11 has no mark on the 19th and nobody on the 20th."""
    empty.bring(pupils_file(CHILDREN), "pupils.csv", kind=actions.PUPILS)
    body = without(marks_file(CHILDREN, term()), "2026-11-20")
    empty.bring(without(body, ",11,", "2026-11-19"))
    return empty


def test_a_year_group_said_to_be_in_school_has_missing_marks(away: House) -> None:
    assert marks(away, IDA, nov(19)) == [CLOSED, CLOSED]
    said = say(away, Said(nov(19), nov(19), None, ("11",), KIND.OPEN))[0]
    assert marks(away, IDA, nov(19)) == [NO_MARK, NO_MARK]
    assert marks(away, KIT, nov(19)) == [NOT_ON_ROLL, NOT_ON_ROLL], "Kit has left by then"
    calendar.withdraw(by=away.lead, closure_id=said.pk, at=AT)
    assert marks(away, IDA, nov(19)) == [CLOSED, CLOSED]


def test_a_day_without_any_mark_said_to_be_open_is_missing_for_everybody(away: House) -> None:
    assert marks(away, ADA, nov(20)) == []
    say(away, Said(nov(20), nov(20), kind=KIND.OPEN))
    assert marks(away, ADA, nov(20)) == [NO_MARK, NO_MARK]
    assert marks(away, KIT, nov(20)) == [NOT_ON_ROLL, NOT_ON_ROLL]


LAST_YEAR = dt.date(2025, 11, 26)


@pytest.mark.parametrize(("years", "left"), [(("7",), CLOSED), (("8",), NO_MARK)])
def test_year_groups_are_those_of_the_day_not_of_today(
    empty: House, years: tuple[str, ...], left: int
) -> None:
    """Fay is in Year 8 now and was in Year 7 a year ago, when one of her marks was not entered."""
    empty.bring(pupils_file(CHILDREN), "pupils.csv", kind=actions.PUPILS)
    empty.bring(without(marks_file(CHILDREN, [*week_before(), *term()]), FAY.id, f"{LAST_YEAR},AM"))
    say(empty, Said(LAST_YEAR, LAST_YEAR, None, years))
    assert marks(empty, FAY, LAST_YEAR)[0] == left


def test_children_who_left_last_year_keep_the_year_group_they_left_in(empty: House) -> None:
    """Kit and Joe left Year 11 in July; Ida and Gus are in Year 11 now and were in Year 10."""
    day = dt.date(2026, 6, 1)
    gone = [replace(child, left="2026-07-17") for child in (KIT, JOE)]
    children = [*gone, IDA, replace(GUS, year="11"), ADA]
    empty.bring(pupils_file(children), "pupils.csv", kind=actions.PUPILS)
    body = without(marks_file(children, [day, *term()]), KIT.id, f"{day}")
    empty.bring(without(body, IDA.id, f"{day}"))
    assert marks(empty, KIT, day) == marks(empty, IDA, day) == [NO_MARK, NO_MARK]
    say(empty, Said(day, day, None, ("11",)))
    assert marks(empty, KIT, day) == [CLOSED, CLOSED]
    assert marks(empty, IDA, day) == [NO_MARK, NO_MARK]


def test_a_statement_over_the_summer_moves_year_groups_up(house: House) -> None:
    """Year 7 from July to September is two sets of children."""
    laid = queries.laid(house.school.pk)
    assert laid is not None
    closure = Closure(
        first=dt.date(2026, 7, 20), last=dt.date(2026, 9, 4), years=["8"], kind="away"
    )
    parts = list(sayings_of(closure, laid.groups))
    assert len(parts) == 1, "nobody of the house was in Year 8 before September"
    assert parts[0].first == day_number(dt.date(2026, 9, 1))
    every = list(
        sayings_of(Closure(first=closure.first, last=closure.last, kind="inset"), laid.groups)
    )
    assert [p.calendars for p in every] == [None, None]


# Terms


def test_a_term_is_said_once_and_shares_no_day(house: House) -> None:
    autumn = SaidTerm("Autumn 2", nov(2), dt.date(2026, 12, 18))
    said = calendar.say(by=house.lead, terms=[autumn], at=AT)[0]
    assert [t.name for t in calendar.terms(house.school.pk)] == ["Autumn 2"]
    with pytest.raises(NotSaid, match="already"):
        calendar.say(by=house.lead, terms=[autumn], at=AT)
    with pytest.raises(NotSaid, match="share days"):
        calendar.say(by=house.lead, terms=[replace(autumn, name="Autumn term")], at=AT)
    with pytest.raises(NotSaid, match="needs a name"):
        calendar.say(by=house.lead, terms=[SaidTerm(" ", nov(2), nov(3))], at=AT)
    calendar.withdraw_term(by=house.lead, term_id=said.pk, at=AT)
    assert calendar.terms(house.school.pk) == []
    assert Term.objects.get().withdrawn_by == house.lead.adult
    lines = TrailLine.objects.filter(verb=Verb.CALENDAR_SAID)
    assert {line.about for line in lines} == {"term"}


# Files

FILE = (
    b"Date,AM,PM,Year group,Reason\n"
    b"09/11/2026,Closed,Closed,,INSET day\n"
    b"10/11/2026,Closed,Closed,,INSET day\n"
    b"02/11/2026,Open,Open,,First day of half-term\n"
    b"18/12/2026,Open,Open,,Last day of half-term\n"
    b"nonsense,Closed,Closed,,A word about somebody\n"
)


def read(house: House, body: bytes = FILE, name: str = "calendar.csv") -> CalendarFile:
    return calendar_files.read_in(by=house.lead, file_name=name, body=body, at=AT)


def test_a_file_changes_nothing_until_it_is_kept(house: House) -> None:
    file = read(house)
    assert not Closure.objects.exists()
    assert (len(file.closures), len(file.terms), len(file.left_out)) == (1, 1, 1)
    calendar_files.keep(by=house.lead, file_id=file.pk, days=[0], terms=[0], at=AT)
    row = Closure.objects.get()
    assert (row.first, row.last, row.source) == (nov(9), nov(10), Source.FILE)
    assert Term.objects.get().name == "Autumn 2"
    kept = CalendarFile.objects.get(pk=file.pk)
    assert (kept.stage, kept.left_out) == (CalendarFile.Stage.KEPT, [])
    assert calendar_files.waiting(house.school.pk) is None


def test_only_what_is_ticked_is_kept(house: House) -> None:
    file = read(house)
    with pytest.raises(NotSaid, match="Nothing is ticked"):
        calendar_files.keep(by=house.lead, file_id=file.pk, days=[7], terms=[], at=AT)
    calendar_files.keep(by=house.lead, file_id=file.pk, days=[], terms=[0], at=AT)
    assert not Closure.objects.exists()


def test_a_file_waits_alone_and_only_for_its_own_school(house: House, next_door: House) -> None:
    first = read(house)
    second = read(house)
    assert CalendarFile.objects.get(pk=first.pk).left_out == []
    assert calendar_files.waiting(house.school.pk).pk == second.pk  # type: ignore[union-attr]
    assert calendar_files.waiting(next_door.school.pk) is None
    for by, key in ((house.lead, first.pk), (next_door.lead, second.pk)):
        with pytest.raises(NotSaid, match="does not wait"):
            calendar_files.keep(by=by, file_id=key, days=[0], terms=[], at=AT)
        with pytest.raises(NotSaid, match="does not wait"):
            calendar_files.set_aside(by=by, file_id=key)
    assert not Closure.objects.exists()


def test_a_file_set_aside_leaves_nothing_of_its_words(house: House) -> None:
    file = read(house)
    calendar_files.set_aside(by=house.lead, file_id=file.pk)
    left = CalendarFile.objects.get(pk=file.pk)
    assert (left.stage, left.left_out) == (CalendarFile.Stage.SET_ASIDE, [])


def test_a_file_that_says_nothing_is_refused(house: House) -> None:
    with pytest.raises(UnreadableFile, match="Nothing in this file"):
        read(house, b"Date,AM,PM\n09/11/2026,Open,Open\n")
    assert not CalendarFile.objects.exists()


def test_an_ics_file_is_known_by_what_is_in_it(house: House) -> None:
    ics = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:INSET\r\nDTSTART;VALUE=DATE:20261109\r\n"
    file = read(house, ics + b"END:VEVENT\r\nEND:VCALENDAR\r\n", "../../calendar.csv")
    assert file.closures[0]["kind"] == "inset"
    assert file.file_name == "calendar.csv"


@pytest.mark.slow
def test_a_file_is_read_in_a_cell_where_the_house_asks_for_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "careful", lambda: True)
    assert len(read(house).closures) == 1
    with pytest.raises(UnreadableFile, match="no Date column"):
        read(house, b"Name,Size\nx,1\n")
