"""Data quality: what is missing or odd, and what to do about it in the school's own system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.questions.quality import arrangements, files, marks, missing, records
from belong.insight.questions.quality.found import (
    LISTED,
    Found,
    Listing,
    Looked,
    Mention,
)
from belong.insight.tables import Cell, Row, Table
from belong.insight.weeks import first_day_of_year
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.permissions import Permission
from belong.people.trail import Verb

HALF_TERM, YEAR = "half-term", "year"
CHECKED = (
    "Missing marks, by form and day", "Children with too many missing marks to be sure",
    "Letters that are in no table of marks", "Sessions with no reason for long",
    "Days that counted for part of a year group only", "Part-time timetables without an end",
    "D without the name of the other school", "Records that match no child here",
    "Marks dated after a child left", "Children who may be there twice",
    "UPNs whose check letter does not fit", "Children without a form",
    "Children without a date of birth",
)  # fmt: skip
"""What is looked at, in words; a page that finds nothing says what it looked for."""


@dataclass(frozen=True)
class Fold:
    """A list that opens, and how many of its lines are not shown."""

    title: str
    table: Table
    more: int


@dataclass(frozen=True)
class Finding:
    """One thing to put right, in words.

    how  the name of the definition that says how it is found, or ""
    """

    heading: str
    why: str
    do: str
    folds: tuple[Fold, ...]
    how: str


@dataclass(frozen=True)
class DataQuality:
    """The page's answer. The findings that hurt most come first."""

    heading: str
    lede: str
    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    span: str
    kicker: str


def ask(
    desk: Desk,
    span: str = HALF_TERM,
    why: Verb = Verb.CHILDREN_LISTED,
    most: int | None = LISTED,
) -> DataQuality:
    """What is missing or odd. One trail line names every child in a list.

    span    HALF_TERM or YEAR: how far back missing marks are looked for
    most    lines of each list; None for all of them
    raises  PermissionDenied for who may not see it
    """
    desk.by.must(Permission.QUALITY_READ)
    span = YEAR if span == YEAR else HALF_TERM
    looked = _looked(desk, span)
    found = _in_order(_found(looked))
    names = _names(desk, found, why, most)
    return DataQuality(
        heading=_heading(len(found)),
        lede=_lede(looked),
        findings=tuple(_finding(one, names, most) for one in found),
        checked=tuple(say(text) for text in CHECKED),
        span=span,
        kicker=_kicker(looked),
    )


def _looked(desk: Desk, span: str) -> Looked:
    first = first_day_of_year(desk) if span == YEAR else desk.terms[-1].first
    return Looked(desk, desk.this_year(), first)


def _found(looked: Looked) -> Iterable[Found]:
    checks = (
        missing.find, missing.doubtful, marks.unexplained, marks.uneven, marks.after_leaving,
        arrangements.part_time, arrangements.second_school,
    )  # fmt: skip
    for check in checks:
        found = check(looked)
        if found is not None:
            yield found
    yield from files.find(looked)
    yield from records.find(looked)


def _in_order(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda one: (-one.hurts, -one.n))


def _names(desk: Desk, found: Sequence[Found], why: Verb, most: int | None) -> dict[int, str]:
    """The names of the children shown, asked for once."""
    shown = {m.pupil for one in found for of in one.lists for m in of.mentions[:most]} - {None}
    if not shown:
        return {}
    keys = [key for key in shown if key is not None]
    return {pupil.pk: str(pupil) for pupil in fetch.pupils(seen_by=desk.by, ids=keys, why=why)}


def _finding(found: Found, names: dict[int, str], most: int | None) -> Finding:
    folds = tuple(_fold(one, names, most) for one in found.lists)
    return Finding(found.heading, found.why, found.do, folds, found.how)


def _fold(listing: Listing, names: dict[int, str], most: int | None) -> Fold:
    shown = listing.mentions[:most]
    rows = tuple(_row(m, listing, names) for m in shown if m.pupil is None or m.pupil in names)
    table = Table(listing.title, listing.heads, rows)
    return Fold(listing.title, table, len(listing.mentions) - len(shown))


def _row(mention: Mention, listing: Listing, names: dict[int, str]) -> Row:
    cells = tuple(
        Cell(text if isinstance(text, str) else text(), number=head.number, label=f"{head.words}:")
        for text, head in zip(mention.cells, listing.heads[1:], strict=True)
    )
    if mention.beside:
        cells = (*cells[:-1], replace(cells[-1], href=mention.beside))
    if mention.pupil is None:
        return Row(mention.head, cells, mention.href)
    return Row(names[mention.pupil], cells, f"/children/{mention.pupil}/")


def _heading(n: int) -> str:
    if not n:
        return say("Nothing to put right: the data are in good order")
    return say_n("{n} thing to put right", "{n} things to put right", n)


def _lede(looked: Looked) -> str:
    """The good news first: how much of what was expected is there."""
    share, since = missing.gaps(looked).share, words.day(looked.first)
    thanks = say("Thank you to everybody who takes a register.")
    if not share:
        return f"{say('Every mark expected since {day} is there.', day=since)} {thanks}"
    there = words.percent(1 - share)
    return f"{say('{share} of the marks since {day} are there.', share=there, day=since)} {thanks}"


def _kicker(looked: Looked) -> str:
    return say("Data quality, up to {day}", day=words.day(looked.desk.day))
