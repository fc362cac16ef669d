"""Check-ins on the screen: no word is lost, each form leads to its own page, and no child waits
at a door alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from pytest_django.fixtures import Settings
from tests.app.test_checkins import NOW, agreed, did
from tests.people import ADA, TODAY, House, SignIn
from tests.web.test_checkins import address, links, raw, tap
from tests.web.test_today import page, text

from belong.practice.checkins.models import Agreement, CheckIn

WITHOUT = "/today/without-enough/"


@pytest.fixture
def door(house: House) -> House:
    """Ada's key person meets her by the library door; her mentor stands in."""
    agreed(house, stand_in=house.adults["mentor"].adult_id)
    return house


def forms(shown: str) -> list[str]:
    """Where each form of a page leads, "" for one that leads to wherever the page stands."""
    return [
        (re.search(r'action="([^"]*)"', form) or ["", ""])[1]
        for form in re.findall(r"<form [^>]*>", shown)
    ]


def test_a_form_leads_to_its_own_page_wherever_it_is_shown(door: House, signed_in: SignIn) -> None:
    client = signed_in(door, "key_person")
    ended = tap(client, address(door, "end/"), 409, read="99999999")
    assert address(door, "design/") in forms(ended)
    assert "" not in forms(ended)
    asked = tap(client, address(door, "helps/"), 422, answer="lots", half="end")
    assert address(door, "end-of-day/") in forms(asked)
    for more in ("", "end-of-day/", "design/", "for-you/"):
        assert "" not in forms(raw(client, address(door, more))), more


def test_what_was_said_of_whether_it_helps_stays_in_its_own_box(
    door: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2027-01-06T09:00:00"
    client = signed_in(door, "key_person")
    shown = tap(client, address(door, "helps/"), 422, answer="lots", helps_words="My pond.")
    boxes = re.findall(r'<input [^>]*name="([a-z_]+)"[^>]* value="My pond."', shown)
    assert boxes == ["helps_words"]


def test_a_childs_own_tap_takes_no_word_of_an_adult_away(door: House, signed_in: SignIn) -> None:
    client = signed_in(door, "key_person")
    did(door, half="end", words="A long day.", note="Ate well.", left_over="A quarrel",
        settled="They shook hands", thing=1)  # fmt: skip
    form = address(door, "for-you/")
    refused = tap(client, form, 409, half="end", feeling="0", version="")
    version = re.search(r'name="version" value="([0-9]+)"', refused)
    assert version is not None
    sent = {"half": "end", "feeling": "0", "version": version[1], "words": ""}
    tap(client, form, **sent, note="x", settled="")
    done = CheckIn.objects.get()
    assert (done.feeling, done.answered_by_child) == ("Biscuit-level happy", True)
    assert (done.words, done.one_thing, done.note, done.left_over, done.settled) == (
        "A long day.", "A word at break", "Ate well.", "A quarrel", "They shook hands",
    )  # fmt: skip


def test_a_later_beginning_leaves_nobody_at_the_door(door: House, signed_in: SignIn) -> None:
    client = signed_in(door, "key_person")
    stands = Agreement.objects.get()
    sent: dict[str, object] = {
        "with_adult": stands.with_adult_id, "place": "by the pond", "morning": "1", "days": ["0"],
        "begins": "2026-12-01", "face-big": "Yay", "face-good": "Fine", "face-none": "Pass",
        "agreed": "1", "read": stands.pk,
    }  # fmt: skip
    answer = client.post(address(door, "design/"), sent)
    assert answer.status_code == 422
    assert "Begin it today, or end what stands first." in text(answer.content)
    assert b'value="by the pond"' in answer.content
    assert Agreement.objects.get().ended_at is None
    assert client.post(address(door, "design/"), sent | {"begins": TODAY}).status_code == 302


def test_noon_changes_nothing_while_a_child_holds_the_tablet(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    agreed(house, end_of_day=True)
    settings.FIXED_NOW = "2026-11-24T11:59:00"
    client = signed_in(house, "key_person")
    finish = raw(client, address(house, "end-of-day/"))
    assert f"{address(house, 'for-you/')}?half=end" in links(finish)
    assert "How was today, Ada?" in raw(client, address(house, "for-you/?half=end"))
    opened = raw(client, address(house, "for-you/"))
    half = re.search(r'name="half" value="([a-z]+)"', opened)
    assert half is not None
    settings.FIXED_NOW = "2026-11-24T12:01:00"
    tap(client, address(house, "for-you/"), half=half[1], feeling="0", version="")
    assert CheckIn.objects.get().half == "morning"


@pytest.mark.parametrize("half", ["mor\x00ning", "\x00", "noon"])
def test_a_half_that_no_day_has_is_none(door: House, signed_in: SignIn, half: str) -> None:
    client = signed_in(door, "key_person")
    tap(client, address(door), half=half, feeling="2", version="")
    assert CheckIn.objects.get().half == "morning"
    tap(client, address(door, "for-you/"), 409, half=half, feeling="1")
    assert client.get(address(door, "for-you/"), {"half": half}).status_code == 302


def test_what_was_said_can_be_read_again_and_outlives_what_was_agreed(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    made = agreed(house, end_of_day=True)
    did(house, half="end", words="My tummy.", note="Held the door for Ben.", left_over="A quarrel",
        settled="They shook hands", thing=1)  # fmt: skip
    settings.FIXED_NOW = "2026-11-26T08:10:00"
    client = signed_in(house, "tutor")
    child = f"/children/{house.child(ADA).pk}/"
    told = (
        "24 Nov, end of the day “Wobbly. My tummy.” One thing: “A word at break” "
        "Left over: A quarrel Settled: They shook hands Ms Whitlock saw: Held the door for Ben."
    )
    assert told in page(client, child)
    tap(client, address(house, "end/"), read=made.pk)
    said = page(client, child)
    assert told in said
    assert "Nothing is agreed now." in said
    assert "by the library door" not in said


def test_a_child_whose_check_in_has_nobody_is_looked_after(house: House, signed_in: SignIn) -> None:
    agreed(house)
    role = house.adults["stand_in"]
    role.ended_at = NOW
    role.save(update_fields=["ended_at"])
    key = house.adults["key_person"].adult
    head, tutor = signed_in(house, "headteacher"), signed_in(house, "tutor")
    child = f"/children/{house.child(ADA).pk}/"
    nobody = "Their check-in has nobody today."
    assert nobody not in page(head, WITHOUT)
    head.post("/check-ins/away/say/", {"adult": key.pk})
    assert nobody in page(head, WITHOUT)
    assert "Somebody is needed" in page(tutor, child)
    head.post("/check-ins/away/say/", {"adult": key.pk, "there": "1"})
    assert nobody not in page(head, WITHOUT)
    key.left_on = TODAY - dt.timedelta(days=1)
    key.save(update_fields=["left_on"])
    assert nobody in page(head, WITHOUT)
    assert "does not work with them any more. Somebody is needed" in page(tutor, child)
    did(house, "tutor")
    assert nobody not in page(head, WITHOUT)


def test_whoever_stands_in_for_an_adult_who_left_is_asked(door: House, signed_in: SignIn) -> None:
    key = door.adults["key_person"].adult
    key.left_on = TODAY - dt.timedelta(days=1)
    key.save(update_fields=["left_on"])
    said = page(signed_in(door, "mentor"))
    assert "does not work with them any more, and you are there: by the library door." in said
    assert "Their check-in has nobody" not in page(signed_in(door, "headteacher"), WITHOUT)
