"""The page of a waiting file: whom it would add, and whose number comes with another name."""

from __future__ import annotations

from django.utils import timezone
from tests.people import ADA, BEN, House, SignIn, as_csv

from belong.intake import background
from belong.intake.models import Import
from belong.people.models import Pupil

HEADS = ["UPN", "Surname", "Forename", "Class", "Date", "Session", "Mark"]
MISTYPED = "Z999000026099"


def _waiting(house: House) -> Import:
    lines = [
        [ADA.id, BEN.surname, BEN.forename, "7A", "2026-11-23", "AM", "/"],
        [MISTYPED, "Byron-O'Quill", "Ada", "7A", "2026-11-23", "AM", "/"],
    ]
    return house.read(as_csv([HEADS, *lines]))


def test_the_page_names_them_and_asks(house: House, signed_in: SignIn) -> None:
    page = signed_in(house).get(f"/registers/{_waiting(house).pk}/").content.decode()
    assert "Children it would add" in page
    assert "Byron-O&#x27;Quill" in page
    assert f'name="leave_out" value="{MISTYPED}" form="keep"' in page
    assert "Numbers with another name" in page
    assert "I have looked, and it is right" in page


def test_whoever_is_ticked_is_left_out(house: House, signed_in: SignIn) -> None:
    brought = _waiting(house)
    client = signed_in(house)
    said = {"looked": "on", "leave_out": [MISTYPED]}
    client.post(f"/registers/{brought.pk}/keep/", said)
    background.work(brought.pk, folder=house.folder, now=timezone.now())
    assert not Pupil.objects.filter(source_id=MISTYPED).exists()
    page = client.get(f"/registers/{brought.pk}/").content.decode()
    assert "1 was left out." in page
    assert "was left out when it was kept" in page


def test_nothing_is_asked_where_nobody_is_new(house: House, signed_in: SignIn) -> None:
    line = [ADA.id, ADA.surname, ADA.forename, "7A", "2026-11-23", "AM", "/"]
    brought = house.read(as_csv([HEADS, line]))
    page = signed_in(house).get(f"/registers/{brought.pk}/").content.decode()
    assert "Children it would add" not in page
    assert "Numbers with another name" not in page
