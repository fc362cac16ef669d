"""The adults around a child, and the children of one adult: close enough to know each other."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from belong.people import fetch
from belong.people.models import Fact, Membership, Pupil
from belong.people.models.span import holds_on
from belong.people.permissions import Permission
from belong.people.reach import CLASS_MEMBERS, Reach

CLOSE = (Reach.CHILD, Reach.FORM, Reach.CLASS)
"""Reaches by which a child is somebody's own. A year or a school is looked after, not known."""


@dataclass(frozen=True)
class Own:
    """The children somebody is close to, by how: keys of children, forms, and classes."""

    children: frozenset[int]
    forms: frozenset[str]
    classes: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.children or self.forms or self.classes)


def own(by: Membership, permission: Permission) -> Own:
    """Whose key person, tutor or teacher somebody is, for those who may do something for them."""
    rows = [m for m in (by, *by.also) if m.gives(permission)]
    return Own(
        frozenset(m.pupil_id for m in rows if m.reach == Reach.CHILD and m.pupil_id is not None),
        frozenset(m.reach_of for m in rows if m.reach == Reach.FORM),
        frozenset(m.reach_of for m in rows if m.reach == Reach.CLASS),
    )


def in_classes(
    school_id: int, on: dt.date, classes: Collection[str] | None = None, pupil: int | None = None
) -> dict[int, frozenset[str]]:
    """The classes of each child on a day, by the child's key; only keys, so no look is noted.

    classes  only these; every class without it
    """
    said = Fact.objects.filter(
        holds_on(on), school_id=school_id, kind=CLASS_MEMBERS,
        until=None, pupil__isnull=False,
    )  # fmt: skip
    if classes is not None:
        said = said.filter(data__class__in=sorted(classes))
    if pupil is not None:
        said = said.filter(pupil=pupil)
    found: dict[int, set[str]] = defaultdict(set)
    for key, data in said.values_list("pupil_id", "data"):
        found[key].add(str(data.get("class")))
    return {key: frozenset(names) for key, names in found.items()}


def class_names(school_id: int, on: dt.date) -> frozenset[str]:
    """The classes a school teaches on a day, by name; whose they are is not in it."""
    said = Fact.objects.filter(holds_on(on), school_id=school_id, kind="classes", until=None)
    return frozenset(str(data["class"]) for data in said.values_list("data", flat=True))


def adults(pupil: Pupil, permission: Permission, today: dt.date) -> list[Membership]:
    """Adults around a child who may do something for them, in the order of names: not those who
    have the whole school."""
    classes = in_classes(pupil.school_id, today, pupil=pupil.pk).get(pupil.pk, frozenset())
    every = fetch.everybody_at(pupil.school_id, today)

    def near(row: Membership) -> bool:
        return row.gives(permission) and _reaches(row, pupil, classes)

    found = [one for one in every if any(near(row) for row in (one, *one.also))]
    return sorted(found, key=lambda m: (m.adult.name, m.adult_id))


def _reaches(row: Membership, pupil: Pupil, classes: Collection[str]) -> bool:
    return {
        Reach.CHILD: row.pupil_id == pupil.pk,
        Reach.FORM: row.reach_of == pupil.form,
        Reach.YEAR: row.reach_of == pupil.year,
        Reach.CLASS: row.reach_of in classes,
    }.get(Reach(row.reach), False)
