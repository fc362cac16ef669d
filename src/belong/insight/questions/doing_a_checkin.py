"""One check-in with one child: their own faces and words, and what stands already."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from belong.insight import words
from belong.insight.questions import checkins
from belong.insight.words import say
from belong.people import fetch, how_long
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.checkins import queries
from belong.practice.checkins.actions import UNREAD
from belong.practice.checkins.models import LONGEST, Agreement, CheckIn, Choice

END = CheckIn.Half.END.value
MORNING = CheckIn.Half.MORNING.value
THEMES = Path(__file__).parents[1] / "checkins.toml"


@cache
def asked_after() -> dt.timedelta:
    """How long after the last time a child is asked whether it helps."""
    return dt.timedelta(days=tomllib.loads(THEMES.read_text())["asked_after_days"])


@dataclass(frozen=True)
class Pick:
    """One thing to tap.

    nth   its place; face "" for a thing without a face
    drawn  the lines of a face the child drew; "" for any other
    """

    nth: int
    face: str
    word: str
    chosen: bool
    drawn: str = ""


@dataclass(frozen=True)
class Standing:
    """What is written down already.

    own  whether the reader wrote it, and may change it today
    """

    key: int
    said: str
    who: str
    own: bool
    how: str
    words: str
    note: str
    left_over: str
    settled: str


@dataclass(frozen=True)
class Doing:
    """The page.

    agreed   in a sentence; "" where nothing is agreed for today: then there is nothing to do yet
    days     whether today is one of the days agreed
    half     one of CheckIn.Half
    asks_helps  whether it is time to ask the child if it helps
    kept     how long it is kept, in a sentence
    """

    pupil: Pupil
    half: str
    kicker: str
    agreed: str
    cover: str
    what_we_do: str
    faces: tuple[Pick, ...]
    things: tuple[Pick, ...]
    standing: Standing | None
    version: int
    longest: int
    asks_helps: bool
    both: bool
    kept: str


def ask(by: Membership, pupil_id: int, half: str, today: dt.date) -> Doing:
    """One child's check-in of one half of a day; the look is noted.

    half    "" for the half that is agreed, the morning first
    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CHECKINS)
    agreed = queries.of_child(by.school_id, pupil.pk, today)
    if agreed is not None and agreed.begins > today:
        agreed = None
    half = half or (MORNING if agreed is None or agreed.morning else END)
    done = queries.one(pupil.pk, today, half)
    faces = _picks(agreed, Choice.Kind.FACE, done.feeling if done else "")
    things = _picks(agreed, Choice.Kind.THING, done.one_thing if done else "")
    return Doing(
        pupil=pupil, half=half, kicker=_kicker(half, today),
        agreed=checkins.in_words(agreed) if agreed else "",
        cover=checkins.cover(agreed) if agreed else "",
        what_we_do=agreed.what_we_do if agreed else "",
        faces=faces, things=things,
        standing=standing(by, done) if done else None,
        version=done.version if done else UNREAD, longest=LONGEST,
        asks_helps=_due(agreed, today) if agreed else False,
        both=agreed is not None and agreed.morning and agreed.end_of_day,
        kept=_kept(today),
    )  # fmt: skip


def _kept(today: dt.date) -> str:
    last = how_long.last_day("checkins", today)
    return say("Kept until {day}, then gone.", day=words.day(last))


def _kicker(half: str, today: dt.date) -> str:
    if half == END:
        return say("End of the day, {day}", day=words.day(today))
    return say("Morning check-in, {day}", day=words.day(today))


def _picks(agreed: Agreement | None, kind: str, chosen: str) -> tuple[Pick, ...]:
    if agreed is None:
        return ()
    mine = [c for c in agreed.choices.all() if c.kind == kind]
    return tuple(Pick(c.nth, c.face, c.word, c.word == chosen, c.drawn) for c in mine)


def standing(by: Membership, done: CheckIn) -> Standing:
    """What is written down, as a page shows it."""
    said = done.feeling or say(checkins.HOW.get(done.how, ""))
    if done.one_thing:
        said = say("{feeling}. One thing: {thing}", feeling=said, thing=done.one_thing)
    clock = words.moment(done.at).rsplit(", ", 1)[-1]
    return Standing(
        done.pk, said, say("{who} wrote this down at {at}.", who=done.by.name, at=clock),
        done.by_id == by.adult_id, done.how, done.words, done.note, done.left_over, done.settled,
    )  # fmt: skip


def _due(agreed: Agreement, today: dt.date) -> bool:
    last = queries.last_asked(agreed.pupil_id)
    same = last is not None and last.agreement_id == agreed.pk
    since = max(last.day, agreed.begins) if last is not None and same else agreed.begins
    return today - since >= asked_after()
