"""The surveys of a school: how each stands, who is asked, and what waits to be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.questions import said_around
from belong.insight.words import number, say, say_n
from belong.people import own_words
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.voice import codes, pulse, queries, scaling, speakers
from belong.practice.voice.models import Said, Survey
from belong.practice.voice.opening import FEWEST

NOBODY_YET = "Nobody can answer it yet."
ASKED = {
    "pupils": "{pupils} are asked",
    "families": "Families are asked",
    "staff": "Staff are asked",
}
APART = {
    "": "Everybody together, with no groups.",
    "year": "Told apart by year group, and by nothing else.",
    "form": "Told apart by form or class, and by nothing else.",
    "chosen": "Told apart by what people say of themselves, and by nothing else.",
}


@dataclass(frozen=True)
class Line:
    """One survey in the list."""

    key: int
    title: str
    who: str
    stands: str
    state: str
    named: bool


@dataclass(frozen=True)
class Surveys:
    """The list. `leads`: whether the reader may ask; `by_name`: whether they sit beside children
    who answer by name."""

    heading: str
    open: tuple[Line, ...]
    prepared: tuple[Line, ...]
    closed: tuple[Line, ...]
    leads: bool
    by_name: bool


def ask(by: Membership, today: dt.date) -> Surveys:
    """Every survey of the school. Raises PermissionDenied."""
    lines = [_line(by, one, today) for one in queries.of_school(by)]
    leads = by.may(Permission.VOICE_LEAD)
    here = {state: tuple(x for x in lines if x.state == state) for state in STATES}
    n = len(here["open"])
    heading = say_n("{n} survey is open", "{n} surveys are open", n) if n else say("Voice")
    return Surveys(
        heading, here["open"], here["prepared"] if leads else (), here["closed"], leads,
        by.may(Permission.CHECKINS),
    )  # fmt: skip


STATES = ("open", "prepared", "closed")


def state_of(survey: Survey) -> str:
    """One of STATES."""
    if survey.closed_on is not None:
        return "closed"
    return "prepared" if survey.opened_at is None else "open"


def _line(by: Membership, survey: Survey, today: dt.date) -> Line:
    who = _asked(by, survey)
    named = survey.how == Survey.How.NAMED
    return Line(survey.pk, survey.title, who, _stands(survey, today), state_of(survey), named)


def _asked(by: Membership, survey: Survey) -> str:
    return say(ASKED[survey.audience], pupils=own_words.of(by.school).many_first)


def _stands(survey: Survey, today: dt.date) -> str:
    if survey.closed_on is not None:
        closed = say("Closed {day}.", day=words.day(survey.closed_on))
        few = say("Fewer than ten answered, so nothing was kept.")
        return f"{closed} {few}" if survey.too_few else closed
    if survey.opened_at is None:
        return say(NOBODY_YET)
    if survey.opens_on > today:
        return say("It opens {day}.", day=words.day(survey.opens_on))
    return say("It closes by itself after {day}.", day=words.day(survey.closes_on))


@dataclass(frozen=True)
class Asked:
    """One group of those who are asked. `code` "" where another group's code opens it, or none."""

    key: int
    name: str
    n: str
    code: str
    plain_code: str
    shut: bool


@dataclass(frozen=True)
class Standing:
    """One survey, for whoever leads it.

    so_far  whether ten or more answered; "" unless it is open
    words   what waits to be read, "" for nothing
    """

    survey: Survey
    state: str
    who: str
    apart: str
    stands: str
    so_far: str
    asked: tuple[Asked, ...]
    bands: tuple[str, ...]
    statements: tuple[str, ...]
    words: str
    named: bool
    few: str


def standing(by: Membership, survey_id: int, today: dt.date) -> Standing:
    """How one survey stands. Raises PermissionDenied, NotYours."""
    survey = queries.one(by, survey_id)
    state = state_of(survey)
    rows = queries.groups(survey)
    chosen = survey.breakdown == survey.Breakdown.CHOSEN
    asked = [one for one in rows if one.code is not None or (state == "closed" and one.on_roll)]
    bands = [one.name for one in rows if chosen and not one.on_roll]
    return Standing(
        survey, state, _asked(by, survey), say(APART[survey.breakdown]),
        _stands(survey, today), _so_far(survey) if state == "open" else "",
        tuple(
            Asked(one.pk, one.name, _people(survey.audience, one.on_roll),
                  codes.in_threes(one.code or ""), one.code or "", one.shut)
            for one in asked
        ),
        tuple(bands), tuple(one.words for one in queries.statements(survey)),
        _waiting(survey) if state == "closed" else "", survey.how == survey.How.NAMED,
        _few(survey, sum(one.on_roll for one in asked)),
    )  # fmt: skip


def _people(audience: str, n: int) -> str:
    if audience == Survey.Audience.PUPILS:
        return say_n("{n} child is asked", "{n} children are asked", n)
    return say_n("{n} person is asked", "{n} people are asked", n)


def _so_far(survey: Survey) -> str:
    if queries.enough_answered(survey):
        return say("Ten or more answers so far.")
    return say("Fewer than ten answers so far.")


def _few(survey: Survey, asked: int) -> str:
    if survey.how == survey.How.NAMED or asked >= 2 * FEWEST:
        return ""
    return say("Few people are asked. With fewer than ten answers, nothing will be kept or shown.")


def _waiting(survey: Survey) -> str:
    n = survey.said.filter(state=Said.State.WAITS).count()
    return say_n("{n} note waits to be read", "{n} notes wait to be read", n) if n else ""


@dataclass(frozen=True)
class New:
    """The form of a new survey.

    scales     keys and names of the school's own questionnaires
    languages  what pupils and families can answer the pulse in, in words
    """

    first: dt.date
    last: dt.date
    scales: tuple[tuple[int, str], ...]
    adults: str
    pupils: str
    languages: str


def new(by: Membership, today: dt.date) -> New:
    """What can be chosen for a new survey. Raises PermissionDenied."""
    by.must(Permission.VOICE_LEAD)
    return New(
        today, today + dt.timedelta(days=14), tuple(scaling.of_school(by)),
        number(queries.adults(by.school_id, today)),
        number(len(queries.roll(by.school_id, today))),
        ", ".join([say("English"), *(o.english for o in speakers.read_at(by.school_id).values())]),
    )  # fmt: skip


@dataclass(frozen=True)
class Note:
    """What one person wrote, and what was decided about it."""

    key: str
    words: str
    state: str


@dataclass(frozen=True)
class Notes:
    """What people wrote in a survey, those that wait first."""

    survey: Survey
    waiting: tuple[Note, ...]
    decided: tuple[Note, ...]


def notes(by: Membership, survey_id: int) -> Notes:
    """What people wrote in a closed survey, in no order that tells anything.

    Raises PermissionDenied, NotYours.
    """
    survey, rows = queries.said_waiting(by, survey_id)
    every = [Note(str(one.pk), one.words, one.state) for one in rows]
    waits = tuple(one for one in every if one.state == Said.State.WAITS)
    return Notes(survey, waits, tuple(one for one in every if one not in waits))


@dataclass(frozen=True)
class Spoken:
    """One language: what it is called, and who has read it for the school; "" for nobody yet."""

    key: str
    name: str
    english: str
    rtl: bool
    read_by: str
    read_on: str
    pairs: tuple[tuple[str, str], ...]


def spoken(by: Membership) -> tuple[Spoken, ...]:
    """Every language there is, with what its statements say. Raises PermissionDenied."""
    read, offered = speakers.rows(by), speakers.read_at(by.school_id)
    return tuple(
        Spoken(
            one.key, one.name, one.english, one.rtl,
            read[one.key].checked_by if one.key in offered else "",
            words.day(read[one.key].checked_on) if one.key in offered else "", _pairs(one),
        )
        for one in pulse.languages().values()
    )  # fmt: skip


def _pairs(language: pulse.Language) -> tuple[tuple[str, str], ...]:
    """English beside the language, of all that is shown."""
    rows = [(row.plain, language.pupils[row.key]) for row in pulse.pulse().statements]
    rows += [(row.families, language.families[row.key]) for row in pulse.pulse().statements]
    answers = zip(pulse.pulse().answers, language.answers, strict=True)
    english = said_around.around(None).text
    return (*rows, *answers, *((english[key], line) for key, line in language.words.items()))
