"""Naming key persons for many children at once: reading a list, finding who is meant, and giving
every role of it or none."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from belong.basics.errors import BelongError
from belong.people import fetch, giving
from belong.people.giving import NotGiven, Wanted
from belong.people.models import Adult, Membership, Pupil
from belong.people.models.pupil import searchable
from belong.people.permissions import Permission
from belong.people.reach import Reach, Whose

KEY_PERSON = "key_person"
MOST = 600
"""Lines of one list: a large year group twice. A longer list is brought in parts."""
LONGEST = 100_000
"""Characters of one list."""
HEADS = frozenset(
    {"child", "children", "pupil", "student", "name", "upn", "admission number", "number",
     "surname"}
)  # fmt: skip


class NotRead(BelongError):
    """A list that cannot be read at all. Nothing has changed."""


class Why(StrEnum):
    """Why a line names nobody."""

    NO_CHILD = "no child"
    MANY_CHILDREN = "several children"
    NO_ADULT = "no adult"
    MANY_ADULTS = "several adults"
    ONESELF = "oneself"
    NO_EMAIL = "no e-mail"
    NOT_A_PAIR = "not a pair"


@dataclass(frozen=True)
class Line:
    """One line as it was typed. `number` counts from 1; `form` is "" where none was said."""

    number: int
    child: str
    adult: str
    form: str = ""


@dataclass(frozen=True)
class Pair:
    """A child and the adult who is to be their key person."""

    pupil: Pupil
    adult: Adult


@dataclass(frozen=True)
class Missed:
    """A line that names nobody, and why."""

    line: Line
    why: Why


@dataclass(frozen=True)
class Matched:
    """What a list means.

    new      roles to be given, each once
    already  those who are that child's key person now
    missed   lines that name nobody, in the order of the list
    """

    new: tuple[Pair, ...]
    already: tuple[Pair, ...]
    missed: tuple[Missed, ...]


def children_of(school_id: int, adults: Collection[int], today: dt.date) -> dict[int, set[int]]:
    """Whose key person each of some adults is on a day: keys of children by the adult's key. It is
    for the one who is about to be given more, and never to hold adults beside each other."""
    rows = Membership.objects.filter(
        school_id=school_id, adult__in=adults, role_key=KEY_PERSON,
        pupil__in=Pupil.objects.filter(Whose(school_id, today).on_roll(), school_id=school_id),
    )  # fmt: skip
    found: dict[int, set[int]] = {key: set() for key in adults}
    for row in rows:
        if row.in_force(today) and row.pupil_id is not None:
            found[row.adult_id].add(row.pupil_id)
    return found


def read(text: str, forms: Collection[str]) -> list[Line]:
    """The lines of a list: tabs, semicolons or commas between its cells; a child, perhaps a form,
    and an adult. A first line of headings is left out.

    raises  NotRead for what is too long, and where there is no line at all
    """
    if len(text) > LONGEST:
        raise NotRead("That list is too long.", do=f"Bring it in parts of {MOST} lines.")
    plain = text.replace("\x00", "").lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = [cells for cells in _cells(plain) if any(cells)]
    except csv.Error:
        raise NotRead(
            "A cell of that list never ends.", do="Look for a quotation mark that stands alone."
        ) from None
    if rows and rows[0][0].casefold() in HEADS:
        rows = rows[1:]
    if not rows:
        raise NotRead("There is no line to read.", do="Paste a child and an adult on each line.")
    if len(rows) > MOST:
        raise NotRead(f"There are {len(rows)} lines.", do=f"Bring {MOST} at a time.")
    known = {_plain(one) for one in forms}
    return [_line(number, cells, known) for number, cells in enumerate(rows, 1)]


def _cells(text: str) -> Iterable[list[str]]:
    first = text.strip().split("\n", 1)[0]
    between = next((one for one in ("\t", ";") if one in first), ",")
    for row in csv.reader(io.StringIO(text), delimiter=between):
        yield [" ".join(cell.split()) for cell in row]


def _line(number: int, cells: list[str], forms: Collection[str]) -> Line:
    """A name that was cut at its own comma is put together again."""
    while len(cells) > 2 and not cells[-1]:
        cells = cells[:-1]
    if len(cells) == 2:
        return Line(number, cells[0], cells[1])
    if len(cells) == 3 and _plain(cells[1]) in forms:
        return Line(number, cells[0], cells[2], cells[1])
    if len(cells) == 3:
        return Line(number, f"{cells[0]}, {cells[1]}", cells[2])
    if len(cells) == 4:
        return Line(number, f"{cells[0]}, {cells[1]}", cells[3], cells[2])
    return Line(number, ", ".join(cells), "")


def match(*, by: Membership, lines: Sequence[Line], today: dt.date) -> Matched:
    """Who is meant by each line, among children on roll whom somebody may read of, and adults who
    work here. The look at those who were found is noted; of several who fit, none is named.

    raises  PermissionDenied
    """
    by.must(Permission.PEOPLE_GIVE)
    roll = _Roll(_on_roll(by, today))
    staff = _Staff(fetch.everybody_at(by.school_id, today))
    found: list[tuple[int, Adult]] = []
    missed = []
    for line in lines:
        pupil, adult = roll.find(line), staff.find(line.adult, by)
        why = _why(line, pupil, adult)
        if why is not None:
            missed.append(Missed(line, why))
        elif isinstance(pupil, Pupil) and isinstance(adult, Adult):
            found.append((pupil.pk, adult))
    return _sorted(by, found, tuple(missed), today)


def of_form(
    *, by: Membership, form: str, adult_id: int, only_without: bool, today: dt.date
) -> Matched:
    """One adult for every child of a form; or for those of them who have no key person.

    raises  NotRead where a form or an adult was not chosen, PermissionDenied
    """
    by.must(Permission.PEOPLE_GIVE)
    here = [one for one in _on_roll(by, today) if form and one.form == form]
    staff = {one.adult_id: one.adult for one in fetch.everybody_at(by.school_id, today)}
    adult = staff.get(adult_id)
    if not here or adult is None:
        raise NotRead("Something is not chosen yet.", do="Choose a form and an adult.")
    wrong = _fits(adult, by)
    if isinstance(wrong, Why):
        lines = [Missed(Line(1, form, adult.name), wrong)]
        return Matched((), (), tuple(lines))
    have = {pupil for pupil, _ in _held(by, today)} if only_without else set()
    return _sorted(by, [(one.pk, adult) for one in here if one.pk not in have], (), today)


def give_all(*, by: Membership, pairs: Collection[tuple[int, int]], at: dt.datetime) -> int:
    """Give every role of a list, or none of them: the first that cannot be given undoes all.

    pairs    keys of a child and of an adult
    returns  how many were given
    raises   NotGiven, PermissionDenied; NotYours for a child or an adult who is not there
    """
    today = at.date()
    by.must(Permission.PEOPLE_GIVE)
    keys = {pupil for pupil, _ in pairs}
    pupils = {p.pk: p for p in fetch.pupils(seen_by=by, ids=keys, wanting=Permission.CHILD_READ)}
    staff = {one.adult_id: one.adult for one in fetch.everybody_at(by.school_id, today)}
    with transaction.atomic():
        giving.alone(by, today)
        for pupil, adult in pairs:
            if pupil not in pupils or adult not in staff:
                raise fetch.NotYours("pair")
            wanted = Wanted(KEY_PERSON, Reach.CHILD, pupil_id=pupil)
            _given(by, staff[adult], wanted, pupils[pupil], at)
    return len(pairs)


def _given(by: Membership, to: Adult, wanted: Wanted, pupil: Pupil, at: dt.datetime) -> None:
    try:
        giving.given(by=by, to=to, wanted=wanted, at=at, named=pupil)
    except NotGiven as problem:
        what = f"{to.name} cannot be named for {pupil}: {problem.what}"
        raise NotGiven(what, do=problem.do) from None


def _sorted(
    by: Membership, found: Iterable[tuple[int, Adult]], missed: tuple[Missed, ...], today: dt.date
) -> Matched:
    """Each pair once, those who have it already apart; the look is noted before a name goes out."""
    pairs = list(dict.fromkeys((key, adult.pk) for key, adult in found))
    adults = {adult.pk: adult for _, adult in found}
    keys = {key for key, _ in pairs}
    pupils = {p.pk: p for p in fetch.pupils(seen_by=by, ids=keys, wanting=Permission.CHILD_READ)}
    held = _held(by, today)
    every = [((key, to), Pair(pupils[key], adults[to])) for key, to in pairs if key in pupils]
    return Matched(
        tuple(pair for key, pair in every if key not in held),
        tuple(pair for key, pair in every if key in held),
        missed,
    )


def _held(by: Membership, today: dt.date) -> set[tuple[int, int]]:
    """Who is whose key person now or later: keys of children and of adults."""
    rows = Membership.objects.filter(school=by.school_id, role_key=KEY_PERSON, ended_at=None)
    return {(row.pupil_id or 0, row.adult_id) for row in rows if not row.ends or row.ends >= today}


def _on_roll(by: Membership, today: dt.date) -> list[Pupil]:
    by.must(Permission.CHILD_READ)
    theirs = Pupil.objects.filter(by.whose(Permission.CHILD_READ).wanted(), merged_into=None)
    return list(theirs.filter(Whose(by.school_id, today).on_roll()))


def _why(line: Line, pupil: Pupil | Why, adult: Adult | Why) -> Why | None:
    if not line.child or not line.adult:
        return Why.NOT_A_PAIR
    return next((one for one in (pupil, adult) if isinstance(one, Why)), None)


def _fits(adult: Adult, by: Membership) -> Adult | Why:
    if adult.pk == by.adult_id:
        return Why.ONESELF
    return adult if adult.email else Why.NO_EMAIL


def _plain(text: str) -> str:
    return " ".join(searchable(text).split())


class _Roll:
    """Children by their numbers and by their names."""

    def __init__(self, pupils: Iterable[Pupil]) -> None:
        self.numbers: dict[str, set[int]] = defaultdict(set)
        self.names: dict[str, set[int]] = defaultdict(set)
        self.every: dict[int, Pupil] = {}
        for one in pupils:
            self.every[one.pk] = one
            for number in (one.source_id, one.upn, *map(str, one.other_ids)):
                self.numbers[number.casefold()].add(one.pk)
            for first in {one.forename, one.known_as} - {""}:
                self.names[_plain(f"{first} {one.surname}")].add(one.pk)

    def find(self, line: Line) -> Pupil | Why:
        """The one child a line means."""
        last, _, first = line.child.partition(",")
        named = self.names.get(_plain(f"{first} {last}"), set())
        keys = self.numbers.get(line.child.casefold(), set()) or named
        if line.form:
            keys = {key for key in keys if _plain(self.every[key].form) == _plain(line.form)}
        if len(keys) == 1:
            return self.every[next(iter(keys))]
        return Why.MANY_CHILDREN if keys else Why.NO_CHILD


class _Staff:
    """Adults by their address and by their names."""

    def __init__(self, members: Iterable[Membership]) -> None:
        self.of: Mapping[str, list[Adult]] = defaultdict(list)
        for one in members:
            for text in {_plain(one.adult.email or ""), _plain(one.adult.name)} - {""}:
                self.of[text].append(one.adult)

    def find(self, text: str, by: Membership) -> Adult | Why:
        """The one adult a line means, where they can be given the role."""
        found = self.of.get(_plain(text), [])
        if len(found) == 1:
            return _fits(found[0], by)
        return Why.MANY_ADULTS if found else Why.NO_ADULT
