"""School today, Children, a child's page and Registers in, as somebody signed in meets them."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings
from tests import people
from tests.people import (
    ADA,
    BEN,
    CHILDREN,
    DEE,
    EVE,
    HAL,
    IDA,
    JOE,
    KIT,
    LONGEST_LAST,
    Child,
    House,
    SignIn,
    as_csv,
    marks_file,
)  # fmt: skip

from belong.intake.models import Import

ON_ROLL = [c for c in CHILDREN if c is not KIT]


def _text(body: bytes) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body.decode())).split())


def _get(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return _text(answer.content)


def _rows(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    body = b"".join(answer.streaming_content).decode()
    assert body.startswith("\ufeff"), "Excel reads it as UTF-8 only with its mark"
    return list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))


def _main(body: bytes) -> str:
    return _text(body.split(b"<main", 1)[1].split(b"</main>", 1)[0])


def test_today_names_who_is_not_here_and_nobody_else(house: House, signed_in: SignIn) -> None:
    said = _get(signed_in(house), "/")
    away, here = [ADA, BEN, IDA, JOE], [HAL, DEE, EVE]
    assert "4 children are not here." in said
    assert "For 1, nobody knows why yet." in said
    assert "Tue 24 Nov 2026" in said
    assert [c for c in away if c.surname not in said] == []
    assert [c for c in here if c.surname in said] == [], "HAL is late and DEE is on a trip"
    assert f"{len(ON_ROLL)} children are on roll." in said
    assert "1 child is learning elsewhere" in said


def test_today_on_a_day_without_school_shows_the_last_one(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-28T10:00:00"
    said = _get(signed_in(house), "/")
    assert "No marks for Sat 28 Nov 2026." in said
    assert "This is Tue 24 Nov 2026, the last school day with a register." in said
    assert "were not here" in said


def test_marks_after_the_day_are_not_there_yet(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-23T09:18:00"
    said = _get(signed_in(house), "/")
    assert "Mon 23 Nov 2026" in said
    assert ADA.surname not in said
    assert BEN.surname in said


@pytest.mark.parametrize("address", ["/", "/children/", "/explain/absence/?from=2026-11-02"])
def test_before_any_register_a_page_says_how_to_start(
    empty: House, signed_in: SignIn, address: str
) -> None:
    answer = signed_in(empty).get(address)
    if "explain" in address:
        assert answer.status_code in (200, 404)
        return
    assert "No register has come in yet" in _text(answer.content)
    assert 'href="/registers/"' in answer.content.decode()
    assert "Bring a register in" in _text(answer.content)


def test_before_any_register_a_tutor_is_not_sent_where_they_may_not_go(
    empty: House, signed_in: SignIn
) -> None:
    answer = signed_in(empty, "tutor").get("/")
    assert 'href="/registers/"' not in answer.content.decode()


def test_a_register_of_the_future_alone_is_no_register_yet(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2020-01-06T09:00:00"
    assert "No register has come in yet" in _get(signed_in(house), "/")


def test_children_are_listed_in_the_order_of_names(house: House, signed_in: SignIn) -> None:
    said = _get(signed_in(house), "/children/")
    places = [said.find(c.surname) for c in sorted(ON_ROLL, key=lambda c: c.surname)]
    assert -1 not in places
    assert places == sorted(places)
    assert f"{len(ON_ROLL)} children on roll" in said
    assert KIT.surname not in said


def test_who_left_still_has_a_page(house: House, signed_in: SignIn) -> None:
    said = _get(signed_in(house), f"/children/{house.child(KIT).pk}/")
    assert "No longer on roll here." in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=8", [c for c in ON_ROLL if c.year == "8"]),
        ("form=7+Oak", [c for c in ON_ROLL if c.form == "7 Oak"]),
        ("year=8&form=7+Oak", []),
        ("q=osei", [ADA]),
        ("q=quill&year=7", [BEN]),
        ("q=quill&year=8", []),
        ("year=no+such", []),
        ("support=no+such", []),
    ],
)
def test_filters_and_searches_narrow_the_list(
    house: House, signed_in: SignIn, query: str, found: list[Child]
) -> None:
    client = signed_in(house)
    said = _main(client.get(f"/children/?{query}").content)
    assert [c for c in ON_ROLL if c.surname in said] == found
    rows = _rows(client, f"/children/list.csv?{query}")
    assert {row[0].split()[-1] for row in rows[1:]} == {c.surname for c in found}


def test_every_band_of_support_finds_its_children(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    page = client.get("/children/").content.decode()
    select = page.split('name="support"')[1].split("</select>")[0]
    bands = [b for b in re.findall(r'value="([^"]*)"', select) if b]
    found = [c for band in bands for c in _rows(client, f"/children/list.csv?support={band}")[1:]]
    everybody = {row[0] for row in _rows(client, "/children/list.csv")[1:]}
    assert len(found) == len(everybody) - 1
    assert {row[0] for row in found} == everybody - {"Fay Brackenwell"}, "FAY misses two marks"


@pytest.mark.parametrize("letters", ["o", "os", "o%20s"])
def test_a_search_answers_from_three_letters(house: House, signed_in: SignIn, letters: str) -> None:
    said = _main(signed_in(house).get(f"/children/?q={letters}").content)
    assert "three letters or more" in said.casefold()
    assert not [c for c in CHILDREN if c.surname in said]


def test_htmx_is_given_the_part_only(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    part = client.get("/children/?q=osei", headers={"HX-Request": "true"}).content.decode()
    assert ADA.surname in part
    for outside in ("<html", "<h1", '<nav class="dock"', "<form"):
        assert outside not in part
    assert "<h1" in client.get("/children/?q=osei").content.decode()


def test_a_long_list_is_paged(db: None, tmp_path: Path, signed_in: SignIn) -> None:
    crowd = people.many(60)
    client = signed_in(people.larkfield(tmp_path / "uploads", crowd))
    first, second = (_get(client, f"/children/?page={n}") for n in (1, 2))
    assert "Children 1 to 50 of 60" in first
    assert "Children 51 to 60 of 60" in second
    shown = [sum(c.surname in said for c in crowd) for said in (first, second)]
    assert shown == [50, 10]
    assert "After these" in first
    assert "Before these" not in first
    assert "Before these" in second
    assert "After these" not in second
    assert len(_rows(client, "/children/list.csv")) == 61, "the spreadsheet has every page"


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "", "²", "9" * 40])
def test_an_odd_page_number_is_a_page_all_the_same(
    house: House, signed_in: SignIn, page: str
) -> None:
    said = _get(signed_in(house), f"/children/?page={page}")
    assert f"Children 1 to {len(ON_ROLL)} of {len(ON_ROLL)}" in said


def test_a_childs_page_adds_up(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    said = _get(client, f"/children/{house.child(BEN).pk}/")
    # 17 school days, the last with a morning only: 33 sessions; seven of them missed.
    assert "In school for 26 of 33 half-days in 2026/27" in said
    assert "Missed 7 sessions (3½ days)." in said
    rows = {r[0]: r for r in _rows(client, "/children/list.csv")[1:]}
    assert rows["Ben Quillfeather"][3:5] == ["7", "33"]


def test_a_child_marked_u_missed_the_session_and_is_in_the_building(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house)
    rows = {r[0]: r for r in _rows(client, "/children/list.csv")[1:]}
    assert rows["Hal Penhallow"][3:5] == ["1", "33"]
    assert HAL.surname not in _get(client, "/")


def test_blanks_and_shut_days_are_not_possible(house: House, signed_in: SignIn) -> None:
    rows = {r[0]: r for r in _rows(signed_in(house), "/children/list.csv")[1:]}
    assert rows["Fay Brackenwell"][3:5] == ["0", "31"]
    assert rows["Gus Thistlewood"][3:5] == ["0", "29"]


def test_the_longest_name_stands_whole_on_every_page(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    for address in ("/children/", "/children/?q=cholmon", f"/children/{house.child(EVE).pk}/"):
        assert LONGEST_LAST in _get(client, address)


def test_a_child_without_marks_has_a_page(house: House, signed_in: SignIn) -> None:
    new = Child("K000000000888", "Una", "Marklees")
    house.bring(people.pupils_file([new]), kind="pupils")
    said = _get(signed_in(house), f"/children/{house.child(new).pk}/")
    assert "Una Marklees" in said


def test_who_is_not_here_can_be_taken_away(house: House, signed_in: SignIn) -> None:
    rows = _rows(signed_in(house), "/today.csv")
    assert rows[0] == ["Child", "Form", "Mark", "Reason", "Before"]
    by_name = {r[0]: r[1:3] for r in rows[1:]}
    assert by_name == {
        "Ada Osei-Larkin": ["7 Oak", "N"],
        "Ben Quillfeather": ["7 Oak", "I"],
        "Ida Ravensdale": ["11 Ash", "M"],
        "Joe Swanwick": ["11 Ash", "G"],
    }


def test_the_marks_behind_a_figure_end_in_the_same_sum(house: House, signed_in: SignIn) -> None:
    about = f"child:{house.child(BEN).pk}"
    query = f"about={about}&from=2026-11-02&to=2026-11-24"
    rows = _rows(signed_in(house), f"/explain/absence/marks.csv?{query}")
    body, foot = rows[1:-1], rows[-1]
    assert len(body) == 33
    assert foot[-2:] == ["33", "7"]
    assert sum(int(r[4]) for r in body) == 33
    assert next((r[1], r[2]) for r in body if r[3] == "I") == ("2026-11-19", "AM")
    assert {r[3] for r in body} == {"/", "\\", "I"}, "a lone backslash is a mark, not a formula"


FORMULAS = ("=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1")


def test_a_name_cannot_start_a_formula(house: House, signed_in: SignIn) -> None:
    sly = [
        Child(f"{start}{n}", start, "Zzz", form=start, marks={"24am": "N"})
        for n, start in enumerate(FORMULAS)
    ]
    house.bring(people.pupils_file(sly), kind="pupils")
    house.bring(marks_file(sly))
    client = signed_in(house)
    addresses = ("/today.csv", "/children/list.csv")
    behind = "/explain/absence/marks.csv?about=school&from=2026-11-02&to=2026-11-24"
    seen = 0
    for address in (*addresses, behind):
        for row in _rows(client, address):
            risky = [c for c in row if c[:1] in "=+-@\t\r" and c not in ("", "-")]
            assert risky == [], address
            seen += any(c.startswith(("'=", "'+", "'-", "'@")) for c in row)
    assert seen > len(sly), "the sly names have to be in the files at all"


def _given(body: bytes, name: str = "marks.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, content_type="text/csv")


def test_a_file_goes_from_choice_to_kept(empty: House, signed_in: SignIn) -> None:
    client = signed_in(empty)
    answer = client.post("/registers/", {"file": _given(marks_file()), "kind": "marks"})
    brought = Import.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/registers/{brought.pk}/")
    said = _get(client, f"/registers/{brought.pk}/")
    assert "This is what the file would do" in said
    assert "11 are not known here yet and would be added." in said
    assert "No register has come in yet" in _get(client, "/")
    kept = client.post(f"/registers/{brought.pk}/keep/", follow=True)
    assert "This file is part of the register" in _text(kept.content)
    assert "4 children are not here." in _get(client, "/")


def test_a_file_that_is_set_aside_changes_nothing(empty: House, signed_in: SignIn) -> None:
    client = signed_in(empty)
    client.post("/registers/", {"file": _given(marks_file()), "kind": "marks"})
    answer = client.post(f"/registers/{Import.objects.get().pk}/set-aside/", follow=True)
    assert "Set aside. Nothing has changed." in _text(answer.content)
    assert "No register has come in yet" in _get(client, "/")


def test_a_refused_file_says_what_and_what_to_do(house: House, signed_in: SignIn) -> None:
    before = Import.objects.count()
    answer = signed_in(house).post(
        "/registers/", {"file": _given(b"PK\x03\x04 not a table"), "kind": "marks"}
    )
    said = _text(answer.content)
    assert answer.status_code == 422
    assert "This file was not taken" in said
    assert "damaged, or was cut off" in said
    assert "Nothing of it was kept, and nothing has changed." in said
    assert Import.objects.count() == before


def test_a_form_without_a_file_says_so(house: House, signed_in: SignIn) -> None:
    answer = signed_in(house).post("/registers/", {"kind": "marks"})
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.content.decode()


def test_keeping_twice_is_said_and_not_done(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    brought = house.read(
        as_csv([["UPN", "Date", "Session", "Mark"], [ADA.id, "2026-11-24", "AM", "I"]])
    )
    client.post(f"/registers/{brought.pk}/keep/")
    answer = client.post(f"/registers/{brought.pk}/keep/", follow=True)
    assert "already kept or set aside" in _text(answer.content)


def test_refused_lines_stand_on_the_page_with_their_reason(house: House, signed_in: SignIn) -> None:
    body = as_csv(
        [["UPN", "Date", "Session", "Mark"], [ADA.id, "2026-11-24", "AM", "I"],
         [BEN.id, "2026-11-24", "AM", "?!"]]
    )  # fmt: skip
    brought = house.read(body)
    said = _get(signed_in(house), f"/registers/{brought.pk}/")
    assert "Not taken, and why" in said
    assert brought.preview["refused"][0]["reason"] in said


def test_who_only_reads_registers_has_no_form(house: House, signed_in: SignIn) -> None:
    head = signed_in(house, "headteacher").get("/registers/").content.decode()
    assert 'type="file"' not in head
    lead = signed_in(house).get("/registers/").content.decode()
    assert 'type="file"' in lead


def test_help_says_every_role_in_its_sentence(house: House, signed_in: SignIn) -> None:
    from belong.people.roles import ROLES

    said = _get(signed_in(house), "/help/")
    assert [r.key for r in ROLES.values() if r.in_words not in said] == []


def test_how_we_count_has_every_definition(house: House, signed_in: SignIn) -> None:
    from belong.attendance.definitions import load, names

    said = _get(signed_in(house), "/how-we-count/")
    missing = [n for n in names() if " ".join(load(n).rule.split()) not in said]
    assert missing == []
