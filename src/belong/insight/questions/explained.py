"""What an explanation is made of, whatever kind of figure it is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import Definition
from belong.insight import words
from belong.insight.desk import Desk, child_key
from belong.insight.figures import Scope
from belong.insight.tables import Table
from belong.insight.words import say
from belong.intake.queries import Provenance
from belong.people import fetch
from belong.people.models import Pupil

FEW = 10
"""Below so many children, a look at a group's figure is a look at the children."""


@dataclass(frozen=True)
class Sum:
    """A division, set like one; without a bottom, a plain count."""

    top: str
    top_words: str
    bottom: str
    bottom_words: str
    answer: str
    answer_words: str


@dataclass(frozen=True)
class Explanation:
    """The page's answer."""

    definition: Definition
    heading: str
    lede: str
    who: str
    pupil: Pupil | None
    sum: Sum | None
    detail: str
    counted: Table
    others: tuple[tuple[str, str], ...]
    cannot: str
    register: str
    brought_in: str
    file_name: str
    import_id: int
    missing: str
    rule_since: str
    moving: str
    checks: str
    csv: str
    note: str


@dataclass(frozen=True)
class Parts:
    """What depends on the kind of figure.

    sum   None where there is nothing to divide
    csv   the end of the address of the marks behind it; "" where they make no such sum
    note  a sentence under the table of what counts as what
    register, came  what the marks are and the import they came with; the register's where blank
    """

    heading: str
    lede: str
    sum: Sum | None
    detail: str
    counted: Table
    missing: str
    moving: str
    csv: str
    note: str
    register: str = ""
    came: Provenance | None = None


def explanation(
    desk: Desk, definition: Definition, scope: Scope, pupil: Pupil | None, parts: Parts
) -> Explanation:
    """The page, from what all figures share and what is this one's own."""
    came = parts.came or desk.provenance
    return Explanation(
        definition=definition,
        heading=parts.heading,
        lede=parts.lede,
        who=who(desk, scope, pupil),
        pupil=pupil,
        sum=parts.sum,
        detail=parts.detail,
        counted=parts.counted,
        others=tuple(_lead(why) for why in definition.why_other),
        cannot=definition.not_this,
        register=parts.register or say("Session marks from your school's system"),
        brought_in=words.moment(came.kept_at),
        file_name=came.file_name,
        import_id=came.import_id,
        missing=parts.missing,
        rule_since=_rule(definition),
        moving=parts.moving,
        checks=definition.pk,
        csv=parts.csv,
        note=parts.note,
    )


def _lead(why: str) -> tuple[str, str]:
    """A reason's opening words apart from the rest, so that a page can set them in bold."""
    lead, mark, rest = why.partition(": ")
    return (lead, words.capital(rest)) if mark else ("", why)


def pupil_of(desk: Desk, scope: Scope) -> Pupil | None:
    """The child a scope is about, or None for a group; the look is noted.

    Raises fetch.NotYours for a scope that is about nobody here.
    """
    kind, _, key = scope.about.partition(":")
    if kind != "child":
        rows = desk.rows_of(scope.about)
        if not len(rows):
            raise fetch.NotYours(scope.about)
        _note_the_few(desk, rows)
        return None
    return fetch.pupil(child_key(key), seen_by=desk.by)


def _note_the_few(desk: Desk, rows: NDArray[np.int64]) -> None:
    """A figure about a handful of children says something of each: the trail names them."""
    if len(rows) < FEW:
        fetch.pupils(seen_by=desk.by, ids=[int(p) for p in desk.register.pupil[rows]])


def who(desk: Desk, scope: Scope, pupil: Pupil | None) -> str:
    """Whom a scope is about, in words."""
    if pupil is not None:
        return str(pupil)
    kind, _, value = scope.about.partition(":")
    if kind == "year":
        return words.year_label(value)
    return value if kind == "form" else desk.name


def _rule(definition: Definition) -> str:
    if definition.since:
        return say(
            "{title}, marks in force since {since}",
            title=definition.title, since=words.day(definition.since),
        )  # fmt: skip
    return say("{title}, version {v}", title=definition.title, v=definition.version)
