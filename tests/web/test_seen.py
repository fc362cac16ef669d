"""What somebody saw, on pages: leaving a word, and that it reaches whoever is close today."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.at_device import at_the_gate
from tests.people import ADA, EVE, NEXT_DOOR, TODAY, Child, House, SignIn
from tests.web.test_today import page, text

from belong.acts.models import Act
from belong.people.trail import Verb
from belong.practice.curiosity import actions, arriving
from belong.practice.curiosity.actions import Saw
from belong.practice.curiosity.models import Observation

NOW = dt.datetime(2026, 11, 24, 8, 41, tzinfo=dt.UTC)


def found(client: Client, child: Child = ADA) -> Client:
    """Somebody at the gate who searched for a child and saw their name."""
    client.post("/gate/", {"q": child.surname})
    client.get("/gate/")
    return client


def leave(client: Client, house: House, child: Child = ADA, **more: str) -> object:
    found(client, child)
    said = {"what": "coaxed", "where": "gate", "word": "My tummy."} | more
    key = house.child(child).pk
    return client.post(reverse("seen:leave", args=[key]), said)


def crossing(house: House) -> str:
    return house.adults["crossing"].adult.name


def test_the_child_coaxed_at_the_door_reaches_today_from_observations_alone(
    house: House, signed_in: SignIn
) -> None:
    """Nothing else says anything of Eve: no mark, no pattern, no plan."""
    house.adults["tutor"].adult.memberships.update(reach_of=EVE.form)
    client = signed_in(house, "tutor")
    assert EVE.surname not in page(client)
    leave(signed_in(house, "crossing"), house, EVE)
    said = page(client)
    assert f"{crossing(house)} at the gate, 9:18: coaxed at the door. “My tummy.”" in said
    assert "Find a quiet minute and ask how the morning was." in said
    client.post("/today/done/", {"kind": "seen", "child": house.child(EVE).pk})
    assert Act.objects.filter(kind="seen", pupil=house.child(EVE)).count() == 1
    assert "Done at 9:18." in page(client)


def test_what_is_seen_after_somebody_asked_is_asked_anew(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    client, asked = signed_in(house, "tutor"), "Find a quiet minute and ask how the morning was."
    done = {"kind": "seen", "child": house.child(ADA).pk}
    leave(signed_in(house, "crossing"), house)
    client.post("/today/done/", done)
    assert "Done at 9:18." in page(client)
    settings.FIXED_NOW = "2026-11-24T12:05:00"
    leave(signed_in(house, "crossing"), house, word="Nobody sat with me.")
    client = signed_in(house, "tutor")
    said = page(client)
    assert "Nobody sat with me." in said
    assert asked in said
    assert "Done at" not in said
    settings.FIXED_NOW = "2026-11-24T12:20:00"
    client = signed_in(house, "tutor")
    client.post("/today/done/", done)
    assert "Done at 12:20." in page(client)
    assert Act.objects.get(kind="seen").done_by == house.adults["tutor"].adult


def test_a_good_thing_asks_nobody_for_a_quiet_minute(house: House, signed_in: SignIn) -> None:
    leave(signed_in(house, "crossing"), house, what="smiling")
    assert "smiling" not in page(signed_in(house, "tutor"))


@pytest.mark.parametrize("how", ["struggling", "tried"])
def test_who_struggled_or_tried_reaches_today_too(
    house: House, signed_in: SignIn, how: str
) -> None:
    client = found(signed_in(house, "crossing"))
    client.post("/gate/came/", {"child": house.child(ADA).pk, "how": how})
    said = page(signed_in(house, "tutor"))
    assert f"{crossing(house)} at the gate, 9:18:" in said
    assert "Done at" not in said


@pytest.mark.parametrize(
    ("role", "sees"),
    [("tutor", True), ("key_person", True), ("stand_in", True), ("subject_teacher", False),
     ("supply", False), ("psychologist", False), ("head_of_year", False), ("headteacher", False)],
)  # fmt: skip
def test_it_reaches_those_who_are_close_and_may_read_it(
    house: House, signed_in: SignIn, role: str, sees: bool
) -> None:
    """Not whoever teaches a class, has a year, or is here for a day or from outside."""
    leave(signed_in(house, "crossing"), house)
    assert ("My tummy." in page(signed_in(house, role))) is sees


def test_nobody_is_asked_about_what_they_saw_themselves(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    leave(client, house)
    assert "My tummy." not in page(client)


def test_the_day_after_it_is_on_no_page(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    leave(signed_in(house, "crossing"), house)
    settings.FIXED_NOW = "2026-11-25T08:30:00"
    client = signed_in(house, "tutor")
    assert "My tummy." not in page(client)
    assert "My tummy." not in page(client, f"/children/{house.child(ADA).pk}/")


def test_a_childs_page_tells_it_and_keeps_it(house: House, signed_in: SignIn) -> None:
    leave(signed_in(house, "crossing"), house, note="Held my hand.")
    client, address = signed_in(house, "tutor"), f"/children/{house.child(ADA).pk}/"
    said = page(client, address)
    assert "Coaxed at the door “My tummy.” Held my hand." in said
    assert f"{crossing(house)} at the gate, today at 9:18" in said
    key = Observation.objects.get().pk
    client.post("/seen/keep/", {"observation": key})
    assert "keeps it until Tue 22 Dec 2026." in page(client, address)


@pytest.mark.parametrize("role", ["supply", "psychologist", "data_lead"])
def test_who_may_not_read_sees_none_of_it(house: House, signed_in: SignIn, role: str) -> None:
    leave(signed_in(house, "crossing"), house)
    assert "My tummy." not in page(signed_in(house, role), f"/children/{house.child(ADA).pk}/")


def test_a_word_is_left_and_taken_back(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "lunch_staff")
    mark = trail_lines.newest()
    address = reverse("seen:leave", args=[house.child(ADA).pk])
    assert leave(client, house).url == address  # type: ignore[attr-defined]
    said = page(client, address)
    assert "You left today 9:18, at the gate: coaxed at the door. “My tummy.”" in said
    looks = [x.ids for x in trail_lines.since(mark) if x.verb == Verb.CHILDREN_LISTED]
    assert looks.count([house.child(ADA).pk]) == 2
    client.post("/seen/take-back/", {"observation": Observation.objects.get().pk})
    assert not Observation.objects.exists()


def test_what_was_typed_stays_where_it_cannot_be_kept(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "crossing")
    for wrong in ({"what": ""}, {"where": "moon"}, {"note": "n" * 400}):
        answer = leave(client, house, **wrong)
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert b"My tummy." in answer.content  # type: ignore[attr-defined]
    assert not Observation.objects.exists()


def test_enter_in_a_field_taps_nothing(house: House, signed_in: SignIn) -> None:
    """The first button of the form is the one that Enter presses: it says nothing."""
    key = house.child(ADA).pk
    body = (
        found(signed_in(house, "crossing")).get(reverse("seen:leave", args=[key])).content.decode()
    )
    form = body.split('class="sheet"', 1)[1]
    assert "name=" not in form.split("<button", 1)[1].split(">", 1)[0]


def test_a_strangers_word_and_none_are_the_same(
    house: House, next_door: House, signed_in: SignIn
) -> None:
    zora = next_door.child(NEXT_DOOR[0])
    theirs = actions.leave(by=next_door.adults["office"], pupil=zora, saw=Saw("tired", "gate"),
                           at=NOW)  # fmt: skip
    eves = actions.leave(by=member(house, "office"), pupil=house.child(EVE),
                         saw=Saw("tired", "gate"), at=NOW)  # fmt: skip
    client = signed_in(house, "tutor")
    for address in ("/seen/keep/", "/seen/take-back/"):
        bodies = set()
        for key in (theirs.pk, eves.pk, 999999, "x"):
            answer = client.post(address, {"observation": key})
            assert answer.status_code == 404
            bodies.add(text(answer.content))
        assert len(bodies) == 1
    came = arriving.say(by=member(house, "office"), pupil=house.child(EVE), how="here", at=NOW)
    assert client.post("/gate/undo/", {"arrival": came.pk}).status_code == 404
    key = house.child(EVE).pk
    assert client.post("/gate/came/", {"child": key, "how": "here"}).status_code == 404


def test_a_pin_opens_the_gate_and_leaving_a_word_and_no_child(house: House) -> None:
    gate = at_the_gate(house)
    client = gate.in_()
    for address in ("/gate/", reverse("seen:leave", args=[house.child(ADA).pk])):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "device" in answer["Refresh"]
        assert b'class="rail"' not in answer.content
    leave(client, house)
    assert Observation.objects.get().word == "My tummy."
    assert client.get(f"/children/{house.child(ADA).pk}/").status_code == 302
    keep = client.post("/seen/keep/", {"observation": Observation.objects.get().pk})
    assert keep.status_code == 302
    assert Observation.objects.get().kept_by is None


def test_it_is_kept_in_no_address_and_no_title(house: House, signed_in: SignIn) -> None:
    assert whose_page.OBSERVE >= whose_page.SEE_SEEN
    answer = leave(signed_in(house, "crossing"), house)
    assert "tummy" not in answer.url  # type: ignore[attr-defined]
    assert Observation.objects.get().day == TODAY


def test_what_a_parent_told_reaches_today_as_told_by_them(house: House, signed_in: SignIn) -> None:
    sent = {"where": "parent", "what": "hard_morning", "word": "My tummy.", "note": ""}
    signed_in(house, "office").post(f"/seen/for/{house.child(ADA).pk}/", sent)
    said = page(signed_in(house, "tutor"), "/today/")
    who = house.adults["office"].adult.name
    assert f"{who}, told by a parent, 9:18: had a hard morning. “My tummy.”" in said
    said = page(signed_in(house, "tutor"), f"/children/{house.child(ADA).pk}/")
    assert f"{who}, told by a parent, today at 9:18" in said
