"""Marks nobody entered: whole registers of a form, and single ones by child."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK, NOT_ON_ROLL
from belong.attendance.definitions import number
from belong.attendance.measures.counts import POSSIBLE
from belong.attendance.measures.missing import missing_marks
from belong.attendance.measures.registers_in import is_in
from belong.attendance.register import Register
from belong.insight import words
from belong.insight.questions.quality.found import (
    HALVES,
    Found,
    Hurts,
    Listing,
    Looked,
    Mention,
    children,
    said,
    some,
)
from belong.insight.tables import Head
from belong.insight.words import say, say_n

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Gaps:
    """Where marks are missing.

    at     bool [rows x sessions]
    share  missing of missing and possible together [0..1]
    whole  the form and session of each register nobody took: form number, column, missing, of
    """

    register: Register
    names: tuple[str, ...]
    at: Bools
    share: float
    whole: tuple[tuple[int, int, int, int], ...]
    single: Bools


def gaps(looked: Looked) -> Gaps:
    """Missing marks in the stretch asked about.

    A register of today that is not in yet is late, not missing: School today says so.
    """
    desk = looked.desk
    part = desk.register.window(looked.first, desk.day)
    at = part.marks == NO_MARK
    if desk.is_today:
        at[:, -1] = False
    possible = int(POSSIBLE[part.marks].sum(dtype=np.int64))
    missing = int(at.sum())
    names, form = np.unique(desk.form, return_inverse=True)
    whole = _whole(part, at, names, form)
    single = at.copy()
    for f, column, _, _ in whole:
        single[form == f, column] = False
    share = missing / (missing + possible) if missing else 0.0
    return Gaps(part, tuple(names.tolist()), at, share, tuple(whole), single)


def _whole(
    part: Register, at: Bools, names: NDArray[np.str_], form: Ints
) -> list[tuple[int, int, int, int]]:
    """Each form's session for which its register does not count as in, the emptiest first."""
    expected = at | (part.marks < NO_MARK)
    out = []
    for f in np.flatnonzero(names != ""):
        rows = form == f
        lacking, size = at[rows].sum(axis=0), expected[rows].sum(axis=0)
        untaken = (lacking > 0) & ~is_in(size - lacking, size)
        out += [(int(f), int(c), int(lacking[c]), int(size[c])) for c in np.flatnonzero(untaken)]
    return sorted(out, key=lambda one: (-one[2], -one[1], one[0]))


def find(looked: Looked) -> Found | None:
    """Missing marks by form and day, and single ones by child."""
    found = gaps(looked)
    n = int(found.at.sum())
    if not n:
        return None
    percent = 100 * found.share
    doubtful = percent > number("missing_marks", "doubtful_over_percent")
    notable = percent > number("missing_marks", "warn_over_percent")
    return Found(
        heading=_heading(looked, found, n),
        why=_why(found, notable),
        do=say(
            "Open the registers below in your school's own system, enter what is missing, and "
            "bring the file in again."
        ),
        hurts=Hurts.MANY_FIGURES if doubtful or notable else Hurts.SOME_FIGURES,
        n=n,
        lists=tuple(one for one in (_registers(found), _by_child(looked, found)) if one.mentions),
        how="missing_marks",
    )


def _why(found: Gaps, notable: bool) -> str:
    text = say(
        "A blank is never counted as an absence: it is left out, so figures rest on less. This is "
        "{share} of the marks expected.",
        share=words.percent(found.share),
    )
    if not notable:
        return text
    limit = number("missing_marks", "warn_over_percent")
    return f"{text} {say('Over {n}% is worth putting right first.', n=limit)}"


def _heading(looked: Looked, found: Gaps, n: int) -> str:
    rows, columns = np.nonzero(found.at)
    forms, counts = np.unique(looked.desk.form[rows], return_counts=True)
    form = str(forms[counts.argmax()])
    if len(forms) > 1:
        most = say_n("{n} of them for {form}", "{n} of them for {form}", int(counts.max()),
                     form=form or say("children without a form"))  # fmt: skip
        return say_n("{n} mark is missing, {most}", "{n} marks are missing, {most}", n, most=most)
    half = np.unique(found.register.sessions.half[columns])
    which = f"{say(HALVES[int(half[0])])} " if len(half) == 1 and half[0] < 2 else ""
    return say_n(
        "{n} {half}mark is missing for {form}", "{n} {half}marks are missing for {form}", n,
        half=which, form=form or say("children without a form"),
    )  # fmt: skip


def _registers(found: Gaps) -> Listing:
    n = len(found.whole)
    title = say_n("{n} register was not taken", "{n} registers were not taken", n)
    heads = (Head(say("Form")), Head(say("Session")), Head(say("Missing")))
    return Listing(title, heads, tuple(_register(found, *one) for one in found.whole))


def _register(found: Gaps, form: int, column: int, lacking: int, size: int) -> Mention:
    name = found.names[form]
    return Mention(
        cells=(said(found.register, column),
               say_n("{n} of {of} mark", "{n} of {of} marks", lacking, of=size)),
        head=name,
        href="/children/?" + urlencode({"form": name}),
    )  # fmt: skip


def _by_child(looked: Looked, found: Gaps) -> Listing:
    n = int(found.single.sum())
    title = say_n("{n} single mark, by child", "{n} single marks, by child", n)
    counts = found.single.sum(axis=1)
    rows = sorted(np.flatnonzero(counts).tolist(), key=lambda row: -counts[row])
    mentions = tuple(_child(looked, found.register, row, found.single[row]) for row in rows)
    return Listing(title, children("Form", "Sessions without a mark"), mentions)


def _child(looked: Looked, register: Register, row: int, at: Bools) -> Mention:
    columns = np.flatnonzero(at)[::-1].tolist()
    return Mention(
        cells=(str(looked.desk.form[row]), partial(some, register, columns)),
        pupil=int(register.pupil[row]),
    )


def doubtful(looked: Looked) -> Found | None:
    """Children of whom so many marks are missing that their figures cannot be relied on."""
    table = missing_marks(looked.year)
    unsure = table["doubtful"].to_numpy(zero_copy_only=False) & looked.desk.here_now
    missing, expected = table["missing"].to_numpy(), table["expected"].to_numpy()
    on_roll = (looked.year.marks != NOT_ON_ROLL).any(axis=1)
    rows = np.flatnonzero(unsure & on_roll)
    if not len(rows):
        return None
    limit = number("missing_marks", "doubtful_over_percent")
    return Found(
        heading=say_n(
            "For {n} child, too many marks are missing to be sure",
            "For {n} children, too many marks are missing to be sure",
            len(rows),
        ),
        why=say(
            "Over {n}% of their marks this school year are missing, so nobody should say from "
            "them who missed a tenth or half.",
            n=limit,
        ),
        do=say("Enter their missing marks in your school's own system, those of this term first."),
        hurts=_hurts(len(rows), int(looked.desk.here_now.sum())),
        n=len(rows),
        lists=(_unsure(looked, rows, missing, expected),),
        how="missing_marks",
    )


def _hurts(n: int, of: int) -> Hurts:
    over = 100 * n > number("missing_marks", "warn_over_percent") * of
    return Hurts.MANY_FIGURES if over else Hurts.SOME_FIGURES


def _unsure(looked: Looked, rows: Ints, missing: Ints, expected: Ints) -> Listing:
    ordered = sorted(rows.tolist(), key=lambda row: -missing[row] / expected[row])
    mentions = tuple(
        Mention(
            cells=(str(looked.desk.form[row]),
                   say_n("{n} of {of} mark", "{n} of {of} marks", int(missing[row]),
                         of=int(expected[row]))),
            pupil=int(looked.year.pupil[row]),
        )
        for row in ordered
    )  # fmt: skip
    return Listing(
        say_n("See the child", "See the {n} children", len(rows)),
        children("Form", "Missing this school year"),
        mentions,
    )
