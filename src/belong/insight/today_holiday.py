"""A holiday ahead: how will those who are kept in mind know that they are?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.today_ahead import Ahead, Said
from belong.insight.today_hello import NEAR, new_here
from belong.insight.today_needs import Need
from belong.insight.today_rules import rules
from belong.insight.words import say
from belong.people.permissions import Permission
from belong.practice.checkins import queries as checkins

DAY = dt.timedelta(days=1)


def of_day(
    desk: Desk, ahead: Ahead, calendar: Said, close: Mapping[int, str], found: Collection[Need]
) -> list[Need]:
    """The needs of a day; in the last school days before a holiday with a line for each child who
    has been away long, is new, or has a check-in agreed.

    calendar  what somebody said of the days to come
    close     how the adult is close to each child, by key
    found     what the day asks for otherwise
    """
    begins = _begins(ahead, calendar)
    near = {pupil for pupil, how in close.items() if how in NEAR}
    if begins is None or not near:
        return list(found)
    long = {n.pupil for n in found if n.kind == "mind" and n.days >= rules().long_days}
    whom = (long | new_here(desk).keys() | _agreed(desk)) & near
    minds = {need.pupil: need for need in found if need.kind == "mind"}
    rest = [need for need in found if need.kind != "mind" or need.pupil not in whom]
    said = say("A holiday begins on {day}.", day=words.day(begins))
    asks = say("How will they know that they are kept in mind?")
    return rest + [
        replace(minds.get(pupil, Need(pupil, "mind")), said=said, asks=asks)
        for pupil in sorted(whom)
    ]


def _agreed(desk: Desk) -> set[int]:
    """With whom a check-in is agreed, as far as the reader may know."""
    agreed = {one.pupil_id for one in checkins.agreed_with(desk.by.school_id, desk.asked)}
    return set(desk.among(agreed, Permission.CHECKINS))


def _begins(ahead: Ahead, calendar: Said) -> dt.date | None:
    """The first day of a holiday that begins within the next few school days; None where none does,
    or nobody said when the terms are."""
    day = ahead.day
    if day is None or not calendar.terms:
        return None
    for _nth in range(rules().holiday_ahead_days):
        after = calendar.school_day_after(day)
        if after is None or (after - day).days > rules().holiday_days:
            return day + DAY
        day = after
    return None
