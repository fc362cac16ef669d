"""How sure patterns are: what was measured on simulated schools, as the page tells it."""

from __future__ import annotations

from dataclasses import dataclass

from belong.attendance.definitions import Definition, load
from belong.attendance.patterns.measured import Measured, measured
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say


@dataclass(frozen=True)
class HowSure:
    """The page's answer.

    false   of the children shown, in schools as tuned, how many of 100 are there by chance
    found   one sentence for each habit
    """

    definition: Definition
    false: str
    nothing: str
    found: tuple[str, ...]
    table: Table
    measured: Measured


def ask() -> HowSure:
    """What a head teacher should know before trusting a pattern."""
    known = measured()
    habits = [line for line in known.lines if line.power is not None]
    usual = [line for line in habits if line.kind == known.lines[0].kind]
    shown, false = sum(line.shown for line in usual), sum(line.false for line in usual)
    empty = known.lines[0]
    return HowSure(
        definition=load("patterns"),
        false=say(
            "Of {shown} children shown in simulated schools, {false} had no habit at all: about"
            " {share} in 100.",
            shown=f"{shown:,}", false=f"{false:,}", share=_in_100(false, shown),
        ),
        nothing=say(
            "Of {n} simulated schools in which nobody had a habit, {m} showed anybody in a whole"
            " year of weekly looks.",
            n=empty.schools, m=empty.schools_that_show,
        ),
        found=tuple(
            say(
                "Of children who miss {habit}, {share} of 100 are shown by the end of the next"
                " half-term.",
                habit=line.habit, share=_in_100(line.found, line.has),
            )
            for line in usual
        ),
        table=_table(known),
        measured=known,
    )  # fmt: skip


def _in_100(part: int, whole: int) -> str:
    share = 100 * part / whole if whole else 0
    return f"{share:.1f}" if share < 10 else f"{share:.0f}"


def _table(known: Measured) -> Table:
    heads = (
        Head(say("Schools")),
        Head(say("What some children do")),
        Head(say("Schools drawn"), True),
        Head(say("Children shown"), True),
        Head(say("of them by chance"), True),
        Head(say("Found, of 100"), True),
    )
    rows = tuple(
        Row(
            line.kind,
            (
                Cell(line.habit, label=say("What some children do:")),
                Cell(f"{line.schools:,}", number=True, label=say("Schools drawn:")),
                Cell(f"{line.shown:,}", number=True, label=say("Children shown:")),
                Cell(f"{line.false:,}", number=True, label=say("By chance:")),
                Cell(
                    "–" if line.power is None else _in_100(line.found, line.has),
                    number=True,
                    label=say("Found, of 100:"),
                ),
            ),
        )
        for line in known.lines
    )
    return Table(say("What was measured on simulated schools"), heads, rows)
