"""A folder is watched: whole files are taken, nothing is deleted, and doubt waits for a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from tests.app.test_keeping_files import CHANGED, _mark
from tests.people import ADA, CHILDREN, NEXT_DOOR, TODAY, Child, House, marks_file, term

from belong.intake.models import Import
from belong.intake.watching import Outcome, Watch


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def watched(house: House, drop: Path) -> Watch:
    return Watch.over(drop, uploads=house.folder, by=house.lead)


def twice(watch: Watch) -> list[Outcome]:
    assert watch.look(TODAY) == []
    return watch.look(TODAY)


def test_a_file_is_kept_and_moved_with_what_it_did(house: House, drop: Path) -> None:
    (drop / "tonight.csv").write_bytes(CHANGED)
    (outcome,) = twice(watched(house, drop))
    assert (outcome.file_name, outcome.went) == ("tonight.csv", "kept")
    assert outcome.said.startswith("0 new marks, 1 changed, 0 the same.")
    assert "cover the last 15 school days" in outcome.said
    assert (drop / "kept" / "tonight.csv").read_bytes() == CHANGED
    assert not (drop / "tonight.csv").exists()
    assert _mark(house, ADA, "2026-11-24", "AM") == "I"


def test_an_export_that_reaches_back_is_not_asked_for_more(house: House, drop: Path) -> None:
    (drop / "tonight.csv").write_bytes(marks_file(CHILDREN, term()))
    (outcome,) = twice(watched(house, drop))
    assert "cover" not in outcome.said


def test_a_file_that_still_grows_is_left_alone(house: House, drop: Path) -> None:
    watch, path = watched(house, drop), drop / "tonight.csv"
    path.write_bytes(CHANGED[:20])
    assert watch.look(TODAY) == []
    path.write_bytes(CHANGED)
    assert watch.look(TODAY) == []
    assert [o.went for o in watch.look(TODAY)] == ["kept"]


def test_a_file_that_asks_for_a_look_waits(house: House, drop: Path) -> None:
    strangers = [*NEXT_DOOR, Child("K000000000903", "Abe", "Newcome", "9", "9 Sky")]
    (drop / "odd.csv").write_bytes(marks_file(strangers, term()))
    (outcome,) = twice(watched(house, drop))
    assert outcome.went == "waiting"
    assert "not known here" in outcome.said
    assert Import.objects.latest("pk").stage == Import.Stage.READ
    assert (drop / "waiting" / "odd.csv").exists()


def test_a_file_nobody_can_read_is_put_aside_with_the_reason(house: House, drop: Path) -> None:
    (drop / "letter.csv").write_bytes(b"%PDF-1.7 and more")
    (outcome,) = twice(watched(house, drop))
    assert outcome.went == "not read"
    why = (drop / "not read" / "letter.csv.why.txt").read_text(encoding="utf-8")
    assert "This is a PDF" in why
    assert (drop / "not read" / "letter.csv").exists()


def test_a_file_nobody_can_name_waits_to_be_told(house: House, drop: Path) -> None:
    (drop / "menu.csv").write_bytes(b"Dish,Price\nSoup,2\n")
    (outcome,) = twice(watched(house, drop))
    assert outcome.went == "waiting"
    assert Import.objects.latest("pk").stage == Import.Stage.ASKING


def test_two_files_of_one_name_are_both_there(house: House, drop: Path) -> None:
    watch = watched(house, drop)
    for _ in range(2):
        (drop / "tonight.csv").write_bytes(CHANGED)
        watch.look(TODAY)
        watch.look(TODAY)
    assert sorted(p.name for p in (drop / "kept").iterdir()) == ["tonight (2).csv", "tonight.csv"]


def test_links_hidden_files_and_other_kinds_are_left(house: House, drop: Path) -> None:
    (drop / ".part.csv").write_bytes(CHANGED)
    (drop / "readme.md").write_bytes(CHANGED)
    secret = drop.parent / "secret.csv"
    secret.write_bytes(CHANGED)
    (drop / "link.csv").symlink_to(secret)
    assert twice(watched(house, drop)) == []
    assert _mark(house, ADA, "2026-11-24", "AM") == "N"


def test_who_may_not_bring_files_brings_none_by_folder(house: House, drop: Path) -> None:
    (drop / "tonight.csv").write_bytes(CHANGED)
    watch = Watch.over(drop, uploads=house.folder, by=house.adults["tutor"])
    watch.look(TODAY)
    with pytest.raises(PermissionDenied):
        watch.look(TODAY)
    assert (drop / "tonight.csv").exists()
