"""The school's own pattern: when sessions were missed, and in which groups, as plain sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from belong.attendance.definitions import number
from belong.basics.terms import year_name, year_of
from belong.insight import noticed, places, set_apart, words
from belong.insight.desk import Desk
from belong.insight.places import Place, Stretch, Sum
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say

DASH = "–"
Then = Callable[[Stretch, Place], Sum]


@dataclass(frozen=True)
class Part:
    """One table of the page, with its heading and what has to be said under it.

    stacked  too wide for a phone: there its columns stand under one another
    """

    id: str
    title: str
    table: Table
    notes: tuple[str, ...]
    stacked: bool


@dataclass(frozen=True)
class SchoolPattern:
    """The page's answer.

    before  of which days the year before is, or why none stands beside
    dashes  why a figure is a dash; "" where none is
    shocks  sessions set apart, one sentence each
    """

    heading: str
    under: str
    before: str
    dashes: str
    parts: tuple[Part, ...]
    shocks: tuple[str, ...]


def ask(desk: Desk) -> SchoolPattern:
    """The pattern of the children of a desk. It names nobody, so no look is noted."""
    now = places.so_far(desk)
    both = _Both(desk, now, places.the_year_before(desk), places.places(desk, now))
    found = noticed.at(desk)
    parts = tuple(
        p for p in (_week(both), _terms(both), _years(both), _forms(both)) if p.table.rows
    )
    return SchoolPattern(
        heading=_heading(desk),
        under=_under(desk, now),
        before=_before(desk, both.before),
        dashes=_dashes(parts),
        parts=parts,
        shocks=set_apart.sentences(desk, found) if found else (),
    )


@dataclass(frozen=True)
class _Both:
    """This school year so far, and the same time of the one before where there is one."""

    desk: Desk
    now: Stretch
    before: Stretch | None
    places: dict[str, Place]

    @property
    def years(self) -> tuple[str, ...]:
        """2026/27, and 2025/26 where it stands beside."""
        year = year_of(self.desk.day)
        return (year_name(year), year_name(year - 1)) if self.before else (year_name(year),)

    def of(self, kind: str) -> list[Place]:
        """Every place of a kind, in the order of the school."""
        return [place for place in self.places.values() if place.kind == kind]

    def sum(self, place: Place) -> Sum:
        """What was missed in a place this year."""
        return self.now.sum(place.rows, place.columns)


def _heading(desk: Desk) -> str:
    if desk.whom.everybody:
        return say("The school's own pattern")
    return say("The pattern of {whom}", whom=desk.named)


def _under(desk: Desk, now: Stretch) -> str:
    return say(
        "Sessions missed for any reason: {whom}, {when}.",
        whom=desk.named,
        when=now.when,
    )


def _before(desk: Desk, before: Stretch | None) -> str:
    if before is not None:
        return say(
            "{year} stands beside it for the same time of the year: {when}.",
            year=year_name(year_of(desk.day) - 1), when=before.when,
        )  # fmt: skip
    if desk.whom.everybody:
        return say("There is no year before here to hold it beside.")
    return say("Other children were here in the year before, so none stands beside this.")


def _dashes(parts: Iterable[Part]) -> str:
    cells = [c.words for part in parts for row in part.table.rows for c in row.cells]
    if DASH not in cells:
        return ""
    return say(
        "A dash: nothing to count, or fewer than {n} children. The share of so few moves with each "
        "of them, and would soon be about one child.",
        n=number("group_rate", "smallest_group"),
    )


def _share(found: Sum, label: str, place: Place | None = None) -> Cell:
    """A share that opens its children, where it is of this year and told at all."""
    opens = place is not None and found.is_told
    href = f"children/?{urlencode({'place': place.key})}" if place and opens else ""
    return Cell(words.percent(found.share), number=True, label=f"{label}:", href=href)


def _week(both: _Both) -> Part:
    """Days down; mornings and afternoons across, each beside its year before."""
    found = both.of("week")
    rows = []
    for at in range(0, len(found), 2):
        cells: list[Cell] = []
        for n in (at, at + 1):
            labels = _labels(n, both)
            cells.append(_share(both.sum(found[n]), labels[0], found[n]))
            if both.before:
                cells.append(_share(both.before.sum(columns=both.before.at(n)), labels[1]))
        rows.append(Row(say(found[at].of), tuple(cells)))
    heads = (Head(label, True) for n in (0, 1) for label in _labels(n, both))
    table = Table(say("Share of possible sessions missed"), (Head(say("Day")), *heads), tuple(rows))
    return Part("week", _range(both, found), table, (), stacked=True)


def _labels(n: int, both: _Both) -> list[str]:
    half = say("Afternoons") if n % 2 else say("Mornings")
    if not both.before:
        return [half]
    return [say("{half}, {year}", half=half, year=year) for year in both.years]


def _range(both: _Both, found: list[Place]) -> str:
    """Where the week is lowest and highest: about a time, so it blames nobody."""
    told = [(share, p.name) for p in found if (share := both.sum(p).share) is not None]
    if not told:
        return say("The week")
    low, high = min(told), max(told)
    return say(
        "The week: from {low} on {a} to {high} on {b}",
        low=words.percent(low[0]), a=low[1], high=words.percent(high[0]), b=high[1],
    )  # fmt: skip


def _terms(both: _Both) -> Part:
    return _list(
        both, "term", say("Half-terms"), say("Half-term"),
        lambda before, p: before.sum(columns=before.within(before.term(p.of))),
    )  # fmt: skip


def _years(both: _Both) -> Part:
    note = say("The year before: the children who were in that year group then.")
    return _list(
        both, "year", say("Year groups"), say("Year group"),
        lambda before, p: before.sum(before.year == p.of), (note,) if both.before else (),
    )  # fmt: skip


def _forms(both: _Both) -> Part:
    notes = (
        say("A form is small: chance alone moves its share. It says nothing about a teacher."),
        say("A form is the children who are in it today, with all their sessions this year."),
        say("A form has other children each September, so no year before stands beside it."),
    )
    return _list(both, "form", say("Forms"), say("Form"), None, notes)


def _list(
    both: _Both, kind: str, title: str, head: str, then: Then | None, notes: tuple[str, ...] = ()
) -> Part:
    """A line for each place of a kind: its share, that of the year before, and this year's sums."""
    years = both.years if then else both.years[:1]
    rows = []
    for place in both.of(kind):
        now = both.sum(place)
        cells = [_share(now, years[0], place)]
        if then and both.before:
            cells.append(_share(then(both.before, place), years[1]))
        rows.append(Row(place.name, (*cells, Cell(_counts(now), number=True))))
    heads = (
        Head(head),
        *(Head(year, True) for year in years),
        Head(say("Missed of possible"), True),
    )
    caption = say("{title}: share of possible sessions missed", title=title)
    return Part(kind, title, Table(caption, heads, tuple(rows)), notes, stacked=False)


def _counts(found: Sum) -> str:
    if not found.is_told:
        return DASH
    return say("{n} of {of}", n=words.number(found.missed), of=words.number(found.possible))
