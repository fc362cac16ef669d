"""The first-day list: who has no reason yet, whom to ask before ringing, and whom to tell."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django.fixtures import Settings
from tests import trail_lines
from tests.app.test_first_day_tries import NOW, fact, tries
from tests.app.test_in_touch import SAID, told
from tests.people import ADA, BEN, CHILDREN, EVE, NEXT_DOOR, House, SignIn
from tests.web.test_today import mark, page, text

from belong.people.trail import Verb
from belong.practice.contact import trying
from belong.practice.contact.models import Try

LIST = "/first-day/"
TELL = "Nobody was reached yet. Tell somebody now: Ms Anand, room 4."


def late(settings: Settings) -> None:
    settings.FIXED_NOW = "2026-11-24T10:30:00"


def test_who_has_no_reason_yet_stands_in_the_list_and_nobody_else(
    house: House, signed_in: SignIn
) -> None:
    since = trail_lines.newest()
    said = page(signed_in(house, "office"), LIST)
    assert "1 child with no reason yet" in said
    assert {c.id for c in CHILDREN if c.surname in said} == {ADA.id}
    named = [x.ids for x in trail_lines.since(since) if x.verb == Verb.CHILDREN_LISTED]
    assert named == [[house.child(ADA).pk]]


def test_a_second_day_without_a_reason_stands_apart(house: House, signed_in: SignIn) -> None:
    for half in ("AM", "PM"):
        mark(house, [ADA.id, "2026-11-23", half, "N"])
    said = page(signed_in(house, "office"), LIST)
    assert "Not here on the school day before either Ada Osei-Larkin" in said.replace("AO ", "")


def test_whom_to_ask_first_is_said_and_never_why(house: House, signed_in: SignIn) -> None:
    fact(house, ADA, "characteristics", trait="social_worker", value="yes")
    fact(house, ADA, "contacts", contact_name="Mr Zabel", no_contact="yes", phone="07700 900111")
    said = page(signed_in(house, "office"), LIST)
    assert "Speak to the safeguarding lead before you ring." in said
    assert "Ask the headteacher or the safeguarding lead before you ring." in said
    for kept in ("social", "Zabel", "900111", "order", "court"):
        assert kept not in said


def test_a_year_lead_sees_their_year_alone(house: House, signed_in: SignIn) -> None:
    mark(house, [EVE.id, "2026-11-24", "AM", "N"])
    assert EVE.surname in page(signed_in(house, "office"), LIST)
    said = page(signed_in(house, "head_of_year"), LIST)
    assert EVE.surname not in said
    assert ADA.surname in said


def test_a_try_is_written_down_shown_and_taken_back(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "office")
    sent = {"child": house.child(ADA).pk, "how": "phone", "outcome": "spoke", "said": "At ten."}
    assert client.post(f"{LIST}tried/", sent).url == LIST
    who = house.adults["office"].adult.name
    assert f"Rang, 9:18, {who}: spoke with them. At ten." in page(client, LIST)
    assert "Take it back" not in page(signed_in(house, "headteacher"), LIST)
    client.post(f"{LIST}take-back/", {"try": Try.objects.get().pk})
    assert not Try.objects.exists()


def test_what_was_typed_stays_where_it_cannot_be_kept(house: House, signed_in: SignIn) -> None:
    sent = {"child": house.child(ADA).pk, "how": "phone", "outcome": "no_answer", "said": "At ten."}
    answer = signed_in(house, "office").post(f"{LIST}tried/", sent)
    assert answer.status_code == 422
    assert 'value="At ten."' in answer.content.decode()
    assert "You wrote: At ten." in text(answer.content)


def test_from_the_set_time_a_row_says_whom_to_tell_until_somebody_was_reached(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    assert TELL not in page(signed_in(house, "office"), LIST)
    late(settings)
    client = signed_in(house, "office")
    assert TELL in page(client, LIST)
    tries(house, tried=trying.Tried("phone", "no_answer"))
    assert TELL in page(client, LIST)
    tries(house)
    assert TELL not in page(client, LIST)


@pytest.mark.parametrize("channel", ["phone", "door", "in person"])
def test_who_was_in_touch_counts_and_not_a_word_of_it_is_shown(
    house: House, signed_in: SignIn, settings: Settings, channel: str
) -> None:
    late(settings)
    for other in ({"channel": "text"}, {"whom": "child"}, {"day": NOW.date() - dt.timedelta(1)}):
        told(house, **other)
    assert TELL in page(signed_in(house, "office"), LIST)
    told(house, channel=channel)
    said = page(signed_in(house, "office"), LIST)
    assert "Somebody was in touch at 9:18." in said
    assert TELL not in said
    assert SAID not in said


def test_the_school_says_by_when_somebody_is_told(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    client = signed_in(house, "office")
    assert "If nobody is reached by 10:30, tell the safeguarding lead." in page(client, LIST)
    head, said = signed_in(house, "headteacher"), {"safety_route": "room 9", "told_by": "9:15"}
    assert "10:30 if you leave it." in page(head, "/school/settings/")
    assert head.post("/school/settings/", said | {"version": 0}).status_code == 302
    now = page(signed_in(house, "office"), LIST)
    assert "If nobody is reached by 9:15, tell the safeguarding lead." in now
    assert "Nobody was reached yet. Tell somebody now: room 9." in now
    settings.FIXED_NOW = "2026-11-24T09:14:00"
    assert "Tell somebody now" not in page(signed_in(house, "office"), LIST)


def test_who_was_seen_coming_in_is_not_rung(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    client, key = signed_in(house, "office"), house.child(ADA).pk
    client.post("/gate/came/", {"child": key, "how": "tried"})
    said = page(client, LIST)
    assert "Seen since" not in said, "who tried and went is rung"
    assert "Tried to come in at 9:18." in said
    client.post("/gate/came/", {"child": key, "how": "here"})
    late(settings)
    said = page(signed_in(house, "office"), LIST)
    assert "Seen since" in said
    assert "Somebody saw them come in at 9:18. Their mark is not changed yet." in said
    assert TELL not in said


def test_the_list_knows_no_word_of_a_sanction(house: House, signed_in: SignIn) -> None:
    said = page(signed_in(house, "office"), LIST).casefold()
    for word in ("unauthorised", "truan", "fine", "penalt", "sanction", "warning", "excuse"):
        assert word not in said


@pytest.mark.parametrize("day", ["2026-11-25T09:00:00", "2026-11-28T09:00:00"])
def test_without_the_register_of_today_nobody_is_missing(
    house: House, signed_in: SignIn, settings: Settings, day: str
) -> None:
    settings.FIXED_NOW = day
    said = page(signed_in(house, "office"), LIST)
    assert "No register of today yet" in said
    assert "The register of today is not in yet" in said
    assert "Nobody is missing" not in said
    assert ADA.surname not in said


def test_everybody_has_a_reason(house: House, signed_in: SignIn) -> None:
    mark(house, [ADA.id, "2026-11-24", "AM", "I"])
    said = page(signed_in(house, "office"), LIST)
    assert "Nobody is missing without a reason" in said


def test_forms_whose_registers_are_not_in_are_named(house: House, signed_in: SignIn) -> None:
    """Nobody missing in a register that is not in is no good news."""
    mark(house, [ADA.id, "2026-11-24", "AM", "I"])
    assert "not in yet" not in page(signed_in(house, "office"), LIST)
    marked = [c for c in CHILDREN if c.form != EVE.form]
    mark(house, *([c.id, "2026-11-24", "PM", "I" if c == ADA else "\\"] for c in marked))
    said = page(signed_in(house, "office"), LIST)
    assert "Not every register is in yet" in said
    assert f"The register of 1 form is not in yet: {EVE.form}." in said
    assert "Every child is here" not in said


def test_a_strangers_child_and_none_are_the_same(
    house: House, next_door: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "head_of_year")
    zora = next_door.child(NEXT_DOOR[0]).pk
    bodies = set()
    for key in (zora, house.child(EVE).pk, 999999, "x"):
        answer = client.post(f"{LIST}tried/", {"child": key, "how": "phone", "outcome": "spoke"})
        assert answer.status_code == 404
        bodies.add(text(answer.content))
    theirs = tries(house, child=BEN).pk
    for key in (theirs, 999999):
        answer = client.post(f"{LIST}take-back/", {"try": key})
        assert answer.status_code == 404
        bodies.add(text(answer.content))
    assert len(bodies) == 1
    assert Try.objects.get().at == NOW
