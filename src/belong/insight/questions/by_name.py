"""Surveys answered by name: one's own children, what each answered, and the reply."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.voice import by_name, queries
from belong.practice.voice.models import LONGEST_WORDS, NamedAnswer, Survey
from belong.practice.voice.pulse import SKIPPED


@dataclass(frozen=True)
class Line:
    """One child and one survey.

    key    of what they answered; 0 where they have not
    waits  whether they answered and nobody has replied yet
    """

    pupil: Pupil
    key: int
    said: str
    waits: bool
    answered: bool


@dataclass(frozen=True)
class Asking:
    """One survey. `open`: whether it can be answered today."""

    survey: Survey
    stands: str
    open: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ByName:
    """Every survey of that kind, with the reader's own children, who waits for a reply first."""

    heading: str
    asking: tuple[Asking, ...]


@dataclass(frozen=True)
class Heard:
    """What one child answered.

    pairs    each statement and the answer in words; what was skipped is left out
    words    their own; "" for none
    replied  who replied and when; "" where nobody has
    mine     whether the reader sat beside the child for it today
    """

    key: int
    survey: int
    title: str
    pairs: tuple[tuple[str, str], ...]
    words: str
    about: str
    reply: str
    replied: str
    version: int
    mine: bool
    longest: int = LONGEST_WORDS


def waits(by: Membership) -> str:
    """A line for the top of Today of whoever checks in with the children; "" where nobody waits for
    a reply. One query, and a second where somebody does."""
    waiting = by_name.without_reply(by.school_id) if by.may(Permission.CHECKINS) else set()
    if not waiting:
        return ""
    mine = waiting & {pk for pk, _, _ in fetch.roll(seen_by=by, wanting=Permission.CHECKINS)}
    one, many = (
        "What one child said by name waits for a reply",
        "What {n} children said by name waits for a reply",
    )
    return say_n(one, many, len(mine)) if mine else ""


def ask(by: Membership, today: dt.date) -> ByName:
    """One's own children and what they were asked by name; the looks are noted.

    raises  PermissionDenied
    """
    pupils = fetch.pupils(seen_by=by, wanting=Permission.CHECKINS)
    asking = tuple(_asking(survey, pupils, today) for survey in by_name.surveys(by))
    shown = tuple(one for one in asking if one.open or any(x.answered for x in one.lines))
    n = len({line.pupil.pk for one in shown for line in one.lines if line.waits})
    heading = say("By name, and answered")
    if n:
        heading = say_n("{n} child waits for your reply", "{n} children wait for a reply", n)
    return ByName(heading, shown)


def _asking(survey: Survey, pupils: list[Pupil], today: dt.date) -> Asking:
    said = by_name.of_survey(survey, [pupil.pk for pupil in pupils])
    is_open = by_name.answerable(survey, today)
    nothing: list[NamedAnswer | None] = [None]
    lines = [_line(pupil, row) for pupil in pupils for row in said.get(pupil.pk, nothing)]
    kept = [line for line in lines if line.answered or is_open]
    stands = say("It closes by itself after {day}.", day=words.day(survey.closes_on))
    if not is_open:
        stands = say("It is not open now. You can still reply.")
    order = {(True, True): 0, (False, False): 1, (False, True): 2}
    return Asking(
        survey, stands, is_open, tuple(sorted(kept, key=lambda x: order[x.waits, x.answered]))
    )


def _line(pupil: Pupil, row: NamedAnswer | None) -> Line:
    if row is None:
        return Line(pupil, 0, say("Not asked yet."), waits=False, answered=False)
    if not row.reply:
        day = words.day(row.answered_on)
        said = say("Answered {day}. No reply yet.", day=day)
        return Line(pupil, row.pk, said, waits=True, answered=True)
    return Line(pupil, row.pk, say("Answered, and replied to."), waits=False, answered=True)


def one(
    by: Membership, pupil_id: int, today: dt.date, survey_id: int | None = None, key: int = 0
) -> tuple[Pupil, Survey | None, Heard | None]:
    """One child and one survey, the newest if none is said; what they answered, None where they
    have not. The look is noted.

    key     of one answer, where two records of a child became one; 0 for what waits for a reply
    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CHECKINS)
    survey = by_name.one(by, survey_id) if survey_id else next(iter(by_name.surveys(by)), None)
    if survey is None:
        return pupil, None, None
    rows = by_name.of_survey(survey, [pupil.pk]).get(pupil.pk, [])
    row = _chosen(rows, key)
    return pupil, survey, None if row is None else _heard(by, survey, row, today)


def _chosen(rows: list[NamedAnswer], key: int) -> NamedAnswer | None:
    if key and key not in {row.pk for row in rows}:
        raise NotYours("answer")
    by_need = sorted(rows, key=lambda row: (row.pk != key, bool(row.reply)))
    return by_need[0] if by_need else None


def on_child(by: Membership, pupil: Pupil, today: dt.date) -> tuple[Heard, ...] | None:
    """The part of a child's page; None for who may not read it."""
    if not by.may(Permission.CHECKINS, of=pupil):
        return None
    return tuple(_heard(by, row.survey, row, today) for row in by_name.of_child(pupil.pk))


def told(pupil_id: int) -> tuple[tuple[str, str, str, str], ...]:
    """For the child's own page: what was asked, what they wrote, the reply, and of when it is."""
    return tuple(
        (title, wrote, reply, words.day(day))
        for title, wrote, reply, day in by_name.replies(pupil_id)
    )


def _heard(by: Membership, survey: Survey, row: NamedAnswer, today: dt.date) -> Heard:
    answers = queries.answers(survey)
    pairs = tuple(
        (asked.words, answers[int(choice) - 1])
        for asked, choice in zip(queries.statements(survey), row.choices, strict=False)
        if choice != SKIPPED and int(choice) <= len(answers)
    )
    replied = ""
    if row.replied_by is not None and row.replied_on is not None:
        day = words.day(row.replied_on)
        replied = say("{who} replied, {day}.", who=row.replied_by.name, day=day)
    return Heard(
        row.pk, survey.pk, survey.title, pairs, row.words,
        say("Answered {day}.", day=words.day(row.answered_on)), row.reply, replied, row.version,
        by_name.may_take_back(by, row, today),
    )  # fmt: skip
