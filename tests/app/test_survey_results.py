"""What is shown of a survey once it is closed, and what is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.app.test_acts import member
from tests.people import TODAY, House
from tests.surveys import ASKED, NOW, code_of, opened

from belong.insight.questions import survey_results
from belong.people.fetch import NotYours
from belong.practice.voice import answering, closing, queries
from belong.practice.voice.answering import Given
from belong.practice.voice.models import Answer, OwnScale, Reached, Released, Survey, Together

pytestmark = pytest.mark.slow

MANY = replace(ASKED, asked=200)
OFTEN, SELDOM = "In most days", "In some days"
BANDS = replace(MANY, breakdown="chosen", bands=(OFTEN, SELDOM))
LATER = dt.timedelta(days=1)


def answered(house: House, choices: Sequence[str], wanted=MANY, band: str = "") -> Survey:  # type: ignore[no-untyped-def]
    survey = opened(house, wanted)
    more_answers(survey, choices, band)
    return survey


def more_answers(survey: Survey, choices: Sequence[str], band: str = "") -> None:
    place = {g.name: g.pk for g in queries.groups(survey)}.get(band)
    for one in choices:
        given = Given(one, band=place)
        answering.send(code=code_of(survey), given=given, today=TODAY)


def closed(house: House, survey: Survey, days: int = 1) -> Survey:
    by = member(house, "headteacher")
    return closing.close(by=by, survey_id=survey.pk, at=NOW + days * LATER)


def shown(house: House, survey: Survey, role: str = "governor") -> survey_results.Results:
    return survey_results.ask(member(house, role), survey.pk)


def mixed(yes: int, some: int, no: int) -> list[str]:
    return ["1" * 11] * yes + ["3" * 11] * some + ["5" * 11] * no


def test_counts_are_rounded_and_say_how_sure_one_can_be(house: House) -> None:
    survey = closed(house, answered(house, mixed(58, 21, 4)))
    found = shown(house, survey)
    assert found.answered[0] == "About 80 of about 200 who were asked answered."
    one = found.said[0]
    assert (
        one.counts == "About 60 of about 80 agree; about 20 are in between; fewer than ten do not."
    )
    assert one.found
    assert one.found.low < 58 / 83 < one.found.high
    assert one.bar
    assert one.bar.value == "about 60 of 80"


def test_nothing_exact_is_left_anywhere(house: House) -> None:
    closed(house, answered(house, mixed(58, 21, 4)))
    assert not Answer.objects.exists()
    counts = [
        count
        for line in (*Released.objects.values_list("said", "yes", "some", "no"),
                     *Reached.objects.values_list("asked", "answered", "supported"))
        for count in line
    ]  # fmt: skip
    assert {count % 10 for count in counts if count is not None} == {0}


@pytest.mark.parametrize("role", ["headteacher", "governor", "tutor"])
def test_while_it_is_open_nobody_sees_any_of_it(house: House, role: str) -> None:
    survey = answered(house, mixed(40, 10, 2))
    with pytest.raises(NotYours):
        shown(house, survey, role)


def test_another_schools_results_are_not_there(house: House, next_door: House) -> None:
    survey = closed(house, answered(house, mixed(40, 10, 2)))
    with pytest.raises(NotYours):
        survey_results.ask(member(next_door, "headteacher"), survey.pk)


def test_fewer_than_ten_answers_leave_nothing_but_that(house: House) -> None:
    survey = closed(house, answered(house, mixed(9, 0, 0)))
    found = shown(house, survey)
    assert "Fewer than ten people answered" in found.nothing
    assert not found.said
    assert not Released.objects.exists()


def test_each_group_of_ten_has_its_line_and_smaller_ones_none_of_their_own(house: House) -> None:
    survey = answered(house, mixed(40, 0, 2), BANDS, OFTEN)
    more_answers(survey, mixed(4, 20, 9), SELDOM)
    found = shown(house, closed(house, survey))
    table = found.said[0].groups
    assert table
    assert [(row.head, row.cells[0].words) for row in table.rows] == [
        (OFTEN, "About 40 of about 40"), (SELDOM, "Fewer than ten of about 30"),
    ]  # fmt: skip
    small = answered(house, mixed(40, 0, 2), BANDS, OFTEN)
    more_answers(small, mixed(4, 0, 0), SELDOM)
    assert shown(house, closed(house, small)).said[0].groups is None


def test_the_heading_names_what_most_agree_with_only_where_that_can_be_told(house: House) -> None:
    clear = closed(house, answered(house, ["1" * 10 + "5"] * 60 + ["5" * 10 + "1"] * 15))
    assert shown(house, clear).heading.startswith("Most say: ")
    unclear = closed(house, answered(house, mixed(40, 20, 20)))
    assert shown(house, unclear).heading == MANY.title


def test_a_change_is_told_only_where_it_is_larger_than_chance_and_rounding(house: House) -> None:
    closed(house, answered(house, mixed(40, 20, 40)))
    same = closed(house, answered(house, mixed(46, 20, 34)), 2)
    said = shown(house, same).said[0].changed
    assert said == "Last time it was about 40 of 100. We cannot tell whether it has changed."
    more = closed(house, answered(house, mixed(90, 10, 5)), 3)
    assert shown(house, more).said[0].changed.endswith("More agree now.")


def test_what_pupils_families_and_staff_say_stands_side_by_side(house: House) -> None:
    closed(house, answered(house, mixed(60, 20, 20)))
    staff = answered(house, mixed(20, 5, 5), replace(MANY, audience="staff", asked=40))
    found = shown(house, closed(house, staff, 2))
    assert found.beside
    assert [head.words for head in found.beside.heads] == ["Statement", "Families", "Staff"]
    assert [c.words for c in found.beside.rows[0].cells] == [
        "About 60 of 100", "About 20 of 30",
    ]  # fmt: skip


def test_there_is_no_score_of_what_nobody_has_shown_to_be_a_scale(house: House) -> None:
    survey = closed(house, answered(house, ["12345123451", "54321543215", "33333333333"] * 30))
    found = shown(house, survey)
    assert Together.objects.get().mean is None
    assert found.together[-1].startswith("There is no score")


def test_alpha_is_of_those_who_skipped_nothing(house: House) -> None:
    """Seventy answered, fifty of them everything: too few to be told, as rounded."""
    whole = ["12345123451", "54321543215"] * 25
    closed(house, answered(house, [*whole, *["1234512345-"] * 20]))
    found = Together.objects.get()
    assert (found.people, found.alpha, found.omega) == (70, None, None)


def test_a_scale_that_adds_up_has_a_mean_and_one_of_forty_people_nothing(house: House) -> None:
    by = member(house, "headteacher")
    scale = OwnScale.objects.create(
        school=house.school, name="Ours", source="S", licence="L", made_by=by.adult,
        made_on=TODAY, adds_up=True,
    )  # fmt: skip
    for nth in range(4):
        scale.statements.create(school=house.school, nth=nth, words=f"Line {nth}", reverse=nth == 3)
    for nth in range(1, 6):
        scale.answers.create(school=house.school, nth=nth, words=f"Answer {nth}")
    wanted = replace(MANY, scale=scale.pk)
    closed(house, answered(house, ["1115"] * 30 + ["2224", "3333", "5551"] * 10, wanted))
    found = Together.objects.get()
    assert (found.mean, found.people, found.statements) == (2.2, 60, 4)
    assert found.alpha is not None
    assert found.alpha > 0.9, "the reversed statement was turned round"
    Together.objects.all().delete()
    closed(house, answered(house, ["1115", "2224"] * 20, wanted))
    assert not Together.objects.exists()
