"""Check-ins on the page and in Today: three taps, the child's own screen, and who is there."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests import trail_lines
from tests.app import test_checkins as app
from tests.app.test_checkins import WORDS, agreed
from tests.people import ADA, BEN, EVE, NEXT_DOOR, House, SignIn
from tests.web.test_today import page

from belong.people.trail import Verb
from belong.practice.checkins.models import Agreement, CheckIn


def at(house: House, then: str = "") -> str:
    return f"/check-ins/{house.child(ADA).pk}/{then}"


def tap(client: Client, address: str, status: int = 302, **said: object) -> str:
    answer = client.post(address, said)
    assert answer.status_code == status
    return answer.content.decode()


def test_today_opens_it_and_a_face_and_save_is_all(house: House, signed_in: SignIn) -> None:
    agreed(house)
    client = signed_in(house, "tutor")
    said = page(client)
    assert "Agreed together: By the library door, in the morning." in said
    assert f'href="{at(house)}"' in client.get("/today/").content.decode()
    assert "How is Ada this morning?" in page(client, at(house))
    tap(client, at(house), half="morning", version="-1", feeling="1")
    assert CheckIn.objects.get().feeling == "Wobbly"
    assert "Ada Osei-Larkin 7 Oak Done at 9:18. Agreed together" in page(client)


def test_a_tutor_is_away_and_the_stand_in_is_asked_on_the_next_load(
    house: House, signed_in: SignIn
) -> None:
    agreed(house, stand_in=house.adults["class_teacher"].adult_id)
    tutor, teacher = signed_in(house, "tutor"), signed_in(house, "class_teacher")
    head, key = signed_in(house, "headteacher"), house.adults["tutor"].adult_id
    assert "you are there" not in page(teacher)
    tap(head, "/check-ins/away/say/", adult=key)
    assert "Mr Begum is away today, and you are there: By the library door." in page(teacher)
    assert "By the library door" not in page(tutor)
    child = f"/children/{house.child(ADA).pk}/"
    assert "Mr Begum is away today. Miss Iqbal is there." in page(teacher, child)
    tap(head, "/check-ins/away/say/", adult=key, there="1")
    assert "you are there" not in page(teacher)
    assert "By the library door" in page(tutor)
    assert "is away today" not in page(teacher, child)


def test_who_stands_in_by_role_sees_it_and_what_they_did_is_done_for_both(
    house: House, signed_in: SignIn
) -> None:
    agreed(house)
    duffy = signed_in(house, "stand_in")
    assert "If they are away, it is yours: By the library door." in page(duffy)
    tap(duffy, at(house), half="morning", version="-1", how="together")
    tutor = page(signed_in(house, "tutor"))
    assert "in the morning" not in tutor
    assert "at the end of the day" in tutor


@pytest.mark.parametrize("then", ["", "end-of-day/", "design/", "for-you/"])
def test_a_stranger_is_not_there(
    house: House, next_door: House, signed_in: SignIn, then: str
) -> None:
    client = signed_in(house, "tutor")
    zora, eve = next_door.child(NEXT_DOOR[0]).pk, house.child(EVE).pk
    found = [client.get(f"/check-ins/{key}/{then}") for key in (zora, eve, 99999)]
    assert {answer.status_code for answer in found} == {404}
    said = {re.sub(rb"/\d+/", b"", answer.content) for answer in found}
    assert len(said) == 1


def test_a_teacher_of_one_class_does_not_read_what_was_said_between_two(
    house: House, signed_in: SignIn
) -> None:
    agreed(house)
    app.done(house)
    answer = signed_in(house, "subject_teacher").get(f"/children/{house.child(ADA).pk}/")
    assert WORDS.encode() not in answer.content
    assert WORDS in page(signed_in(house, "tutor"), f"/children/{house.child(ADA).pk}/")


def test_what_was_typed_stays_where_it_could_not_be_kept(house: House, signed_in: SignIn) -> None:
    agreed(house)
    said = tap(
        signed_in(house, "tutor"), at(house), 422, half="morning", version="-1", words="Kept here"
    )
    assert "No face is chosen." in said
    assert "Kept here" in said


def test_two_at_once_see_both_texts(house: House, signed_in: SignIn) -> None:
    agreed(house)
    app.done(house)
    mark = trail_lines.newest()
    said = tap(
        signed_in(house, "key_person"), at(house), 409,
        half="morning", version="-1", feeling="0", words="Theirs too",
    )  # fmt: skip
    assert WORDS in said
    assert "Theirs too" in said
    assert Verb.CHILD_SEEN in {line.verb for line in trail_lines.since(mark)}
    assert CheckIn.objects.get().words == WORDS


def test_the_childs_own_screen_leads_nowhere_else(house: House, signed_in: SignIn) -> None:
    agreed(house)
    client = signed_in(house, "tutor")
    body = client.get(at(house, "for-you/")).content.decode()
    assert "Biscuit-level happy" in body
    assert BEN.surname not in body
    assert re.findall(r'<a [^>]*href="([^"#]+)"', body) == []
    tap(client, at(house, "for-you/"), half="morning", version="-1", feeling="0")
    assert CheckIn.objects.get().answered_by_child
    thanks = client.get(at(house, "for-you/thank-you/")).content.decode()
    assert re.findall(r'<a [^>]*href="([^"#]+)"', thanks) == [at(house)]


def test_the_child_does_not_read_what_the_adult_wrote(house: House, signed_in: SignIn) -> None:
    agreed(house)
    app.done(house, app.replace(app.GOES, note="Came with a stern face"))
    answer = signed_in(house, "tutor").get(at(house, "for-you/"), follow=True)
    assert b"stern face" not in answer.content


def test_faces_are_never_counted(house: House, signed_in: SignIn) -> None:
    agreed(house)
    app.done(house)
    said = page(signed_in(house, "tutor"), f"/children/{house.child(ADA).pk}/")
    assert "Wobbly" in said
    assert not re.search(r"Wobbly[^.]{0,20}\d+ (?:times|of)", said)


def test_design_begins_only_with_the_childs_yes(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    form = {
        "with_adult": house.adults["tutor"].adult_id, "place": "The bench", "morning": "1",
        "days": ["0", "1"], "face-big": "Yay", "face-good": "Fine", "face-none": "Not saying",
        "begins": "2026-11-24", "read": "",
    }  # fmt: skip
    said = tap(client, at(house, "design/"), 422, **form)
    assert "This is not agreed with the child yet." in said
    assert "The bench" in said
    tap(client, at(house, "design/"), agreed="1", **form)  # type: ignore[arg-type]
    assert Agreement.objects.get().days == "01"
    assert "The child" not in tap(client, at(house, "design/"), 409, agreed="1", **form)


def test_undo_takes_everything_back(house: House, signed_in: SignIn) -> None:
    agreed(house)
    one = app.done(house)
    other = signed_in(house, "headteacher").post("/check-ins/take-back/", {"checkin": one.pk})
    assert other.status_code == 404
    tap(signed_in(house, "tutor"), "/check-ins/take-back/", checkin=one.pk)
    assert not CheckIn.objects.exists()
