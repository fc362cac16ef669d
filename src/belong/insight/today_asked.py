"""Who asked to talk, for the adult they chose: first on the list, and not a word of why."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from belong.insight.desk import Desk
from belong.insight.today_hello import NEAR
from belong.insight.today_needs import Need
from belong.insight.words import say
from belong.people import being_away, fetch
from belong.people.permissions import Permission
from belong.practice.asking import queries
from belong.practice.asking.models import Ask


def of_day(desk: Desk, here: Collection[int], close: Mapping[int, str]) -> list[Need]:
    """Children who would like to talk to one adult; and to somebody who does not work with them any
    more, or is away today, where the child is this adult's own, or nobody of the child's own is
    here and this adult finds somebody for them.

    here   keys of the children on roll whom they work with
    close  how the adult is close to each child, by key
    """
    if not desk.by.may(Permission.CHECKINS):
        return []
    near = {pupil for pupil, how in close.items() if how in NEAR}
    every = [one for one in queries.standing(desk.by.school_id, desk.asked) if one.pupil_id in here]
    mine = [one for one in every if one.to_id == desk.by.adult_id]
    others = _with_nobody(desk, [one for one in every if one.to_id != desk.by.adult_id])
    near |= _nobody_close(desk) if others else set()
    newest: dict[int, Ask] = {}
    for one in [*mine, *(one for one in others if one.pupil_id in near)]:
        newest.setdefault(one.pupil_id, one)
    may = desk.among(newest.keys(), Permission.CHECKINS)
    return [_need(one, desk) for pupil, one in newest.items() if pupil in may]


def _with_nobody(desk: Desk, asked: list[Ask]) -> list[Ask]:
    """Those whose chosen adult may not meet the child any more, or is away today."""
    if not asked:
        return []
    adults = {one.adult_id: one for one in fetch.everybody_at(desk.by.school_id, desk.asked)}
    away = being_away.keys(desk.by.school_id, desk.asked)
    return [
        one for one in asked
        if one.to_id in away or one.to_id not in adults
        or not adults[one.to_id].may(Permission.CHECKINS, of=one.pupil)
    ]  # fmt: skip


def _nobody_close(desk: Desk) -> set[int]:
    """Children to whom nobody close is here today, for who finds another adult for them."""
    if not desk.by.may(Permission.PASSED_ON_READ):
        return set()
    return set().union(*being_away.alone(desk.by, desk.asked).values())


def _need(one: Ask, desk: Desk) -> Need:
    said = say("They would like to talk to you.")
    if one.to_id != desk.by.adult_id:
        said = say("They would like to talk to {who}, who does not work with them any more.",
                   who=one.to.name)  # fmt: skip
        if one.to_id in being_away.keys(desk.by.school_id, desk.asked):
            said = say("They would like to talk to {who}, who is away today.", who=one.to.name)
    return Need(
        one.pupil_id, "asked", said=said, at=one.at, promised=True,
        asks=say("Find them today. Ask where and when suits them; they need not say why."),
    )  # fmt: skip
