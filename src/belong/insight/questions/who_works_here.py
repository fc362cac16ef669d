"""Who works here, and as what: adults and their roles in words, and no child's name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from belong.insight import words
from belong.insight.words import say, say_n
from belong.people import care, fetch, second_steps
from belong.people.cohorts import COHORTS
from belong.people.models import Adult, Invitation, Membership, Pupil
from belong.people.models.pupil import searchable
from belong.people.permissions import Permission
from belong.people.reach import Reach
from belong.people.trail import Verb

SEES_CHILDREN = Permission.CHILD_READ
FINDS_CHILDREN = Permission.CHILD_GREET


@dataclass(frozen=True)
class WorksHere:
    """One adult of the school.

    roles        each role in force or to come, in words with whose children and until when
    second_step  whether they have a passkey or an app with codes
    last_in      the day they last signed in; None for never
    leaves       the last day, where one is said
    waiting      invited, and not set up yet
    by_pin       without an e-mail: comes in with a PIN, and never signs in
    """

    pk: int
    name: str
    roles: tuple[str, ...]
    second_step: bool
    last_in: dt.date | None
    leaves: dt.date | None
    waiting: bool
    by_pin: bool = False


@dataclass(frozen=True)
class Staff:
    """Everybody who works here or did.

    here, left  in the order of names; a search narrows both
    alone       how many children had a key person and have none now; None for a reader who does
                not see every child
    """

    here: tuple[WorksHere, ...]
    left: tuple[WorksHere, ...]
    without: int
    alone: int | None


def ask(by: Membership, today: dt.date, text: str = "") -> Staff:
    """Everybody, or those whose name or role holds every word of a search.

    raises  PermissionDenied
    """
    by.must(Permission.PEOPLE_READ)
    rows = Membership.objects.filter(school=by.school_id).select_related("adult")
    every = {
        adult: list(held)
        for adult, held in groupby(
            rows.order_by("adult__name", "adult_id", "pk"), key=lambda row: row.adult
        )
    }
    secure = second_steps.who_has_one([adult.pk for adult in every])
    open_links = Invitation.objects.filter(school=by.school_id, used_at=None, withdrawn_at=None)
    waiting = set(open_links.values_list("adult_id", flat=True))
    lines = [(_line(by, a, held, today, secure, waiting), held) for a, held in every.items()]
    wanted = searchable(text).split()
    found = [(line, held) for line, held in lines if _fits(line, wanted)]
    here = tuple(line for line, held in found if is_here(line, held, today))
    left = tuple(line for line, held in found if not is_here(line, held, today))
    without = sum(not line.second_step and not line.by_pin for line in here)
    return Staff(here, left, without, len(alone(by, today)) if sees_everybody(by) else None)


def is_here(line: WorksHere, held: Iterable[Membership], today: dt.date) -> bool:
    """Whether an adult has a role now or later, and has not left."""
    gone = line.leaves is not None and line.leaves < today
    return not gone and any(stands(row, today) for row in held)


def stands(row: Membership, today: dt.date) -> bool:
    """Whether a role is in force, or will be."""
    return row.ended_at is None and (row.ends is None or row.ends >= today)


def _line(
    by: Membership, adult: Adult, held: list[Membership], today: dt.date, secure: set[int],
    waiting: set[int],
) -> WorksHere:  # fmt: skip
    said = tuple(in_words(row, today, by=by) for row in held if stands(row, today))
    return WorksHere(
        adult.pk, adult.name, _each_once(said), adult.pk in secure,
        timezone.localdate(adult.last_login) if adult.last_login else None,
        adult.left_on, adult.pk in waiting, adult.email is None,
    )  # fmt: skip


def _each_once(said: tuple[str, ...]) -> tuple[str, ...]:
    """Somebody may be the key person of nine children: said once, with how many."""
    count = Counter(said)
    return tuple(one if n == 1 else f"{one} ({n})" for one, n in count.items())


def in_words(row: Membership, today: dt.date, child: str = "", *, by: Membership) -> str:
    """A role, for whom and until when: `Tutor, 7 Oak, until 31 Aug 2027`.

    child  the name of the one child, where the reader may know it
    by     the reader: which group of children it is may not be for them
    """
    parts = [row.role.name, whom(row, child, by=by), when(row, today)]
    return ", ".join(part for part in parts if part)


def whom(row: Membership, child: str = "", *, by: Membership) -> str:
    """Whose children: `Year 8`, `7 Oak`, `one child`; "" for a role that sees none. A group that
    the reader may not read of is `some children`."""
    if SEES_CHILDREN not in row.role.may:
        return ""
    if row.reach == Reach.YEAR:
        return words.year_label(row.reach_of)
    if row.reach == Reach.CLASS:
        return say("class {name}", name=row.reach_of)
    if row.reach == Reach.CHILD:
        return child or say("one child")
    if row.reach == Reach.COHORT:
        return cohort_words(row.reach_of) if names_group(row, by) else say("some children")
    return row.reach_of or say("the whole school")


def cohort_words(cohort: str) -> str:
    """A cohort by its key: `children in care`."""
    return say(COHORTS[cohort]) if cohort in COHORTS else say("some children")


def names_group(row: Membership, by: Membership) -> bool:
    """Whether a reader may know which children a role reaches, and how many they are."""
    return row.reach != Reach.COHORT or care.reads_trait(by, row.reach_of)


def when(row: Membership, today: dt.date) -> str:
    """From when, where that is to come, and until when."""
    if row.begins and row.begins > today:
        if row.ends:
            return words.stretch(row.begins, row.ends)
        return say("from {day}", day=words.day(row.begins))
    return say("until {day}", day=words.day(row.ends)) if row.ends else ""


def _fits(line: WorksHere, wanted: list[str]) -> bool:
    text = searchable(" ".join((line.name, *line.roles)))
    return all(word in text for word in wanted)


def sees_everybody(by: Membership) -> bool:
    """Whether somebody may look at every child of the school."""
    return by.whose(SEES_CHILDREN).everybody


def alone(by: Membership, today: dt.date) -> set[int]:
    """Keys of children who had a key person, have none now, and are still here."""
    rows = Membership.objects.filter(school=by.school_id, role_key="key_person")
    left = {
        row.pk for row in rows.select_related("adult")
        if not row.in_force(today) or gone(row.adult, today)
    }  # fmt: skip
    had = {row.pupil_id for row in rows if row.pupil_id is not None}
    have = {row.pupil_id for row in rows if row.pk not in left}
    still = Pupil.objects.filter(pk__in=had - have, merged_into=None)
    return set(still.filter(by.whose(SEES_CHILDREN).on_roll()).values_list("pk", flat=True))


def gone(adult: Adult, today: dt.date) -> bool:
    """Whether somebody left, or their account is closed."""
    return not adult.is_active or (adult.left_on is not None and adult.left_on < today)


def without_key_person(by: Membership, today: dt.date) -> list[Pupil]:
    """The same children by name; the look is noted.

    raises  PermissionDenied
    """
    found = alone(by, today)
    return fetch.pupils(seen_by=by, ids=found, why=Verb.CHILDREN_OF_ADULT_SEEN) if found else []


def how_many(n: int) -> str:
    """`28 children`"""
    return say_n("{n} child", "{n} children", n)
