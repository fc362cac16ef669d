"""The report of a look: one HTML file with pictures that opens anywhere and asks for nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from belong.attendance import codes
from belong.attendance.codes import MISSED_KINDS
from belong.attendance.definitions import load
from belong.basics.drawing import Plot, Point, line_plot
from belong.lab.answer import Answer, Group, Pupil, School, Week

NAME = "report.html"
LONGEST_LIST = 2000
QUOTED = ("absence", "possible", "persistent_absence", "severe_absence", "missing_marks", "spells")

LESSONS = ("lessons_missed",)


@dataclass(frozen=True)
class Bar:
    """A reason, how often, and its length in percent of the widest."""

    label: str
    n: int
    width: float


@dataclass(frozen=True)
class Chapter:
    """One school of the report."""

    school: School
    title: str
    finding: str
    plot: Plot | None
    reasons: tuple[Bar, ...]
    groups: tuple[Group, ...]
    pupils: tuple[Pupil, ...]
    more: int


def write(answer: Answer, folder: Path) -> Path:
    """Write the report into a folder, made where it is missing. Returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_text(render(answer), encoding="utf-8")
    return path


def render(answer: Answer) -> str:
    """The report as HTML. Everything from the file is escaped."""
    house = Environment(
        loader=PackageLoader("belong.lab.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    house.filters.update(number=_number, percent=_percent, day=_day)
    return house.get_template("report.html.jinja").render(
        answer=answer,
        chapters=[_chapter(answer, school) for school in answer.schools],
        definitions=[load(name) for name in (*QUOTED, *(LESSONS if answer.lessons else ()))],
        longest=LONGEST_LIST,
        unit={"session": "half-days", "day": "days", "lesson": "lessons"}[answer.unit],
        style=house.get_template("report.css.jinja").render(),
    )


def _number(n: int | None) -> str:
    return "–" if n is None else f"{n:,}"


def _percent(share: float | None, places: int = 1) -> str:
    return "–" if share is None else f"{100 * share:.{places}f}%"


def _day(text: str | None) -> str:
    if text is None:
        return "–"
    on = dt.date.fromisoformat(text)
    return f"{on.day} {on:%b %Y}"


def _chapter(answer: Answer, school: School) -> Chapter:
    mine = [p for p in answer.pupils if p.school == school.school]
    title = school.school or "The school"
    return Chapter(
        school=school,
        title=title,
        finding=_finding(school, title),
        plot=_plot([w for w in answer.weeks if w.school == school.school]),
        reasons=_reasons(school),
        groups=tuple(g for g in answer.groups if g.school == school.school and g.kind != "school"),
        pupils=tuple(sorted(mine, key=lambda p: p.id)[:LONGEST_LIST]),
        more=max(0, len(mine) - LONGEST_LIST),
    )


def _finding(school: School, title: str) -> str:
    if school.share is None:
        return f"{title}: nothing was possible in this file"
    return f"{title}: children missed {_percent(school.share)} of what was possible"


def _plot(weeks: Sequence[Week]) -> Plot | None:
    points = _points(weeks)
    if sum(p.value is not None for p in points) < 2:
        return None
    last = next(p.value for p in reversed(points) if p.value is not None)
    return line_plot(
        points,
        words=f"Line: the share missed each week, {last:.1f}% in the last one.",
        width=720,
        height=260,
        labels_every=max(1, -(-len(points) // 10)),
        last_words=f"{last:.1f}%",
    )


def _points(weeks: Sequence[Week]) -> list[Point]:
    points, before = [], None
    for week in weeks:
        monday = dt.date.fromisoformat(week.monday)
        value = 100 * week.missed / week.possible if week.possible else None
        gap = before is not None and (monday - before).days > 7
        points.append(Point(f"{monday.day} {monday:%b}", value, gap_before=gap))
        before = monday
    return points


def _reasons(school: School) -> tuple[Bar, ...]:
    words = {c.code: c.words for c in codes.table() if c.code_set == school.code_set}
    missed = {
        c.code for c in codes.table() if c.kind in MISSED_KINDS and c.code_set == school.code_set
    }
    found = sorted(
        ((n, code) for code, n in school.reasons.items() if code in missed), key=lambda p: -p[0]
    )
    widest = found[0][0] if found else 1
    return tuple(Bar(f"{words[code]} ({code})", n, round(100 * n / widest, 1)) for n, code in found)
