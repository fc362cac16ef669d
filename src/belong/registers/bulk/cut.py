"""Lines of plain text cut where the separators stand, many lines at a time.

A line of a register is mostly a text met before: the same child as on the line above, the same
date, half and mark as on some line further up. So a line is cut into a few long pieces, not into
its cells, and each different piece is taken apart only once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from belong.registers.bulk.numbering import Places, Words

PAD = 192
"""Bytes that must follow the last line in the memory that is looked at."""
LONGEST_PIECE = 128
_LONGEST_CELL = 64
_SAMPLE = 64
_DIGITS = 18
_END, _RETURN, _QUOTE = 10, 13, 34
_ONES = np.uint64(0x0101010101010101)
_HIGHS = np.uint64(0x8080808080808080)
_EVERY = np.uint64(0xFFFFFFFFFFFFFFFF)
_FIRST = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)
"""The first n bytes of a word."""


class Use(Enum):
    """What becomes of a piece: a text that comes again, a number of its own, or nothing."""

    TEXT = "text"
    NUMBER = "number"
    SKIP = "skip"


@dataclass(frozen=True)
class Piece:
    """Neighbouring columns of a line that are cut out together."""

    columns: int
    use: Use


@dataclass(frozen=True)
class Strip:
    """One piece of every line.

    words   the texts [heads], or the numbers as one word [lines], empty for a piece left out
    heads   the lines on which the text differs from the line above; None where every line counts
    """

    words: Words
    heads: Places | None = None


@dataclass(frozen=True)
class Lines:
    """Some lines in memory.

    bytes_   uint8 [the lines]
    words    the eight bytes from each byte on
    begin    where each line begins
    end      where its last cell ends
    """

    bytes_: NDArray[np.uint8]
    words: NDArray[np.uint64]
    begin: Places
    end: Places


def lines_of(data: bytes | bytearray, size: int, room: NDArray[np.bool_] | None = None) -> Lines:
    """The lines in the first `size` bytes, which end a line; PAD bytes more must be there.

    room  at least `size` places to work in: asking the machine for new ones each time is slow
    """
    cells = np.frombuffer(data, dtype=np.uint8, count=size)
    ends = np.equal(cells, _END, out=None if room is None else room[:size])
    end = np.flatnonzero(ends)
    begin = np.zeros(len(end), dtype=np.int64)
    np.add(end[:-1], 1, out=begin[1:])
    if data.find(b"\r", 0, size) >= 0:
        end = end - (cells[np.maximum(end - 1, 0)] == _RETURN)
    words = np.ndarray((len(data) - 7,), dtype="<u8", buffer=data, strides=(1,))
    return Lines(cells, words, begin, end)


def cut_lines(lines: Lines, pieces: list[Piece], separator: int) -> list[Strip] | None:
    """Every piece of every line; None where a line is not made as its neighbours are."""
    if not len(lines.begin) or (lines.end <= lines.begin).any():
        return None
    out: list[Strip] = []
    at = lines.begin
    if pieces[-1].use is Use.SKIP and not _as_many(lines, pieces, separator):
        return None
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        found = _cut(lines, at, piece, separator, last=last, first=number == 0)
        if found is None:
            return None
        strip, at = found
        out.append(strip)
    return out


def _cut(
    lines: Lines, at: Places, piece: Piece, separator: int, *, last: bool, first: bool
) -> tuple[Strip, Places] | None:
    """One piece and where the next begins."""
    if first and not last and piece.use is Use.TEXT:
        return _cut_with_repeats(lines, at, piece, separator)
    end = lines.end if last else _end_of(lines, at, piece.columns, separator)
    if last and piece.use is Use.SKIP and piece.columns > 1:
        # Its columns must be there, though nobody wants them.
        inner = _end_of(lines, at, piece.columns - 1, separator)
        end = end if inner is not None and (inner < lines.end).all() else None
    if end is None or (not last and (end >= lines.end).any()):
        return None
    strip = _strip(lines, at, end, piece)
    return None if strip is None else (strip, end + 1)


def _strip(lines: Lines, at: Places, end: Places, piece: Piece) -> Strip | None:
    if piece.use is Use.NUMBER:
        numbers = _numbers(lines, at, end)
        return None if numbers is None else Strip([numbers])
    if piece.use is Use.SKIP:
        return Strip([])
    words = _words(lines, at, end - at)
    return None if words is None else Strip(words)


def _as_many(lines: Lines, pieces: list[Piece], separator: int) -> bool:
    """Whether there are as many separators as lines need; that each has enough is seen later."""
    columns = sum(piece.columns for piece in pieces)
    return int(np.count_nonzero(lines.bytes_ == separator)) == (columns - 1) * len(lines.begin)


def _cut_with_repeats(
    lines: Lines, at: Places, piece: Piece, separator: int
) -> tuple[Strip, Places] | None:
    """The first piece of each line, looked at only where it differs from the line above."""
    sample = _end_of(lines, at[::_SAMPLE], piece.columns, separator)
    if sample is None:
        return None
    alike = int((sample - at[::_SAMPLE]).min())
    heads = _differing(lines.words, at, alike)
    while True:
        if len(heads) * 3 > len(at):
            heads = np.arange(len(at))
        end = _end_of(lines, at[heads], piece.columns, separator)
        if end is None or (end >= lines.end[heads]).any():
            return None
        length = np.repeat(end - at[heads], np.diff(np.append(heads, len(at))))
        more = _differing_within(lines.words, at, length, heads, alike)
        if not len(more):
            break
        heads = np.union1d(heads, more)
    words = _words(lines, at[heads], end - at[heads])
    return None if words is None else (Strip(words, heads), at + length + 1)


def _differing(words: NDArray[np.uint64], at: Places, reach: int) -> Places:
    """The lines whose first bytes are not those of the line above, the first line among them."""
    differs = np.zeros(len(at), dtype=np.bool_)
    differs[0] = True
    for begin in range(0, max(reach, 1), 8):
        word = words[at + begin]
        if reach - begin < 8:
            word &= _FIRST[reach - begin]
        differs[1:] |= word[1:] != word[:-1]
    return np.flatnonzero(differs)


def _differing_within(
    words: NDArray[np.uint64], at: Places, length: Places, heads: Places, alike: int
) -> Places:
    """The lines between heads that do not repeat the piece of the line above, of this length.

    alike  bytes that lines between heads are known to share with the line above
    """
    if len(heads) == len(at):
        return heads[:0]
    differs = np.zeros(len(at), dtype=np.bool_)
    shortest, longest = int(length.min()), int(length.max()) + 1
    for begin in range(min(alike, shortest) // 8 * 8, longest, 8):
        word = words[at + begin]
        change = word[1:] ^ word[:-1]
        if begin + 8 > shortest:
            # The separator after the piece counts: a longer text may begin with a shorter one.
            change &= _FIRST[_within(length[1:] + 1, begin, shortest + 1, longest)]
        differs[1:] |= change != 0
    differs[heads] = False
    return np.flatnonzero(differs)


def _within(length: Places, begin: int, shortest: int, longest: int) -> Places | np.int64:
    """How many of the eight bytes from `begin` on belong to texts of these lengths."""
    if shortest == longest:
        return np.int64(min(max(longest - begin, 0), 8))
    return np.clip(length - begin, 0, 8)


def _end_of(lines: Lines, at: Places, columns: int, separator: int) -> Places | None:
    """The place of the separator after so many columns; None where a cell is very long.

    A line with too few columns gives a place beyond its end.
    """
    end = _next(lines.words, at, separator)
    for _ in range(columns - 1):
        end = None if end is None else _next(lines.words, end + 1, separator)
    return end


def _next(words: NDArray[np.uint64], at: Places, separator: int) -> Places | None:
    """The place of the next separator from each place on."""
    length, open_ = _until(words, at, separator)
    begin = 0
    while len(open_):
        begin += 8
        if begin >= _LONGEST_CELL:
            return None
        more, still = _until(words, at[open_] + begin, separator)
        length[open_] += more
        open_ = open_[still]
    return at + length


def _until(words: NDArray[np.uint64], at: Places, separator: int) -> tuple[Places, Places]:
    """Bytes before the first separator in the eight from each place on, and where none is."""
    other = words[at] ^ (_ONES * np.uint64(separator))
    zero = other - _ONES
    np.bitwise_not(other, out=other)
    zero &= other
    zero &= _HIGHS
    # The lowest high bit that stands is in the first byte that was a separator.
    below = zero - np.uint64(1)
    below ^= zero
    below >>= np.uint64(8)
    length = (np.bitwise_count(below) >> np.uint8(3)).astype(np.int64)
    open_ = np.flatnonzero(zero == 0)
    length[open_] = 8
    return length, open_


def _words(lines: Lines, at: Places, length: Places) -> Words | None:
    """Texts as words; None where one is too long for that."""
    longest, shortest = int(length.max()), int(length.min())
    if longest > LONGEST_PIECE:
        return None
    out: Words = []
    for begin in range(0, max(longest, 1), 8):
        word = lines.words[at + begin]
        if begin + 8 > shortest:
            word &= _FIRST[_within(length, begin, shortest, longest)]
        out.append(word)
    return out


def _numbers(lines: Lines, at: Places, end: Places) -> NDArray[np.uint64] | None:
    """Cells that are nothing but figures as numbers; None where one is not."""
    length = end - at
    if not len(length) or length.min() < 1 or length.max() > _DIGITS:
        return None
    value = np.zeros(len(at), dtype=np.uint64)
    for place in range(int(length.max())):
        inside = length > place
        figure = lines.bytes_[np.minimum(at + place, len(lines.bytes_) - 1)] - np.uint8(48)
        if (figure[inside] > 9).any():
            return None
        value = np.where(inside, value * np.uint64(10) + figure, value)
    return value
