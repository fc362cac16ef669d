"""A file about which something is asked waits as long as any other, whatever its ending."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from tests.people import House

from belong.intake import actions, shelf, sweeping
from belong.intake.models import Import

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)


def swept(house: House, now: dt.datetime = NOW) -> None:
    for path in house.folder.iterdir():
        when = (now - dt.timedelta(hours=2)).timestamp()
        os.utime(path, (when, when))
    sweeping.sweep(uploads=house.folder, registers=shelf.store().root, now=now)


def asked_about(house: House) -> Import:
    asked = house.read(b"Wer,Was,Wann\r\nK1,x,2026-11-24\r\n", "odd.csv", kind="")
    assert asked.stage == Import.Stage.ASKING
    return asked


def test_a_file_somebody_is_asked_about_stays(house: House) -> None:
    asked = asked_about(house)
    Import.objects.filter(pk=asked.pk).update(at=NOW - dt.timedelta(days=13))
    swept(house)
    asked.refresh_from_db()
    assert asked.stage == Import.Stage.ASKING
    assert (house.folder / asked.stored_as).exists()


def test_nobody_is_asked_for_ever(house: House) -> None:
    asked = asked_about(house)
    Import.objects.filter(pk=asked.pk).update(at=NOW - dt.timedelta(days=15))
    swept(house)
    asked.refresh_from_db()
    assert asked.stage == Import.Stage.SET_ASIDE
    assert not (house.folder / asked.stored_as).exists()


@pytest.mark.parametrize("ending", sorted(actions.ENDINGS))
def test_what_belongs_to_nothing_goes_whatever_its_ending(house: House, ending: str) -> None:
    house.folder.mkdir(parents=True, exist_ok=True)
    ours, other = house.folder / ("a" * 32 + ending), house.folder / ("letter" + ending)
    ours.write_bytes(b"x")
    other.write_bytes(b"x")
    swept(house)
    assert (ours.exists(), other.exists()) == (False, True)
