"""The pupils file: every number a child is known by, and what the school holds of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from belong.basics.terms import day_number

ANY_KIND = "student_id"
"""A number a file only calls the student's may be any of the kinds the roll knows."""


@dataclass(frozen=True)
class Roll:
    """A school's children as a pupils file lists them.

    table  one row a child: id, the details found, school where the file has it; `left` is null
           for a child who left and came back
    other  (kind, number) -> the ids it stands beside, with their schools
    """

    table: pa.Table
    other: dict[tuple[str, str], set[tuple[str, str]]]

    def number(self, kind: str, text: str, school: str) -> str | None:
        """The id of the child with another number; None where nobody, or more than one, has it."""
        kinds = self._kinds if kind == ANY_KIND else {kind, ANY_KIND}
        found = {pair for k in kinds for pair in self.other.get((k, text), set())}
        here = {one for one, where in found if where == school}
        ids = here if len(here) == 1 else {one for one, _ in found}
        return next(iter(ids)) if len(ids) == 1 else None

    @cached_property
    def _kinds(self) -> set[str]:
        return {kind for kind, _ in self.other}

    @cached_property
    def _places(self) -> dict[str, list[tuple[str, int]]]:
        """Each id with the schools and rows it stands in: a number may repeat across schools."""
        names = self.table.column_names
        ids = self.table.column("id").to_pylist()
        schools = self.table.column("school").to_pylist() if "school" in names else [""] * len(ids)
        out: dict[str, list[tuple[str, int]]] = {}
        for row, (one, school) in enumerate(zip(ids, schools, strict=True)):
            out.setdefault(one, []).append((school or "", row))
        return out

    def row_of(self, school: str, number: str) -> int | None:
        """The row of a child; None where nobody, or a child of more than one school, fits."""
        places = self._places.get(number, [])
        here = [row for where, row in places if where == school] or [row for _, row in places]
        return here[0] if len(here) == 1 else None

    def left(self, school: str, number: str) -> int | None:
        """The last day on roll of a child who left [days since 1970-01-01]; else None."""
        row = self.row_of(school, number)
        on = self._cell("left", row) if row is not None else None
        return day_number(dt.date.fromisoformat(on)) if on else None

    def _cell(self, ours: str, row: int) -> str | None:
        column = self._texts.get(ours)
        return column[row] if column else None

    @cached_property
    def _texts(self) -> dict[str, list[str | None]]:
        details = [n for n in self.table.column_names if n not in ("id", "school")]
        return {ours: self.table.column(ours).to_pylist() for ours in details}

    def filled(
        self, columns: dict[str, list[str]], who: Sequence[tuple[str, str]]
    ) -> dict[str, list[str]]:
        """Details with the roll's own put over those of the marks file, child by child."""
        rows = [self.row_of(*child) for child in who]
        out = dict(columns)
        for ours in self._texts:
            before = columns.get(ours, [""] * len(rows))
            out[ours] = [
                (self._cell(ours, row) if row is not None else None) or was
                for row, was in zip(rows, before, strict=True)
            ]
        return out
