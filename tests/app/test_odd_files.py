"""Files that are not quite what a school meant: other numbers, long texts, notes, repeats."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from tests.people import ADA, BEN, CHILDREN, House, as_csv, marks_file

from belong.basics.errors import UnreadableFile
from belong.intake import actions
from belong.intake.matching import LONGEST, year_group
from belong.intake.models import Import
from belong.people.models import Pupil
from belong.web.children.views import _wanted

HEADS = ["UPN", "Date", "Session", "Mark"]
NOTE = "Mum unwell, staying at aunt"


def _line(mark: str, day: str = "2026-11-24", who: str = ADA.id) -> list[str]:
    return [who, day, "AM", mark]


def _tally(brought: Import) -> dict[str, int]:
    tally: dict[str, int] = dict(brought.preview["tally"])
    assert tally["read"] == sum(n for part, n in tally.items() if part != "read")
    return tally


def test_words_in_a_mark_are_not_repeated_and_not_kept(house: House) -> None:
    brought = house.read(as_csv([HEADS, _line("/"), _line(NOTE, "2026-11-23"), _line("?!")]))
    assert [r["reason"] for r in brought.preview["refused"]] == [
        "The cell holds words where a mark should be.",
        "The mark ?! is not an attendance code.",
    ]
    assert NOTE not in str(brought.preview)
    actions.set_aside(by=house.lead, brought=brought, folder=house.folder)
    kept = Import.objects.get(pk=brought.pk)
    assert (kept.preview["refused"], kept.preview["taken"]) == ([], [])
    assert kept.preview["tally"]["refused"] == 2


def test_the_same_line_five_times_adds_up(house: House) -> None:
    brought = house.read(as_csv([HEADS, *[_line("/", "2026-11-23")] * 5]))
    tally = _tally(brought)
    assert (tally["read"], tally["same"], tally["repeated"]) == (5, 1, 4)


def test_lines_that_differ_about_a_session_add_up(house: House) -> None:
    lines = [_line("/", "2026-11-23"), _line("I", "2026-11-23"), _line("N", "2026-11-23")]
    tally = _tally(house.read(as_csv([HEADS, *lines])))
    assert (tally["read"], tally["changed"], tally["repeated"]) == (3, 1, 2)


def test_many_sessions_that_differ_add_up(empty: House) -> None:
    names = [f"P{n:05d}" for n in range(1100)]
    lines = [_line(mark, "2026-11-23", who) for who in names for mark in ("/", "I")]
    tally = _tally(empty.read(as_csv([HEADS, *lines])))
    assert (tally["read"], tally["new"], tally["repeated"]) == (2200, 1100, 1100)


@pytest.mark.parametrize("pair", [False, True])
def test_a_child_twice_in_a_wide_file_adds_up(house: House, pair: bool) -> None:
    days = ["23/11/2026"] if pair else ["23/11/2026 AM", "23/11/2026 PM"]
    row = [ADA.id, "/\\"] if pair else [ADA.id, "/", "\\"]
    tally = _tally(house.read(as_csv([["UPN", *days], row, row])))
    assert (tally["read"], tally["same"], tally["repeated"]) == (4, 2, 2)


def _pupils(house: House, lines: list[list[str]]) -> Import:
    return house.bring(as_csv(lines), "pupils.csv", kind=actions.PUPILS)


def test_marks_by_the_admission_number_find_the_child_with_the_upn(house: House) -> None:
    _pupils(house, [["UPN", "Adno"], [ADA.id, "004321"], [BEN.id, "004322"]])
    assert house.child(ADA).other_ids == ["004321"]
    brought = house.read(as_csv([["Adno", *HEADS[1:]], _line("I", who="004321")]))
    assert brought.preview["pupils_new"] == 0
    assert _tally(brought)["changed"] == 1


def test_a_number_two_children_share_is_nobodys(house: House) -> None:
    _pupils(house, [["UPN", "Adno"], [ADA.id, "004321"]])
    _pupils(house, [["UPN", "Adno"], [BEN.id, "004321"]])
    brought = house.read(as_csv([["Adno", *HEADS[1:]], _line("I", who="004321")]))
    assert brought.preview["pupils_new"] == 1


def test_a_child_first_met_by_admission_number_gets_their_upn(empty: House) -> None:
    empty.bring(as_csv([["Adno", *HEADS[1:]], _line("I", who="004321")]))
    _pupils(empty, [["UPN", "Adno", "Surname"], [ADA.id, "004321", "Osei-Larkin"]])
    (ada,) = Pupil.objects.all()
    assert (ada.upn, ada.surname) == (ADA.id, "Osei-Larkin")
    assert empty.read(as_csv([HEADS, _line("I")])).preview["pupils_new"] == 0


def test_an_admission_number_given_again_is_another_child(house: House) -> None:
    _pupils(house, [["UPN", "Adno"], [ADA.id, "004321"]])
    _pupils(house, [["UPN", "Adno"], ["K000000000555", "004321"]])
    assert Pupil.objects.filter(school=house.school).count() == len(CHILDREN) + 1
    assert house.child(ADA).upn == ADA.id


def test_names_alone_are_refused_where_children_are_known_by_number(house: House) -> None:
    before = Pupil.objects.count()
    with pytest.raises(UnreadableFile) as refused:
        house.read(as_csv([["Name", *HEADS[1:]], _line("I", who="Osei-Larkin, Ada")]))
    assert "names" in refused.value.what
    assert "UPN" in refused.value.do
    assert Pupil.objects.count() == before
    assert not list(house.folder.iterdir())


def test_names_that_were_read_before_the_numbers_came_are_not_kept_after(empty: House) -> None:
    brought = empty.read(as_csv([["Name", *HEADS[1:]], _line("I", who="Osei-Larkin, Ada")]))
    empty.bring(marks_file([ADA]))
    with pytest.raises(UnreadableFile):
        actions.keep(by=empty.lead, brought=brought, folder=empty.folder)
    assert Pupil.objects.filter(school=empty.school).count() == 1


def test_a_school_without_numbers_may_bring_its_file_again(empty: House) -> None:
    body = as_csv([["Name", *HEADS[1:]], _line("I", who="Osei-Larkin, Ada")])
    empty.bring(body)
    assert _tally(empty.read(body))["same"] == 1


def test_long_texts_are_cut_to_what_is_kept(house: House) -> None:
    lines = [["UPN", "Surname", "Form", "Year"], [ADA.id, "s" * 150, "f" * 41, "Sixth Form"]]
    _pupils(house, lines)
    ada = house.child(ADA)
    assert (ada.surname, ada.form, ada.year) == ("s" * 100, "f" * 40, "Sixt")


def test_the_longest_texts_are_those_of_the_tables() -> None:
    assert {name: Pupil._meta.get_field(name).max_length for name in LONGEST} == LONGEST  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", [actions.MARKS, actions.PUPILS])
def test_a_number_too_long_is_refused_in_words(house: House, kind: str) -> None:
    body = as_csv([[*HEADS, "Surname"], [*_line("/", who="9" * 70), "Fox"]])
    with pytest.raises(UnreadableFile, match="longer than 64"):
        house.read(body, kind=kind)
    assert not list(house.folder.iterdir())


def test_a_zero_byte_in_a_search_is_dropped() -> None:
    wanted = _wanted(QueryDict("q=abc%00&year=7%00&form=%007+Oak&support=%00&page=2%00"))
    assert (wanted.text, wanted.year, wanted.form) == ("abc", "7", "7 Oak")
    assert (wanted.support, wanted.page) == ("", 2)


YEARS = {
    "7": "7", "Year  7": "7", "Yr 07": "7", "Y7": "7", "Y 7 2026": "7", "Year 12/13": "12",
    "14": "14", "R": "R", "Reception": "R", "Rec": "R", "F2": "R", "FS2": "R", "EYFS 2": "R",
    "0": "R", "00": "R", "Reception 2": "R", "N1": "N", "N2": "N", "F1": "N", "FS1": "N",
    "Nursery": "N", "KS3 Year 8": "KS3", "Sixth Form": "Sixt", "Post 16": "Post", "15": "15",
    "2026": "2026",
}  # fmt: skip


@pytest.mark.parametrize("said", YEARS)
def test_year_groups(said: str) -> None:
    assert year_group(said) == YEARS[said]


def test_the_tally_on_the_page_names_every_part(house: House) -> None:
    preview = house.read(as_csv([HEADS, *[_line("/", "2026-11-23")] * 5])).preview
    page = render_to_string("registers_in/tally.html", {"preview": preview, "when": ""})
    lines = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert lines["The same line again"] == "4"
    total = int(lines.pop("Marks in the file"))
    assert total == sum(int(n) for n in lines.values()) == 5
