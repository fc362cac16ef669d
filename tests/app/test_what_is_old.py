"""When the register in memory is old, and what is swept because nobody came back for it."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from django.apps import apps
from django.core.cache import cache
from django.utils import timezone
from tests.people import ADA, BEN, CHILDREN, KIT, House, as_csv, marks_file, pupils_file

from belong.attendance import codes
from belong.intake import actions, jobs, queries, shelf, sweeping
from belong.intake.models import Import
from belong.people.models import School
from belong.registers.store import Kept, Store, YearMarks

HEADS = ["UPN", "Date", "Session", "Mark"]
CHANGED = as_csv([HEADS, [ADA.id, "2026-11-24", "AM", "I"]])
NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)


def _rows(house: House) -> int:
    whole = queries.whole(house.school.pk)
    return len(whole.register) if whole else 0


def _revision(house: House) -> int:
    return School.objects.get(pk=house.school.pk).revision


def test_an_import_kept_while_the_clock_was_ahead_hides_no_later_one(house: House) -> None:
    ahead = Import.objects.latest("pk")
    ahead.kept_at += dt.timedelta(days=1)
    ahead.save()
    before = queries.whole(house.school.pk)
    kept = house.bring(CHANGED)
    after = queries.whole(house.school.pk)
    assert before is not None
    assert after is not None
    assert after.provenance.import_id == kept.pk
    assert (after.register.marks != before.register.marks).any()


def test_the_order_is_that_of_keeping_not_of_reading(house: House) -> None:
    first, second = house.read(CHANGED), house.read(CHANGED.replace(b",I", b",G"))
    actions.keep(by=house.lead, brought=second, folder=house.folder)
    actions.keep(by=house.lead, brought=first, folder=house.folder)
    stands = queries.provenance(house.school.pk)
    assert stands is not None
    assert stands.import_id == first.pk


def test_the_register_is_opened_once_until_something_changes(house: House) -> None:
    first, second = queries.whole(house.school.pk), queries.whole(house.school.pk)
    assert first is not None
    assert second is not None
    assert first.register is second.register
    house.bring(pupils_file(CHILDREN), kind=actions.PUPILS)
    third = queries.whole(house.school.pk)
    assert third is not None
    assert third.register is not first.register


def test_a_child_who_is_removed_is_gone_from_the_register(house: House) -> None:
    before = _rows(house)
    house.child(BEN).delete()
    assert _rows(house) == before - 1


def test_reading_or_setting_aside_moves_no_revision(house: House) -> None:
    before = _revision(house)
    brought = house.read(CHANGED)
    actions.set_aside(by=house.lead, brought=brought, folder=house.folder)
    assert _revision(house) == before
    house.bring(CHANGED)
    assert _revision(house) > before


def _file(path: Path, age: dt.timedelta) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("UPN,Surname\n", encoding="utf-8")
    at = (NOW - age).timestamp()
    os.utime(path, (at, at))
    return path


def _sweep(house: House, now: dt.datetime = NOW) -> None:
    sweeping.sweep(uploads=house.folder, registers=shelf.store().root, now=now)


def test_a_file_whose_reading_was_cut_off_is_swept_after_an_hour(house: House) -> None:
    old = _file(house.folder / ("a" * 32 + ".csv"), dt.timedelta(minutes=61))
    young = _file(house.folder / ("b" * 32 + ".csv"), dt.timedelta(minutes=59))
    foreign = _file(house.folder / "readme.txt", dt.timedelta(days=9))
    _sweep(house)
    assert (old.exists(), young.exists(), foreign.exists()) == (False, True, True)


def test_a_file_that_waits_is_not_swept_and_one_in_writing_neither(house: House) -> None:
    brought = house.read(CHANGED)
    waiting = house.folder / brought.stored_as
    _file(waiting, dt.timedelta(days=3))
    _sweep(house)
    assert waiting.is_file()


def test_what_waited_a_fortnight_is_set_aside_with_its_words(house: House) -> None:
    brought = house.read(as_csv([HEADS, [ADA.id, "2026-11-24", "AM", "/"], ["", "x", "AM", "/"]]))
    assert brought.preview["refused"]
    waiting = _file(house.folder / brought.stored_as, dt.timedelta(days=15))
    Import.objects.filter(pk=brought.pk).update(at=NOW - dt.timedelta(days=13))
    _sweep(house)
    assert waiting.is_file()
    Import.objects.filter(pk=brought.pk).update(at=NOW - dt.timedelta(days=14, minutes=1))
    _sweep(house)
    brought.refresh_from_db()
    assert brought.stage == Import.Stage.SET_ASIDE
    assert (brought.preview["refused"], brought.preview["taken"]) == ([], [])
    assert not waiting.exists()


def test_half_written_register_files_are_swept_and_whole_ones_stay(house: House) -> None:
    root = shelf.store().root
    whole = {p for p in root.rglob("*") if p.is_file()}
    half = _file(root / str(house.school.pk) / ".2026-x.parquet.1.tmp", dt.timedelta(hours=2))
    _sweep(house)
    assert not half.exists()
    assert {p for p in root.rglob("*") if p.is_file()} == whole


def test_the_tick_asks_for_a_sweep_once_an_hour(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(sweeping, "sweep", lambda **said: asked.append(said))
    shelf.open_at(shelf.store().root, uploads=house.folder)
    jobs.ask_for_what_is_due()
    jobs.ask_for_what_is_due()
    assert [said["uploads"] for said in asked] == [house.folder]
    assert asked[0]["registers"] == shelf.store().root
    cache.delete(jobs.SWEPT)
    jobs.ask_for_what_is_due()
    assert len(asked) == 2


def test_without_a_folder_the_sweep_still_sets_aside(house: House) -> None:
    brought = house.read(marks_file())
    Import.objects.filter(pk=brought.pk).update(at=timezone.now() - dt.timedelta(days=20))
    shelf.open_at(shelf.store().root)
    jobs.sweep.enqueue()
    brought.refresh_from_db()
    assert brought.stage == Import.Stage.SET_ASIDE


def test_schools_from_before_the_count_get_their_order_from_the_clock(house: House) -> None:
    first, last = Import.objects.order_by("kept_at", "pk")
    Import.objects.update(kept_revision=0)
    School.objects.update(revision=0)
    moving = import_module("belong.intake.migrations.0002_order_of_keeping")
    moving.number_what_was_kept(apps, None)
    kept = dict(Import.objects.values_list("pk", "kept_revision"))
    assert (kept[first.pk], kept[last.pk], _revision(house)) == (1, 2, 2)


def test_marks_are_not_laid_over_stays_that_changed_meanwhile(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pupils file that comes between writing and pointing gives the day another stay."""
    real, done = Store.keep, []
    away = replace(KIT, admitted="2026-11-23", left="")

    def keep(self: Store, school: int, marks: YearMarks) -> Kept:
        kept = real(self, school, marks)
        if not done:
            done.append(1)
            house.bring(pupils_file([away]), kind=actions.PUPILS)
        return kept

    lines = [[child.id, "2026-11-24", "AM", "I"] for child in (KIT, ADA)]
    brought = house.read(as_csv([HEADS, *lines]))
    monkeypatch.setattr(Store, "keep", keep)
    actions.keep(by=house.lead, brought=brought, folder=house.folder)
    whole = queries.whole(house.school.pk)
    assert whole is not None
    register = whole.register
    stay = house.child(KIT).enrolments.latest("admitted_on")
    assert str(stay.admitted_on) == "2026-11-23"
    (row,) = np.flatnonzero(register.enrolment == stay.pk)
    assert codes.index_of("I") in register.marks[row].tolist()
