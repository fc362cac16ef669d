"""One adult of the school: their roles, whose children, and how their sign-in stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.questions import who_works_here as staff
from belong.insight.questions.who_works_here import how_many
from belong.insight.words import say
from belong.people import fetch, pin_ends, second_steps
from belong.people.fetch import NotYours
from belong.people.models import Adult, Invitation, Membership, Pupil, Relation
from belong.people.permissions import Permission
from belong.people.reach import Whose
from belong.people.trail import Verb


@dataclass(frozen=True)
class Held:
    """One role somebody holds or held.

    loses  what ending it takes away, in a sentence; "" where it has ended
    kin    names of children it reaches who are their family, where the reader may know
    """

    pk: int
    name: str
    in_words: str
    whom: str
    when: str
    given: str
    loses: str
    kin: tuple[str, ...] = ()


@dataclass(frozen=True)
class OneAdult:
    """One adult.

    mine     whether it is the reader, who changes nothing about themselves
    link     the invitation that is open; None where there is none
    family   children who are their family: (key, name); None where the reader may not know
    by_pin   whether one of their roles is for a PIN
    pin_since  the day on which they were given the PIN they have; "" for none
    """

    adult: Adult
    mine: bool
    held: tuple[Held, ...]
    before: tuple[Held, ...]
    second_step: bool
    last_in: str
    link: Invitation | None
    link_over: bool
    here: bool
    family: tuple[tuple[int, str], ...] | None
    by_pin: bool
    pin_since: str


def ask(by: Membership, adult_id: int, at: dt.datetime) -> OneAdult:
    """The page of one adult. Children are named to a reader who works with them, and the look
    is noted.

    raises  PermissionDenied; NotYours for somebody who is not of the school
    """
    by.must(Permission.PEOPLE_READ)
    adult, rows = of_school(by, adult_id)
    today = at.date()
    family = _family(by, adult)
    names = _names(by, rows, family or set())
    now = [row for row in rows if staff.stands(row, today)]
    gone = adult.left_on is not None and adult.left_on < today
    link = _link(by, adult)
    return OneAdult(
        adult=adult,
        mine=adult.pk == by.adult_id,
        held=tuple(_held(by, row, today, names, family or set()) for row in now),
        before=tuple(_held(by, row, today, names, set()) for row in rows if row not in now),
        second_step=second_steps.has_one(adult),
        last_in=words.day(timezone.localdate(adult.last_login)) if adult.last_login else "",
        link=link,
        link_over=link is not None and not link.is_open(at),
        here=bool(now) and not gone,
        family=None if family is None else tuple((pk, names[pk]) for pk in sorted(family)),
        by_pin=pin_ends.may_have_one(adult, by.school_id, today),
        pin_since=_pin_since(by, adult),
    )


def _pin_since(by: Membership, adult: Adult) -> str:
    pin = adult.pins.filter(school=by.school_id).first()
    return words.day(timezone.localdate(pin.given_at)) if pin else ""


def of_school(by: Membership, adult_id: int) -> tuple[Adult, list[Membership]]:
    """Somebody of one's own school, and every role they hold or held there.

    raises  NotYours
    """
    rows = Membership.objects.filter(school=by.school_id, adult=adult_id)
    found = list(rows.select_related("adult", "school", "given_by", "ended_by").order_by("pk"))
    if not found:
        raise NotYours("adult")
    return found[0].adult, found


def _link(by: Membership, adult: Adult) -> Invitation | None:
    if not by.may(Permission.PEOPLE_GIVE):
        return None
    every = Invitation.objects.filter(school=by.school_id, adult=adult)
    return every.filter(used_at=None, withdrawn_at=None).first()


def _family(by: Membership, adult: Adult) -> set[int] | None:
    """Keys of the children who are family; None for a reader who does not give roles, or does
    not see every child."""
    if not (by.may(Permission.PEOPLE_GIVE) and staff.sees_everybody(by)):
        return None
    said = Relation.objects.filter(adult=adult, pupil__school=by.school_id)
    return set(said.filter(pupil__merged_into=None).values_list("pupil_id", flat=True))


def _names(by: Membership, rows: list[Membership], family: set[int]) -> dict[int, str]:
    wanted = {row.pupil_id for row in rows if row.pupil_id is not None} | family
    if not wanted or not by.may(Permission.CHILDREN_LIST):
        return {}
    seen = fetch.pupils(seen_by=by, ids=wanted, why=Verb.CHILDREN_OF_ADULT_SEEN)
    return {pupil.pk: str(pupil) for pupil in seen}


def _held(
    by: Membership, row: Membership, today: dt.date, names: dict[int, str], family: set[int]
) -> Held:
    known = staff.names_group(row, by)
    child = names.get(row.pupil_id or 0, "")
    stands = staff.stands(row, today)
    return Held(
        row.pk, row.role.name, row.role.in_words, staff.whom(row, child, by=by),
        staff.when(row, today) if stands else _was(row), _given(row),
        loses(row, today, known) if stands else "",
        tuple(names[pk] for pk in _kin(row, today, family if known else set()) if pk in names),
    )  # fmt: skip


def _kin(row: Membership, today: dt.date, family: set[int]) -> list[int]:
    if not family:
        return []
    whose = _whose(row, today)
    reached = Pupil.objects.filter(whose.wanted(), pk__in=family)
    return list(reached.values_list("pk", flat=True))


def _whose(row: Membership, today: dt.date) -> Whose:
    row.on = today
    return row.whose(staff.SEES_CHILDREN)


def _given(row: Membership) -> str:
    if row.given_at is None:
        return ""
    day = words.day(timezone.localdate(row.given_at))
    if row.given_by is None:
        return say("Given on {day}", day=day)
    return say("Given by {name}, {day}", name=row.given_by.name, day=day)


def _was(row: Membership) -> str:
    if row.ended_at is not None:
        day = words.day(timezone.localdate(row.ended_at))
        if row.ended_by is None:
            return say("ended {day}", day=day)
        return say("ended by {name}, {day}", name=row.ended_by.name, day=day)
    return say("until {day}", day=words.day(row.ends)) if row.ends else ""


def loses(row: Membership, today: dt.date, known: bool) -> str:
    """What somebody loses with a role, in a sentence.

    known  whether the reader may know which children it reaches, and so how many
    """
    if staff.SEES_CHILDREN not in row.role.may:
        return say("They lose what this role may do, at once.")
    if not known:
        return say("They lose the children it reaches, on their next click.")
    return say(
        "They lose {children}, on their next click, unless another role reaches them too.",
        children=how_many(reached(row, today)),
    )


def reached(row: Membership, today: dt.date) -> int:
    """How many children a role reaches, or will when its first day comes."""
    return Pupil.objects.filter(_whose(row, today).wanted(), merged_into=None).count()
