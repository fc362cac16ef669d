"""What changed in the marks is shown, and a file can be taken back, by those who may."""

from __future__ import annotations

from django.test import Client
from tests.people import ADA, BEN, House, SignIn, as_csv, marks_file, term

from belong.intake.models import Change, Import
from belong.people.models import TrailLine
from belong.people.trail import Verb

HEADS = ["UPN", "Date", "Session", "Mark"]
CHANGED = as_csv([HEADS, [ADA.id, "2026-11-20", "AM", "I"], [BEN.id, "2026-11-24", "AM", "L"]])


def correct(client: Client, house: House, **said: str) -> object:
    asked = {"on": "2026-11-24", "half": "0", "letter": "L", "reason": "came at ten"} | said
    return client.post(f"/children/{house.child(ADA).pk}/history/", asked)


def test_what_a_file_would_change_is_listed_with_names(house: House, signed_in: SignIn) -> None:
    brought = house.read(CHANGED)
    text = signed_in(house, "data_lead").get(f"/registers/{brought.pk}/").content.decode()
    assert "Ada Osei-Larkin" in text
    assert "Fri 20 Nov 2026, morning" in text
    seen = TrailLine.objects.filter(verb=Verb.CHANGES_SEEN).latest("pk")
    assert set(seen.ids) == {house.child(ADA).pk, house.child(BEN).pk}


def test_a_kept_file_is_taken_back_from_its_page(house: House, signed_in: SignIn) -> None:
    brought = house.bring(CHANGED)
    client = signed_in(house, "attendance_lead")
    assert "Take this file back" in client.get(f"/registers/{brought.pk}/").content.decode()
    answer = client.post(f"/registers/{brought.pk}/undo/", follow=True)
    assert "This file was taken back" in answer.content.decode()
    assert Import.objects.get(pk=brought.pk).stage == Import.Stage.UNDONE


def test_the_page_says_why_a_file_cannot_be_taken_back(house: House, signed_in: SignIn) -> None:
    first = house.bring(CHANGED)
    house.bring(as_csv([HEADS, [ADA.id, "2026-11-20", "AM", "M"]]), "later.csv")
    text = signed_in(house, "attendance_lead").get(f"/registers/{first.pk}/").content.decode()
    assert "One of its marks was changed again by later.csv" in text
    assert "Take this file back" not in text


def test_a_file_that_asks_for_a_look_is_not_kept_without(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "attendance_lead")
    correct(client, house)
    brought = house.read(marks_file([ADA], term()))
    client.post(f"/registers/{brought.pk}/keep/")
    assert Import.objects.get(pk=brought.pk).stage == Import.Stage.READ
    client.post(f"/registers/{brought.pk}/keep/", {"looked": "on"})
    assert Import.objects.get(pk=brought.pk).stage == Import.Stage.KEPT


def test_lines_not_taken_can_be_saved(house: House, signed_in: SignIn) -> None:
    brought = house.read(as_csv([HEADS, [ADA.id, "2026-11-24", "AM", "I"],
                                 [ADA.id, "the other day", "AM", "I"]]))  # fmt: skip
    answer = signed_in(house, "headteacher").get(f"/registers/{brought.pk}/not-taken.csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()  # type: ignore[call-overload]
    assert lines[0] == "Line,Why,Marks"
    assert lines[1].startswith("3,")


def test_a_mark_is_corrected_and_its_history_told(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "attendance_lead")
    assert correct(client, house).status_code == 302  # type: ignore[attr-defined]
    text = client.get(f"/children/{house.child(ADA).pk}/history/").content.decode()
    assert "Corrected by hand: came at ten" in text
    assert "Ms Okoro, Attendance lead" in text


def test_a_correction_without_a_reason_comes_back_with_what_was_said(
    house: House, signed_in: SignIn
) -> None:
    before = Change.objects.count()
    answer = correct(signed_in(house, "attendance_lead"), house, reason=" ")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert "Say why in a few words." in text
    assert 'value="2026-11-24"' in text
    assert Change.objects.count() == before


def test_who_may_not_correct_sees_the_history_and_no_form(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    page = client.get(f"/children/{house.child(ADA).pk}/history/")
    assert page.status_code == 200
    assert "Correct it" not in page.content.decode()
    assert correct(client, house).status_code == 403  # type: ignore[attr-defined]


def test_a_figure_somebody_read_on_friday_does_not_change_silently(
    house: House, signed_in: SignIn
) -> None:
    client, address = signed_in(house, "tutor"), f"/children/{house.child(ADA).pk}/"
    Change.objects.update(at="2026-11-13T09:00:00Z")
    assert "Marks from before were changed since" not in client.get(address).content.decode()
    house.bring(CHANGED)
    Change.objects.filter(brought_by__file_name="marks.csv").filter(
        revision=Change.objects.latest("revision").revision
    ).update(at="2026-11-24T08:00:00Z")
    text = client.get(address).content.decode()
    assert (
        "Up to Fri 20 Nov 2026: was 0 sessions missed, now 1 session (½ day)."
        " Marks from before were changed since." in text
    )
