"""Every different text once: numbers for texts held as words of eight bytes, many at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belong.registers.sources.grid import DENSE, Ints, by_appearance

Words = list[NDArray[np.uint64]]
"""Texts side by side: the n-th array holds the n-th eight bytes of each, zeros after the end."""
Places = NDArray[np.int64]

_FIRST_SLOTS = 4096
_SLOTS_A_TEXT = 4
_FIRST_WIDTH = 8


class Numbering:
    """Numbers for texts, in the order they were first met.

    One thread may `add` while others `find`: a text that is just being added is then not found.
    """

    def __init__(self) -> None:
        self.size = 0
        # Chosen anew each time: nobody can write a file whose texts all fall into one slot.
        chance = np.random.default_rng()
        self._odd = chance.integers(1, 2**63, _FIRST_WIDTH, dtype=np.uint64) * 2 + 1
        words = np.zeros((1, _FIRST_SLOTS // _SLOTS_A_TEXT), dtype=np.uint64)
        self._held = words, np.full(_FIRST_SLOTS, -1, dtype=np.int32)

    def word(self, at: int) -> NDArray[np.uint64]:
        """The `at`-th word of every text, in the order of their numbers."""
        words = self._held[0]
        return words[at, : self.size] if at < len(words) else np.zeros(self.size, dtype=np.uint64)

    def find(self, words: Words) -> Ints:
        """The number of each text, -1 where it has none yet."""
        held, slots = self._held
        at = self._slots_of(words, len(slots))
        code = slots[at]
        again = np.flatnonzero((code >= 0) & ~_same(held, code, words))
        while len(again):
            at[again] = (at[again] + 1) & (len(slots) - 1)
            code[again] = found = slots[at[again]]
            other = ~_same(held, found, [w[again] for w in words])
            again = again[(found >= 0) & other]
        return code

    def add(self, words: Words) -> tuple[Ints, Places]:
        """The number of each text, new ones given where needed; the rows the new ones stand on."""
        code = self.find(words)
        missing = np.flatnonzero(code < 0)
        if not len(missing):
            return code, missing
        strange = [w[missing] for w in words]
        number, first = self._distinct(strange)
        code[missing] = number + np.int32(self.size)
        self._append([w[first] for w in strange])
        return code, missing[first]

    def _distinct(self, words: Words) -> tuple[Ints, Places]:
        """Each different text once, by first appearance, and the row it was first seen on."""
        key = self._mixed(words).view(np.int64)
        number, first = by_appearance(key, DENSE + 1)
        if all((w[first][number] == w).all() for w in words):
            return number, first
        whole = np.unique(np.stack(words, axis=1), axis=0, return_inverse=True)[1]
        return by_appearance(whole.reshape(-1).astype(np.int64), DENSE + 1)

    def _append(self, words: Words) -> None:
        begin, size = self.size, self.size + len(words[0])
        held = self._room_for(len(words), size)
        for at, word in enumerate(words):
            held[at, begin:size] = word
        slots = self._held[1] if held is self._held[0] else self._held[1].copy()
        if size * _SLOTS_A_TEXT > len(slots):
            slots, begin = np.full(_power_over(size * _SLOTS_A_TEXT), -1, dtype=np.int32), 0
        fresh = [word[begin:size] for word in held]
        _put(slots, np.arange(begin, size, dtype=np.int32), self._slots_of(fresh, len(slots)))
        self._held, self.size = (held, slots), size

    def _room_for(self, width: int, size: int) -> NDArray[np.uint64]:
        words = self._held[0]
        if width <= len(words) and size <= words.shape[1]:
            return words
        room = max(words.shape[1], _power_over(size))
        wider = np.zeros((max(width, len(words)), room), dtype=np.uint64)
        wider[: len(words), : self.size] = words[:, : self.size]
        return wider

    def _slots_of(self, words: Words, slots: int) -> Places:
        shift = np.uint64(64 - (slots.bit_length() - 1))
        return (self._mixed(words) >> shift).astype(np.int64)

    def _mixed(self, words: Words) -> NDArray[np.uint64]:
        """One number for each text; words that are zero leave it as it is."""
        while len(self._odd) < len(words):
            self._odd = np.append(self._odd, self._odd * self._odd[::-1] + np.uint64(2))
        mixed = words[0] * self._odd[0]
        for word, odd in zip(words[1:], self._odd[1:], strict=False):
            mixed += word * odd
        mixed ^= mixed >> np.uint64(31)
        mixed *= self._odd[0]
        return mixed


def _same(held: NDArray[np.uint64], code: Ints | Places, words: Words) -> NDArray[np.bool_]:
    """Whether each number is that of the text beside it; never for -1."""
    same = code >= 0
    code = code.astype(np.intp)  # numpy looks up by its own kind of number three times as fast
    for at in range(max(len(held), len(words))):
        if at >= len(held):
            same &= words[at] == 0
        elif at >= len(words):
            same &= held[at].take(code) == 0
        else:
            same &= held[at].take(code) == words[at]
    return same


def _put(slots: Ints, code: Ints, at: Places) -> None:
    """Put numbers into the first free slot from their own on."""
    while len(code):
        free = slots[at] < 0
        slots[at[free]] = code[free]
        lost = slots[at] != code
        code, at = code[lost], (at[lost] + 1) & (len(slots) - 1)


def _power_over(size: int) -> int:
    return int(1 << int(size).bit_length())
