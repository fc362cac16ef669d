"""What the words of a calendar say: why school was closed, for whom, and where a term ends."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from belong.basics.terms import HalfTerm, day_number, half_terms, weekday_of

LONGEST = 120
STARTS, ENDS = "starts", "ends"
_APART = re.compile(r"[\W_]+")
_YEARS = re.compile(
    r"\b(?:years?|yrs?|y)\s*((?:\d{1,2}|r|n)\b(?:\s*(?:,|&|and|to|-|–|/|\+)?\s*(?:y|yr|year)?\s*\d{1,2}\b)*)"
    r"|\b(reception|nursery)\b",
    re.I,
)
_RANGE = re.compile(r"(\d{1,2})\s*(?:-|–|to)\s*(?:y|yr|year)?\s*(\d{1,2})", re.I)
_ONE = re.compile(r"\d{1,2}|[a-z]+", re.I)
_SEASON = re.compile(r"\b(autumn|spring|summer)\b(?:\s+(?:half\s+)?(?:term\s+)?([12])\b)?", re.I)
_WHOLE_TERM = re.compile(
    r"(?:autumn|spring|summer)(?: (?:half )?term)?(?: [12])?(?: (?:half )?term)?(?: \d{4})?"
    r"|term [1-6]"
)
_NAMED = {"r": "R", "rec": "R", "reception": "R", "n": "N2", "nursery": "N2"}
_JOINING = {"and", "to", "year", "years", "yr", "yrs", "y", "group", "groups"}
OLDEST = 14


@cache
def settings() -> dict[str, Any]:
    """The lists and limits of calendar_words.toml."""
    place = files(__package__) / "calendar_words.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


def limit(name: str) -> int:
    """One of the limits."""
    return int(settings()["limits"][name])


def plain(text: str) -> str:
    """Small letters and single spaces: "Half-term!" is half term, "New Year's" is new years."""
    letters = re.sub("['’‘]", "", text[: 4 * LONGEST]).casefold()
    return " ".join(_APART.sub(" ", letters).split())


def line(text: str) -> str:
    """Words as they are shown and kept: one line, not too long."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST]


def kind_in(text: str) -> str:
    """inset, holiday or closure; "" where no word is known."""
    return next((k for k, known in settings()["kinds"].items() if _says(text, known)), "")


def left_out(text: str) -> bool:
    """Whether a word says that a person has to read it."""
    return _says(text, settings()["left_out"]["words"])


def edge_in(text: str, *, school_open: bool) -> str:
    """STARTS or ENDS where the words are of the first or last day of a term; else "".

    school_open  whether the line says besides that there was school on the day
    """
    terms = settings()["terms"]
    if school_open:
        for edge in (STARTS, ENDS):
            if _says(text, terms[f"{edge}_if_open"]):
                return edge
    return next((e for e in (STARTS, ENDS) if _says(text, terms[e])), "")


def is_unclear(text: str) -> bool:
    """Whether the words may mean the days with school or those without."""
    return _says(text, settings()["terms"]["unclear"])


def is_term(text: str) -> bool:
    """Whether the words are just the name of a term or half-term."""
    return bool(_WHOLE_TERM.fullmatch(plain(text)))


def _says(text: str, known: Iterable[str]) -> bool:
    found = f" {plain(text)} "
    return any(f" {one} " in found for one in known)


def years_named(text: str) -> tuple[str, ...]:
    """The year groups that words are about: 7, 8 and 9 of "INSET (Years 7-9)". Empty if none."""
    out: list[str] = []
    for found in _YEARS.finditer(line(text)):
        out += years_listed(found[1] or found[2]) or ()
    return tuple(dict.fromkeys(out))


def years_listed(cell: str) -> tuple[str, ...] | None:
    """The year groups of a cell such as "7 8", "Year 7; Year 8" or "7-9"; () for a blank one.

    None where something in it is no year group.
    """
    out: list[str] = []
    rest = cell[: 4 * LONGEST]
    for low, high in _RANGE.findall(rest):
        out += [str(n) for n in range(int(low), int(high) + 1)]
    for word in _ONE.findall(_RANGE.sub(" ", rest)):
        year = _year(word)
        if year is None:
            return None
        out += [year] if year else []
    return None if any(n.isdigit() and int(n) > OLDEST for n in out) else tuple(dict.fromkeys(out))


def _year(word: str) -> str | None:
    """A word of a list of year groups; "" for one that only joins others, None for another."""
    if word.isdigit():
        return str(int(word)) if int(word) else "R"
    if word.casefold() in _JOINING:
        return ""
    joined = re.fullmatch(r"(?:year|yr|y)(\d{1,2})", word, re.I)
    return str(int(joined[1])) if joined else _NAMED.get(word.casefold())


@dataclass(frozen=True)
class Edge:
    """The first or the last day of a term. line: where it stands in the file, from 1"""

    edge: str
    on: dt.date
    words: str
    line: int


def paired(edges: Sequence[Edge]) -> tuple[list[tuple[Edge, Edge]], list[Edge]]:
    """Each start with the end that follows it, and the edges that found no partner."""
    pairs: list[tuple[Edge, Edge]] = []
    alone: list[Edge] = []
    begun: Edge | None = None
    for one in sorted(edges, key=lambda e: (e.on, e.edge == ENDS)):
        if one.edge == STARTS:
            alone += [begun] if begun else []
            begun = one
        elif begun:
            pairs.append((begun, one))
            begun = None
        else:
            alone.append(one)
    return pairs, alone + ([begun] if begun else [])


def term_name(words: Sequence[str], first: dt.date, last: dt.date) -> str:
    """Autumn term, Autumn 1: from the words where they say it, else from the dates."""
    named = _from_dates(first, last)
    for text in words:
        found = _SEASON.search(plain(text))
        if found and found[2]:
            return f"{found[1].capitalize()} {found[2]}"
        if (
            found
            and (last - first).days <= LONGEST_HALF_TERM
            and named.name.startswith(found[1].capitalize())
        ):
            return named.name
        if found:
            return f"{found[1].capitalize()} term"
    whole = (last - first).days > LONGEST_HALF_TERM
    return f"{named.name.split()[0]} term" if whole else named.name


LONGEST_HALF_TERM = 66
"""Days from the first to the last of a run; anything longer is a whole term."""


def _from_dates(first: dt.date, last: dt.date) -> HalfTerm:
    days = np.arange(day_number(first), day_number(last) + 1, dtype=np.int32)
    weekdays = days[weekday_of(days) < 5]
    return half_terms(weekdays if len(weekdays) else days)[0]
