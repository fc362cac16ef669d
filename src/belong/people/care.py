"""Which gate each field of a child's facts stands behind, and which gates somebody passes.

The one place that says so: kinds of record carry a care word (registers/kinds), a care word is a
gate, a gate has a permission or is opened for an hour. A word nobody knows opens nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from belong.people import locked_away, trail_reading
from belong.people.models import Fact, Membership, Opening, Pupil
from belong.people.permissions import Permission
from belong.registers.kinds import Kind, kind_named, kinds


class Gate(StrEnum):
    """What a care word of a kind of record is. Stored as text in openings and in the trail."""

    SOCIAL_CARE = "social care"
    HEALTH = "health"
    CONTACTS = "contact"
    RESTRICTED = "restricted note"
    ORDER = "contact under an order"


READ = {
    Gate.SOCIAL_CARE: Permission.SOCIAL_CARE_READ,
    Gate.HEALTH: Permission.HEALTH_READ,
    Gate.CONTACTS: Permission.CONTACTS_READ,
    Gate.RESTRICTED: Permission.RESTRICTED_NOTES,
}
"""Gates somebody passes by what they are. Nobody passes the order gate that way."""
OPENS = dict.fromkeys(READ, Permission.GATE_OPEN) | {Gate.ORDER: Permission.ORDER_ASK}
"""What somebody needs, when they open a gate and as long as it stands open."""

ON_A_PAGE: Mapping[str, tuple[str, ...]] = {
    "characteristics": ("trait", "value"),
    "clubs": ("club", "came"),
    "contacts": (
        "contact_surname", "contact_forename", "contact_title", "contact_name", "relationship",
        "priority", "lives_with", "parental_responsibility", "no_contact", "court_order",
        "language", "interpreter", "phone", "mobile", "email", "address", "postcode",
    ),
    "groups": ("trait", "value"),
    "on_track": ("term", "subject", "on_track", "taking_part"),
    "placements": ("kind", "place", "weekdays", "sessions_a_week", "review"),
    "suspensions": ("kind",),
}  # fmt: skip
"""The fields a page has a place for. No other leaves the database."""

WHERE = frozenset({"phone", "mobile", "email", "address", "postcode"})
"""How to reach and to find somebody. Of an adult under an order this needs two people."""
STEP = dt.timedelta(seconds=5)
"""A clock that is set right steps back by less; one that steps back further opens nothing."""
ELSEWHERE = frozenset(
    {"approved teaching off-site", "teaching arranged by the local authority", "dual registration",
     "part-time timetable", "alternative provision", "managed move", "off-site direction",
     "college", "work experience", "move to another school", "home education"}
)  # fmt: skip
"""Placements that say nothing of health or of home. Respite and words of the school's own may."""
HOSPITAL = "hospital or medical teaching"


def needed(kind: Kind, name: str, data: Mapping[str, object]) -> frozenset[Gate]:
    """Every gate in front of one field of one record. Raises ValueError for an unknown word."""
    words = {kind.care, kind.field(name).care}
    gates = {Gate(word) for word in words if word}
    if kind.traits:
        gates |= _of_trait(kind, data)
    if kind.name == "contacts" and name in WHERE and locked_away.under_an_order(data):
        gates.add(Gate.ORDER)
    if kind.name == "placements":
        gates |= _of_place(data.get("kind"))
    return frozenset(gates)


def _of_place(said: object) -> set[Gate]:
    if said in ELSEWHERE:
        return set()
    return {Gate.HEALTH} if said == HOSPITAL else {Gate.HEALTH, Gate.SOCIAL_CARE}


def _of_trait(kind: Kind, data: Mapping[str, object]) -> set[Gate]:
    """The gate of what a row is about; every one for something the kind does not know."""
    word = _care_of_traits(kind).get(str(data.get("trait")))
    if word is None:
        return set(Gate)
    return {Gate(word)} if word else set()


def _care_of_traits(kind: Kind) -> dict[str, str]:
    return {trait.name: trait.field.care for trait in kind.traits}


def reads_trait(by: Membership, trait: str) -> bool:
    """Whether somebody may read one characteristic of every child of their school: then the words
    of a group that shares it are for them, and nobody gives a role for such a group without."""
    gates = _of_trait(kind_named("characteristics"), {"trait": trait})
    asked = [Permission.SYSTEM_READ, *(READ[gate] for gate in gates if gate in READ)]
    return gates <= READ.keys() and all(by.whose(one).everybody for one in asked)


@dataclass(frozen=True)
class Passed:
    """The gates somebody passes for one child at one moment.

    opened  those among them that stand open for an hour, and until when
    """

    gates: frozenset[Gate]
    opened: tuple[Opening, ...] = ()


def passed(by: Membership, pupil: Pupil, now: dt.datetime) -> Passed:
    """The gates somebody passes for a child: by what they are, or opened and not over yet."""
    own = {gate for gate, right in READ.items() if by.may(right, of=pupil)}
    opened = tuple(
        one for one in _standing(by, pupil, now) if by.may(OPENS[Gate(one.gate)], of=pupil)
    )
    return Passed(frozenset(own | {Gate(one.gate) for one in opened}), opened)


def _standing(by: Membership, pupil: Pupil, now: dt.datetime) -> list[Opening]:
    """What stands open for somebody. What was once seen to be over, or used later than now, is
    shut: no clock opens it again. Looking changes nothing; the trail says how late it was."""
    found = list(
        Opening.objects.filter(
            adult_id=by.adult_id, school_id=by.school_id, pupil=pupil, state=Opening.State.OPEN,
            opened_at__lte=now + STEP, ends_at__gt=now, line__isnull=False,
        ).order_by("pk")
    )  # fmt: skip
    if not found:
        return []
    looks = trail_reading.looks_through(by, after=min(one.line or 0 for one in found))
    return [one for one in found if _unmoved(one, looks, now)]


def _unmoved(one: Opening, looks: list[tuple[int, dt.datetime]], now: dt.datetime) -> bool:
    later = [at for line, at in looks if line > (one.line or 0)]
    return all(at <= now + STEP and one.ends_at is not None and at < one.ends_at for at in later)


@dataclass(frozen=True)
class Shown:
    """What somebody may see of one fact: only fields with a place on a page and an open gate."""

    kind: str
    data: Mapping[str, object]
    begins: dt.date | None
    ends: dt.date | None


def shown(fact: Fact, through: frozenset[Gate]) -> Shown | None:
    """A fact without what is behind a gate that is shut; None where nothing is left of it, and for
    a trait the kind does not know any more."""
    kind = kind_named(fact.kind)
    if kind.traits and fact.data.get("trait") not in _care_of_traits(kind):
        return None
    # What is locked is unlocked for nobody but those who may read it.
    held = locked_away.unsealed(fact.data) if Gate.ORDER in through else fact.data
    data = {
        name: held[name]
        for name in ON_A_PAGE[fact.kind]
        if held.get(name) not in (None, "") and needed(kind, name, held) <= through
    }
    return Shown(fact.kind, data, fact.begins, fact.ends) if data else None


def words_without_a_gate() -> Iterator[str]:
    """What the kinds of record name and nobody here knows; the house does not open with any."""
    gates = {gate.value for gate in Gate}
    for kind in kinds():
        for field in (*kind.fields, *(trait.field for trait in kind.traits)):
            if {kind.care, field.care} - {""} - gates:
                yield f"{kind.name}.{field.name}"
    yield from (gate.value for gate in Gate if gate not in OPENS)
    for name, fields in ON_A_PAGE.items():
        known = {field.name for field in kind_named(name).fields}
        yield from (f"{name}.{field}" for field in fields if field not in known)


@dataclass(frozen=True)
class Thing:
    """One line of the table of fields: what it is called, where it is kept, and its gates."""

    kind: str
    words: str
    gates: frozenset[Gate]
    on_a_page: bool


def things() -> Iterator[Thing]:
    """Every field of every kind of record about children. None can be missing: the kinds say."""
    for kind in kinds():
        if kind.about == "pupil":
            yield from _things_of(kind)


def _things_of(kind: Kind) -> Iterator[Thing]:
    pages = ON_A_PAGE.get(kind.name, ())
    for trait in kind.traits:
        gates = needed(kind, "value", {"trait": trait.name})
        yield Thing(kind.name, trait.field.title, gates, "value" in pages)
    for field in kind.fields:
        if kind.traits and field.name in ("trait", "value"):
            continue
        for words, data in _cases(kind, field.name):
            title = f"{field.title}{words}"
            yield Thing(kind.name, title, needed(kind, field.name, data), field.name in pages)


def _cases(kind: Kind, name: str) -> list[tuple[str, dict[str, object]]]:
    """What a record may say that moves its fields behind another gate."""
    if kind.name == "contacts" and name in WHERE:
        return [("", {}), (", of an adult under an order", {"court_order": "yes"})]
    if kind.name == "placements":
        other = ", of respite or a word of the school's own"
        plain: dict[str, object] = {"kind": min(ELSEWHERE)}
        return [("", plain), (", of a hospital", {"kind": HOSPITAL}), (other, {"kind": ""})]
    return [("", {})] if not kind.traits else [("", {"trait": kind.traits[0].name})]
