"""A number nobody knows, and a number that comes with somebody else's name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.people import ADA, BEN, CHILDREN, Child, House, as_csv, pupils_file

from belong.intake import actions, background, newcomers
from belong.intake.actions import NotConfirmed
from belong.intake.models import Import
from belong.people.models import Pupil

HEADS = ["UPN", "Surname", "Forename", "Class", "Date", "Session", "Mark"]
MISTYPED = "Z999000026099"
DAY = "2026-11-23"


def _line(number: str, surname: str, forename: str, mark: str = "/") -> list[str]:
    return [number, surname, forename, "7A", DAY, "AM", mark]


def _of(child: Child) -> tuple[str, str, str]:
    return child.id, child.surname, child.forename


def _file(*lines: list[str]) -> bytes:
    return as_csv([HEADS, *lines])


def _kept(house: House, brought: Import, *left_out: str, confirmed: bool = False) -> Import:
    background.ask(by=house.lead, brought=brought, confirmed=confirmed, leave_out=left_out)
    assert background.work(brought.pk, folder=house.folder, now=brought.at)
    return Import.objects.get(pk=brought.pk)


def test_a_number_nobody_knows_is_named_before_anybody_says_yes(house: House) -> None:
    brought = house.read(_file(_line(*_of(ADA)), _line(MISTYPED, "Byron", "Ada", "I")))
    (new,) = brought.preview["newcomers"]
    assert new == {
        "number": MISTYPED, "name": "Ada Byron", "year": "", "form": "7A", "line": 3, "marks": 1,
    }  # fmt: skip


def test_the_first_file_of_a_school_lists_nobody_as_new(empty: House) -> None:
    brought = empty.read(_file(_line(*_of(ADA))))
    assert (brought.preview["pupils_new"], brought.preview["newcomers"]) == (1, [])


def test_whoever_is_left_out_is_not_added_and_their_marks_are_not_taken(house: House) -> None:
    read = house.read(_file(_line(*_of(ADA), "I"), _line(MISTYPED, "Byron", "Ada", "I")))
    before = dict(read.preview["tally"])
    kept = _kept(house, read, MISTYPED)
    assert not Pupil.objects.filter(source_id=MISTYPED).exists()
    tally = kept.preview["tally"]
    assert tally["new"] == before["new"] - 1
    assert tally["refused"] == before["refused"] + 1
    assert sum(n for part, n in tally.items() if part != "read") == tally["read"]
    assert kept.preview["pupils_new"] == 0
    assert [r["line"] for r in kept.preview["refused"]] == [3]


def test_without_a_word_the_child_is_added(house: House) -> None:
    _kept(house, house.read(_file(_line(MISTYPED, "Byron", "Ada"))))
    assert Pupil.objects.filter(source_id=MISTYPED, surname="Byron").exists()


def test_only_whom_the_page_asked_about_can_be_left_out(house: House) -> None:
    read = house.read(_file(_line(*_of(ADA), "I"), _line(MISTYPED, "Byron", "Ada")))
    kept = _kept(house, read, ADA.id)
    assert kept.preview["left_out"] == []
    assert kept.preview["tally"]["refused"] == 0


def test_a_new_number_can_be_told_to_be_a_child_who_is_here(house: House) -> None:
    read = house.read(_file(_line(MISTYPED, "Byron", "Ada")))
    told = actions.recognise(
        by=house.lead, brought=read, folder=house.folder, number=MISTYPED, known_as=ADA.id
    )
    assert told.preview["newcomers"] == []
    assert MISTYPED in house.child(ADA).other_ids


def test_the_name_of_another_child_beside_a_number_is_asked_about(house: House) -> None:
    read = house.read(_file(_line(ADA.id, BEN.surname, BEN.forename)))
    (other,) = read.preview["named_otherwise"]
    assert (other["pk"], other["line"], other["ask"]) == (house.child(ADA).pk, 2, True)
    with pytest.raises(NotConfirmed):
        actions.keep(by=house.lead, brought=read, folder=house.folder)


@pytest.mark.parametrize(
    ("surname", "forename"),
    [(ADA.surname, ADA.forename[:2]), (ADA.surname.upper(), ADA.forename), ("Other", ADA.forename),
     (ADA.surname, "")],
)  # fmt: skip
def test_short_names_and_new_surnames_are_the_same_child(
    house: House, surname: str, forename: str
) -> None:
    assert house.read(_file(_line(ADA.id, surname, forename))).preview["named_otherwise"] == []


def test_another_first_name_in_the_family_is_shown_and_not_asked_about(house: House) -> None:
    """Peggy may be Margaret: somebody looks, and nothing waits for them."""
    read = house.read(_file(_line(ADA.id, ADA.surname, "Zuzana")))
    assert [one["ask"] for one in read.preview["named_otherwise"]] == [False]
    assert not any(w["ask"] for w in read.preview["warnings"])


def test_a_sisters_name_beside_a_number_is_asked_about(house: House) -> None:
    Pupil.objects.create(
        school=house.lead.school, source_id="S9", surname=ADA.surname, forename="Zuzana"
    )
    read = house.read(_file(_line(ADA.id, ADA.surname, "Zuzana")))
    assert [one["ask"] for one in read.preview["named_otherwise"]] == [True]


def test_nothing_of_the_names_stays_when_the_file_is_set_aside(house: House) -> None:
    read = house.read(_file(_line(MISTYPED, "Quillfeather", "Zuzana")))
    actions.set_aside(by=house.lead, brought=read, folder=house.folder)
    assert "Quillfeather" not in str(Import.objects.get(pk=read.pk).preview)


def test_the_watched_folder_says_who_is_new(house: House, tmp_path: Path) -> None:
    read = house.read(_file(_line(MISTYPED, "Byron", "Ada")))
    assert newcomers.in_words(read.preview).endswith(f"New here: {MISTYPED}.")
    assert len(CHILDREN) == Pupil.objects.filter(school=house.lead.school).count()


def test_whom_the_same_file_describes_is_not_asked_about(house: House) -> None:
    """A zip may hold the pupils beside the marks: then the file says who they are."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as box:
        new = Child(MISTYPED, "Ada", "Byron", "7", "7A")
        box.writestr("pupils.csv", pupils_file([new]))
        box.writestr("marks.csv", _file(_line(MISTYPED, "Byron", "Ada")))
    read = house.read(body.getvalue(), "both.zip", kind="")
    assert read.preview["pupils_new"] == 1
    assert read.preview["newcomers"] == []
