"""Words that help: everybody reads them, those who keep the settings change them."""

from __future__ import annotations

from dataclasses import replace

from tests.app.test_library import HELLO, LATE, POLISH, SECRET, change, now, translate
from tests.people import House, SignIn
from tests.web.test_today import page, text

from belong.practice.contact.word_models import SchoolText

PAGE = "/words-that-help/"
GLAD = "“I am glad you are here.” Nothing about the time."


def test_everybody_reads_them_and_few_may_change_them(house: House, signed_in: SignIn) -> None:
    for role in ("tutor", "office", "governor", "supply"):
        said = page(signed_in(house, role), PAGE)
        assert GLAD in said
        assert "Warm messages home" in said
        assert "Change" not in said
    assert "Change" in page(signed_in(house, "headteacher"), PAGE)


def test_the_gate_says_what_the_school_says(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "office")
    assert GLAD in page(client, "/gate/")
    signed_in(house, "headteacher").post(f"{PAGE}{LATE}/", {"words": SECRET, "version": 0})
    assert SECRET in page(client, "/gate/")
    assert GLAD not in page(client, "/gate/")


def test_a_message_in_another_language_is_offered_once_it_was_read(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "tutor")
    translate(house, replace(POLISH, reviewed_by="", reviewed_on=""))
    assert POLISH.words not in page(client, PAGE)
    translate(house, version=1)
    said = page(client, PAGE)
    assert POLISH.words in said
    assert "Read by Mrs Kowalczyk, Fri 20 Nov 2026." in said
    change(house, "Hello from the office.", key=HELLO)
    assert POLISH.words not in page(client, PAGE)


def test_a_language_written_from_the_right_says_so(house: House, signed_in: SignIn) -> None:
    translate(house, replace(POLISH, language="ur", words="سلام"))
    body = signed_in(house, "tutor").get(PAGE).content.decode()
    assert '<p lang="ur" dir="rtl">سلام</p>' in body


def test_a_text_is_added_taken_off_and_put_back(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    client.post(f"{PAGE}new/", {"situation": "door", "words": SECRET})
    assert SECRET in page(signed_in(house, "tutor"), PAGE)
    key = SchoolText.objects.get().key
    client.post(f"{PAGE}{key}/hide/", {"hide": 1, "version": 1})
    assert SECRET not in page(signed_in(house, "tutor"), PAGE)
    assert "1 text is off the page" in page(client, PAGE)
    client.post(f"{PAGE}{key}/hide/", {"show": 1, "version": 2})
    assert SECRET in page(signed_in(house, "tutor"), PAGE)


def test_what_was_typed_stays_where_it_cannot_be_kept(house: House, signed_in: SignIn) -> None:
    client, long = signed_in(house, "headteacher"), "w" * 401
    for address, more in (
        (f"{PAGE}new/", {"situation": "door"}), (f"{PAGE}{LATE}/", {"version": 0}),
    ):  # fmt: skip
        answer = client.post(address, {"words": long, **more})
        assert answer.status_code == 422
        assert f"{long}</textarea>" in answer.content.decode()
    sent = {"language": "pl", "words": "Cześć", "reviewed_by": "Mrs K", "version": 0}
    answer = client.post(f"{PAGE}{HELLO}/language/", sent)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "Cześć</textarea>" in body
    assert 'value="Mrs K"' in body
    assert '<option value="pl" selected>' in body


def test_two_people_change_a_text_and_both_are_shown(house: House, signed_in: SignIn) -> None:
    change(house, SECRET)
    client = signed_in(house, "headteacher")
    answer = client.post(f"{PAGE}{LATE}/", {"words": "Mine.", "version": 0})
    assert answer.status_code == 409
    assert SECRET in text(answer.content)
    assert "Mine.</textarea>" in answer.content.decode()
    client.post(f"{PAGE}{LATE}/", {"words": "Mine.", "version": 1})
    assert now(house).words == "Mine."
    translate(house)
    sent = {"language": "pl", "words": "Cześć", "version": 0}
    answer = client.post(f"{PAGE}{HELLO}/language/", sent)
    assert answer.status_code == 409
    assert POLISH.words in text(answer.content)
    assert "Cześć</textarea>" in answer.content.decode()


def test_there_is_no_page_of_what_is_not_there(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    assert client.get(f"{PAGE}own-nothing/").status_code == 404
    assert client.post(f"{PAGE}own-nothing/", {"words": "x"}).status_code == 404


IN_POLISH = {"language": "pl", "in_other": "Dzień dobry.", "reviewed_by": "Mrs Wrona",
             "reviewed_on": "2026-11-20"}  # fmt: skip


def test_a_new_message_home_stands_in_another_language_at_once(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "headteacher")
    assert "In another language too" in client.get(f"{PAGE}new/").content.decode()
    sent = {"situation": "home", "words": "Good morning from us all."}
    assert client.post(f"{PAGE}new/", sent | IN_POLISH).status_code == 302
    said = client.get(PAGE).content.decode()
    assert "Good morning from us all." in said
    assert "Dzień dobry." in said
    assert "Read by Mrs Wrona" in said


def test_where_one_of_both_cannot_be_kept_neither_is_and_both_stay_typed(
    house: House, signed_in: SignIn
) -> None:
    client, before = signed_in(house, "headteacher"), SchoolText.objects.count()
    sent = {"situation": "home", "words": "Good morning from us all."} | IN_POLISH
    wrong = ({"situation": "welcome"}, {"language": ""}, {"language": "xx"}, {"in_other": ""},
             {"reviewed_on": ""}, {"words": ""}, {"in_other": "o" * 401})  # fmt: skip
    for more in wrong:
        answer = client.post(f"{PAGE}new/", sent | more)
        assert answer.status_code == 422, more
        for typed in ({**sent, **more} | {"language": "", "situation": ""}).values():
            assert typed in answer.content.decode(), more
    assert SchoolText.objects.count() == before
