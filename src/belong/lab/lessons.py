"""Lessons missed by subject, from a file of lesson marks beside a register."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.attendance.lessons import LessonsTaken, days_in_school, lessons_missed
from belong.attendance.register import Register
from belong.basics.errors import UnreadableFile
from belong.basics.terms import day_number
from belong.lab.answer import Lessons
from belong.lab.lessons_laid import Marked, marked
from belong.registers.sources.reading import Refused, SchoolMarks, Taken
from belong.registers.sources.recognise import LESSONS
from belong.registers.sources.records import Records
from belong.registers.sources.whole import Wanted, read_whole

TIMETABLE = "timetable"
FAR = 2**30
"""Days beyond any mark, on either side of 1970."""
Roll = dict[str, tuple[str, int, Register | None]]
"""By number: the school, the row, and the register where it knows mornings from afternoons."""


@dataclass(frozen=True)
class Look:
    """What a file of lessons said, and what was refused or taken with a note.

    marked  the marks themselves; None without a file
    """

    marked: Marked | None
    lessons: tuple[Lessons, ...]
    refused: tuple[Refused, ...]
    taken: tuple[Taken, ...]


def look_at_lessons(
    path: Path | None,
    timetable: Path | None,
    schools: Sequence[tuple[SchoolMarks, Register | None]],
    *,
    as_of: dt.date | None,
    day_first: bool | None,
) -> Look:
    """The lessons of each child and subject; nothing without a file of them.

    timetable  says the subject of each class where the lessons do not
    schools    the marks beside them, each with its register where that has half-days
    as_of      lessons after this day are left out
    raises     UnreadableFile where a file does not hold what it should
    """
    if path is None:
        return Look(None, (), (), ())
    found = _records(path, LESSONS, day_first)
    _refuse_nameless(path, found)
    subjects, notes = _subjects(found.table, _timetabled(timetable, day_first))
    child, ids, lost = _children(found.table, _roll(schools))
    taken = _taken(found.table, child, subjects, (ids, _roll(schools)))
    until = day_number(as_of) if as_of else FAR
    lines = _lines(taken, ids, _roll(schools), subjects.names, until)
    refused = (*found.refused, *lost)
    return Look(
        marked(found.table, child >= 0, taken, ids, subjects.names),
        lines,
        tuple(Refused(r.line, f"{path.name}: {r.reason}", r.marks) for r in refused),
        tuple(Taken(t.line, f"{path.name}: {t.said}", t.times) for t in (*found.taken, *notes)),
    )


def _records(path: Path, kind: str, day_first: bool | None) -> Records:
    whole = read_whole(path, Wanted(kind=kind, day_first=day_first))
    found = next((one for one in whole.records if one.kind == kind), None)
    if found is None:
        what = {LESSONS: "lesson marks", TIMETABLE: "a timetable"}[kind]
        raise UnreadableFile(f"{path.name} does not hold {what}.", do="Check which file you named.")
    return found


def _refuse_nameless(path: Path, found: Records) -> None:
    if not {"subject", "class"} & set(found.table.column_names):
        raise UnreadableFile(
            f"{path.name} names no subject and no class, so nobody can tell what a lesson was in.",
            do="Export it again with a column Subject or Class.",
        )


def _timetabled(path: Path | None, day_first: bool | None) -> dict[str, str] | None:
    """The subject of each class, in small letters, that a timetable names; None without one."""
    if path is None:
        return None
    table = _records(path, TIMETABLE, day_first).table
    if "subject" not in table.column_names:
        raise UnreadableFile(
            f"{path.name} says no subject of any class.", do="Export it with a column Subject."
        )
    pairs = zip(table["class"].to_pylist(), table["subject"].to_pylist(), strict=True)
    found: dict[str, str] = {}
    for klass, subject in pairs:
        if subject:
            found.setdefault(klass.casefold(), subject)
    return found


@dataclass(frozen=True)
class _Subjects:
    """int32 [rows], an index into `names`, which are in order."""

    of: NDArray[np.int32]
    names: tuple[str, ...]


def _subjects(
    table: pa.Table, timetabled: dict[str, str] | None
) -> tuple[_Subjects, tuple[Taken, ...]]:
    """The subject of each row: its own, else its class's in the timetable, else the class code."""
    said, klass = _texts(table, "subject"), _texts(table, "class")
    pairs = Counter(zip(said, klass, strict=True))
    of: dict[tuple[str, str], str] = {}
    alone: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for (subject, code), times in pairs.items():
        found = subject or (timetabled or {}).get(code.casefold(), "")
        if not found:
            alone[code] += times
        name = found or code
        of[subject, code] = spelt.setdefault(name.casefold(), name)
    names = tuple(sorted(set(of.values())))
    at = {name: n for n, name in enumerate(names)}
    rows = [at[of[pair]] for pair in zip(said, klass, strict=True)]
    return _Subjects(np.array(rows, dtype=np.int32), names), tuple(_alone(alone, timetabled))


def _alone(alone: Counter[str], timetabled: dict[str, str] | None) -> Iterator[Taken]:
    """What to say of classes without a subject."""
    if alone and timetabled is None:
        said = f"Nothing says the subject of {_n(len(alone), 'class', 'classes')}."
        yield Taken(0, f"{said} Lessons are counted by class. Add --timetable.", alone.total())
        return
    for code, times in sorted(alone.items()):
        called = f"The class {code}" if code else "A lesson without a class"
        yield Taken(0, f"{called} has no subject in the timetable. It is counted by itself.", times)


def _n(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _texts(table: pa.Table, name: str) -> list[str]:
    if name not in table.column_names:
        return [""] * table.num_rows
    found: list[str] = pc.fill_null(table[name], "").to_pylist()
    return found


def _roll(schools: Sequence[tuple[SchoolMarks, Register | None]]) -> Roll:
    return {
        number: (marks.school, row, register)
        for marks, register in schools
        for row, number in enumerate(marks.pupils)
    }


def _children(
    table: pa.Table, roll: Roll
) -> tuple[NDArray[np.int32], tuple[str, ...], tuple[Refused, ...]]:
    """The child of each row, an index into numbers or -1; the number the register has for a child
    comes before any other of theirs."""
    own = table["pupil_id"].to_pylist()
    other = table["other_ids"].to_pylist() if "other_ids" in table.column_names else [()] * len(own)
    at: dict[str, int] = {}
    known: dict[str, str] = {}
    rows: list[int] = []
    for number, others in zip(own, other, strict=True):
        if not number:
            rows.append(-1)
            continue
        if number not in known:
            known[number] = next((n for n in (number, *(others or ())) if n in roll), number)
        rows.append(at.setdefault(known[number], len(at)))
    child = np.array(rows, dtype=np.int32)
    line = table["line"].to_numpy()[child < 0]
    lost = "A lesson has no number of a child. A name alone is never enough."
    refused = (Refused(int(line[0]), lost, len(line)),) if len(line) else ()
    return child, tuple(at), refused


def _taken(
    table: pa.Table, child: NDArray[np.int32], subjects: _Subjects, of: tuple[tuple[str, ...], Roll]
) -> LessonsTaken:
    ids, roll = of
    day = pc.cast(pc.cast(table["on"], pa.date32()), pa.int32()).to_numpy()
    code = pc.fill_null(pc.cast(table["mark_code"], pa.uint8()), NO_MARK).to_numpy()
    here = np.zeros(len(child), dtype=np.bool_)
    order = np.argsort(child, kind="stable")
    edges = np.searchsorted(child[order], np.arange(len(ids) + 1))
    for n, number in enumerate(ids):
        _, row, register = roll.get(number, ("", 0, None))
        if register is not None:
            mine = order[edges[n] : edges[n + 1]]
            here[mine] = np.isin(day[mine], days_in_school(register, row))
    known = child >= 0
    return LessonsTaken(child[known], subjects.of[known], code[known], day[known], here[known])


def _lines(
    taken: LessonsTaken, ids: tuple[str, ...], roll: Roll, names: tuple[str, ...], until: int
) -> tuple[Lessons, ...]:
    out = []
    for line in lessons_missed(taken, first=-FAR, last=until).to_pylist():
        number = ids[line["child"]]
        school, _, register = roll.get(number, ("", 0, None))
        out.append(
            Lessons(
                school=school, pupil=number, subject=names[line["subject"]],
                missed=line["missed"], possible=line["possible"], blank=line["blank"],
                missed_in_school=None if register is None else line["missed_in_school"],
            )
        )  # fmt: skip
    return tuple(out)
