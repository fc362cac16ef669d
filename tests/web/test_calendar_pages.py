"""The Calendar as people see it: questions, forms, files, taking back."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.people import (
    CHILDREN,
    NEXT_DOOR,
    House,
    SignIn,
    as_csv,
    marks_file,
    pupils_file,
    term,
    week_before,
)

from belong.intake import actions, calendar, calendar_files
from belong.intake.calendar import Said, SaidTerm
from belong.intake.calendar_models import CalendarFile, Closure, Source, Term
from belong.people.models import TrailLine

PAGE = "/calendar/"
NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=timezone.get_default_timezone())


def nov(day: int) -> dt.date:
    return dt.date(2026, 11, day)


def text(client: Client, address: str = PAGE, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return plain(answer.content)


def plain(body: bytes) -> str:
    said = re.sub(r"<[^>]+>", " ", body.decode())
    return " ".join(said.replace("&#x27;", "'").split())


def say(house: House, *said: Said) -> list[Closure]:
    return calendar.say(by=house.lead, closures=said, at=NOW)  # type: ignore[return-value]


def days(**more: object) -> dict[str, object]:
    return {"first": "2026-11-09", "kind": "inset", "half": "", "year": "2026"} | more


@pytest.fixture
def gap(empty: House) -> House:
    """Larkfield, where nobody has a mark on Fri 6 Nov."""
    empty.bring(pupils_file(CHILDREN), "pupils.csv", kind=actions.PUPILS)
    body = marks_file(CHILDREN, [*week_before(), *term()]).decode().split("\r\n")
    empty.bring("\r\n".join(n for n in body if "2026-11-06" not in n).encode())
    return empty


KEY = "empty_2026-11-06_2026-11-06___-1"


# The page


def test_an_empty_school_may_say_its_dates_already(empty: House, signed_in: SignIn) -> None:
    client = signed_in(empty)
    said = text(client)
    assert "Nobody has a mark in this year yet" in said
    assert "No days yet" in said
    client.post(f"{PAGE}term/", {"name": "Autumn 1", "term_first": "2026-09-07",
                                 "term_last": "2026-09-18", "year": "2026"})  # fmt: skip
    client.post(f"{PAGE}say/", days(first="2026-09-08"))
    said = text(client)
    assert "Autumn 1 7 to 18 Sep 2026 10 to come" in said
    assert "INSET day, Tue 8 Sep 2026" in said


def test_days_open_are_counted_for_each_year_group(gap: House, signed_in: SignIn) -> None:
    client = signed_in(gap)
    assert "Autumn 2 2 to 24 Nov 2026 15½" in text(client)
    say(gap, Said(nov(6), nov(6), None, ("7",), "open"), Said(nov(6), nov(6), 0, ("8",), "open"))
    said = text(client)
    assert "Days open, Year 7 Days open, Year 8 Days open, Year 11" in said
    assert "Autumn 2 2 to 24 Nov 2026 16½ 16 15½" in said
    assert "A school year is expected to have 190 days" in said


def test_days_to_come_leave_out_what_is_closed(house: House, signed_in: SignIn) -> None:
    """From Wed 25 Nov to Fri 18 Dec there are 18 weekdays."""
    calendar.say(by=house.lead, terms=[SaidTerm("Autumn 2", nov(2), dt.date(2026, 12, 18))], at=NOW)
    client = signed_in(house)
    assert "Autumn 2 2 Nov to 18 Dec 2026 16½, 18 to come" in text(client)
    say(house, Said(dt.date(2026, 12, 17), dt.date(2026, 12, 18)))
    say(house, Said(dt.date(2026, 12, 16), dt.date(2026, 12, 16), 1))
    assert "16½, 15½ to come" in text(client)


def test_a_bank_holiday_to_come_is_no_school_day(house: House, signed_in: SignIn) -> None:
    """From Mon 19 Apr to Fri 28 May 2027 there are 30 weekdays, one of them the May holiday."""
    summer = SaidTerm("Summer 1", dt.date(2027, 4, 19), dt.date(2027, 5, 28))
    calendar.say(by=house.lead, terms=[summer], at=NOW)
    assert "Summer 1 19 Apr to 28 May 2027 29 to come" in text(signed_in(house))


def test_an_earlier_year_can_be_looked_at(house: House, signed_in: SignIn) -> None:
    said = text(signed_in(house), f"{PAGE}?year=2025")
    assert "Calendar 2025/26" in said
    assert "24 to 28 Nov 2025" in said
    for odd in ("20x5", "9" * 30, "1899", "-1"):
        assert "Calendar 2026/27" in text(signed_in(house), f"{PAGE}?year={odd}")


def test_who_may_only_look_is_offered_nothing_to_say(gap: House, signed_in: SignIn) -> None:
    say(gap, Said(nov(9), nov(9)))
    client = signed_in(gap, "headteacher")
    body = client.get(PAGE).content.decode()
    assert "nobody has a mark" in body
    assert "Your role sees the calendar" in body
    assert body.count("<form") == body.count('action="/account/')


# Questions


def test_a_question_is_asked_and_its_answer_said(gap: House, signed_in: SignIn) -> None:
    client = signed_in(gap)
    said = text(client)
    assert "1 question about when school was open" in said
    assert "On Fri 6 Nov 2026, nobody has a mark" in said
    answer = client.post(f"{PAGE}answer/", {"key": KEY, "answer": "inset", "year": "2026"})
    assert answer.status_code == 302
    row = Closure.objects.get()
    assert (row.first, row.kind, row.source) == (nov(6), "inset", Source.CONFIRMED)
    said = text(client)
    assert "nobody has a mark on" not in said
    assert "INSET day, Fri 6 Nov 2026" in said
    assert "Ms Okoro" in said
    assert "asked by Belong and confirmed" in said


def test_it_was_open_makes_the_marks_missing(gap: House, signed_in: SignIn) -> None:
    client = signed_in(gap)
    assert "Autumn 2 2 to 24 Nov 2026 15½" in text(client)
    client.post(f"{PAGE}answer/", {"key": KEY, "answer": "open", "year": "2026"})
    assert "Autumn 2 2 to 24 Nov 2026 16½" in text(client)
    assert "School was open, Fri 6 Nov 2026" in text(client)


def test_not_now_puts_a_question_off_and_changes_nothing(gap: House, signed_in: SignIn) -> None:
    client = signed_in(gap)
    client.post(f"{PAGE}answer/", {"key": KEY, "answer": "not now", "year": "2026"})
    assert not Closure.objects.exists()
    said = text(client)
    assert "1 question you put off" in said
    assert "School was open on 16 days so far this year" in said
    client.post(f"{PAGE}answer/", {"key": KEY, "answer": "closure", "year": "2026"})
    assert Closure.objects.get().kind == "closure", "it can still be answered"
    assert "1 question about" not in text(signed_in(gap, "data_lead"))


def test_what_was_put_off_is_still_asked_of_others(gap: House, signed_in: SignIn) -> None:
    signed_in(gap).post(f"{PAGE}answer/", {"key": KEY, "answer": "not now"})
    assert "1 question about when" in text(signed_in(gap, "data_lead"))


@pytest.mark.parametrize(
    ("key", "answer"),
    [(KEY, "away"), (KEY, "keep"), (KEY, ""), ("empty_2026-11-09_2026-11-09___-1", "inset"),
     ("against_1", "take back"), ("", "inset"), ("x" * 5_000, "inset")],
)  # fmt: skip
def test_an_answer_to_nothing_says_nothing(
    gap: House, signed_in: SignIn, key: str, answer: str
) -> None:
    client = signed_in(gap)
    posted = client.post(f"{PAGE}answer/", {"key": key, "answer": answer}, follow=True)
    assert "Somebody has answered that already" in plain(posted.content)
    assert not Closure.objects.exists()


def test_terms_of_the_marks_are_kept_with_one_yes(gap: House, signed_in: SignIn) -> None:
    client = signed_in(gap)
    address = f"{PAGE}?year=2025"
    said = text(client, address)
    assert "Autumn 2: 24 to 28 Nov 2025" in said
    key = re.search(r'value="(terms_[^"]*)"', client.get(address).content.decode())
    assert key
    client.post(f"{PAGE}answer/", {"key": key[1], "answer": "keep", "year": "2025"})
    row = Term.objects.get()
    assert (row.name, row.source) == ("Autumn 2", Source.CONFIRMED)
    assert "as the marks show" not in text(client, address)


def test_marks_on_a_closed_day_are_counted_and_asked_about(house: House, signed_in: SignIn) -> None:
    """On the 9th, Gus has Y3, which does not count, and Kit is still here."""
    closure = say(house, Said(nov(9), nov(9), None, (), "inset"))[0]
    client = signed_in(house)
    said = text(client)
    assert "10 children have marks on a day you said was closed" in said
    assert "INSET day, Mon 9 Nov 2026: 4 in Year 7, 3 in Year 8 and 3 in Year 11." in said
    client.post(f"{PAGE}answer/", {"key": f"against_{closure.pk}", "answer": "take back"})
    assert Closure.objects.get().withdrawn_by == house.lead.adult
    assert "have marks on a day" not in text(client)
    assert "1 taken back" in text(client)


def test_marks_are_not_asked_about_where_somebody_later_said_open(
    house: House, signed_in: SignIn
) -> None:
    say(house, Said(nov(9), nov(10), None, (), "inset"))
    say(house, Said(nov(9), nov(10), None, ("7", "8"), "open"))
    said = text(signed_in(house))
    assert "3 children have marks on days you said were closed" in said
    assert ": 3 in Year 11." in said


def test_an_overruled_word_that_school_was_open_is_not_asked_about(
    house: House, signed_in: SignIn
) -> None:
    say(house, Said(nov(9), nov(9), kind="open"))
    say(house, Said(nov(9), nov(9), kind="inset"))
    assert text(signed_in(house)).count("have marks on a day you said was closed") == 1


# Saying and taking back


def test_days_are_said_by_hand(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    sent = days(last="2026-11-10", half="1", years=["7", "11"], words="Storm <b>Ida</b>")
    assert client.post(f"{PAGE}say/", sent)["Location"] == f"{PAGE}?year=2026"
    row = Closure.objects.get()
    assert (row.last, row.half, row.years) == (nov(10), 1, ["7", "11"])
    body = client.get(PAGE).content.decode()
    assert "INSET day, 9 to 10 Nov 2026, afternoons, Years 7 and 11" in body
    assert "Storm &lt;b&gt;Ida&lt;/b&gt;" in body


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (days(first=""), "That is not a day. Choose the day."),
        (days(first="9 Nov"), "That is not a day."),
        (days(last="2026-11-02"), "The last day comes before the first."),
        (days(kind=""), "Choose what it was."),
        (days(half="2"), "Choose the whole day, the morning or the afternoon."),
        (days(first="0001-01-01"), "That year is not one a school has"),
        (days(words="\x00", first="nul\x00"), "That is not a day."),
    ],
)
def test_a_mistake_keeps_what_was_typed(
    house: House, signed_in: SignIn, typed: dict[str, object], said: str
) -> None:
    answer = signed_in(house).post(f"{PAGE}say/", typed | {"words": "a snow day", "years": ["8"]})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in plain(answer.content)
    assert 'value="a snow day"' in shown
    assert re.search(r'name="years" value="8" checked', shown)
    assert not Closure.objects.exists()


def test_a_term_that_crosses_another_is_a_mistake(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    sent = {"name": "A", "term_first": "2026-11-02", "term_last": "2026-12-18"}
    assert client.post(f"{PAGE}term/", sent).status_code == 302
    answer = client.post(f"{PAGE}term/", sent | {"name": "B"})
    assert answer.status_code == 422
    assert "B and A would share days" in plain(answer.content)


def test_taking_back_is_listed_with_a_name(house: House, signed_in: SignIn) -> None:
    closure = say(house, Said(nov(9), nov(9), words="by mistake"))[0]
    client = signed_in(house, "data_lead")
    client.post(f"{PAGE}take-back/", {"said": closure.pk})
    assert "Taken back by Ms Lindqvist" in text(client)
    again = client.post(f"{PAGE}take-back/", {"said": closure.pk}, follow=True)
    assert "taken back already" in plain(again.content)


def test_a_term_is_taken_back(house: House, signed_in: SignIn) -> None:
    said = calendar.say(by=house.lead, terms=[SaidTerm("Autumn 2", nov(2), nov(27))], at=NOW)[0]
    client = signed_in(house)
    assert "Autumn 2: 2 to 27 Nov 2026" in text(client)
    client.post(f"{PAGE}take-term-back/", {"said": said.pk})
    assert "Autumn 2: 2 to 27 Nov 2026" not in text(client)


@pytest.mark.parametrize("key", ["0", "-1", "x", "", "9" * 40])
def test_taking_back_what_is_not_there(house: House, signed_in: SignIn, key: str) -> None:
    for address in ("take-back/", "take-term-back/"):
        assert signed_in(house).post(f"{PAGE}{address}", {"said": key}).status_code == 404


def test_next_door_is_not_there(house: House, next_door: House, signed_in: SignIn) -> None:
    theirs = say(next_door, Said(nov(9), nov(9), words="Riverside only"))[0]
    file = calendar_files.read_in(by=next_door.lead, file_name="r.csv", body=FILE, at=NOW)
    client = signed_in(house)
    assert "Riverside only" not in text(client)
    assert client.post(f"{PAGE}take-back/", {"said": theirs.pk}).status_code == 404
    kept = client.post(f"{PAGE}file/keep/", {"file": file.pk, "days": "0"})
    assert "does not wait any more" in plain(kept.content)
    answer = client.post(f"{PAGE}answer/", {"key": f"against_{theirs.pk}", "answer": "take back"})
    assert answer.status_code == 302
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None
    assert NEXT_DOOR[0].surname not in text(client)


ADDRESSES = ("say/", "term/", "answer/", "take-back/", "take-term-back/", "file/read/",
             "file/keep/", "file/set-aside/")  # fmt: skip


@pytest.mark.parametrize("role", ["headteacher", "tutor"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_may_not_say_anything_changes_nothing(
    gap: House, signed_in: SignIn, role: str, address: str
) -> None:
    lines = TrailLine.objects.count()
    sent = days(key=KEY, answer="inset", said="1", file="1", name="x", term_first="2026-11-02",
                term_last="2026-11-20")  # fmt: skip
    assert signed_in(gap, role).post(f"{PAGE}{address}", sent).status_code == 403
    assert (Closure.objects.count(), Term.objects.count()) == (0, 0)
    assert TrailLine.objects.count() == lines


# Files

FILE = (
    b"Date,AM,PM,Year group,Reason\n"
    b"28/12/2026,Closed,Closed,,Christmas holiday\n"
    b"29/12/2026,Closed,Closed,,Christmas holiday\n"
    b"09/11/2026,Closed,Closed,,INSET day\n"
    b"02/11/2026,Open,Open,,First day of half-term\n"
    b"18/12/2026,Open,Open,,Last day of half-term\n"
    b"nonsense,Closed,Closed,,Whit week\n"
)


def give(client: Client, body: bytes = FILE, name: str = "term dates.csv") -> int:
    file = SimpleUploadedFile(name, body)
    return client.post(f"{PAGE}file/read/", {"file": file}).status_code


def test_a_file_is_looked_at_before_it_is_kept(house: House, signed_in: SignIn) -> None:
    say(house, Said(dt.date(2026, 12, 28), dt.date(2026, 12, 28), kind="holiday"))
    client = signed_in(house)
    assert give(client) == 302
    said = text(client, f"{PAGE}file/")
    assert "This is what the file says" in said
    assert "28 to 29 Dec 2026: Christmas holiday 1 day new, 1 day said already" in said
    assert "1 day new, 1 day has marks or was said to be open. Look at this one" in said
    assert "Autumn 2: 2 Nov to 18 Dec 2026 New" in said
    assert "Whit week The date nonsense is not a date we can read." in said
    assert Closure.objects.count() == 1
    shown = client.get(f"{PAGE}file/").content.decode()
    ticked = re.findall(r'name="(days|terms)" value="(\d+)" checked', shown)
    assert ticked == [("days", "1"), ("terms", "0")], "a day with marks waits for a person"


def test_what_is_ticked_is_kept(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    give(client)
    assert "A file waits for a yes" in text(client)
    key = CalendarFile.objects.get().pk
    answer = client.post(f"{PAGE}file/keep/", {"file": key, "days": ["1"], "terms": ["0"]})
    assert answer.status_code == 302
    assert [c.words for c in Closure.objects.all()] == ["Christmas holiday"]
    assert Term.objects.get().source == Source.FILE
    assert "No calendar file waits" in text(client, f"{PAGE}file/")
    assert "from a file" in text(client)


def test_nothing_ticked_is_a_mistake(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    give(client)
    answer = client.post(f"{PAGE}file/keep/", {"file": CalendarFile.objects.get().pk})
    assert answer.status_code == 422
    assert "Nothing is ticked" in plain(answer.content)
    assert "checked" not in answer.content.decode()


def test_a_file_is_set_aside(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    give(client)
    client.post(f"{PAGE}file/set-aside/", {"file": CalendarFile.objects.get().pk})
    assert "No calendar file waits" in text(client, f"{PAGE}file/")
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "No file was chosen"),
        (b"Colour,Size\nred,3\n", "no Date column"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 9, "parts inside parts"),
        (b"x" * (calendar_files.MOST_BYTES + 1), "over 2 MB"),
    ],
)
def test_a_file_that_is_none_is_refused(
    house: House, signed_in: SignIn, body: bytes, said: str
) -> None:
    client = signed_in(house)
    sent = {"file": SimpleUploadedFile("c.ics", body)} if body else {}
    answer = client.post(f"{PAGE}file/read/", sent)
    assert answer.status_code == 422
    assert said in plain(answer.content)
    assert "This file was not taken" in plain(answer.content)
    assert not CalendarFile.objects.exists()


def test_an_ics_file_shows_what_it_left_out(house: House, signed_in: SignIn) -> None:
    events = "".join(
        f"BEGIN:VEVENT\r\nSUMMARY:{words}\r\nDTSTART;VALUE=DATE:2026120{n}\r\nEND:VEVENT\r\n"
        for n, words in ((1, "INSET day"), (2, "<script>alert(1)</script> choir"))
    )
    client = signed_in(house)
    give(client, f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode(), "school.ics")
    shown = client.get(f"{PAGE}file/").content.decode()
    assert "INSET day, Tue 1 Dec 2026" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; choir" in shown
    assert "None of its words says that school is closed." in shown


# Every page of the house goes on standing


def test_pages_stand_when_every_day_with_marks_is_said_to_be_closed(
    house: House, signed_in: SignIn
) -> None:
    say(house, Said(nov(2), nov(24)), Said(dt.date(2025, 11, 24), dt.date(2025, 11, 28)))
    client = signed_in(house)
    for address in ("/", "/children/", f"/children/{house.child(CHILDREN[0]).pk}/", PAGE,
                    "/explain/absence/?about=school&from=2026-11-02&to=2026-11-24"):  # fmt: skip
        assert client.get(address).status_code == 200, address


def test_children_without_a_year_group_make_no_question_and_no_wreck(
    house: House, signed_in: SignIn
) -> None:
    """A child with one mark and no year group is away on every other day of a known term."""
    heads = ["UPN", "Surname", "Forename", "Date", "Session", "Mark"]
    house.bring(as_csv([heads, ["K000000000888", "Away", "Ann", "2026-11-24", "AM", "I"]]))
    autumn = SaidTerm("Autumn 1", dt.date(2026, 9, 3), dt.date(2026, 10, 23))
    calendar.say(by=house.lead, closures=[Said(nov(9), nov(10))], terms=[autumn], at=NOW)
    said = text(signed_in(house))
    assert "Half-terms and their days" in said
    assert "others do" not in said
