"""Which sessions of a child have two marks or more in a large file, and which of them stands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from belong.registers.bulk_notes import FileNotes
from belong.registers.bulk_numbering import Places
from belong.registers.bulk_spill import Numbers, Part, Spill
from belong.registers.sources import notes as limits
from belong.registers.sources.duplicates import without_duplicates
from belong.registers.sources.notes import Notes

_ROOMY = 1 << 26
_A_MARK = 8
"""So many places to each mark are ticked off in a table; more are sorted."""
_AT_ONCE = 1_000_000
_MORE = "More sessions differ about their mark and were settled alike."
_NAMED = "differ about one session"


class PlacesSeen:
    """The places, child by day by half, that marks stand on."""

    def __init__(self, children: int, days: int, rows: int) -> None:
        self._days = max(1, days)
        self._space = max(1, children) * self._days * 2
        self._marks = 0
        self._table = self._sorted = None
        if self._space <= max(_ROOMY, _A_MARK * rows):
            self._table: NDArray[np.bool_] | None = np.zeros(self._space, dtype=np.bool_)
        else:
            self._sorted: list[Places] | None = []

    def of(self, columns: dict[str, Numbers]) -> Places:
        """The place of each mark of a block."""
        pupil = columns["pupil"].astype(np.int64)
        return (pupil * self._days + columns["date"]) * 2 + columns["half"]
