"""How sure patterns are: what was measured on simulated schools, as the page tells it."""

from __future__ import annotations

from dataclasses import dataclass

from belong.attendance.definitions import Definition, load
from belong.attendance.patterns.measured import Measured, Run, measured
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say


@dataclass(frozen=True)
class HowSure:
    """The page's answer.

    false   of the children shown, in schools as tuned, how many of 100 are there by chance
    found   one sentence for each habit
    short   one sentence for each kind of school in which more was shown by chance than was asked
    """

    definition: Definition
    false: str
    nothing: str
    found: tuple[str, ...]
    short: tuple[str, ...]
    table: Table
    curve: Table
    commands: tuple[str, ...]


def ask() -> HowSure:
    """What a head teacher should know before trusting a pattern."""
    known = measured()
    empty, *usual = known.usual
    shown, false = sum(line.shown for line in usual), sum(line.false for line in usual)
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
        short=_short(known),
        table=_table(known),
        curve=_curve(known.curve),
        commands=tuple(run.command for run in (*known.runs, known.curve)),
    )  # fmt: skip


def _short(known: Measured) -> tuple[str, ...]:
    most = float(load("patterns").settings["targets"]["schools_that_show"])
    return tuple(
        say(
            "Not reached: of {n} schools with nothing to find and {kind}, {m} showed somebody;"
            " at most {most} were asked for.",
            n=line.schools, kind=line.kind, m=line.schools_that_show,
            most=round(most * line.schools),
        )
        for run in known.runs
        for line in run.lines
        if line.power is None and line.schools_that_show > most * line.schools
    )  # fmt: skip


def _in_100(part: int, whole: int) -> str:
    share = 100 * part / whole if whole else 0
    return f"{share:.1f}" if share < 10 else f"{share:.0f}"


def _table(known: Measured) -> Table:
    heads = (
        Head(say("Schools")),
        Head(say("Seed"), True),
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
                Cell(str(run.seed), number=True, label=say("Seed:")),
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
        for run in known.runs
        for line in run.lines
    )
    return Table(say("What was measured on simulated schools"), heads, rows)


def _curve(run: Run) -> Table:
    """How many are found, from habits that hardly show to those that nobody could miss."""
    heads = (
        Head(say("What some children miss")),
        Head(say("Children"), True),
        Head(say("Found, of 100"), True),
        Head(say("before it ended"), True),
    )
    rows = tuple(
        Row(
            line.habit,
            (
                Cell(f"{line.has:,}", number=True, label=say("Children:")),
                Cell(_in_100(line.found, line.has), number=True, label=say("Found, of 100:")),
                Cell(_in_100(line.in_time, line.has), number=True, label=say("Before it ended:")),
            ),
        )
        for line in run.lines
    )
    return Table(say("How many are found, by how strong the habit is"), heads, rows)
