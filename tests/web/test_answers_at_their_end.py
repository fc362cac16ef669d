"""What happens around Send: a full group, a code that was shut, a screen that others use next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.people import TODAY, House
from tests.surveys import ALL, ASKED, NOW, PUPILS, code_of, head, opened, prepared, send
from tests.web.test_answering import carried, walk

from belong.people.models import Enrolment, Pupil
from belong.practice.voice import closing, opening, pulse, queries, speakers
from belong.practice.voice.answering import Over
from belong.practice.voice.models import Answer, Survey

WORDS = "They take my bag at break"


def full(house: House, survey: Survey) -> None:
    for _ in range(survey.groups.get().on_roll):
        send(code_of(survey))


def shut(house: House, survey: Survey) -> None:
    group = survey.groups.get().pk
    opening.shut(by=head(house), survey_id=survey.pk, group_id=group, shut=True)


def over(house: House, survey: Survey) -> None:
    closing.close(by=head(house), survey_id=survey.pk, at=NOW)


@pytest.mark.parametrize("meanwhile", [full, shut, over])
def test_what_somebody_wrote_stays_on_the_screen_where_nothing_takes_it(
    house: House, meanwhile: Callable[[House, Survey], None]
) -> None:
    survey, client = opened(house, PUPILS), Client()
    code = code_of(survey)
    last = carried(walk(client, code, "2" * 11))
    meanwhile(house, survey)
    answer = client.post(f"/answer/{code}/", last | {"go": "send", "words": WORDS})
    said = answer.content.decode()
    assert answer.status_code == 404
    assert f'<p class="mine">{WORDS}</p>' in said
    assert "Your answers were not kept. That is not your fault." in said
    assert "0800 1111" in said
    assert "each letter" not in said


def test_a_code_that_never_was_answers_alike(house: House) -> None:
    survey = opened(house, PUPILS)
    code = code_of(survey)
    shut(house, survey)
    sent = {"go": "send", "choices": ALL, "words": WORDS}
    was, never = (Client().post(f"/answer/{one}/", sent) for one in (code, "ABCDEFGHJ"))
    assert (was.status_code, was.content) == (never.status_code, never.content)


def test_whoever_goes_back_on_a_shared_screen_sees_nobodys_answers(house: House) -> None:
    survey, client = opened(house, PUPILS), Client()
    code = code_of(survey)
    last = carried(walk(client, code, "5" * 11))
    sent = client.post(f"/answer/{code}/", last | {"go": "send"})
    assert sent["Location"] == f"/answer/thanks/?code={code}"
    for go in ("send", "back", "next", "start"):
        again = client.post(f"/answer/{code}/", last | {"go": go})
        assert (again.status_code, again["Location"]) == (302, sent["Location"])
    assert Answer.objects.count() == 1


def test_the_next_person_goes_on_with_the_same_code(house: House) -> None:
    survey, client = opened(house, PUPILS), Client()
    code = code_of(survey)
    last = carried(walk(client, code, "5" * 11))
    sent = client.post(f"/answer/{code}/", last | {"go": "send"}, follow=True)
    assert f'href="/answer/{code}/">The next person</a>' in sent.content.decode()
    for odd in ("", "?code=", "?code=%22%3E%3Cscript%3E", "?code=ABC"):
        assert "The next person" not in client.get(f"/answer/thanks/{odd}").content.decode()


def test_a_slip_leads_to_nobody_else(house: House) -> None:
    survey, client = opened(house), Client()
    (group,) = queries.groups(survey)
    (slip,) = opening.slips(by=head(house), survey_id=survey.pk, group_id=group.pk, n=1)
    sent = client.post(f"/answer/{slip}/", carried(walk(client, slip, "1" * 11)) | {"go": "send"})
    assert sent["Location"] == "/answer/thanks/"


def test_a_slip_that_was_used_does_not_tell_when_everybody_has_answered(house: House) -> None:
    survey = opened(house)
    (group,) = queries.groups(survey)
    used, new = opening.slips(by=head(house), survey_id=survey.pk, group_id=group.pk, n=2)
    assert send(used)
    for _ in range(ASKED.asked - 1):
        send(code_of(survey))
    assert not send(used), "thanks, as before"
    with pytest.raises(Over):
        send(new)
    assert survey.slips.filter(used=False).count() == 1, "and it stays as good as it was"


def test_who_came_since_it_was_prepared_can_answer(house: House) -> None:
    survey = prepared(house, PUPILS)
    asked = survey.groups.get().on_roll
    some = Pupil.objects.filter(school=house.school).first()
    assert some is not None
    new = Pupil.objects.create(
        school=house.school, source_id="new-1", surname="New", forename="Nia", year=some.year,
        form=some.form,
    )  # fmt: skip
    Enrolment.objects.create(pupil=new, school=house.school, admitted_on=TODAY)
    opening.open_now(by=head(house), survey_id=survey.pk, at=NOW)
    assert survey.groups.get().on_roll == asked + 1


@pytest.mark.parametrize("language", list(pulse.languages()))
def test_another_language_says_before_the_first_answer_what_few_answers_mean(
    house: House, language: str
) -> None:
    speakers.say_read(by=head(house), language=language, checked_by="Mrs Haddad", at=NOW)
    code = code_of(opened(house, PUPILS))
    first, second = (walk(Client(), code, taps, language=language) for taps in ("", "1"))
    few = pulse.languages()[language].words["few"]
    assert few in first
    assert few not in second
