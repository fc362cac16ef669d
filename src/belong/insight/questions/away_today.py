"""Who is away today, for those who can find a child another adult: adults, and no child's name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight.questions.checkins import cannot_stand_in
from belong.insight.words import say
from belong.people.models import Adult, Membership
from belong.practice.checkins import covering
from belong.practice.checkins.models import Agreement


@dataclass(frozen=True)
class Somebody:
    """An adult with whom a check-in is agreed.

    covered  who is there instead, in a sentence; "" while they are there themselves
    """

    key: int
    name: str
    initials: str
    away: bool
    covered: str


def ask(by: Membership, today: dt.date) -> tuple[Somebody, ...]:
    """Adults with whom a child agreed something that stands, in the order of names.

    Raises PermissionDenied.
    """
    found: dict[int, list[Agreement]] = {}
    for one in covering.agreed_here(by, today):
        found.setdefault(one.with_adult_id, []).append(one)
    every = [_somebody(of) for of in found.values()]
    return tuple(sorted(every, key=lambda one: (one.name, one.key)))


def _somebody(agreed: list[Agreement]) -> Somebody:
    first = agreed[0]
    away: bool = first.is_away  # type: ignore[attr-defined]
    return Somebody(
        first.with_adult_id, first.with_adult.name, _initials(first.with_adult), away,
        _covered(agreed) if away else "",
    )  # fmt: skip


def _covered(agreed: list[Agreement]) -> str:
    there = sorted({a.stand_in.name for a in agreed
                    if a.stand_in and not cannot_stand_in(a)})  # fmt: skip
    alone = any(a.stand_in is None or cannot_stand_in(a) for a in agreed)
    said = [say("{who} sees it in Today.", who=name) for name in there]
    if alone:
        said.append(say("For somebody, nobody stands in yet: agree it on the child's page."))
    return " ".join(said)


def _initials(adult: Adult) -> str:
    return "".join(part[:1] for part in adult.name.split()[-2:])
