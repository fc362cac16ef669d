"""What is odd about a file as a whole is said before it is kept, and nothing goes by absence."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import people
from tests.people import ADA, CHILDREN, KIT, NEXT_DOOR, TODAY, House, as_csv, marks_file, term

from belong.basics.errors import UnreadableFile
from belong.intake import actions, corrections
from belong.intake.actions import NotConfirmed
from belong.intake.models import Import

HEADS = ["UPN", "Date", "Session", "Mark"]


def said(brought: Import) -> str:
    return " ".join(warned["said"] for warned in brought.preview["warnings"])


def asks(brought: Import) -> bool:
    return any(warned["ask"] for warned in brought.preview["warnings"])


@pytest.fixture
def large(db: None, tmp_path: Path) -> House:
    """A school of thirty, large enough for shares to say something."""
    return people.larkfield(tmp_path / "uploads", people.many(30))


def test_an_ordinary_file_warns_of_nothing(house: House) -> None:
    brought = house.read(as_csv([HEADS, [ADA.id, "2026-11-24", "AM", "I"]]))
    assert brought.preview["warnings"] == []


def test_the_same_file_twice_is_said(house: House) -> None:
    brought = house.read(marks_file(CHILDREN, [*people.week_before(), *term()]))
    assert "The very same file was kept on" in said(brought)
    assert not asks(brought)


@pytest.mark.slow
def test_a_much_smaller_file_needs_a_look(large: House) -> None:
    brought = large.read(marks_file(people.many(17), term()))
    assert "This file has 17 children. marks.csv had 30." in said(brought)
    with pytest.raises(NotConfirmed):
        actions.keep(by=large.lead, brought=brought, folder=large.folder)
    kept = actions.keep(by=large.lead, brought=brought, folder=large.folder, confirmed=True)
    assert kept.stage == Import.Stage.KEPT


def test_a_file_a_little_smaller_does_not(large: House) -> None:
    assert not asks(large.read(marks_file(people.many(18), term())))


def test_a_file_of_children_nobody_knows_needs_a_look(house: House) -> None:
    strangers = [*NEXT_DOOR, people.Child("K000000000903", "Abe", "Newcome", "9", "9 Sky")]
    brought = house.read(marks_file(strangers, term()))
    assert "3 of the 3 children in this file are not known here" in said(brought)
    assert asks(brought)


def test_a_file_with_another_schools_number_is_refused(house: House) -> None:
    house.school.laestab = "9994417"
    house.school.save()
    with pytest.raises(UnreadableFile, match="from school 9992003"):
        house.read(marks_file([ADA], term(), school="9992003"))
    assert house.read(marks_file([ADA], term(), school="9994417")).pk


def test_marks_after_a_child_left_are_not_taken(house: House) -> None:
    lines = [[KIT.id, f"2026-11-{day}", "AM", "/"] for day in (13, 16, 17)]
    brought = house.read(as_csv([HEADS, *lines]))
    (refused,) = brought.preview["refused"]
    assert refused["line"] == 3
    assert refused["marks"] == 2
    assert (
        "2 marks are dated 16 November 2026 or later, after the child had left" in refused["reason"]
    )
    tally = brought.preview["tally"]
    assert (tally["read"], tally["same"], tally["refused"]) == (3, 1, 2)


def test_a_file_over_a_correction_needs_a_look(house: House) -> None:
    corrections.correct(
        by=house.lead, pupil=house.child(ADA), on=TODAY, half=0, letter="L",
        reason="came in at ten", today=TODAY,
    )  # fmt: skip
    brought = house.read(marks_file([ADA], term()))
    assert "This file would change one mark that somebody corrected by hand." in said(brought)
    assert asks(brought)


def test_somebody_elses_waiting_file_is_said(house: House) -> None:
    house.read(marks_file([ADA], term()), "theirs.csv")
    mine = house.read(marks_file([ADA], term()), by=house.adults["data_lead"])
    assert "Ms Okoro has theirs.csv waiting too." in said(mine)


def test_what_would_change_is_listed_mark_by_mark(house: House) -> None:
    lines = [[ADA.id, "2026-11-24", "AM", "I"], [ADA.id, "2026-11-23", "AM", "/"]]
    brought = house.read(as_csv([HEADS, *lines]))
    (change,) = brought.preview["changes"]
    assert (change["on"], change["half"]) == ("2026-11-24", 0)
    stays = house.child(ADA).enrolments.values_list("pk", flat=True)
    assert change["enrolment"] in stays


def test_nothing_is_deleted_because_a_file_lacks_it(house: House) -> None:
    before = house.child(KIT).enrolments.count()
    house.bring(marks_file([ADA], term()))
    brought = house.read(marks_file(CHILDREN, [*people.week_before(), *term()]))
    assert brought.preview["tally"]["new"] == 0
    assert house.child(KIT).enrolments.count() == before
