"""One mark for each pupil and session, where a file holds two or more."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import NO_MARK
from belong.registers.sources.grid import DENSE, Ints
from belong.registers.sources.notes import MOST_LINES, Notes

Bytes = NDArray[np.uint8]
DENSE_A_MARK = 8
"""So many places to each mark are counted sooner than sorted."""
Records = Callable[[NDArray[np.int64]], list[str]]


def without_duplicates(
    *,
    pupil: Ints,
    date: Ints,
    half: Bytes,
    code: Bytes,
    line: Ints,
    record: Records | None,
    notes: Notes,
) -> NDArray[np.bool_] | None:
    """Which entries to keep so that no session of a pupil has two; None to keep all of them.

    The same mark twice is one. Of different marks the one with the highest record number stands;
    where there are no record numbers a definite code stands before N, and N before no mark; and
    where that does not settle it, the one further down the file.
    """
    key = _keys(pupil, date, half)
    twice = _repeated(key)
    if twice is None:
        return None
    at = twice[np.argsort(key[twice], kind="stable")]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(key[at])) + 1])
    differ = np.minimum.reduceat(code[at], starts) != np.maximum.reduceat(code[at], starts)
    keep = np.ones(len(key), dtype=np.bool_)
    keep[at] = False
    keep[at[starts[~differ]]] = True
    sizes = np.diff(np.append(starts, len(at)))
    _say_same(line, at[starts[~differ]], int((sizes - 1)[~differ].sum()), notes)
    for n, group in enumerate(
        g for g, d in zip(np.split(at, starts[1:]), differ, strict=True) if d
    ):
        keep[_winner(group, code, record, line, notes if n < MOST_LINES else None)] = True
    beyond = (sizes - 1)[differ][MOST_LINES:]
    if len(beyond):
        notes.take(
            0, "More sessions differ about their mark and were settled alike.", int(beyond.sum())
        )
    return keep


def _say_same(line: Ints, first: NDArray[np.int64], times: int, notes: Notes) -> None:
    if times:
        notes.take(
            int(line[first].min()), "The same mark stood more than once and was taken once.", times
        )


def _keys(pupil: Ints, date: Ints, half: Bytes) -> NDArray[np.int64]:
    days = int(date.max(initial=0)) + 1
    halves = int(half.max(initial=0)) + 1
    return (pupil.astype(np.int64) * days + date) * halves + half


def _repeated(key: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """The entries whose key is not their own; None where every key is."""
    space = int(key.max(initial=0)) + 1
    if space <= max(DENSE, DENSE_A_MARK * len(key)):
        times = np.bincount(key, minlength=1)
        return np.flatnonzero(times[key] > 1) if times.max(initial=0) > 1 else None
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    if not same.any():
        return None
    many = np.zeros(len(key), dtype=np.bool_)
    many[order[1:][same]] = True
    many[order[:-1][same]] = True
    return np.flatnonzero(many)


def _winner(
    group: NDArray[np.int64], code: Bytes, record: Records | None, line: Ints, notes: Notes | None
) -> int:
    winner, how = _settled(group, code, record)
    if notes is None:
        return winner
    lines = " and ".join(str(n) for n in sorted(line[group].tolist()))
    notes.take(
        int(line[winner]),
        f"Lines {lines} differ about one session; line {line[winner]} was taken {how}.",
        len(group) - 1,
    )
    return winner


def _settled(group: NDArray[np.int64], code: Bytes, record: Records | None) -> tuple[int, str]:
    numbers = _numbered(record(group)) if record else None
    if numbers:
        return int(group[int(np.argmax(numbers))]), "as the latest record"
    weight = [_weight(int(c)) for c in code[group]]
    best = max(weight)
    if weight.count(best) == 1:
        return int(group[weight.index(best)]), "as the more definite mark"
    last = len(weight) - 1 - weight[::-1].index(best)
    return int(group[last]), "as the last of them"


def _numbered(records: list[str]) -> list[int] | None:
    """Record numbers, where every row has one and no two are the same."""
    if not all(text.isdecimal() and len(text) < 19 for text in records):
        return None
    numbers = [int(text) for text in records]
    return numbers if len(set(numbers)) == len(numbers) else None


def _weight(code: int) -> int:
    if code == NO_MARK:
        return 0
    return 1 if code == codes.index_of("N") else 2
