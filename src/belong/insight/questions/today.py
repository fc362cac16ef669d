"""One adult's day: whom to welcome back, what they planned, whom to keep in mind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from belong.acts import queries as acts
from belong.acts.models import Act
from belong.insight import (
    audit_steps,
    early_warnings,
    early_warnings_said,
    today_ahead,
    today_asked,
    today_checkins,
    today_cover,
    today_hello,
    today_holiday,
    today_kept,
    today_lessons,
    today_needs,
    today_said,
    today_seen,
    today_tomorrow,
    words,
)
from belong.insight.audit_steps import StepLine
from belong.insight.desk import Desk
from belong.insight.today_ahead import Ahead
from belong.insight.today_lessons import Missed
from belong.insight.today_list import CLASS, Entry, Fitted, closeness, entries, fitted
from belong.insight.today_needs import Need
from belong.insight.today_rules import rules
from belong.insight.words import say
from belong.people import around, fetch
from belong.people.around import Own
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb

SHOWN = (
    "asked", "seen", "welcome", "cover", "checkin", "planned", "new", "notice", "warm", "hello",
    "mind", "finish", "tomorrow",
)  # fmt: skip
"""The order on the page: the gate comes first."""


@dataclass(frozen=True)
class Line:
    """One child, why, and one small act.

    what     the small act
    about    whose it is, where it is not the reader's own; "" otherwise
    button   what the button says; act is None for what nobody planned
    done     the moment it was done, in words; "" while it waits
    card     whether a pattern card waits on the child's page
    page     name of the page about this child where it is done; "" for one tap here
    """

    kind: str
    pupil: Pupil
    name: str
    who: str
    why: str
    what: str
    about: str
    button: str
    done: str
    act: Act | None
    card: bool
    page: str


@dataclass(frozen=True)
class Part:
    """The lines of one kind."""

    kind: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Today:
    """The page's answer.

    ahead      whether it is for a later day: then nothing can be done yet
    has_own    whether any child is this adult's own
    school     next steps of the school that are this adult's, about no child
    passed_on  what did not fit, as a sentence; "" for nothing
    """

    kicker: str
    heading: str
    lede: str
    parts: tuple[Part, ...]
    passed_on: str
    ahead: bool
    has_own: bool
    school: tuple[StepLine, ...]


@dataclass(frozen=True)
class Mine:
    """An adult's list as keys: what it is made of before any child is looked at."""

    own: Own
    classes: dict[int, frozenset[str]]
    fitted: Fitted


def ask(desk: Desk) -> Today:
    """Today, for whoever the desk belongs to. The trail names every child who is shown."""
    ahead = today_ahead.of(desk)
    mine = _mine(desk, ahead)
    found = mine.fitted.here
    pupils = _looked_at(desk, found)
    missed = _missed(desk, mine, found)
    lines = [_line(desk, ahead, e, pupils[e.pupil], missed.get(e.pupil, ()))
             for e in found if e.pupil in pupils]  # fmt: skip
    return _page(desk, ahead, mine, lines)


def promised(desk: Desk) -> bool:
    """Whether something that was planned, or agreed with a child, waits for an adult on this very
    day, as the page would show it. Only keys are asked for, so there is no look."""
    ahead = today_ahead.of(desk)
    if not ahead.today:
        return False
    waits = {
        one.pupil for one in _mine(desk, ahead).fitted.here
        if one.done is None and (one.need is None or one.need.promised)
    }  # fmt: skip
    return bool(waits and desk.among(waits, Permission.TODAY_READ))


def _mine(desk: Desk, ahead: Ahead) -> Mine:
    by = desk.by
    own = around.own(by, Permission.TODAY_READ)
    until = max(desk.asked, ahead.day or desk.asked)
    since = desk.asked - dt.timedelta(days=max(rules().again_days.values()))
    waiting, done = acts.on_the_list(by, until, since, desk.asked)
    forms = on_roll(desk)
    classes = around.in_classes(by.school_id, desk.asked, own.classes) if own.classes else {}
    close = closeness(own, forms, {k: v for k, v in classes.items() if k in forms})
    agreed = today_checkins.of_day(desk, forms)
    marks = today_needs.of_marks(desk) if close or agreed else {}
    needs = _needs(desk, own, close, marks)
    calendar = today_ahead.said_of_days(desk) if close else None
    if calendar:
        needs = today_holiday.of_day(desk, ahead, calendar, close, needs)
        needs += today_tomorrow.of_day(desk, ahead, calendar, close, forms)
    needs += today_checkins.told_who_is_away(agreed, marks)
    needs += today_asked.of_day(desk, forms, close)
    if ahead.today:
        needs += today_cover.of_day(desk, close, but={need.pupil for need in needs})
    needs = today_kept.of_day(desk, forms, ahead.today, needs, calendar)
    every = entries(close, needs, _still_theirs(desk, waiting), done, desk.asked)
    return Mine(own, classes, fitted(every))


def on_roll(desk: Desk) -> dict[int, str]:
    """The form of each child of a desk who is on roll, by key."""
    rows = zip(desk.register.pupil, desk.form, desk.here_now, strict=True)
    return {int(pupil): str(form) for pupil, form, here in rows if here}


def _needs(desk: Desk, own: Own, close: dict[int, str], marks: dict[int, Need]) -> list[Need]:
    """What the register says of somebody's own children; patterns for those who may read them."""
    if not close:
        return []
    found = list(marks.values())
    found += today_seen.of_day(desk, close)
    found += _warm(desk, close, but={need.pupil for need in found})
    found += today_hello.of_day(desk, close, but={need.pupil for need in found})
    if desk.by.may(Permission.PATTERNS_READ) and (own.children or own.forms):
        new = [n for n in today_needs.of_patterns(desk).values() if n.pupil in close]
        may = desk.among([n.pupil for n in new], Permission.PATTERNS_READ)
        told = desk.among([n.pupil for n in new if n.of_event], Permission.SYSTEM_READ)
        found += [n for n in new if n.pupil in may and (not n.of_event or n.pupil in told)]
    return found


def _warm(desk: Desk, close: dict[int, str], but: set[int]) -> list[Need]:
    """Whom an early warning asks a warm word for. A pattern has a line of its own, and whoever is
    on somebody's mind already needs no second line.

    but  keys of the children who have a line
    """
    near = {pupil for pupil, how in close.items() if how != CLASS}
    found = early_warnings.of(desk, patterns=False) if near else {}
    return [
        Need(
            pupil, "warm", said=early_warnings_said.why(of[0]), asks=early_warnings_said.asks(of),
            page="warm_words:answer",
        )
        for pupil, of in found.items() if pupil in near - but
    ]  # fmt: skip


def _still_theirs(desk: Desk, waiting: Sequence[Act]) -> list[Act]:
    """Planned acts about children this adult still works with."""
    ids = [act.pupil_id for act in waiting]
    may = desk.among(ids, Permission.ACT_SET)
    return [act for act in waiting if act.pupil_id in may]


def _looked_at(desk: Desk, found: Sequence[Entry]) -> dict[int, Pupil]:
    """The children shown: those of a pattern under the words for that, all others as a list."""
    told = {e.pupil for e in found if e.kind == "notice"}
    warned = {e.pupil for e in found if e.kind == "warm"} - told
    rest = {e.pupil for e in found} - told - warned
    out = []
    if warned:
        out += fetch.pupils(
            seen_by=desk.by, ids=warned, wanting=Permission.WARNINGS_READ, why=Verb.WARNINGS_SEEN
        )
    if told:
        out += fetch.pupils(
            seen_by=desk.by, ids=told, wanting=Permission.PATTERNS_READ, why=Verb.PATTERNS_SEEN
        )
    out += fetch.pupils(seen_by=desk.by, ids=rest, wanting=Permission.TODAY_READ)
    return {pupil.pk: pupil for pupil in out}


def _missed(desk: Desk, mine: Mine, found: Sequence[Entry]) -> dict[int, Missed]:
    """Lessons missed by those to welcome back; of who is only taught, of one's own classes."""
    back = [e.need for e in found if e.kind == "welcome" and e.need and not e.done]
    taught = {e.pupil: mine.own.classes for e in found if e.close == CLASS}
    return today_lessons.while_away(desk, back, taught)


def _line(desk: Desk, ahead: Ahead, entry: Entry, pupil: Pupil, missed: Missed) -> Line:
    act = entry.act
    return Line(
        kind=entry.kind,
        pupil=pupil,
        name=str(pupil),
        who=_who(pupil),
        why=_why(desk, ahead, entry, missed),
        what=_what(entry, missed),
        about=_about(desk.by, act),
        button=_button(entry),
        done=_clock(entry.done),
        act=entry.done or act,
        card=entry.kind == "notice",
        page=entry.need.page if entry.need else "",
    )


def _button(entry: Entry) -> str:
    if entry.kind == "mind" and entry.need and entry.need.page:
        return say("Open")
    return say(today_said.DONE[entry.kind])


def _who(pupil: Pupil) -> str:
    sound = say("say {sound}", sound=pupil.said) if pupil.said else ""
    return ", ".join(part for part in (pupil.form, sound) if part)


def _what(entry: Entry, missed: Missed) -> str:
    if entry.act:
        return entry.act.what
    return today_said.act(entry.need, sum(n for _, n in missed)) if entry.need else ""


def _why(desk: Desk, ahead: Ahead, entry: Entry, missed: Missed) -> str:
    if entry.need:
        why = today_said.why(entry.need, ahead, desk.asked)
        lessons = today_said.missed_meanwhile(missed, taught=entry.close == CLASS)
        return f"{why} {lessons}".strip()
    act = entry.act
    if act is None:
        return ""
    when = "" if entry.done else today_said.planned_for(act.due, ahead, desk.asked)
    return " ".join(part for part in (act.why, when) if part)


def _about(by: Membership, act: Act | None) -> str:
    """Whose act it is, where somebody else's; who set it down, where that was somebody else."""
    if act is None:
        return ""
    if act.owner_id != by.adult_id:
        return say("For {name} to do. If they are away, it is yours.", name=act.owner.name)
    if act.created_by_id != by.adult_id:
        return say("{name} asked you.", name=act.created_by.name)
    return ""


def _clock(act: Act | None) -> str:
    return words.moment(act.done_at).rsplit(", ", 1)[-1] if act and act.done_at else ""


def _page(desk: Desk, ahead: Ahead, mine: Mine, lines: Sequence[Line]) -> Today:
    waiting = [line for line in lines if not line.done]
    counts = [(kind, sum(line.kind == kind for line in waiting)) for kind in SHOWN]
    parts = [
        Part(kind, say(today_said.TITLES[kind]), tuple(x for x in lines if x.kind == kind))
        for kind in SHOWN
    ]
    first = next((x for part in parts for x in part.lines if not x.done), None)
    seconds = sum(rules().seconds[line.kind] for line in waiting)
    return Today(
        kicker=_kicker(desk),
        heading=today_said.heading(counts, len(lines) - len(waiting), ahead, desk.asked),
        lede=today_said.lede(seconds, first.pupil.first or first.name) if first else "",
        parts=tuple(part for part in parts if part.lines),
        passed_on=today_said.passed_on(len(mine.fitted.passed_on)),
        ahead=not ahead.today,
        has_own=bool(mine.own),
        school=audit_steps.of_day(desk.by, desk.asked),
    )


def _kicker(desk: Desk) -> str:
    if desk.is_today:
        return words.day(desk.asked)
    return say("{asked}. The last register is of {day}.", asked=words.day(desk.asked),
               day=words.day(desk.day))  # fmt: skip
