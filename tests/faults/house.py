"""A small school on the disk, the two pieces of work that are broken into, and what is looked at
afterwards. Each runs in a process of its own; see `loop`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests import people
from tests.people import ADA, BEN, CHILDREN, TODAY, Child, House

NEWCOMER = Child("K000000000777", "Nia", "Newbridge", "8", "8 Elm")
CHANGED = [Child(ADA.id, "Ada", "Osei-Larkin", marks={"24am": "I", "10am": "M"}), BEN]
LATER = dt.timedelta(hours=2)


def open_house(home: Path) -> None:
    """Use the database and the folders of one home from now on."""
    from django.db import connections

    from belong.intake import history, queries, shelf

    connections.close_all()
    connections["default"].settings_dict["NAME"] = str(home / "belong.sqlite3")
    shelf.open_at(home / "registers", home / "uploads")
    queries._register.cache_clear()
    history._delta.cache_clear()


def furnish(home: Path, work: str) -> None:
    """A school with a register, and a file that is about to be kept, or to be taken back."""
    from django.core.management import call_command

    from belong.intake import background

    open_house(home)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    house = people.larkfield(home / "uploads")
    body = people.marks_file([*CHANGED, NEWCOMER, *CHILDREN[2:]])
    brought = house.read(body, "tonight.csv")
    background.ask(by=house.lead, brought=brought, confirmed=True)
    if work == "undo":
        do_import(home)


def do_import(home: Path, hours: int = 0) -> None:
    """What the worker does with a file somebody said yes to, so many hours from now: a worker that
    died holds its lease for a minute."""
    from django.utils import timezone

    from belong.intake import background
    from belong.intake.models import Import

    brought = Import.objects.get(file_name="tonight.csv")
    if brought.stage == Import.Stage.READ:
        lead = _house(home).lead
        background.ask(by=lead, brought=brought, confirmed=True)
    background.work(
        brought.pk, folder=home / "uploads", now=timezone.now() + dt.timedelta(hours=hours)
    )


def do_undo(home: Path, hours: int = 0) -> None:
    """What pressing 'take this file back' does."""
    from belong.intake import undoing
    from belong.intake.models import Import

    brought = Import.objects.get(file_name="tonight.csv")
    if brought.stage == Import.Stage.KEPT:
        undoing.undo(by=_house(home).lead, brought=brought)


WORK = {"import": do_import, "undo": do_undo}


def _house(home: Path) -> House:
    from belong.people.models import Membership, School

    school = School.objects.get()
    found = Membership.objects.select_related("school", "adult").filter(school=school)
    return House(school, {m.role_key: m for m in found}, home / "uploads")


def state(home: Path) -> dict[str, Any]:
    """Everything a school would miss: marks, children, stays, records, history, what is current."""
    from belong.intake import laying
    from belong.intake.models import Change, Import, Snapshot
    from belong.people.models import Enrolment, Fact, Pupil, School

    school = School.objects.get()
    marks = laying.current_marks(school.pk)
    kept = Import.objects.exclude(stage__in=("read", "keeping"))
    return {
        "marks": {
            str(year): [m.enrolment.tolist(), m.session.tolist(), m.code.tolist()]
            for year, m in marks.items()
        },
        "pupils": [[p.pk, p.source_id, p.surname, p.form] for p in Pupil.objects.order_by("pk")],
        "stays": [[e.pk, e.pupil_id] for e in Enrolment.objects.order_by("pk")],
        "facts": list(Fact.objects.filter(until=None).order_by("pk").values_list("key", flat=True)),
        "history": list(Change.objects.order_by("pk").values_list("name", "why", "undone")),
        "kept": list(kept.order_by("pk").values_list("pk", "stage")),
        "current": Snapshot.objects.filter(current=True).count(),
    }


def broken(home: Path) -> list[str]:
    """What is wrong with a home as it lies on the disk; empty where all is well."""
    from django.db import connection

    wrong = []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchall() != [("ok",)]:
            wrong.append("the database is damaged")
        cursor.execute("PRAGMA foreign_key_check")
        if cursor.fetchall():
            wrong.append("a row points at nothing")
    return wrong + _unreadable()


def _unreadable() -> list[str]:
    """Files the database points at that are not there, or not as they were written."""
    from belong.basics.errors import BrokenStore
    from belong.intake import shelf, undoing
    from belong.intake.models import Change, Snapshot

    wrong = []
    for snapshot in Snapshot.objects.filter(current=True):
        try:
            shelf.store().long(snapshot.school_id, snapshot.name)
            shelf.store().matrix(snapshot.school_id, snapshot.name)
        except (BrokenStore, OSError) as broken:
            wrong.append(str(broken))
    for change in Change.objects.all():
        try:
            undoing.delta_of(change)
        except (BrokenStore, OSError) as broken:
            wrong.append(str(broken))
    return wrong


def swept(home: Path) -> list[str]:
    """Half-written files a sweep leaves lying two hours later; there should be none."""
    from django.utils import timezone

    from belong.intake import sweeping

    sweeping.sweep(
        uploads=home / "uploads", registers=home / "registers", now=timezone.now() + LATER
    )
    return [path.name for path in home.rglob(".*.tmp")]


__all__ = ["TODAY", "WORK", "broken", "furnish", "open_house", "state", "swept"]
