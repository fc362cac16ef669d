"""The page of docs/reference that tells what `belong calibrate` measured."""

from __future__ import annotations

from dataclasses import replace

from belong.attendance.definitions import load
from belong.attendance.patterns.measured import Line, Run, measured
from belong.lab import calibrate_lessons
from belong.lab.calibrate import verdicts

HEADS = (
    "schools", "seed", "what some children do", "drawn", "that show anyone", "children shown",
    "by chance", "found", "of all with the habit", "before it ended",
)  # fmt: skip
CURVE = ("what some children miss", "children", "found", "before it ended")


def page(made: str) -> str:
    """The whole page."""
    known = measured()
    targets = load("patterns").settings["targets"]
    curve = [_found(line) for line in known.curve.lines]
    commands = [f"- `{run.command}`" for run in (*known.runs, known.curve, *known.lessons)]
    lines = [
        made,
        "# How sure patterns are",
        "",
        "Measured on simulated schools, looked at every week of a year. The first kind is the",
        "one the rule was tuned on. Two of its weights were chosen with schools without an",
        "earlier year in view, of seeds 2 and 5; the other kinds and seed 21 it had never seen.",
        "*Found* counts children whose other absence lies in the middle four fifths of their",
        "school, shown by the end of the half-term after the habit. How it is done:",
        "[patterns](../explanation/patterns.md).",
        "",
        f"Asked for: at most {100 * targets['false_share']:.0f} % of the children shown by chance;",
        f"at most {100 * targets['schools_that_show']:.0f} % of schools with nothing to find show",
        f"anyone; at least {100 * targets['power']:.0f} % found of those who miss half of the",
        "Monday mornings of a term, or four in five of a half-term; in every kind of school.",
        "",
        *_table(known.runs),
        "",
        *_not_reached(),
        "## How many are found, by how strong the habit is",
        "",
        f"| {' | '.join(CURVE)} |",
        f"|{'---|' * len(CURVE)}",
        *(f"| {' | '.join(row)} |" for row in curve),
        "",
        "## Among lessons",
        "",
        "Simulated schools that send lesson marks: 25 lessons a week, maths four of them, history",
        "two; forgotten registers, bad days, and classes marked away that were on a trip. Lessons",
        f"have {_share():.0%} of a child's one chance of being shown. Half-days are left out here:",
        "these figures are of lessons alone, in schools like those the table was made from.",
        "",
        *_table(known.lessons),
        "",
        "## Measured with",
        "",
        *commands,
    ]
    return "\n".join(lines) + "\n"


def _table(runs: tuple[Run, ...]) -> list[str]:
    rows = [_row(run, line) for run in runs for line in run.lines]
    every = [f"| {' | '.join(row)} |" for row in rows]
    return [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}", *every]


def _share() -> float:
    """The share of lessons where half-days are all that is looked at beside them."""
    told = load("patterns").settings["streams"]
    return float(told["lessons"] / (told["lessons"] + told["sessions"]))


def _not_reached() -> list[str]:
    """What was asked for and did not hold, as `belong calibrate` says it."""
    every = [verdict for run in measured().runs for verdict in verdicts(list(run.lines))]
    for run in measured().lessons:
        of_lessons = verdicts(list(run.lines), calibrate_lessons.PROMISED)
        every += [replace(one, said=f"lessons, {one.said}") for one in of_lessons]
    short = [f"- {verdict.said}" for verdict in every if not verdict.holds]
    heading = ["## Asked for and not reached", ""]
    return [*heading, *short, ""] if short else []


def _found(line: Line) -> tuple[str, ...]:
    share = f"{100 * (line.power or 0):.0f} %"
    return line.habit, str(line.has), share, f"{100 * line.in_time / line.has:.0f} %"


def _row(run: Run, line: Line) -> tuple[str, ...]:
    found = ("–",) * 3
    if line.power is not None:
        found = (
            f"{line.found} of {line.has} ({100 * line.power:.0f} %)",
            f"{line.all_found} of {line.all_has}",
            str(line.in_time),
        )
    false = f"{line.false} ({100 * line.false_share:.1f} %)" if line.shown else "0"
    return (
        line.kind, str(run.seed), line.habit, str(line.schools), str(line.schools_that_show),
        str(line.shown), false, *found,
    )  # fmt: skip
