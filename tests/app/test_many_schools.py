"""A file of many schools: each school has its own import, and nothing crosses a fence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.app.test_keeping_files import _mark
from tests.people import (
    ADA,
    CHILDREN,
    NEXT_DOOR,
    PASSWORD,
    TODAY,
    Child,
    House,
    an_adult,
    marks_file,
)

from belong.basics.errors import BelongError
from belong.intake import actions, keeping, many_files, shelf, undoing
from belong.intake.many_schools import Errand, Told
from belong.intake.models import Change, Import
from belong.people.models import Adult, Membership, Pupil, School, TrailLine
from belong.people.trail import Verb
from belong.registers.sources import sizes

pytestmark = pytest.mark.slow

EMAIL = "trust@both.example"


@pytest.fixture
def both(house: House, next_door: House) -> tuple[House, House]:
    """Larkfield and Riverside, and an adult who is the data lead of both."""
    School.objects.filter(pk=house.school.pk).update(urn="100001", laestab="8864321")
    School.objects.filter(pk=next_door.school.pk).update(urn="100002")
    adult = an_adult(house.school, "data_lead", "Ms Trusty", EMAIL, PASSWORD)
    Membership.objects.create(adult=adult, school=next_door.school, role_key="data_lead")
    return house, next_door


def errand(house: House, **more: object) -> Errand:
    at = dt.datetime.combine(TODAY, dt.time(9, 18), dt.UTC)
    return Errand(**{"email": EMAIL, "at": at, "today": TODAY, "uploads": house.folder} | more)  # type: ignore[arg-type]


def sick(child: Child) -> Child:
    return Child(**{**vars(child), "marks": {"24am": "I"}})


def rows_of(*parts: tuple[tuple[Child, ...], str]) -> bytes:
    """One file with the marks of TODAY of several schools."""
    out = b""
    for children, school in parts:
        body = marks_file(children, [TODAY], school)
        out += body if not out else body.partition(b"\r\n")[2]
    return out


BOTH = (((sick(ADA), *CHILDREN[1:10]), "100001"), ((sick(NEXT_DOOR[0]), NEXT_DOOR[1]), "100002"))


def brought(path: Path, house: House, **more: object) -> dict[str, Told]:
    """What became of each school, or of the file where no school is named."""
    found = list(many_files.bring(path, errand(house, **more)))
    return {one.school or one.file_name: one for one in found}


def a_file(tmp_path: Path, body: bytes, name: str = "trust.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(body)
    return path


def mark(house: House, child: Child, half: str = "AM") -> str:
    return _mark(house, child, TODAY.isoformat(), half)


def changes(house: House) -> int:
    return Change.objects.filter(school=house.school).count()


def test_each_school_gets_its_own_import_and_only_its_own_marks(both, tmp_path):
    lark, river = both
    told = brought(a_file(tmp_path, rows_of(*BOTH)), lark)
    assert {name: one.went for name, one in told.items()} == {
        "Larkfield School": "kept",
        "Riverside School": "kept",
    }
    assert told["Larkfield School"].said == "0 new marks, 1 changed, 9 the same."
    assert (mark(lark, ADA), mark(river, NEXT_DOOR[0])) == ("I", "I")
    for house, children in ((lark, 10), (river, 2)):
        one = Import.objects.filter(school=house.school).latest("pk")
        assert (one.file_name, one.stage, one.kind) == ("trust.csv", "kept", "marks")
        assert (one.by.email, one.preview["pupils"]) == (EMAIL, children)
        assert Change.objects.filter(brought_by=one).count() == 1
        verbs = TrailLine.objects.filter(school_id=house.school.pk, about="import", ids=[one.pk])
        assert {line.verb for line in verbs} == {Verb.REGISTERS_READ_IN, Verb.REGISTERS_COMMITTED}
    assert not Pupil.objects.filter(school=lark.school, source_id=NEXT_DOOR[0].id).exists()
    assert list(lark.folder.iterdir()) == []


def test_a_school_takes_its_part_back_alone(both, tmp_path):
    lark, river = both
    brought(a_file(tmp_path, rows_of(*BOTH)), lark)
    one = Import.objects.filter(school=lark.school).latest("pk")
    undoing.undo(by=lark.lead, brought=one)
    assert (mark(lark, ADA), mark(river, NEXT_DOOR[0])) == ("N", "I")


def test_the_same_file_twice_changes_nothing(both, tmp_path):
    lark, river = both
    path = a_file(tmp_path, rows_of(*BOTH))
    brought(path, lark)
    before = (Import.objects.count(), changes(lark), changes(river))
    assert {one.went for one in brought(path, lark).values()} == {"kept before"}
    assert (Import.objects.count(), changes(lark), changes(river)) == before


def test_a_dry_run_says_the_same_and_keeps_nothing(both, tmp_path):
    lark, _ = both
    path = a_file(tmp_path, rows_of(*BOTH))
    before = (Import.objects.count(), TrailLine.objects.count(), Pupil.objects.count())
    told = brought(path, lark, dry_run=True)
    assert {one.went for one in told.values()} == {"would be kept"}
    assert told["Larkfield School"].said == "0 new marks, 1 changed, 9 the same."
    assert (Import.objects.count(), TrailLine.objects.count(), Pupil.objects.count()) == before
    assert mark(lark, ADA) == "N"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("100001", True), ("8864321", True), ("886/4321", True), ("larkfield  SCHOOL", True),
        ("100009", False), ("Larkfield", False),
    ],
)  # fmt: skip
def test_a_school_is_known_by_urn_laestab_or_name(both, tmp_path, written, found):
    lark, _ = both
    body = rows_of((BOTH[0][0], written), BOTH[1])
    told = brought(a_file(tmp_path, body), lark)
    assert told["Riverside School"].went == "kept"
    if found:
        assert told["Larkfield School"].went == "kept"
    else:
        assert told[written].went == "not known here"
    assert mark(lark, ADA) == ("I" if found else "N")


def test_two_schools_of_one_name_are_not_mixed_up(both, tmp_path):
    lark, river = both
    School.objects.filter(pk=river.school.pk).update(name="Larkfield School")
    told = brought(a_file(tmp_path, rows_of((BOTH[0][0], "Larkfield School"))), lark)
    assert [one.went for one in told.values()] == ["not kept"]
    assert (mark(lark, ADA), mark(river, NEXT_DOOR[0])) == ("N", "N")


def test_where_the_adult_may_not_nothing_is_kept(both, tmp_path):
    lark, river = both
    Membership.objects.filter(adult__email=EMAIL, school=river.school).update(role_key="tutor")
    told = brought(a_file(tmp_path, rows_of(*BOTH)), lark)
    assert told["Riverside School"].went == "not yours"
    assert told["Larkfield School"].went == "kept"
    assert (mark(river, NEXT_DOOR[0]), Import.objects.filter(file_name="trust.csv").count()) == (
        "N",
        1,
    )


def test_any_of_several_roles_at_a_school_counts(both, tmp_path):
    lark, river = both
    Membership.objects.filter(adult__email=EMAIL, school=river.school).update(role_key="tutor")
    adult = Adult.objects.get(email=EMAIL)
    Membership.objects.create(adult=adult, school=river.school, role_key="attendance_lead")
    told = brought(a_file(tmp_path, rows_of(*BOTH)), lark)
    assert told["Riverside School"].went == "kept"


@pytest.mark.parametrize("gone", [{"left_on": "2026-11-01"}, {"is_active": False}])
def test_somebody_who_left_brings_nothing(both, tmp_path, gone):
    lark, _ = both
    Adult.objects.filter(email=EMAIL).update(**gone)
    with pytest.raises(BelongError, match="nobody here"):
        brought(a_file(tmp_path, rows_of(*BOTH)), lark)
    assert mark(lark, ADA) == "N"


def strangers() -> tuple[Child, ...]:
    return tuple(Child(f"K{n:012d}", "Abe", f"Newcome{n}", "9", "9 Sky") for n in range(700, 704))


def test_what_asks_for_a_look_waits_and_can_be_kept_on_the_page(both, tmp_path):
    lark, river = both
    path = a_file(tmp_path, rows_of((strangers(), "100002"), BOTH[0]))
    told = brought(path, lark)
    assert told["Riverside School"].went == "waiting"
    assert "not known here" in told["Riverside School"].said
    assert told["Larkfield School"].went == "kept"
    waiting = Import.objects.filter(school=river.school).latest("pk")
    assert waiting.stage == Import.Stage.READ
    stored = (lark.folder / waiting.stored_as).read_text(encoding="utf-8")
    assert "Newcome700" in stored
    assert ADA.surname not in stored
    assert told != brought(path, lark)
    assert Import.objects.filter(file_name="trust.csv").count() == 2
    actions.keep(by=river.lead, brought=waiting, folder=lark.folder, confirmed=True)
    assert Pupil.objects.filter(school=river.school, surname="Newcome700").exists()
    assert brought(path, lark)["Riverside School"].went == "kept before"


def test_dates_that_the_rest_of_the_file_settled_stay_settled(both, tmp_path):
    lark, river = both
    body = rows_of(BOTH[0], (strangers(), "100002")).decode()
    head, *lines = body.splitlines()
    lines = [
        line.replace("2026-11-24", "03/11/2026" if "Newcome" in line else "24/11/2026")
        for line in lines
    ]
    told = brought(a_file(tmp_path, "\r\n".join([head, *lines]).encode()), lark)
    assert told["Riverside School"].went == "waiting"
    waiting = Import.objects.filter(school=river.school).latest("pk")
    assert (waiting.day_first, waiting.preview["from"]) == (True, "2026-11-03")
    actions.keep(by=river.lead, brought=waiting, folder=lark.folder, confirmed=True)
    assert waiting.stage == Import.Stage.KEPT


def test_one_school_that_breaks_stops_no_other_and_leaves_no_half(both, tmp_path, monkeypatch):
    lark, river = both
    whole = keeping.whole

    def breaks(by, *more):
        whole(by, *more)
        if by.school_id == lark.school.pk:
            raise RuntimeError("Ada is named here")

    monkeypatch.setattr(keeping, "whole", breaks)
    path = a_file(tmp_path, rows_of(*BOTH))
    before = (Import.objects.filter(school=lark.school).count(), changes(lark))
    told = brought(path, lark)
    assert told["Larkfield School"].went == "not kept"
    assert "Ada" not in told["Larkfield School"].said
    assert told["Riverside School"].went == "kept"
    assert (Import.objects.filter(school=lark.school).count(), changes(lark)) == before
    assert (mark(lark, ADA), mark(river, NEXT_DOOR[0])) == ("N", "I")
    monkeypatch.setattr(keeping, "whole", whole)
    again = brought(path, lark)
    assert [again[n].went for n in ("Larkfield School", "Riverside School")] == [
        "kept",
        "kept before",
    ]
    assert mark(lark, ADA) == "I"


def test_stopping_in_the_middle_leaves_whole_schools(both, tmp_path):
    lark, river = both
    path = a_file(tmp_path, rows_of(*BOTH))
    coming = many_files.bring(path, errand(lark))
    assert next(coming).school == "Larkfield School"
    coming.close()
    assert (mark(lark, ADA), mark(river, NEXT_DOOR[0])) == ("I", "N")
    assert brought(path, lark)["Riverside School"].went == "kept"


@pytest.mark.parametrize("careful", [False, True])
def test_a_folder_has_a_file_for_each_school(both, tmp_path, careful):
    lark, river = both
    shelf.open_at(tmp_path / "registers", lark.folder, careful=careful)
    folder = tmp_path / "export"
    folder.mkdir()
    a_file(folder, marks_file(BOTH[0][0], [TODAY]), "urn 100001 today.csv")
    a_file(folder, marks_file(BOTH[1][0], [TODAY], "Riverside School"), "other.csv")
    a_file(folder, marks_file(BOTH[0][0], [TODAY], "100009"), "100001 but not.csv")
    a_file(folder, marks_file(BOTH[1][0], [TODAY]), "nameless.csv")
    a_file(folder, b"%PDF-1.7", "letter.csv")
    a_file(folder, b"Dish,Price\nSoup,2\n", "menu.csv")
    a_file(folder, marks_file(BOTH[0][0], [TODAY]), ".hidden.csv")
    a_file(folder, b"read me", "readme.md")
    (folder / "link.csv").symlink_to(folder / "nameless.csv")
    found = list(many_files.bring(folder, errand(lark)))
    assert {(one.file_name, one.went) for one in found} == {
        ("urn 100001 today.csv", "kept"),
        ("other.csv", "kept"),
        ("100001 but not.csv", "not known here"),
        ("nameless.csv", "not known here"),
        ("letter.csv", "not kept"),
        ("menu.csv", "not kept"),
    }
    assert (mark(lark, ADA), mark(river, NEXT_DOOR[0])) == ("I", "I")
    assert len(list(folder.iterdir())) == 9


def test_a_file_too_large_for_one_reading_comes_in_by_blocks(both, tmp_path, monkeypatch):
    lark, river = both

    def never(*_: object) -> None:
        raise AssertionError("the file was read at once")

    monkeypatch.setattr(sizes, "MOST_LINES", 3)
    monkeypatch.setattr(many_files, "read_each", never)
    body = rows_of(*BOTH) + b"K000000000101,,,,,soon,AM,/,100001\r\n"
    path = a_file(tmp_path, body)
    found = list(many_files.bring(path, errand(lark)))
    assert [(one.school, one.went) for one in found] == [
        ("Larkfield School", "kept"),
        ("Riverside School", "kept"),
        ("", "note"),
    ]
    assert found[0].said == "0 new marks, 1 changed, 9 the same."
    assert found[2].said.startswith("Line 14 was not taken")
    assert (mark(lark, ADA), mark(river, NEXT_DOOR[0])) == ("I", "I")


def test_a_large_file_that_is_no_plain_list_of_marks_is_refused(both, tmp_path, monkeypatch):
    lark, _ = both
    monkeypatch.setattr(sizes, "MOST_LINES", 1)
    path = a_file(tmp_path, b"UPN,Surname\nK1,Fox\nK2,Fox\n")
    with pytest.raises(BelongError, match="plain lines of session marks"):
        brought(path, lark)


def test_new_children_of_a_school_come_in_with_their_marks(both, tmp_path):
    lark, _ = both
    body = rows_of(((*CHILDREN[:10], strangers()[0]), "100001"))
    assert brought(a_file(tmp_path, body), lark)["Larkfield School"].went == "kept"
    assert Pupil.objects.get(school=lark.school, surname="Newcome700").upn
