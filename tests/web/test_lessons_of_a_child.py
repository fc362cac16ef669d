"""The part of a child's page about lessons: what they came to first, and what they missed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from html import unescape

import pytest
from django.test import Client
from tests.pages import scope
from tests.people import ADA, BEN, EVE, Child, House, SignIn, as_csv

HEADS = ["UPN", "Date", "Period", "Class", "Subject", "Mark"]
FIRST = dt.date(2026, 11, 2)


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


def bring(house: House, *lines: list[str], heads: list[str] = HEADS) -> None:
    house.bring(as_csv([heads, *lines]), "lesson-marks.csv", kind="")


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
    assert "5 Maths and 3 English, and others." in said
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
    bring(house, *taught(BEN, "Art", "OOOO", dt.date(2026, 11, 25)))
    assert part(signed_in(house), house, BEN) == before
    assert "Art 1 1 2" in before


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
