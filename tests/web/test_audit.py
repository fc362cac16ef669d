"""The pages where the school looks at itself: taking part, the meeting, and the next step."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from tests.looks import NOW, a_look, a_step, member, question, rated
from tests.people import House, SignIn

from belong.practice.audit import actions
from belong.practice.audit.models import Agreed, BlockNote, Look, Rating, Taker
from belong.practice.audit.plan_models import Step

HX = {"HTTP_HX_REQUEST": "true"}


def text(content: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", content.decode())).split())


def page(client: Client, address: str, status: int = 200) -> str:
    """What stands in the middle of a page, as text."""
    answer = client.get(address)
    assert answer.status_code == status
    return text(answer.content.split(b"<main", 1)[1].split(b"</main>", 1)[0])


def test_from_opening_a_look_to_a_next_step(house: House, signed_in: SignIn) -> None:
    head, tutor = signed_in(house, "headteacher"), signed_in(house, "tutor")
    assert "No look is open yet" in page(tutor, "/audit/")
    head.post("/audit/open/", {"list": "relational", "meeting_on": "2026-12-01"})
    look = Look.objects.get()
    at = f"/audit/{look.pk}/"
    assert "Before you begin" in page(tutor, f"{at}block/7/")
    tutor.post(f"{at}join/", {"group": "staff", "block": "7"})
    greet = question(look)
    answer = tutor.post(
        f"{at}rate/", {"question": greet.pk, "rag": "some", "note": "Year 9 rush past.",
                       "version": "0"},
    )  # fmt: skip
    assert answer["Location"] == f"{at}block/7/#statement-{greet.pk}"
    head.post(f"{at}join/", {"group": "leaders"})
    head.post(f"{at}rate/", {"question": greet.pk, "rag": "strong", "version": "0"})
    shown = page(head, f"{at}meeting/7/")
    assert "Leaders say strong. Staff say some. Talk about this." in shown
    assert "Mr Begum : Year 9 rush past." in shown
    assert "We see one thing differently" in shown
    head.post(f"{at}agree/", {"question": greet.pk, "rag": "some", "version": "0",
                              "evidence": "Both gates."})  # fmt: skip
    owner = house.adults["tutor"].adult_id
    head.post(f"{at}set_step/".replace("_", "-"), {
        "question": greet.pk, "what": "Ask Year 9.", "owner": owner, "due": "2026-12-11",
    })  # fmt: skip
    assert Agreed.objects.get().evidence == "Both gates."
    assert "Ask Year 9. Mr Begum. By Fri 11 Dec 2026." in page(head, f"{at}meeting/7/")
    step = Step.objects.get()
    assert "Yours for the school Ask Year 9." in page(tutor, "/audit/")
    tutor.post(f"/audit/step/{step.pk}/", {"outcome": "They chose a nod.", "version": "1"})
    step.refresh_from_db()
    assert (step.done_on, step.outcome) == (dt.date(2026, 11, 24), "They chose a nod.")


def test_by_script_a_tap_sends_the_one_statement_back(house: House, signed_in: SignIn) -> None:
    rated(house, "tutor", "some")
    client, look = signed_in(house, "tutor"), a_look(house)
    said = {"question": question(look).pk, "rag": "strong", "version": "1", "note": ""}
    answer = client.post(f"/audit/{look.pk}/rate/", said, **HX)
    assert answer.status_code == 200
    assert b"<main" not in answer.content
    assert "Kept: Strong." in text(answer.content)
    assert answer.content.count(b'aria-pressed="true"') == 1


@pytest.mark.parametrize("headers", [{}, HX], ids=["page", "part"])
def test_words_that_moved_stand_beside_what_was_typed(
    house: House, signed_in: SignIn, headers: dict[str, str]
) -> None:
    rated(house, "tutor", "some", "Year 9 rush past.")
    client, look = signed_in(house, "tutor"), a_look(house)
    said = {"question": question(look).pk, "version": "1"}
    assert client.post(f"/audit/{look.pk}/rate/", {**said, "note": "They nod."}).status_code == 302
    answer = client.post(f"/audit/{look.pk}/rate/", {**said, "note": "They <smile>."}, **headers)
    assert answer.status_code == 409
    body = text(answer.content)
    assert "What stands now: Some. They nod." in body
    assert "They <smile>." in body
    assert Rating.objects.get().note == "They nod."
    long = client.post(f"/audit/{look.pk}/rate/", {**said, "version": "2", "note": "x" * 401})
    assert long.status_code == 422
    assert "x" * 401 in text(long.content)


def test_two_leaders_write_over_nothing(house: House, signed_in: SignIn) -> None:
    look = a_look(house)
    first, second = signed_in(house, "headteacher"), signed_in(house, "mental_health_lead")
    said = {"question": question(look).pk, "version": "0"}
    address = f"/audit/{look.pk}/agree/"
    assert first.post(address, {**said, "rag": "some", "evidence": "Gates."}).status_code == 302
    answer = second.post(address, {**said, "rag": "strong", "evidence": "Doors."})
    assert answer.status_code == 409
    body = text(answer.content)
    assert "What stands now Some. Gates." in body
    assert "Doors." in body
    assert Agreed.objects.get().evidence == "Gates."
    note = {"block": "7", "version": "0"}
    address = f"/audit/{look.pk}/remember/"
    assert first.post(address, {**note, "words": "A good talk."}).status_code == 302
    moved = second.post(address, {**note, "words": "A long talk."})
    assert moved.status_code == 409
    assert "A good talk." in text(moved.content)
    assert "A long talk." in text(moved.content)
    assert BlockNote.objects.get().words == "A good talk."


@pytest.mark.parametrize(
    ("change", "says"),
    [({"what": " "}, "Write one thing to do"), ({"due": "soon"}, "Choose a day, such as"),
     ({"due": "2026-11-23"}, "from today to two years ahead"),
     ({"owner": "999999"}, "Choose the adult who"),
     ({"what": "x" * 301}, "too much")],
)  # fmt: skip
def test_a_step_that_cannot_be_set_down_keeps_what_was_typed(
    house: House, signed_in: SignIn, change: dict[str, str], says: str
) -> None:
    look, client = a_look(house), signed_in(house, "headteacher")
    said = {
        "question": question(look).pk, "what": "Ask them.", "due": "2026-12-11",
        "owner": house.adults["tutor"].adult_id,
    } | change  # fmt: skip
    answer = client.post(f"/audit/{look.pk}/set-step/", said)
    assert answer.status_code == 422
    assert says in text(answer.content)
    assert said["what"].strip() in answer.content.decode()
    assert not Step.objects.exists()


def test_a_step_sent_empty_says_at_each_box_what_is_missing(
    house: House, signed_in: SignIn
) -> None:
    look, client = a_look(house), signed_in(house, "headteacher")
    greet = question(look).pk
    shown = client.get(f"/audit/{look.pk}/meeting/7/").content.decode()
    select = shown.split(f'id="owner-{greet}"', 1)[1].split("</select>", 1)[0]
    assert '<option value="" selected>Choose an adult</option>' in select
    answer = client.post(f"/audit/{look.pk}/set-step/", {"question": greet, "what": "Ask them."})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert f'id="what-{greet}_error"' not in body
    for box in ("owner", "due"):
        assert f'id="{box}-{greet}_error"' in body
    assert body.count('_error"><') == 2, "at this statement alone"
    assert 'value="Ask them."' in body


def test_nobody_outside_the_school_owns_a_step(
    house: House, next_door: House, signed_in: SignIn
) -> None:
    look, client = a_look(house), signed_in(house, "headteacher")
    said = {"question": question(look).pk, "what": "Ask them.", "due": "2026-12-11"}
    for other in (next_door.adults["tutor"].adult_id, house.adults["lunch_staff"].adult_id):
        assert (
            client.post(f"/audit/{look.pk}/set-step/", said | {"owner": other}).status_code == 422
        )
    assert not Step.objects.exists()


def test_a_statement_of_another_look_or_school_is_not_there(
    house: House, next_door: House, signed_in: SignIn
) -> None:
    look, client = a_look(house), signed_in(house, "headteacher")
    client.post(f"/audit/{look.pk}/join/", {"group": "leaders"})
    other, theirs = a_look(house, "nurture"), a_look(next_door)
    for name in ("rate", "agree", "set-step"):
        for asked in (question(other, "N1.1").pk, question(theirs).pk, 999_999_999, "x"):
            answer = client.post(f"/audit/{look.pk}/{name}/", {"question": asked, "rag": "some"})
            assert answer.status_code == 404, name
    assert client.get(f"/audit/{look.pk}/block/9/").status_code == 404
    assert client.get(f"/audit/{look.pk}/meeting/0/").status_code == 404


def test_a_step_is_said_done_by_its_owner_or_a_leader_and_by_nobody_else(
    house: House, next_door: House, signed_in: SignIn
) -> None:
    step = a_step(house)
    address, said = f"/audit/step/{step.pk}/", {"outcome": "Done.", "version": "1"}
    assert signed_in(house, "office").post(address, said).status_code == 403
    assert signed_in(next_door, "headteacher").post(address, said).status_code == 404
    step.refresh_from_db()
    assert step.done_on is None
    assert signed_in(house, "tutor").post(address, said).status_code == 302
    late = signed_in(house, "headteacher").post(address, {"outcome": "Other.", "version": "1"})
    assert late.status_code == 409
    assert "Done." in text(late.content)
    assert "Other." in text(late.content)
    back = signed_in(house, "headteacher").post(f"{address}take-back/")
    assert back["Location"] == address
    assert Step.objects.get().outcome == "Done."


def test_taking_part_no_more_is_one_tap(house: House, signed_in: SignIn) -> None:
    rated(house, "tutor", "some", "Year 9 rush past.")
    look, client = a_look(house), signed_in(house, "tutor")
    client.post(f"/audit/{look.pk}/step-out/")
    assert not Taker.objects.exists()
    assert "Year 9 rush past." not in page(
        signed_in(house, "headteacher"), f"/audit/{look.pk}/meeting/7/"
    )


def test_the_meeting_asks_again_by_itself_while_people_may_answer(
    house: House, signed_in: SignIn
) -> None:
    look, client = a_look(house), signed_in(house, "headteacher")
    address = f"/audit/{look.pk}/meeting/7/"
    assert b'hx-trigger="every 4s"' in client.get(address).content
    actions.close(by=member(house, "headteacher"), look=look, at=NOW)
    assert b'hx-trigger="every 4s"' not in client.get(address).content


def test_the_wall_shows_the_way_in_and_how_many_have_answered(
    house: House, signed_in: SignIn
) -> None:
    rated(house, "tutor", "some")
    look, head = a_look(house), signed_in(house, "headteacher")
    actions.join(by=member(house, "headteacher"), look=look, group="leaders", at=NOW)
    shown = head.get(f"/audit/{look.pk}/meeting/7/")
    assert "1 of 2 who take part have answered this block." in text(shown.content)
    assert f"testserver/audit/{look.pk}/block/7/" in text(shown.content)
    assert "<svg" in shown.content.decode().split('class="way-in', 1)[1].split("</figure>", 1)[0]
    theirs = signed_in(house, "tutor").get(f"/audit/{look.pk}/meeting/7/").content.decode()
    assert 'class="way-in' not in theirs
    actions.close(by=member(house, "headteacher"), look=look, at=NOW)
    closed = head.get(f"/audit/{look.pk}/meeting/7/").content.decode()
    assert 'class="way-in' not in closed
    assert "have answered this block" not in closed


def test_the_meeting_can_be_on_another_day(house: House, signed_in: SignIn) -> None:
    look, head = a_look(house), signed_in(house, "headteacher")
    address = f"/audit/{look.pk}/meeting-day/"
    assert head.post(address, {"meeting_on": "2026-12-03"}).status_code == 302
    assert "It is talked about on Thu 3 Dec 2026." in page(head, f"/audit/{look.pk}/")
    refused = head.post(address, {"meeting_on": "2026-11-23"})
    assert refused.status_code == 422
    assert "That day is over." in text(refused.content)
    assert 'value="2026-11-23"' in refused.content.decode()
    assert Look.objects.get(pk=look.pk).meeting_on == dt.date(2026, 12, 3)
    assert head.post(address, {"meeting_on": ""}).status_code == 302
    assert Look.objects.get(pk=look.pk).meeting_on is None
    assert signed_in(house, "tutor").post(address, {"meeting_on": "2026-12-03"}).status_code == 403
