"""What pages say while the disk is full."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from tests.people import House, SignIn, marks_file
from tests.small_disk import Disk, sparse

from belong.people import ballast
from belong.people.ballast import MIB


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    home = tmp_path / "home"
    home.mkdir()
    small = Disk(home)
    monkeypatch.setattr(ballast, "_home", [home])
    monkeypatch.setattr(ballast, "_has", small.has)
    monkeypatch.setattr(ballast, "_allocate", sparse)
    return small


def test_pages_say_so_to_those_who_bring_things_in(
    house: House, disk: Disk, signed_in: SignIn
) -> None:
    said = b"The disk is full."
    lead, tutor = signed_in(house), signed_in(house, "tutor")
    assert said not in lead.get("/registers/").content
    disk.free = ballast.SIZE
    assert said in lead.get("/registers/").content
    assert said not in tutor.get("/").content
    assert lead.get("/healthz").json()["disk"] == "full"
    answer = lead.post("/registers/")
    assert answer.status_code == 507
    assert answer["Cache-Control"] == "no-store"
    assert b"Nothing of this last step was kept" in answer.content
    assert lead.post("/account/logout/").status_code == 302
    disk.free = 500 * MIB
    assert said not in signed_in(house).get("/registers/").content


def test_a_disk_that_fills_up_during_a_page_is_no_mistake_of_ours(
    house: House, disk: Disk, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from belong.intake import actions

    def no_room(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(actions, "read_in", no_room)
    client = signed_in(house, raise_request_exception=False)
    with (house.folder.parent / "x.csv").open("w+b") as file:
        file.write(marks_file())
        file.seek(0)
        answer = client.post("/registers/", {"file": file})
    assert answer.status_code == 507
