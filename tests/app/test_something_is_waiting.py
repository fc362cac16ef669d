"""The daily e-mail: to whom, when, how often, and that it never says what waits."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import smtplib
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from pytest_django.fixtures import Settings
from tests import surveys, trail_lines
from tests.app.test_acts import member, planned
from tests.app.test_checkins import agreed
from tests.people import ADA, TODAY, House

from belong.acts import actions
from belong.insight import today_ahead, waiting_jobs
from belong.insight.questions import something_waits
from belong.intake.calendar_models import Closure, Term
from belong.people import being_away, days_end, school_settings, waiting_hours, waiting_mail
from belong.people.models import Adult, Membership, Notice, School, WaitingMail
from belong.people.school_settings import NotKept
from belong.people.school_settings import Settings as Said
from belong.people.trail import Verb
from belong.practice.asking.models import Ask
from belong.practice.voice.ledger_models import Theme
from belong.practice.voice.models import HelpAsked

MORNING = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
OWNER = "key_person"


def wants(house: House, *roles: str) -> None:
    for role in roles:
        waiting_mail.choose(by=member(house, role), wanted=True)


def a_round(house: House, now: dt.datetime = MORNING, waits: bool | None = None) -> int:
    """One round at a school, with what really waits where nothing else is said."""

    def asked(by: Membership) -> bool:
        return something_waits.ask(by, now.date()) if waits is None else waits

    return waiting_mail.see_to(school_id=house.school.pk, now=now, waits=asked)


def how(house: House, role: str = OWNER) -> list[str]:
    rows = WaitingMail.objects.filter(adult=house.adults[role].adult).order_by("day")
    return [row.how for row in rows]


def to() -> list[str]:
    return [letter.to[0] for letter in mail.outbox]


def a_notice(house: House, role: str = "safeguarding_lead") -> None:
    Notice.objects.create(
        school=house.school, adult=house.adults[role].adult, about=house.adults["office"].adult,
        kind="role given", role_key="office", made_at=MORNING,
    )  # fmt: skip


def a_wish(house: House, role: str = OWNER) -> None:
    Ask.objects.create(
        school=house.school, pupil=house.child(ADA), to=house.adults[role].adult, day=TODAY,
        at=MORNING, by=house.adults[role].adult,
    )  # fmt: skip


def a_call_for_help(house: House, role: str = OWNER) -> None:
    HelpAsked.objects.create(
        school=house.school, to=house.adults[role].adult, name="Ada", words="Please.",
        asked_on=TODAY,
    )  # fmt: skip


def a_theme(house: House) -> None:
    theme = surveys.a_theme(house)
    Theme.objects.filter(pk=theme.pk).update(due=TODAY, owner=house.adults["headteacher"].adult)


WAITING: dict[str, tuple[str, Callable[[House], object]]] = {
    "a notice": ("safeguarding_lead", a_notice),
    "a wish to talk": (OWNER, a_wish),
    "a call for help": (OWNER, a_call_for_help),
    "a theme to answer": ("headteacher", a_theme),
    "a check-in": (OWNER, agreed),
    "a small act": (OWNER, planned),
}


def test_nobody_is_written_to_who_did_not_ask_for_it(house: House) -> None:
    planned(house)
    a_notice(house)
    assert a_round(house) == 0
    assert mail.outbox == []
    assert not WaitingMail.objects.exists()


def test_it_is_turned_on_and_off_by_its_owner_and_the_trail_says_so(house: House) -> None:
    mark = trail_lines.newest()
    for wanted in (True, True, False):
        waiting_mail.choose(by=member(house, OWNER), wanted=wanted)
    lines = [line for line in trail_lines.since(mark) if line.verb == Verb.WAITING_MAIL_CHOSEN]
    assert [line.detail["wanted"] for line in lines] == [True, False]
    assert not member(house, OWNER).adult.mail_when_waiting


def test_whoever_has_no_address_has_nothing_to_turn_on(house: House) -> None:
    Adult.objects.filter(pk=house.adults["lunch_staff"].adult_id).update(email=None)
    wants(house, "lunch_staff")
    assert not member(house, "lunch_staff").adult.mail_when_waiting


@pytest.mark.parametrize("what", WAITING)
def test_each_thing_that_waits_is_told_to_its_own_adult_alone(house: House, what: str) -> None:
    whose, laid = WAITING[what]
    for role in (OWNER, "headteacher", "safeguarding_lead"):
        assert not something_waits.ask(member(house, role), TODAY), role
    laid(house)
    wants(house, whose, "psychologist", "governor")
    assert a_round(house) == 1
    assert to() == [house.adults[whose].adult.email]


def test_a_thing_that_is_done_waits_no_more(house: House) -> None:
    act = planned(house)
    actions.do(by=member(house, OWNER), act_id=act.pk, at=MORNING)
    assert not something_waits.ask(member(house, OWNER), TODAY)


def test_what_waits_for_a_later_day_waits_then(house: House) -> None:
    planned(house, due=TODAY + DAY)
    assert not something_waits.ask(member(house, OWNER), TODAY)


def test_it_says_only_that_something_is_waiting(house: House, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["belong.larkfield.example"]
    settings.SECURE_SSL_REDIRECT = True
    planned(house, what="Ask about the canoe.")
    a_wish(house)
    a_notice(house)
    wants(house, OWNER, "safeguarding_lead")
    assert a_round(house) == 2
    one, other = mail.outbox
    assert (one.subject, one.body) == (other.subject, other.body), "whatever waits, and how much"
    assert one.subject == "Something is waiting for you at Larkfield School"
    assert one.body == (
        "Something is waiting for you at Larkfield School.\n\n"
        "Sign in to Belong to see what it is: https://belong.larkfield.example/\n\n"
        "This e-mail never says more, and comes once on a school day at most. "
        "To turn it off, sign in and open How you sign in.\n"
    )
    assert len(one.to) == 1
    assert [one.cc, one.bcc, one.attachments] == [[], [], []]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "*", ".example", ""])
def test_an_address_that_leads_nowhere_is_not_given(
    house: House, settings: Settings, host: str
) -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = [host] if host else [], True
    wants(house, OWNER)
    a_round(house, waits=True)
    assert "://" not in mail.outbox[0].body


def test_it_comes_once_a_day_and_again_on_the_next(house: House) -> None:
    wants(house, OWNER)
    for at in (MORNING, MORNING + MINUTE, MORNING + 300 * MINUTE):
        a_round(house, at, waits=True)
    assert len(mail.outbox) == 1
    a_round(house, MORNING + DAY, waits=True)
    assert len(mail.outbox) == 2
    assert how(house) == ["sent", "sent"]


def test_whoever_has_nothing_waiting_is_seen_to_once(house: House) -> None:
    """A letter right after something happened would tell when it did."""
    wants(house, OWNER)
    assert a_round(house, waits=False) == 0
    assert how(house) == ["nothing"]
    assert a_round(house, MORNING + 60 * MINUTE, waits=True) == 0
    assert mail.outbox == []


TIMES = {
    "before registration": (dt.datetime(2026, 11, 24, 7, 44, tzinfo=dt.UTC), False),
    "from then on": (dt.datetime(2026, 11, 24, 7, 45, tzinfo=dt.UTC), True),
    "London in summer": (dt.datetime(2027, 6, 22, 6, 45, tzinfo=dt.UTC), True),
    "before it in summer": (dt.datetime(2027, 6, 22, 6, 44, tzinfo=dt.UTC), False),
    "before the evening": (dt.datetime(2026, 11, 24, 17, 59, tzinfo=dt.UTC), True),
    "in the evening": (dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.UTC), False),
    "on a Saturday": (dt.datetime(2026, 11, 28, 9, 0, tzinfo=dt.UTC), False),
}


@pytest.mark.parametrize("name", TIMES)
def test_it_goes_out_on_a_weekday_outside_quiet_hours(house: House, name: str) -> None:
    at, goes = TIMES[name]
    wants(house, OWNER)
    assert a_round(house, at, waits=True) == goes
    assert waiting_mail.schools_to_see_to(at) == []


def said(house: House, **more: str) -> School:
    """What the head says in the settings."""
    _, seen = school_settings.of(School.objects.get(pk=house.school.pk))
    school_settings.say(
        by=member(house, "headteacher"), wanted=Said(safety_route="room 9", **more), seen=seen,
        at=MORNING,
    )  # fmt: skip
    return School.objects.select_related("settings").get(pk=house.school.pk)


def test_a_school_says_its_own_quiet_hours(house: House) -> None:
    wants(house, OWNER)
    said(house, quiet_from="16:00", quiet_until="8:30")
    assert a_round(house, MORNING, waits=True) == 0
    assert waiting_mail.schools_to_see_to(MORNING) == []
    assert not WaitingMail.objects.exists()
    assert a_round(house, MORNING + 30 * MINUTE, waits=True) == 1


@pytest.mark.parametrize(
    ("first", "until"),
    [("16:00", ""), ("", "8:00"), ("9:00", "9:00"), ("7:30", "7:00"), ("after tea", "8:00")],
)
def test_quiet_hours_that_cannot_be_are_refused(house: House, first: str, until: str) -> None:
    with pytest.raises(NotKept):
        said(house, quiet_from=first, quiet_until=until)


@pytest.mark.parametrize(
    ("first", "until", "left"),
    [("18:00", "07:00", 615), ("16:00", "09:00", 420), ("08:00", "08:30", 945),
     ("07:30", "07:00", 0), ("00:00", "23:59", 1)],
)  # fmt: skip
def test_quiet_hours_leave_some_of_the_day(first: str, until: str, left: int) -> None:
    assert waiting_hours.minutes_left(waiting_hours.hours(first, until)) == left


def test_whoever_is_away_hears_nothing_that_day(house: House) -> None:
    wants(house, OWNER, "mentor")
    being_away.away_today(
        by=member(house, "headteacher"), adult_id=house.adults[OWNER].adult_id, at=MORNING
    )
    assert a_round(house, waits=True) == 1
    assert to() == [house.adults["mentor"].adult.email]
    assert how(house) == []


GONE = {
    "the role has ended": lambda row: Membership.objects.filter(pk=row.pk).update(
        ended_at=MORNING - DAY
    ),
    "the role ran out": lambda row: Membership.objects.filter(pk=row.pk).update(ends=TODAY - DAY),
    "they have left": lambda row: Adult.objects.filter(pk=row.adult_id).update(left_on=TODAY - DAY),
    "the account is shut": lambda row: Adult.objects.filter(pk=row.adult_id).update(
        is_active=False
    ),
}


@pytest.mark.parametrize("why", GONE)
def test_whoever_is_nothing_here_any_more_is_not_written_to(house: House, why: str) -> None:
    wants(house, OWNER)
    GONE[why](house.adults[OWNER])
    assert a_round(house, waits=True) == 0
    assert mail.outbox == []


def test_whoever_works_at_two_schools_is_written_to_by_the_one_they_come_in_at(
    house: House, next_door: House
) -> None:
    adult = house.adults[OWNER].adult
    Membership.objects.create(adult=adult, school=next_door.school, role_key="headteacher")
    wants(house, OWNER)
    assert [a_round(next_door, waits=True), a_round(house, waits=True)] == [0, 1]
    assert mail.outbox[0].subject.endswith("Larkfield School")


class Breaks(EmailBackend):
    """A way out on which something goes wrong: when it is opened, or while it sends."""

    opening: OSError | None = None
    sending: BaseException | None = None

    def open(self) -> None:
        """Open it, or not."""
        if self.opening:
            raise self.opening

    def send_messages(self, messages: list[EmailMessage]) -> int:
        """Nothing may be sent of which the day was not taken, for good."""
        row = WaitingMail.objects.filter(adult__email=messages[0].to[0]).latest("day")
        assert row.how == "going"
        if self.sending:
            raise self.sending
        return super().send_messages(messages)


@pytest.fixture
def way_out(monkeypatch: pytest.MonkeyPatch) -> type[Breaks]:
    """The way out of all letters."""
    monkeypatch.setattr(Breaks, "opening", None)
    monkeypatch.setattr(Breaks, "sending", None)
    monkeypatch.setattr(waiting_mail, "get_connection", Breaks)
    return Breaks


REFUSALS: dict[str, tuple[str, OSError]] = {
    "no server": ("opening", ConnectionRefusedError()),
    "not let in": ("opening", smtplib.SMTPAuthenticationError(535, b"no")),
    "not now": ("sending", smtplib.SMTPDataError(451, b"later")),
    "not this address": ("sending", smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no")})),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_what_a_server_refuses_is_tried_a_few_times(
    house: House, way_out: type[Breaks], caplog: pytest.LogCaptureFixture, what: str
) -> None:
    where, problem = REFUSALS[what]
    setattr(way_out, where, problem)
    wants(house, OWNER)
    with caplog.at_level(logging.WARNING):
        for minutes in (0, 5, 15, 20, 30, 45, 60, 120):
            a_round(house, MORNING + minutes * MINUTE, waits=True)
    row = WaitingMail.objects.get()
    assert (row.how, row.tries) == ("refused", 3)
    assert len(caplog.records) == 3
    assert "@" not in caplog.text
    setattr(way_out, where, None)
    a_round(house, MORNING + 180 * MINUTE, waits=True)
    assert mail.outbox == [], "three times is enough for a day"


def test_what_was_refused_once_arrives_a_little_later(house: House, way_out: type[Breaks]) -> None:
    way_out.opening = ConnectionRefusedError()
    wants(house, OWNER)
    a_round(house, waits=True)
    way_out.opening = None
    assert a_round(house, MORNING + 14 * MINUTE, waits=True) == 0
    assert a_round(house, MORNING + 15 * MINUTE, waits=True) == 1
    assert how(house) == ["sent"]


def test_a_server_that_is_not_there_is_asked_once_a_round(
    house: House, way_out: type[Breaks]
) -> None:
    """Ten seconds for each of a hundred adults would keep other work waiting."""
    way_out.opening = TimeoutError()
    wants(house, OWNER, "mentor", "tutor")
    a_round(house, waits=True)
    assert WaitingMail.objects.count() == 1


class Killed(BaseException):
    """The worker is gone, in the middle of its work."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("problem", [Killed(), smtplib.SMTPServerDisconnected(), TimeoutError()])
def test_a_worker_that_is_killed_while_it_sends_sends_nothing_twice(
    house: House, way_out: type[Breaks], monkeypatch: pytest.MonkeyPatch, problem: BaseException
) -> None:
    """The letter left, and nobody wrote down that it did."""

    def sends_and_dies(self: Breaks, messages: list[EmailMessage]) -> int:
        assert not connection.in_atomic_block, "the day is taken for good before anything is sent"
        EmailBackend.send_messages(self, messages)
        raise problem

    wants(house, OWNER)
    with monkeypatch.context() as dying:
        dying.setattr(way_out, "send_messages", sends_and_dies)
        if isinstance(problem, Killed):
            with pytest.raises(Killed):
                a_round(house, waits=True)
        else:
            a_round(house, waits=True)
    for minutes in (5, 20, 120):
        a_round(house, MORNING + minutes * MINUTE, waits=True)
    assert len(mail.outbox) == 1
    assert how(house) == ["going"]


def test_a_worker_that_is_killed_before_it_sends_loses_one_letter(
    house: House, way_out: type[Breaks]
) -> None:
    way_out.sending = Killed()
    wants(house, OWNER, "mentor")
    with pytest.raises(Killed):
        a_round(house, waits=True)
    way_out.sending = None
    assert a_round(house, MORNING + 5 * MINUTE, waits=True) == 1, "the other one has theirs"
    assert a_round(house, MORNING + DAY, waits=True) == 2


def test_of_two_workers_one_sends_it(house: House) -> None:
    wants(house, OWNER)

    def meanwhile(by: Membership) -> bool:
        return a_round(house, waits=True) >= 0

    waiting_mail.see_to(school_id=house.school.pk, now=MORNING, waits=meanwhile)
    assert len(mail.outbox) == 1


def test_of_two_workers_one_tries_it_again(house: House, way_out: type[Breaks]) -> None:
    wants(house, OWNER)
    way_out.opening = ConnectionRefusedError()
    a_round(house, waits=True)
    way_out.opening = None
    later = MORNING + 15 * MINUTE

    def meanwhile(by: Membership) -> bool:
        return a_round(house, later, waits=True) >= 0

    waiting_mail.see_to(school_id=house.school.pk, now=later, waits=meanwhile)
    assert len(mail.outbox) == 1
    assert WaitingMail.objects.get().tries == 2


def test_one_question_that_breaks_keeps_nobody_else_waiting(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    wants(house, OWNER, "mentor")

    def breaks(by: Membership) -> bool:
        if by.adult_id == house.adults[OWNER].adult_id:
            raise KeyError(by.adult.name)
        return True

    assert waiting_mail.see_to(school_id=house.school.pk, now=MORNING, waits=breaks) == 1
    assert (how(house), how(house, "mentor")) == (["refused"], ["sent"])
    assert house.adults[OWNER].adult.name not in caplog.text
    assert a_round(house, MORNING + 5 * MINUTE, waits=True) == 0
    assert a_round(house, MORNING + 15 * MINUTE, waits=True) == 1, "asked again a little later"


def test_many_questions_that_break_keep_nobody_behind_them_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = dataclasses.replace(waiting_hours.rules(), at_once=2)
    monkeypatch.setattr(waiting_mail, "rules", lambda: few)
    everybody = sorted(role for role in house.adults if house.adults[role].adult.email)[:5]
    wants(house, *everybody)
    last: list[int] = []

    def breaks(by: Membership) -> bool:
        last.append(by.adult_id)
        if len(set(last)) <= 4:
            raise KeyError("what waits")
        return True

    sent = [
        waiting_mail.see_to(school_id=house.school.pk, now=MORNING + n * MINUTE, waits=breaks)
        for n in (0, 5, 10)
    ]
    assert sent == [0, 0, 1]


def test_an_address_that_is_refused_keeps_no_other_waiting(
    house: House, way_out: type[Breaks], monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(house, OWNER, "mentor")
    bad = house.adults[OWNER].adult.email
    whole = way_out.send_messages

    def refuses(self: Breaks, messages: list[EmailMessage]) -> int:
        if messages[0].to == [bad]:
            raise smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no")})
        return whole(self, messages)

    monkeypatch.setattr(way_out, "send_messages", refuses)
    assert a_round(house, waits=True) == 1
    assert (how(house), how(house, "mentor")) == (["refused"], ["sent"])


def test_a_slow_mail_server_ends_a_round(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = dataclasses.replace(waiting_hours.rules(), at_most=dt.timedelta(0))
    monkeypatch.setattr(waiting_mail, "rules", lambda: slow)
    wants(house, OWNER, "mentor")
    assert [a_round(house, MORNING + n * MINUTE, waits=True) for n in (0, 5)] == [1, 1]


def test_it_is_known_for_some_days_that_somebody_was_seen_to(house: House) -> None:
    wants(house, OWNER)
    a_round(house, waits=True)
    days_end.swept.send(sender=None, today=TODAY + 7 * DAY)
    assert WaitingMail.objects.exists()
    days_end.swept.send(sender=None, today=TODAY + 8 * DAY)
    assert not WaitingMail.objects.exists()


@pytest.fixture
def by_the_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """The worker and the tick believe it is a moment; a round is asked for afresh each time."""

    def tick(now: dt.datetime) -> None:
        cache.clear()
        with monkeypatch.context() as moved:
            moved.setattr(waiting_jobs.timezone, "now", lambda: now)
            waiting_jobs.ask_for_rounds(now)

    return tick


def test_the_tick_asks_and_the_worker_sends(
    house: House, next_door: House, by_the_clock: Callable[[dt.datetime], None]
) -> None:
    planned(house)
    wants(house, OWNER)
    by_the_clock(MORNING - 60 * MINUTE)
    assert mail.outbox == []
    for n in range(3):
        by_the_clock(MORNING + n * MINUTE)
    assert to() == [house.adults[OWNER].adult.email]
    assert waiting_mail.schools_to_see_to(MORNING + 5 * MINUTE) == []


def test_a_round_is_asked_for_every_few_minutes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(
        type(waiting_jobs.see_to_school), "enqueue", lambda _job, pk: asked.append(pk)
    )
    wants(house, OWNER)
    for _ in range(3):
        waiting_jobs.ask_for_rounds(MORNING)
    assert asked == [house.school.pk]


def test_where_no_e_mail_is_sent_nothing_is_asked_for(
    house: House, settings: Settings, by_the_clock: Callable[[dt.datetime], None]
) -> None:
    settings.MAIL_WORKS = False
    planned(house)
    wants(house, OWNER)
    by_the_clock(MORNING)
    assert a_round(house) == 0
    assert mail.outbox == []
    assert not WaitingMail.objects.exists()


def _said(house: House) -> dict[str, object]:
    by = house.adults["headteacher"]
    return {"by": by.adult, "role_key": by.role_key, "at": MORNING, "revision": 0}


def closed(house: House, first: dt.date, last: dt.date) -> None:
    Closure.objects.create(
        school=house.school, first=first, last=last, kind=Closure.Kind.INSET, **_said(house)
    )


def term(house: House, first: dt.date, last: dt.date) -> None:
    Term.objects.create(school=house.school, first=first, last=last, name="Autumn", **_said(house))


def test_a_closed_day_is_no_school_day(
    house: House, by_the_clock: Callable[[dt.datetime], None]
) -> None:
    planned(house)
    wants(house, OWNER)
    closed(house, TODAY, TODAY)
    by_the_clock(MORNING)
    assert mail.outbox == []
    assert not WaitingMail.objects.exists()


def test_which_days_are_school_days(house: House) -> None:
    """The register of the house ends on Tuesday 24 November."""
    key = house.school.pk

    def is_one(*days: int) -> list[bool]:
        return [today_ahead.is_school_day(key, dt.date(2026, 11, day)) for day in days]

    assert is_one(24, 25) == [True, True]
    assert is_one(26, 27) == [False, False], "a weekday went by, and nobody said why"
    assert is_one(28) == [False]
    closed(house, dt.date(2026, 11, 25), dt.date(2026, 11, 25))
    assert is_one(25, 26) == [False, True], "it was said why"
    term(house, dt.date(2026, 11, 2), dt.date(2026, 11, 27))
    assert is_one(27, 30) == [True, False]


def test_before_the_first_register_a_notice_can_wait(empty: House) -> None:
    a_notice(empty)
    wants(empty, "safeguarding_lead")
    assert today_ahead.is_school_day(empty.school.pk, TODAY)
    assert a_round(empty) == 1


def test_of_many_some_are_seen_to_in_one_round(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = waiting_hours.rules()
    monkeypatch.setattr(waiting_mail, "rules", lambda: type(few)(**(vars(few) | {"at_once": 2})))
    wants(house, OWNER, "mentor", "tutor")
    assert [a_round(house, waits=True) for _ in range(3)] == [2, 1, 0]
