"""The page of docs/reference that tells what `belong calibrate` measured."""

from __future__ import annotations

from belong.attendance.definitions import load
from belong.attendance.patterns.measured import Line, measured

HEADS = (
    "schools", "what some children do", "drawn", "that show anyone", "children shown",
    "by chance", "found", "of all with the habit", "before it ended",
)  # fmt: skip


def page(made: str) -> str:
    """The whole page."""
    known = measured()
    targets = load("patterns").settings["targets"]
    rows = [_row(line) for line in known.lines]
    lines = [
        made,
        "# How sure patterns are",
        "",
        f"Measured with `{known.command}` on simulated schools, looked at every week of a",
        "year. The first kind is the one the rule was tuned on; it had never seen the others.",
        "*Found* counts children whose other absence lies in the middle four fifths of their",
        "school, shown by the end of the half-term after the habit. How it is done:",
        "[patterns](../explanation/patterns.md).",
        "",
        f"Asked for: at most {100 * targets['false_share']:.0f} % of the children shown by chance;",
        f"at most {100 * targets['schools_that_show']:.0f} % of schools with nothing to find show",
        f"anyone; at least {100 * targets['power']:.0f} % found of those who miss half of the",
        "Monday mornings of a term, or four in five of a half-term, as tuned.",
        "",
        f"| {' | '.join(HEADS)} |",
        f"|{'---|' * len(HEADS)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _row(line: Line) -> tuple[str, ...]:
    found = ("–",) * 3
    if line.power is not None:
        found = (
            f"{line.found} of {line.has} ({100 * line.power:.0f} %)",
            f"{line.all_found} of {line.all_has}",
            str(line.in_time),
        )
    false = f"{line.false} ({100 * line.false_share:.1f} %)" if line.shown else "0"
    return (
        line.kind, line.habit, str(line.schools), str(line.schools_that_show), str(line.shown),
        false, *found,
    )  # fmt: skip
