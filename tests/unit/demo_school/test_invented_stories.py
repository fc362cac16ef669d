from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from demo_school import sources
from demo_school.invented import Child, Invented
from demo_school.season import AM, FRIDAY, MONDAY, PM, sessions
from demo_school.secondary import invent
from demo_school.term_dates import school_year
from numpy.typing import NDArray

from belong.attendance.codes import MISSED_KINDS, NOT_ON_ROLL, index_of, lookup
from belong.basics.terms import weekday_of

pytestmark = pytest.mark.slow

MISSED = lookup(kinds=MISSED_KINDS).astype(bool)
THURSDAY = 3
PAGE = Path(__file__).parents[3] / "docs/explanation/the-invented-school.md"


def child(school: Invented, key: str) -> Child:
    return school.children[school.story(key).child]


def marks(school: Invented, key: str) -> NDArray[np.uint8]:
    """This year's marks of a story's child so far."""
    return school.marks[school.story(key).child, school.day >= school_year(2026).first]


def cells(school: Invented, weekday: int, half: int) -> NDArray[np.bool_]:
    now = school.day >= school_year(2026).first
    return (weekday_of(school.day[now]) == weekday) & (school.half[now] == half)


def is_in(marked: NDArray[np.uint8], *codes: str) -> NDArray[np.bool_]:
    return np.isin(marked, [index_of(c) for c in codes])


def missed_share(school: Invented, key: str, where: NDArray[np.bool_]) -> float:
    return float(MISSED[marks(school, key)[where]].mean())


def test_every_story_is_told_once_by_the_child_the_table_names(school: Invented) -> None:
    told = {s.key: child(school, s.key) for s in school.stories}
    assert len(told) == len(school.stories) == len(sources.parts())
    for part in sources.parts():
        who = told[part.key]
        assert f"{who.forename} {who.surname}" == part.child
        assert who.form(2026) == f"{part.year_group} {part.tree}"
        assert who.known_as == part.known_as


def test_the_page_about_the_school_names_every_child_of_a_story() -> None:
    page = (Path(__file__).parents[3] / "docs/explanation/the-invented-school.md").read_text(
        "utf-8"
    )
    for part in sources.parts():
        assert f"| {part.child}, {part.year_group} {part.tree} |" in page


def test_cal_misses_monday_mornings_and_hardly_anything_else(school: Invented) -> None:
    mondays = cells(school, MONDAY, AM)
    assert missed_share(school, "monday_mornings", mondays) >= 0.4
    assert missed_share(school, "monday_mornings", ~mondays) <= 0.06


def test_temi_arrives_later_each_week(school: Invented) -> None:
    row = school.story("arriving_later").child
    now = school.day >= school_year(2026).first
    minutes = school.minutes[row, now].reshape(-1, 2)[:, AM].astype(float)
    thirds = np.array_split(minutes, 3)
    means = [float(part[part > 0].mean()) for part in thirds]
    assert means[0] < means[1] < means[2]
    assert (minutes > 0).mean() >= 0.5
    assert is_in(marks(school, "arriving_later"), "U").any()


def test_wojtek_is_ill_from_september_on(school: Invented) -> None:
    found = marks(school, "term_of_illness")
    assert not MISSED[found[:20]].any()
    assert is_in(found[20:], "I").mean() >= 0.95


def test_wojtek_is_back_for_mornings_in_january() -> None:
    later = invent(today=dt.date(2027, 2, 1))
    after = later.day >= sessions(2026).nth_of_half_term(2, 0)
    row = later.marks[later.story("term_of_illness").child, after].reshape(-1, 2)
    assert is_in(row[:, PM], "C2").all()
    assert not MISSED[row[:, AM]].all()


@pytest.mark.parametrize("key", ["never_missed", "quietly_steady"])
def test_two_children_are_nearly_always_there_and_never_late(school: Invented, key: str) -> None:
    row = school.marks[school.story(key).child]
    assert MISSED[row].sum() <= (0 if key == "never_missed" else 8)
    assert not is_in(row, "L", "U").any()


def test_kezia_is_in_for_mornings_only_from_october(school: Invented) -> None:
    found = marks(school, "part_time").reshape(-1, 2)
    assert is_in(found[20:, PM], "C2").all()
    assert not is_in(found[:, AM], "C2").any()
    assert not is_in(found[:20, PM], "C2").any()


def test_tyler_was_suspended_for_three_days_and_came_back(school: Invented) -> None:
    found = marks(school, "back_from_suspension")
    suspended = np.flatnonzero(is_in(found, "E"))
    assert len(suspended) == 6
    assert (np.diff(suspended) == 1).all()
    assert not MISSED[found[suspended[-1] + 1 :]].any()
    assert len(found) - suspended[-1] > 6


def test_immy_misses_thursday_afternoons_that_end_with_pe(school: Invented) -> None:
    thursdays = cells(school, THURSDAY, PM)
    assert missed_share(school, "thursday_pe", thursdays) >= 0.5
    assert missed_share(school, "thursday_pe", ~thursdays) <= 0.06
    taught, row = school.teaching, school.story("thursday_pe").child
    mine = taught.member_of[taught.member == row]
    last = np.isin(taught.klass, mine) & (taught.weekday == THURSDAY) & (taught.period == 5)
    assert [taught.subjects[k] for k in taught.klass[last]] == ["Physical education"]


@pytest.mark.parametrize("today", [dt.date(2026, 11, 21), dt.date(2027, 11, 21)])
def test_a_brother_and_a_sister_miss_the_same_days(today: dt.date) -> None:
    found = invent(today=today)
    younger, older = (found.story(k).child for k in ("sibling_younger", "sibling_older"))
    now = found.day >= school_year(found.this_year).first
    away = MISSED[found.marks[[younger, older]][:, now]]
    # A register that nobody took hides a mark of one of the two.
    assert (away[0] != away[1]).sum() <= 2
    assert away.sum(axis=1).min() >= 8
    assert found.children[younger].surname == found.children[older].surname


def test_daryna_joined_in_october_and_has_no_marks_before(school: Invented) -> None:
    who, row = child(school, "joined_in_october"), school.story("joined_in_october").child
    assert who.admitted.month == 10
    assert (marks(school, "joined_in_october")[:54] == NOT_ON_ROLL).all()
    assert school.marks[row, -2] != NOT_ON_ROLL


def test_kwame_has_missed_next_to_nothing_since_half_term(school: Invented) -> None:
    found = marks(school, "recovered")
    cut = int((sessions(2026).half_term == 0).sum())
    assert 0.3 <= MISSED[found[:cut]].mean() <= 0.6
    assert MISSED[found[cut:]].mean() <= 0.08


def test_lacey_misses_friday_afternoons(school: Invented) -> None:
    fridays = cells(school, FRIDAY, PM)
    assert missed_share(school, "friday_afternoons", fridays) >= 0.4
    assert missed_share(school, "friday_afternoons", ~fridays) <= 0.06


def test_the_longest_name_has_a_hyphen_an_apostrophe_and_45_letters(school: Invented) -> None:
    who = child(school, "longest_name")
    name = f"{who.forename} {who.surname}"
    assert len(name) == 45 == max(len(f"{c.forename} {c.surname}") for c in school.children)
    assert "-" in name
    assert "'" in name


def test_another_year_has_the_same_stories_with_other_children(school: Invented) -> None:
    later = invent(today=dt.date(2027, 11, 20))
    assert {s.key for s in later.stories} == {s.key for s in school.stories}
    mondays = child(later, "monday_mornings")
    assert mondays.form(2027) == "8 Rowan"
    assert mondays.upn != child(school, "monday_mornings").upn
