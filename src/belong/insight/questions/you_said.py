"""You said, we did: what waits for an answer, what was answered and how soon, and the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import median

from belong.insight import audiences, words
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.voice import codes, ledger, results, sessions
from belong.practice.voice.ledger_models import Agreement, Session, Theme, Who
from belong.practice.voice.models import Survey

VOICES = {"pupils": "child", "families": "family", "staff": "adult"}
DID = {"done": "We did it", "doing": "We are doing it", "cannot": "We cannot"}
FEW = 3
"""Answers from which on it is told how soon they came: the half of fewer says nothing."""
CHOICES = list[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """One theme as it stands in the ledger.

    late    that its day is over, in words; "" where it is not
    answer  what was answered; "" while it waits
    did     the answer's kind, in words; did_key as it is kept
    """

    key: int
    said: str
    voice: str
    whose: str
    sees_to_it: str
    late: str
    did: str
    did_key: str
    answer: str
    answered: str
    shown: bool
    may_answer: bool
    may_give: bool


@dataclass(frozen=True)
class Ledger:
    """The page's answer.

    soon   how soon answers came, in words; "" for too few
    board  the path of the board; "" where there is none
    """

    heading: str
    waits: tuple[Line, ...]
    answered: tuple[Line, ...]
    soon: str
    board: str
    leads: bool


def ask(by: Membership, today: dt.date) -> Ledger:
    """The ledger of the school. Raises PermissionDenied."""
    here = {one.adult_id for one in fetch.everybody_at(by.school_id, today)}
    lines = [(one, _line(by, one, today, here)) for one in ledger.themes(by)]
    waits = tuple(line for one, line in lines if not one.did)
    board = ledger.board_of(by)
    return Ledger(
        heading=_heading(len(waits), any(one.did for one, _ in lines)),
        waits=waits,
        answered=tuple(line for one, line in lines if one.did),
        soon=_soon([one for one, _ in lines]),
        board=f"/board/{codes.in_threes(board.code)}/" if board else "",
        leads=by.may(Permission.VOICE_LEAD),
    )


def mine(by: Membership) -> str:
    """A line for the top of Today: what was said and is given to this adult, from the day it is
    given until it is answered; "" for nothing. One query."""
    days = ledger.waits_for(by)
    return say_n(
        "One thing that was said waits for your answer, by {day}",
        "{n} things that were said wait for your answer, the first by {day}", len(days),
        day=words.day(days[0]),
    ) if days else ""  # fmt: skip


def _heading(waits: int, answered: bool) -> str:
    if waits:
        return say_n("{n} thing waits for an answer", "{n} things wait for an answer", waits)
    return say("Everything that was said is answered") if answered else say("You said, we did")


def _line(by: Membership, one: Theme, today: dt.date, here: Collection[int]) -> Line:
    """One theme.

    here  keys of the adults who work at the school
    """
    return Line(
        key=one.pk,
        said=one.words,
        voice=VOICES[one.who],
        whose=_whose(by, one),
        sees_to_it=say("{name} answers it by {day}", name=one.owner.name, day=words.day(one.due)),
        late="" if one.did else _late(one, today, here),
        did=say(DID[one.did]) if one.did else "",
        did_key=one.did,
        answer=one.answer,
        answered=_answered(one),
        shown=one.shown,
        may_answer=ledger.may_answer(by, one),
        may_give=not one.did and by.may(Permission.VOICE_LEAD),
    )


def _late(one: Theme, today: dt.date, here: Collection[int]) -> str:
    if one.owner_id not in here:
        return say("{name} is not here any more. Give it to somebody else.", name=one.owner.name)
    return say("Its day is over. Say what stands in the way.") if one.due < today else ""


def _whose(by: Membership, one: Theme) -> str:
    who = audiences.named(by.school, one.who)
    where = one.survey.title if one.survey else say(Theme.Origin(one.origin).label).lower()
    return say("{who}, {where}, {day}", who=who, where=where, day=words.day(one.heard_on))


def _answered(one: Theme) -> str:
    if one.answered_on is None:
        return ""
    days = (one.answered_on - one.heard_on).days
    took = say_n("after {n} day", "after {n} days", days) if days else say("on the same day")
    return say("Answered {day}, {took}", day=words.day(one.answered_on), took=took)


def _soon(themes: list[Theme]) -> str:
    """Of the school, never of one adult."""
    took = [(one.answered_on - one.heard_on).days for one in themes if one.answered_on]
    if len(took) < FEW:
        return ""
    return say_n("Half of all answers came within {n} day.", "Half of all answers came within {n}"
                 " days.", max(1, round(median(took))))  # fmt: skip


@dataclass(frozen=True)
class Writing:
    """What a form about a theme offers.

    owner, due  the key of the adult who sees to it, and by when; 0 and None for a new theme
    """

    theme: Line | None
    version: int
    owner: int
    due: dt.date | None
    adults: CHOICES
    surveys: CHOICES
    who: CHOICES
    origins: CHOICES
    did: CHOICES


def writing(by: Membership, today: dt.date, key: int | None = None) -> Writing:
    """The form of a new theme, or of the answer to one.

    raises  NotYours, PermissionDenied
    """
    theme = ledger.one(by, key) if key is not None else None
    if theme is None:
        by.must(Permission.VOICE_LEAD)
    staff = fetch.everybody_at(by.school_id, today)
    return Writing(
        theme=_line(by, theme, today, {one.adult_id for one in staff}) if theme else None,
        version=theme.version if theme else 0,
        owner=theme.owner_id if theme else 0,
        due=theme.due if theme else None,
        adults=_adults(staff),
        surveys=[(str(one.pk), one.title) for one in _closed(by)],
        who=[(key, audiences.named(by.school, key)) for key in Who.values],
        origins=[(key, say(label)) for key, label in Theme.Origin.choices],
        did=[(key, say(label)) for key, label in Theme.Did.choices],
    )


def _adults(staff: Iterable[Membership]) -> CHOICES:
    own = [one for one in staff if one.may(Permission.VOICE_READ)]
    own.sort(key=lambda one: one.adult.name.split()[-1])
    return [(str(one.adult_id), one.adult.name) for one in own]


def _closed(by: Membership) -> list[Survey]:
    return results.of_school(by)


@dataclass(frozen=True)
class OnBoard:
    """One thing on the board."""

    said: str
    voice: str
    did: str
    answer: str


@dataclass(frozen=True)
class BoardPage:
    """The board that anybody with its address can read. It names nobody."""

    school: str
    address: str
    themes: tuple[OnBoard, ...]


def board(code: str) -> BoardPage | None:
    """What stands on a board; None where the code is no board's."""
    found = ledger.on_board(code)
    if found is None:
        return None
    kept, themes = found
    return BoardPage(
        kept.school.name,
        f"/board/{codes.in_threes(kept.code)}/",
        tuple(OnBoard(one.words, VOICES[one.who], say(DID[one.did]), one.answer) for one in themes),
    )


@dataclass(frozen=True)
class Listening:
    """Times of listening, and what was agreed with pupils."""

    heading: str
    sessions: tuple[Session, ...]
    agreements: tuple[Agreement, ...]
    kinds: CHOICES
    who: CHOICES
    leads: bool


def listening(by: Membership) -> Listening:
    """Both lists of the school. Raises PermissionDenied."""
    every = tuple(sessions.sessions(by))
    last = words.day(every[0].on) if every else ""
    return Listening(
        heading=say("We last listened on {day}", day=last) if last else say("Listening"),
        sessions=every,
        agreements=tuple(sessions.agreements(by)),
        kinds=[(key, say(label)) for key, label in Session.Kind.choices],
        who=[(key, audiences.named(by.school, key)) for key in Who.values],
        leads=by.may(Permission.VOICE_LEAD),
    )
