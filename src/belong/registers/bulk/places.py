"""Which sessions of a child have two marks or more in a large file, and which of them stands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from belong.registers.bulk.notes import FileNotes
from belong.registers.bulk.numbering import Places
from belong.registers.bulk.spill import Numbers, Spill
from belong.registers.sources import duplicates
from belong.registers.sources.notes import Notes

Bools = NDArray[np.bool_]
_ROOMY = 1 << 26
_A_MARK = 8
"""So many places to each mark are ticked off in a table; more are sorted."""
_AT_ONCE = 1_000_000
_DIFFER = "differ about one session"
_MORE = "More sessions differ about their mark and were settled alike."


class PlacesSeen:
    """The places, child by day by half, that the marks of a file stand on."""

    def __init__(self, children: int, days: int, rows: int) -> None:
        self._days = max(1, days)
        space = max(1, children) * self._days * 2
        in_table = space <= max(_ROOMY, _A_MARK * rows)
        self._table: Bools | None = np.zeros(space, dtype=np.bool_) if in_table else None
        self._keys: list[Places] = []
        self._marks = 0

    def of(self, columns: dict[str, Numbers]) -> Places:
        """The place of each mark of a block."""
        pupil = columns["pupil"].astype(np.int64)
        return (pupil * self._days + columns["date"]) * 2 + columns["half"]

    def add(self, columns: dict[str, Numbers]) -> None:
        """Tick off the places of a block."""
        key = self.of(columns)
        self._marks += len(key)
        if self._table is None:
            self._keys.append(key)
        else:
            self._table[key] = True

    def twice(self, spill: Spill) -> Twice | None:
        """The places with more than one mark; None where there are none. Asked once."""
        if self._table is not None:
            if int(np.count_nonzero(self._table)) == self._marks:
                return None
            return self._ticked(spill)
        every = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *self._keys]))
        self._keys = []
        again = every[1:][every[1:] == every[:-1]]
        return Twice(self, None, np.unique(again)) if len(again) else None

    def _ticked(self, spill: Spill) -> Twice:
        assert self._table is not None
        seen, twice = self._table, np.zeros(len(self._table), dtype=np.bool_)
        seen[:] = False
        for columns in _parts(spill, ("pupil", "date", "half")):
            key = np.sort(self.of(columns))
            twice[key[1:][key[1:] == key[:-1]]] = True
            twice[key[seen[key]]] = True
            seen[key] = True
        return Twice(self, twice, np.zeros(0, dtype=np.int64))


class Twice:
    """The places with more than one mark, ticked in a table or in order."""

    def __init__(self, seen: PlacesSeen, table: Bools | None, rising: Places) -> None:
        self._seen, self._table, self._rising = seen, table, rising

    def rows(self, columns: dict[str, Numbers]) -> Places:
        """The rows of a block that stand on such a place."""
        key = self._seen.of(columns)
        if self._table is not None:
            return np.flatnonzero(self._table[key])
        at = np.minimum(np.searchsorted(self._rising, key), len(self._rising) - 1)
        return np.flatnonzero(self._rising[at] == key)


class _Told(Notes):
    """Passes on what is said of marks that differ, as many of them as one file may name."""

    def __init__(self, whole: FileNotes) -> None:
        super().__init__()
        self._whole = whole
        self._named = 0

    def take(self, line: int, said: str, times: int = 1) -> None:
        """Note something taken."""
        if _DIFFER in said and line:
            self._named += 1
            if self._named > duplicates.MOST_LINES:
                line, said = 0, _MORE
        self._whole.take(line, said, times)


def losers_of(spill: Spill, seen: PlacesSeen, notes: FileNotes) -> Places:
    """The rows that give way to another mark of the same session, rising."""
    twice = seen.twice(spill)
    told = _Told(notes)
    if twice is None:
        return np.zeros(0, dtype=np.int64)
    lost = [_lost(spill, twice, children, told) for children in _shares(spill, twice)]
    return np.sort(np.concatenate(lost))


def _shares(spill: Spill, twice: Twice) -> Iterator[tuple[int, int]]:
    """Runs of children, so few together that their marks fit in memory: from, up to."""
    marks = np.zeros(0, dtype=np.int64)
    for columns in _parts(spill, ("pupil", "date", "half")):
        more = np.bincount(columns["pupil"][twice.rows(columns)])
        marks, more = (marks, more) if len(marks) >= len(more) else (more, marks)
        marks[: len(more)] += more
    share = (np.cumsum(marks) - 1) // _AT_ONCE
    edges = np.flatnonzero(np.diff(share, prepend=-1, append=-1))
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


def _lost(spill: Spill, twice: Twice, children: tuple[int, int], told: _Told) -> Places:
    """The rows of some children that give way."""
    found = _standing_twice(spill, twice, children)
    record = found.get("record")
    keep = duplicates.without_duplicates(
        pupil=found["pupil"].astype(np.int32), date=found["date"].astype(np.int32),
        half=found["half"].astype(np.uint8), code=found["code"].astype(np.uint8),
        line=found["line"].astype(np.int32),
        record=None if record is None else lambda at: [str(n) for n in record[at].tolist()],
        notes=told,
    )  # fmt: skip
    return found["row"][:0] if keep is None else found["row"][~keep]


def _standing_twice(spill: Spill, twice: Twice, children: tuple[int, int]) -> dict[str, Numbers]:
    """The rows of some children on places with more than one mark; `row` counts in the spill."""
    names: tuple[str, ...] = ("pupil", "date", "half", "code", "line")
    names += ("record",) if "record" in spill.parts[0].places else ()
    out: list[dict[str, Numbers]] = []
    begin = 0
    for columns in _parts(spill, names):
        at = twice.rows(columns)
        mine = (columns["pupil"][at] >= children[0]) & (columns["pupil"][at] < children[1])
        at = at[mine]
        out.append({name: column[at] for name, column in columns.items()} | {"row": begin + at})
        begin += len(columns["pupil"])
    return {name: np.concatenate([one[name] for one in out]) for name in out[0]}


def _parts(spill: Spill, names: tuple[str, ...]) -> Iterator[dict[str, Numbers]]:
    for part in spill.parts:
        yield {name: spill.get(part, name) for name in names}
