"""Answering a survey with a code: one question a screen, nobody signed in, nothing left behind."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.html import escape
from tests import trail_lines
from tests.people import House, SignIn
from tests.surveys import ASKED, NOW, PUPILS, code_of, head, opened

from belong.insight.questions.said_around import HERE
from belong.practice.voice import closing, opening, pulse, queries, speakers
from belong.practice.voice.models import Answer, Said
from belong.web.quiet_log import WithoutLinks

CARRIED = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


def carried(body: str) -> dict[str, str]:
    """What a page carries to the next."""
    return dict(CARRIED.findall(body))


def walk(client: Client, code: str, taps: str, **first: str) -> str:
    """From the start to the page with one's own words; the last page."""
    at = f"/answer/{code}/"
    body = client.post(at, carried(client.get(at).content.decode()) | {"go": "start"} | first)
    for tap in taps:
        body = client.post(at, carried(body.content.decode()) | {"a": tap, "go": "next"})
    return body.content.decode()


def test_somebody_answers_one_question_after_the_other(house: House) -> None:
    survey = opened(house, PUPILS)
    code = code_of(survey)
    client = Client()
    to = client.post("/answer/", {"code": f" {code[:3].lower()}-{code[3:]} "})
    assert to.headers["Location"] == f"/answer/{code}/"
    first = client.get(to.headers["Location"]).content.decode()
    assert "To make break times better" in first
    assert "ten or more children" in first
    assert "fewer than ten" in first
    last = walk(client, code, "12345-12345")
    assert "Do not write names" in last
    assert not Answer.objects.exists(), "nothing is kept before Send"
    sent = client.post(
        f"/answer/{code}/", carried(last) | {"go": "send", "words": "Longer break <b>please"}
    )
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/answer/thanks/?code={code}")
    assert Answer.objects.get().choices == "12345-12345"
    assert Said.objects.get().words == "Longer break <b>please"
    assert client.get("/answer/thanks/").status_code == 200


def test_nothing_tapped_is_asked_for_and_back_keeps_what_was_tapped(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    client = Client()
    at = f"/answer/{code}/"
    second = walk(client, code, "1")
    assert "Question 2 of 11" in second
    again = client.post(at, carried(second) | {"go": "next"})
    assert again.status_code == 422
    assert "Skip this one, too" in again.content.decode()
    back = client.post(at, carried(second) | {"go": "back", "a": "3"}).content.decode()
    assert "Question 1 of 11" in back
    assert re.search(r'value="1" checked', back)
    on = client.post(at, carried(back) | {"go": "next"}).content.decode()
    assert re.search(r'value="3" checked', on), "what was tapped before going back"
    start = client.post(at, carried(back) | {"go": "back"})
    assert "Who will see this?" in start.content.decode()


def test_a_page_that_was_changed_is_put_right(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    at = f"/answer/{code}/"
    client = Client()
    for odd in (
        {"choices": "9" * 11}, {"choices": "1"}, {"at": "99"}, {"at": "x"}, {"at": "-5"},
        {"version": "loud"}, {"language": "xx"}, {"band": "1x"}, {"a": "8"}, {"a": "\x00"},
    ):  # fmt: skip
        assert client.post(at, {"go": "next"} | odd).status_code in (200, 422), odd
    for odd in ({"choices": "9" * 11}, {"choices": "." * 11}, {}):
        assert client.post(at, {"go": "send"} | odd).status_code == 422
    assert not Answer.objects.exists()


def test_too_many_words_are_kept_in_the_form(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    last = walk(Client(), code, "1" * 11)
    answer = Client().post(f"/answer/{code}/", carried(last) | {"go": "send", "words": "y" * 501})
    assert answer.status_code == 422
    assert "y" * 501 in answer.content.decode()
    assert not Answer.objects.exists()


def test_every_code_that_opens_nothing_answers_alike(house: House) -> None:
    survey = opened(house, PUPILS)
    code = code_of(survey)
    closing.close(by=house.adults["headteacher"], survey_id=survey.pk, at=NOW)
    bodies = {
        Client().get(f"/answer/{one}/").content for one in (code, "ABCDEFGHJ", "x", "O0I1" * 30)
    }
    assert len(bodies) == 1
    assert Client().get(f"/answer/{code}/").status_code == 404
    assert Client().post("/answer/", {"code": code}).status_code == 422
    assert Client().post("/answer/", {}).status_code == 422


def test_who_types_wrong_codes_waits_and_who_has_a_right_one_never(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    client = Client()
    for _ in range(12):
        client.post("/answer/", {"code": "ABCDEFGHJ"})
    slow = [client.post("/answer/", {"code": "ABCDEFGHJ"}) for _ in range(3)]
    assert {answer.status_code for answer in slow} <= {422, 429}
    assert slow[-1].status_code == 429
    assert slow[-1].headers["Retry-After"] == "3"
    assert client.post("/answer/", {"code": code}).status_code == 302


def test_whoever_is_signed_in_is_nobody_here(house: House, signed_in: SignIn) -> None:
    """No session is used, no cookie goes back, and no lock asks who it is."""
    code = code_of(opened(house, PUPILS))
    client = signed_in(house, "tutor", enforce_csrf_checks=True)
    mark, before = trail_lines.newest(), list(Session.objects.values())
    answers = [client.get("/answer/"), client.get(f"/answer/{code}/")]
    last = walk(client, code, "1" * 11)
    answers.append(client.post(f"/answer/{code}/", carried(last) | {"go": "send"}))
    assert answers[-1].headers["Location"] == f"/answer/thanks/?code={code}"
    for answer in answers:
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert house.adults["tutor"].adult.name not in answer.content.decode()
    assert list(Session.objects.values()) == before, "not even when it was used last"
    assert not trail_lines.since(mark)


def test_the_log_holds_no_moment_of_an_answer(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    code = code_of(opened(house, PUPILS))
    with caplog.at_level(logging.DEBUG):
        Client().get("/answer/NOTTHERE2/")
        last = walk(Client(), code, "1" * 11)
        Client().post(f"/answer/{code}/", carried(last) | {"go": "send"})
    kept = [one for one in caplog.records if WithoutLinks().filter(one)]
    assert not [one for one in kept if "answer" in one.getMessage()]
    for at in (f"/answer/{code}/", f"/answer/thanks/?code={code}"):
        broke = logging.makeLogRecord({
            "msg": "Internal Server Error: %s", "args": (at,), "levelno": logging.ERROR,
        })  # fmt: skip
        assert WithoutLinks().filter(broke)
        assert (broke.created % 86400, broke.msecs) == (0, 0)
        assert code not in broke.getMessage()


def test_leaving_quickly_says_nothing_of_what_was_there(house: House) -> None:
    answer = Client().get("/answer/away/")
    body = answer.content.decode()
    for word in ("survey", "question", "answers", house.school.name):
        assert word not in re.sub(r"<head>.*</head>", "", body, flags=re.DOTALL).casefold()
    assert answer["Clear-Site-Data"] == '"cache"'
    code = code_of(opened(house, PUPILS))
    assert 'href="/answer/away/" data-leave' in walk(Client(), code, "1")


def test_a_code_in_an_address_tells_no_answer(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    page = walk(Client(), code, "12")
    assert f'action="/answer/{code}/"' in page
    assert not re.search(r'(href|action)="[^"]*(choices|a=|at=)', page)


def test_pictures_and_few_words(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    assert "I am part of school." in walk(Client(), code, "", version="easy")
    symbol = walk(Client(), code, "", version="symbol")
    assert "I belong" in symbol
    assert 'class="drawing"' in symbol
    assert 'class="drawing"' not in walk(Client(), code, "")


def test_who_says_something_of_themselves_is_in_that_group(house: House) -> None:
    survey = opened(house, replace(ASKED, breakdown="chosen", bands=("Most days", "Few days")))
    band = queries.groups(survey)[2]
    last = walk(Client(), code_of(survey), "1" * 11, band=str(band.pk))
    Client().post(f"/answer/{code_of(survey)}/", carried(last) | {"go": "send"})
    assert Answer.objects.get().group == band


def test_who_says_nothing_of_themselves_is_told_before_the_first_question(house: House) -> None:
    survey = opened(house, replace(ASKED, breakdown="chosen", bands=("Most days", "Few days")))
    at, client = f"/answer/{code_of(survey)}/", Client()
    for band in ({}, {"band": "1"}):
        start = client.post(at, {"go": "start"} | band)
        body = start.content.decode()
        assert start.status_code == 422
        assert body.count('aria-invalid="true"') == 2, "both lines are marked"
        assert body.count("Choose one line, then tap Start.") == 2, "at the top, and where it is"
        assert "Who will see this?" in body
    band = str(queries.groups(survey)[1].pk)
    assert client.post(at, {"go": "start", "band": band}).status_code == 200


def test_two_taps_on_send_are_one_person_and_two_starts_are_two(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    client, at = Client(), f"/answer/{code}/"
    first, second = (carried(walk(client, code, "1" * 11)) for _ in range(2))
    for page in (first, first, second):
        sent = client.post(at, page | {"go": "send", "words": "A bench"})
        assert sent.headers["Location"] == f"/answer/thanks/?code={code}"
    assert (Answer.objects.count(), Said.objects.count()) == (2, 2)
    assert len(first["sending"]) == 32
    assert first["sending"] != second["sending"]


def test_a_slip_that_was_used_reads_like_one_that_was_not(house: House) -> None:
    survey = opened(house, PUPILS)
    (group,) = queries.groups(survey)
    used, new = opening.slips(by=head(house), survey_id=survey.pk, group_id=group.pk, n=2)
    client = Client()
    last = carried(walk(client, used, "1" * 11))
    client.post(f"/answer/{used}/", last | {"go": "send"})
    assert Answer.objects.count() == 1

    def read(code: str) -> list[str]:
        """Every page of it, up to Send, and where that leads; nothing of it is sent for the new."""
        pages = [client.get(f"/answer/{code}/").content.decode(), walk(client, code, "1" * 11)]
        return [re.sub(r'name="sending" value="\w+"', "", page).replace(code, "") for page in pages]

    assert read(used) == read(new)
    ends = [client.post(f"/answer/{code}/", last | {"go": "send", "sending": ""})
            for code in (used, new)]  # fmt: skip
    assert {(end.status_code, end.headers["Location"]) for end in ends} == {
        (302, "/answer/thanks/")
    }  # fmt: skip
    assert Answer.objects.count() == 2, "the new one alone was kept"


@pytest.mark.parametrize(("wanted", "says"), [(PUPILS, "A grown-up reads"), (ASKED, "lead this")])
def test_beside_ones_own_words_it_says_who_reads_them(
    house: House, wanted: opening.Wanted, says: str
) -> None:
    code = code_of(opened(house, wanted))
    first = Client().get(f"/answer/{code}/").content.decode()
    last = walk(Client(), code, "1" * 11)
    assert says in first
    assert says in last
    assert "mixed" not in last, "a note is read one by one"
    assert (f'href="/answer/{code}/help/"' in last) == (wanted == PUPILS)


@pytest.mark.parametrize("language", list(pulse.languages()))
def test_another_language_says_in_it_who_reads_ones_own_words(house: House, language: str) -> None:
    speakers.say_read(by=head(house), language=language, checked_by="Mrs Haddad", at=NOW)
    code = code_of(opened(house, PUPILS))
    last = walk(Client(), code, "1" * 11, language=language)
    words = pulse.languages()[language].words["pupils_words"]
    assert f"<span data-word>{escape(words)}</span>" in last
    assert words != HERE["pupils_words"]
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in last


def test_a_picture_and_its_word_stand_with_a_sentence(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    symbol = walk(Client(), code, "1", version="symbol")
    assert ">Welcome</h1>" in symbol
    assert "People like to see me." in symbol
    assert "People like to see me." not in walk(Client(), code, "1")
    assert re.search(r'<legend id="how"[^>]*>How true is this for you\?', symbol)


def test_the_start_and_the_end_can_be_read_out(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    for page in (Client().get(f"/answer/{code}/").content.decode(), walk(Client(), code, "1" * 11)):
        assert "data-read" in page
        assert 'id="ask"' in page
        assert "data-word" in page


def test_on_or_send_comes_first_so_that_enter_never_goes_back(house: House) -> None:
    code = code_of(opened(house, PUPILS))
    for page, on in ((walk(Client(), code, "1"), "next"), (walk(Client(), code, "1" * 11), "send")):
        assert re.findall(r'name="go" value="(\w+)"', page) == [on, "back"]


def test_a_wrong_code_stays_in_the_field(house: House) -> None:
    body = Client().post("/answer/", {"code": 'abc-def-"gh'}).content.decode()
    assert 'value="abc-def-&quot;gh"' in body
