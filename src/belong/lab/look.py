"""Look at a file: the same measures as the pages, straight from marks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong import __version__
from belong.attendance import codes
from belong.attendance.codes import NO_MARK, Kind
from belong.attendance.measures import rates
from belong.attendance.measures.absence import from_counts
from belong.attendance.measures.counts import (
    LATE_AFTER,
    LATE_BEFORE,
    MISSED,
    POSSIBLE,
    Counts,
    by_code,
    chosen,
)
from belong.attendance.measures.persistent import is_persistent, is_provisional, is_severe
from belong.attendance.measures.spells import spells
from belong.attendance.register import Register
from belong.basics.terms import date_of, monday_of
from belong.lab.answer import Answer, Group, Pattern, Pupil, School, Shocked, Week
from belong.lab.lessons import look_at_lessons
from belong.lab.lessons_laid import Marked
from belong.lab.noticed import noticed
from belong.registers import sources
from belong.registers.joining import from_file
from belong.registers.sources.calendar import read_calendar
from belong.registers.sources.reading import Reading, SchoolCounts, SchoolMarks, Shape, Unit

Progress = Callable[[str], None]
GROUP_COLUMNS = ("year", "form", "sex", "fsm", "sen")


def look(
    marks: Path,
    *,
    pupils: Path | None = None,
    calendar: Path | None = None,
    lessons: Path | None = None,
    timetable: Path | None = None,
    as_of: dt.date | None = None,
    day_first: bool | None = None,
    progress: Progress = lambda said: None,
) -> Answer:
    """Everything a marks file answers, and a file of lesson marks beside it.

    timetable  says the subject of a class where the lessons do not
    as_of      marks after this day are left out (leave that was entered ahead)
    raises     UnreadableFile with what to do, where a file is not what it was named as
    """
    progress(f"Reading {marks.name}")
    reading = sources.read(marks, pupils=pupils, as_of=as_of, day_first=day_first)
    shut = read_calendar(calendar) if calendar else None
    schools: list[School] = []
    people: list[Pupil] = []
    groups: list[Group] = []
    weeks: list[Week] = []
    registers: list[Register] = []
    beside: list[tuple[SchoolMarks, Register | None]] = []
    for school in reading.schools:
        progress(f"Counting {school.school or 'the school'}: {len(school.code):,} marks")
        register = _one_school(reading, school, shut, (schools, people, groups, weeks))
        registers.append(register)
        beside.append((school, register if reading.unit is Unit.SESSION else None))
    for counted in reading.counts:
        _one_summary(reading, counted, (schools, people))
    taught = look_at_lessons(lessons, timetable, beside, as_of=as_of, day_first=day_first)
    patterns, shocks = _every_pattern(beside, registers, taught.marked)
    return Answer(
        version=__version__,
        file=marks.name,
        as_of=as_of.isoformat() if as_of else None,
        shape=reading.shape.value,
        unit=reading.unit.value,
        code_set=reading.code_set,
        rows=reading.rows,
        marks=reading.marks,
        columns=reading.columns,
        schools=tuple(schools),
        pupils=tuple(people),
        groups=tuple(groups),
        weeks=tuple(weeks),
        patterns=patterns,
        shocks=shocks,
        lessons=taught.lessons,
        events=dict(Counter(e.what for e in reading.events).most_common()),
        refused=tuple(asdict(r) for r in (*reading.refused, *taught.refused)),
        taken=tuple(asdict(t) for t in (*reading.taken, *taught.taken)),
    )


def _every_pattern(
    beside: list[tuple[SchoolMarks, Register | None]],
    registers: list[Register],
    lessons: Marked | None,
) -> tuple[tuple[Pattern, ...], tuple[Shocked, ...]]:
    """Patterns and shocks of every school; among lessons too where its marks are half-days."""
    patterns: list[Pattern] = []
    shocks: list[Shocked] = []
    for (school, in_half_days), register in zip(beside, registers, strict=True):
        found, apart = noticed(school, register, lessons if in_half_days else None)
        patterns.extend(found)
        shocks.extend(apart)
    return tuple(patterns), tuple(shocks)


Out = tuple[list[School], list[Pupil], list[Group], list[Week]]


def _one_school(
    reading: Reading, marks: SchoolMarks, shut: NDArray[np.int32] | None, out: Out
) -> Register:
    register = from_file(marks, unit=reading.unit, shut=shut)
    counts = by_code(register)
    sums = from_counts(register, counts)
    whole = rates.from_counts(counts)
    schools, people, groups, weeks = out
    schools.append(_school(reading, marks, counts, whole))
    people.extend(_pupils(marks, register, counts, sums))
    groups.extend(_groups(marks, counts, whole))
    weeks.extend(_weeks(marks.school, register))
    return register


def _school(reading: Reading, marks: SchoolMarks, counts: Counts, whole: rates.Rate) -> School:
    days = (
        [date_of(d).isoformat() for d in (marks.day.min(), marks.day.max())]
        if len(marks.day)
        else []
    )
    came = whole.of(Kind.PRES) + whole.of(Kind.AEA)
    return School(
        school=marks.school,
        code_set=reading.code_set,
        unit=reading.unit.value,
        first=days[0] if days else None,
        last=days[1] if days else None,
        pupils=len(marks.pupils),
        marks=int((marks.code != NO_MARK).sum()),
        possible=whole.possible,
        attended=whole.of(Kind.PRES),
        approved=whole.of(Kind.AEA),
        authorised=whole.of(Kind.AUTH),
        unauthorised=whole.of(Kind.UNAUTH),
        unclassified=whole.of(Kind.UNCLASS),
        missed=whole.missed,
        share=whole.share,
        attendance=came / whole.possible if whole.possible else None,
        persistent=whole.persistent,
        severe=whole.severe,
        missing_marks=int(counts[:, NO_MARK].sum()),
        reasons=_reasons(whole.of_code),
    )


def _reasons(of_code: NDArray[np.int64]) -> dict[str, int]:
    """Each mark that stands in a row, by its letter. A letter with two dated meanings is one."""
    found: dict[str, int] = {}
    for code in codes.table():
        if n := int(of_code[code.index]):
            found[code.code] = found.get(code.code, 0) + n
    return found


def _pupils(marks: SchoolMarks, register: Register, counts: Counts, sums: pa.Table) -> list[Pupil]:
    columns = {name: sums[name].to_pylist() for name in sums.column_names}
    possible, missed = sums["possible"].to_numpy(), sums["missed"].to_numpy()
    persistent = is_persistent(missed, possible).tolist()
    severe = is_severe(missed, possible).tolist()
    provisional = is_provisional(possible).tolist()
    runs = spells(register)["spells"].to_pylist()
    before, after = chosen(counts, LATE_BEFORE).tolist(), chosen(counts, LATE_AFTER).tolist()
    missing = counts[:, NO_MARK].tolist()
    return [
        Pupil(
            school=marks.school, id=who, possible=columns["possible"][n],
            attended=columns["attended"][n], approved=columns["approved"][n],
            authorised=columns["authorised"][n], unauthorised=columns["unauthorised"][n],
            unclassified=columns["unclassified"][n], missed=columns["missed"][n],
            late_before=before[n], late_after=after[n], share=columns["share"][n],
            persistent=persistent[n], severe=severe[n], provisional=provisional[n],
            spells=runs[n], missing_marks=missing[n], reasons=_reasons(counts[n]),
        )
        for n, who in enumerate(marks.pupils)
    ]  # fmt: skip


def _groups(marks: SchoolMarks, counts: Counts, whole: rates.Rate) -> list[Group]:
    found = [_group(marks.school, "school", marks.school, counts)]
    for kind in GROUP_COLUMNS:
        if kind not in marks.details.column_names:
            continue
        said = np.array([v or "" for v in marks.details[kind].to_pylist()])
        for value in sorted({v for v in said.tolist() if v}):
            found.append(_group(marks.school, kind, value, counts[said == value]))
    return found


def _group(school: str, kind: str, value: str, counts: Counts) -> Group:
    rate = rates.from_counts(counts)
    return Group(
        school, kind, value, rate.enrolments, rate.possible, rate.missed, rate.share,
        rate.persistent, rate.severe, int(counts[:, NO_MARK].sum()),
    )  # fmt: skip


def _weeks(school: str, register: Register) -> list[Week]:
    mondays, at = np.unique(monday_of(register.sessions.day), return_inverse=True)
    possible = np.bincount(at, weights=POSSIBLE[register.marks].sum(axis=0, dtype=np.int64))
    missed = np.bincount(at, weights=MISSED[register.marks].sum(axis=0, dtype=np.int64))
    return [
        Week(school, date_of(m).isoformat(), int(p), int(x))
        for m, p, x in zip(mondays, possible, missed, strict=True)
    ]


def _one_summary(
    reading: Reading, counted: SchoolCounts, out: tuple[list[School], list[Pupil]]
) -> None:
    """A school from a table of totals: sums and shares, and nothing that needs sessions."""
    schools, people = out
    reasons: dict[str, dict[str, int]] = {}
    for line in counted.reasons.to_pylist():
        reasons.setdefault(line["id"], {})[line["code"]] = line["n"]
    mine = [
        _summed(counted.school, row, reasons.get(row["id"], {}))
        for row in counted.counts.to_pylist()
    ]
    people.extend(mine)
    schools.append(_summed_school(reading, counted.school, mine))


def _summed(school: str, row: dict[str, int | None], reasons: dict[str, int]) -> Pupil:
    kinds = ("attended", "approved", "authorised", "unauthorised", "unclassified")
    n = {kind: int(row.get(kind) or 0) for kind in kinds}
    missed = n["authorised"] + n["unauthorised"] + n["unclassified"]
    possible = int(row.get("possible") or missed + n["attended"] + n["approved"])
    m, p = np.array([missed]), np.array([possible])
    return Pupil(
        school=school, id=str(row["id"]), possible=possible, **n, missed=missed,
        late_before=row.get("late_before"), late_after=row.get("late_after"),
        share=missed / possible if possible else None,
        persistent=bool(is_persistent(m, p)[0]), severe=bool(is_severe(m, p)[0]),
        provisional=bool(is_provisional(p)[0]), spells=None, missing_marks=None, reasons=reasons,
    )  # fmt: skip


def _summed_school(reading: Reading, name: str, mine: list[Pupil]) -> School:
    def total(what: str) -> int:
        return sum(int(getattr(p, what)) for p in mine)

    possible, missed = total("possible"), total("missed")
    reasons: Counter[str] = Counter()
    for pupil in mine:
        reasons.update(pupil.reasons)
    came = total("attended") + total("approved")
    return School(
        school=name, code_set=reading.code_set, unit=reading.unit.value, first=None, last=None,
        pupils=len(mine), marks=0, possible=possible, attended=total("attended"),
        approved=total("approved"), authorised=total("authorised"),
        unauthorised=total("unauthorised"), unclassified=total("unclassified"), missed=missed,
        share=missed / possible if possible else None,
        attendance=came / possible if possible else None, persistent=total("persistent"),
        severe=total("severe"), missing_marks=None, reasons=dict(reasons),
    )  # fmt: skip


def is_events(answer: Answer) -> bool:
    """Whether the file records events only, so that no rate may be said."""
    return answer.shape == Shape.EVENTS.value
