"""Help now: three steps for a hard moment, in the child's words where there are any."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight.questions import what_helps
from belong.insight.questions.what_helps import One
from belong.insight.words import say
from belong.people import around, fetch
from belong.people.greeting import Found
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.profiles import parts, queries
from belong.practice.profiles.queries import Chosen

TURN_TO = "turn_to"
MOST_OWN = 40
"""Children that somebody looks through faster than they type a name."""


@dataclass(frozen=True)
class Step:
    """One step: in whose words it is (`theirs`: written with the child; `own`: the child's own)."""

    title: str
    words: str
    theirs: bool
    own: bool


@dataclass(frozen=True)
class HelpNow:
    """The page.

    turn_to  whom the child would go to, in their words; "" for nothing said
    adults   whom to call, the closest first
    """

    pupil: Pupil
    steps: tuple[Step, ...]
    turn_to: str
    adults: tuple[One, ...]
    places: tuple[Chosen, ...]
    graces: tuple[str, ...]


@dataclass(frozen=True)
class ForWhom:
    """The page before anybody has said for whom.

    steps  for any child
    own    the reader's own children in the order of names; none where they are too many to look
           through
    found  whom a search found; None before one
    """

    steps: tuple[Step, ...]
    own: tuple[Pupil, ...]
    found: Found | None


def for_whom(by: Membership, text: str, today: dt.date) -> ForWhom:
    """The page; a look at every child who is named is noted. Raises PermissionDenied."""
    found = None
    if text:
        found = fetch.greeted(text, seen_by=by, today=today, wanting=Permission.PROFILE_READ)
    steps = tuple(_step(step, None) for step in parts.rules().steps)
    return ForWhom(steps, () if text else _own(by), found)


def _own(by: Membership) -> tuple[Pupil, ...]:
    own = around.own(by, Permission.PROFILE_READ)
    roll = fetch.roll(seen_by=by, wanting=Permission.PROFILE_READ) if own else []
    keys = [key for key, _, form in roll if key in own.children or form in own.forms]
    if not 0 < len(keys) <= MOST_OWN:
        return ()
    return tuple(fetch.pupils(seen_by=by, ids=keys, wanting=Permission.PROFILE_READ))


def ask(by: Membership, pupil_id: int, today: dt.date) -> HelpNow:
    """The page for one child; the look is noted, and nothing of the moment is kept.

    Raises PermissionDenied, fetch.NotYours.
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.PROFILE_READ)
    told = queries.told(by.school_id, pupil.pk, today)
    every = what_helps.whole(by, pupil)
    named = [one for one in told.circle if one.where == "in"] if every else []
    turn_to = told.parts.get(TURN_TO)
    return HelpNow(
        pupil,
        tuple(_step(step, told) for step in parts.rules().steps),
        turn_to.words if turn_to else "",
        what_helps.circle(pupil, named, today),
        told.places,
        what_helps.graces(told.graces),
    )


def _step(step: parts.Step, told: queries.Told | None) -> Step:
    said = told.parts.get(step.key) if told else None
    if said is None:
        return Step(say(step.title), say(step.words), theirs=False, own=False)
    return Step(say(step.title), said.words, theirs=True, own=said.own)
