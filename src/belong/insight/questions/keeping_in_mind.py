"""How one child is kept in mind over a holiday: what is put down, who does it, how far it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import holiday_ahead, words
from belong.insight.words import say
from belong.people import around, fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.contact import kept
from belong.practice.contact.in_touch import SHORT, KeptInMind

HOW = {
    KeptInMind.How.CARD: "A card",
    KeptInMind.How.NOTE: "A note of what they look forward to",
    KeptInMind.How.GREETS: "Somebody greets them on the first day back",
    KeptInMind.How.OTHER: "Something else",
}
STATES = {
    KeptInMind.State.PLANNED: "To prepare",
    KeptInMind.State.PREPARED: "Prepared",
    KeptInMind.State.DONE: "Done",
}


@dataclass(frozen=True)
class Kept:
    """One way.

    state  one of KeptInMind.State; said, the same in words
    about  who does it
    over   whether its holiday is over
    """

    key: int
    version: int
    how: str
    words: str
    state: str
    said: str
    about: str
    holiday: str
    over: bool


@dataclass(frozen=True)
class Keeping:
    """The page.

    holiday  which one is ahead, and when school is back; "" where nobody said when terms are
    first, last  its days, as a form sends them; else those of what is put down already; "" for none
    """

    pupil: Pupil
    holiday: str
    first: str
    last: str
    ways: tuple[tuple[str, str], ...]
    adults: tuple[tuple[int, str], ...]
    kept: tuple[Kept, ...]
    short: int


def ask(by: Membership, pupil_id: int, today: dt.date) -> Keeping:
    """One child's page; the look is noted.

    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CONTACT_READ)
    ahead = holiday_ahead.of(by.school_id, today)
    every = kept.of_child(pupil.pk)
    days = ahead or next((one for one in every if one.last >= today), None)
    near = around.adults(pupil, Permission.CONTACT_READ, today)
    names = {one.adult_id: one.adult.name for one in near} | {by.adult_id: by.adult.name}
    adults = sorted(names.items(), key=lambda pair: (pair[0] != by.adult_id, pair[1]))
    return Keeping(
        pupil, _holiday(ahead) if ahead else "", days.first.isoformat() if days else "",
        days.last.isoformat() if days else "",
        tuple((key.value, say(text)) for key, text in HOW.items()), tuple(adults),
        tuple(told(one, today) for one in every), SHORT,
    )  # fmt: skip


def told(one: KeptInMind, today: dt.date) -> Kept:
    """One way, as a page shows it."""
    return Kept(
        one.pk, one.version, say(HOW[KeptInMind.How(one.how)]), one.words, one.state,
        say(STATES[KeptInMind.State(one.state)]),
        _who(one, today), words.stretch(one.first, one.last),
        one.last < today,
    )  # fmt: skip


def _who(one: KeptInMind, today: dt.date) -> str:
    left = one.does.left_on is not None and one.does.left_on < today
    if left and one.state == KeptInMind.State.PLANNED:
        return say("{who} has left. Who does it now?", who=one.does.name)
    return say("{who} does it.", who=one.does.name)


def _holiday(ahead: holiday_ahead.Holiday) -> str:
    return say("No school {days}. Back on {day}.", days=words.stretch(ahead.first, ahead.last),
               day=words.day(ahead.back))  # fmt: skip
