"""Summary files: one row a child, with totals instead of sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from belong.attendance import codes
from belong.attendance.codes import Kind
from belong.registers.sources.cells import Header, cut, repeats_header
from belong.registers.sources.children import (
    Child,
    children,
    details,
    order_in_details,
    wanted_for_children,
)
from belong.registers.sources.columns import Columns, aggregates, is_total, match, reasons
from belong.registers.sources.dates import shown_cell
from belong.registers.sources.grid import Grid
from belong.registers.sources.long import Asked
from belong.registers.sources.notes import Notes
from belong.registers.sources.reading import Reading, SchoolCounts, Shape, Unit
from belong.registers.sources.text import Text

COUNTS = ("possible", "attended", "approved", "authorised", "unauthorised", "unclassified",
          "late_before", "late_after")  # fmt: skip
_PARTS = {Kind.PRES: "attended", Kind.AEA: "approved", Kind.AUTH: "authorised",
          Kind.UNAUTH: "unauthorised"}  # fmt: skip
_MISSED = ("authorised", "unauthorised")
Numbers = dict[str, int | None]


@dataclass(frozen=True)
class Row:
    """One child's line.

    stated   the totals the file states, None where the cell is blank
    counted  code -> how often
    """

    line: int
    child: Child
    stated: Numbers
    counted: dict[str, int]


def is_summary(names: tuple[str, ...]) -> bool:
    """Whether a header promises totals: two codes, or two stated totals, or one of each."""
    return len(reasons(names)) + len(aggregates(names)) >= 2


def read_summary(text: Text, header: Header, asked: Asked, notes: Notes) -> Reading:
    """The totals of every child."""
    columns = match(header.names)
    stated, counted = aggregates(header.names), reasons(header.names)
    used = set(stated.values()) | set(counted.values())
    columns = Columns(columns.names, {o: at for o, at in columns.at.items() if at not in used})
    grid = _table(text, header, columns, stated, counted, notes)
    who = children(grid, columns, asked.roll, notes)
    rows = _once_each(_rows(grid, who.at, stated, counted, notes), notes)
    settled = _believable([(row, _settled(row, notes)) for row in rows], notes)
    about = details(grid, who, order_in_details(grid, asked.day_first))
    place = {child: n for n, child in enumerate(who.values)}
    return Reading(
        shape=Shape.SUMMARY, unit=Unit.SESSION, code_set=codes.ENGLAND, rows=len(grid),
        columns=columns.found() | {o: header.names[at] for o, at in (stated | counted).items()},
        counts=tuple(
            SchoolCounts(
                school, _counts(part), _reasons(part),
                about.table([place[r.child] for r, _ in part], [r.child for r, _ in part],
                            asked.roll),
            )
            for school, part in _by_school(settled).items()
        ),
        refused=notes.refused, taken=notes.taken,
    )  # fmt: skip


def _table(
    text: Text, header: Header, columns: Columns, stated: dict[str, int], counted: dict[str, int],
    notes: Notes,
) -> Grid:  # fmt: skip
    about = wanted_for_children(columns)
    wanted = {ours: columns.at[ours] for ours in about}
    wanted |= {f"stated {ours}": at for ours, at in stated.items()}
    wanted |= {f"code {code}": at for code, at in counted.items()}
    grid = cut(text, header, wanted, notes)
    beside = np.zeros(len(grid), dtype=np.bool_)
    for ours in about:
        at = columns.at[ours]
        beside |= grid.column(ours).where(lambda t, at=at: repeats_header(header, at, t))  # type: ignore[misc]
        if ours in ("name", "surname", *columns.ids):
            beside |= grid.column(ours).where(is_total)
    return grid.only(~beside)


def _rows(
    grid: Grid, who: Callable[[int], Child], stated: dict[str, int], counted: dict[str, int],
    notes: Notes,
) -> list[Row]:  # fmt: skip
    out = []
    for n, line in enumerate(grid.line.tolist()):
        child = who(n)
        cells = {name: grid.column(name).at(n) for name in _number_columns(stated, counted)}
        wrong = next((text for text in cells.values() if number(text) == -1), None)
        if not child[1]:
            notes.refuse(line, "The row names no pupil.")
        elif wrong is not None:
            notes.refuse(line, f"{shown_cell(wrong)} is not a count of sessions.")
        else:
            out.append(_row(line, child, cells))
    return out


def _number_columns(stated: dict[str, int], counted: dict[str, int]) -> list[str]:
    return [f"stated {ours}" for ours in stated] + [f"code {code}" for code in counted]


def _row(line: int, child: Child, cells: dict[str, str]) -> Row:
    values = {name: number(text) for name, text in cells.items()}
    stated = {n.removeprefix("stated "): v for n, v in values.items() if n.startswith("stated ")}
    counted = {n.removeprefix("code "): v or 0 for n, v in values.items() if n.startswith("code ")}
    return Row(line, child, stated, counted)


def number(text: str) -> int | None:
    """A count; None for a blank; -1 for anything that is no count."""
    text = text.replace(",", "").removesuffix(".0").removesuffix(".00")
    if text in ("", "-"):
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else -1


def _once_each(rows: list[Row], notes: Notes) -> list[Row]:
    seen: dict[Child, Row] = {}
    for row in rows:
        first = seen.setdefault(row.child, row)
        if first is row:
            continue
        if (first.stated, first.counted) == (row.stated, row.counted):
            notes.take(row.line, "The same row stood more than once and was taken once.")
        else:
            notes.refuse(row.line, f"Line {first.line} already gives totals for this pupil.")
    return list(seen.values())


def _believable(rows: list[tuple[Row, Numbers]], notes: Notes) -> list[tuple[Row, Numbers]]:
    """The rows in which nobody missed more than there was."""
    out = []
    for row, n in rows:
        missed = (n["authorised"] or 0) + (n["unauthorised"] or 0) + (n["unclassified"] or 0)
        if n["possible"] is not None and missed > n["possible"]:
            notes.refuse(row.line, "The row has more sessions missed than sessions possible.")
        else:
            out.append((row, n))
    return out


def _settled(row: Row, notes: Notes) -> Numbers:
    """A child's totals: sums of the codes where the file counts codes, else what it states."""
    out: Numbers = {name: None for name in COUNTS}
    sums = _sums(row.counted)
    for part in _PARTS.values():
        out[part] = _preferred(part, sums.get(part), row, notes)
    out["late_before"] = row.counted.get("L", row.stated.get("late_before"))
    out["late_after"] = row.counted.get("U", row.stated.get("late_after"))
    if out["authorised"] is None and out["unauthorised"] is None:
        out["unclassified"] = row.stated.get("absent")
    out["possible"] = _possible(row, out, notes)
    return out


def _sums(counted: dict[str, int]) -> dict[str, int]:
    """The sum of the codes of each part, for the parts that have a code in the file."""
    out: dict[str, int] = {}
    for line in codes.table():
        part = _PARTS.get(line.kind)
        if line.code_set == codes.ENGLAND and line.code in counted and part:
            out[part] = out.get(part, 0) + counted[line.code]
    if not {"/", "\\"} & counted.keys():
        out.pop("attended", None)  # L alone is not everyone who came
    return out


def _preferred(part: str, summed: int | None, row: Row, notes: Notes) -> int | None:
    """The sum of the reasons, unless a file that counts only some reasons states more missed."""
    stated = row.stated.get(part)
    if summed is None:
        return stated
    if stated is not None and stated > summed and part in _MISSED:
        notes.take(
            row.line,
            f"Totals stated as {part} are more than the reasons add up to. The total was kept.",
        )
        return stated
    if stated is not None and stated != summed:
        notes.take(
            row.line,
            f"Totals stated as {part} are not what the reasons add up to. The sum was kept.",
        )
    return summed


def _possible(row: Row, out: Numbers, notes: Notes) -> int | None:
    """What the file states, or the sum of its parts where it states nothing."""
    parts = [out[p] for p in ("attended", "approved", "authorised", "unauthorised")]
    missing = [out["attended"], out["authorised"], out["unauthorised"]]
    whole = None if None in missing else sum(n or 0 for n in parts)
    stated = row.stated.get("possible")
    if stated is None or whole is None or stated == whole:
        return whole if stated is None else stated
    if (
        not {"/", "\\"} & row.counted.keys()
        and out["approved"]
        and stated == whole - out["approved"]
    ):
        out["attended"] = (out["attended"] or 0) - out["approved"]
        notes.take(row.line, "Sessions attended had approved activity in them. It was taken out.")
        return stated
    notes.take(row.line, "Possible sessions are not what their parts add up to. The sum was kept.")
    return whole


def _by_school(rows: list[tuple[Row, Numbers]]) -> dict[str, list[tuple[Row, Numbers]]]:
    out: dict[str, list[tuple[Row, Numbers]]] = {}
    for row, numbers in rows:
        out.setdefault(row.child[0], []).append((row, numbers))
    return out


def _counts(part: list[tuple[Row, Numbers]]) -> pa.Table:
    ids = pa.array([row.child[1] for row, _ in part], pa.string())
    columns = {name: pa.array([n[name] for _, n in part], pa.int64()) for name in COUNTS}
    return pa.table({"id": ids, **columns})


def _reasons(part: list[tuple[Row, Numbers]]) -> pa.Table:
    flat = [(r.child[1], code, n) for r, _ in part for code, n in r.counted.items()]
    ids, letters, times = zip(*flat, strict=True) if flat else ((), (), ())
    return pa.table(
        {"id": pa.array(ids, pa.string()), "code": pa.array(letters, pa.string()),
         "n": pa.array(times, pa.int64())}
    )  # fmt: skip
