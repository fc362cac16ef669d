"""What each kind of evidence counts: one small function each. Only keys of children, so no look;
and never how often somebody did something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from belong.acts import queries as acts
from belong.attendance import codes
from belong.basics.terms import date_of, day_number, year_of, year_start
from belong.insight import early_warnings, one_day, today_hello
from belong.insight.desk import Desk
from belong.insight.figures import Scope
from belong.people import fetch, second_steps
from belong.people.models import Enrolment, Membership
from belong.people.models.span import holds_on
from belong.practice.ahead import queries as ahead
from belong.practice.checkins import queries as checkins
from belong.practice.checkins.models import Helps
from belong.practice.contact import heard, kept
from belong.practice.contact import queries as tries
from belong.practice.curiosity import answering
from belong.practice.curiosity import queries as curiosity
from belong.practice.curiosity.models import Arrival
from belong.practice.noticing import queries as noticing
from belong.practice.noticing.models import GoodThing
from belong.practice.profiles import queries as profiles
from belong.practice.profiles.models import CirclePerson


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int


AFTERNOON = 1
Count = Callable[[Desk], Share | None]


def _here(desk: Desk) -> frozenset[int]:
    return frozenset(int(key) for key in desk.register.pupil[desk.here_now])


def _of(part: Collection[int], whole: Collection[int]) -> Share:
    return Share(len(frozenset(part) & frozenset(whole)), len(whole))


def _half_term(desk: Desk) -> dt.date:
    return desk.terms[-1].first


def _since(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _agreed(desk: Desk) -> frozenset[int]:
    """Children on roll with whom a check-in is agreed."""
    found = checkins.agreed_with(desk.by.school_id, desk.asked)
    return frozenset(one.pupil_id for one in found) & _here(desk)


def key_person(desk: Desk) -> Share:
    """Children with a key person."""
    today, school = desk.asked, desk.by.school_id
    found = Membership.objects.filter(
        holds_on(today), school=school, role_key="key_person", ended_at=None,
        adult__is_active=True, pupil__isnull=False,
    )  # fmt: skip
    return _of(set(found.values_list("pupil_id", flat=True)), _here(desk))


def what_helps(desk: Desk) -> Share:
    """Children who agreed lately to what helps them."""
    here = _here(desk)
    return _of(profiles.agreed_lately(here, desk.asked), here)


def with_checkin(desk: Desk) -> Share:
    """Children with a check-in agreed."""
    return _of(_agreed(desk), _here(desk))


def checkins_asked(desk: Desk) -> Share:
    """Children with a check-in who were asked whether it helps."""
    agreed = _agreed(desk)
    asked = Helps.objects.filter(
        school=desk.by.school_id, pupil__in=agreed, day__gte=_half_term(desk)
    )
    return _of(set(asked.values_list("pupil_id", flat=True)), agreed)


def good_things(desk: Desk) -> Share:
    """Children about whom a good thing was written down."""
    return _of(noticing.noticed(desk.by.school_id, _half_term(desk)), _here(desk))


def good_home(desk: Desk) -> Share:
    """Children whose home heard of a good thing."""
    shared = GoodThing.objects.filter(
        school=desk.by.school_id, shared_at__gte=_since(_half_term(desk))
    )
    return _of(set(shared.values_list("pupil_id", flat=True)), _here(desk))


def in_touch(desk: Desk) -> Share:
    """Children with whom, or with whose home, somebody was in touch."""
    return _of(heard.in_touch(desk.by.school_id, _half_term(desk)), _here(desk))


def somebody_in_touch(desk: Desk) -> Share | None:
    """Children who are due no hello; None before that can be said."""
    if not today_hello.speaks(desk):
        return None
    here = _here(desk)
    return _of(here - today_hello.due(desk), here)


def warm_words(desk: Desk) -> Share:
    """Children of whom an early warning spoke, and somebody answered."""
    since = _half_term(desk)
    answered = {pupil for pupil, _ in answering.answered(desk.by.school_id, since)} & _here(desk)
    return _of(answered, answered | early_warnings.of(desk).keys())


def first_day(desk: Desk) -> Share | None:
    """Children with no reason yet whose home somebody tried to reach."""
    day = one_day.of(desk, Scope("school", desk.day, desk.day))
    if day is None:
        return None
    without = {int(key) for key in desk.register.pupil[day.who("no_reason_yet")]}
    return _of(tries.of_day(desk.by.school_id, desk.day).keys(), without)


def gate_met(desk: Desk) -> Share:
    """Mornings with a late mark on which somebody said at the gate that the child came."""
    since, register = _half_term(desk), desk.register
    late = (codes.late("before") | codes.late("after")).astype(bool)
    at = register.sessions.since(since)
    rows, columns = np.nonzero(late[register.marks[:, at:]] & desk.here_now[:, None])
    mornings = {
        (int(register.pupil[row]), date_of(int(register.sessions.day[at + column])))
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if register.sessions.half[at + column] != AFTERNOON
    }
    met = Arrival.objects.filter(school=desk.by.school_id, day__gte=since)
    return Share(len(mornings & set(met.values_list("pupil_id", "day"))), len(mornings))


def gate_words(desk: Desk) -> Share:
    """Children for whom coming in was hard, who agreed to what helps."""
    hard = curiosity.hard_to_come_in(desk.by.school_id, desk.asked) & _here(desk)
    return _of(profiles.agreed_lately(hard, desk.asked), hard)


def new_families(desk: Desk) -> Share:
    """Children who are new this school year, with whom or with whose home somebody was in touch."""
    since = year_start(year_of(desk.asked))
    stays = Enrolment.objects.filter(school_id=desk.by.school_id, admitted_on__gte=since)
    new = set(stays.values_list("pupil_id", flat=True)) & _here(desk)
    return _of(heard.in_touch(desk.by.school_id, since), new)


def kept_in_mind(desk: Desk) -> Share:
    """Children with a check-in for whom a holiday was thought of."""
    agreed = _agreed(desk)
    since = year_start(year_of(desk.asked))
    return _of(kept.thought_of(desk.by.school_id, agreed, since), agreed)


def days_ahead(desk: Desk) -> Share:
    """School days of which somebody had said what would be different."""
    since, register = _half_term(desk), desk.register
    opened = np.unique(register.sessions.day[register.open.any(axis=0)])
    every = {date_of(int(day)) for day in opened[opened >= day_number(since)]}
    said = {one.on for one in ahead.days(desk.by.school_id, since, desk.day)}
    return Share(len(every & said), len(every))


def second_step(desk: Desk) -> Share:
    """Adults who sign in with a second step."""
    adults = {one.adult_id for one in fetch.everybody_at(desk.by.school_id, desk.asked)}
    return _of(second_steps.who_has_one(adults), adults)


def people_around(desk: Desk) -> Share:
    """Children who told who is around them."""
    found = CirclePerson.objects.filter(school=desk.by.school_id)
    return _of(set(found.values_list("pupil_id", flat=True)), _here(desk))


def small_acts(desk: Desk) -> Share:
    """Children for whom somebody did one small thing."""
    return _of(acts.touched(desk.by.school_id, _since(_half_term(desk))), _here(desk))


COUNTED: Mapping[str, Count] = {
    "key_person": key_person,
    "what_helps": what_helps,
    "checkins": with_checkin,
    "checkins_asked": checkins_asked,
    "good_things": good_things,
    "good_home": good_home,
    "in_touch": in_touch,
    "nobody_in_touch": somebody_in_touch,
    "warm_words": warm_words,
    "first_day": first_day,
    "gate_met": gate_met,
    "gate_words": gate_words,
    "new_families": new_families,
    "kept_in_mind": kept_in_mind,
    "days_ahead": days_ahead,
    "second_step": second_step,
    "people_around": people_around,
    "small_acts": small_acts,
}
"""Each kind of evidence by its key in evidence.toml."""
