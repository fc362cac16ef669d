"""Whose children lose an adult, and who could take over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from belong.insight.questions import one_adult
from belong.insight.questions import who_works_here as staff
from belong.people import fetch, leaving, outsiders
from belong.people.models import Adult, Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb


@dataclass(frozen=True)
class Handing:
    """One role with children of its own.

    whom    the group, or the child's name where the reader may know it
    many    how many children it reaches
    chosen  the key of the colleague who was chosen, 0 for nobody yet
    """

    pk: int
    role: str
    whom: str
    many: str
    chosen: int


@dataclass(frozen=True)
class HandingOver:
    """What somebody leaves behind.

    colleagues  (key, name) of those who could take over; nobody gives a role to themselves, so
                the reader is not among them, and whoever never signs in takes nothing over
    links       how many people outside school they let in: those stay
    """

    adult: Adult
    mine: bool
    roles: tuple[Handing, ...]
    colleagues: tuple[tuple[int, str], ...]
    links: int


def ask(by: Membership, adult: Adult, today: dt.date, chosen: Mapping[int, int]) -> HandingOver:
    """What somebody leaves behind. Naming a child notes a look. A group that the reader may not
    read of is passed on by nobody who may not give it.

    raises  PermissionDenied
    """
    by.must(Permission.PEOPLE_GIVE)
    rows = [row for row in leaving.to_hand_over(adult, by.school_id, today)
            if staff.names_group(row, by)]  # fmt: skip
    names = _names(by, rows)
    here = staff.ask(by, today).here
    colleagues = tuple((w.pk, w.name) for w in here if w.pk not in (adult.pk, by.adult_id)
                       and w.leaves is None and not w.by_pin)  # fmt: skip
    return HandingOver(
        adult, adult.pk == by.adult_id,
        tuple(_handing(by, row, today, names, chosen) for row in rows), colleagues,
        outsiders.let_in_by(adult, by.school_id),
    )  # fmt: skip


def _names(by: Membership, rows: list[Membership]) -> dict[int, str]:
    wanted = {row.pupil_id for row in rows if row.pupil_id is not None}
    if not wanted or not by.may(Permission.CHILDREN_LIST):
        return {}
    seen = fetch.pupils(seen_by=by, ids=wanted, why=Verb.CHILDREN_OF_ADULT_SEEN)
    return {pupil.pk: str(pupil) for pupil in seen}


def _handing(
    by: Membership,
    row: Membership,
    today: dt.date,
    names: dict[int, str],
    chosen: Mapping[int, int],
) -> Handing:
    many = "" if row.pupil_id else staff.how_many(one_adult.reached(row, today))
    whom = staff.whom(row, names.get(row.pupil_id or 0, ""), by=by)
    return Handing(row.pk, row.role.name, whom, many, chosen.get(row.pk, 0))
