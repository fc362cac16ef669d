"""What happens around Send: a full group, a code that was shut, a screen that others use next."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from tests.people import TODAY, House
from tests.surveys import ALL, ASKED, NOW, PUPILS, code_of, head, opened, prepared, send
from tests.web.test_answering import carried, walk

from belong.people.models import Enrolment, Pupil
from belong.practice.voice import closing, opening, pulse, queries, speakers
from belong.practice.voice.answering import Over
from belong.practice.voice.models import Answer, HelpAsked, Survey

WORDS = "They take my bag at break"


def page(answer) -> str:  # type: ignore[no-untyped-def]
    """What it says, as somebody reads it."""
    return unescape(answer.content.decode())


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
def test_another_language_is_spoken_from_the_first_screen_to_the_last(
    house: House, language: str
) -> None:
    """What stays in English is what the school wrote, and a name."""
    speakers.say_read(by=head(house), language=language, checked_by="Mrs Haddad", at=NOW)
    code, client = code_of(opened(house, PUPILS)), Client()
    at, said = f"/answer/{code}/", pulse.languages()[language].words
    start = client.post(at, {"read_in": language})
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page(start)
    for name in ("few", "no_trace", "pupils", "who", "start", "ways", "helped"):
        assert said[name] in page(start), name
    assert said["count"].replace("{n}", "11") in page(start)

    asks = client.get(f"{at}help/?lang={language}")
    for name in ("ask_whom", "ask_apart", "ask_pick", "ask_reads", "ask_send", "unsafe", "listens"):
        assert said[name] in page(asks), name
    to = {"to": str(head(house).adult_id), "name": "Ada", "words": "", "lang": language}
    sent = client.post(f"{at}help/", to, follow=True)
    assert HelpAsked.objects.count() == 1
    assert said["comes"] in page(sent)
    assert said["asked"] in page(sent)

    tapped = {"language": language, "choices": "1" * 11, "at": "11", "go": "send"}
    thanks = client.post(at, tapped, follow=True)
    assert said["arrived"] in page(thanks)
    assert said["will_say"] in page(thanks)
    assert f'lang="{language}"' in page(thanks)


def test_changing_the_language_loses_no_answer(house: House) -> None:
    speakers.say_read(by=head(house), language="cy", checked_by="Mrs Haddad", at=NOW)
    at = f"/answer/{code_of(opened(house, PUPILS))}/"
    back = Client().post(at, {"read_in": "cy", "choices": "12" + "." * 9, "words": "Hello"})
    assert 'name="choices" value="12........."' in page(back)
    assert 'name="words" value="Hello"' in page(back)
    assert 'name="language" value="cy"' in page(back)


def test_a_language_nobody_has_read_is_not_spoken(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    for found in (
        Client().post(f"/answer/{code}/", {"read_in": "cy"}),
        Client().get(f"/answer/{code}/help/?lang=cy"),
    ):
        assert 'lang="cy"' not in page(found)
        assert "I need help" in page(found)
