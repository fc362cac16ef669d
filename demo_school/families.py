"""Households of the trust: who lives with whom, where, and whom a school may call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from demo_school import sources
from demo_school.chance import Topic, stream
from demo_school.invented import Child, Invented
from demo_school.own_chance import drawn, salt
from demo_school.records import Contact
from demo_school.tales import tales
from demo_school.trust_schools import Registers

PAIRED = 0.19
"""Of children of one surname at the secondary school, next to each other by age: share who are
sisters or brothers."""
MOST_APART, LEAST_APART = 5, 1
STORY_FAMILIES = {"sibling_younger": "Lupu", "sibling_older": "Lupu"}
DRAMA_MOBILE, DRAMA_LANDLINE = "07700 900", "01632 960"
"""Numbers kept for drama by the regulator: nobody is ever called."""
NO_CONTACT_TALES = ("one_parent_not_called", "new_home_in_care")


@dataclass(frozen=True)
class Household:
    """Children of one address, by UPN; `number` is the household's place in the list."""

    number: int
    address: str
    upns: tuple[str, ...]


def households(found: Registers, *, seed: int) -> tuple[Household, ...]:
    """Every household with a child listed anywhere in the trust, each child in exactly one."""
    children = everybody(found)
    together = {upn: upn for upn in children}
    alone = in_care_upns(found, seed=seed)
    for one, other in _links(found, children, seed=seed):
        if one in together and other in together and not {one, other} & alone:
            together[_head(together, one)] = _head(together, other)
    members = defaultdict(list)
    for upn in children:
        members[_head(together, upn)].append(upn)
    streets = sources.listed("records")["streets"]["names"]
    return tuple(
        Household(n, f"{salt(head) % 140 + 1} {streets[salt(head + 's') % len(streets)]}", tuple(m))
        for n, (head, m) in enumerate(members.items())
    )


def everybody(found: Registers) -> dict[str, Child]:
    """Each child of the trust once, by UPN; the school of today's stay is believed."""
    listed = [c for s in found.schools.values() for c in s.children]
    return {c.upn: c for c in sorted(listed, key=lambda c: (c.left is None, c.admitted))}


def _head(together: dict[str, str], upn: str) -> str:
    while together[upn] != upn:
        upn = together[upn]
    return upn


def _links(found: Registers, children: dict[str, Child], *, seed: int) -> Iterable[tuple[str, str]]:
    """Pairs of children who live together."""
    for one, other in found.older.items():
        both = one in children and other in children
        if both and children[one].legal_surname == children[other].legal_surname:
            yield one, other
    yield from _by_surname(found.schools["secondary"], seed=seed)
    yield from _of_tales(found)


def _by_surname(school: Invented, *, seed: int) -> Iterable[tuple[str, str]]:
    """Some children of one surname who are a few years apart."""
    told = {s.child for s in school.stories}
    chance = drawn(school.children, seed, about="sister or brother")
    last: dict[str, int] = {}
    for row in sorted(range(len(school.children)), key=lambda n: school.children[n].adno):
        child = school.children[row]
        if row in told or child.left is not None:
            continue
        before = last.get(child.legal_surname)
        near = (
            before is not None
            and LEAST_APART <= (child.cohort - school.children[before].cohort) <= MOST_APART
        )
        if near and before is not None and chance[row] < PAIRED:
            yield child.upn, school.children[before].upn
            last.pop(child.legal_surname)
        else:
            last[child.legal_surname] = row


def _of_tales(found: Registers) -> Iterable[tuple[str, str]]:
    family = {t.key: t.family for t in tales() if t.family} | STORY_FAMILIES
    homes = defaultdict(list)
    for school in found.schools.values():
        for told in school.stories:
            if told.key in family:
                homes[family[told.key]].append(school.children[told.child].upn)
    for upns in homes.values():
        yield from ((upns[0], other) for other in upns[1:])


def contacts(
    found: Registers, homes: tuple[Household, ...], *, seed: int
) -> dict[str, tuple[Contact, ...]]:
    """The contacts of each child of the trust, {UPN: contacts by priority}: mostly two."""
    children = everybody(found)
    kept_apart = _kept_apart(found)
    in_care = in_care_upns(found, seed=seed)
    out = {}
    for home in homes:
        adults = _adults(home, children[home.upns[0]], seed=seed)
        for upn in home.upns:
            mine = _foster(home, children[upn], adults) if upn in in_care else adults
            out[upn] = tuple(_contact(upn, a, home, upn in kept_apart) for a in mine)
    return out


@dataclass(frozen=True)
class _Grown:
    """An adult of a family before it is somebody's contact."""

    surname: str
    forename: str
    relationship: str
    priority: int
    number: int
    language: str
    elsewhere: bool = False


def _adults(home: Household, child: Child, *, seed: int) -> tuple[_Grown, ...]:
    rng = stream(seed, Topic.FAMILIES, salt(home.upns[0]))
    town = town_of(child)
    spoken = sources.listed("records")["communities"][key_of(town)]["spoken"]
    language = spoken if child.eal else "English"
    count = int(rng.choice((1, 2, 3), p=(0.16, 0.72, 0.12)))
    kinds = _kinds(rng)[:count]
    return tuple(
        _Grown(
            child.legal_surname if rng.random() < 0.85 else _pick(rng, town.family),
            _pick(rng, town.girls if woman else town.boys), kind, n, home.number * 3 + n, language,
            elsewhere=kind == "Father" and rng.random() < 0.2,
        )
        for n, (kind, woman) in enumerate(kinds, start=1)
    )  # fmt: skip


def _kinds(rng: np.random.Generator) -> list[tuple[str, bool]]:
    second = ("Father", False) if rng.random() < 0.8 else ("Stepfather", False)
    third = ("Grandmother", True) if rng.random() < 0.6 else ("Aunt", True)
    first = [("Mother", True), second, third]
    if rng.random() < 0.12:
        first[0], first[1] = first[1], first[0]
    if rng.random() < 0.03:
        first[0] = ("Grandmother", True)
        first[2] = ("Aunt", True)
    return first


def _foster(home: Household, child: Child, parents: tuple[_Grown, ...]) -> tuple[_Grown, ...]:
    """A child in care: two foster carers first, then a parent who lives elsewhere."""
    names = sources.communities()[0]
    at = salt(child.upn)
    surname = names.family[at % len(names.family)]
    carers = (
        (names.girls[at % len(names.girls)], 1),
        (names.boys[at % len(names.boys)], 2),
    )
    first = parents[0]
    parent = _Grown(
        first.surname, first.forename, first.relationship, 3, first.number, first.language,
        elsewhere=True,
    )  # fmt: skip
    return (
        *(
            _Grown(surname, name, "Foster carer", n, home.number * 3 + 500 + n, "English")
            for name, n in carers
        ),
        parent,
    )


def _contact(upn: str, who: _Grown, home: Household, apart: bool) -> Contact:
    plain = "".join(ch for ch in who.surname.lower() if ch.isascii() and ch.isalpha())
    away = who.elsewhere or (apart and who.priority >= 2)
    mobile = who.number % 7 != 0
    digits = f"{who.number * 37 % 1000:03d}"
    return Contact(
        upn=upn, surname=who.surname, forename=who.forename, relationship=who.relationship,
        priority=who.priority, phone=f"{DRAMA_MOBILE if mobile else DRAMA_LANDLINE}{digits}",
        email=f"{who.forename[0].lower()}.{plain}{who.number}@families.example",
        language=who.language, no_contact=False, address="" if away else home.address,
    )  # fmt: skip


def _kept_apart(found: Registers) -> set[str]:
    return {
        school.children[told.child].upn
        for school in found.schools.values()
        for told in school.stories
        if told.key in NO_CONTACT_TALES
    }


def in_care_upns(found: Registers, *, seed: int) -> set[str]:
    """Children of the trust who are in care: the one of a tale and a handful of others."""
    share = sources.listed("records")["characteristics"]["in_care"]
    upns = set()
    for school in found.schools.values():
        told = {s.child: s.key for s in school.stories}
        chance = drawn(school.children, school.seed, about="in care")
        for row, child in enumerate(school.children):
            if told.get(row) == "new_home_in_care" or (row not in told and chance[row] < share):
                upns.add(child.upn)
    return upns


def town_of(child: Child) -> sources.Community:
    """The community a child's surname belongs to; for a surname of no list, the first."""
    towns = sources.communities()
    return next((c for c in towns if child.legal_surname in c.family), towns[0])


def key_of(town: sources.Community) -> str:
    """The line of the lists of ethnicity and language that fits a community."""
    return town.key if town.key in sources.listed("records")["communities"] else "elsewhere"


def _pick(rng: np.random.Generator, names: tuple[str, ...]) -> str:
    return names[int(rng.integers(len(names)))]
