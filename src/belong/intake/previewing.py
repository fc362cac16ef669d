"""What a file would do to children, stays and records, before it does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from belong.intake import enrolling, guards, landing, lessons, matching, preview, roster
from belong.intake.landing import Finder
from belong.intake.laying import Look
from belong.intake.models import Import
from belong.registers.kinds import kind_named
from belong.registers.sources.reading import SchoolMarks
from belong.registers.sources.whole import CTF, Whole

LISTED = preview.LISTED
OF_FILE = "of_file"
"""Where a preview keeps the digest of the file of many schools that it is a part of."""
STAYS = "enrolments"
"""Records whose school is where a child was or is as well, not whose file it is."""
SHOWN = ("surname", "forename", "known_as", "year", "form", "upn", "born_on", "sex", "sen", "fsm",
         "admitted_on", "left_on")  # fmt: skip
"""What of a child or stay a person is shown when it changes."""


def of_whole(brought: Import, whole: Whole, look: Look | None = None) -> dict[str, Any]:
    """The preview of everything in a file, ready to be stored and shown.

    look    for whoever goes on to keep the file at once
    raises  UnreadableFile where children or records in it carry the number of another school
    """
    for name in schools_named(replace(whole, reading=None), with_stays=False):
        guards.must_be_ours(brought.school, _no_marks_of(name))
    out: dict[str, Any] = {"source": whole.source, "kinds": list(whole.kinds)}
    if whole.pupils is not None:
        out |= _of_pupils(brought, whole)
    if whole.reading is not None:
        out |= preview.of_marks(brought, whole.reading, look or Look(brought.school_id))
    if whole.pupils is not None:
        out["newcomers"] = []  # the file itself says who they are
    if whole.records:
        out |= _of_records(brought, whole, out)
    out["refused"] = (out.get("refused", []) + [asdict(r) for r in whole.refused])[:LISTED]
    out["taken"] = (out.get("taken", []) + [asdict(t) for t in whole.taken])[:LISTED]
    return out


def schools_named(whole: Whole, *, with_stays: bool = True) -> tuple[str, ...]:
    """The schools a file names, as it names them, among its marks, its pupils and its records.

    with_stays  whether the schools of stays count where nothing else in the file names one
    returns     none for the file a child brings from another school: that one names the other
    """
    if whole.source == CTF:
        return ()
    marks = [one.school for one in whole.reading.schools] if whole.reading else []
    tables = [whole.pupils] if whole.pupils is not None else []
    tables += [one.table for one in whole.records if one.kind != STAYS]
    stays = [one.table for one in whole.records if one.kind == STAYS and with_stays]
    return _different([*marks, *_schools_in(tables)]) or _different(_schools_in(stays))


def _different(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _schools_in(tables: Iterable[pa.Table]) -> list[str]:
    with_school = [table["school"] for table in tables if "school" in table.column_names]
    return [name or "" for column in with_school for name in pc.unique(column).to_pylist()]


def _no_marks_of(school: str) -> SchoolMarks:
    """A school that is only named, for a guard that asks about marks."""
    day, small = np.empty(0, np.int32), np.empty(0, np.uint8)
    return SchoolMarks(school, (), day, day, small, small, day, pa.table({"id": []}))


def _of_pupils(brought: Import, whole: Whole) -> dict[str, Any]:
    """Tried out on the real tables and rolled back: what is shown is what would happen."""
    people = matching.people_in(whole.pupils)
    before = roster.state(brought.school_id)
    with transaction.atomic():
        enrolling.enrol(brought.school, people)
        changes = roster.between(before, roster.state(brought.school_id))
        transaction.set_rollback(True)
    new = sum(c["table"] == "pupil" and c["before"] is None for c in changes)
    return {
        "pupils": len(people),
        "pupils_new": new,
        "people": shown(changes)[:LISTED],
        "warnings": [],
    }


def shown(changes: list[roster.Row]) -> list[dict[str, Any]]:
    """What changes about children who are known: table, pk, field, was, now."""
    return [
        {"table": c["table"], "pk": c["pk"], "field": name, "was": c["before"][name], "now": now}
        for c in changes if c["before"] is not None
        for name, now in c["after"].items() if name in SHOWN
    ]  # fmt: skip


def _of_records(brought: Import, whole: Whole, so_far: dict[str, Any]) -> dict[str, Any]:
    """For each kind how many records are new, different and the same; and the strangers.

    Children whom the same file brings are not strangers, so those are not listed yet.
    """
    finder = Finder(brought.school_id)
    plain = [one for one in whole.records if one.kind != lessons.KIND]
    every = [landing.landed(brought.school_id, one, finder) for one in plain]
    taught = [lessons.lessons_in(one, finder) for one in whole.records if one not in plain]
    counted = {
        name: {"title": kind_named(name).title, "new": len(s.new), "changed": len(s.changed),
               "same": s.same}
        for name, s in landing.beside(brought.school_id, every).items()
    }  # fmt: skip
    for found in taught:
        new, changed, same = lessons.tally(brought.school_id, found)
        title = kind_named(lessons.KIND).title
        counted[lessons.KIND] = {"title": title, "new": new, "changed": changed, "same": same}
    unknown = [s for one in every for s in one.strangers]
    unknown += [s for one in taught for s in one.strangers]
    comes_along = whole.pupils is not None or whole.reading is not None
    strangers = [] if comes_along else [asdict(s) for s in unknown]
    refused = [asdict(r) for one in whole.records for r in one.refused]
    taken = [asdict(t) for one in whole.records for t in one.taken]
    numbers = dict.fromkeys(n for one in every for n in one.numbers)
    return {
        "records": counted,
        "strangers": [] if comes_along else list(numbers)[:LISTED],
        "rows": so_far.get("rows", 0) or sum(one.rows for one in whole.records),
        "refused": so_far.get("refused", []) + strangers + refused,
        "taken": so_far.get("taken", []) + taken,
        "columns": so_far.get("columns") or whole.records[0].columns,
    }
