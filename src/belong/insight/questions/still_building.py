"""Relationships with one child that have not taken yet, each as its own adult wrote it. Nobody is
judged by it: it is how somebody else is asked alongside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.words import say
from belong.people import around, fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.contact import building
from belong.practice.contact.building import UNREAD
from belong.practice.contact.in_touch import LONGEST, StillBuilding


@dataclass(frozen=True)
class Building:
    """One that goes on.

    invited    who was asked alongside and what they said, in a sentence; "" for nobody
    own        whether it is the reader's; asked, whether they are the one who was asked
    answer     what the one who was asked said; "" for nothing yet
    """

    key: int
    name: str
    tried: str
    invited: str
    about: str
    own: bool
    asked: bool
    answer: str


@dataclass(frozen=True)
class Page:
    """The page: the reader's own stands in the form.

    adults  keys and names of others around the child who may be asked
    version of the reader's own as it stands; UNREAD for none
    """

    pupil: Pupil
    building: tuple[Building, ...]
    adults: tuple[tuple[int, str], ...]
    key: int
    version: int
    tried: str
    invited: int
    longest: int


def ask(by: Membership, pupil_id: int, today: dt.date) -> Page:
    """One child's page; the look is noted.

    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CHECKINS)
    going = building.of_child(pupil.pk, today)
    mine = next((one for one in going if one.adult_id == by.adult_id), None)
    near = around.adults(pupil, Permission.CHECKINS, today)
    others = tuple((m.adult_id, m.adult.name) for m in near if m.adult_id != by.adult_id)
    return Page(
        pupil, tuple(told(by, one) for one in going), others, mine.pk if mine else 0,
        mine.version if mine else UNREAD, mine.tried if mine else "",
        (mine.invited_id or 0) if mine else 0, LONGEST,
    )  # fmt: skip


def told(by: Membership, one: StillBuilding) -> Building:
    """One of them, as a page shows it."""
    return Building(
        one.pk, one.adult.name, one.tried, _invited(one),
        say("{who} wrote this down, {day}.", who=one.adult.name, day=words.day(one.day)),
        one.adult_id == by.adult_id, one.invited_id == by.adult_id, one.answer,
    )  # fmt: skip


def _invited(one: StillBuilding) -> str:
    if one.invited is None:
        return ""
    said = {
        StillBuilding.Answer.YES: "{who} was asked alongside, and said yes.",
        StillBuilding.Answer.NOT_NOW: "{who} was asked alongside, and said not now.",
    }
    text = said[StillBuilding.Answer(one.answer)] if one.answer else "{who} is asked alongside."
    return say(text, who=one.invited.name)
