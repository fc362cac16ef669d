"""The school's own pattern: sums counted again by hand, and whose children stand behind them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from tests import a_term, people, trail_lines
from tests.people import (
    ADA,
    BEN,
    CHILDREN,
    EVE,
    NEXT_DOOR,
    Child,
    House,
    SignIn,
    letters,
    marks_file,
    term,
)  # fmt: skip

from belong.intake import actions
from belong.people.models import Membership
from belong.people.reach import Reach
from belong.people.trail import Verb

PAGE, BEHIND = "/noticing/school/", "/noticing/school/children/"
MISSED = {"I", "M", "C", "N", "O", "G", "U"}
NOT_POSSIBLE = {"Y3", "-"}


@pytest.fixture
def autumn(db: None, tmp_path: Path) -> House:
    """Larkfield with sixty more children in 7 Oak, and a term: Ada and Eve miss Monday mornings."""
    house = people.empty_school(tmp_path / "uploads")
    a_term.bring(house)
    return house


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = answer.content.split(b"<main", 1)[1].split(b"</main>", 1)[0]
    return str(body.decode())


def _rows(html: str) -> dict[str, list[str]]:
    """The rows of every table by their head."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return {_words(head): [_words(c) for c in rest] for head, *rest in cells}


def _links(html: str) -> list[str]:
    return [BEHIND + unescape(h) for h in re.findall(r'href="children/([^"]*)"', html)]


def _by_hand(children: tuple[Child, ...], weekday: int, half: str) -> tuple[int, int]:
    marks = [
        m for c in children for day, h, m in letters(c, term())
        if (day.weekday(), h) == (weekday, half) and m not in NOT_POSSIBLE
    ]  # fmt: skip
    return sum(m in MISSED for m in marks), len(marks)


def test_each_half_day_is_the_sum_of_its_marks(house: House, signed_in: SignIn) -> None:
    rows = _rows(_html(signed_in(house), PAGE))
    for weekday, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")):
        shares = []
        for half in ("AM", "PM"):
            missed, possible = _by_hand(CHILDREN, weekday, half)
            shares.append(f"{100 * missed / possible:.1f}%")
        assert [rows[name][0], rows[name][2]] == shares, name


def test_the_year_before_goes_to_the_same_day_and_no_further(
    house: House, signed_in: SignIn
) -> None:
    """Marks of Mon 24 to Fri 28 Nov 2025, asked on Tue 24 Nov 2026: Monday and Tuesday count."""
    html = _html(signed_in(house), PAGE)
    rows = _rows(html)
    assert "24 to 25 Nov 2025" in _words(html)
    assert [rows[day][1] for day in ("Monday", "Tuesday", "Wednesday")] == ["0.0%", "0.0%", "–"]


def test_few_children_have_a_dash_and_the_reason(house: House, signed_in: SignIn) -> None:
    html = _html(signed_in(house), PAGE)
    rows = _rows(html)
    assert rows["8 Elm"] == ["–", "–"]
    assert rows["Year 8"] == ["–", "–", "–"]
    assert "fewer than 10 children" in _words(html)
    assert [link for link in _links(html) if "form" in link or "year" in link] == []


def test_who_works_with_a_form_is_told_of_that_form_alone(autumn: House, signed_in: SignIn) -> None:
    html = _html(signed_in(autumn, "tutor"), PAGE)
    rows = _rows(html)
    assert "The pattern of 7 Oak" in _words(html)
    assert "7 Oak" in rows
    assert {"8 Elm", "11 Ash", "Year 8", "Year 11"} & set(rows) == set()
    assert "none stands beside this" in _words(html)


def test_part_of_a_form_is_not_told_as_the_form(autumn: House, signed_in: SignIn) -> None:
    """A key person reaches one child of 7 Oak: a line of 7 Oak would be that child's."""
    adult = autumn.adults["subject_teacher"].adult
    Membership.objects.filter(adult=adult).update(
        role_key="key_person", reach=Reach.CHILD, reach_of="", pupil=autumn.child(ADA)
    )
    client = signed_in(autumn, "subject_teacher")
    assert "7 Oak" not in _rows(_html(client, PAGE))
    assert client.get(BEHIND, {"place": "form:7 Oak"}).status_code == 404
    assert "no share is told" in _words(_html(client, f"{BEHIND}?place=week:mon-am"))


def test_a_form_does_not_stand_beside_other_children(house: House, signed_in: SignIn) -> None:
    """Last November is here of every child, and was of other children of the form."""
    words = _words(_html(signed_in(house, "tutor"), PAGE))
    assert "Other children were here in the year before" in words
    assert "2025" not in words


def test_a_place_of_others_cannot_be_told_from_one_that_is_none(
    autumn: House, signed_in: SignIn, tmp_path: Path
) -> None:
    people.riverside(tmp_path / "uploads")
    client = signed_in(autumn, "tutor")
    theirs = ("form:8 Elm", f"form:{NEXT_DOOR[0].form}", "year:8", "form:", "year:", "week:sun-am",
              "term:spring-1", "child:1", "nonsense", "", "\x00")  # fmt: skip
    answers = [client.get(BEHIND, {"place": place}) for place in theirs]
    assert {a.status_code for a in answers} == {404}
    assert len({re.sub(rb'value="[^"]*"', b"", a.content) for a in answers}) == 1
    assert client.get(BEHIND, {"place": "form:7 Oak"}).status_code == 200


def test_children_stand_in_order_of_names_with_counts(autumn: House, signed_in: SignIn) -> None:
    html = _html(signed_in(autumn), f"{BEHIND}?place=week:mon-am")
    rows = _rows(html)
    mondays = [d for d in a_term.days() if d.weekday() == 0]
    since = a_term.mondays(dt.date(2026, 9, 28))
    assert rows[f"{ADA.forename} {ADA.surname}"] == ["7 Oak", f"{len(since)} of {len(mondays)}"]
    assert f"{BEN.forename} {BEN.surname}" not in rows
    surnames = [name.split(" ")[-1] for name in rows if name != "Child"]
    assert len(surnames) > 5
    assert surnames == sorted(surnames)


def test_every_share_opens_to_the_sessions_it_is_made_of(autumn: House, signed_in: SignIn) -> None:
    client = signed_in(autumn)
    links = _links(_html(client, PAGE))
    assert {re.search(r"place=(\w+)", link)[1] for link in links} == {  # type: ignore[index]
        "week", "term", "year", "form",
    }  # fmt: skip
    for link in links:
        html = _html(client, link)
        missed = [
            int(row[-1].split(" of ")[0]) for head, row in _rows(html).items() if head != "Child"
        ]
        said = re.search(r"([\d,]+) of ([\d,]+) possible sessions were missed", _words(html))
        assert said is not None, link
        assert sum(missed) == int(said[1].replace(",", "")) > 0, link


def test_everybody_on_the_list_stands_in_the_trail_and_nobody_else(
    autumn: House, signed_in: SignIn
) -> None:
    mark = trail_lines.newest()
    html = _html(signed_in(autumn, "tutor"), f"{BEHIND}?place=week:mon-am")
    told = [sorted(x.ids) for x in trail_lines.since(mark) if x.verb == Verb.ABSENT_SEEN]
    assert told == [sorted(int(key) for key in re.findall(r"/children/(\d+)/", html))]
    assert autumn.child(ADA).pk in told[0]
    assert autumn.child(EVE).pk not in told[0]


def test_the_page_of_shares_names_nobody(autumn: House, signed_in: SignIn) -> None:
    mark = trail_lines.newest()
    html = _html(signed_in(autumn), PAGE)
    assert [c.surname for c in CHILDREN if c.surname in html] == []
    assert trail_lines.since(mark) == []


def test_two_roles_at_once_list_no_more_than_each_by_itself(
    autumn: House, signed_in: SignIn
) -> None:
    """The office works with every child and reads no pattern; a key person does, of one child."""
    office = autumn.adults["office"]
    Membership.objects.create(
        adult=office.adult, school=autumn.school, role_key="key_person", reach=Reach.CHILD,
        pupil=autumn.child(ADA), **people.THIS_YEAR,
    )  # fmt: skip
    html = _html(signed_in(autumn, "office"), f"{BEHIND}?place=week:mon-am")
    assert [head for head in _rows(html) if head != "Child"] == [str(autumn.child(ADA))]
    shares = _words(_html(signed_in(autumn, "office"), PAGE))
    assert "The pattern of the children you work with" in shares
    assert "%" not in shares, "of one child no share is told, and of nobody else"


def test_a_session_set_apart_is_told_with_its_day_and_whom(
    db: None, tmp_path: Path, signed_in: SignIn
) -> None:
    house = people.empty_school(tmp_path / "uploads")
    everybody = (*CHILDREN, *a_term.OTHERS)
    house.bring(people.pupils_file(everybody), "pupils.csv", kind=actions.PUPILS)
    snow = dt.date(2026, 11, 12)
    house.bring(a_term.register({c.id: [snow] for c in everybody}), "snow.csv")
    words = _words(_html(signed_in(house), PAGE))
    assert re.search(r"Year 7, Thu 12 Nov 2026, morning: \d\d began to be away", words)
    assert "left out of the children's patterns, and counted in the tables above" in words
    Membership.objects.filter(adult=house.adults["tutor"].adult).update(reach_of="11 Ash")
    words = _words(_html(signed_in(house, "tutor"), PAGE))
    assert "Year 7" not in words
    assert "12 Nov" not in words


def _crowd(year: str, first: int) -> tuple[Child, ...]:
    return tuple(
        replace(
            c,
            id=f"K{first + n:012d}",
            year=year,
            form=f"{year} Yew",
            marks={},
            surname=f"Y{c.surname}",
        )
        for n, c in enumerate(people.many(12))
    )


def test_the_year_before_is_of_who_was_in_the_year_group_then(
    db: None, tmp_path: Path, signed_in: SignIn
) -> None:
    """Year 8 of this year was Year 7 a year ago, and missed its Monday mornings then."""
    seven, eight = _crowd("7", 2000), _crowd("8", 3000)
    house = people.empty_school(tmp_path / "uploads")
    house.bring(people.pupils_file((*seven, *eight)), "pupils.csv", kind=actions.PUPILS)
    then = [dt.date(2025, 11, n) for n in (17, 18)]
    before = marks_file(eight, then).replace(b"2025-11-17,AM,/", b"2025-11-17,AM,I")
    house.bring(before, "before.csv")
    house.bring(marks_file((*seven, *eight)), "now.csv", confirmed=True)
    rows = _rows(_html(signed_in(house), PAGE))
    assert rows["Year 7"][:2] == ["0.0%", "25.0%"]
    assert rows["Year 8"][:2] == ["0.0%", "–"]


def test_before_the_first_register_there_is_nothing_to_open(
    empty: House, signed_in: SignIn
) -> None:
    for address in (PAGE, f"{BEHIND}?place=week:mon-am"):
        answer = signed_in(empty).get(address)
        assert answer.status_code == 200
        assert b"<table" not in answer.content


@pytest.mark.parametrize(
    "address", ["/noticing/school/", "/noticing/school/children/?place=week:mon-am"]
)
def test_a_year_without_a_possible_session_is_said_and_not_broken(
    db: None, tmp_path: Path, signed_in: SignIn, address: str
) -> None:
    house = people.empty_school(tmp_path / "uploads")
    house.bring(people.pupils_file(), "pupils.csv", kind=actions.PUPILS)
    lines = [["UPN", "Date", "Session", "Mark"], [ADA.id, "2026-11-23", "AM", "Y3"]]
    house.bring(people.as_csv(lines))
    answer = signed_in(house, "headteacher").get(address)
    assert answer.status_code == 200
    assert b"no possible session yet this school year" in answer.content
