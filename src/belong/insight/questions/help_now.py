"""Help now: three steps for a hard moment, in the child's words where there are any."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight.questions import what_helps
from belong.insight.questions.what_helps import One
from belong.insight.words import say
from belong.people import fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.profiles import parts, queries
from belong.practice.profiles.queries import Chosen

TURN_TO = "turn_to"


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


def _step(step: parts.Step, told: queries.Told) -> Step:
    said = told.parts.get(step.key)
    if said is None:
        return Step(say(step.title), say(step.words), theirs=False, own=False)
    return Step(say(step.title), said.words, theirs=True, own=said.own)
