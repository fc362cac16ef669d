"""Check-ins on the screen: three taps, who sees them in Today, and who is there when somebody is
away."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import trail_lines
from tests.app.test_checkins import NOW, agreed, did
from tests.people import ADA, EVE, NEXT_DOOR, TODAY, House, SignIn
from tests.web.test_today import page, text

from belong.practice.checkins.models import Agreement, CheckIn, Helps


@pytest.fixture
def door(house: House) -> House:
    """Ada's key person meets her by the library door; her mentor stands in."""
    agreed(house, stand_in=house.adults["mentor"].adult_id)
    return house


def address(house: House, more: str = "", child: object = ADA) -> str:
    return f"/check-ins/{house.child(child).pk}/{more}"


def tap(client: Client, address: str, status: int = 302, **said: object) -> str:
    answer = client.post(address, said)
    assert answer.status_code == status
    return answer.content.decode()


def links(shown: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]*)"', shown)


def raw(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_today_then_a_face_then_save(door: House, signed_in: SignIn) -> None:
    client = signed_in(door, "key_person")
    said = page(client)
    assert "One to check in with" in said
    assert "Agreed together: by the library door, in the morning." in said
    assert f'href="{address(door)}"' in raw(client, "/today/")
    shown = page(client, address(door))
    for word in ("How is Ada this morning?", "Biscuit-level happy", "Wobbly", "Quiet start please",
                 "Just sat together", "Not today", "Worried about safety?"):  # fmt: skip
        assert word in shown
    sent = {"half": "morning", "feeling": "2", "version": ""}
    assert client.post(address(door), sent).status_code == 302
    assert CheckIn.objects.get().feeling == "Wobbly"
    assert "Asked at 9:18." in page(client)
    kept = page(client, address(door))
    assert "Written down today Wobbly Ms Whitlock wrote this down at 9:18." in kept


def test_only_the_adult_it_was_agreed_with_is_asked(door: House, signed_in: SignIn) -> None:
    for role in ("tutor", "mentor", "class_teacher", "head_of_year", "headteacher"):
        assert "library door" not in page(signed_in(door, role)), role


def test_whoever_stands_in_by_their_role_sees_whose_it_is(door: House, signed_in: SignIn) -> None:
    said = page(signed_in(door, "stand_in"))
    assert "For Ms Whitlock to do. If they are away, it is yours: by the library door." in said


def test_a_year_lead_sees_what_they_promised(house: House, signed_in: SignIn) -> None:
    agreed(house, with_adult=house.adults["head_of_year"].adult_id)
    assert "by the library door, in the morning." in page(signed_in(house, "head_of_year"))


def test_away_at_ten_past_eight_reaches_the_stand_in_on_the_next_load(
    door: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-24T08:10:00"
    head, mentor = signed_in(door, "headteacher"), signed_in(door, "mentor")
    child = f"/children/{door.child(ADA).pk}/"
    assert "library door" not in page(mentor)
    assert "is away today" not in page(mentor, child)
    adult = door.adults["key_person"].adult_id
    assert "Ms Whitlock" in page(head, "/check-ins/away/")
    assert head.post("/check-ins/away/say/", {"adult": adult}).status_code == 302
    stand_in = door.adults["mentor"].adult.name
    assert "Ms Whitlock is away today, and you are there: by the library door." in page(mentor)
    assert f"Ms Whitlock is away today. {stand_in} is there." in page(mentor, child)
    assert "library door" not in page(signed_in(door, "key_person"))
    assert "Away today." in page(head, "/check-ins/away/")
    head.post("/check-ins/away/say/", {"adult": adult, "there": "1"})
    assert "library door" not in page(mentor)
    assert "is away today" not in page(mentor, child)
    assert "library door" in page(signed_in(door, "key_person"))


def test_away_today_says_nothing_tomorrow(
    door: House, signed_in: SignIn, settings: Settings
) -> None:
    adult = door.adults["key_person"].adult_id
    signed_in(door, "headteacher").post("/check-ins/away/say/", {"adult": adult})
    settings.FIXED_NOW = "2026-11-25T08:10:00"
    assert "library door" not in page(signed_in(door, "mentor"))
    assert "library door" in page(signed_in(door, "key_person"))


def test_what_the_stand_in_did_is_done(door: House, signed_in: SignIn) -> None:
    did(door, "mentor")
    assert "library door" not in page(signed_in(door, "key_person"))


def test_no_face_is_said_kindly_and_what_was_typed_stays(door: House, signed_in: SignIn) -> None:
    client = signed_in(door, "key_person")
    answer = client.post(address(door), {"half": "morning", "words": "My\x00 tummy"})
    assert answer.status_code == 422
    assert b'value="My tummy"' in answer.content
    assert "No face is chosen." in text(answer.content)
    assert not CheckIn.objects.exists()


def test_both_texts_are_shown_where_somebody_else_was_first(door: House, signed_in: SignIn) -> None:
    did(door, "tutor", words="The first words.")
    sent = {"half": "morning", "feeling": "1", "words": "The second words."}
    answer = signed_in(door, "key_person").post(address(door), sent)
    assert answer.status_code == 409
    assert "The first words." in text(answer.content)
    assert b'value="The second words."' in answer.content
    assert CheckIn.objects.get().words == "The first words."


def test_undo(door: House, signed_in: SignIn) -> None:
    client = signed_in(door, "key_person")
    done = did(door)
    for role in ("tutor", "headteacher"):
        answer = signed_in(door, role).post("/check-ins/take-back/", {"checkin": done.pk})
        assert answer.status_code == 404
    client.post("/check-ins/take-back/", {"checkin": done.pk})
    assert not CheckIn.objects.exists()
    assert "One to check in with" in page(client)


@pytest.mark.parametrize("more", ["", "end-of-day/", "design/", "for-you/", "for-you/thank-you/"])
def test_a_strangers_child_is_not_there(
    door: House, next_door: House, signed_in: SignIn, more: str
) -> None:
    client = signed_in(door, "key_person")
    zora = next_door.child(NEXT_DOOR[0]).pk
    same = [client.get(f"/check-ins/{key}/{more}")
            for key in (99999999, door.child(EVE).pk, zora)]  # fmt: skip
    assert {(a.status_code, a.content) for a in same} == {(404, same[0].content)}


def test_a_childs_own_screen_has_no_other_door(door: House, signed_in: SignIn) -> None:
    client = signed_in(door, "key_person")
    shown = raw(client, address(door, "for-you/"))
    assert "How are you, Ada?" in shown
    assert "<nav" not in shown
    assert links(shown) == ["#main", address(door, "talk/")], "their own, where they ask to talk"
    answer = client.post(address(door, "for-you/"), {"feeling": "0", "version": ""})
    assert answer.status_code == 302
    done = CheckIn.objects.get()
    assert (done.answered_by_child, done.feeling) == (True, "Biscuit-level happy")
    thanks = raw(client, address(door, "for-you/thank-you/"))
    assert "Thank you, Ada." in thanks
    assert links(thanks) == ["#main", address(door)]
    assert "Osei-Larkin" not in thanks
    again = client.get(address(door, "for-you/"))
    assert again.status_code == 302
    assert again["Location"].endswith("thank-you/")


def test_what_adults_wrote_is_not_on_the_childs_screen(door: House, signed_in: SignIn) -> None:
    client = signed_in(door, "key_person")
    did(door, "tutor", note="Only for adults.")
    answer = client.post(address(door, "for-you/"), {"feeling": "0", "note": "x"})
    assert answer.status_code == 409
    assert "Only for adults." not in answer.content.decode()


def test_it_is_agreed_on_the_screen(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "key_person")
    form = address(house, "design/")
    assert "Agree a check-in together" in page(client, form)
    sent: dict[str, object] = {
        "with_adult": house.adults["key_person"].adult_id, "place": "by the pond", "morning": "1",
        "days": ["0", "1", "2"], "begins": "2026-11-24", "face-big": "Yay", "face-good": "Fine",
        "face-none": "Pass", "things": ["A word at break", "", "", ""],
    }  # fmt: skip
    answer = client.post(form, sent)
    assert answer.status_code == 422
    assert "not agreed with the child yet" in text(answer.content)
    assert b'value="by the pond"' in answer.content
    assert b'value="Yay"' in answer.content
    assert client.post(form, sent | {"agreed": "1"}).status_code == 302
    said = page(client, f"/children/{house.child(ADA).pk}/")
    assert (
        "With Ms Whitlock: by the pond, in the morning, on Monday, Tuesday and Wednesday." in said
    )
    answer = client.post(form, sent | {"agreed": "1", "place": "elsewhere"})
    assert answer.status_code == 409
    assert "by the pond" in text(answer.content)
    assert b'value="elsewhere"' in answer.content
    assert Agreement.objects.get().place == "by the pond"


@pytest.mark.parametrize("day", ["soon", "", "2026-02-30", "1999-01-01"])
def test_a_day_that_makes_no_sense_keeps_what_was_typed(
    house: House, signed_in: SignIn, day: str
) -> None:
    sent = {"place": "by the pond", "morning": "1", "agreed": "1", "begins": day}
    answer = signed_in(house, "key_person").post(address(house, "design/"), sent)
    assert answer.status_code == 422
    assert b'value="by the pond"' in answer.content


def test_half_a_term_later_the_child_is_asked_whether_it_helps(
    door: House, signed_in: SignIn, settings: Settings
) -> None:
    assert "does this help?" not in page(signed_in(door, "key_person"), address(door))
    settings.FIXED_NOW = "2027-01-06T09:00:00"
    client = signed_in(door, "key_person")
    assert "Ask Ada: does this help?" in page(client, address(door))
    sent = {"answer": "yes", "helps_words": "It is my pond now."}
    assert client.post(address(door, "helps/"), sent).status_code == 302
    assert "does this help?" not in page(client, address(door))
    assert Helps.objects.get().words == "It is my pond now."
    said = page(client, f"/children/{door.child(ADA).pk}/")
    assert "Does it help? Yes, it helps. Asked Wed 6 Jan 2027." in said
    assert "“It is my pond now.”" in said


@pytest.mark.parametrize("role", ["office", "supply", "psychologist", "subject_teacher"])
def test_who_may_not_read_sees_nothing_of_it(door: House, signed_in: SignIn, role: str) -> None:
    did(door, words="Between us two.")
    client = signed_in(door, role)
    said = page(client, f"/children/{door.child(ADA).pk}/") + page(client, "/")
    assert "library" not in said
    assert "Between us two." not in said
    assert client.get(address(door)).status_code == 403


def test_the_childs_page_tells_it_in_words_and_counts_nothing(
    door: House, signed_in: SignIn
) -> None:
    did(door, words="My tummy.")
    said = page(signed_in(door, "tutor"), f"/children/{door.child(ADA).pk}/")
    assert "24 Nov, morning “Wobbly. My tummy.”" in said


def test_every_look_is_noted_before_it_is_shown(door: House, signed_in: SignIn) -> None:
    client = signed_in(door, "key_person")
    for more in ("", "design/", "for-you/", "for-you/thank-you/"):
        mark = trail_lines.newest()
        client.get(address(door, more))
        assert door.child(ADA).pk in {pk for line in trail_lines.since(mark) for pk in line.ids}
    mark = trail_lines.newest()
    page(client)
    assert door.child(ADA).pk in {pk for line in trail_lines.since(mark) for pk in line.ids}


def test_it_is_asked_only_on_the_days_agreed(house: House, signed_in: SignIn) -> None:
    days = "".join(str(n) for n in range(5) if n != TODAY.weekday())
    made = agreed(house, days=days)
    assert made.at == NOW
    assert made.begins + dt.timedelta(days=0) == TODAY
    assert "library door" not in page(signed_in(house, "key_person"))
