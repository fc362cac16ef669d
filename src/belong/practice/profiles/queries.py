"""What helps a child, asked for. Whoever shows a word of it has noted the look at the child, and
asked whether the reader may read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, CharField, F, QuerySet, Value
from django.db.models.functions import TruncDate

from belong.practice.profiles import parts
from belong.practice.profiles.models import Approval, CirclePerson, Grace, KeptPlace, Part, Place


@dataclass(frozen=True)
class Stood:
    """One part that stands: its words, whether they are the child's own, who wrote them, when."""

    key: str
    words: str
    own: bool
    who: str
    at: dt.datetime
    version: int


@dataclass(frozen=True)
class Agreed:
    """The last time a child agreed: `key` of the approval, who read it with them, when, and the
    version of the whole as they read it."""

    key: int
    who: str
    on: dt.date
    version: int

    def until(self) -> dt.date:
        """The last day before the child is asked again."""
        return self.on + dt.timedelta(days=parts.rules().agreed_days)


@dataclass(frozen=True)
class Given:
    """Grace of one sort, up to its last day."""

    key: int
    sort: str
    until: dt.date


@dataclass(frozen=True)
class Around:
    """Somebody around the child, as CirclePerson says it."""

    key: int
    name: str
    tie: str
    where: str
    seen_as: str
    leads: bool


@dataclass(frozen=True)
class Chosen:
    """A place the child chose."""

    key: int
    name: str
    when: str
    what: str
    who: str


@dataclass(frozen=True)
class Told:
    """Everything that stands about what helps one child.

    parts      by key, in the order of parts.toml; never what is kept out of sight
    kept_back  keys of what is
    version    of the whole: the versions of all parts added up; 0 for nothing
    agreed     None where the child never did, or what they agreed to is another record's
    changed    whether a part changed after that
    """

    parts: Mapping[str, Stood] = field(default_factory=dict)
    kept_back: frozenset[str] = frozenset()
    version: int = 0
    agreed: Agreed | None = None
    changed: bool = False
    graces: tuple[Given, ...] = ()
    circle: tuple[Around, ...] = ()
    places: tuple[Chosen, ...] = ()


@dataclass(frozen=True)
class _Row:
    """One line of the one question: what each field holds is said in `_asked`."""

    kind: str
    key: str
    words: str
    more: str
    who: str
    yes: bool
    also: bool
    at: dt.datetime
    day: dt.date
    n: int
    pk: int


def told(school_id: int, pupil_id: int, today: dt.date) -> Told:
    """All of it, with one question to the database."""
    rows = [_Row(*row) for row in _asked(school_id, pupil_id, today)]
    of: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        of.setdefault(row.kind, []).append(row)
    written = of.get("part", [])
    version = sum(row.n for row in written)
    agreed = _agreed(of.get("agreed", []))
    return Told(
        _stood([row for row in written if row.words and not row.also]),
        frozenset(row.key for row in written if row.words and row.also),
        version,
        agreed,
        agreed is not None and agreed.version != version,
        tuple(Given(row.pk, row.key, row.day) for row in of.get("grace", [])),
        tuple(Around(r.pk, r.words, r.more, r.key, r.who, r.yes) for r in of.get("circle", [])),
        tuple(Chosen(r.pk, r.words, r.key, r.more, r.who) for r in of.get("place", [])),
    )


def _stood(rows: list[_Row]) -> dict[str, Stood]:
    by_key = {r.key: Stood(r.key, r.words, r.yes, r.who, r.at, r.n) for r in rows}
    return {key: by_key[key] for key in parts.rules().parts if key in by_key}


def _agreed(rows: list[_Row]) -> Agreed | None:
    last = max(rows, key=lambda row: (row.at, row.pk), default=None)
    return None if last is None or not last.n else Agreed(last.pk, last.who, last.day, last.n)


def _asked(school_id: int, pupil_id: int, today: dt.date) -> QuerySet[Part, tuple[Any, ...]]:
    here = {"school": school_id, "pupil": pupil_id}
    no = Value(False, BooleanField())
    none = Value("", CharField())

    def kind(name: str) -> Value:
        return Value(name, CharField())

    return (
        Part.objects.filter(**here)
        .values_list(kind("part"), "key", "words", none, "written_by__name", "own", "hidden",
                     "written_at", TruncDate("written_at"), "version", "pk")
        .union(
            Approval.objects.filter(**here).values_list(
                kind("agreed"), none, none, none, "asked_by__name", no, no, "at", "on", "version",
                "pk"),
            Grace.objects.filter(**here, until__gte=today).values_list(
                kind("grace"), "key", none, none, "given_by__name", no, no, "given_at", "until",
                F("pk") * 0, "pk"),
            CirclePerson.objects.filter(**here).values_list(
                kind("circle"), "where", "name", "tie", "seen_as", "leads", no, "written_at",
                TruncDate("written_at"), F("pk") * 0, "pk"),
            KeptPlace.objects.filter(**here).values_list(
                kind("place"), "place__when", "place__name", "place__what", "place__who", no, no,
                "at", TruncDate("at"), F("pk") * 0, "place_id"),
            all=True,
        )
    )  # fmt: skip


def to_write(school_id: int, pupil_id: int) -> dict[str, Part]:
    """Every part by key, those kept out of sight and those emptied too: for whoever writes."""
    found = Part.objects.filter(school=school_id, pupil=pupil_id).select_related("written_by")
    return {part.key: part for part in found}


@dataclass(frozen=True)
class Greeting:
    """What a child said of being met: how to greet them, and what a good arrival looks like. Each
    "" where nothing is said, or the child did not agree to it as it stands."""

    words: str = ""
    arrival: str = ""


def greetings(pupil_ids: Collection[int], today: dt.date) -> dict[int, Greeting]:
    """How children like to be met: only what they agreed to as it stands, and not what they keep
    out of sight. Children of whom nothing stands are not in it."""
    keys = (parts.GREETING, parts.ARRIVAL)
    written = Part.objects.filter(pupil__in=pupil_ids, key__in=keys, hidden=False)
    rows = list(written.exclude(words=""))
    since = _agreed_lately({row.pupil_id for row in rows}, today)
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        if row.pupil_id in since and row.written_at <= since[row.pupil_id]:
            found.setdefault(row.pupil_id, {})[row.key] = row.words
    return {
        pupil: Greeting(said.get(parts.GREETING, ""), said.get(parts.ARRIVAL, ""))
        for pupil, said in found.items()
    }


def changes(school_id: int, today: dt.date) -> dict[int, str]:
    """What helps children of a school when a day is not as usual, by the child's key: the words
    where they agreed to them as they stand, and "" where they did not yet. Nobody who keeps it out
    of sight is in it."""
    written = Part.objects.filter(
        school_id=school_id, key=parts.CHANGES, hidden=False, pupil__merged_into=None
    ).exclude(words="")
    rows = list(written)
    since = _agreed_lately({row.pupil_id for row in rows}, today)
    return {
        row.pupil_id: row.words
        if row.pupil_id in since and row.written_at <= since[row.pupil_id]
        else ""
        for row in rows
    }


def _agreed_lately(pupil_ids: Collection[int], today: dt.date) -> dict[int, dt.datetime]:
    """When each child agreed last, where that still holds."""
    if not pupil_ids:
        return {}
    oldest = today - dt.timedelta(days=parts.rules().agreed_days)
    last: dict[int, Approval] = {}
    for one in Approval.objects.filter(pupil__in=pupil_ids).order_by("at", "pk"):
        last[one.pupil_id] = one
    return {pupil: one.at for pupil, one in last.items() if one.version and one.on >= oldest}


def agreed_lately(pupil_ids: Collection[int], today: dt.date) -> frozenset[int]:
    """Which of some children agreed to their page, where that still holds. Only keys, so no
    look."""
    return frozenset(_agreed_lately(pupil_ids, today))


def praise(pupil_id: int) -> str:
    """How a child likes to be told that they did well; "" for nothing said, or out of sight."""
    found = Part.objects.filter(pupil=pupil_id, key=parts.PRAISE, hidden=False).first()
    return found.words if found else ""


def grace(pupil_ids: Collection[int], today: dt.date) -> dict[int, tuple[str, ...]]:
    """Keys of the grace in force on a day, by child; children without any are not in it. Its words
    are `parts.rules().graces[key]`."""
    found: dict[int, list[str]] = {}
    in_force = Grace.objects.filter(pupil__in=pupil_ids, until__gte=today)
    for pupil, key in in_force.order_by("pk").values_list("pupil_id", "key"):
        found.setdefault(pupil, []).append(key)
    return {pupil: tuple(keys) for pupil, keys in found.items()}


def places(school_id: int) -> list[Place]:
    """The places and times of welcome of a school, in the order of names."""
    return list(Place.objects.filter(school=school_id).order_by("name"))
