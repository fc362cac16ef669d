"""Somebody leaves a survey and asks an adult for help; the words are for that adult."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.core import mail
from django.test import Client
from tests import trail_lines
from tests.people import ADA, TODAY, House, SignIn
from tests.surveys import ASKED, NOW, PUPILS, closed, code_of, head, opened
from tests.unit.voice.test_pulse import reading_age
from tests.web.test_answering import carried, walk

from belong.insight.questions import help_asked
from belong.people import days_end, fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.people.reach import Reach
from belong.people.roles import ROLES
from belong.practice.voice import asking_help, closing, opening, queries
from belong.practice.voice.models import Answer, HelpAsked, Survey
from belong.practice.voice.queries import Door

CANARY = "Zwetschge keeps me awake"


def asked(house: House, role: str = "pastoral_lead", **more: str) -> HelpAsked:
    survey = opened(house, PUPILS)
    to = house.adults[role].adult_id
    sent = Client().post(
        f"/answer/{code_of(survey)}/help/",
        {"to": str(to), "name": "Ada, 7 Oak", "words": CANARY} | more,
    )
    assert sent.headers["Location"] == "/answer/asked/"
    return HelpAsked.objects.get()


def test_it_leaves_the_survey_and_nothing_leads_back(house: House) -> None:
    survey = opened(house, PUPILS)
    page = walk(Client(), code_of(survey), "123")
    assert f'href="/answer/{code_of(survey)}/help/"' in page
    body = Client().get(f"/answer/{code_of(survey)}/help/").content.decode()
    assert "Your answers are not sent with it." in body
    assert "0800 1111" in body
    asked(house)
    assert not Answer.objects.exists()
    assert Survey not in [f.related_model for f in HelpAsked._meta.fields]


def test_only_some_adults_can_be_picked(house: House) -> None:
    survey = opened(house, PUPILS)
    at = f"/answer/{code_of(survey)}/help/"
    body = Client().get(at).content.decode()
    names = {role: one.adult.name for role, one in house.adults.items()}
    for role in ("safeguarding_lead", "deputy_safeguarding_lead", "mental_health_lead"):
        assert names[role] in body
    for role in ("office", "data_lead", "governor", "site_staff", "mentor", "psychologist"):
        assert names[role] not in body
    office = house.adults["office"].adult_id
    for typed in ({"to": str(office), "name": "Ada"}, {"name": "Ada"}, {"to": "x", "name": "Ada"}):
        answer = Client().post(at, typed | {"words": CANARY})
        assert answer.status_code == 422
        assert CANARY in answer.content.decode(), "what was typed stays"
    to = str(house.adults["safeguarding_lead"].adult_id)
    for typed in ({"name": " \x00 "}, {"name": "x" * 81}, {"name": "A", "words": "x" * 501}):
        assert Client().post(at, {"to": to} | typed).status_code == 422
    assert not HelpAsked.objects.exists()


def test_each_stands_with_who_they_are_and_leads_first(house: House) -> None:
    survey = opened(house, PUPILS)
    found = help_asked.picking(Door(survey, survey.groups.get()), TODAY)
    who = {one.name: one.who for one in found.adults}
    names = {role: one.adult.name for role, one in house.adults.items()}
    assert who[names["safeguarding_lead"]] == "keeps children safe"
    assert who[names["headteacher"]] == "head of the school"
    leads = {names["safeguarding_lead"], names["deputy_safeguarding_lead"]}
    assert {one.name for one in found.adults[:2]} == leads
    body = Client().get(f"/answer/{code_of(survey)}/help/").content.decode()
    for said in ("keeps children safe", "tutor of 7 Oak", "data-read", 'id="ask"'):
        assert said in body


def test_of_no_form_tutors_and_class_teachers_stand_in_the_order_of_forms(house: House) -> None:
    for role, form in (("tutor", "10 Ash"), ("class_teacher", "7 Oak")):
        house.adults[role].adult.memberships.update(reach_of=form)
    survey = opened(house, PUPILS)
    door = Door(survey, survey.groups.get())
    found = help_asked.picking(door, TODAY)
    said = [one.who for one in found.of_classes]
    assert said == ["class teacher of 7 Oak", "tutor of 10 Ash"]
    assert len({one.key for one in (*found.adults, *found.of_classes)}) == len(found.adults) + 2
    tutor = house.adults["tutor"]
    at = f"/answer/{code_of(survey)}/help/"
    wrong = Client().post(at, {"to": str(tutor.adult_id), "words": CANARY}).content.decode()
    assert re.search(r'<details class="fold fold-bare" open>', wrong), "whom they picked shows"
    asking_help.ask(door=door, to=tutor.adult_id, name="Ada", words="", today=TODAY)
    assert HelpAsked.objects.get().to_id == tutor.adult_id
    tutor.adult.memberships.update(ends=TODAY - dt.timedelta(1))
    assert len(help_asked.picking(door, TODAY).of_classes) == 1


def test_nobody_is_offered_who_may_not_do_check_ins(house: House) -> None:
    survey = opened(house, PUPILS)
    keys = asking_help.to_choose(Door(survey, survey.groups.get()), TODAY).keys
    for one in fetch.everybody_at(house.school.pk, TODAY):
        assert one.may(Permission.CHECKINS) or one.adult_id not in keys
    assert all(role in help_asked.WHO for role in may_be_offered())


def may_be_offered() -> set[str]:
    wide = {Reach.SCHOOL, Reach.YEAR, Reach.FORM}
    return {
        key for key, role in ROLES.items()
        if Permission.CHECKINS in role.may and role.reaches & wide
    }  # fmt: skip


@pytest.mark.parametrize("said", sorted(set(help_asked.WHO.values())))
def test_a_child_of_eight_reads_who_somebody_is(said: str) -> None:
    of = "Year 9" if said.startswith("head of {") else "9 Oak"
    assert reading_age(said.format(of=of)) <= 8


def test_of_a_form_its_tutor_can_be_picked(house: House) -> None:
    survey = opened(house, replace(PUPILS, breakdown="form"))
    tutor = house.adults["tutor"]
    tutor.adult.memberships.update(reach_of="8 Elm")
    code = str(survey.groups.get(name="8 Elm").code)
    assert tutor.adult.name in Client().get(f"/answer/{code}/help/").content.decode()
    other = str(survey.groups.get(name="7 Oak").code)
    assert tutor.adult.name not in Client().get(f"/answer/{other}/help/").content.decode()


@pytest.mark.parametrize(
    ("year", "called"),
    [("R", "Reception"), ("N1", "Nursery 1"), ("N2", "Nursery 2"), ("7", "Year 7")],
)
def test_of_a_year_whoever_has_it_can_be_picked(house: House, year: str, called: str) -> None:
    Pupil.objects.filter(pk=house.child(ADA).pk).update(year=year)
    theirs = house.adults["pastoral_lead"]
    theirs.adult.memberships.update(reach="year", reach_of=year, ends=TODAY)
    survey = opened(house, replace(PUPILS, breakdown="year"))
    for group in survey.groups.all():
        body = Client().get(f"/answer/{group.code}/help/").content.decode()
        assert (theirs.adult.name in body) == (group.name == called)
    assert survey.groups.filter(name=called).exists()


def test_the_adult_sees_it_on_top_of_today_and_reads_it(house: House, signed_in: SignIn) -> None:
    one = asked(house, "mental_health_lead")
    assert not mail.outbox, "never in a mail"
    client = signed_in(house, "mental_health_lead")
    today = client.get("/today/").content.decode()
    assert "Somebody asked you for help" in today
    waiting = client.get("/voice/help/").content.decode()
    for page in (today, waiting):
        assert CANARY not in page
        assert "Ada, 7 Oak" not in page
    mark = trail_lines.newest()
    read = client.post("/voice/help/read/", {"help": one.pk}).content.decode()
    assert CANARY in read
    assert "Ada, 7 Oak" in read
    assert "Worried about safety?" in read
    lines = [(x.verb, x.ids, x.detail) for x in trail_lines.since(mark)]
    assert lines == [("message asking for help read", [one.pk], {})]
    client.post("/voice/help/talked/", {"help": one.pk})
    one.refresh_from_db()
    assert one.answered_on == TODAY
    assert "Nobody waits for help" in client.get("/voice/help/").content.decode()
    assert client.post("/voice/help/read/", {"help": one.pk}).status_code == 404


@pytest.mark.parametrize("role", ["tutor", "headteacher", "senco", "safeguarding_lead"])
def test_nobody_else_reads_it_on_the_day(house: House, signed_in: SignIn, role: str) -> None:
    one = asked(house, "mental_health_lead")
    client = signed_in(house, role)
    bodies = [client.post(f"/voice/help/{to}/", {"help": key})
              for to in ("read", "talked") for key in (one.pk, 99999)]  # fmt: skip
    assert {answer.status_code for answer in bodies} == {404}
    one.refresh_from_db()
    assert one.seen_at is None
    lead = role == "safeguarding_lead"
    assert ("nobody has opened it yet" in client.get("/today/").content.decode()) == lead
    assert CANARY not in client.get("/voice/help/").content.decode()


def test_the_leads_read_what_nobody_opened_by_the_next_day(house: House, signed_in: SignIn) -> None:
    one = asked(house, "mental_health_lead")
    HelpAsked.objects.update(asked_on=TODAY - dt.timedelta(days=1))
    assert signed_in(house, "senco").post(
        "/voice/help/read/", {"help": one.pk}
    ).status_code == 404  # fmt: skip
    lead = signed_in(house, "deputy_safeguarding_lead")
    assert CANARY in lead.post("/voice/help/read/", {"help": one.pk}).content.decode()
    other = signed_in(house, "safeguarding_lead")
    assert other.post("/voice/help/read/", {"help": one.pk}).status_code == 404, "it is opened"
    assert lead.post("/voice/help/talked/", {"help": one.pk}).status_code == 302


def test_what_was_opened_and_left_lying_reaches_the_leads(house: House, signed_in: SignIn) -> None:
    one = asked(house, "mental_health_lead")
    asking_help.read(by=house.adults["mental_health_lead"], help_id=one.pk, at=NOW)
    lead, other = signed_in(house, "safeguarding_lead"), signed_in(house, "senco")
    body = lead.get("/voice/help/").content.decode()
    assert "If it still stands here tomorrow, you can open it too." in body
    for to in ("read", "talked"):
        assert lead.post(f"/voice/help/{to}/", {"help": one.pk}).status_code == 404
    house.adults["mental_health_lead"].adult.memberships.update(ended_at=NOW)
    HelpAsked.objects.update(seen_at=NOW - dt.timedelta(days=1))
    assert other.post("/voice/help/read/", {"help": one.pk}).status_code == 404
    assert "Read it now" in lead.get("/voice/help/").content.decode()
    assert CANARY in lead.post("/voice/help/read/", {"help": one.pk}).content.decode()
    assert lead.post("/voice/help/talked/", {"help": one.pk}).status_code == 302
    assert "Nobody waits for help" in lead.get("/voice/help/").content.decode()


def test_nobody_says_they_talked_before_they_read_it(house: House, signed_in: SignIn) -> None:
    one = asked(house, "mental_health_lead")
    client = signed_in(house, "mental_health_lead")
    assert client.post("/voice/help/talked/", {"help": one.pk}).status_code == 404


def test_another_school_sees_nothing(house: House, next_door: House, signed_in: SignIn) -> None:
    one = asked(house)
    HelpAsked.objects.update(asked_on=TODAY - dt.timedelta(days=1))
    client = signed_in(next_door, "safeguarding_lead")
    assert "Nobody waits for help" in client.get("/voice/help/").content.decode()
    assert client.post("/voice/help/read/", {"help": one.pk}).status_code == 404


def test_it_is_gone_after_its_time(house: House) -> None:
    asked(house)
    days_end.swept.send(None, today=dt.date(2028, 8, 31))
    assert HelpAsked.objects.exists()
    days_end.swept.send(None, today=dt.date(2028, 9, 1))
    assert not HelpAsked.objects.exists()


def test_of_families_and_of_a_closed_survey_nobody_asks_here(house: House) -> None:
    at = f"/answer/{code_of(opened(house))}/help/"
    assert Client().get(at).status_code == 404
    assert "/help/" not in walk(Client(), code_of(opened(house)), "1")
    gone = closed(house, PUPILS, n=2)
    assert gone.closed_on is not None
    assert ASKED.audience == "families"


def over(house: House, survey: Survey, how: str) -> None:
    """It ends while somebody types."""
    by = head(house)
    if how == "shut":
        key = queries.groups(survey)[0].pk
        opening.shut(by=by, survey_id=survey.pk, group_id=key, shut=True)
    elif how == "closed":
        closing.close(by=by, survey_id=survey.pk, at=NOW)
    else:
        Survey.objects.update(opens_on=TODAY - dt.timedelta(3), closes_on=TODAY - dt.timedelta(1))


@pytest.mark.parametrize("how", ["shut", "closed", "over"])
def test_a_call_for_help_arrives_where_the_survey_ended_meanwhile(house: House, how: str) -> None:
    survey = opened(house, PUPILS)
    at = f"/answer/{code_of(survey)}/help/"
    page = carried(Client().get(at).content.decode())
    over(house, survey, how)
    to = str(house.adults["pastoral_lead"].adult_id)
    sent = Client().post(at, page | {"to": to, "name": "Ada, 7 Oak", "words": CANARY})
    assert sent.headers["Location"] == "/answer/asked/"
    assert HelpAsked.objects.get().words == CANARY


@pytest.mark.parametrize("more", [{}, {"opened": "1:x:y"}])
def test_what_cannot_be_delivered_stays_on_the_screen(house: House, more: dict[str, str]) -> None:
    survey = opened(house, PUPILS)
    at = f"/answer/{code_of(survey)}/help/"
    over(house, survey, "closed")
    to = str(house.adults["pastoral_lead"].adult_id)
    answer = Client().post(at, more | {"to": to, "name": "Ada, 7 Oak", "words": CANARY})
    body = answer.content.decode()
    assert answer.status_code == 404
    for words in (CANARY, "Ada, 7 Oak", "Tell a grown-up near you now", "0800 1111", "999"):
        assert words in body
    assert "0800 1111" in Client().get(at).content.decode(), "who is on their way there, too"
    assert not HelpAsked.objects.exists()


def test_what_a_page_carries_opens_nothing_else_and_not_for_long(
    house: House, next_door: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = opened(house, PUPILS)
    at = f"/answer/{code_of(survey)}/help/"
    page = carried(Client().get(at).content.decode())
    over(house, survey, "closed")
    foreign = str(next_door.adults["safeguarding_lead"].adult_id)
    assert Client().post(at, page | {"to": foreign, "name": "Ada"}).status_code == 422
    monkeypatch.setattr(asking_help, "A_WHILE", dt.timedelta(seconds=-1))
    to = str(house.adults["safeguarding_lead"].adult_id)
    assert Client().post(at, page | {"to": to, "name": "Ada"}).status_code == 404
    assert not HelpAsked.objects.exists()


def test_who_tries_codes_at_the_door_of_help_waits(house: House) -> None:
    typed = {"to": "1", "name": "Ada", "words": CANARY}
    answers = [Client().post("/answer/ABCDEFGHJ/help/", typed) for _ in range(15)]
    assert answers[-1].status_code == 429
    assert CANARY in answers[-1].content.decode()
