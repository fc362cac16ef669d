"""Answering by name: beside an adult, replied to, and read by nobody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from tests import outside, trail_lines
from tests.app.test_acts import member
from tests.people import ADA, BEN, EVE, TODAY, House, SignIn
from tests.surveys import ALL, NAMED, NOW, PUPILS, head, opened, prepared
from tests.web.test_checkins import tap
from tests.web.test_today import page

from belong.insight.questions import by_name as asking
from belong.insight.questions import something_waits
from belong.people import days_end
from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.outsiders import Wanted
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.voice import by_name, closing, opening
from belong.practice.voice.answering import Given, NotSent
from belong.practice.voice.models import Answer, NamedAnswer, Survey
from belong.practice.voice.opening import NotOpened

WORDS, REPLY = "Break is too loud for me.", "You may eat in the library from Monday."


def answered(house: House, survey: Survey | None = None, child: object = ADA) -> NamedAnswer:
    pupil = house.child(child)  # type: ignore[arg-type]
    kept = by_name.answer(
        by=member(house, "tutor"), survey_id=(survey or opened(house, NAMED)).pk,
        pupil=pupil, given=Given(ALL, WORDS), at=NOW,
    )  # fmt: skip
    assert kept is not None
    return kept


def at(house: House, survey: Survey, more: str = "") -> str:
    return f"/voice/by-name/{house.child(ADA).pk}/{more}?survey={survey.pk}"


def test_a_child_answers_a_question_a_screen_and_reads_the_reply(
    house: House, signed_in: SignIn
) -> None:
    survey = opened(house, NAMED)
    client = signed_in(house, "tutor")
    assert "Not asked yet." in page(client, "/voice/by-name/")
    first = page(client, at(house, survey))
    assert "One of them writes back to you." in first
    assert "Nobody knows" not in first
    carried = {"choices": "." * 11, "at": "-1"}
    for nth in range(12):
        sent = client.post(at(house, survey), carried | {"go": "next", "a": "1"})
        assert sent.status_code == 200
        carried = {"choices": "1" * nth + "." * (11 - nth), "at": str(nth)}
    last = {"choices": ALL, "at": "11", "words": WORDS, "go": "send"}
    assert client.post(at(house, survey), last).status_code == 302
    assert WORDS in page(client, at(house, survey))
    kept = NamedAnswer.objects.get()
    tap(client, at(house, survey, "reply/"), answer=kept.pk, version=0, words=REPLY)
    assert "Answered, and replied to." in page(client, "/voice/by-name/")
    assert REPLY in page(client, f"/children/{house.child(ADA).pk}/")
    assert not Answer.objects.exists()


def test_the_child_reads_the_reply_on_their_own_page(house: House) -> None:
    kept = answered(house)
    by_name.reply(by=member(house, "tutor"), pupil=house.child(ADA), key=kept.pk,
                  words=REPLY, version=0, at=NOW)  # fmt: skip
    outside.at_home(house)
    young = Wanted("young person", "To see how I am getting on")
    assert REPLY in outside.came(house, young).page().decode()
    assert REPLY not in outside.came(house, outside.family()).page().decode()


@pytest.mark.parametrize("role", ["headteacher", "governor", "attendance_lead", "office"])
def test_who_leads_a_survey_reads_nothing_of_it(house: House, signed_in: SignIn, role: str) -> None:
    kept = answered(house)
    client = signed_in(house, role)
    for address in (at(house, kept.survey), "/voice/by-name/"):
        answer = client.get(address)
        near = member(house, role).may(Permission.CHECKINS, of=house.child(ADA))
        assert (WORDS in answer.content.decode()) <= near


def test_a_child_of_another_adult_is_not_there(house: House, signed_in: SignIn) -> None:
    survey = opened(house, NAMED)
    client = signed_in(house, "tutor")
    eve, nobody = house.child(EVE).pk, 999_999
    for pk in (eve, nobody):
        assert client.get(f"/voice/by-name/{pk}/?survey={survey.pk}").status_code == 404
    assert client.get(f"/voice/by-name/{house.child(ADA).pk}/?survey=999999").status_code == 404


def test_an_anonymous_survey_is_never_answered_by_name(house: House, signed_in: SignIn) -> None:
    survey = opened(house, PUPILS)
    assert signed_in(house, "tutor").get(at(house, survey)).status_code == 404


def test_the_trail_says_who_wrote_it_down_and_no_word(house: House) -> None:
    survey, mark = opened(house, NAMED), trail_lines.newest()
    kept = answered(house, survey)
    by_name.reply(by=member(house, "tutor"), pupil=house.child(ADA), key=kept.pk,
                  words=REPLY, version=0, at=NOW)  # fmt: skip
    lines = trail_lines.since(mark)
    assert [one.verb for one in lines] == [Verb.NAMED_ANSWERED, Verb.NAMED_REPLIED]
    assert [one.detail for one in lines] == [{"answer": kept.pk}] * 2


def test_once_and_while_it_is_open(house: House) -> None:
    survey = opened(house, NAMED)
    kept = answered(house, survey)
    with pytest.raises(NotSent, match="answered already"):
        answered(house, survey)
    by_name.take_back(
        by=member(house, "tutor"), pupil=house.child(ADA), key=kept.pk, today=TODAY
    )  # fmt: skip
    answered(house, survey)
    closing.close(by=head(house), survey_id=survey.pk, at=NOW)
    with pytest.raises(NotSent, match="not open now"):
        answered(house, survey, BEN)
    assert NamedAnswer.objects.count() == 1


def test_a_reply_of_two_windows_stands_once(house: House, signed_in: SignIn) -> None:
    kept = answered(house)
    client = signed_in(house, "tutor")
    where = at(house, kept.survey, "reply/")
    assert "Nothing says what you reply." in tap(client, where, 422, answer=kept.pk, version=0)
    tap(client, where, answer=kept.pk, version=0, words=REPLY)
    body = tap(client, where, 409, answer=kept.pk, version=0, words="Another.")
    assert REPLY in body
    assert "Another." in body


def test_who_skips_everything_has_said_nothing(house: House) -> None:
    survey = opened(house, NAMED)
    given = Given("-" * 11)
    kept = by_name.answer(by=member(house, "tutor"), survey_id=survey.pk,
                          pupil=house.child(ADA), given=given, at=NOW)  # fmt: skip
    assert kept is None
    assert not NamedAnswer.objects.exists()


@pytest.mark.parametrize("more", [{"audience": "families", "asked": 9}, {"breakdown": "year"}])
def test_by_name_pupils_alone_are_asked(house: House, more: dict[str, object]) -> None:
    with pytest.raises(NotOpened, match="only pupils"):
        prepared(house, replace(NAMED, **more))  # type: ignore[arg-type]


def test_it_has_no_code_and_no_slip(house: House) -> None:
    survey = opened(house, NAMED)
    assert not survey.groups.exists()
    assert not opening.queries.answerable(survey, TODAY)


def test_a_joining_loses_no_answer(house: House) -> None:
    survey = opened(house, NAMED)
    answered(house, survey)
    answered(house, survey, BEN)
    records_joined.send(sender=None, stays=house.child(ADA), goes=house.child(BEN))
    assert NamedAnswer.objects.filter(pupil=house.child(ADA)).count() == 2


def test_an_answer_waits_in_today_of_who_checks_in_with_the_child(
    house: House, signed_in: SignIn
) -> None:
    line = "What one child said by name waits for a reply"
    survey = opened(house, NAMED)
    client = signed_in(house, "tutor")
    assert "by name waits" not in page(client, "/today/")
    kept = answered(house, survey)
    assert line in page(client, "/today/")
    assert 'href="/voice/by-name/"' in client.get("/today/").content.decode()
    assert asking.waits(member(house, "pastoral_lead")) == line
    assert something_waits.ask(member(house, "tutor"), TODAY)
    for role in ("governor", "office", "attendance_lead"):
        assert asking.waits(member(house, role)) == ""
    NamedAnswer.objects.update(pupil=house.child(EVE))
    assert asking.waits(member(house, "tutor")) == "", "of another adult's child"
    NamedAnswer.objects.update(pupil=house.child(ADA))
    by_name.reply(by=member(house, "tutor"), pupil=house.child(ADA), key=kept.pk,
                  words=REPLY, version=0, at=NOW)  # fmt: skip
    assert asking.waits(member(house, "tutor")) == ""
    assert "by name waits" not in page(client, "/today/")


def test_each_answer_of_a_joined_record_is_replied_to(house: House, signed_in: SignIn) -> None:
    survey = opened(house, NAMED)
    one, two = answered(house, survey), answered(house, survey, BEN)
    NamedAnswer.objects.filter(pk=two.pk).update(words="Lunch is too short.")
    records_joined.send(sender=None, stays=house.child(ADA), goes=house.child(BEN))
    client = signed_in(house, "tutor")
    tap(client, at(house, survey, "reply/"), answer=one.pk, version=0, words=REPLY)
    waits = client.get("/voice/by-name/").content.decode()
    assert "1 child waits for your reply" in waits
    assert f"&amp;answer={two.pk}" in waits
    assert "Lunch is too short." in page(client, at(house, survey)), "what waits comes first"
    assert WORDS in page(client, at(house, survey) + f"&answer={one.pk}")
    on_child = client.get(f"/children/{house.child(ADA).pk}/").content.decode()
    assert f"answer={one.pk}" in on_child
    assert f"answer={two.pk}" in on_child
    sent = {"answer": two.pk, "version": 0, "words": "We will look."}
    after = client.post(at(house, survey, "reply/"), sent, follow=True).content.decode()
    assert "We will look." in after
    assert "Lunch is too short." in after
    assert "waits for your reply" not in page(client, "/voice/by-name/")
    eve = NamedAnswer.objects.create(
        school=house.school, survey=survey, pupil=house.child(EVE), choices=ALL, by=one.by,
        answered_on=TODAY,
    )  # fmt: skip
    assert client.get(at(house, survey) + f"&answer={eve.pk}").status_code == 404


def test_it_goes_at_the_end_of_the_next_school_year(house: House) -> None:
    answered(house)
    days_end.swept.send(sender=None, today=dt.date(2028, 8, 31))
    assert NamedAnswer.objects.count() == 1
    days_end.swept.send(sender=None, today=dt.date(2028, 9, 1))
    assert not NamedAnswer.objects.exists()


def test_only_who_checks_in_with_a_child_asks_them(house: House) -> None:
    survey = opened(house, NAMED)
    for pupil in (house.child(EVE), house.child(ADA)):
        mine = pupil == house.child(ADA)
        try:
            by_name.answer(by=member(house, "tutor"), survey_id=survey.pk, pupil=pupil,
                           given=Given(ALL), at=NOW)  # fmt: skip
        except PermissionDenied:
            assert not mine
    assert [one.pupil for one in NamedAnswer.objects.all()] == [house.child(ADA)]


def test_what_was_tapped_stays_where_it_cannot_be_kept(house: House, signed_in: SignIn) -> None:
    survey = opened(house, NAMED)
    client = signed_in(house, "tutor")
    last = {"choices": ALL, "at": "11", "words": "The other tablet.", "go": "send"}
    answered(house, survey)
    body = tap(client, at(house, survey), 422, **last)
    assert "has answered already" in body
    assert "The other tablet." in body
    NamedAnswer.objects.all().delete()
    closing.close(by=head(house), survey_id=survey.pk, at=NOW)
    body = tap(client, at(house, survey), 422, **last)
    assert "It is not open now." in body
    assert "The other tablet." in body
    assert not NamedAnswer.objects.exists()


@pytest.mark.parametrize(("role", "later"), [("pastoral_lead", 0), ("tutor", 1)])
def test_no_other_adult_makes_a_childs_words_go(
    house: House, signed_in: SignIn, role: str, later: int
) -> None:
    kept = answered(house)
    day = TODAY + dt.timedelta(days=later)
    with pytest.raises(NotYours):
        by_name.take_back(by=member(house, role), pupil=house.child(ADA), key=kept.pk, today=day)
    assert NamedAnswer.objects.filter(pk=kept.pk).exists()
    shown = page(signed_in(house, role), at(house, kept.survey))
    assert ("Take it back for them" in shown) is (role == "tutor")
