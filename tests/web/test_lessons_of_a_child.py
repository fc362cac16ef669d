"""The part of a child's page about lessons: what they came to first, and what they missed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.pages import scope
from tests.people import ADA, BEN, EVE, TODAY, Child, House, SignIn, as_csv
from tests.web.test_pages_stay_quick import BESIDE, MOST

from belong.insight.desk import open_at
from belong.insight.questions import child_lessons
from belong.intake.models import LessonSnapshot
from belong.people import fetch

HEADS = ["UPN", "Date", "Period", "Class", "Subject", "Mark"]
FIRST = dt.date(2026, 11, 2)
LATER = dt.date(2026, 12, 4)
"""A day by which lessons have come in of which the register knows nothing yet."""


def taught(
    child: Child, subject: str, marks: Sequence[str], first: dt.date = FIRST
) -> list[list[str]]:
    """A lesson a weekday, from a day on."""
    days = [first + dt.timedelta(days=n) for n in range(60)]
    weekdays = [day for day in days if day.weekday() < 5]
    return [
        [child.id, day.isoformat(), f"P-{subject}", f"x/{subject}", subject, mark]
        for day, mark in zip(weekdays, marks, strict=False)
    ]


def bring(
    house: House, *lines: list[str], heads: list[str] = HEADS, as_of: dt.date = TODAY
) -> None:
    house.bring(as_csv([heads, *lines]), "lesson-marks.csv", kind="", as_of=as_of)


def part(client: Client, house: House, child: Child) -> str:
    """The lessons on a child's page as text; "" where there are none."""
    page = client.get(f"/children/{house.child(child).pk}/").content.decode()
    found = re.search(r'<section[^>]*aria-labelledby="lessons".*?</section>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", found[0])).split()) if found else ""


BENS = [
    *taught(BEN, "Art", "///////L/V"),
    *taught(BEN, "English", "OO/////C/-"),
    *taught(BEN, "Maths", "IIIII/////"),
    *taught(BEN, "PE", ["O", "Y3"]),
]


@pytest.fixture
def lessons(house: House) -> House:
    """The small school with lesson marks of Ben and of Eve."""
    bring(house, *BENS, *taught(EVE, "Drama", "OOOOO//////"))
    return house


def test_what_a_child_comes_to_is_said_before_what_they_missed(
    lessons: House, signed_in: SignIn
) -> None:
    said = part(signed_in(lessons), lessons, BEN)
    assert said.startswith("Lessons Came to 10 of 10 Art lessons Missed 9 lessons since 2 Nov")
    assert "since 2 Nov, 5 of them Maths and 3 English." in said
    assert said.index("Came to 10 of 10 Art") < said.index("Missed")


def test_each_subject_has_a_line_and_blanks_are_apart(lessons: House, signed_in: SignIn) -> None:
    said = part(signed_in(lessons), lessons, BEN)
    assert "Art 10 0 10" in said
    assert "English 6 3 9" in said
    assert "Maths 5 5 10" in said
    assert "PE 0 1 1" in said
    assert "1 lesson has no mark. It counts neither as come to nor as missed." in said
    assert "Drama" not in said


def test_lessons_of_another_child_are_never_on_the_page(lessons: House, signed_in: SignIn) -> None:
    assert part(signed_in(lessons), lessons, ADA) == ""
    eve = part(signed_in(lessons), lessons, EVE)
    assert "Drama 6 5 11" in eve
    assert "Art" not in eve


def test_no_word_of_lessons_where_none_are_kept(house: House, signed_in: SignIn) -> None:
    page = signed_in(house).get(f"/children/{house.child(BEN).pk}/").content.decode()
    assert "esson" not in page


def test_lessons_after_the_day_in_force_do_not_count_yet(house: House, signed_in: SignIn) -> None:
    bring(house, *taught(BEN, "Art", "/", FIRST), *taught(BEN, "Art", "O", dt.date(2026, 11, 24)))
    before = part(signed_in(house), house, BEN)
    bring(house, *taught(BEN, "Art", "OOOO", dt.date(2026, 11, 25)), as_of=LATER)
    assert part(signed_in(house), house, BEN) == before
    assert "Art 1 1 2" in before


def test_a_longer_time_ends_at_the_day_in_force_too(lessons: House, signed_in: SignIn) -> None:
    bring(lessons, *taught(BEN, "Art", "OOOO", dt.date(2026, 11, 25)), as_of=LATER)
    about = scope(f"child:{lessons.child(BEN).pk}", to="2027-07-31")
    page = signed_in(lessons).get(f"/explain/lessons_missed/?{about}").content.decode()
    assert re.findall(r'<span class="sum-num">([^<]*)</span>', page) == ["9", "30", "30.0%"]


def test_the_number_opens_to_its_own_marks(lessons: House, signed_in: SignIn) -> None:
    client = signed_in(lessons)
    about = f"child:{lessons.child(BEN).pk}"
    page = client.get(f"/explain/lessons_missed/?{scope(about)}").content.decode()
    assert re.findall(r'<span class="sum-num">([^<]*)</span>', page) == ["9", "30", "30.0%"]
    text = " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())
    assert "1 lesson has no mark. A blank is never counted as missed." in text
    link = re.search(r'href="(/explain/lessons_missed/[^"]*)"', _page(client, lessons, BEN))
    assert link is not None
    assert client.get(unescape(link[1])).status_code == 200


def _page(client: Client, house: House, child: Child) -> str:
    return str(client.get(f"/children/{house.child(child).pk}/").content.decode())


def test_a_group_has_no_sum_of_lessons(lessons: House, signed_in: SignIn) -> None:
    page = signed_in(lessons).get(f"/explain/lessons_missed/?{scope()}").content.decode()
    assert "Lessons are counted for one child at a time" in unescape(page)
    assert "sum-num" not in page


SAID = {
    "nothing missed": (
        [*taught(BEN, "Art", "//////")], "Came to 6 of 6 Art lessons Missed no lesson since 2 Nov.",
    ),
    "two subjects": (
        [*taught(BEN, "Art", "////OO"), *taught(BEN, "PE", "/////O")],
        "Came to 5 of 6 PE lessons Missed 2 Art and 1 PE lesson since 2 Nov.",
    ),
    "one lesson": (
        [*taught(BEN, "Art", "O//")], "Came to 2 of 3 lessons Missed 1 Art lesson since 2 Nov.",
    ),
    "a little of each": (
        [line for each in ("Art", "PE", "Drama") for line in taught(BEN, each, "O" + 11 * "/")],
        "Came to 11 of 12 Art and 11 of 12 Drama lessons Missed 3 lessons since 2 Nov.",
    ),
    "one stands out": (
        [*taught(BEN, "Art", "OOOOOO"), *taught(BEN, "PE", "O/////"), *taught(BEN, "RE", "O/////")],
        "Missed 8 lessons since 2 Nov, 6 of them Art.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SAID)
def test_what_is_said_fits_what_was_missed(house: House, signed_in: SignIn, kind: str) -> None:
    lines, words = SAID[kind]
    bring(house, *lines)
    assert words in part(signed_in(house), house, BEN)


def test_missed_while_in_school_is_said_as_something_to_ask(
    house: House, signed_in: SignIn
) -> None:
    """Eve came morning and afternoon on 9 November, by the register, and missed drama."""
    bring(house, *taught(EVE, "Drama", "O", dt.date(2026, 11, 9)))
    said = part(signed_in(house), house, EVE)
    assert "It was on a day they were in school morning and afternoon." in said


def test_the_subject_comes_from_the_timetable_where_the_marks_say_none(
    house: House, signed_in: SignIn
) -> None:
    lines = [[line[0], line[1], line[2], mark, line[5]] for line, mark in zip(
        taught(BEN, "Art", "OO/"), ("8x/Ar1", "8X/AR1", "8x/Zz9"), strict=True)]  # fmt: skip
    bring(house, *lines, heads=["UPN", "Date", "Period", "Class", "Mark"])
    assert "8X/AR1 0 2 2" in part(signed_in(house), house, BEN), "a class stands for itself"
    timetable = [["Class", "Subject", "Day", "Period"], ["8x/AR1", "Art", "Monday", "P1"]]
    house.bring(as_csv(timetable), "timetable.csv", kind="")
    said = part(signed_in(house), house, BEN)
    assert "Art 0 2 2" in said
    assert "8x/Zz9 1 0 1" in said


def test_without_classes_the_subject_tells_lessons_apart(house: House, signed_in: SignIn) -> None:
    heads = ["UPN", "Date", "Period", "Subject", "Mark"]
    bring(house, *([*line[:3], *line[4:]] for line in taught(BEN, "Art", "O//")), heads=heads)
    assert "Art 2 1 3" in part(signed_in(house), house, BEN)


def test_the_explanation_names_the_file_of_lessons(lessons: House, signed_in: SignIn) -> None:
    about = f"child:{lessons.child(BEN).pk}"
    page = signed_in(lessons).get(f"/explain/lessons_missed/?{scope(about)}").content.decode()
    assert "Lesson marks from your school" in page
    assert re.findall(r'href="/registers/(\d+)/"', page) == [str(_last(lessons))]
    other = signed_in(lessons).get(f"/explain/absence/?{scope(about)}").content.decode()
    assert "Session marks from your school" in other


def _last(house: House) -> int:
    return LessonSnapshot.objects.get(school=house.school, current=True).brought_by_id


def test_another_schools_child_with_lessons_is_not_there(
    lessons: House, next_door: House, signed_in: SignIn
) -> None:
    """A key of a child of one school, asked about by the other, finds no lessons."""
    client = signed_in(next_door, raise_request_exception=False)
    about = scope(f"child:{lessons.child(BEN).pk}")
    assert client.get(f"/explain/lessons_missed/?{about}").status_code == 404
    assert client.get(f"/children/{lessons.child(BEN).pk}/").status_code == 404


def test_a_child_from_elsewhere_is_refused_below_the_page(lessons: House, next_door: House) -> None:
    ben = lessons.child(BEN)
    desk = open_at(next_door.adults["headteacher"], TODAY)
    assert desk is not None
    with pytest.raises(fetch.NotYours):
        child_lessons.of_child(desk, ben)
    tutor = open_at(lessons.adults["tutor"], TODAY)
    assert tutor is not None
    with pytest.raises(fetch.NotYours):
        child_lessons.of_child(tutor, lessons.child(EVE))


def test_lessons_are_asked_for_in_a_few_questions(lessons: House, signed_in: SignIn) -> None:
    client = signed_in(lessons)
    address = f"/children/{lessons.child(BEN).pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= MOST + BESIDE


def test_half_day_marks_are_never_saved_as_lessons(house: House, signed_in: SignIn) -> None:
    bring(house, *BENS)
    query = scope(f"child:{house.child(BEN).pk}")
    client = signed_in(house)
    assert client.get(f"/explain/lessons_missed/?{query}").status_code == 200
    assert client.get(f"/explain/absence/marks.csv?{query}").status_code == 200
    assert client.get(f"/explain/lessons_missed/marks.csv?{query}").status_code == 404


def test_lessons_of_which_none_counts_are_not_spoken_of(house: House, signed_in: SignIn) -> None:
    bring(house, *taught(BEN, "Art", ["Y3", "Y3", "#"]))
    assert part(signed_in(house), house, BEN) == ""
