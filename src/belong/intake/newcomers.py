"""Whom a file of marks would add, and whom its numbers may mistake for somebody else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from belong.attendance.codes import NO_MARK
from belong.intake.matching import Person, Roll, people_in
from belong.people.models import Pupil
from belong.registers.sources.reading import SchoolMarks

WORD = re.compile(r"[^\W\d_]+")
FIRST, LAST = ("forename", "known_as"), ("surname",)


def listed(strangers: list[Person], marks: SchoolMarks) -> list[dict[str, Any]]:
    """The children a file would add, in its own order.

    returns  of each the number, name, year and form as the file has them ("" where it does not
             say), the first line, and how many marks the file has for them, blanks not counted
    """
    place = {number: n for n, number in enumerate(marks.pupils)}
    said = marks.pupil[marks.code != NO_MARK]
    counted = np.bincount(said, minlength=len(marks.pupils))
    return [
        {
            "number": one.source_id,
            "name": _name(one),
            "year": one.fields.get("year", ""),
            "form": one.fields.get("form", ""),
            "line": _line(marks, place[one.source_id]),
            "marks": int(counted[place[one.source_id]]),
        }
        for one in strangers
    ]


def _name(one: Person) -> str:
    first = one.fields.get("known_as") or one.fields.get("forename") or ""
    return f"{first} {one.fields.get('surname') or ''}".strip()


def _line(marks: SchoolMarks, pupil: int) -> int:
    """The first line of a child in the file; 0 where no mark of theirs is left in it."""
    lines = marks.line[marks.pupil == pupil]
    return int(lines.min()) if len(lines) else 0


def named_otherwise(school_id: int, marks: SchoolMarks, roll: Roll) -> list[dict[str, Any]]:
    """Children of the school whose number stands in a file beside another first name.

    returns  of each the key of the child, the name in the file, its first line, and `ask`: whether
             it looks like another person (the surname differs too, or another child here has
             exactly that name). A file that has no names says nothing
    """
    if not {*FIRST, *LAST}.intersection(marks.details.column_names):
        return []
    people = [p for p in people_in(marks.details) if p.source_id in roll.known and _name(p)]
    named = {roll.known[one.source_id]: one for one in people}
    here = {
        pk: (_words(forename, known_as), _words(surname))
        for pk, forename, known_as, surname in Pupil.objects.filter(
            school_id=school_id, merged_into=None
        ).values_list("pk", "forename", "known_as", "surname")
    }
    place = {number: n for n, number in enumerate(marks.pupils)}
    return [
        {
            "pk": pk,
            "name": _name(one),
            "line": _line(marks, place[one.source_id]),
            "ask": not _alike(here[pk][1], _of(one, LAST)) or _is_another(pk, one, here),
        }
        for pk, one in named.items()
        if not _alike(here[pk][0], _of(one, FIRST))
    ]


def _of(one: Person, fields: tuple[str, ...]) -> frozenset[str]:
    return _words(*(str(one.fields.get(name) or "") for name in fields))


def _words(*names: str) -> frozenset[str]:
    """The words of names, without capitals and accents."""
    plain = unicodedata.normalize("NFKD", " ".join(names).casefold())
    return frozenset(WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def _alike(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two names may be one: a word of one begins one of the other, or one is blank."""
    if not ours or not theirs:
        return True
    return any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs)


def _is_another(
    pk: int, one: Person, here: dict[int, tuple[frozenset[str], frozenset[str]]]
) -> bool:
    first, last = _of(one, FIRST), _of(one, LAST)
    return any(key != pk and first & ours and last & theirs for key, (ours, theirs) in here.items())


def without(marks: SchoolMarks, numbers: Collection[str]) -> SchoolMarks:
    """The marks of a file without some children, who are then in nothing of it."""
    if not numbers:
        return marks
    stays = np.array([number not in numbers for number in marks.pupils], dtype=bool)
    mine = stays[marks.pupil]
    place = np.cumsum(stays, dtype=np.int32) - 1
    return replace(
        marks,
        pupils=tuple(n for n, stay in zip(marks.pupils, stays, strict=True) if stay),
        pupil=place[marks.pupil[mine]].astype(np.int32),
        day=marks.day[mine],
        half=marks.half[mine],
        code=marks.code[mine],
        line=marks.line[mine],
        details=marks.details.filter(pa.array(stays)),
    )


def settled(preview: dict[str, Any]) -> dict[str, Any]:
    """What a file did, once some children were left out of it: their marks were not taken."""
    out = [n for n in preview.get("newcomers", ()) if n["number"] in preview.get("left_out", ())]
    if not out:
        return preview
    lost = sum(n["marks"] for n in out)
    tally = preview["tally"]
    return preview | {
        "tally": tally | {"new": tally["new"] - lost, "refused": tally["refused"] + lost},
        "pupils_new": preview["pupils_new"] - len(out),
        "refused": [*(_refused(n) for n in out), *preview["refused"]],
    }


def _refused(newcomer: dict[str, Any]) -> dict[str, Any]:
    reason = f"Number {newcomer['number']} is not known here, and was left out when it was kept."
    return {"line": newcomer["line"], "reason": reason, "marks": newcomer["marks"]}


NAMED = 5
"""Numbers said in one sentence; the page lists more."""


def in_words(preview: dict[str, Any]) -> str:
    """What a file does or did, in a line or two for somebody without a page."""
    tally = preview.get("tally")
    if not tally:
        return f"{preview.get('pupils', 0):,} children."
    said = f"{tally['new']:,} new marks, {tally['changed']:,} changed, {tally['same']:,} the same"
    said += f", {tally['refused']:,} not taken" if tally["refused"] else ""
    return f"{said}. {_who_is_new(preview)}".strip()


def _who_is_new(preview: dict[str, Any]) -> str:
    numbers = [one["number"] for one in preview.get("newcomers", ())]
    if not numbers:
        return ""
    more = preview["pupils_new"] - NAMED
    listed = ", ".join(numbers[:NAMED]) + (f" and {more:,} more" if more > 0 else "")
    return f"New here: {listed}."
