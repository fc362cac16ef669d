"""Check-ins agreed with children, for the adult each was agreed with, and for whoever is there
while that adult is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from belong.insight.desk import Desk
from belong.insight.today_needs import Need
from belong.insight.words import say
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.checkins import queries
from belong.practice.checkins.models import Agreement, CheckIn

Half = CheckIn.Half
KINDS = {Half.MORNING: "checkin", Half.END: "finish"}
PAGES = {Half.MORNING: "checkins:do", Half.END: "checkins:finish"}
STANDS_IN = "stand_in"


def of_day(desk: Desk, here: Collection[int]) -> list[Need]:
    """Whom one adult promised to meet today, however near or far they are otherwise.

    here  keys of the children on roll whom they work with
    """
    by = desk.by
    if not by.may(Permission.CHECKINS):
        return []
    stood_in = _stood_in(by, desk)
    every = queries.of_day(by.school_id, desk.asked, by.adult_id, sorted(stood_in))
    theirs = [a for a in every if a.pupil_id in here and is_theirs(a, by.adult_id, stood_in)]
    may = desk.among({a.pupil_id for a in theirs}, Permission.CHECKINS)
    return [n for a in theirs if a.pupil_id in may for n in _needs(a, by.adult_id)]


def told_who_is_away(agreed: Iterable[Need], marks: Mapping[int, Need]) -> list[Need]:
    """The same, where the marks of today show a child away: nobody is sent to wait at a door.

    marks  what the register says, by the key of each child
    """
    return [
        replace(need, said=f"{say('Not here today.')} {need.said}", asks=say(
            "Nothing to do while they are away. Keep it for them: they may come later."
        )) if need.pupil in marks and not marks[need.pupil].here else need
        for need in agreed
    ]  # fmt: skip


def is_theirs(agreed: Agreement, adult_id: int, stood_in: Collection[int]) -> bool:
    """Whether it falls to somebody today: who agreed it, unless they are away or have left; else
    whoever stands in. Who stands in for the child by their role sees it either way.

    agreed  with who is away that day and who has left
    """
    if agreed.with_adult_id == adult_id:
        return not agreed.is_away  # type: ignore[attr-defined]
    if agreed.pupil_id in stood_in:
        return True
    gone: bool = agreed.is_away or agreed.has_left  # type: ignore[attr-defined]
    covers = gone and not agreed.stand_in_is_away  # type: ignore[attr-defined]
    return agreed.stand_in_id == adult_id and covers


def with_nobody(desk: Desk, adults: Collection[Membership]) -> set[int]:
    """Keys of the children whose check-in waits today and is on nobody's list.

    adults  everybody at the school, as fetch.everybody_at says them
    """
    waiting = [a for a in queries.of_everybody(desk.by.school_id, desk.asked) if _waits(a)]
    return {a.pupil_id for a in waiting if not any(_sees(one, a, desk) for one in adults)}


def _waits(agreed: Agreement) -> bool:
    morning = agreed.morning and agreed.morning_by is None  # type: ignore[attr-defined]
    return morning or (agreed.end_of_day and agreed.end_by is None)  # type: ignore[attr-defined]


def _sees(one: Membership, agreed: Agreement, desk: Desk) -> bool:
    """Whether a check-in is on one adult's list."""
    theirs = is_theirs(agreed, one.adult_id, _stood_in(one, desk))
    return theirs and one.may(Permission.CHECKINS, of=agreed.pupil)


def _stood_in(by: Membership, desk: Desk) -> set[int]:
    """Keys of the children for whom somebody stands in by their role."""
    rows = [one for one in (by, *by.also) if one.role_key == STANDS_IN]
    return {one.pupil_id for one in rows if one.pupil_id and one.in_force(desk.asked)}


def _needs(agreed: Agreement, adult_id: int) -> Iterator[Need]:
    """What waits; what somebody else did is no longer there to do."""
    halves = ((Half.MORNING, agreed.morning, agreed.morning_by),  # type: ignore[attr-defined]
              (Half.END, agreed.end_of_day, agreed.end_by))  # type: ignore[attr-defined]  # fmt: skip
    for half, is_agreed, done_by in halves:
        if is_agreed and done_by in (None, adult_id):
            yield Need(
                agreed.pupil_id, KINDS[half], said=_said(agreed, half, adult_id), asks=_asks(half),
                page=PAGES[half], promised=True,
            )  # fmt: skip


def _said(agreed: Agreement, half: str, adult_id: int) -> str:
    place = agreed.place
    if agreed.with_adult_id != adult_id:
        who = agreed.with_adult.name
        if agreed.has_left:  # type: ignore[attr-defined]
            return say("{who} does not work with them any more, and you are there: {place}.",
                       who=who, place=place)  # fmt: skip
        if agreed.is_away:  # type: ignore[attr-defined]
            return say("{who} is away today, and you are there: {place}.", who=who, place=place)
        return say("For {who} to do. If they are away, it is yours: {place}.", who=who, place=place)
    if half == Half.END:
        return say("Agreed together: {place}, at the end of the day.", place=place)
    return say("Agreed together: {place}, in the morning.", place=place)


def _asks(half: str) -> str:
    if half == Half.END:
        return say("Ask what was good, and what is left over. Tomorrow starts afresh.")
    return say("Be there for a minute. They say how they are, or you just sit together.")
