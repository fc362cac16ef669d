"""A calendar from a file: read it, then keep it or set it aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction

from belong.basics.errors import UnreadableFile
from belong.intake import calendar, shelf
from belong.intake.calendar import NotSaid, Said, SaidTerm
from belong.intake.calendar_models import CalendarFile, Source, Statement
from belong.people import trail
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.registers.sources.calendar import MOST_BYTES, CalendarFound, calendar_of, too_large
from belong.registers.sources.edfi_calendar import edfi_calendar_of
from belong.registers.sources.ical import ical_of
from belong.registers.sources.safely import in_a_cell

LISTED = 200
SECONDS = 30
READ = CalendarFile.Stage.READ


def read_in(*, by: Membership, file_name: str, body: bytes, at: dt.datetime) -> CalendarFile:
    """Read a calendar as CSV, iCal or Ed-Fi and say what is in it. Nothing of the calendar changes.

    A file that was waiting is set aside by it: one waits at a time.

    raises  PermissionDenied; UnreadableFile with what to do
    """
    by.must(Permission.CALENDAR_WRITE)
    if len(body) > MOST_BYTES:
        raise too_large()
    found = _found(body)
    if not found.days and not found.terms:
        raise UnreadableFile(
            "Nothing in this file says when school is closed or when a term begins.",
            do="Look at the words that are understood, or say the days on this page.",
        )
    with transaction.atomic():
        for earlier in CalendarFile.objects.filter(school_id=by.school_id, stage=READ):
            _leave(earlier, CalendarFile.Stage.SET_ASIDE)
        file = CalendarFile.objects.create(
            school_id=by.school_id, by_id=by.adult_id, at=at, file_name=Path(file_name).name[:255],
            closures=[_plain(one) for one in found.days],
            terms=[_plain(one) for one in found.terms],
            left_out=[_plain(one) for one in found.left_out[:LISTED]],
        )  # fmt: skip
        trail.note(by, Verb.REGISTERS_READ_IN, about="calendar file", ids=[file.pk])
    return file


def _found(body: bytes) -> CalendarFound:
    head = body[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    reader = calendar_of
    if head.startswith(b"<"):
        reader = edfi_calendar_of
    elif b"BEGIN:VCALENDAR" in head.upper():
        reader = ical_of
    return in_a_cell(reader, body, seconds=SECONDS) if shelf.careful() else reader(body)


def _plain(found: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in asdict(found).items()
    }


def waiting(school_id: int) -> CalendarFile | None:
    """The file that waits for a yes, or None."""
    found = CalendarFile.objects.filter(school_id=school_id, stage=READ)
    return found.select_related("by").order_by("-pk").first()


def closures_in(file: CalendarFile) -> list[Said]:
    """The days a file says school was closed, in its order."""
    return [
        Said(_day(d["first"]), _day(d["last"]), d["half"], tuple(d["years"]), d["kind"], d["words"])
        for d in file.closures
    ]


def terms_in(file: CalendarFile) -> list[SaidTerm]:
    """The terms a file names, in its order."""
    return [SaidTerm(t["name"], _day(t["first"]), _day(t["last"])) for t in file.terms]


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@transaction.atomic
def keep(
    *, by: Membership, file_id: int, days: Collection[int], terms: Collection[int],
    at: dt.datetime,
) -> list[Statement]:  # fmt: skip
    """Keep what was chosen of the waiting file, by its place in the file, from 0.

    raises  PermissionDenied; NotSaid where the file does not wait, nothing was chosen, the calendar
            says all of it already, or a term crosses one that stands
    """
    file = _mine(by, file_id)
    chosen = [one for n, one in enumerate(closures_in(file)) if n in days]
    named = [one for n, one in enumerate(terms_in(file)) if n in terms]
    if not chosen and not named:
        raise NotSaid("Nothing is ticked.", do="Tick what is right, or set the file aside.")
    rows = calendar.say(by=by, closures=chosen, terms=named, at=at, source=Source.FILE)
    _leave(file, CalendarFile.Stage.KEPT)
    return rows


@transaction.atomic
def set_aside(*, by: Membership, file_id: int) -> None:
    """Leave the calendar as it is. Raises PermissionDenied, and NotSaid as `keep` does."""
    _leave(_mine(by, file_id), CalendarFile.Stage.SET_ASIDE)
    trail.note(by, Verb.REGISTERS_SET_ASIDE, about="calendar file", ids=[file_id])


def _mine(by: Membership, file_id: int) -> CalendarFile:
    by.must(Permission.CALENDAR_WRITE)
    held = CalendarFile.objects.select_for_update()
    file = held.filter(school_id=by.school_id, pk=file_id, stage=READ).first()
    if file is None:
        raise NotSaid("This file does not wait any more.", do="Look at the calendar as it is now.")
    return file


def _leave(file: CalendarFile, stage: str) -> None:
    file.stage = stage
    file.left_out = []
    file.save(update_fields=["stage", "left_out"])
