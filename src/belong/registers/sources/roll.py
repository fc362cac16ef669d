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

    @property
    def ids(self) -> list[str]:
        """Every child's id, in the order of the table."""
        out: list[str] = self.table.column("id").to_pylist()
        return out

    def left(self) -> dict[str, int]:
        """The last day on roll of each child who left [days since 1970-01-01]."""
        if "left" not in self.table.column_names:
            return {}
        dates = self.table.column("left").to_pylist()
        return {
            one: day_number(dt.date.fromisoformat(on))
            for one, on in zip(self.ids, dates, strict=True)
            if on
        }

    def filled(self, columns: dict[str, list[str]], numbers: Sequence[str]) -> dict[str, list[str]]:
        """Details with the roll's own put over those of the marks file, child by child."""
        place = {one: n for n, one in enumerate(self.ids)}
        out = dict(columns)
        for ours in self.table.column_names:
            if ours in ("id", "school"):
                continue
            held = self.table.column(ours).to_pylist()
            before = columns.get(ours, [""] * len(numbers))
            out[ours] = [
                (held[place[one]] if one in place else None) or was
                for one, was in zip(numbers, before, strict=True)
            ]
        return out
