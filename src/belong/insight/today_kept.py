"""What colleagues count on an adult for: a child to keep in mind over a holiday, and a question of
somebody whose relationship has not taken yet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils import timezone

from belong.insight import today_ahead
from belong.insight.desk import Desk
from belong.insight.today_ahead import Said
from belong.insight.today_needs import Need
from belong.insight.today_rules import rules
from belong.insight.words import say
from belong.people.permissions import Permission
from belong.practice.contact import building, kept
from belong.practice.contact.in_touch import KeptInMind

WAYS = {
    "card": "Prepare a card for {name}.",
    "note": "Prepare for {name}: a note of what they look forward to.",
    "other": "Prepare what keeps {name} in mind.",
}
HOLIDAYS, BUILDING = "in_touch:holidays", "in_touch:building"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class _Asked:
    """One thing somebody is counted on for."""

    pupil: int
    said: str
    asks: str
    page: str


def of_day(
    desk: Desk, here: Collection[int], is_school: bool, found: list[Need], said: Said | None = None
) -> list[Need]:
    """The needs of a day with a line for each child for whom an adult has something to prepare, to
    greet, or to answer. A child on their mind already keeps one line.

    here       keys of the children on roll whom they work with
    is_school  whether today is a school day
    found      what the day asks for otherwise
    said       what the calendar says, where somebody asked it already
    """
    told: dict[int, list[_Asked]] = defaultdict(list)
    for one in [*_kept(desk, here, is_school, said), *_invited(desk, here)]:
        told[one.pupil].append(one)
    if not told:
        return found
    minds = {need.pupil: need for need in found if need.kind == "mind"}
    rest = [need for need in found if need.kind != "mind" or need.pupil not in told]
    return rest + [_need(desk, minds.get(p, Need(p, "mind")), of) for p, of in told.items()]


def _need(desk: Desk, need: Need, told: list[_Asked]) -> Need:
    """It counts as done on its own page alone, so no act of before makes it done."""
    away = [] if need.here else [say("Not here today.")]
    said = away + [one.said for one in told] + ([need.said] if need.said else [])
    never = timezone.make_aware(dt.datetime.combine(desk.asked, dt.time.max))
    return replace(
        need, said=" ".join(dict.fromkeys(said)), asks=told[0].asks, page=told[0].page,
        promised=True, at=never,
    )  # fmt: skip


def _kept(desk: Desk, here: Collection[int], is_school: bool, said: Said | None) -> list[_Asked]:
    by, today = desk.by, desk.asked
    since = today - today_ahead.FARTHEST * DAY
    every = [one for one in kept.of_adult(by.school_id, by.adult_id, since) if one.pupil_id in here]
    if not every:
        return []
    may = desk.among({one.pupil_id for one in every}, Permission.CONTACT_READ)
    calendar = said or today_ahead.said_of_days(desk)
    until = _soon(today, calendar)
    found = []
    for one in (one for one in every if one.pupil_id in may):
        if one.how == KeptInMind.How.GREETS:
            if is_school and one.last < today and calendar.school_day_after(one.last) == today:
                found.append(_greet(one))
        elif today < one.first <= until and one.state == KeptInMind.State.PLANNED:
            found.append(_prepare(one))
    return found


def _soon(today: dt.date, calendar: Said) -> dt.date:
    """The last day on which a holiday may begin that somebody prepares for now."""
    day = today
    for _nth in range(rules().holiday_ahead_days):
        after = calendar.school_day_after(day)
        if after is None:
            return day + rules().holiday_days * DAY
        day = after
    return day


def _prepare(one: KeptInMind) -> _Asked:
    said = say("A holiday is near, and this is yours to prepare.")
    asks = say(WAYS[one.how], name=one.pupil.first)
    return _Asked(one.pupil_id, said, asks, HOLIDAYS)


def _greet(one: KeptInMind) -> _Asked:
    said = say("First day back. It was agreed that you greet {name}.", name=one.pupil.first)
    asks = say("Be where they come in, and say that you kept them in mind.")
    return _Asked(one.pupil_id, said, asks, HOLIDAYS)


def _invited(desk: Desk, here: Collection[int]) -> list[_Asked]:
    by = desk.by
    every = building.unanswered(by.school_id, by.adult_id, desk.asked)
    may = desk.among({one.pupil_id for one in every} & set(here), Permission.CHECKINS)
    return [
        _Asked(
            one.pupil_id,
            say("{adult} asks whether you come alongside {name}.", adult=one.adult.name,
                name=one.pupil.first),
            say("Answer yes, or not now. Either is fine."), BUILDING,
        )
        for one in every if one.pupil_id in may
    ]  # fmt: skip
