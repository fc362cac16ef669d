"""Key persons for many children: look first, then all of them or none."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.app.test_key_persons import keys
from tests.people import ADA, BEN, CAL, House, SignIn
from tests.web.test_today import page, text

PAGE = "/people/key-persons/"
LIST = f"{BEN.id}\tMr Roe\n{CAL.surname}, Cal\tMr Roe\n{ADA.id}\tMs Whitlock\nNobody, At\tMr Roe"


def _pairs(body: str) -> str:
    return body.split('name="pairs" value="', 1)[1].split('"', 1)[0]


def test_a_list_is_shown_before_anything_is_given(house: House, signed_in: SignIn) -> None:
    client, before = signed_in(house, "headteacher"), keys(house)
    answer = client.post(PAGE, {"text": LIST})
    said = text(answer.content)
    assert "2 key persons to name" in said
    assert "1 has this key person already" in said
    assert "Line 4: Nobody, At · Mr Roe No child on roll has that number or name." in said
    assert keys(house) == before
    sent = {"pairs": _pairs(answer.content.decode()), "text": LIST}
    assert client.post(f"{PAGE}give/", sent).url == PAGE
    assert keys(house) - before == {(BEN.surname, "Mr Roe"), (CAL.surname, "Mr Roe")}
    again = client.post(f"{PAGE}give/", sent)
    assert again.status_code == 422
    assert "They have that role already." in text(again.content)
    assert LIST.replace("\t", "\t") in again.content.decode()


def test_a_file_is_read_and_what_did_not_match_is_saved(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    body = f"UPN,Adult\n{BEN.id},Mr Roe\n=HYPERLINK(1),Mr Zoë\n".encode("cp1252")
    answer = client.post(PAGE, {"text": "", "file": SimpleUploadedFile("list.csv", body)})
    assert "1 key person to name" in text(answer.content)
    assert "Mr Zoë" in text(answer.content)
    saved = client.post(f"{PAGE}not-matched/", {"text": "=HYPERLINK(1)\tMr Zoë"})
    lines = b"".join(saved.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Line,Child,Form,Adult,Why"
    assert lines[1].startswith("1,'=HYPERLINK(1),,Mr Zoë,No child")


def test_a_form_and_one_adult(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    roe = house.adults["teaching_assistant"].adult_id
    sent = {"by_form": 1, "form": "7 Oak", "adult": roe, "only_without": 1}
    assert "3 key persons to name" in text(client.post(PAGE, sent).content)
    answer = client.post(PAGE, {"by_form": 1, "form": "7 Oak"})
    assert answer.status_code == 422
    assert '<option value="7 Oak" selected>' in answer.content.decode()


def test_what_was_typed_stays_where_it_cannot_be_read(house: House, signed_in: SignIn) -> None:
    client, long = signed_in(house, "headteacher"), "K1\tMr Roe\n" * 601
    answer = client.post(PAGE, {"text": long})
    assert answer.status_code == 422
    assert "There are 601 lines." in text(answer.content)
    assert long.strip() in answer.content.decode()


def test_who_sees_no_child_is_told_whom_to_ask(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "system_administrator")
    assert "This needs somebody who sees children" in page(client, PAGE)
    for address, sent in (
        (PAGE, {"text": LIST}), (f"{PAGE}give/", {"pairs": "1:1"}),
        (f"{PAGE}not-matched/", {"text": LIST}),
    ):  # fmt: skip
        answer = client.post(address, sent)
        assert answer.status_code == 403
        assert BEN.surname not in answer.content.decode()


def test_keys_that_are_none_give_nothing(house: House, signed_in: SignIn) -> None:
    client, before = signed_in(house, "headteacher"), keys(house)
    for pairs in ("x:y", f"{house.child(BEN).pk}:999999", f"999999:{house.lead.adult_id}"):
        assert client.post(f"{PAGE}give/", {"pairs": pairs}).status_code == 404
    assert keys(house) == before


def test_how_many_children_will_turn_to_them_stands_beside_the_one_who_is_given_more(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "headteacher")
    said = text(client.post(PAGE, {"text": LIST}).content)
    assert said.count("Mr Roe, then for 2 children") == 2
    _given = client.post(f"{PAGE}give/", {"pairs": f"{house.child(BEN).pk}:{_roe(house)}"})
    said = text(client.post(PAGE, {"text": LIST}).content)
    assert "Mr Roe, then for 2 children" in said, "who is theirs already is counted once"
    house.child(BEN).enrolments.update(left_on="2026-11-20")
    assert "Mr Roe, then for 1 child" in text(client.post(PAGE, {"text": LIST}).content)
    assert "then for" not in text(client.get(PAGE).content)


def _roe(house: House) -> int:
    return house.adults["teaching_assistant"].adult_id
