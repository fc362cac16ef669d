"""Whatever a name holds, a page shows it as a name: no script, no template, no lost letter."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import pages
from tests.pages import SHOWN
from tests.people import ADA, Child, House, SignIn, an_adult, marks_file, pupils_file

SLY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "{{ frame.school_name }}",
    "{% now 'Y' %}",
    "O'Neill & Søn",
    "</title></h1>",
)


def _child(n: int, name: str) -> Child:
    return Child(
        f"K00000000{n:04d}", f"First{name}", name, form=f"7 {name}"[:40], known_as=name,
        marks={"24am": "N"},
    )  # fmt: skip


FRAMELESS = ("search", "registers:refused", "checkins:for_you", "checkins:thanks",
             "checkins:talk", "checkins:asked", "audit:paper", "audit:plan_docx",
             "audit:plan_xlsx", "audit:plan_pdf", "audit:governors_pdf")  # fmt: skip
"""Answers that are not a whole page, and a child's own screen: nobody's school stands in them."""


def _text(answer: object) -> str:
    if getattr(answer, "streaming", False):
        return b"".join(answer.streaming_content).decode(errors="replace")  # type: ignore[attr-defined]
    return answer.content.decode(errors="replace")  # type: ignore[attr-defined,no-any-return]


def _all_pages(signed_in: SignIn, house: House, child: Child) -> list[tuple[str, str]]:
    clients = {role: signed_in(house, role) for role in {p.opener for p in SHOWN}}
    lead = clients["attendance_lead"]
    out = [("search", lead, "/children/?q=" + "zzz<script>alert(1)</script>")]
    shown = [p for p in SHOWN if not p.name.endswith("saved")]
    out += [(p.name, clients[p.opener], p.of(house, child)) for p in shown]
    out.append(("explain a child", lead, pages.explained(house, child).of(house)))
    explain = replace(pages.explained(house, child), query=pages.scope(f"form:{child.form}"))
    out.append(("explain a form", lead, explain.of(house)))
    officer = clients["data_protection_officer"]
    out.append(("a search of the trail", officer, f"/trail/?child={child.id}"))
    return [(name, _text(client.get(address))) for name, client, address in out]


class _Runs(HTMLParser):
    """What in a page a browser would run: handlers, and scripts that are not files of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.found += [f"{tag} {name}" for name in names if name.startswith("on")]
        if tag == "script" and not (names.get("src") or "").startswith("/static/"):
            self.found.append("script")
        if tag == "img":
            self.found.append("img")


def _that_would_run(page: str) -> list[str]:
    runs = _Runs()
    runs.feed(page)
    return runs.found


def test_what_would_run_is_found() -> None:
    assert _that_would_run("<p onclick='x'><script>y</script><img src=z onerror=w>") == [
        "p onclick", "script", "img onerror", "img",
    ]  # fmt: skip


@pytest.mark.parametrize("name", SLY)
def test_a_name_is_shown_as_it_is_everywhere(house: House, signed_in: SignIn, name: str) -> None:
    child = _child(1, name)
    house.bring(pupils_file([child]), f"{name}.csv"[:80], kind="pupils")
    house.bring(marks_file([child]), f"{name}.csv"[:80])
    shown = 0
    for where, page in _all_pages(signed_in, house, child):
        if where == "kitchen:kitchen":
            continue
        if "<" in name:
            assert name not in page, where
        assert _that_would_run(page) == [], where
        text = unescape(re.sub(r"<[^>]*>", "", page))
        assert "&lt;" not in text, f"escaped twice on {where}"
        assert "&amp;" not in text, f"escaped twice on {where}"
        assert "&#x27;" not in text, f"escaped twice on {where}"
        shown += name in text
    assert shown >= 5


def test_the_names_of_files_schools_and_adults_are_only_names(
    house: House, signed_in: SignIn
) -> None:
    sly = SLY[0]
    house.school.name = f"School {sly}"
    house.school.safety_route = f"Ask {sly}"
    house.school.save()
    house.lead.adult.name = f"Adult {sly}"
    house.lead.adult.save()
    house.read(marks_file(), f"marks {sly}.csv")
    for where, page in _all_pages(signed_in, house, ADA):
        assert sly not in page, where
        assert f"School {sly}" in unescape(page) or where in FRAMELESS, where


def test_a_message_holds_no_script(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    body = b"Colour<script>alert(1)</script>,Size\nred,<b>3</b>\n"
    file = SimpleUploadedFile("<script>alert(2)</script>.csv", body)
    page = client.post("/registers/", {"file": file, "kind": "marks"}).content.decode()
    assert "This file was not taken" in page
    assert "<script>alert" not in page
    assert "Colour<script>" in unescape(page)


def test_refusals_and_notes_hold_no_script(house: House, signed_in: SignIn) -> None:
    body = (
        "UPN,Date,Session,Mark\n"
        f"{ADA.id},2026-11-24,AM,I\n"
        f"{ADA.id},2026-11-23,AM,<script>alert(3)</script>\n"
        "<script>alert(4)</script>,2026-11-23,PM,/\n"
    ).encode()
    brought = house.read(body)
    page = signed_in(house).get(f"/registers/{brought.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "Not taken, and why" in page


def test_what_is_typed_at_the_door_is_only_text(db: None) -> None:
    words = {"login": '"><script>alert(1)</script>', "password": "<script>alert(2)</script>"}
    page = Client().post("/account/login/", words).content.decode()
    assert "<script>alert" not in page


def test_an_adult_with_a_sly_address_cannot_be_made_to_run(house: House) -> None:
    adult = an_adult(house.school, "tutor", "<b>Bold</b>", "bold@larkfield.example")
    client = Client()
    client.force_login(adult)
    assert "<b>Bold" not in client.get("/").content.decode()
