"""The gate: whom to look out for, in first names and kind words alone, and one tap for Here."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from tests import trail_lines
from tests.app.test_acts import member
from tests.people import ADA, BEN, CAL, CHILDREN, EVE, FAY, HAL, JOE, NEXT_DOOR, House, SignIn
from tests.web.test_today import page, text

from belong.insight.gate_rules import rules
from belong.people.models import Enrolment
from belong.practice.curiosity import actions
from belong.practice.curiosity.actions import Saw
from belong.practice.curiosity.models import Arrival

NOW = dt.datetime(2026, 11, 24, 8, 41, tzinfo=dt.UTC)
YESTERDAY = NOW - dt.timedelta(days=1)
GATE = "/gate/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def at_the_gate_now(client: Client) -> Client:
    """Somebody who has looked at the gate: whom it showed they may do something for."""
    client.get(GATE)
    return client


def expected(client: Client) -> set[str]:
    """First names of whom the gate looks out for."""
    body = client.get(GATE).content.decode()
    part = body.split('id="still"', 1)[-1].split("</section>", 1)[0] if 'id="still"' in body else ""
    return {n.strip() for n in re.findall(r'class="name">([^<]+)<', part)}


def test_who_is_away_is_looked_out_for_and_who_is_back_is_not(
    house: House, signed_in: SignIn
) -> None:
    found = expected(signed_in(house, "office"))
    assert {"Ada", "Ben", "Joe"} <= found
    assert not {"Cal", "Fay", "Hal"} & found


@pytest.mark.parametrize("role", ["office", "crossing", "tutor", "key_person"])
def test_each_looks_out_for_the_children_they_may(
    house: House, signed_in: SignIn, role: str
) -> None:
    found = expected(signed_in(house, role))
    assert found >= {"Ada"}
    if role == "tutor":
        assert found == {"Ada", "Ben"}
    if role == "key_person":
        assert found == {"Ada"}


def test_families_read_no_surname_no_reason_and_no_count(house: House, signed_in: SignIn) -> None:
    word = actions.leave(by=member(house, "tutor"), pupil=house.child(CAL), at=YESTERDAY,
                         saw=Saw("coaxed", "gate", "My tummy."))  # fmt: skip
    actions.keep(by=member(house, "tutor"), key=word.pk, today=YESTERDAY.date())
    client = signed_in(house, "office")
    client.post("/gate/came/", {"child": house.child(BEN).pk, "how": "tried"})
    body = page(client, GATE)
    assert "Cal" in body
    for child in CHILDREN:
        assert child.surname not in body
    for kept in ("tummy", "coaxed", "away", "absen", "late after", "school day", "missed", "new"):
        assert kept not in body.casefold().replace("came late, fine", ""), kept


def test_words_beside_a_child_are_drawn_from_one_pool(house: House, signed_in: SignIn) -> None:
    """Whatever the reason, the same words may stand there: nobody reads it from them."""
    body = signed_in(house, "office").get(GATE).content.decode()
    beside = re.findall(r'<p class="mt-1">([^<]+)</p></div></div>', body)
    assert beside
    assert set(beside) <= set(rules().kind_words)


def test_a_hard_morning_yesterday_is_looked_out_for_when_somebody_kept_it(
    house: House, signed_in: SignIn
) -> None:
    word = actions.leave(by=member(house, "office"), pupil=house.child(EVE), at=YESTERDAY,
                         saw=Saw("coaxed", "gate"))  # fmt: skip
    client = signed_in(house, "crossing")
    assert EVE.forename not in expected(client)
    actions.keep(by=member(house, "office"), key=word.pk, today=YESTERDAY.date())
    assert EVE.forename in expected(client)


def test_a_new_child_is_looked_out_for_unless_a_whole_year_is_new(
    house: House, signed_in: SignIn
) -> None:
    stay = Enrolment.objects.filter(pupil=house.child(FAY))
    client = signed_in(house, "crossing")
    stay.update(admitted_on=dt.date(2026, 11, 9))
    assert "Fay" in expected(client)
    stay.update(admitted_on=dt.date(2026, 10, 1))
    assert "Fay" not in expected(client)


def test_here_is_one_tap_and_undo_another(house: House, signed_in: SignIn) -> None:
    client = at_the_gate_now(signed_in(house, "crossing"))
    assert client.post("/gate/came/", {"child": house.child(ADA).pk, "how": "here"}).url == GATE
    said = page(client, GATE)
    assert "This morning" in said
    assert "Ada O. 7 Oak Here at 9:18." in said
    assert "Ada" not in expected(client)
    client.post("/gate/undo/", {"arrival": Arrival.objects.get().pk})
    assert "Ada" in expected(client)


def said_of_ada(client: Client) -> str:
    """What the gate says of her, without the menu of ways to come."""
    body = client.get(GATE).content.split(b'id="arrived"', 1)[1].split(b"</section>", 1)[0]
    return text(b"<main>" + body + b"</main>")


def test_families_read_of_nobody_that_it_was_hard(house: House, signed_in: SignIn) -> None:
    client = at_the_gate_now(signed_in(house, "crossing"))
    key = house.child(ADA).pk
    client.post("/gate/came/", {"child": key, "how": "tried"})
    said = said_of_ada(client)
    assert "Not in yet" in said
    assert not re.search(r"(?i)tried|effort|9:18|quiet|struggl", said)
    client.post("/gate/came/", {"child": key, "how": "struggling"})
    said = said_of_ada(client)
    assert "Here at 9:18." in said
    assert not re.search(r"(?i)tried|effort|quiet|struggl|see it in today", said)


def test_who_may_open_no_child_reaches_only_whom_a_page_showed(
    house: House, next_door: House, signed_in: SignIn
) -> None:
    """Nobody reads the roll by counting up keys."""
    client = signed_in(house, "crossing")
    hal, eve = house.child(HAL).pk, house.child(EVE).pk

    def tried(key: int) -> list[bytes]:
        answers = (client.get(f"/seen/for/{key}/"),
                   client.post("/gate/came/", {"child": key, "how": "here"}))  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}
        return [TOKEN.sub(b"", answer.content) for answer in answers]

    at_the_gate_now(client)
    mark = trail_lines.newest()
    strangers = (hal, eve, next_door.child(NEXT_DOOR[0]).pk, 999999)
    assert len({body for key in strangers for body in tried(key)}) == 1
    assert trail_lines.since(mark) == []
    client.post(GATE, {"q": EVE.surname})
    at_the_gate_now(client)
    assert client.get(f"/seen/for/{eve}/").status_code == 200
    Enrolment.objects.filter(pupil=eve).update(left_on=dt.date(2026, 11, 20))
    tried(eve)
    tried(hal)


def test_who_may_open_a_childs_page_needs_no_search(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "office")
    assert client.get(f"/seen/for/{house.child(EVE).pk}/").status_code == 200


def test_two_people_say_two_things_and_the_second_is_told(house: House, signed_in: SignIn) -> None:
    client = at_the_gate_now(signed_in(house, "crossing"))
    key = house.child(ADA).pk
    client.post("/gate/came/", {"child": key, "how": "here"})
    answer = client.post("/gate/came/", {"child": key, "how": "struggling"})
    assert answer.status_code == 422
    assert "Somebody has said already that they came." in text(answer.content)
    assert client.post("/gate/came/", {"child": key, "how": "x"}).status_code == 422


def test_somebody_else_is_found_by_name_and_the_name_is_in_no_address(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "office")
    mark = trail_lines.newest()
    answer = client.post(GATE, {"q": "swan\x00wick"})
    assert answer.url == GATE
    said = page(client, GATE)
    assert "Joe S. 11 Ash Leave a word" in said
    assert house.child(JOE).pk in {k for x in trail_lines.since(mark) for k in x.ids}
    assert "Joe S." not in page(client, GATE).split("Someone else", 1)[1], "shown once"
    for sought, words in (("jo", "Type three letters or more."), ("zzzz", "No child fits this.")):
        client.post(GATE, {"q": sought})
        assert words in page(client, GATE)


def test_a_tutor_finds_nobody_elses_child(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    client.post(GATE, {"q": "swanwick"})
    assert "No child fits this." in page(client, GATE)


def test_before_any_register_the_gate_still_opens(empty: House, signed_in: SignIn) -> None:
    assert "Good morning to everybody" in page(signed_in(empty, "crossing"), GATE)
