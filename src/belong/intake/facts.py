"""Keeping what files say beside the marks: opened, closed, never changed and never lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import F, Q

from belong.intake.models import Import
from belong.people.locked_away import CONTACTS, SEALED, sealed, under_an_order, unsealed
from belong.people.models import Fact
from belong.people.models.span import holds_on
from belong.registers.kinds import kind_named

AT_ONCE = 500
Place = tuple[int | None, str, str]
"""The child, the kind and the key: what makes two facts the same one."""


@dataclass(frozen=True)
class Said:
    """One record as a file says it. See people.models.Fact for the fields."""

    pupil: int | None
    kind: str
    key: str
    data: dict[str, Any]
    begins: dt.date | None = None
    ends: dt.date | None = None

    @property
    def place(self) -> Place:
        """What makes it the same record again."""
        return self.pupil, self.kind, self.key


@dataclass(frozen=True)
class Sorted:
    """What a file says beside what is kept: not known yet, different, and the same.

    over  what it says otherwise of a trait that has no days: "no" where "yes" stood
    """

    new: list[Said]
    changed: list[tuple[Fact, Said]]
    same: int
    over: list[Fact]


def sort(school_id: int, said: Iterable[Said]) -> Sorted:
    """Compare a file's records with those that are open. Of two with one place the later holds."""
    latest = {one.place: one for one in said}
    kinds = {one.kind for one in latest.values()}
    open_now = {
        (fact.pupil_id, fact.kind, fact.key): fact
        for fact in Fact.objects.filter(school_id=school_id, kind__in=kinds, until=None)
    }
    out = Sorted([], [], 0, _said_otherwise(latest, open_now))
    same = 0
    for place, one in latest.items():
        held = open_now.get(place)
        if held is None:
            out.new.append(one)
        elif (unsealed(held.data), held.begins, held.ends) != (one.data, one.begins, one.ends):
            out.changed.append((held, one))
        else:
            same += 1
    return Sorted(out.new, out.changed, same, out.over)


def _said_otherwise(said: Mapping[Place, Said], open_now: Mapping[Place, Fact]) -> list[Fact]:
    """Open facts without days of which a file says something else, and not this too: of a trait
    that is one thing at a time."""
    now = {_trait(one) for one in said.values() if one.begins is None} - {None}
    return [
        fact for place, fact in open_now.items()
        if fact.begins is None and place not in said and _trait(fact) in now
    ]  # fmt: skip


def _trait(one: Said | Fact) -> Place | None:
    """The child and the trait; None for what a child may have several of."""
    name = str(one.data.get("trait", ""))
    if name not in _one_at_a_time(one.kind):
        return None
    return one.pupil if isinstance(one, Said) else one.pupil_id, one.kind, name


@cache
def _one_at_a_time(kind: str) -> frozenset[str]:
    return frozenset(trait.name for trait in kind_named(kind).traits if not trait.several)


def keep(brought: Import, said: Iterable[Said], revision: int) -> Sorted:
    """Open what is new, and close and open what is different. Nothing goes because a file lacks it.

    revision  the school's revision this import makes
    """
    found = sort(brought.school_id, said)
    _closed([fact.pk for fact in (*(held for held, _ in found.changed), *found.over)], revision)
    opened = [*found.new, *(one for _, one in found.changed)]
    Fact.objects.bulk_create([_fact(brought, one, revision) for one in opened], batch_size=AT_ONCE)
    whose = {o.pupil for o in opened if o.kind == CONTACTS and under_an_order(o.data)}
    for pupil in whose:
        if pupil is not None:
            lock_the_past(pupil)
    return found


def lock_the_past(pupil: int) -> None:
    """What was known of an adult before an order is where they may still be: it is locked too."""
    every = list(Fact.objects.filter(pupil_id=pupil, kind=CONTACTS))
    keys = {fact.key for fact in every if under_an_order(fact.data)}
    for fact in every:
        if fact.key in keys and fact.until is not None and SEALED not in fact.data:
            Fact.objects.filter(pk=fact.pk).update(data=sealed(CONTACTS, fact.data, always=True))


def _fact(brought: Import, one: Said, revision: int) -> Fact:
    return Fact(
        school_id=brought.school_id, pupil_id=one.pupil, kind=one.kind, key=one.key,
        data=sealed(one.kind, one.data), begins=one.begins, ends=one.ends, since=revision,
        import_id=brought.pk,
    )  # fmt: skip


def _closed(keys: list[int], revision: int) -> None:
    for at in range(0, len(keys), AT_ONCE):
        Fact.objects.filter(pk__in=keys[at : at + AT_ONCE]).update(until=revision)


def why_not(brought: Import) -> list[str]:
    """Why the facts of an import cannot be taken back; empty where they can."""
    closed = Fact.objects.filter(
        school_id=brought.school_id, import_id=brought.pk, since=brought.kept_revision
    ).exclude(until=None)
    n = closed.count()
    if not n:
        return []
    return [f"{n} of its records were changed by a later file."]


def about_children_of(brought: Import, pupils: set[int]) -> list[str]:
    """Whether other files said something about children an import made."""
    others = Fact.objects.filter(school_id=brought.school_id, pupil_id__in=pupils).exclude(
        import_id=brought.pk
    )
    n = others.values("pupil_id").distinct().count()
    return [f"Other files hold records of {n} of the children it brought."] if n else []


def put_back(brought: Import, revision: int) -> None:
    """Close what an import opened, and open again what it closed."""
    mine = Fact.objects.filter(
        school_id=brought.school_id, import_id=brought.pk, since=brought.kept_revision, until=None
    )
    if not mine.update(until=revision):
        return
    closed = Fact.objects.filter(
        school_id=brought.school_id, until=brought.kept_revision, since__lt=brought.kept_revision
    )
    again = []
    for fact in closed:
        fact.pk, fact.since, fact.until = None, revision, None
        fact.data = sealed(fact.kind, unsealed(fact.data))
        again.append(fact)
    Fact.objects.bulk_create(again, batch_size=AT_ONCE)


def standing(
    school_id: int,
    *,
    kind: str,
    on: dt.date | None = None,
    at_revision: int | None = None,
    pupils: Iterable[int] | None = None,
) -> list[Fact]:
    """The facts of a kind, as now known or as known at an earlier revision.

    on      only those that hold on a day; a blank end is open
    pupils  only those about some children
    """
    found = Fact.objects.filter(school_id=school_id, kind=kind)
    if at_revision is None:
        found = found.filter(until=None)
    else:
        found = found.filter(Q(until=None) | Q(until__gt=at_revision), since__lte=at_revision)
    if on is not None:
        found = found.filter(holds_on(on))
    if pupils is not None:
        found = found.filter(pupil_id__in=list(pupils))
    return list(found.order_by(F("begins").asc(nulls_first=True), "pk"))


def standing_of(school_id: int, *, kinds: Iterable[str]) -> list[Fact]:
    """The facts of several kinds as now known, those of one kind together."""
    found = Fact.objects.filter(school_id=school_id, kind__in=list(kinds), until=None)
    return list(found.order_by("kind", F("begins").asc(nulls_first=True), "pk"))
