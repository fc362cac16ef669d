"""Lesson marks: from a file's records to the columns they are kept in, and back again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.basics.errors import UnreadableFile
from belong.basics.terms import date_of, year_of
from belong.intake import shelf
from belong.intake.facts import Said
from belong.intake.landing import Finder, stranger
from belong.intake.models import Import, LessonSnapshot
from belong.intake.queries import Provenance
from belong.people.models import Fact
from belong.registers import lessons
from belong.registers.lessons import MOST_CLASSES, MOST_PERIODS, LessonMarks
from belong.registers.sources.reading import Refused
from belong.registers.sources.records import Records

KIND = "lesson_marks"
LATEST = 255


@dataclass(frozen=True)
class Lessons:
    """The lesson marks of a file, year by year, and the lines whose child nobody knows."""

    years: tuple[LessonMarks, ...]
    strangers: tuple[Refused, ...]


def lessons_in(records: Records, finder: Finder) -> Lessons:
    """A file's lesson marks as columns. Raises UnreadableFile for more classes than are counted."""
    table = records.table
    pupil, strangers = _pupils(table, finder)
    day = pc.cast(pc.cast(table["on"], pa.date32()), pa.int32()).to_numpy()
    period, periods = _numbered(table, "period", MOST_PERIODS)
    # A file without classes tells lessons apart by subject: then that stands in the class's place.
    called = "class" if "class" in table.column_names else "subject"
    klass, classes = _numbered(table, called, MOST_CLASSES)
    code = _column(table, "mark_code", NO_MARK).astype(np.uint8)
    minutes = np.minimum(_column(table, "minutes_late", 0), LATEST).astype(np.uint8)
    year = np.array([year_of(date_of(d)) for d in np.unique(day)], dtype=np.int32)
    of = year[np.searchsorted(np.unique(day), day)]
    whole = LessonMarks(
        0, pupil, day, period.astype(np.uint8), klass.astype(np.uint16), code, minutes,
        periods, classes,
    )  # fmt: skip
    years = [_of_year(whole, int(y), (of == y) & (pupil >= 0)) for y in np.unique(of)]
    return Lessons(tuple(y for y in years if len(y)), strangers)


def _of_year(whole: LessonMarks, year: int, mine: NDArray[np.bool_]) -> LessonMarks:
    columns = {name: getattr(whole, name)[mine] for name in lessons.COLUMNS}
    return lessons.settled(
        LessonMarks(year, **columns, periods=whole.periods, classes=whole.classes)
    )


def _pupils(table: pa.Table, finder: Finder) -> tuple[NDArray[np.int32], tuple[Refused, ...]]:
    """The child of each row, -1 for one nobody knows; each number is looked for once."""
    ids = table["pupil_id"].combine_chunks().dictionary_encode()
    rows = ids.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    first = {int(row): n for n, row in reversed(list(enumerate(rows.tolist())))}
    found = np.full(len(ids.dictionary) + 1, -1, dtype=np.int32)
    for number, at in first.items():
        key = finder.find(_row(table, at))
        found[number] = -1 if key is None else key
    pupil = found[rows]
    line = table["line"].to_numpy()
    lost = [line[(rows == number) & (pupil < 0)].tolist() for number in first]
    return pupil, tuple(stranger(lines) for lines in lost if lines)


def _row(table: pa.Table, at: int) -> dict[str, Any]:
    found: dict[str, Any] = table.slice(at, 1).to_pylist()[0]
    return found


def _numbered(table: pa.Table, name: str, most: int) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    if name not in table.column_names:
        return np.zeros(table.num_rows, dtype=np.int64), ("",)
    column = pc.fill_null(table[name], "").combine_chunks().dictionary_encode()
    values = tuple(column.dictionary.to_pylist())
    if len(values) > most:
        raise UnreadableFile(
            f"The file names {len(values):,} different lessons, more than Belong can hold.",
            do="Check that the column with the class holds class codes.",
        )
    return column.indices.to_numpy(zero_copy_only=False).astype(np.int64), values


def _column(table: pa.Table, name: str, blank: int) -> NDArray[np.int64]:
    if name not in table.column_names:
        return np.full(table.num_rows, blank, dtype=np.int64)
    column = pc.cast(table[name], pa.float64(), safe=False)
    found = pc.fill_null(column, float(blank)).to_numpy()
    return np.asarray(np.maximum(found, 0), dtype=np.int64)


def current(school_id: int, year: int) -> LessonMarks | None:
    """The lesson marks of a year as they stand, or None."""
    held = LessonSnapshot.objects.filter(school_id=school_id, year=year, current=True).first()
    return lessons.read(shelf.store(), school_id, held.name) if held else None


def standing(school_id: int, year: int) -> str | None:
    """The name of the file that holds a year's lesson marks as they stand, or None."""
    held = LessonSnapshot.objects.filter(school_id=school_id, year=year, current=True)
    return held.values_list("name", flat=True).first()


def named(school_id: int, name: str) -> LessonMarks:
    """The lesson marks of a file. Raises BrokenStore when the bytes are not what was written."""
    return lessons.read(shelf.store(), school_id, name)


def of_child(
    school_id: int, pupil: int, *, first: dt.date, last: dt.date
) -> tuple[LessonMarks, ...]:
    """One child's lesson marks of the school years from `first` to `last`, oldest first.

    Whole years: days outside are the asker's to leave out. Empty where none are kept.
    """
    held = LessonSnapshot.objects.filter(
        school_id=school_id, current=True, year__gte=year_of(first), year__lte=year_of(last)
    ).order_by("year")
    found = [lessons.read_child(shelf.store(), school_id, one.name, pupil) for one in held]
    return tuple(one for one in found if len(one))


def of_each(school_id: int, pupils: Collection[int], year: int) -> dict[int, LessonMarks]:
    """The lesson marks of some children in one school year, by key; none where none are kept."""
    held = LessonSnapshot.objects.filter(school_id=school_id, year=year, current=True).first()
    if held is None or not pupils:
        return {}
    found = {p: lessons.read_child(shelf.store(), school_id, held.name, p) for p in pupils}
    return {pupil: marks for pupil, marks in found.items() if len(marks)}


def provenance(school_id: int) -> Provenance | None:
    """The import that changed a school's lesson marks last, or None before any."""
    held = LessonSnapshot.objects.filter(school_id=school_id, current=True)
    last = held.select_related("brought_by").order_by("-pk").first()
    if last is None or last.brought_by.kept_at is None:
        return None
    return Provenance(last.brought_by_id, last.brought_by.file_name, last.brought_by.kept_at)


def subjects(school_id: int, classes: Collection[str]) -> dict[str, str]:
    """The subject of each class that any file said it of: the list of classes, then the timetable.

    A class nobody gave a subject is not in it.
    """
    said = Fact.objects.filter(school_id=school_id, until=None)
    keys = [_class_key(name) for name in classes]
    found = _by_class(said.filter(kind="classes", key__in=keys))
    rest = [name for name in classes if name.casefold() not in found]
    if rest:
        # A key of the timetable begins with the class.
        begins = [Q(key__startswith=f"{_class_key(name)[:-1]}, ") for name in rest]
        found = _by_class(said.filter(reduce(or_, begins), kind="timetable")) | found
    return {name: found[name.casefold()] for name in classes if name.casefold() in found}


def _by_class(said: QuerySet[Fact]) -> dict[str, str]:
    data = said.order_by("-pk").values_list("data", flat=True)
    return {one["class"].casefold(): one["subject"] for one in data if one.get("subject")}


def _class_key(name: str) -> str:
    return json.dumps([name.casefold()], ensure_ascii=False)


def tally(school_id: int, found: Lessons) -> tuple[int, int, int]:
    """How many lesson marks of a file are new, different and the same."""
    new = changed = same = 0
    for year in found.years:
        old = current(school_id, year.year)
        whole = lessons.merged(old, year)
        added = len(whole) - (len(old) if old else 0)
        altered = _altered(old, year)
        new, changed, same = new + added, changed + altered, same + len(year) - added - altered
    return new, changed, same


def _altered(old: LessonMarks | None, fresh: LessonMarks) -> int:
    """Marks that stand in both for one lesson of a child, with another code or other minutes."""
    if old is None:
        return 0
    whole = lessons.merged(old, fresh)
    back = lessons.merged(whole, old)
    return int(((whole.code != back.code) | (whole.minutes != back.minutes)).sum())


def lay(brought: Import, found: Lessons) -> None:
    """Keep a file's lesson marks, in the transaction of whoever calls."""
    for fresh in found.years:
        old = current(brought.school_id, fresh.year)
        whole = lessons.merged(old, fresh)
        if lessons.same(old, whole):
            continue
        name = lessons.keep(shelf.store(), brought.school_id, whole)
        here = LessonSnapshot.objects.filter(school_id=brought.school_id, year=fresh.year)
        here.filter(current=True).update(current=False)
        here.create(
            school_id=brought.school_id, year=fresh.year, name=name, marks=len(whole),
            brought_by=brought,
        )  # fmt: skip


def move(school_id: int, goes: int, stays: int) -> None:
    """Lesson marks of one record of a child become those of another: keys of pupils.

    Of two for one lesson the mark of the record that stays holds.
    """
    for held in LessonSnapshot.objects.filter(school_id=school_id, current=True):
        old = lessons.read(shelf.store(), school_id, held.name)
        theirs = old.pupil == goes
        if not theirs.any():
            continue
        own_last = np.argsort(~theirs, kind="stable")
        columns = {name: getattr(old, name)[own_last] for name in lessons.COLUMNS}
        columns["pupil"] = np.where(columns["pupil"] == goes, stays, columns["pupil"])
        whole = lessons.settled(replace(old, **columns))
        name = lessons.keep(shelf.store(), school_id, whole)
        LessonSnapshot.objects.filter(pk=held.pk).update(current=False)
        LessonSnapshot.objects.create(
            school_id=school_id, year=held.year, name=name, marks=len(whole),
            brought_by=held.brought_by,
        )  # fmt: skip


def classes_said(records: Records) -> list[Said]:
    """What a file of lesson marks says of its classes: the subject of each."""
    table = records.table
    if not {"class", "subject"} <= set(table.column_names):
        return []
    pairs = table.select(["class", "subject"]).group_by(["class", "subject"]).aggregate([])
    return [
        Said(None, "classes", _class_key(row["class"]),
             {"class": row["class"], "subject": row["subject"]})
        for row in pairs.to_pylist() if row["class"] and row["subject"]
    ]  # fmt: skip


def why_not(brought: Import) -> list[str]:
    """Why lesson marks cannot be taken back: later ones stand on them."""
    mine = LessonSnapshot.objects.filter(brought_by=brought)
    later = [one for one in mine if not one.current]
    return ["Later files hold lesson marks of the same year."] if later else []


def put_back(brought: Import) -> None:
    """Point at the lesson marks that stood before an import."""
    for mine in list(LessonSnapshot.objects.filter(brought_by=brought, current=True)):
        same_year = LessonSnapshot.objects.filter(school_id=brought.school_id, year=mine.year)
        before = same_year.filter(pk__lt=mine.pk, undone=False).order_by("-pk").first()
        LessonSnapshot.objects.filter(pk=mine.pk).update(current=False, undone=True)
        if before is not None:
            LessonSnapshot.objects.filter(pk=before.pk).update(current=True)
