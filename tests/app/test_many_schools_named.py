"""Children and records of a file go to the school the file names, and to no other."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from tests.app.test_bringing_records import CLUB
from tests.app.test_many_schools import BOTH, a_file, both, brought, mark, rows_of
from tests.people import ADA, NEXT_DOOR, TODAY, Child, House, as_csv, marks_file, pupils_file

from belong.basics.errors import UnreadableFile
from belong.intake.models import Import
from belong.people.models import Pupil

pytestmark = pytest.mark.slow

__all__ = ["both"]
NEW = tuple(Child(f"K{n:012d}", "Kind", f"Newcome{n}", "9", "9 Sky") for n in range(300, 303))


def pupils_of(*parts: tuple[tuple[Child, ...], str]) -> bytes:
    """One pupils file with a school in each line."""
    lines: list[list[str]] = []
    for children, school in parts:
        head, *rows = csv.reader(io.StringIO(pupils_file(children).decode()))
        lines += [] if lines else [[*head, "URN"]]
        lines += [[*row, school] for row in rows]
    return as_csv(lines)


def newcomers(house: House) -> list[str]:
    found = Pupil.objects.filter(school=house.school, surname__startswith="Newcome")
    return sorted(found.values_list("surname", flat=True))


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for name, body in files.items():
            out.writestr(f"{name}.csv", body)
    return path


@pytest.mark.parametrize("name", ["trust.csv", "pupils 100001.csv"])
def test_a_pupils_file_of_two_schools_is_shared_out(both, tmp_path, name):
    lark, river = both
    told = brought(
        a_file(tmp_path, pupils_of((NEW[:2], "100002"), (NEW[2:], "100001")), name), lark
    )
    assert {school: one.went for school, one in told.items()} == {
        "Larkfield School": "kept",
        "Riverside School": "kept",
    }
    assert (newcomers(lark), newcomers(river)) == (["Newcome302"], ["Newcome300", "Newcome301"])


def test_the_school_inside_a_pupils_file_counts_and_not_its_name(both, tmp_path):
    lark, river = both
    told = brought(a_file(tmp_path, pupils_of((NEW, "100002")), "pupils 100001.csv"), lark)
    assert told["Riverside School"].went == "kept"
    assert (newcomers(lark), len(newcomers(river))) == ([], 3)


@pytest.mark.parametrize("other", ["", "100009"])
def test_children_of_no_school_here_come_in_nowhere(both, tmp_path, other):
    lark, river = both
    body = pupils_of((NEW[:2], "100002"), (NEW[2:], other), ((ADA,), "100001"))
    told = brought(a_file(tmp_path, body, "pupils 100001.csv"), lark)
    assert newcomers(lark) == []
    if other:
        assert told["100009"].went == "not known here"
        assert newcomers(river) == ["Newcome300", "Newcome301"]
    else:
        assert [one.went for one in told.values()] == ["not kept"]
        assert newcomers(river) == []


def test_marks_of_one_school_and_pupils_of_another_are_refused(both, tmp_path):
    lark, river = both
    files = {
        "marks": marks_file(BOTH[0][0], [TODAY], "100001"),
        "pupils": pupils_of((NEW, "100002")),
    }
    before = Import.objects.count()
    (told,) = brought(zipped(tmp_path / "export.zip", **files), lark).values()
    assert told.went == "not kept"
    assert "more than one school: 100001, 100002." in told.said
    assert (newcomers(lark), newcomers(river), mark(lark, ADA)) == ([], [], "N")
    assert Import.objects.count() == before


def test_one_school_under_two_names_in_its_parts_is_one_school(both, tmp_path):
    lark, _ = both
    files = {
        "marks": marks_file(BOTH[0][0], [TODAY], "100001"),
        "pupils": pupils_of((NEW, "Larkfield School")),
    }
    told = brought(zipped(tmp_path / "export.zip", **files), lark)
    assert told["Larkfield School"].went == "kept"
    assert (len(newcomers(lark)), mark(lark, ADA)) == (3, "I")


def test_two_names_of_one_school_in_one_column_are_refused(both, tmp_path):
    lark, _ = both
    body = pupils_of((NEW[:2], "100001"), (NEW[2:], "8864321"))
    (told,) = brought(a_file(tmp_path, body), lark).values()
    assert told.went == "not kept"
    assert "several names for one school: 100001, 8864321." in told.said
    assert newcomers(lark) == []


def test_records_go_to_the_school_they_name(both, tmp_path):
    lark, _ = both
    rows = [[ADA.id, "2026-11-23", "Chess", "Y", "100001"],
            [NEXT_DOOR[0].id, "2026-11-23", "Chess", "Y", "100002"]]  # fmt: skip
    path = a_file(tmp_path, as_csv([[*CLUB, "URN"], *rows]), "clubs 100001.csv")
    told = brought(path, lark)
    assert {one.went for one in told.values()} == {"kept"}
    for house in both:
        one = Import.objects.filter(school=house.school).latest("pk")
        assert one.preview["records"]["clubs"]["new"] == 1
        assert one.preview["strangers"] == []


def clubs_of(school: str) -> bytes:
    return as_csv([[*CLUB, "URN"], [ADA.id, "2026-11-23", "Chess", "Y", school]])


@pytest.mark.parametrize("kind", ["pupils", "clubs"])
def test_the_page_refuses_children_and_records_of_another_school(both, kind):
    lark, _ = both
    body = {"pupils": lambda of: pupils_of((NEW, of)), "clubs": clubs_of}[kind]
    before = Import.objects.count()
    with pytest.raises(UnreadableFile, match="comes from school 100002"):
        lark.read(body("100002"), "other.csv", kind=kind)
    assert Import.objects.count() == before
    assert lark.read(body("100001"), "ours.csv", kind=kind).stage == Import.Stage.READ


def test_lines_without_a_school_among_others_are_nobodys(both, tmp_path):
    lark, _ = both
    body = rows_of(BOTH[1], (BOTH[0][0], ""))
    told = brought(a_file(tmp_path, body, "marks 100001.csv"), lark)
    assert told["Riverside School"].went == "kept"
    assert told["marks 100001.csv"].went == "not known here"
    assert mark(lark, ADA) == "N"
