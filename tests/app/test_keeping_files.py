"""Keeping a file: all of it or nothing, whoever else is keeping one, whatever breaks."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from tests.people import (
    ADA,
    BEN,
    CHILDREN,
    KIT,
    NEXT_DOOR,
    TODAY,
    Child,
    House,
    as_csv,
    letters,
    marks_file,
    pupils_file,
    term,
)  # fmt: skip

from belong.attendance import codes
from belong.basics.errors import BelongError, UnreadableFile
from belong.intake import actions, keeping, queries, shelf
from belong.intake.actions import Overtaken
from belong.intake.models import Import, Snapshot
from belong.people.models import Enrolment, Pupil, TrailLine
from belong.people.trail import Verb
from belong.registers.store import Store

HEADS = ["UPN", "Date", "Session", "Mark"]
CHANGED = as_csv([HEADS, [ADA.id, "2026-11-24", "AM", "I"]])
NEWCOMER = Child("K000000000777", "Nia", "Newbridge", "8", "8 Elm")


def _mark(house: House, child: Child, day: str, half: str) -> str:
    """A mark as the register has it now."""
    whole = queries.whole(house.school.pk)
    assert whole is not None
    register = whole.register
    rows = np.flatnonzero(register.pupil == house.child(child).pk)
    days = np.array([str(np.datetime64(int(d), "D")) for d in register.sessions.day])
    column = np.flatnonzero((days == day) & (register.sessions.half == ("AM", "PM").index(half)))
    found = {int(register.marks[r, c]) for r in rows for c in column}
    known = {codes.table()[m].code for m in found if m < len(codes.table())}
    return known.pop() if known else ""


def _state(house: House) -> dict[str, object]:
    """Everything of a school that keeping a file may change."""
    return {
        "pointers": sorted(Snapshot.objects.filter(current=True).values_list("year", "name")),
        "pupils": list(Pupil.objects.order_by("pk").values()),
        "stays": list(Enrolment.objects.order_by("pk").values()),
        "trail": TrailLine.objects.filter(verb=Verb.REGISTERS_COMMITTED).count(),
        "ada": _mark(house, ADA, "2026-11-24", "AM"),
    }


@pytest.mark.slow
def test_every_mark_of_a_file_stands_in_the_register(house: House) -> None:
    wrong = []
    for child in CHILDREN:
        for day, half, mark in letters(child, term()):
            kept = _mark(house, child, day.isoformat(), half)
            if kept != ("" if mark == "-" else mark):
                wrong.append((child.forename, day, half, mark, kept))
    assert wrong == []


@pytest.mark.parametrize("role", ["headteacher", "tutor"])
def test_keeping_needs_its_permission(house: House, role: str) -> None:
    brought, before = house.read(CHANGED), _state(house)
    with pytest.raises(PermissionDenied):
        actions.keep(by=house.adults[role], brought=brought, folder=house.folder)
    assert _state(house) == before


def test_a_changed_mark_is_changed_and_its_file_is_gone(house: House) -> None:
    kept = house.bring(CHANGED)
    assert _mark(house, ADA, "2026-11-24", "AM") == "I"
    assert _mark(house, BEN, "2026-11-24", "AM") == "I"
    assert _mark(house, ADA, "2026-11-23", "AM") == "/"
    kept.refresh_from_db()
    assert kept.stage == Import.Stage.KEPT
    assert kept.kept_at is not None
    assert not list(house.folder.iterdir())
    line = TrailLine.objects.order_by("-pk")[0]
    assert (line.verb, line.ids) == (Verb.REGISTERS_COMMITTED, [kept.pk])


def test_the_same_file_twice_changes_nothing(house: House) -> None:
    before = _state(house)
    house.bring(marks_file())
    after = _state(house)
    assert after.pop("trail") == before.pop("trail") + 1  # type: ignore[operator]
    assert after == before


def test_a_file_is_kept_once(house: House) -> None:
    kept = house.bring(CHANGED)
    with pytest.raises(UnreadableFile):
        actions.keep(by=house.lead, brought=kept, folder=house.folder)


def test_a_stored_file_that_changed_on_the_disk_is_refused(house: House) -> None:
    brought, before = house.read(CHANGED), _state(house)
    (house.folder / brought.stored_as).write_bytes(CHANGED.replace(b",I", b",G"))
    with pytest.raises(UnreadableFile):
        actions.keep(by=house.lead, brought=brought, folder=house.folder)
    assert _state(house) == before


def _no_disk(*args: object, **kwargs: object) -> None:
    raise OSError(28, "No space left on device")


def _no_database(*args: object, **kwargs: object) -> None:
    raise DatabaseError("the database went away")


BREAKS = {
    "the store cannot keep": (Store, "keep", _no_disk, OSError),
    "the rename fails": (os, "replace", _no_disk, OSError),
    "the disk does not answer": (os, "fsync", _no_disk, OSError),
    "the pointer cannot be written": (Snapshot.objects, "create", _no_database, DatabaseError),
    "the trail cannot be written": (TrailLine.objects, "create", _no_database, DatabaseError),
}


@pytest.mark.parametrize("newcomer", [False, True], ids=["known children", "a new child"])
@pytest.mark.parametrize("what", BREAKS)
def test_a_file_that_cannot_be_kept_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, what: str, newcomer: bool
) -> None:
    body = marks_file([ADA, NEWCOMER]) if newcomer else CHANGED
    brought, before = house.read(body), _state(house)
    owner, name, instead, raised = BREAKS[what]
    with monkeypatch.context() as broken:
        broken.setattr(owner, name, instead)
        with pytest.raises(raised):
            actions.keep(by=house.lead, brought=brought, folder=house.folder)
    queries._register.cache_clear()
    assert _state(house) == before
    stored = Import.objects.get(pk=brought.pk)
    assert stored.stage == Import.Stage.READ
    again = actions.keep(by=house.lead, brought=stored, folder=house.folder)
    assert again.stage == Import.Stage.KEPT


def _flip_between(
    house: House, monkeypatch: pytest.MonkeyPatch, other: bytes, times: int
) -> list[int]:
    """Somebody else keeps a file each time ours has been written and is not yet pointed at."""
    real, done = Store.keep, []

    def keep(self: Store, school: int, marks: object) -> object:
        kept = real(self, school, marks)  # type: ignore[arg-type]
        if len(done) < times:
            done.append(1)
            with monkeypatch.context() as plain:
                plain.setattr(Store, "keep", real)
                house.bring(other.replace(b"*", str(len(done)).encode()), "other.csv")
        return kept

    monkeypatch.setattr(Store, "keep", keep)
    return done


def test_who_was_overtaken_tries_again_on_what_stands_now(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = as_csv([HEADS, [BEN.id, "2026-11-17", "PM", "M"]])
    brought = house.read(CHANGED)
    done = _flip_between(house, monkeypatch, other, times=1)
    actions.keep(by=house.lead, brought=brought, folder=house.folder)
    assert done == [1]
    assert _mark(house, ADA, "2026-11-24", "AM") == "I", "ours"
    assert _mark(house, BEN, "2026-11-17", "PM") == "M", "theirs was not laid over"


def test_who_is_overtaken_again_and_again_is_told_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = as_csv([HEADS, [BEN.id, "2026-11-1*", "PM", "M"]])
    brought = house.read(CHANGED)
    done = _flip_between(house, monkeypatch, other, times=keeping.TRIES)
    with pytest.raises(Overtaken) as told:
        actions.keep(by=house.lead, brought=brought, folder=house.folder)
    assert isinstance(told.value, BelongError)
    assert len(done) == keeping.TRIES
    assert _mark(house, ADA, "2026-11-24", "AM") == "N"
    stored = Import.objects.get(pk=brought.pk)
    assert stored.stage == Import.Stage.READ
    assert (house.folder / stored.stored_as).is_file()


def test_one_register_is_current_each_year(house: House) -> None:
    house.bring(CHANGED)
    house.bring(as_csv([HEADS, [ADA.id, "2025-11-24", "AM", "I"]]))
    now = Snapshot.objects.filter(school=house.school, current=True)
    assert sorted(now.values_list("year", flat=True)) == [2025, 2026]
    assert _mark(house, ADA, "2025-11-24", "AM") == "I"
    assert _mark(house, ADA, "2026-11-24", "AM") == "I"


def test_children_nobody_knows_are_added_with_their_details(house: House) -> None:
    house.bring(marks_file([NEWCOMER]))
    nia = house.child(NEWCOMER)
    assert (nia.forename, nia.surname, nia.year, nia.form) == ("Nia", "Newbridge", "8", "8 Elm")
    assert nia.upn == NEWCOMER.id
    assert nia.enrolments.count() == 1
    assert _mark(house, NEWCOMER, "2026-11-24", "AM") == "/"


def test_marks_alone_do_not_move_a_child_that_is_known(house: House) -> None:
    moved = Child(ADA.id, ADA.forename, "Other", "9", "9 Fir")
    house.bring(marks_file([moved]))
    assert (house.child(ADA).surname, house.child(ADA).form) == (ADA.surname, "7 Oak")


def test_a_pupils_file_moves_year_and_form(house: House) -> None:
    moved = Child(ADA.id, "Ada", "Osei-Larkin", "8", "8 Elm", known_as="Addy")
    house.bring(pupils_file([moved]), kind=actions.PUPILS)
    ada = house.child(ADA)
    assert (ada.year, ada.form, ada.known_as) == ("8", "8 Elm", "Addy")
    assert "8 elm" in ada.search
    assert "addy" in ada.search
    assert "7 oak" not in ada.search
    assert Pupil.objects.filter(school=house.school).count() == len(CHILDREN)
    assert ada.enrolments.count() == 1


def test_what_a_pupils_file_does_not_say_stays(house: House) -> None:
    house.bring(as_csv([["UPN", "Reg Group"], [BEN.id, "7 Yew"]]), kind=actions.PUPILS)
    ben = house.child(BEN)
    assert (ben.surname, ben.form, ben.year) == (BEN.surname, "7 Yew", "7")


def test_coming_back_begins_a_second_stay(house: House) -> None:
    back = Child(KIT.id, "Kit", "Leftbury", "11", "11 Ash", admitted="2026-11-23")
    house.bring(pupils_file([back]), kind=actions.PUPILS)
    house.bring(
        as_csv([HEADS, [KIT.id, "2026-11-23", "AM", "/"], [KIT.id, "2026-11-12", "AM", "M"]])
    )
    stays = list(house.child(KIT).enrolments.order_by("admitted_on"))
    assert [str(s.admitted_on) for s in stays] == ["2024-09-03", "2026-11-23"]
    assert str(stays[0].left_on) == "2026-11-13"
    whole = queries.whole(house.school.pk)
    assert whole is not None
    register = whole.register
    assert sorted(register.enrolment[register.pupil == house.child(KIT).pk].tolist()) == [
        s.pk for s in stays
    ]
    for stay, mark, day in ((stays[0], "M", 12), (stays[1], "/", 23)):
        (row,) = np.flatnonzero(register.enrolment == stay.pk)
        held = {
            codes.table()[m].code
            for m, d in zip(register.marks[row], register.sessions.day, strict=True)
            if m < len(codes.table()) and d == np.datetime64(f"2026-11-{day}").astype(int)
        }
        assert mark in held


def test_a_leaving_date_is_taken_from_the_pupils_file(house: House) -> None:
    gone = Child(BEN.id, "Ben", "Quillfeather", left="2026-11-20")
    house.bring(pupils_file([gone]), kind=actions.PUPILS)
    assert str(house.child(BEN).enrolments.get().left_on) == "2026-11-20"


def test_two_schools_with_the_same_identifier_stay_apart(house: House, next_door: House) -> None:
    next_door.bring(marks_file([Child(ADA.id, "Ida", "Otherplace", marks={"24am": "G"})]))
    assert _mark(house, ADA, "2026-11-24", "AM") == "N"
    assert house.child(ADA).surname == "Osei-Larkin"
    assert next_door.child(ADA).surname == "Otherplace"


def _store_files() -> list[Path]:
    return [p for p in shelf.store().root.rglob("*") if p.is_file()]


def test_the_register_store_is_private_and_holds_no_name(house: House, next_door: House) -> None:
    files = _store_files()
    assert len(files) >= 6, "two years here and one next door, each with its matrix"
    secrets = [w.encode() for c in (*CHILDREN, *NEXT_DOOR) for w in (c.id, c.surname, c.forename)]
    # Three letters turn up in packed bytes by chance; every name here is looked for that is longer.
    for path in files:
        assert path.stat().st_mode & 0o777 == 0o600, path
        raw = path.read_bytes()
        assert [s for s in secrets if len(s) > 3 and s in raw] == []
    assert {p.stat().st_mode & 0o777 for p in shelf.store().root.iterdir()} == {0o700}


def test_nothing_half_written_stays_in_the_store(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought, before = house.read(CHANGED), set(_store_files())
    monkeypatch.setattr(os, "replace", _no_disk)
    with pytest.raises(OSError, match="No space"):
        actions.keep(by=house.lead, brought=brought, folder=house.folder)
    assert set(_store_files()) == before


def test_before_any_register_there_is_none(empty: House) -> None:
    assert queries.whole(empty.school.pk) is None
    assert queries.provenance(empty.school.pk) is None


def test_the_register_says_which_import_it_stands_on(house: House) -> None:
    kept = house.bring(CHANGED, "late-marks.csv")
    stands = queries.provenance(house.school.pk)
    assert stands is not None
    assert (stands.import_id, stands.file_name) == (kept.pk, "late-marks.csv")
    assert TODAY.isoformat() >= "2026-11-24"
