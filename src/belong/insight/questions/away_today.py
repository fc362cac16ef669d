"""Who is away today, for those who can find a child another adult: adults, and no child's name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from belong.insight import words
from belong.insight.questions.checkins import cannot_stand_in
from belong.insight.words import say
from belong.people import being_away
from belong.people.models import Adult, Membership
from belong.practice.checkins import covering
from belong.practice.checkins.models import Agreement


@dataclass(frozen=True)
class Somebody:
    """An adult who is close to a child.

    away     until when they are away, in a sentence; "" while they are there
    covered  who is there instead, in a sentence; "" while they are there themselves
    """

    key: int
    name: str
    initials: str
    away: str
    covered: str


def ask(by: Membership, today: dt.date) -> tuple[Somebody, ...]:
    """Adults whose children somebody may find another adult for, and those with whom such a child
    agreed something that stands; who is away first, then in the order of names.

    Raises PermissionDenied.
    """
    agreed: dict[int, list[Agreement]] = defaultdict(list)
    for one in covering.agreed_here(by, today):
        agreed[one.with_adult_id].append(one)
    adults = {of[0].with_adult_id: of[0].with_adult for of in agreed.values()}
    adults |= {adult.pk: adult for adult in being_away.near(by, today)}
    until = dict(being_away.on(by.school_id, today).values_list("adult", "last"))
    every = [_somebody(adult, agreed[key], until.get(key), today) for key, adult in adults.items()]
    return tuple(sorted(every, key=lambda one: (not one.away, one.name, one.key)))


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
