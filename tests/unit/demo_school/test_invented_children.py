from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from demo_school import sources
from demo_school.identity import check_letter, upn
from demo_school.invented import Child, Invented
from demo_school.secondary import invent


def on_roll(school: Invented) -> list[Child]:
    return [c for c in school.children if c.left is None]


@pytest.mark.parametrize(
    ("digits", "letter"),
    [("674123101121", "R"), ("886999926001", "Y"), ("801200001001", "H")],
)
def test_check_letters_agree_with_published_numbers(digits: str, letter: str) -> None:
    assert check_letter(digits) == letter


def test_every_upn_is_valid_unique_and_of_an_authority_that_does_not_exist(
    small: Invented,
) -> None:
    numbers = [c.upn for c in small.children]
    assert len(set(numbers)) == len(numbers)
    assert all(n[0] == check_letter(n[1:]) and n[1:4] == "999" and len(n) == 13 for n in numbers)


def test_a_upn_keeps_its_leading_zeros() -> None:
    assert upn(la_number="999", establishment="2003", year=2007, serial=4)[1:] == "999200307004"


def test_admission_numbers_have_six_figures_and_are_nobody_elses(small: Invented) -> None:
    numbers = [c.adno for c in small.children]
    assert all(len(n) == 6 and n.isdigit() for n in numbers)
    assert len(set(numbers)) == len(numbers)


def test_there_are_names_enough_from_many_communities() -> None:
    towns = sources.communities()
    assert len({n for t in towns for n in (*t.girls, *t.boys)}) >= 200
    assert len({n for t in towns for n in t.family}) >= 300
    known = {n for t in towns for n in (*t.girls, *t.boys)}
    hinted = [n for n in known if sources.say(n)]
    assert len(hinted) >= 50


@pytest.mark.slow
def test_about_1050_children_are_in_37_forms_named_after_trees(school: Invented) -> None:
    here = on_roll(school)
    forms = Counter(c.form(2026) for c in here)
    assert 1030 <= len(here) <= 1075
    assert len(forms) == 37
    assert min(forms.values()) >= 20
    assert max(forms.values()) <= 34
    assert {"7 Alder", "8 Rowan", "11 Willow"} <= set(forms)


@pytest.mark.slow
def test_about_two_hundred_leave_after_year_11_each_summer(school: Invented) -> None:
    left = Counter(c.left for c in school.children if c.left)
    assert 190 <= left[dt.date(2026, 6, 26)] <= 215
    assert 190 <= left[dt.date(2025, 6, 27)] <= 215


@pytest.mark.slow
def test_a_few_join_and_leave_in_the_middle_of_a_year(school: Invented) -> None:
    def in_the_year(on: dt.date | None) -> bool:
        return on is not None and dt.date(2025, 9, 10) <= on <= dt.date(2026, 6, 20)

    assert 10 <= sum(in_the_year(c.admitted) for c in school.children) <= 35
    assert 10 <= sum(in_the_year(c.left) for c in school.children) <= 35


@pytest.mark.slow
def test_dates_of_birth_fit_the_year_group_but_for_a_couple(school: Invented) -> None:
    def fits(c: Child) -> bool:
        return dt.date(c.cohort - 12, 9, 1) <= c.dob <= dt.date(c.cohort - 11, 8, 31)

    out = [c for c in school.children if not fits(c)]
    assert 1 <= len(out) <= 15
    assert all(c.dob < dt.date(c.cohort - 12, 9, 1) for c in out)


@pytest.mark.slow
def test_needs_and_known_as_names_are_as_common_as_meant(school: Invented) -> None:
    here = on_roll(school)

    def percent(count: int) -> float:
        return 100 * count / len(here)

    assert 23 <= percent(sum(c.fsm for c in here)) <= 31
    assert 11 <= percent(sum(c.sen == "K" for c in here)) <= 18
    assert 3 <= percent(sum(c.sen == "E" for c in here)) <= 7
    assert 15 <= percent(sum(c.eal for c in here)) <= 30
    assert 5.5 <= percent(sum(bool(c.known_as) for c in here)) <= 10.5
    assert 12 <= percent(sum(bool(c.say) for c in here)) <= 25


@pytest.mark.slow
def test_namesakes_are_rare(school: Invented) -> None:
    here = on_roll(school)
    assert len({(c.forename, c.surname) for c in here}) >= len(here) - 8


def test_nobody_has_left_in_the_future_or_comes_without_being_expected(small: Invented) -> None:
    assert all(c.left is None or c.left < small.today for c in small.children)
    assert all(c.admitted <= small.today for c in small.children)


def test_the_new_year_7_is_listed_the_day_before_its_first_morning() -> None:
    eve = invent(today=dt.date(2026, 9, 2), pupils=150)
    new = [c for c in eve.children if c.cohort == 2026]
    assert len(new) >= 28
    assert {c.admitted for c in new} == {dt.date(2026, 9, 3)}


@pytest.mark.parametrize("today", [dt.date(2024, 9, 30), dt.date(2019, 1, 7)])
def test_a_day_before_the_marks_begin_is_refused(today: dt.date) -> None:
    with pytest.raises(ValueError, match="begin in September 2024"):
        invent(today=today, pupils=150)


@pytest.mark.parametrize("pupils", [0, 99, 2201])
def test_a_school_too_small_or_too_large_is_refused(pupils: int) -> None:
    with pytest.raises(ValueError, match="a school of 100 to 2200 children"):
        invent(today=dt.date(2026, 11, 21), pupils=pupils)


def test_adults_have_addresses_of_their_own_at_a_place_that_cannot_be_reached(
    small: Invented,
) -> None:
    addresses = [a.email for a in small.adults]
    assert len(set(addresses)) == len(addresses)
    assert all(a.endswith("@saltmarsh-lane.example") for a in addresses)
    assert len({a.code for a in small.adults}) == len(small.adults)


@pytest.mark.slow
def test_every_form_has_one_tutor_and_the_attendance_lead_is_there(school: Invented) -> None:
    forms = {c.form(2026) for c in on_roll(school)}
    tutors = [a.form for a in school.adults if a.form]
    assert sorted(tutors) == sorted(forms)
    assert 70 <= len(school.adults) <= 80
    lead = next(a for a in school.adults if a.role == "Attendance lead")
    assert (lead.forename, lead.surname) == ("Marcus", "Oyelaran")


@pytest.mark.slow
def test_a_tutor_moves_up_with_the_form(school: Invented) -> None:
    after = invent(today=dt.date(2027, 11, 20))
    now = {a.email: a.form for a in school.adults if a.form}
    then = {a.email: a.form for a in after.adults if a.form}
    for address, form in now.items():
        group, tree = form.split(" ")
        if group != "11":
            assert then[address] == f"{int(group) + 1} {tree}"
