"""What helps, and Help now, as pages: who reads how much, what happens to what was typed, and
what a stranger learns."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import trail_lines
from tests.app.test_acts import member
from tests.people import ADA, EVE, NEXT_DOOR, TODAY, House, SignIn
from tests.web.test_pages_stay_quick import BESIDE, FEW, MOST
from tests.web.test_today import page, text

from belong.people.trail import Verb
from belong.practice.profiles import actions, around
from belong.practice.profiles.around import Somebody
from belong.practice.profiles.models import LONGEST, Approval, Grace, Part, Place

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
SAID = {
    "own_words": "I can fix pretty much any bike.", "greeting": "A nod, not a big hello.",
    "story": "We moved twice this year.", "calm": "Ten minutes with something to mend.",
    "praise": "Quietly, or in writing.",
}  # fmt: skip


@pytest.fixture
def written(house: House) -> House:
    """Ada said what helps, and agreed to it."""
    by, ada = member(house, "tutor"), house.child(ADA)
    for key, words in SAID.items():
        actions.write(by=by, pupil=ada, key=key, words=words, own=key == "own_words", version=0,
                      at=NOW)  # fmt: skip
    around.add_person(by=by, pupil=ada, person=Somebody("Nan", "Gran", "out", "She waits."), at=NOW)
    around.give_grace(by=by, pupil=ada, sort="any_time", until=TODAY, at=NOW)
    actions.agreed(by=by, pupil=ada, version=len(SAID), at=NOW)
    return house


def at(house: House, end: str = "") -> str:
    return f"/what-helps/{house.child(ADA).pk}/{end}"


def now_at(house: House) -> str:
    return f"/help-now/{house.child(ADA).pk}/"


def part_sent(client: Client, house: House, words: str, version: int, status: int = 302) -> str:
    said = {"part": "greeting", "words": words, "own": "own", "version": version}
    answer = client.post(at(house, "write/"), said)
    assert answer.status_code == status
    return answer.content.decode() if status != 302 else answer["Location"]


def test_the_childs_own_words_stand_first(written: House, signed_in: SignIn) -> None:
    client = signed_in(written, "tutor")
    for address in (at(written), f"/children/{written.child(ADA).pk}/"):
        shown = page(client, address)
        assert shown.index(SAID["own_words"]) < shown.index(SAID["greeting"])
        assert "Ada agreed with Mr Begum, Tue 24 Nov 2026. Ask again by Wed 26 May 2027." in shown
        assert "Any time is fine. Just glad they came. Until Tue 24 Nov 2026." in shown
        assert "Nan" in shown
        assert "She waits." in shown
        assert "Ms Whitlock Key person" in shown
    assert SAID["story"] in page(client, at(written))


def test_before_anything_is_written_it_says_so_kindly(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    assert "Nothing is written yet. Ada knows best" in page(client, at(house))
    assert "Nothing is written yet. They know best" in page(
        client, f"/children/{house.child(ADA).pk}/"
    )
    assert "Nobody has" not in page(client, now_at(house))


@pytest.mark.parametrize("role", ["supply", "psychologist", "virtual_school"])
def test_who_is_here_for_a_while_reads_how_to_meet_the_child(
    written: House, signed_in: SignIn, role: str
) -> None:
    client = signed_in(written, role)
    for address in (at(written), f"/children/{written.child(ADA).pk}/"):
        shown = page(client, address)
        assert SAID["greeting"] in shown
        assert SAID["calm"] in shown
        for key in ("own_words", "story", "praise"):
            assert SAID[key] not in shown
        assert "She waits." not in shown
    assert "She waits." not in page(client, now_at(written))


def test_who_only_counts_sees_none_of_it(written: House, signed_in: SignIn) -> None:
    for role in ("office", "data_lead", "trust_officer"):
        shown = page(signed_in(written, role), f"/children/{written.child(ADA).pk}/")
        assert not any(words in shown for words in SAID.values())
        assert "Help now" not in shown


def test_help_now_says_their_words_and_ours_where_they_have_none(
    written: House, signed_in: SignIn
) -> None:
    client = signed_in(written, "tutor")
    shown = page(client, now_at(written))
    calm, together = shown.index(SAID["calm"]), shown.index("Sit beside them, not across.")
    assert calm < together < shown.index("The talk waits until calm")
    assert "Ms Whitlock" in shown
    assert "Mr Begum" in shown
    assert "Nan" not in shown, "nobody outside school comes at once"
    assert "room 4" in shown
    body = client.get(now_at(written)).content.decode().split("<main", 1)[1].split("</main>")[0]
    assert "<form" not in body
    assert "/help-now/" in client.get(f"/children/{written.child(ADA).pk}/").content.decode()


def test_what_is_out_of_sight_is_on_no_page_but_the_one_to_write(
    written: House, signed_in: SignIn
) -> None:
    client = signed_in(written, "tutor")
    client.post(at(written, "hide/"), {"part": "calm", "hide": "1"})
    for address in (at(written), now_at(written), f"/children/{written.child(ADA).pk}/"):
        assert SAID["calm"] not in page(client, address)
    shown = page(client, at(written, "write/"))
    assert SAID["calm"] in shown
    assert "kept out of sight, as Ada wished" in shown
    client.post(at(written, "hide/"), {"part": "calm", "show": "1"})
    assert SAID["calm"] in page(client, now_at(written))


def test_a_part_is_written_and_the_address_holds_no_word(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    where = part_sent(client, house, "A nod.", 0)
    assert where == at(house, "write/#part-greeting")
    assert "A nod." in page(client, at(house))


def test_two_who_write_at_once_see_both_texts(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    part_sent(client, house, "A nod.", 0)
    shown = text(part_sent(client, house, "A wave.", 0, 409).encode())
    assert "Somebody else has written here" in shown
    assert "A nod." in shown
    assert "A wave." in shown
    assert Part.objects.get().words == "A nod."
    part_sent(client, house, "A wave.", 1)
    assert Part.objects.get().words == "A wave."


def test_what_is_too_long_stays_in_the_form(house: House, signed_in: SignIn) -> None:
    typed = "w" * (LONGEST + 1)
    client = signed_in(house, "tutor")
    assert typed in part_sent(client, house, typed, 0, 422)
    said = {"part": "greeting", "words": typed, "own": "with", "version": 0}
    body = client.post(at(house, "write/"), said).content.decode()
    part = body.split('id="part-greeting"', 1)[1].split("</details>", 1)[0]
    chosen = [tag for tag in re.findall(r"<input[^>]*>", part) if " checked" in tag]
    assert ['value="with"' in tag for tag in chosen] == [True], "what was chosen stays too"
    assert "reads this aloud, where families stand" in part
    assert not Part.objects.exists()


def test_a_part_with_a_nul_is_not_there(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    assert client.post(at(house, "hide/"), {"part": "gree\x00ting", "hide": "1"}).status_code == 404
    sent = {"part": "gree\x00ting", "words": "x", "version": 0}
    assert client.post(at(house, "write/"), sent).status_code == 422


def test_the_child_agrees_only_to_what_was_on_the_page(written: House, signed_in: SignIn) -> None:
    client = signed_in(written, "tutor")
    Approval.objects.all().delete()
    assert client.post(at(written, "agreed/"), {"version": 3}).status_code == 409
    assert not Approval.objects.exists()
    assert client.post(at(written, "agreed/"), {"version": len(SAID)}).status_code == 302
    part_sent(client, written, "A wave.", 1)
    assert "Changed since Ada agreed" in page(client, at(written))


@pytest.mark.parametrize(
    ("end", "said"),
    [("grace/", {"sort": "any_time", "until": "soon"}),
     ("grace/", {"sort": "poorly", "until": "2026-11-24"}),
     ("person/", {"name": "", "where": "in", "tie": "runs the bike club"})],
)  # fmt: skip
def test_a_small_form_that_is_not_right_keeps_what_was_typed(
    house: House, signed_in: SignIn, end: str, said: dict[str, str]
) -> None:
    answer = signed_in(house, "tutor").post(at(house, end), said)
    assert answer.status_code == 422
    kept = said.get("tie") or said["until"]
    assert f'value="{kept}"' in answer.content.decode()
    assert not Grace.objects.exists()


def test_anothers_child_and_nobodys_are_the_same(
    written: House, next_door: House, signed_in: SignIn
) -> None:
    client = signed_in(written, "tutor")
    strangers = (written.child(EVE).pk, next_door.child(NEXT_DOOR[0]).pk, 987654)
    for path in ("what-helps/{}/", "what-helps/{}/write/", "help-now/{}/"):
        bodies = {client.get("/" + path.format(key)).content for key in strangers}
        assert len(bodies) == 1
    for end in (
        "write",
        "hide",
        "agreed",
        "grace",
        "grace/end",
        "person",
        "person/remove",
        "place",
    ):
        for key in strangers:
            said = {"part": "greeting", "words": "x", "version": 0, "hide": "1"}
            assert client.post(f"/what-helps/{key}/{end}/", said).status_code == 404


def test_a_childs_page_asks_no_more_than_others(written: House, signed_in: SignIn) -> None:
    client = signed_in(written, "headteacher")
    address = f"/children/{written.child(ADA).pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= MOST + BESIDE + FEW


def test_who_greets_reads_how_to_and_only_what_was_agreed(
    written: House, signed_in: SignIn
) -> None:
    client = signed_in(written, "crossing")

    def found() -> str:
        return text(client.post("/greet/", {"q": "osei"}, follow=True).content)

    shown = found()
    assert SAID["greeting"] in shown
    assert not any(words in shown for key, words in SAID.items() if key != "greeting")
    Approval.objects.all().delete()
    assert SAID["greeting"] not in found()
    assert client.get(at(written)).status_code == 403


def test_a_place_is_put_up_chosen_and_taken_down(
    written: House, next_door: House, signed_in: SignIn
) -> None:
    head, mine = signed_in(written, "headteacher"), "/what-helps/places/"
    said = {"name": "Bike shed", "when": "Lunch", "what": "Bikes", "who": "Mr Roe"}
    assert head.post(mine, said).status_code == 302
    twice = head.post(mine, said | {"what": "Tea and bikes"})
    assert (twice.status_code, "Tea and bikes" in twice.content.decode()) == (422, True)
    assert head.post(mine, said | {"name": " "}).status_code == 422
    place = Place.objects.get()
    tutor = signed_in(written, "tutor")
    tutor.post(at(written, "place/"), {"place": place.pk, "keep": "1"})
    for address in (at(written), now_at(written), f"/children/{written.child(ADA).pk}/"):
        assert "Bike shed" in page(tutor, address)
    elsewhere = signed_in(next_door, "headteacher")
    assert "Bike shed" not in page(elsewhere, mine)
    down = {"place": place.pk}
    assert elsewhere.post(mine + "take-down/", down).status_code == 404
    assert tutor.post(mine + "take-down/", down).status_code == 403
    assert head.post(mine + "take-down/", down).status_code == 302
    assert "Bike shed" not in page(tutor, now_at(written))


def test_help_now_is_one_tap_from_any_page_and_names_ones_own_children_alone(
    written: House, signed_in: SignIn
) -> None:
    tutor = signed_in(written, "tutor")
    for door in ("/today/", "/help/", "/children/"):
        assert 'href="/help-now/"' in tutor.get(door).content.decode(), door
    shown = tutor.get("/help-now/").content.decode()
    assert f'href="/help-now/{written.child(ADA).pk}/"' in shown
    hers = f'href="/help-now/{written.child(EVE).pk}/"'
    assert hers not in shown, "another form's"
    tutor.post("/help-now/", {"q": EVE.surname})
    assert hers not in tutor.get("/help-now/").content.decode()
    head = signed_in(written, "headteacher")
    assert ADA.surname not in head.get("/help-now/").content.decode(), "nobody is their own"
    answer = head.post("/help-now/", {"q": ADA.surname})
    assert answer.status_code == 302
    assert ADA.surname not in answer["Location"]
    assert f'href="/help-now/{written.child(ADA).pk}/"' in head.get("/help-now/").content.decode()


def test_a_look_through_help_now_is_noted(written: House, signed_in: SignIn) -> None:
    mark = trail_lines.newest()
    signed_in(written, "tutor").get("/help-now/")
    seen = [line for line in trail_lines.since(mark) if line.verb == Verb.CHILDREN_LISTED]
    assert written.child(ADA).pk in seen[-1].ids
