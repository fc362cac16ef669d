"""Room is held back for looks: what counts as full, what is refused, and what is said."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError
from tests.people import ADA, House, marks_file
from tests.small_disk import Disk, sparse

from belong.intake import background, undoing
from belong.intake.models import Import
from belong.people import ballast, fetch
from belong.people.ballast import MIB, NoRoom
from belong.people.models import TrailLine


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    home = tmp_path / "home"
    home.mkdir()
    small = Disk(home)
    monkeypatch.setattr(ballast, "_home", [home])
    monkeypatch.setattr(ballast, "_has", small.has)
    monkeypatch.setattr(ballast, "_allocate", sparse)
    return small


def test_it_is_made_given_back_and_made_again_with_a_margin(disk: Disk) -> None:
    place = disk.home / "ballast"
    ballast.look_after()
    assert sum(p.stat().st_size for p in place.iterdir()) == ballast.SIZE == 64 * MIB
    disk.free = ballast.SIZE + 3 * MIB
    ballast.look_after()
    assert not place.exists()
    assert ballast.full()
    disk.free = ballast.SIZE + ballast.MARGIN - 1
    ballast.look_after()
    assert not place.exists(), "it must not come and go"
    assert ballast.full()
    disk.free += 1
    assert not ballast.full()
    ballast.look_after()
    assert len(list(place.iterdir())) == ballast.PARTS


def test_a_disk_runs_out_of_files_as_well(disk: Disk) -> None:
    ballast.look_after()
    disk.files = ballast.PARTS + ballast.LOW_FILES - 1
    ballast.look_after()
    assert not (disk.home / "ballast").exists()
    assert ballast.full()


def test_half_a_ballast_is_made_whole(disk: Disk) -> None:
    ballast.look_after()
    (disk.home / "ballast" / "3").unlink()
    (disk.home / "ballast" / "4").write_bytes(b"")
    ballast.look_after()
    assert ballast._held() == ballast.PARTS


def test_room_really_is_taken(tmp_path: Path) -> None:
    ballast._allocate(tmp_path / "part")
    taken = (tmp_path / "part").stat()
    assert taken.st_size == taken.st_blocks * 512 == ballast.PART


def _sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("something")
    cause.sqlite_errorcode = code
    problem = OperationalError("something")
    problem.__cause__ = cause
    return problem


def test_what_means_that_the_disk_is_full(disk: Disk) -> None:
    assert ballast.lack_of_room(OSError(errno.ENOSPC, "no room"))
    assert ballast.lack_of_room(OSError(errno.EDQUOT, "your share is used up"))
    assert ballast.lack_of_room(_sqlite(sqlite3.SQLITE_FULL))
    assert not ballast.lack_of_room(_sqlite(sqlite3.SQLITE_BUSY))
    assert not ballast.lack_of_room(OSError(errno.EIO, "broken"))
    assert not ballast.lack_of_room(_sqlite(sqlite3.SQLITE_IOERR))
    disk.free = 0
    assert ballast.lack_of_room(_sqlite(sqlite3.SQLITE_IOERR))
    assert ballast.lack_of_room(_sqlite(sqlite3.SQLITE_CANTOPEN))
    assert not ballast.lack_of_room(ValueError("a mistake of ours"))


def test_a_look_uses_the_room_and_a_change_never_does(house: House, disk: Disk) -> None:
    waiting = house.read(marks_file())
    kept = Import.objects.filter(stage=Import.Stage.KEPT).latest("pk")
    disk.free = ballast.SIZE
    lines = TrailLine.objects.count()
    fetch.pupil(house.child(ADA).pk, seen_by=house.lead)
    assert TrailLine.objects.count() == lines + 1
    with pytest.raises(NoRoom):
        house.read(marks_file())
    with pytest.raises(NoRoom):
        undoing.undo(by=house.lead, brought=kept)
    background.ask(by=house.lead, brought=waiting, confirmed=True)
    assert not background.work(waiting.pk, folder=house.folder, now=waiting.at)
    waiting.refresh_from_db()
    assert waiting.stage == Import.Stage.READ
    assert "is full. Nothing of this was kept" in waiting.problem
    assert TrailLine.objects.count() == lines + 1


def test_a_look_that_meets_a_full_disk_is_tried_once_more(
    house: House, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from belong.people import trail

    ballast.look_after()
    line, tried = trail._line, []

    def full_at_first(*words: object) -> TrailLine:
        tried.append(words)
        if (disk.home / "ballast").exists():
            raise _sqlite(sqlite3.SQLITE_FULL)
        return line(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(trail, "_line", full_at_first)
    fetch.pupil(house.child(ADA).pk, seen_by=house.lead)
    assert len(tried) == 2
    monkeypatch.setattr(trail, "_line", _always_full)
    with pytest.raises(OperationalError):
        fetch.pupil(house.child(ADA).pk, seen_by=house.lead)


def _always_full(*_: object) -> None:
    raise _sqlite(sqlite3.SQLITE_FULL)
