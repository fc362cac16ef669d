"""Noticing: whose patterns are told to whom, and that each telling is written down."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from tests import a_term, people, trail_lines
from tests.people import ADA, BEN, EVE, House, SignIn, as_csv

from belong.insight import noticed
from belong.people.models import Membership
from belong.people.reach import Reach
from belong.people.trail import Verb


@pytest.fixture
def term(db: None, tmp_path: Path) -> House:
    """Larkfield with a term of marks: Ada and Eve miss every Monday morning since 28 September."""
    house = people.empty_school(tmp_path / "uploads")
    a_term.bring(house)
    return house


def _main(client: Client, address: str = "/noticing/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    body = answer.content.split(b"<main", 1)[1].split(b"</main>", 1)[0].decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_the_head_sees_every_pattern_with_its_counts_and_its_questions(
    term: House, signed_in: SignIn
) -> None:
    said = _main(signed_in(term, "headteacher"))
    assert "2 children to be curious about" in said
    assert ADA.surname in said
    assert EVE.surname in said
    assert BEN.surname not in said
    assert re.search(r"and none of \d+ other mornings\.", said)
    assert "Monday mornings in the last" in said
    assert "What is different about that time of the week for you?" in said
    assert "Chance. Some runs like this mean nothing at all." in said
    assert "Came to every session on Tuesdays, Wednesdays, Thursdays and Fridays" in said


def test_a_tutor_sees_the_patterns_of_their_form_alone(term: House, signed_in: SignIn) -> None:
    said = _main(signed_in(term, "tutor"))
    assert "1 child to be curious about" in said
    assert ADA.surname in said
    assert EVE.surname not in said


def test_a_form_without_a_pattern_is_told_so_kindly(term: House, signed_in: SignIn) -> None:
    Membership.objects.filter(adult=term.adults["tutor"].adult).update(
        reach=Reach.FORM, reach_of="11 Ash"
    )
    said = _main(signed_in(term, "tutor"))
    assert "No pattern stands out" in said
    assert "a pattern is only one way to notice" in said


def test_two_roles_at_once_tell_no_more_patterns_than_each_by_itself(
    term: House, signed_in: SignIn
) -> None:
    """The office works with every child and is told no pattern; a key person is, of one child."""
    office = term.adults["office"]
    Membership.objects.create(
        adult=office.adult, school=term.school, role_key="key_person", reach=Reach.CHILD,
        pupil=term.child(ADA), **people.THIS_YEAR,
    )  # fmt: skip
    mark = trail_lines.newest()
    said = _main(signed_in(term, "office"))
    assert ADA.surname in said
    assert EVE.surname not in said
    told = [x.ids for x in trail_lines.since(mark) if x.verb == Verb.PATTERNS_SEEN]
    assert told == [[term.child(ADA).pk]]


@pytest.mark.parametrize("role", ["office", "data_lead", "supply"])
def test_who_cannot_act_on_a_pattern_is_not_told_one(
    term: House, signed_in: SignIn, role: str
) -> None:
    client = signed_in(term, role)
    assert client.get("/noticing/").status_code == 403
    page = client.get(f"/children/{term.child(ADA).pk}/")
    assert b"Monday mornings" not in page.content
    assert b'href="/noticing/"' not in page.content


def test_the_childs_page_opens_the_same_card(term: House, signed_in: SignIn) -> None:
    said = _main(signed_in(term, "tutor"), f"/children/{term.child(ADA).pk}/")
    assert "Something to be curious about" in said
    assert "Monday mornings in the last" in said
    assert "Would I think this if it were another child?" in said
    other = _main(signed_in(term, "tutor"), f"/children/{term.child(BEN).pk}/")
    assert "Something to be curious about" not in other


def test_every_child_whose_pattern_is_told_stands_in_the_trail(
    term: House, signed_in: SignIn
) -> None:
    mark = trail_lines.newest()
    _main(signed_in(term, "headteacher"))
    told = [x for x in trail_lines.since(mark) if x.verb == Verb.PATTERNS_SEEN]
    assert [sorted(line.ids) for line in told] == [sorted(term.child(c).pk for c in (ADA, EVE))]


def test_nothing_is_looked_for_before_the_third_week(
    db: None, tmp_path: Path, signed_in: SignIn
) -> None:
    house = people.larkfield(tmp_path / "uploads")
    said = _main(signed_in(house, "headteacher"))
    assert "No pattern stands out" in said


def test_a_look_is_taken_once_while_its_marks_stand(
    term: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new day's marks recompute no earlier week, and a mark put right in one recomputes it."""
    taken: list[int] = []
    real = noticed.take

    def take(year: object, grid: object, week: int) -> None:
        taken.append(week)
        real(year, grid, week)  # type: ignore[arg-type]

    monkeypatch.setattr(noticed, "take", take)
    noticed._kept.clear()
    cache.clear()
    client = signed_in(term, "headteacher")
    _main(client)
    assert taken == sorted(set(taken))
    assert taken
    first = len(taken)
    _main(client)
    assert len(taken) == first, "nothing is taken twice"
    noticed._kept.clear()
    _main(client)
    assert len(taken) == first, "not by another process either"
    again = {
        ADA.id: a_term.mondays(dt.date(2026, 9, 28)),
        EVE.id: a_term.mondays(dt.date(2026, 11, 16)),
    }
    term.bring(a_term.register(again), "put-right.csv")
    _main(client)
    assert len(taken) > first, "weeks whose marks changed are looked at again"
    assert set(taken[first:]) < set(taken[:first]), "and only those from the first change on"


def test_how_sure_we_are_is_told_with_its_figures(term: House, signed_in: SignIn) -> None:
    said = _main(signed_in(term, "governor"), "/how-sure/")
    assert "How sure are we?" in said
    assert "children shown in simulated schools" in said
    assert "Anybody can measure again: belong calibrate" in said


HEADS = ["UPN", "Contact Surname", "Contact Forename", "Relationship", "Contact Address",
         "Lives With", "No contact"]  # fmt: skip
AT_HOME = ["Roe", "Kim", "Mother", "1 Open Street", "Y", "N"]
TOO = re.compile(r"Their brother or sister in Year 8 was away (each|\d+) of those \d+ times too\.")


def _contacts(house: House, *lines: list[str]) -> None:
    house.bring(as_csv([HEADS, *lines]), "contacts.csv", kind="contacts")


def test_a_brother_or_sister_at_one_address_is_told_to_whoever_may_see_both(
    term: House, signed_in: SignIn
) -> None:
    _contacts(term, [ADA.id, *AT_HOME], [EVE.id, *AT_HOME], [BEN.id, *AT_HOME])
    mark = trail_lines.newest()
    assert TOO.search(_main(signed_in(term, "headteacher"), f"/children/{term.child(ADA).pk}/"))
    told = [x.ids for x in trail_lines.since(mark) if x.verb == Verb.PATTERNS_SEEN]
    assert [sorted(ids) for ids in told] == [sorted(term.child(c).pk for c in (BEN, EVE))]
    assert EVE.surname not in _main(
        signed_in(term, "headteacher"), f"/children/{term.child(ADA).pk}/"
    )


@pytest.mark.parametrize("role", ["head_of_year", "tutor", "mental_health_lead"])
def test_nobody_learns_of_a_child_or_a_home_that_is_not_theirs_to_see(
    term: House, signed_in: SignIn, role: str
) -> None:
    """Year 7 alone; one form and no contacts; every child and no contacts."""
    _contacts(term, [ADA.id, *AT_HOME], [EVE.id, *AT_HOME])
    mark = trail_lines.newest()
    said = _main(signed_in(term, role), f"/children/{term.child(ADA).pk}/")
    assert "Something to be curious about" in said
    assert "At the same times" not in said
    assert [x for x in trail_lines.since(mark) if x.verb == Verb.PATTERNS_SEEN] == []


@pytest.mark.parametrize(
    "lines",
    [
        [[ADA.id, *AT_HOME], [EVE.id, *AT_HOME], [ADA.id, "Doe", "Sam", "Father", "", "N", "Y"]],
        [[ADA.id, *AT_HOME], [EVE.id, *AT_HOME], [EVE.id, "Doe", "Sam", "Father", "", "N", "Y"]],
        [[ADA.id, *AT_HOME], [EVE.id, *AT_HOME], [EVE.id, "Po", "Al", "Foster carer", "", "", ""]],
        [[ADA.id, *AT_HOME], [EVE.id, *AT_HOME[:3], "2 Other Street", "Y", "N"]],
        [[ADA.id, *AT_HOME], [EVE.id, *AT_HOME[:4], "N", "N"]],
        [[ADA.id, *AT_HOME], [EVE.id, *AT_HOME[:2], "Aunt", *AT_HOME[3:]]],
        [[ADA.id, *AT_HOME], [EVE.id, *AT_HOME[:4], "", "N"]],
        [[ADA.id, *AT_HOME], [BEN.id, *AT_HOME]],
    ],
    ids=["order", "order of theirs", "fostered", "two homes", "elsewhere", "an aunt", "not said",
         "never away with them"],
)  # fmt: skip
def test_nothing_is_said_of_children_who_may_live_apart(
    term: House, signed_in: SignIn, lines: list[list[str]]
) -> None:
    _contacts(term, *lines)
    said = _main(signed_in(term, "headteacher"), f"/children/{term.child(ADA).pk}/")
    assert "Something to be curious about" in said
    assert "At the same times" not in said
