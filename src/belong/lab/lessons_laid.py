"""The lesson marks of a file as patterns are looked for in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from belong.attendance.lessons import LessonsTaken
from belong.attendance.patterns.lesson_grid import NOBODY_SAID, Taught

Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class Marked:
    """Every lesson mark of a file.

    taken     the marks; `child` is an index into `ids`, `subject` into `subjects`
    klass     int32 [marks], a number for each class; for a file without classes, for each subject
    period    int32 [marks], an index into `periods`, NOBODY_SAID without one
    ids       numbers of children
    """

    taken: LessonsTaken
    klass: Numbers
    period: Numbers
    ids: tuple[str, ...]
    subjects: tuple[str, ...]
    periods: tuple[str, ...]

    def of(self, pupils: Sequence[str]) -> Taught:
        """The marks beside a register whose rows are children of these numbers."""
        at = {number: row for row, number in enumerate(pupils)}
        rows = np.array([at.get(number, NOBODY_SAID) for number in self.ids], dtype=np.int32)
        taken = self.taken
        return Taught(
            row=rows[taken.child] if len(rows) else taken.child,
            day=taken.day,
            code=taken.code,
            klass=self.klass,
            subject=taken.subject,
            period=self.period,
            teacher=np.full(len(taken), NOBODY_SAID, dtype=np.int32),
            subjects=self.subjects,
            periods=self.periods,
        )


def marked(
    table: pa.Table, known: NDArray[np.bool_], taken: LessonsTaken,
    ids: tuple[str, ...], subjects: tuple[str, ...],
) -> Marked:  # fmt: skip
    """The marks of a file's table.

    known  bool [rows of the table], those that `taken` has
    """
    klass, classes = _numbered(table, "class", known)
    period, periods = _numbered(table, "period", known)
    together = np.where(klass >= 0, klass, len(classes) + taken.subject).astype(np.int32)
    return Marked(taken, together, period, ids, subjects, periods)


def _numbered(
    table: pa.Table, name: str, known: NDArray[np.bool_]
) -> tuple[Numbers, tuple[str, ...]]:
    """A column as numbers into its values, in order; NOBODY_SAID where a row is empty."""
    if name not in table.column_names:
        return np.full(int(known.sum()), NOBODY_SAID, dtype=np.int32), ()
    coded = pc.fill_null(pc.cast(table[name], pa.string()), "").combine_chunks().dictionary_encode()
    said = coded.dictionary.to_pylist()
    values = tuple(sorted(v for v in said if v))
    at = {value: n for n, value in enumerate(values)}
    number = np.array([at.get(v, NOBODY_SAID) for v in said], dtype=np.int32)
    row = coded.indices.to_numpy(zero_copy_only=False)[known]
    return number[row] if len(number) else np.zeros(0, dtype=np.int32), values
