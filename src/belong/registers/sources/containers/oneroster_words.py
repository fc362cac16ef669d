"""What the cells of a roster say: lists in one cell, numbers in braces, years by their end."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property

_UPN = re.compile(r"^[A-HJ-NP-RT-Z]\d{11}[0-9A-Z]$")
_IN_BRACES = re.compile(r"\{([^{}:]{1,60}):([^{}]{1,120})\}")


@dataclass(frozen=True)
class Line:
    """One row of a roster file. `cells` goes by headings without case and punctuation."""

    line: int
    cells: dict[str, str]

    def said(self, *names: str) -> str:
        """The first of some cells that says anything."""
        return next((self.cells[n] for n in names if self.cells.get(n)), "")

    def several(self, name: str) -> list[str]:
        """The values of a cell that may hold more than one."""
        return several(self.cells.get(name, ""))


def several(text: str) -> list[str]:
    """Values of one cell, written with commas or as a JSON list."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = text.strip("[]").split(",")
        return [str(one).strip(" \"'") for one in found if isinstance(one, str | int)]
    return [one.strip() for one in text.split(",") if one.strip()]


def upn_of(user: Line) -> str:
    """The UPN of a user, which the standard has no place for; "" where there is none."""
    kinds = {kind.strip().casefold(): value.strip() for kind, value in _IN_BRACES.findall(
        user.said("userids")
    )}  # fmt: skip
    for value in (kinds.get("upn", ""), user.said("identifier"), *kinds.values()):
        if _UPN.match(value.upper()):
            return value.upper()
    return ""


def year_group(user: Line) -> str:
    """The first year group of a pupil, without zeros in front."""
    grades = user.several("grades") or user.several("grade")
    return (grades[0].lstrip("0") or "0") if grades else ""


class Roster:
    """The files of a roster, and what their rows are called by number."""

    def __init__(self, files: dict[str, list[Line]]) -> None:
        self._files = files

    def of(self, name: str) -> list[Line]:
        """The rows of one file; empty where the roster has none."""
        return self._files.get(name, [])

    def by_number(self, name: str) -> dict[str, Line]:
        """The rows of one file by their sourcedId."""
        return {line.said("sourcedid"): line for line in self.of(name)}

    @cached_property
    def schools(self) -> dict[str, str]:
        """The number or name of each organisation that is a school."""
        return {
            number: line.said("identifier", "name") or number
            for number, line in self.by_number("orgs").items()
            if line.said("type").casefold() in ("school", "")
        }

    @cached_property
    def users(self) -> dict[str, Line]:
        """Everybody by number."""
        return self.by_number("users")

    @cached_property
    def classes(self) -> dict[str, Line]:
        """Classes by number."""
        return self.by_number("classes")

    @cached_property
    def terms(self) -> dict[str, Line]:
        """Terms by number."""
        return self.by_number("academicSessions")

    @cached_property
    def courses(self) -> dict[str, Line]:
        """Courses by number."""
        return self.by_number("courses")
