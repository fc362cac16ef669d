"""Invented rows for the kitchen sink, as plain dictionaries: a template reads them the same."""

from __future__ import annotations

Row = dict[str, object]

LONGEST_NAME = "Oluwadamilola-Rosina Featherstonehaugh-Wriothesley-Ogunbanjo"
"""Sixty letters: the longest that the pages are looked at with."""


def _bar(label: str, value: str, width: float, **more: object) -> Row:
    return {"label": label, "value": value, "width": width, **more}


REASONS = [
    _bar("Ill (I)", "348", 100.0),
    _bar("No reason yet (N)", "96", 27.6, hot=True, href="#bars"),
    _bar("Not authorised (O)", "74", 21.3),
    _bar("Part-time timetable (C2)", "20", 5.7),
]
YEARS = [
    _bar("Year 7", "4.9%", 49.0, tick=51.0),
    _bar("Year 8", "6.4%", 64.0, tick=65.0),
    _bar("Year 9", "8.9%", 89.0, tick=72.0, hot=True),
    _bar("Year 10", "0.0%", 0.0, tick=74.0),
]
NOTICED = [
    _bar("Year 7", "64%", 64.0, low=57.0, high=71.0, pale=True),
    _bar("Year 8", "58%", 58.0, low=51.0, high=65.0, pale=True),
    _bar("Year 9", "38%", 38.0, low=31.0, high=45.0, pale=True, hot=True),
]
OPENS = [
    _bar("Autumn 1", "6.1%", 61.0, explain="absence/"),
    _bar("Autumn 2", "9.8%", 98.0, hot=True, href="#bars-open", explain="absence/"),
    _bar("Spring 1, cut short by snow", "0.0%", 0.0, href="#bars-open", explain="absence/"),
]
"""Bars of which the value opens to its meaning, and some labels to whom they are about."""
KEPT_BACK = [
    _bar("Year 7", "71%", 71.0),
    _bar("New this term", "not shown", 0, kept_back="Fewer than ten answered, so we keep it back."),
]


def _line(head: str, marks: str, sessions: str) -> Row:
    cells = [{"words": marks}, {"words": sessions, "number": True, "label": "Sessions:"}]
    return {"head": head, "cells": cells}


_HEADS = [{"words": "Counted as"}, {"words": "Marks"}, {"words": "Sessions", "number": True}]
COUNTED: Row = {
    "caption": "Marks counted last week",
    "heads": _HEADS,
    "rows": [
        _line("Missed, authorised", "I ill, M medical, E suspended", "432"),
        _line("Missed, not authorised", "N no reason yet, O other, U late after close", "201"),
        _line("Here, or learning elsewhere", "/ \\ here, V trip, B and K off site", "8,413"),
        {**_line(LONGEST_NAME, "the longest name", "1"), "href": "#tables"},
    ],
}
NOBODY: Row = {"caption": "Marks counted, none", "heads": _HEADS, "rows": []}
LEGEND = [
    {"letter": "/", "kind": "p", "words": "/ and \\ here", "count": 91},
    {"letter": "L", "kind": "l", "words": "L late, in time", "count": 4},
    {"letter": "N", "kind": "n", "words": "N no reason yet", "count": 4},
    {"letter": "I", "kind": "a", "words": "I ill", "count": 3},
    {"letter": "O", "kind": "u", "words": "O not authorised", "count": 1},
    {"letter": "#", "kind": "x", "words": "# school closed", "count": None},
]
SUMS = [
    {"words": "Rows in the file", "number": "1,031"},
    {"words": "The same as before", "number": "−988"},
    {"words": "Held back, with a reason", "number": "−12"},
    {"words": "New or changed", "number": "31", "total": True},
]
HELPS = [
    {"term": "Greeting", "words": "A nod. Not a big hello."},
    {"term": "Break and lunch", "words": "Bike shed or library.", "href": "#pairs"},
]
MISTAKES = [
    {"words": "Choose a day when school is open", "href": "#id_day"},
    {"words": "Write what you saw, or leave", "href": "#id_saw"},
]
ADULTS = [
    {"value": "rp", "words": "Rhian Prosser"},
    {"value": "ta", "words": "Tunde Adeyemi", "chosen": True},
]
