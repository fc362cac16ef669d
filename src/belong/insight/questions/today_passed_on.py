"""Children without enough adults: whom no adult close to them has room for today."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from belong.acts import queries as acts
from belong.acts.models import Act
from belong.insight import today_ahead, today_checkins, today_needs, today_said, words
from belong.insight.desk import Desk
from belong.insight.questions.today import on_roll
from belong.insight.today_list import CLASS, closeness, entries, fitted, lately
from belong.insight.today_needs import Need
from belong.insight.today_rules import rules
from belong.insight.words import say, say_n
from belong.people import around, being_away, fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission


@dataclass(frozen=True)
class Without:
    """One child and why an adult is looked for; the planned acts nobody is there for.

    checkin  that nobody is there for their check-in today, in a sentence; "" while somebody is
    """

    pupil: Pupil
    name: str
    why: str
    planned: tuple[str, ...]
    checkin: str


@dataclass(frozen=True)
class PassedOn:
    """The page's answer."""

    kicker: str
    heading: str
    lines: tuple[Without, ...]


def ask(desk: Desk) -> PassedOn:
    """The children of a desk whom nobody close to them has on their list, in the order of names.

    Who only teaches a child welcomes them back as well, and counts for nobody here.
    """
    ahead = today_ahead.of(desk)
    adults = _there(desk)
    needs = today_needs.of_marks(desk)
    longest = dt.timedelta(days=max(rules().again_days.values()))
    waiting, done = acts.of_everybody(desk.by, desk.asked, desk.asked - longest)
    alone = _without(desk, adults, list(needs.values()), _by_adult(waiting), _by_adult(done))
    left: dict[int, list[str]] = defaultdict(list)
    for act in waiting:
        if _nobody_is_there(act, adults):
            left[act.pupil_id].append(act.what)
    doors = today_checkins.with_nobody(desk, adults) & set(on_roll(desk))
    found = fetch.pupils(
        seen_by=desk.by, ids=alone | set(left) | doors, wanting=Permission.PASSED_ON_READ
    )  # fmt: skip
    lines = tuple(
        Without(
            pupil, str(pupil),
            today_said.why(needs[pupil.pk], ahead, desk.asked) if pupil.pk in alone else "",
            tuple(left.get(pupil.pk, ())),
            say("Their check-in has nobody today.") if pupil.pk in doors else "",
        )
        for pupil in found
    )  # fmt: skip
    return PassedOn(words.day(desk.asked), _heading(len(lines)), lines)


def _there(desk: Desk) -> list[Membership]:
    """Everybody at the school who is not away today."""
    away = being_away.keys(desk.by.school_id, desk.asked)
    every = fetch.everybody_at(desk.by.school_id, desk.asked)
    return [one for one in every if one.adult_id not in away]


def _heading(n: int) -> str:
    if not n:
        return say("Nobody is left over today")
    return say_n("{n} child without enough adults", "{n} children without enough adults", n)


def _without(
    desk: Desk, adults: Collection[Membership], needs: Collection[Need],
    planned: defaultdict[int, list[Act]], done: defaultdict[int, list[Act]],
) -> set[int]:  # fmt: skip
    """Keys of children whom no adult has room for. An adult's room is what is left beside what
    they planned and lately did."""
    forms = on_roll(desk)
    held: set[int] = set()
    for adult in adults:
        own = around.own(adult, Permission.ACT_SET)
        close = closeness(own, forms, {})
        mine = done[adult.adult_id]
        every = entries(close, needs, planned[adult.adult_id], mine, desk.asked)
        held |= {e.pupil for e in fitted(every).here if e.need and e.close != CLASS}
        held |= {need.pupil for need in needs if lately(need, mine, desk.asked)}
    return {need.pupil for need in needs} - held


def _by_adult(found: Collection[Act]) -> defaultdict[int, list[Act]]:
    of: defaultdict[int, list[Act]] = defaultdict(list)
    for act in found:
        of[act.done_by_id or act.owner_id].append(act)
    return of


def _nobody_is_there(act: Act, adults: Collection[Membership]) -> bool:
    """Whether neither the owner nor the named stand-in works with the child any more."""
    asked = [one for one in adults if one.adult_id in (act.owner_id, act.stand_in_id)]
    return not any(one.may(Permission.ACT_SET, of=act.pupil) for one in asked)
