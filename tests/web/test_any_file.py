"""A file of any kind goes from choice to kept; one nobody can name is asked about, once."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.people import ADA, CHILDREN, House, SignIn, as_csv, pupils_file

from belong.intake.models import Import
from belong.people.models import Fact, TrailLine
from belong.people.trail import Verb

CLUB = as_csv([["UPN", "Date", "Club", "Came"], [ADA.id, "2026-11-23", "Breakfast club", "Y"]])
OURS = as_csv([["Child no", "When", "What for", "Was there"], [ADA.id, "2026-11-23", "Chess", "Y"]])


def give(client: Client, body: bytes, name: str = "file.csv", **more: str) -> str:
    file = SimpleUploadedFile(name, body)
    answer = client.post("/registers/", {"file": file, "kind": ""} | more, follow=True)
    return answer.content.decode()


def test_a_club_register_is_told_shown_and_kept(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "data_lead")
    page = give(client, CLUB)
    assert "Breakfast and club registers" in page
    brought = Import.objects.latest("pk")
    client.post(f"/registers/{brought.pk}/keep/")
    assert Fact.objects.filter(kind="clubs", pupil=house.child(ADA)).count() == 1


def test_a_file_nobody_can_name_is_asked_about(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "data_lead")
    page = give(client, OURS)
    assert "What is in this file?" in page
    brought = Import.objects.latest("pk")
    asked = client.get(f"/registers/{brought.pk}/?kind=clubs").content.decode()
    assert "<option>What for</option>" in asked
    said = {"kind": "clubs", "upn": "Child no", "on": "When", "club": "What for",
            "came": "Was there"}  # fmt: skip
    after = client.post(f"/registers/{brought.pk}/say/", said, follow=True).content.decode()
    assert "This is what the file would do" in after
    assert "Breakfast and club registers" in after


def test_said_wrongly_the_page_says_why(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "data_lead")
    give(client, OURS)
    brought = Import.objects.latest("pk")
    page = client.post(f"/registers/{brought.pk}/say/", {"kind": "clubs"}, follow=True)
    assert "does not say enough" in page.content.decode()
    page = client.post(f"/registers/{brought.pk}/say/", {"kind": "../etc"}, follow=True)
    assert "Choose what is in the file." in page.content.decode()


def test_what_changes_about_children_is_shown_and_noted(house: House, signed_in: SignIn) -> None:
    body = pupils_file(CHILDREN).decode().replace("7 Oak", "7 Elm", 1).encode()
    page = give(signed_in(house, "data_lead"), body)
    assert "What it would change about children" in page
    assert "7 Elm" in page
    seen = TrailLine.objects.filter(verb=Verb.CHANGES_SEEN).latest("pk")
    assert seen.ids == [house.child(ADA).pk]


def test_a_workbook_is_read_like_a_table(house: House, signed_in: SignIn) -> None:
    import io

    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in (["UPN", "Date", "Session", "Mark"], [ADA.id, "24/11/2026", "AM", "I"]):
        sheet.append(line)
    book.save(out)
    page = give(signed_in(house, "data_lead"), out.getvalue(), "marks.xlsx", dates="day")
    assert "Marks it would change" in page
    assert "Tue 24 Nov 2026, morning" in page
