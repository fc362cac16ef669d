"""What the cells of a register say: letters, pairs of letters, and nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from belong.attendance import codes

NOTHING = ""
"""The letter of a cell that says nobody entered a mark."""
_NOTHING_TEXTS = frozenset({"", "-", "--", "–", "—", "?", ".", "*", "!", "@", "'", "_"})
_SLASHES = str.maketrans({"／": "/", "＼": "\\", "⁄": "/", "∕": "/", "∖": "\\", "⧵": "\\"})
_MINUTES = re.compile(r"^([LU])\s*[:(\-]?\s*\d{1,3}\s*(m|mins?|minutes?)?\s*\)?$")
_COMMENT = re.compile(r"^([A-Z][0-9]?|[/\\#])(\s*[-–:(;,.]\s*|\s+)(?=.*[A-Za-z0-9])")
_ONE = re.compile(r"[A-Z][0-9]?|[/\\#]|-")
_HALVES = {"am": 0, "a": 0, "morning": 0, "pm": 1, "p": 1, "afternoon": 1,
           "allday": 2, "day": 2, "wholeday": 2, "fullday": 2}  # fmt: skip
_HALF = re.compile(r"\b([ap])\.?m\b\.?", re.I)
LONGEST = 100
"""So much of a cell says whether it holds a mark; the rest can only be a comment."""


@dataclass(frozen=True)
class Said:
    """What one cell says.

    letters  one letter of the code table, or two for a morning and an afternoon; NOTHING where no
             mark was entered; empty where we do not know what the cell means
    oddity   a sentence about how it was written, or ""
    """

    letters: tuple[str, ...]
    oddity: str = ""


@cache
def _letters(code_set: str) -> frozenset[str]:
    return frozenset(line.code for line in codes.table() if line.code_set == code_set)


@lru_cache(maxsize=4096)
def said(text: str, code_set: str) -> Said:
    """What a cell says, in the letters of one code set. Nothing is guessed."""
    text = text[:LONGEST].strip().translate(_SLASHES).lstrip("'").strip()
    if text in _NOTHING_TEXTS:
        return Said((NOTHING,))
    exact = text.upper().replace("\\\\", "\\")
    if exact in _letters(code_set):
        return Said((exact,), _how_written(text, exact))
    if code_set == codes.PRESENCE:
        return Said(_presence_word(exact))
    return _longer(text, exact)


def _how_written(text: str, exact: str) -> str:
    if text == exact:
        return ""
    if "\\\\" in text:
        return "A backslash was written twice, and was read as one."
    return "Marks in small letters were read as capitals."


def _presence_word(word: str) -> tuple[str, ...]:
    return {"PRESENT": ("P",), "ABSENT": ("A",)}.get(word, ())


def _longer(text: str, exact: str) -> Said:
    if found := _MINUTES.match(exact):
        return Said((found[1],), "Minutes written after a late mark were left out.")
    pair = _pair(exact)
    if pair:
        return Said(pair)
    found = _COMMENT.match(text[:1].upper() + text[1:])
    if found and found[1] in _letters(codes.ENGLAND):
        return Said((found[1],), "Words written after a mark were left out.")
    return Said(())


def _pair(text: str) -> tuple[str, ...]:
    """Two marks in one cell: the morning's and the afternoon's."""
    text = re.sub(r"[\s|]+", "", text)
    first = _ONE.match(text)
    second = _ONE.match(text, first.end()) if first else None
    if first is None or second is None or second.end() != len(text):
        return ()
    letters = tuple(NOTHING if part == "-" else part for part in (first[0], second[0]))
    return letters if all(p == NOTHING or p in _letters(codes.ENGLAND) for p in letters) else ()


def half_said(text: str) -> int | None:
    """0 for a morning, 1 for an afternoon, 2 for the whole day, None for anything else."""
    word = "".join(ch for ch in text.casefold() if ch.isalpha())
    if len(word) == 1 and any(ch.isdigit() for ch in text):
        return None  # P1 is the first period of the day, not an afternoon
    if word in _HALVES:
        return _HALVES[word]
    found = _HALF.findall(text)
    if len(found) == 1:
        return _HALVES[found[0].casefold()]
    for name in ("morning", "afternoon"):
        if name in word:
            return _HALVES[name]
    return None
