"""What School today opens with: whose day it is, and what is true of it."""

from __future__ import annotations

from belong.attendance.codes import NO_MARK
from belong.insight import one_day, words
from belong.insight.desk import Desk
from belong.insight.figures import Said, Scope, said
from belong.insight.one_day import AFTERNOON, OneDay
from belong.insight.words import say, say_n

SATURDAY, A_WEEK = 5, 7


def kicker(desk: Desk) -> str:
    """Whose day this is, and why it is an earlier one where it is."""
    if desk.is_today and desk.whom.everybody:
        return say("School today, {day}.", day=words.day(desk.day))
    if desk.is_today:
        return say("{name}, today, {day}.", name=desk.name, day=words.day(desk.day))
    last = say("This is {day}, the last school day with a register.", day=words.day(desk.day))
    nothing = _nothing_today(desk) if desk.whom.everybody else _nothing_of_theirs(desk)
    return f"{nothing} {last}"


def _nothing_today(desk: Desk) -> str:
    """Why the page is about an earlier day."""
    if desk.begun and _weekend(desk):
        return say("Only a few marks for {asked}.", asked=words.day(desk.asked))
    if desk.begun:
        return say("Most marks for today, {asked}, are not in yet.", asked=words.day(desk.asked))
    if _expected_today(desk):
        return say("No register has come in yet today, {asked}.", asked=words.day(desk.asked))
    return say("No marks for {asked}.", asked=words.day(desk.asked))


def _nothing_of_theirs(desk: Desk) -> str:
    """The same of some children, by name.

    Of one child every mark may be in while the form's register is not, so that nothing is said of
    how many are.
    """
    asked = words.day(desk.asked)
    if desk.begun and _weekend(desk):
        return say("No register for {name} on {asked}.", name=desk.named, asked=asked)
    if desk.begun:
        return say(
            "The register of {name} for today, {asked}, is not in yet.",
            name=desk.named, asked=asked,
        )  # fmt: skip
    if _expected_today(desk):
        return say(
            "No register for {name} has come in yet today, {asked}.", name=desk.named, asked=asked
        )
    return say("No marks for {name} on {asked}.", name=desk.named, asked=asked)


def _weekend(desk: Desk) -> bool:
    return desk.asked.weekday() >= SATURDAY


def _expected_today(desk: Desk) -> bool:
    return not _weekend(desk) and (desk.asked - desk.day).days < A_WEEK


def heading(desk: Desk, day: OneDay, scope: Scope) -> tuple[Said, ...]:
    """One or two sentences: how many are not here, and for how many nobody knows why."""
    if not desk.is_marked:
        return _not_marked(desk, day, scope)
    names = ("not_here", "no_reason_yet")
    texts = _counted(desk, *(day.count(name) for name in names))
    figures = (one_day.figure(day, name, scope) for name in names)
    return tuple(said(text, of) for text, of in zip(texts, figures, strict=True) if text)


def _counted(desk: Desk, away: int, unknown: int) -> tuple[str, str]:
    if desk.is_today:
        first = say_n("{n} child is not here.", "{n} children are not here.", away)
    else:
        first = say_n("{n} child was not here.", "{n} children were not here.", away)
    if unknown == 0:
        return first, say("Every one has a mark that says more.") if away else ""
    return first, say_n("For {n}, nobody knows why yet.", "For {n}, nobody knows why yet.", unknown)


def _not_marked(desk: Desk, day: OneDay, scope: Scope) -> tuple[Said, ...]:
    """No mark of theirs at the session in force: that nobody is away would not be true."""
    # The name of a form may hold a number, so the sentence leads to the registers as a whole.
    link = one_day.figure(day, "registers_in", scope).link if len(day.forms) else ""
    first = Said("", _not_in(desk, day), "", link)
    away = day.count("not_here")
    if not away:
        return (first,)
    text = say_n(
        "In the morning, {n} child was not here.", "In the morning, {n} children were not here.",
        away,
    )  # fmt: skip
    return first, said(text, one_day.figure(day, "not_here", scope))


def _not_in(desk: Desk, day: OneDay) -> str:
    if not desk.expected.any():
        return say("No marks are expected for {name}.", name=desk.named)
    morning_is_in = day.half == AFTERNOON and bool((day.mark[day.rows] < NO_MARK).any())
    if morning_is_in and desk.group:
        return say("The afternoon register of {name} is not in yet.", name=desk.group)
    if morning_is_in:
        return say("No afternoon marks for the children you work with are in yet.")
    if desk.group:
        return say("The register of {name} is not in yet.", name=desk.group)
    return say("No marks for the children you work with are in yet.")


def waiting(desk: Desk) -> str:
    """Why nothing can be said of these children yet; "" where any of them has a mark."""
    if desk.is_marked:
        return ""
    if not desk.expected.any():
        return say("No marks are expected, so there is nothing to find out.")
    return say("Once their marks are in, this says who is not here.")
