"""What helps one child, in their own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.words import say
from belong.people import fetch, greeting
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.profiles import parts, queries
from belong.practice.profiles.queries import Around, Chosen, Given, Stood, Told

READ, WRITE = Permission.PROFILE_READ, Permission.PROFILE_WRITE
ON_CHILD = (
    "strengths", "matters", "greeting", "arrival", "praise", "correct", "stresses", "calm",
    "together", "talk", "breaks",
)  # fmt: skip
"""Parts that stand on a child's page; the rest is one step away."""
TIES = {
    "key_person": "Key person", "tutor": "Tutor", "class_teacher": "Class teacher",
    "head_of_year": "Head of year",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One part: how the page heads it, its words, and whether they are the child's own."""

    key: str
    term: str
    words: str
    own: bool


@dataclass(frozen=True)
class One:
    """Somebody around the child.

    tie   who they are to the child
    says  how the child sees them, in the child's words; "" for nothing
    out   out of school
    """

    name: str
    initials: str
    tie: str
    says: str = ""
    out: bool = False
    leads: bool = False


@dataclass(frozen=True)
class OnChild:
    """What helps a child, as far as the reader may know.

    top      in the child's own words, and `under` whose and when; "" for nothing
    short    whether there is more that the reader is not shown, as they are here for a short while
    agreed   who read it with the child and when, and what follows; "" where nothing stands
    ask      whether it is time to ask the child again
    graces   what is fine for some days, each with its last day
    """

    pupil: Pupil
    top: str
    under: str
    pairs: tuple[Said, ...]
    all_parts: tuple[Said, ...]
    short: bool
    agreed: str
    ask: bool
    graces: tuple[str, ...]
    circle: tuple[One, ...]
    places: tuple[Chosen, ...]
    may_write: bool


def ask(by: Membership, pupil_id: int, today: dt.date) -> OnChild:
    """The page of what helps one child; the look is noted.

    Raises PermissionDenied, fetch.NotYours.
    """
    return _page(by, fetch.pupil(pupil_id, seen_by=by, wanting=READ), today)


def on_child(by: Membership, pupil: Pupil, today: dt.date) -> OnChild | None:
    """The part of a child's page whose look was noted; None for who may not read it."""
    return _page(by, pupil, today) if by.may(READ, of=pupil) else None


def whole(by: Membership, pupil: Pupil) -> bool:
    """Whether somebody reads all of it. Whoever is here for a short while sets no act for a child,
    and needs to know how to meet them, not their story."""
    return by.may(Permission.ACT_SET, of=pupil)


def _page(by: Membership, pupil: Pupil, today: dt.date) -> OnChild:
    told = queries.told(by.school_id, pupil.pk, today)
    every = whole(by, pupil)
    said = said_parts(told, every)
    top = told.parts.get(parts.TOP) if every else None
    line, again = agreed(pupil, told, today)
    return OnChild(
        pupil=pupil,
        top=top.words if top else "",
        under=_under(pupil, top) if top else "",
        pairs=tuple(one for one in said if one.key in ON_CHILD),
        all_parts=said,
        short=not every,
        agreed=line,
        ask=again,
        graces=graces(told.graces),
        circle=circle(pupil, told.circle if every else (), today),
        places=told.places,
        may_write=by.may(WRITE, of=pupil),
    )


def said_parts(told: Told, every: bool) -> tuple[Said, ...]:
    """The parts that stand, in the order of parts.toml, without the words at the top.

    every  all of them; otherwise those for somebody who is here for a short while
    """
    sorts = parts.rules().parts
    return tuple(
        Said(key, say(sorts[key].title), one.words, one.own)
        for key, one in told.parts.items()
        if key != parts.TOP and (every or sorts[key].supply)
    )


def _under(pupil: Pupil, top: Stood) -> str:
    on = words.day(timezone.localtime(top.at).date())
    if top.own:
        return say("{name}, {day}", name=pupil.first, day=on)
    return say("Written with {name} by {who}, {day}", name=pupil.first, who=top.who, day=on)


def agreed(pupil: Pupil, told: Told, today: dt.date) -> tuple[str, bool]:
    """What is said of the child's agreement, and whether it is time to ask again."""
    if not told.parts and not told.kept_back:
        return "", False
    last, name = told.agreed, pupil.first
    if last is None:
        return say("{name} has not been asked yet whether this is right.", name=name), True
    said = {"name": name, "who": last.who, "day": words.day(last.on)}
    if today > last.until():
        return say("{name} agreed with {who}, {day}. Ask again.", **said), True
    if told.changed:
        return say("Changed since {name} agreed with {who}, {day}. Ask again.", **said), True
    line = say("{name} agreed with {who}, {day}.", **said)
    again = say("Ask again by {day}.", day=words.day(last.until()))
    return f"{line} {again}", False


def graces(given: Sequence[Given]) -> tuple[str, ...]:
    """`Any time is fine. Just glad they came. Until Fri 27 Nov 2026.`"""
    known = parts.rules().graces
    return tuple(
        say("{what} Until {day}.", what=say(known[one.sort]), day=words.day(one.until))
        for one in given
    )


def circle(pupil: Pupil, named: Sequence[Around], today: dt.date) -> tuple[One, ...]:
    """The adults a child is given and those the child named, whom they like in front first."""
    close = greeting.close_to(pupil, today)
    given = [One(name, _initials(name), say(TIES[role])) for name, role in close]
    chosen = [
        One(a.name, _initials(a.name), a.tie, a.seen_as, a.where == "out", a.leads) for a in named
    ]
    return tuple(sorted((*given, *chosen), key=lambda one: not one.leads))


def _initials(name: str) -> str:
    """B for Mr Begum, RP for Rhian Prosser; a title is no name."""
    parts_of = [part for part in name.split() if part.rstrip(".") not in TITLES] or name.split()
    return "".join(part[:1] for part in (parts_of[:1] + parts_of[1:][-1:])).upper()


TITLES = {"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr"}
"""What stands before a name."""
