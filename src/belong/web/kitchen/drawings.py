"""An invented register and an invented line, drawn the way the components expect them."""

from __future__ import annotations

from dataclasses import dataclass

Row = dict[str, object]

KINDS = {"/": "p", "\\": "p", "L": "l", "I": "a", "M": "a", "N": "n", "O": "u", "#": "x", "": ""}
WORDS = {"L": "late", "I": "ill", "M": "medical", "N": "no reason yet", "O": "not authorised"}
WEEKS = ["31 August", "7 September", "14 September", "21 September", "28 September", "5 October"]
DAYS = {
    "Monday": "#////N",
    "Tuesday": "#/L///",
    "Wednesday": "//////",
    "Thursday": "//IM/O",
    "Friday": "/////",
}
MISSED = [5.1, 5.6, 6.2, 6.6, 7.4, 7.9, 8.6, 6.9, 7.3, 7.0]
HOLIDAY = 7
"""The index of the first week after the holiday: the line is not drawn across it."""


def register() -> Row:
    """One half-term of an invented child, Monday mornings outlined, one Friday still to come."""
    return {
        "caption": "Autumn 1, 2026",
        "weeks": [{"words": f"Week of {week}", "shown": week.split()[0]} for week in WEEKS],
        "days": [_day(name, marks) for name, marks in DAYS.items()],
    }


def _day(name: str, marks: str) -> Row:
    padded = [*marks, *[""] * (len(WEEKS) - len(marks))]
    afternoon = [mark.replace("/", "\\").replace("L", "\\") for mark in padded]
    return {
        "name": name,
        "short": name[:3],
        "halves": [
            {"name": "morning", "focus": name == "Monday", "cells": [_cell(m) for m in padded]},
            {"name": "afternoon", "focus": False, "cells": [_cell(m) for m in afternoon]},
        ],
    }


def _cell(mark: str) -> Row:
    return {"letter": mark, "kind": KINDS[mark], "words": WORDS.get(mark, "")}


@dataclass(frozen=True)
class Paper:
    """A drawing's size and margins, in its own units; turns weeks and per cents into points."""

    width: int
    height: int
    every: int
    """Every how many weeks a date is written."""

    def x(self, week: int) -> float:
        """Where a week stands, from 30 at the left edge."""
        return round(30 + week * (self.width - 44) / (len(MISSED) - 1), 1)

    def y(self, share: float) -> float:
        """Where a per cent from 0 to 10 stands."""
        return round(self.height - 30 - share * (self.height - 46) / 10, 1)


def chart() -> Row:
    """The line in both widths, its legend and its table."""
    return {
        "wide": _plot(Paper(620, 260, 1)),
        "narrow": _plot(Paper(350, 250, 3)),
        "legend": [
            {"kind": "line", "words": "Us, this autumn"},
            {"kind": "band", "words": "Us, the last three autumns"},
            {"kind": "ref", "words": "England, secondary"},
        ],
        "table": _table(),
        "csv_href": "#charts",
    }


def _plot(paper: Paper) -> Row:
    last = len(MISSED) - 1
    return {
        "width": paper.width,
        "height": paper.height,
        "words": "Line: share of sessions missed each week, 5.1% at first, 7.0% last week.",
        "grid": [f"M30 {paper.y(n)}H{paper.width - 14}" for n in (0, 2, 4, 6, 8, 10)],
        "bands": [_band(paper)],
        "lines": [_path(paper, 0, HOLIDAY), _path(paper, HOLIDAY, len(MISSED))],
        "ref": f"M30 {paper.y(7.66)}H{paper.width - 14}",
        "dots": [
            {"x": paper.x(i), "y": paper.y(share), "now": i == last}
            for i, share in enumerate(MISSED)
        ],
        "texts": [*_scale(paper), *_dates(paper), *_notes(paper)],
    }


def _path(paper: Paper, first: int, end: int) -> str:
    points = [f"{paper.x(i)} {paper.y(MISSED[i])}" for i in range(first, end)]
    return "M" + " ".join(points)


def _band(paper: Paper) -> str:
    upper = [f"{paper.x(i)} {paper.y(share + 0.4)}" for i, share in enumerate(MISSED)]
    lower = [f"{paper.x(i)} {paper.y(share - 0.8)}" for i, share in enumerate(MISSED)]
    return "M" + " ".join([*upper, *reversed(lower)]) + "z"


def _scale(paper: Paper) -> list[Row]:
    return [
        {"x": 24, "y": paper.y(n) + 4, "words": f"{n}{'%' if n == 10 else ''}", "anchor": "end"}
        for n in (0, 2, 4, 6, 8, 10)
    ]


def _dates(paper: Paper) -> list[Row]:
    return [
        {"x": paper.x(i), "y": paper.height - 8, "words": f"wk {i + 1}", "anchor": "middle"}
        for i in range(0, len(MISSED), paper.every)
    ]


def _notes(paper: Paper) -> list[Row]:
    last = len(MISSED) - 1
    return [
        {"x": 32, "y": paper.y(7.66) - 7, "words": "England 7.66%", "anchor": "start"},
        {"x": paper.x(last), "y": paper.y(5.4), "words": "7.0%", "anchor": "end", "strong": True},
    ]


def _table() -> Row:
    return {
        "caption": "Share of sessions missed by week",
        "heads": [{"words": "Week"}, {"words": "Missed", "number": True}],
        "rows": [
            {"head": f"Week {i + 1}", "cells": [{"words": f"{share}%", "number": True}]}
            for i, share in enumerate(MISSED)
        ],
    }
