"""Arrangements the marks show and no record explains: part-time timetables, a second school."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import numpy as np

from belong.attendance.codes import index_of
from belong.attendance.definitions import number
from belong.attendance.measures.part_time import part_time as running
from belong.basics.terms import date_of
from belong.insight import words
from belong.insight.questions.quality.found import Found, Hurts, Listing, Looked, Mention, children
from belong.insight.words import say, say_n
from belong.intake import facts
from belong.people.models import Fact

PART_TIME = "part-time timetable"
ELSEWHERE = index_of("D")


def part_time(looked: Looked) -> Found | None:
    """C2 that has run for long, or to whose end no record of a placement holds."""
    table = running(looked.year).to_pylist()
    found = [line for line in table if line["begins"] is not None]
    if not found:
        return None
    agreed = _ends(looked, [line["pupil"] for line in found])
    told = [(line, _why_told(line, agreed)) for line in found]
    lines = [(line, why) for line, why in told if why]
    if not lines:
        return None
    lines.sort(key=lambda pair: -pair[0]["weeks"])
    without = sum(why.startswith(_no_end()) for _, why in lines)
    return Found(
        heading=_part_time_heading(len(lines), without),
        why=say(
            "A part-time timetable is for a short time and ends on a day agreed with the family. "
            "Each session of it counts as missed."
        ),
        do=say(
            "Agree a last day and a day to look at it again, enter both as a placement in your "
            "school's own system, or end the timetable."
        ),
        hurts=Hurts.SOME_FIGURES,
        n=len(lines),
        lists=(
            Listing(
                say_n("See the child", "See the {n} children", len(lines)),
                children("Running since", "Why it is here"),
                tuple(
                    Mention((words.day(date_of(line["begins"])), why), line["pupil"])
                    for line, why in lines
                ),
            ),
        ),
        how="part_time",
    )


def _part_time_heading(n: int, without: int) -> str:
    if without == n:
        return say_n(
            "{n} part-time timetable has no last day",
            "{n} part-time timetables have no last day",
            n,
        )
    return say_n("{n} part-time timetable needs a look", "{n} part-time timetables need a look", n)


def _no_end() -> str:
    return say("No last day is written down")


def _why_told(line: dict[str, int], agreed: dict[int, list[Fact]]) -> str:
    """What is to be looked at; "" for a timetable that is short and has its end."""
    begins, latest = date_of(line["begins"]), date_of(line["latest"])
    ended = any(_covers(fact, begins, latest) for fact in agreed[line["pupil"]])
    weeks = say_n("{n} week so far", "{n} weeks so far", line["weeks"])
    if not ended:
        return f"{_no_end()}. {weeks}."
    return f"{weeks}." if line["weeks"] >= number("part_time", "weeks") else ""


def _covers(fact: Fact, begins: dt.date, latest: dt.date) -> bool:
    """Whether an agreement with a last day reaches over the marks up to the latest of them."""
    if fact.ends is None or fact.ends < latest:
        return False
    return fact.begins is None or fact.begins <= latest


def _ends(looked: Looked, pupils: list[int]) -> dict[int, list[Fact]]:
    out: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts.standing(looked.desk.by.school_id, kind="placements", pupils=pupils):
        if fact.pupil_id is not None and fact.data.get("kind") == PART_TIME:
            out[fact.pupil_id].append(fact)
    return out


def second_school(looked: Looked) -> Found | None:
    """Children with D this year whose enrolment names no other school at that time."""
    at = looked.year.marks == ELSEWHERE
    rows = np.flatnonzero(at.any(axis=1))
    if not len(rows):
        return None
    named = _named(looked, [int(p) for p in looked.year.pupil[rows]])
    mentions = []
    for row in rows.tolist():
        days = looked.year.sessions.day[at[row]]
        pupil = int(looked.year.pupil[row])
        if not any(_holds(fact, date_of(days[-1])) for fact in named[pupil]):
            said = say_n("{n} session this year", "{n} sessions this year", len(days))
            mentions.append(Mention((said, words.day(date_of(days[-1]))), pupil))
    if not mentions:
        return None
    n = len(mentions)
    return Found(
        heading=say_n(
            "For {n} child with D, no other school is named",
            "For {n} children with D, no other school is named",
            n,
        ),
        why=say(
            "D says that another school has the child that session. Without its name, nobody can "
            "ask whether the child was there."
        ),
        do=say(
            "Enter the other school with the child's enrolment in your school's own system, then "
            "bring the enrolments file in."
        ),
        hurts=Hurts.RECORDS,
        n=n,
        lists=(
            Listing(
                say_n("See the child", "See the {n} children", n),
                children("Marked D", "Last on"),
                tuple(mentions),
            ),
        ),
    )


def _holds(fact: Fact, on: dt.date) -> bool:
    return (fact.begins is None or fact.begins <= on) and (fact.ends is None or fact.ends >= on)


def _named(looked: Looked, pupils: list[int]) -> dict[int, list[Fact]]:
    out: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts.standing(looked.desk.by.school_id, kind="enrolments", pupils=pupils):
        if fact.pupil_id is not None and fact.data.get("other_school"):
            out[fact.pupil_id].append(fact)
    return out
