"""Good things on the page: one sentence, nothing counted, and nothing sent."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from tests.app.test_good_things import PROUD, chosen, kept
from tests.people import ADA, BEN, EVE, NEXT_DOOR, House, SignIn
from tests.web.test_checkins import tap
from tests.web.test_today import page

from belong.practice.noticing.models import LONGEST, GoodThing


def at(house: House, then: str = "") -> str:
    return f"/good-things/{house.child(ADA).pk}/{then}"


def test_one_sentence_is_kept_and_stands_on_the_childs_page(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "tutor")
    tap(client, at(house), kind="brave", seen="Asked the question anyway.")
    said = page(client, f"/children/{house.child(ADA).pk}/")
    assert "Asked the question anyway. A brave try that did not work out" in said


def test_my_own_children_stand_by_name_and_nothing_is_counted(
    house: House, signed_in: SignIn
) -> None:
    kept(house)
    kept(house, proud="A second one.")
    said = page(signed_in(house, "tutor"), "/good-things/")
    assert said.index(ADA.surname) < said.index(BEN.surname)
    assert "A second one." in said
    assert PROUD not in said
    assert EVE.surname not in said
    assert "Nothing is written yet." in said
    assert not re.search(r"\d+ good things?|total|points", said)


@pytest.mark.parametrize(
    ("form", "says"),
    [({"kind": "school"}, "Nothing is written yet."),
     ({"kind": "school", "seen": "x" * (LONGEST + 1)}, "too long"),
     ({"kind": "points", "seen": "Typed"}, "not one of the kinds")],
)  # fmt: skip
def test_what_was_typed_stays(
    house: House, signed_in: SignIn, form: dict[str, str], says: str
) -> None:
    body = tap(signed_in(house, "tutor"), at(house), 422, **form)
    assert says in body
    assert form.get("seen", "") in body


def test_two_windows_see_both_texts(house: House, signed_in: SignIn) -> None:
    one = kept(house)
    client = signed_in(house, "tutor")
    form = {"thing": one.pk, "version": 0, "kind": "school"}
    tap(client, at(house, "change/"), proud="First.", **form)  # type: ignore[arg-type]
    body = tap(client, at(house, "change/"), 409, proud="Second.", **form)
    assert "First." in body
    assert "Second." in body
    assert GoodThing.objects.get().proud == "First."


def in_form(body: str, action: str) -> str:
    """What stands in the form that is sent to an address."""
    return body.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]


def test_a_change_that_cannot_be_kept_stays_in_its_own_form(
    house: House, signed_in: SignIn
) -> None:
    one, typed = kept(house), "x" * (LONGEST + 1)
    client = signed_in(house, "tutor")
    sent = {"thing": one.pk, "version": 0, "kind": "school", "proud": typed}
    body = client.post(at(house, "change/"), sent).content.decode()
    assert typed in in_form(body, at(house, "change/"))
    assert typed not in in_form(body, at(house))


def test_words_that_went_home_stay_as_they_are(house: House, signed_in: SignIn) -> None:
    one = kept(house)
    chosen(house, "paper")
    client = signed_in(house, "tutor")
    tap(client, at(house, "shared/"), thing=one.pk)
    assert at(house, "change/") not in client.get(at(house)).content.decode()
    sent = {"thing": one.pk, "version": 0, "kind": "school", "proud": "Something else."}
    body = tap(client, at(house, "change/"), 422, **sent)  # type: ignore[arg-type]
    assert "This was shared with home already" in body
    assert "You wrote:" in body
    assert "Something else." in body
    assert GoodThing.objects.get().proud == PROUD


@pytest.mark.parametrize("then", ["", "change/", "take-back/", "way-home/", "slip/", "shared/"])
def test_a_stranger_is_not_there(
    house: House, next_door: House, signed_in: SignIn, then: str
) -> None:
    one = kept(house)
    client = signed_in(house, "tutor")
    keys = (next_door.child(NEXT_DOOR[0]).pk, house.child(EVE).pk, 99999)
    found = [client.post(f"/good-things/{key}/{then}", {"thing": one.pk}) for key in keys]
    assert {answer.status_code for answer in found} == {404}
    assert len({re.sub(rb"/\d+/", b"", answer.content) for answer in found}) == 1


def test_a_slip_is_ready_once_the_family_chose_and_sharing_is_written_down(
    house: House, signed_in: SignIn
) -> None:
    one = kept(house)
    client = signed_in(house, "tutor")
    assert "Share it with home" not in page(client, at(house))
    chosen(house, "paper")
    assert "Share it with home" in page(client, at(house))
    assert PROUD in tap(client, at(house, "slip/"), 200, thing=one.pk)
    assert GoodThing.objects.get().shared == ""
    tap(client, at(house, "shared/"), thing=one.pk)
    assert "Shared with home on paper, Tue 24 Nov 2026." in page(client, at(house))


def test_no_word_of_it_stands_in_an_address_or_a_title(house: House, signed_in: SignIn) -> None:
    kept(house)
    client = signed_in(house, "tutor")
    for address in (at(house), "/good-things/"):
        title = re.search(r"<title>([^<]*)", client.get(address).content.decode())
        assert title is not None
        assert title[1] == "Good things - Belong"


def test_a_day_is_the_day_in_london(house: House, signed_in: SignIn) -> None:
    chosen(house, "paper", dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC))
    assert "wrote this down, Thu 2 Jul 2026." in page(signed_in(house, "tutor"), at(house))
