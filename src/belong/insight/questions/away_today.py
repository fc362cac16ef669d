"""Who is away today, for those who can find a child another adult; and the children to whom nobody
close is there then."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from belong.insight import words
from belong.insight.questions.checkins import cannot_stand_in
from belong.insight.words import say
from belong.people import being_away, fetch
from belong.people.models import Adult, Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.checkins import covering
from belong.practice.checkins.models import Agreement


@dataclass(frozen=True)
class Somebody:
    """An adult who is close to a child.

    away     until when they are away, in a sentence; "" while they are there
    covered  who is there instead, in a sentence; "" while they are there themselves
    alone    the children close to them to whom nobody else close is there today, in the order of
             names; the trail names each
    """

    key: int
    name: str
    initials: str
    away: str
    covered: str
    alone: tuple[Pupil, ...] = ()


@dataclass(frozen=True)
class WhoIsAway:
    """The page's answer. said: what was searched for and not found, in a sentence; "" otherwise."""

    adults: tuple[Somebody, ...]
    said: str


def ask(by: Membership, today: dt.date, text: str = "") -> WhoIsAway:
    """Adults whose children somebody may find another adult for, and those with whom such a child
    agreed something that stands; who is away first, then in the order of surnames.

    text    narrows them to those whose name holds every word of it
    raises  PermissionDenied
    """
    agreed: dict[int, list[Agreement]] = defaultdict(list)
    for one in covering.agreed_here(by, today):
        agreed[one.with_adult_id].append(one)
    adults = {of[0].with_adult_id: of[0].with_adult for of in agreed.values()}
    adults |= {adult.pk: adult for adult in being_away.near(by, today)}
    until = dict(being_away.on(by.school_id, today).values_list("adult", "last"))
    wanted = text.casefold().split()
    shown = {key: adult for key, adult in adults.items()
             if all(word in adult.name.casefold() for word in wanted)}  # fmt: skip
    alone = _alone(by, today, shown)
    every = [
        replace(_somebody(adult, agreed[key], until.get(key), today), alone=alone.get(key, ()))
        for key, adult in shown.items()
    ]
    said = say("Nobody here is called that.") if wanted and not shown else ""
    return WhoIsAway(tuple(sorted(every, key=_place)), said)


def _place(one: Somebody) -> tuple[bool, str, str, int]:
    """Who is away first; then by surname, the last word of a name."""
    return (not one.away, one.name.split()[-1].casefold() if one.name else "", one.name, one.key)


def _alone(
    by: Membership, today: dt.date, shown: Mapping[int, Adult]
) -> dict[int, tuple[Pupil, ...]]:
    """The children of each adult who is shown and away, in the order of names."""
    found = {key: of for key, of in being_away.alone(by, today).items() if key in shown and of}
    if not found:
        return {}
    ids = frozenset[int]().union(*found.values())
    pupils = fetch.pupils(seen_by=by, ids=ids, wanting=Permission.PASSED_ON_READ)
    return {key: tuple(p for p in pupils if p.pk in of) for key, of in found.items()}


def is_away(by: Membership, today: dt.date) -> bool:
    """Whether somebody said of the reader that they are away today."""
    return by.adult_id in being_away.keys(by.school_id, today)


def _somebody(
    adult: Adult, agreed: Sequence[Agreement], until: dt.date | None, today: dt.date
) -> Somebody:
    away = _until(until, today) if until else ""
    covered = _covered(agreed) if until and agreed else ""
    return Somebody(adult.pk, adult.name, _initials(adult), away, covered)


def _until(last: dt.date, today: dt.date) -> str:
    return say("Away today.") if last == today else say("Away until {day}.", day=words.day(last))


def _covered(agreed: Sequence[Agreement]) -> str:
    there = sorted({a.stand_in.name for a in agreed
                    if a.stand_in and not cannot_stand_in(a)})  # fmt: skip
    alone = any(a.stand_in is None or cannot_stand_in(a) for a in agreed)
    said = [say("{who} sees their check-ins in Today.", who=name) for name in there]
    if alone:
        said.append(say("For a check-in, nobody stands in yet: agree it on the child's page."))
    return " ".join(said)


def _initials(adult: Adult) -> str:
    return "".join(part[:1] for part in adult.name.split()[-2:])
