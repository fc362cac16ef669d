"""What is different on the next school day, for the children to whom it matters; and today, where
it was said too late for the list of the school day before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.today_ahead import Ahead, Said
from belong.insight.today_hello import NEAR
from belong.insight.today_needs import Need
from belong.insight.words import say
from belong.people import around
from belong.people.permissions import Permission
from belong.practice.ahead import queries
from belong.practice.ahead.models import DayAhead, Tender
from belong.practice.checkins import queries as checkins
from belong.practice.profiles import queries as profiles

KINDS = {
    "cover": "{when}: somebody else teaches. {words}",
    "trip": "{when}: a trip or a visitor. {words}",
    "timetable": "{when}: not the usual timetable. {words}",
    "topic": "{when}: a topic that may be tender. {words}",
}
NAMED = {
    "child": "{when}: “{words}”, as they told us.",
    "family": "{when}: “{words}”, as their family told us.",
}
TOPIC = {
    "child": "They told us of “{words}”.",
    "family": "Their family told us of “{words}”.",
}
DAY = dt.timedelta(days=1)


@dataclass
class _Line:
    """What is said of one child, and what helps them: what they or their family named apart from
    what differs for their group, each with its own help, so that neither is read as the other's."""

    said: list[str] = field(default_factory=list)
    helps: list[str] = field(default_factory=list)
    group: list[str] = field(default_factory=list)
    change: str = ""


Lines = dict[int, _Line]


def of_day(
    desk: Desk, ahead: Ahead, said: Said, close: Mapping[int, str], forms: Mapping[int, str]
) -> list[Need]:
    """One line for each child close to an adult to whom the next school day may be hard: a date
    they or their family named, or a day that differs for their group where change is hard.

    said   what the calendar says
    close  how the adult is close to each child, by key
    forms  the form of each child on roll, by key
    """
    near = {pupil for pupil, how in close.items() if how in NEAR}
    if not near or ahead.day is None or not desk.by.may(Permission.ACT_SET):
        return []
    span = Span(_next(ahead, said), said.school_day_before(desk.asked) if ahead.today else None)
    lines = _lines(desk, span, near, forms)
    may = desk.among(lines.keys(), Permission.ACT_SET)
    return [_need(pupil, line) for pupil, line in sorted(lines.items()) if pupil in may]


@dataclass(frozen=True)
class Span:
    """Which days a list says something of.

    next    the school day it looks ahead to; None where nobody knows it
    before  the last school day before today: what was said after it of today is said today. None
            where today is no school day
    """

    next: dt.date | None
    before: dt.date | None

    def is_late(self, said: DayAhead | Tender) -> bool:
        """Whether no list of a school day before today could have said it."""
        return self.before is not None and timezone.localdate(said.at) > self.before


def _next(ahead: Ahead, said: Said) -> dt.date | None:
    """The school day after the one a list is for; that one itself where it is still to come."""
    if ahead.day is None or not ahead.today:
        return ahead.day
    return said.school_day_after(ahead.day)


def _need(pupil: int, line: _Line) -> Need:
    own, group = _with_help(line.said, line.helps), _with_help(line.group, [line.change])
    said = say("{own} Something else besides. {group}", own=own, group=group)
    return Need(
        pupil, "tomorrow", said=said if own and group else own or group,
        asks=say("Tell them today what to expect, and who will be there."),
    )  # fmt: skip


def _with_help(said: list[str], helps: list[str]) -> str:
    """Sentences, each once, and what helps with them; "" for none."""
    known = " ".join(dict.fromkeys(one for one in helps if one))
    help_said = [say("What helps: {helps}", helps=known)] if said and known else []
    return " ".join([*dict.fromkeys(said), *help_said])


def _lines(desk: Desk, span: Span, near: Collection[int], forms: Mapping[int, str]) -> Lines:
    school = desk.by.school_id
    lines: Lines = {}
    tender = [one for one in queries.of_school(school, desk.asked) if one.pupil_id in near]
    _of_dates(desk, span, tender, lines)
    days = [one for one in queries.days(school, desk.asked, span.next or desk.asked)
            if one.on == span.next or (one.on == desk.asked and span.is_late(one))]  # fmt: skip
    if days:
        helps = profiles.changes(school, desk.asked)
        _of_groups(desk, days, helps.keys() & near, near, forms, lines)
        _of_topics(desk, days, [one for one in tender if one.on is None], forms, lines)
        for pupil in lines.keys() & helps.keys():
            lines[pupil].change = helps[pupil] or ""
    return lines


def _of_dates(desk: Desk, span: Span, tender: Collection[Tender], lines: Lines) -> None:
    """Named days up to the next school day: one of the weekend has no other day before it."""
    late = [one for one in tender if span.is_late(one)]
    every = [(one, desk.asked) for one in queries.coming(late, desk.asked, desk.asked)]
    first = desk.asked + DAY
    if span.next:
        coming = queries.coming(tender, first, span.next)
        every += [(one, queries.next_on(one, first) or span.next) for one in coming]
    for one, on in every:
        when = _when(desk.asked, on)
        line = lines.setdefault(one.pupil_id, _Line())
        line.said.append(say(NAMED[one.named_by], when=when, words=one.words))
        line.helps += [one.helps] if one.helps else []


def _of_groups(
    desk: Desk, days: Collection[DayAhead], hard: Collection[int], near: Collection[int],
    forms: Mapping[int, str], lines: Lines,
) -> None:  # fmt: skip
    """A day that differs, for those who said that change is hard, or with whom a check-in is
    agreed."""
    agreed = {a.pupil_id for a in checkins.agreed_with(desk.by.school_id, desk.asked)}
    whom = (set(hard) | agreed) & set(near)
    for one in days:
        if one.kind != DayAhead.Kind.TOPIC:
            for pupil in whom & _in_group(desk, one, whom, forms):
                lines.setdefault(pupil, _Line()).group.append(_day(desk, one))


def _of_topics(
    desk: Desk, days: Collection[DayAhead], topics: Collection[Tender], forms: Mapping[int, str],
    lines: Lines,
) -> None:  # fmt: skip
    """A topic that may be tender, for those who named one. Whether it is theirs the adult knows:
    words are not matched with words."""
    whom = {one.pupil_id for one in topics}
    for day in (one for one in days if one.kind == DayAhead.Kind.TOPIC):
        here = _in_group(desk, day, whom, forms)
        for one in (t for t in topics if t.pupil_id in here):
            line = lines.setdefault(one.pupil_id, _Line())
            line.said += [_day(desk, day), say(TOPIC[one.named_by], words=one.words)]
            line.helps += [one.helps] if one.helps else []


def _day(desk: Desk, one: DayAhead) -> str:
    return say(KINDS[one.kind], when=_when(desk.asked, one.on), words=_stop(one.words))


def _stop(text: str) -> str:
    return text if text[-1:] in ".!?" else f"{text}."


def _in_group(
    desk: Desk, one: DayAhead, whom: Collection[int], forms: Mapping[int, str]
) -> set[int]:
    """Which of some children are in the group of a day."""
    kind, _, name = one.group.partition(":")
    if not kind:
        return set(whom)
    if kind == "class":
        return set(around.in_classes(desk.by.school_id, one.on, {name})) & set(whom)
    of = forms if kind == "form" else desk.years_of
    return {pupil for pupil in whom if of.get(pupil) == name}


def _when(asked: dt.date, day: dt.date) -> str:
    if day == asked:
        return say("Today")
    return say("Tomorrow") if day == asked + DAY else words.day(day)
