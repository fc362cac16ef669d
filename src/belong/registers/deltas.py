"""What each change did to the marks: old beside new, kept as long as the register.

A snapshot of a year is only a cache; the deltas are the history. The register as it stood is the
snapshot with the later deltas taken back; an undo is a delta turned round.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.basics.errors import BrokenStore
from belong.registers.store import SPAN, Store, YearMarks, sorted_marks

LAYOUT = b"belong-delta-1"
ENDING = "delta"


@dataclass(frozen=True)
class Delta:
    """Marks of one school year that one change made different.

    year                the calendar year the school year began in
    enrolment, session  int32, int16 [marks], sorted, each place once; session as in the store
    old, new            uint8 [marks], NO_MARK where there was, or now is, no mark; never equal
    """

    year: int
    enrolment: NDArray[np.int32]
    session: NDArray[np.int16]
    old: NDArray[np.uint8]
    new: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.new)

    @property
    def place(self) -> NDArray[np.int64]:
        """One number for each enrolment and session, rising."""
        return places(self.enrolment, self.session)

    @property
    def inverse(self) -> Delta:
        """The delta that takes this one back."""
        return Delta(self.year, self.enrolment, self.session, self.new, self.old)

    def only(self, mask: NDArray[np.bool_]) -> Delta:
        """Some of its marks."""
        return Delta(
            self.year, self.enrolment[mask], self.session[mask], self.old[mask], self.new[mask]
        )


def places(enrolment: NDArray[np.int32], session: NDArray[np.int16]) -> NDArray[np.int64]:
    """One number for each enrolment and session."""
    return enrolment.astype(np.int64) * SPAN + session


def nothing(year: int) -> YearMarks:
    """A year before its first mark."""
    empty = np.zeros(0, dtype=np.int32)
    return YearMarks(year, empty, empty.astype(np.int16), empty.astype(np.uint8))


def between(old: YearMarks | None, new: YearMarks) -> Delta:
    """Everything that differs from one state of a year to the next."""
    before = old or nothing(new.year)
    every = np.union1d(places(before.enrolment, before.session), places(new.enrolment, new.session))
    was, now = _codes_at(before, every), _codes_at(new, every)
    differs = was != now
    enrolment, session = np.divmod(every[differs], SPAN)
    return Delta(
        new.year, enrolment.astype(np.int32), session.astype(np.int16), was[differs], now[differs]
    )


def _codes_at(marks: YearMarks, wanted: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The marks at some places; NO_MARK where there is none."""
    mine = places(marks.enrolment, marks.session)
    out = np.full(len(wanted), NO_MARK, dtype=np.uint8)
    out[np.searchsorted(wanted, mine)] = marks.code
    return out


def applied(marks: YearMarks | None, delta: Delta) -> YearMarks:
    """The marks after a change.

    Raises ValueError where a place does not hold what the delta says it held: a delta fits one
    state only.
    """
    before = marks or nothing(delta.year)
    mine, theirs = places(before.enrolment, before.session), delta.place
    held = _looked_up(mine, before.code, theirs)
    if (held != delta.old).any():
        raise ValueError(f"{int((held != delta.old).sum())} marks are not as the delta found them")
    stays = ~np.isin(mine, theirs)
    comes = delta.new != NO_MARK
    return sorted_marks(
        delta.year,
        np.concatenate([before.enrolment[stays], delta.enrolment[comes]]),
        np.concatenate([before.session[stays], delta.session[comes]]),
        np.concatenate([before.code[stays], delta.new[comes]]),
    )


def _looked_up(
    mine: NDArray[np.int64], codes: NDArray[np.uint8], wanted: NDArray[np.int64]
) -> NDArray[np.uint8]:
    out = np.full(len(wanted), NO_MARK, dtype=np.uint8)
    if len(mine):
        at = np.minimum(np.searchsorted(mine, wanted), len(mine) - 1)
        found = mine[at] == wanted
        out[found] = codes[at[found]]
    return out


def as_at(marks: YearMarks | None, later: Iterable[Delta]) -> YearMarks | None:
    """The marks before some changes. `later` is newest first."""
    for delta in later:
        marks = applied(marks, delta.inverse)
    return marks


def touched_again(delta: Delta, later: Sequence[Delta]) -> list[NDArray[np.bool_]]:
    """For each later change, which of this delta's marks it touched: bool [marks] each."""
    mine = delta.place
    return [np.isin(mine, other.place) for other in later]


def keep(store: Store, school: int, delta: Delta) -> str:
    """Write a delta, safe against a power cut; the name it can be read under."""
    body = _bytes(delta)
    name = f"{delta.year}-{hashlib.sha256(body).hexdigest()[:24]}"
    store.write(school, {f"{name}.{ENDING}": body})
    return name


def read(store: Store, school: int, name: str) -> Delta:
    """A kept delta. Raises BrokenStore when its bytes are not what was written."""
    body = store.bytes_of(school, f"{name}.{ENDING}")
    if hashlib.sha256(body).hexdigest()[:24] != name.split("-", 1)[1]:
        raise BrokenStore(
            f"The history file {name}.{ENDING} is damaged.", do="Restore it from a backup."
        )
    table = pq.ParquetFile(pa.BufferReader(body)).read()
    columns = (table[c].to_numpy() for c in ("enrolment", "session", "old", "new"))
    return Delta(int(name.split("-", 1)[0]), *columns)


def _bytes(delta: Delta) -> bytes:
    table = pa.table(
        {"enrolment": delta.enrolment, "session": delta.session,
         "old": delta.old, "new": delta.new},
        metadata={b"layout": LAYOUT},
    )  # fmt: skip
    out = io.BytesIO()
    pq.write_table(
        table, out, compression="zstd", use_dictionary=["old", "new"], write_statistics=False,
        column_encoding={"enrolment": "DELTA_BINARY_PACKED", "session": "DELTA_BINARY_PACKED"},
    )  # fmt: skip
    return out.getvalue()
