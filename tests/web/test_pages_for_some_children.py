"""Pages of adults who work with some children: what they say is true of those children."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import people, trail_lines
from tests.people import (
    ADA,
    BEN,
    CHILDREN,
    DEE,
    FAY,
    HALVES,
    KIT,
    Child,
    House,
    SignIn,
    came_in_the_day_before,
)
from tests.web.test_the_day_in_force import TUESDAY, WEDNESDAY, Line, bring, said

from belong.insight import desk as desks
from belong.insight.desk import Desk
from belong.people import fetch
from belong.people.models import Adult, Membership
from belong.people.reach import Reach

OTHERS_THEN = "Other children were here in earlier years, so none stands beside this."
THURSDAY, SATURDAY = dt.date(2026, 11, 26), dt.date(2026, 11, 28)
MONDAY = dt.date(2026, 11, 30)
OAK = [c for c in CHILDREN if c.form == "7 Oak"]
NOT_ELM = [c for c in CHILDREN if c.form != "8 Elm" and c is not KIT]


def worker(house: House, role: str, of: str | Child) -> Adult:
    """Somebody new who works with a form, a year or one child."""
    address = f"{role}-{Adult.objects.count()}@larkfield.example"
    adult = people.an_adult(None, role, "Mx Larch", address)
    works_with(house, adult, role, of)
    return adult


def works_with(house: House, adult: Adult, role: str, of: str | Child) -> None:
    """A role more for an adult of the house, for this school year."""
    reach: dict[str, object]
    if isinstance(of, Child):
        reach = {"reach": Reach.CHILD, "pupil": house.child(of)}
    else:
        reach = {"reach": Reach.YEAR if of.isdigit() else Reach.FORM, "reach_of": of}
    Membership.objects.create(
        adult=adult, school=house.school, role_key=role, begins=dt.date(2026, 9, 1),
        ends=dt.date(2027, 8, 31), **reach,
    )  # fmt: skip


def browser(adult: Adult) -> Client:
    client = Client()
    client.force_login(adult)
    return client


def desk_of(adult: Adult, asked: dt.date) -> Desk:
    by = fetch.membership(adult, asked)
    assert by is not None
    found = desks.open_at(by, asked)
    assert found is not None
    return found


def present(children: Sequence[Child], day: dt.date, *halves: str) -> list[Line]:
    return [(c, day, half, "/") for c in children for half in halves or ("AM",)]


def top(text: str) -> str:
    """Today's page down to its figures."""
    return text.split("Where we are")[0]


def explained(name: str, about: str = "school") -> str:
    return f"/explain/{name}/?about={about}&from=2026-11-24&to=2026-11-24"


class TestEarlierYears:
    """The same days of a year before: only a whole school is still the same one."""

    @pytest.mark.parametrize("role", ["tutor", "head_of_year", "key_person"])
    def test_some_children_are_held_beside_none(
        self, house: House, signed_in: SignIn, role: str
    ) -> None:
        text = said(signed_in(house, role))
        assert OTHERS_THEN in text
        for words in ("In the same days", "last year", "Us, ", "Earlier years"):
            assert words not in text, words

    def test_the_line_is_named_after_them(self, house: House, signed_in: SignIn) -> None:
        assert "7 Oak, 2026/27" in said(signed_in(house, "tutor"))

    def test_the_school_is_held_beside_its_own(self, house: House, signed_in: SignIn) -> None:
        text = said(signed_in(house, "headteacher"))
        assert OTHERS_THEN not in text
        assert "In the same days last year it was" in text
        assert "Us, the same weeks of earlier years" in text


class TestTheTrail:
    """A figure of a handful of children is a look at each of them."""

    @staticmethod
    def listed(client: Client, address: str = "/") -> list[set[int]]:
        mark = trail_lines.newest()
        assert client.get(address).status_code == 200
        return [set(line.ids) for line in trail_lines.since(mark)]

    def test_one_line_names_everybody_the_figures_are_of(
        self, house: House, signed_in: SignIn
    ) -> None:
        oak = {house.child(c).pk for c in OAK}
        assert self.listed(signed_in(house, "tutor")) == [oak]
        assert self.listed(signed_in(house, "key_person")) == [{house.child(ADA).pk}]

    def test_only_those_who_are_not_here_are_shown(self, house: House, signed_in: SignIn) -> None:
        text = top(said(signed_in(house, "tutor")))
        assert "Osei-Larkin" in text
        assert "Marrowby" not in text

    def test_of_more_children_it_names_those_who_are_shown(
        self, house: House, signed_in: SignIn
    ) -> None:
        (line,) = self.listed(signed_in(house, "headteacher"))
        assert house.child(ADA).pk in line
        assert house.child(FAY).pk not in line


class TestForms:
    """A part of a form is never told as the form."""

    def test_a_child_of_a_form_is_not_its_register(self, house: House, signed_in: SignIn) -> None:
        client = signed_in(house, "key_person")
        text = said(client)
        assert "registers in for" not in text
        assert "No register yet" not in text
        answer = said(client, explained("registers_in"))
        assert "7 Oak" not in answer
        assert "0 of 0" not in answer
        assert "No whole form that is waited for is among these children." in answer

    def test_only_whole_forms_are_counted(self, house: House) -> None:
        adult = worker(house, "tutor", "7 Oak")
        works_with(house, adult, "key_person", FAY)
        came_in_the_day_before(house)
        client = browser(adult)
        assert "Morning registers in for 1 of 1 form." in said(client)
        answer = said(client, explained("registers_in"))
        assert "1 of 1 register in" in answer
        assert "8 Elm" not in answer

    def test_nor_is_one_child_of_a_tutor(self, house: House, signed_in: SignIn) -> None:
        about = f"child:{house.child(ADA).pk}"
        answer = said(signed_in(house, "tutor"), explained("registers_in", about))
        assert "1 of 1" not in answer
        assert "No whole form" in answer

    def test_who_has_left_keeps_no_form_from_being_whole(self, house: House) -> None:
        came_in_the_day_before(house)
        client = browser(worker(house, "tutor", "11 Ash"))
        assert "Morning registers in for 1 of 1 form." in said(client)
        assert "2 children in 11 Ash" in said(client, "/children/?form=11+Ash")


class TestHeadings:
    """The list of children says whose children it counts."""

    @pytest.mark.parametrize(
        ("role", "query", "heading"),
        [
            ("tutor", "", "4 children in 7 Oak"),
            ("tutor", "?form=7+Oak", "4 children in 7 Oak"),
            ("tutor", "?form=8+Elm", "0 of the children you work with"),
            ("tutor", "?year=11", "0 of the children you work with"),
            ("head_of_year", "", "4 children in Year 7"),
            ("key_person", "", "1 child you work with"),
            ("key_person", "?form=7+Oak", "1 of the children you work with"),
            ("key_person", "?year=7", "1 of the children you work with"),
            ("headteacher", "", "10 children on roll"),
            ("headteacher", "?year=99", "0 children in Year 99"),
        ],
    )
    def test_part_of_a_group_is_not_counted_as_the_group(
        self, house: House, signed_in: SignIn, role: str, query: str, heading: str
    ) -> None:
        body = signed_in(house, role).get(f"/children/{query}").content.decode()
        head = body.split("<h1", 1)[1].split(">", 1)[1].split("</h1>", 1)[0]
        assert head.strip() == heading


class TestALateRegister:
    """The school's register stands, and these children's is not in."""

    @pytest.fixture(autouse=True)
    def _wednesday(self, house: House, settings: Settings) -> None:
        bring(house, present(NOT_ELM, WEDNESDAY))
        settings.FIXED_NOW = "2026-11-25T09:20:00"

    @staticmethod
    def check(text: str, sentence: str) -> None:
        assert sentence in top(text)
        for words in ("0 children", "Nobody.", "Every one"):
            assert words not in top(text), words

    @pytest.mark.parametrize(
        ("role", "of", "sentence"),
        [
            ("tutor", "8 Elm", "The register of 8 Elm is not in yet."),
            ("head_of_year", "8", "The register of Year 8 is not in yet."),
            ("key_person", FAY, "No marks for the children you work with are in yet."),
        ],
    )
    def test_it_is_said_and_nobody_is_counted(
        self, house: House, role: str, of: str | Child, sentence: str
    ) -> None:
        text = said(browser(worker(house, role, of)))
        self.check(text, sentence)
        assert "Once their marks are in, this says who is not here." in text

    def test_a_name_with_a_number_is_no_number_to_open(self, house: House) -> None:
        body = browser(worker(house, "tutor", "8 Elm")).get("/").content.decode()
        heading = body.split("<h1", 1)[1].split("</h1>", 1)[0]
        assert heading.count("<a") == 1
        assert "/explain/registers_in/" in heading
        body = browser(worker(house, "key_person", FAY)).get("/").content.decode()
        assert "<a" not in body.split("<h1", 1)[1].split("</h1>", 1)[0]

    def test_a_register_nobody_waits_for_is_not_late(
        self, house: House, settings: Settings
    ) -> None:
        bring(house, present(NOT_ELM, THURSDAY))
        settings.FIXED_NOW = "2026-11-26T09:20:00"
        text = said(browser(worker(house, "tutor", "8 Elm")))
        self.check(text, "No marks are expected for 8 Elm.")
        assert "not in yet" not in text

    def test_in_the_afternoon_the_morning_is_told_as_the_morning(
        self, house: House, settings: Settings
    ) -> None:
        bring(house, present(NOT_ELM, WEDNESDAY, "PM"))
        elm = [c for c in CHILDREN if c.form == "8 Elm"]
        bring(house, [(c, WEDNESDAY, "AM", "N" if c is FAY else "/") for c in elm])
        settings.FIXED_NOW = "2026-11-25T13:40:00"
        text = said(browser(worker(house, "tutor", "8 Elm")))
        self.check(text, "The afternoon register of 8 Elm is not in yet.")
        assert "In the morning, 1 child was not here." in text
        assert "Brackenwell" in top(text)
        hal = said(browser(worker(house, "key_person", elm[-1])))
        self.check(hal, "No afternoon marks for the children you work with are in yet.")
        assert "In the morning" not in top(hal)

    def test_the_others_see_theirs(self, house: House, signed_in: SignIn) -> None:
        assert "0 children are not here." in said(signed_in(house, "tutor"))


def test_before_any_mark_of_a_week_there_is_nothing_to_count(
    house: House, settings: Settings
) -> None:
    bring(house, present(NOT_ELM, MONDAY))
    settings.FIXED_NOW = "2026-11-30T09:20:00"
    text = said(browser(worker(house, "tutor", "8 Elm")))
    assert "The register of 8 Elm is not in yet." in text
    assert "So far this week, there is nothing to count" in text
    assert "Children missed –" not in text
    assert "Nothing was missed" not in text, "nothing was possible yet"
    assert "A call home comes first." not in text


def test_a_child_who_has_left_is_no_child_to_wait_for(house: House) -> None:
    client = browser(worker(house, "key_person", KIT))
    text = said(client)
    assert "No marks are expected for the children you work with." in text
    assert "0 children were not here" not in text
    assert "No child you work with is on roll" in said(client, "/children/")


class TestAnEarlyRegister:
    """These children's register is in before most of the school's."""

    @pytest.fixture(autouse=True)
    def _wednesday(self, house: House, settings: Settings) -> None:
        bring(house, [(c, WEDNESDAY, "AM", "N" if c is DEE else "/") for c in OAK])
        settings.FIXED_NOW = "2026-11-25T08:50:00"

    def test_its_form_sees_today_and_the_school_does_not_yet(
        self, house: House, signed_in: SignIn
    ) -> None:
        text = said(signed_in(house, "tutor"))
        assert "7 Oak, today, Wed 25 Nov 2026." in text
        assert "1 child is not here." in text
        assert "Dee O'Harrow" in top(text)
        assert "This is Tue 24 Nov 2026" in said(signed_in(house, "headteacher"))

    def test_so_does_who_works_with_one_child_of_it(self, house: House, signed_in: SignIn) -> None:
        text = said(signed_in(house, "key_person"))
        assert "The children you work with, today, Wed 25 Nov 2026." in text
        assert "0 children are not here." in text

    def test_another_form_is_told_of_its_own_last_day(self, house: House) -> None:
        text = said(browser(worker(house, "tutor", "8 Elm")))
        assert "No register for 8 Elm has come in yet today, Wed 25 Nov 2026." in text
        assert "This is Tue 24 Nov 2026, the last school day with a register." in text

    def test_several_groups_wait_for_half_of_them(self, house: House) -> None:
        adult = worker(house, "tutor", "7 Oak")
        assert desk_of(adult, WEDNESDAY).day == WEDNESDAY
        for form in ("8 Elm", "11 Ash"):
            works_with(house, adult, "tutor", form)
        assert desk_of(adult, WEDNESDAY).day == TUESDAY


class TestLeaveEnteredAhead:
    """One child's appointment is no register of the form, for whoever works with that child."""

    def test_of_the_afternoon(self, house: House, signed_in: SignIn) -> None:
        bring(house, [(BEN, TUESDAY, "PM", "M")])
        text = said(browser(worker(house, "key_person", BEN)))
        assert "Ill" in top(text), "Ben's mark of the morning"
        adult = worker(house, "key_person", BEN)
        assert desk_of(adult, TUESDAY).register.sessions.half[-1] == 0

    def test_of_the_day(self, house: House, settings: Settings) -> None:
        bring(house, [(BEN, WEDNESDAY, half, "M") for half in HALVES])
        settings.FIXED_NOW = "2026-11-25T08:15:00"
        text = said(browser(worker(house, "key_person", BEN)))
        late = "The register of the children you work with for today, Wed 25 Nov 2026, is not in"
        assert late in text
        assert "This is Tue 24 Nov 2026" in text
        other = said(browser(worker(house, "tutor", "8 Elm")))
        assert "No register for 8 Elm has come in yet today" in other, "Ben is not in 8 Elm"


def test_of_a_weekend_the_page_says_whose_marks_there_are_not(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-28T10:00:00"
    assert "No marks for 7 Oak on Sat 28 Nov 2026." in said(signed_in(house, "tutor"))
    bring(house, [(ADA, SATURDAY, "AM", "/")])
    assert "No register for 7 Oak on Sat 28 Nov 2026." in said(signed_in(house, "tutor"))
    assert "No marks for Year 8 on Sat 28 Nov 2026." in said(
        browser(worker(house, "head_of_year", "8"))
    )
    assert "Only a few marks for Sat 28 Nov 2026." in said(signed_in(house, "headteacher"))


class TestOneYearGroup:
    """A head of year has one year: there is no 'each'."""

    def test_it_is_called_by_its_name(self, house: House) -> None:
        text = said(browser(worker(house, "head_of_year", "11")))
        assert "Each year group" not in text
        assert "Year 11 came to more than usual" in text or "Year 11 missed more" in text

    def test_near_its_usual_too(self, house: House, signed_in: SignIn) -> None:
        days = [(c, day, half, "/") for c in CHILDREN if c.year == "8" for day in people.term()
                for half in HALVES if (day, half) != (TUESDAY, "PM")]  # fmt: skip
        bring(house, days)
        text = said(browser(worker(house, "head_of_year", "8")))
        assert "So far this week, Year 8 is near its own usual" in text
        assert "Each year group" not in text

    def test_without_a_mark_of_the_week_there_is_no_such_section(
        self, house: House, settings: Settings
    ) -> None:
        bring(house, present(NOT_ELM, MONDAY))
        settings.FIXED_NOW = "2026-11-30T09:20:00"
        text = said(browser(worker(house, "head_of_year", "8")))
        assert "The register of Year 8 is not in yet." in text
        assert "near its own usual" not in text
        assert "The upright mark" not in text

    def test_its_source_counts_only_its_children(self, house: House) -> None:
        adult = worker(house, "head_of_year", "7")
        works_with(house, adult, "key_person", FAY)
        text = said(browser(adult))
        assert "The children you work with, today" in text
        source = text.split("The upright mark", 1)[1]
        assert "4 children." in source
        assert "5 children." not in source
