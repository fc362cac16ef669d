"""The gate in the morning: whom to look out for, who is here. First names and kind words only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from belong.insight import today_needs, words
from belong.insight.desk import Desk
from belong.insight.gate_rules import rules
from belong.insight.words import say, say_n
from belong.people import fetch, greeting
from belong.people.models import Enrolment, Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.contact import texts
from belong.practice.curiosity import queries
from belong.practice.curiosity.models import Arrival
from belong.practice.profiles import queries as what_helps

ANY_TIME = "any_time"
"""The grace of which somebody at the gate needs to know."""

NUMBERS = ("Nobody", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
           "Eleven", "Twelve")  # fmt: skip
OTHER = ("late", "struggling", "tried")


@dataclass(frozen=True)
class Expected:
    """One child to look out for.

    key    of the child
    name   the first name; with the letter of the surname where two on the list share it
    words  how to greet them: kind, and the same kind for everybody
    """

    key: int
    name: str
    initial: str
    sound: str
    form: str
    words: str


@dataclass(frozen=True)
class Came:
    """One child somebody said something of this morning.

    key    of the arrival; `child` of the child
    said   Here at 8:44; of a try no more than that they are not in yet. Families read this screen:
           nothing on it says who struggled, or tried before
    here   whether they are in
    """

    key: int
    child: int
    name: str
    initial: str
    form: str
    said: str
    here: bool


@dataclass(frozen=True)
class Gate:
    """The page's answer. `other` is what stands under Other: value and words."""

    kicker: str
    heading: str
    expected: tuple[Expected, ...]
    came: tuple[Came, ...]
    other: tuple[tuple[str, str], ...]
    help: tuple[str, ...]


def ask(by: Membership, desk: Desk | None, now: dt.datetime) -> Gate:
    """The gate at a moment, for the children somebody may greet. The trail names all of them.

    desk  wanting GATE_READ; None before any register: then nobody is looked out for
    """
    arrivals = queries.arrivals(by.school_id, now.date())
    said = {one.pupil_id for one in arrivals}
    keys = [key for key in _look_out_for(desk, now.date()) if key not in said] if desk else []
    pupils = {
        p.pk: p
        for p in fetch.pupils(
            seen_by=by, ids={*keys[: rules().most], *said}, wanting=Permission.GATE_READ
        )
    }
    expected = [pupils[key] for key in keys[: rules().most] if key in pupils]
    return Gate(
        kicker=words.moment(now),
        heading=_heading(len(expected)),
        expected=tuple(_expected(expected, now.date())),
        came=tuple(_came(one, pupils[one.pupil_id]) for one in arrivals if one.pupil_id in pupils),
        other=tuple((how, say(str(Arrival.How(how).label))) for how in OTHER),
        help=tuple(say(line) for line in texts.said_at_gate(by.school_id)),
    )


def _look_out_for(desk: Desk, today: dt.date) -> list[int]:
    """Keys of children, those first for whom a welcome matters most: coming in was hard lately,
    they are new, they were away long."""
    here = {int(p) for p, on in zip(desk.register.pupil, desk.here_now, strict=True) if on}
    needs = today_needs.of_marks(desk)
    in_now = {key for key, need in needs.items() if need.back}
    hard = queries.hard_to_come_in(desk.by.school_id, today)
    away = sorted((n for n in needs.values() if not n.back), key=lambda n: (-n.days, n.pupil))
    order = [*sorted(hard), *sorted(_new(desk, today)), *(need.pupil for need in away)]
    return [key for key in dict.fromkeys(order) if key in here and key not in in_now]


def _new(desk: Desk, today: dt.date) -> Collection[int]:
    """Who came a short while ago. Where many came at once nobody is new among them: the whole year
    is, and everybody looks out for it."""
    since = today - dt.timedelta(days=rules().new_days)
    stays = Enrolment.objects.filter(
        school_id=desk.by.school_id, admitted_on__gt=since, admitted_on__lte=today
    )
    found = set(stays.values_list("pupil_id", flat=True))
    return found if len(found) <= rules().most else ()


def _expected(pupils: Sequence[Pupil], today: dt.date) -> list[Expected]:
    liked = _liked([p.pk for p in pupils], today)
    shared = _shared(pupils)
    found = sorted(pupils, key=lambda p: (p.first.casefold(), p.surname.casefold(), p.pk))
    return [
        Expected(p.pk, _name(p, shared), p.first[:1].upper() or "?",
                 say("say {sound}", sound=p.said) if p.said else "", p.form,
                 _kind_words(p.pk, liked, today))
        for p in found
    ]  # fmt: skip


def _liked(pupils: Collection[int], today: dt.date) -> dict[int, str]:
    """How each child likes to be greeted, in words they agreed to; and where any time is fine, that
    it is. Families can read this screen, so nothing else of what helps stands on it."""
    said = {key: one.words for key, one in what_helps.greetings(pupils, today).items() if one.words}
    for key, graces in what_helps.grace(pupils, today).items():
        if ANY_TIME in graces:
            fine = say("Any time is fine today.")
            said[key] = f"{said[key]} {fine}" if key in said else fine
    return said


def _kind_words(key: int, liked: Mapping[int, str], today: dt.date) -> str:
    """Drawn by the child and the day, so that nobody reads a reason into them."""
    pool = rules().kind_words
    return liked.get(key) or say(pool[(key * 7 + today.toordinal()) % len(pool)])


def _shared(pupils: Sequence[Pupil]) -> set[str]:
    firsts = [p.first.casefold() for p in pupils]
    return {name for name in firsts if firsts.count(name) > 1}


def _name(pupil: Pupil, shared: Collection[str]) -> str:
    alone = pupil.first and pupil.first.casefold() not in shared
    return pupil.first if alone else greeting.shortly(pupil) or pupil.source_id


def _came(one: Arrival, pupil: Pupil) -> Came:
    here = one.how != Arrival.How.TRIED
    return Came(
        one.pk, pupil.pk, greeting.shortly(pupil), pupil.first[:1].upper() or "?", pupil.form,
        _said(one), here,
    )  # fmt: skip


def _said(one: Arrival) -> str:
    if one.how == Arrival.How.TRIED:
        return say("Not in yet")
    return say("Here at {at}.", at=words.moment(one.at).rsplit(", ", 1)[-1])


def _heading(n: int) -> str:
    if not n:
        return say("Good morning to everybody")
    if n >= len(NUMBERS):
        return say_n("{n} child to look out for", "{n} children to look out for", n)
    count = say(NUMBERS[n])
    one, many = "{count} child to look out for", "{count} children to look out for"
    return say_n(one, many, n, count=count)
