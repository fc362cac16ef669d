"""What was not taken from files that were kept: letters of no table, children nobody knows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from belong.basics.terms import year_of, year_start
from belong.insight import words
from belong.insight.questions.quality.found import Found, Hurts, Listing, Looked, Mention
from belong.insight.tables import Head
from belong.insight.words import say, say_n
from belong.intake.models import Import

UNKNOWN = re.compile(
    r"The mark (?P<mark>.+) (is not an attendance code|is not in the code table"
    r"|was not in use on this date)"
)
"""How a refusal of a mark begins; the second way is how files kept earlier say it."""
STRANGER = "not known here by number"
LEFT = "after the child had left"
MOST_LETTERS = 5


@dataclass(frozen=True)
class Line:
    """One refused line of a kept file."""

    brought: Import
    line: int
    reason: str
    marks: int


def find(looked: Looked) -> list[Found]:
    """Every finding about files, from one question to the database."""
    lines = refused(looked)
    found = (unknown(lines), strangers(lines), left(lines))
    return [one for one in found if one is not None]


def refused(looked: Looked) -> list[Line]:
    """The refused lines of files kept for this school year, newest file first.

    A later file of the same kind over the same days has said it all again, so the lines of the
    earlier one are settled.
    """
    first = year_start(year_of(looked.desk.day))
    kept = Import.objects.filter(
        school_id=looked.desk.by.school_id, stage=Import.Stage.KEPT, as_of__gte=first
    ).order_by("-kept_revision", "-pk")
    standing: list[Import] = []
    for brought in kept:
        if not any(_says_again(later, brought) for later in standing):
            standing.append(brought)
    every = (Line(one, r["line"], r["reason"], r["marks"])
             for one in standing for r in one.preview.get("refused", ()))  # fmt: skip
    return [line for line in every if _of_this_year(line.brought, first.isoformat())]


def _says_again(later: Import, earlier: Import) -> bool:
    if later.kind != earlier.kind:
        return False
    mine, theirs = later.preview, earlier.preview
    if not (mine.get("from") and theirs.get("from")):
        return True
    return bool(mine["from"] <= theirs["from"] and mine["until"] >= theirs["until"])


def _of_this_year(brought: Import, first: str) -> bool:
    """A file of marks that ends before this school year has nothing to be put right now."""
    until = brought.preview.get("until")
    return until is None or until >= first


def unknown(lines: list[Line]) -> Found | None:
    """Marks whose letter is in no table, or was not in use."""
    mine = [(line, found["mark"]) for line in lines if (found := UNKNOWN.match(line.reason))]
    if not mine:
        return None
    letters: Counter[str] = Counter()
    for line, mark in mine:
        letters[mark] += line.marks
    n = sum(letters.values())
    few = letters.most_common(MOST_LETTERS)
    said = words.listed([f"{mark} ({words.number(of)})" if n > 1 else mark for mark, of in few])
    return Found(
        heading=say_n(
            "{n} mark has a letter that is not in use: {which}",
            "{n} marks have letters that are not in use: {which}",
            n, which=said,
        ),
        why=say("It says nothing Belong could count, so such a session is as if it had no mark."),
        do=say(
            "Find the session on the line of the file, change the mark to one of the table in "
            "your school's own system, and bring the file in again."
        ),
        hurts=Hurts.SOME_FIGURES,
        n=n,
        lists=(_listing([line for line, _ in mine]),),
    )  # fmt: skip


def strangers(lines: list[Line]) -> Found | None:
    """Records about children whom nobody here knows."""
    mine = [line for line in lines if STRANGER in line.reason]
    if not mine:
        return None
    return Found(
        heading=say_n(
            "Records of {n} child matched nobody here",
            "Records of {n} children matched nobody here",
            len(mine),
        ),
        why=say("What the file says of them was not kept, so it is missing from their pages."),
        do=say(
            "Check the number on these lines in your school's own system. If the child is new, "
            "bring the pupils file in first, then this file again."
        ),
        hurts=Hurts.RECORDS,
        n=len(mine),
        lists=(_listing(mine),),
    )


def left(lines: list[Line]) -> Found | None:
    """Marks of a file that were dated after the child had left, and were not taken."""
    mine = [line for line in lines if LEFT in line.reason]
    if not mine:
        return None
    n = sum(line.marks for line in mine)
    return Found(
        heading=say_n(
            "{n} mark in a file is dated after the child left",
            "{n} marks in a file are dated after the child left",
            n,
        ),
        why=say("They were not taken: either the last day is wrong, or the marks are."),
        do=say(
            "If the child came back, enter the new first day in your school's own system and "
            "bring the pupils file in first. If not, take the marks out there."
        ),
        hurts=Hurts.RECORDS,
        n=n,
        lists=(_listing(mine),),
    )


def _listing(lines: list[Line]) -> Listing:
    heads = (Head(say("File")), Head(say("Line"), number=True), Head(say("Why it was not taken")))
    mentions = tuple(
        Mention((words.number(line.line), line.reason), None, line.brought.file_name,
                f"/registers/{line.brought.pk}/")
        for line in lines
    )  # fmt: skip
    return Listing(say_n("See the line", "See the {n} lines", len(lines)), heads, mentions)
