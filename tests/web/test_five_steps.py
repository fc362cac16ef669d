"""The page of those who lead: filled where Belong knows, honest where only people do."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from tests import looks, surveys
from tests.people import TODAY, House, SignIn, marks_file

from belong.insight.questions import five_steps
from belong.practice.audit import queries
from belong.practice.voice import sessions
from belong.practice.voice.sessions import Listened

PAGE = "audit:five_steps"
MONDAY = dt.date(2026, 11, 23)


def shown(house: House, signed_in: SignIn) -> str:
    return str(signed_in(house, "headteacher").get(reverse(PAGE)).content.decode())


def test_it_opens_with_what_children_said(house: House, signed_in: SignIn) -> None:
    assert "No child’s words stand here yet" in shown(house, signed_in)
    surveys.a_theme(house)
    assert surveys.HEARD.words in shown(house, signed_in)


def test_what_families_said_does_not_open_it(house: House, signed_in: SignIn) -> None:
    from dataclasses import replace

    surveys.a_theme(house, replace(surveys.HEARD, who="families", words="Ring us first."))
    assert "No child’s words stand here yet" in shown(house, signed_in)


def test_it_is_honest_where_nothing_is_known(house: House, signed_in: SignIn) -> None:
    said = shown(house, signed_in)
    assert "The school has not looked at itself yet." in said
    assert "Nobody has been asked in a survey yet." in said
    assert said.count("What Belong cannot know") == 5


def test_what_is_known_stands_there_with_its_way_on(house: House, signed_in: SignIn) -> None:
    house.read(marks_file())
    look = looks.a_look(house)
    survey = surveys.closed(house)
    said = shown(house, signed_in)
    assert f"/audit/{look.pk}/" in said
    assert "The school looks at itself now." in said
    assert "last looked" not in said, "it is not over yet"
    assert house.school.name in said.split("<main")[1]
    assert f"/voice/{survey.pk}/results/" in said


def test_a_time_of_listening_to_one_child_is_not_told_on_it(house: House) -> None:
    by = surveys.head(house)
    for kind in ("one", "siblings"):
        heard = Listened(TODAY, kind, "pupils", "One of Year 8", "", "Nobody sits with me.")
        sessions.listen(by=by, listened=heard, at=looks.NOW)
    told = repr(five_steps.ask(by, None, MONDAY))
    assert "We last listened" not in told
    assert "Nobody sits with me" not in told


def test_another_question_each_week_and_the_first_again_after_three(house: House) -> None:
    by = surveys.head(house)
    weeks = [five_steps.ask(by, None, MONDAY + dt.timedelta(weeks=n)).question for n in range(4)]
    assert len(set(weeks[:3])) == 3
    assert weeks[3] == weeks[0]
    sunday = five_steps.ask(by, None, MONDAY + dt.timedelta(days=6)).question
    assert sunday == weeks[0], "it stays from Monday to Sunday"


def test_another_schools_look_is_not_in_it(house: House, next_door: House) -> None:
    look = looks.a_look(house)
    surveys.a_theme(house)
    found = five_steps.ask(surveys.head(next_door), None, MONDAY)
    assert found.child == ""
    assert str(look.pk) not in repr([fact.href for fact in found.steps[0].known])
    assert queries.looks(surveys.head(next_door)) == []
