"""The good things noticed about one child, and the newest of each of somebody's children."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.words import say
from belong.people import around, fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.noticing import queries
from belong.practice.noticing.models import LONGEST, GoodThing, Way
from belong.practice.profiles import queries as what_helps

KINDS = {
    GoodThing.Kind.SCHOOL: "In school",
    GoodThing.Kind.BRAVE: "A brave try that did not work out",
    GoodThing.Kind.HOME: "News from home or out of school",
}
WAYS = {
    Way.TEXT: "A text", Way.CALL: "A call", Way.PAPER: "A note on paper", Way.BOOK: "In their book",
    Way.NOT_NOW: "Not now",
}  # fmt: skip
SHARED = {
    Way.TEXT: "Shared with home by text", Way.CALL: "Shared with home in a call",
    Way.PAPER: "Shared with home on paper", Way.BOOK: "Shared with home in their book",
}  # fmt: skip
MOST = 20
"""Good things that the page of them shows."""


@dataclass(frozen=True)
class Told:
    """One good thing.

    mine   what the child is proud of, in their own words; "" where nobody wrote it down
    seen   what an adult saw; "" likewise
    about  where it comes from, when, and who wrote it down
    home   how and when it was shared with home; "" until somebody did
    own    whether the reader may change it or take it back today
    """

    key: int
    version: int
    kind: str
    mine: str
    seen: str
    about: str
    home: str
    own: bool


@dataclass(frozen=True)
class OnChild:
    """The part of a child's page: the newest good things, the newest first."""

    lately: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Writing:
    """One child's good things and the form for one more.

    praise    how the child likes to be praised, "" where nobody asked them yet
    way       the key of the way chosen with the family, "" before anybody asked
    way_said  the same in words, with who asked and when; "" likewise
    may_share whether the family wants to hear of them now
    """

    pupil: Pupil
    praise: str
    told: tuple[Told, ...]
    kinds: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...]
    way: str
    way_said: str
    may_share: bool
    longest: int


@dataclass(frozen=True)
class Line:
    """One child, and the newest good thing about them; None where nothing is written yet."""

    pupil: Pupil
    newest: Told | None


@dataclass(frozen=True)
class Mine:
    """The good things of somebody's own children, by name."""

    lines: tuple[Line, ...]


def praise_of(pupil: Pupil) -> str:
    """How a child likes to be praised; "" while their profile does not say it."""
    return what_helps.praise(pupil.pk)


def on_child(by: Membership, pupil: Pupil) -> OnChild | None:
    """The part, or None for who may not read it."""
    if not by.may(Permission.GOOD_THINGS, of=pupil):
        return None
    return OnChild(tuple(_told(one, by, None) for one in queries.lately(pupil.pk)))


def ask(by: Membership, pupil_id: int, today: dt.date) -> Writing:
    """One child's good things; the look is noted.

    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.GOOD_THINGS)
    way = queries.way_home(pupil.pk)
    said = ""
    if way is not None:
        said = say("{way}. {who} wrote this down, {day}.", way=say(WAYS[Way(way.way)]),
                   who=way.by.name, day=words.day(timezone.localdate(way.at)))  # fmt: skip
    return Writing(
        pupil, praise_of(pupil),
        tuple(_told(one, by, today) for one in queries.lately(pupil.pk, MOST)),
        tuple((key.value, say(text)) for key, text in KINDS.items()),
        tuple((key.value, say(text)) for key, text in WAYS.items()),
        way.way if way else "", said, way is not None and way.way != Way.NOT_NOW, LONGEST,
    )  # fmt: skip


def slip(by: Membership, pupil_id: int, thing_id: int) -> tuple[Pupil, Told]:
    """One good thing, to send or to print; the look is noted.

    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.GOOD_THINGS)
    thing = queries.one(pupil.pk, thing_id)
    if thing is None:
        raise fetch.NotYours("good thing")
    return pupil, _told(thing, by, None)


def of_mine(desk: Desk) -> Mine:
    """Each of somebody's own children with the newest good thing; every look is noted."""
    own = around.own(desk.by, Permission.GOOD_THINGS)
    rows = zip(desk.register.pupil, desk.form, desk.here_now, strict=True)
    forms = {int(pupil): str(form) for pupil, form, here in rows if here}
    near = {key for key, form in forms.items() if form in own.forms or key in own.children}
    pupils = fetch.pupils(seen_by=desk.by, ids=near, wanting=Permission.GOOD_THINGS)
    newest = queries.latest_of_each([pupil.pk for pupil in pupils])
    lines = [
        Line(p, _told(newest[p.pk], desk.by, None) if p.pk in newest else None) for p in pupils
    ]
    return Mine(tuple(sorted(lines, key=lambda one: (str(one.pupil).casefold(), one.pupil.pk))))


def _told(one: GoodThing, by: Membership, today: dt.date | None) -> Told:
    about = say("{kind}, {day}. {who} wrote this down.", kind=say(KINDS[GoodThing.Kind(one.kind)]),
                day=words.day(one.day), who=one.by.name)  # fmt: skip
    return Told(
        one.pk, one.version, one.kind, one.proud, one.seen, about, _home(one),
        one.by_id == by.adult_id and one.day == today,
    )  # fmt: skip


def home_of(one: GoodThing) -> str:
    """How and when it was shared with home; "" until somebody did."""
    return _home(one)


def _home(one: GoodThing) -> str:
    if not one.shared or one.shared_at is None:
        return ""
    return say("{how}, {day}.", how=say(SHARED[Way(one.shared)]),
               day=words.day(timezone.localdate(one.shared_at)))  # fmt: skip
