"""Joining two records of one child: what is shown first, what is refused, what is said after."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.people import ADA, BEN, NEXT_DOOR, Child, House, SignIn, as_csv

from belong.intake import merging
from belong.people.models import Pupil, TrailLine

AGAIN = Child("K000000000888", "Ada", "Osei-Larkin")
HEADS = ["UPN", "Surname", "Forename", "Date", "Session", "Mark"]
PATH, YES = "/children/join/", "/children/join/yes/"


def marks_of_again(*marks: tuple[str, str, str]) -> bytes:
    """The marks of Ada's second record."""
    return as_csv([HEADS, *([AGAIN.id, AGAIN.surname, AGAIN.forename, *m] for m in marks)])


@pytest.fixture
def twice(house: House) -> House:
    """A house in which Ada stands twice; of three marks one meets hers and differs, one meets
    and is the same, and one stands alone."""
    house.bring(marks_of_again(
        ("2026-11-24", "AM", "I"), ("2026-11-23", "AM", "/"), ("2026-11-24", "PM", "M")
    ))  # fmt: skip
    return house


@pytest.fixture
def agreeing(house: House) -> House:
    """Ada stands twice, and wherever both records have a mark it is the same."""
    house.bring(marks_of_again(("2026-11-23", "AM", "/")))
    return house


def keys(house: House) -> dict[str, int]:
    """What the form sends: Ada stays."""
    return {"one": house.child(ADA).pk, "other": house.child(AGAIN).pk}


def text(answer: HttpResponse) -> str:
    """What the page says between its head and its foot."""
    main = answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def look(client: Client, house: House) -> str:
    """The page that shows both."""
    answer = client.get(PATH, keys(house))
    assert answer.status_code == 200
    return text(answer)


def ours(house: House) -> int:
    """How many children the school has."""
    return Pupil.objects.filter(school=house.school, merged_into=None).count()


def test_both_records_stand_side_by_side(twice: House, signed_in: SignIn) -> None:
    said = look(signed_in(twice), twice)
    assert "Are these two records one child?" in said
    assert f"Number in your system {ADA.id} {AGAIN.id}" in said
    assert "On roll since Tue 3 Sep 2024 since a day nobody wrote down" in said
    assert "Marks 43 3" in said
    assert "Known as" not in said


def test_what_is_not_the_same_in_both_is_said(twice: House, signed_in: SignIn) -> None:
    client = signed_in(twice)
    assert "Not the same in both: UPN." in look(client, twice)
    Pupil.objects.filter(pk=twice.child(AGAIN).pk).update(upn="")
    assert "Not the same in both" not in look(client, twice)


def test_sessions_that_differ_are_listed_with_both_marks(twice: House, signed_in: SignIn) -> None:
    said = look(signed_in(twice), twice)
    assert "2 sessions have a mark in both records. For 1 of them the marks differ." in said
    assert "Tue 24 Nov 2026, morning N, No reason yet" in said
    assert "Mon 23 Nov 2026, morning" not in said
    assert "I have looked at the session whose marks differ" in said


def listed(client: Client, two: dict[str, int]) -> str:
    """The word for the list on the page, as its form sends it."""
    page = client.get(PATH, two).content.decode()
    return re.findall(r'name="seen" value="(\w+)"', page)[0]


def test_another_list_of_as_many_sessions_has_to_be_looked_at_again(
    twice: House, signed_in: SignIn
) -> None:
    client, two = signed_in(twice), keys(twice)
    seen = listed(client, two)
    twice.bring(as_csv([HEADS, [ADA.id, ADA.surname, ADA.forename, "2026-11-24", "AM", "L"]]))
    answer = client.post(YES, two | {"seen": seen, "looked": "on"})
    assert answer.status_code == 422
    assert "Marks have changed since you opened this page." in text(answer)


def test_looking_is_noted_for_both(twice: House, signed_in: SignIn) -> None:
    before = TrailLine.objects.count()
    look(signed_in(twice), twice)
    lines = TrailLine.objects.order_by("pk")[before:]
    assert {key for line in lines for key in line.ids} == set(keys(twice).values())


def test_joining_says_what_was_done(twice: House, signed_in: SignIn) -> None:
    client, two = signed_in(twice), keys(twice)
    answer = client.post(YES, two | {"seen": listed(client, two), "looked": "on"}, follow=True)
    said = text(answer)
    assert "These two records are one child now" in said
    assert "Ms Okoro, Attendance lead joined them on" in said
    assert f"{ADA.id} and {AGAIN.id}" in said
    assert "Tue 24 Nov 2026, morning N, No reason yet" in said
    assert b"Joined. The two records are one child now." in answer.content
    assert Pupil.objects.get(pk=two["other"]).merged_into_id == two["one"]


def test_what_was_done_is_found_again_from_the_childs_history(
    agreeing: House, signed_in: SignIn
) -> None:
    client, two = signed_in(agreeing), keys(agreeing)
    client.post(YES, two)
    page = client.get(f"/children/{two['one']}/history/").content.decode()
    (href,) = re.findall(r'href="(/children/join/[^"]+)"', page)
    assert "None. Where both records had a mark, it was the same." in text(
        client.get(unescape(href))
    )


def test_where_marks_agree_nothing_has_to_be_ticked(agreeing: House, signed_in: SignIn) -> None:
    client = signed_in(agreeing)
    said = look(client, agreeing)
    assert "1 session has a mark in both records. Wherever both have one, it is the same." in said
    assert "I have looked" not in said
    assert client.post(YES, keys(agreeing)).status_code == 302
    assert ours(agreeing) == 11


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"seen": "1"}, "The two records do not agree about every mark."),
        ({"seen": "0", "looked": "on"}, "Marks have changed since you opened this page."),
        ({"looked": "on"}, "Marks have changed since you opened this page."),
    ],
)
def test_marks_that_differ_have_to_be_looked_at(
    twice: House, signed_in: SignIn, more: dict[str, str], said: str
) -> None:
    answer = signed_in(twice).post(YES, keys(twice) | more)
    assert answer.status_code == 422
    assert "Nothing was joined" in text(answer)
    assert said in text(answer)
    assert ours(twice) == 12


def test_one_record_is_not_two(house: House, signed_in: SignIn) -> None:
    client, key = signed_in(house), house.child(ADA).pk
    for answer in (client.get(PATH, {"one": key, "other": key}),
                   client.post(YES, {"one": key, "other": key})):  # fmt: skip
        assert "Both are the same record." in text(answer)
    assert ours(house) == 11


def test_two_that_were_joined_already_are_not_joined_again(
    agreeing: House, signed_in: SignIn
) -> None:
    client, two = signed_in(agreeing), keys(agreeing)
    merging.merge(by=agreeing.lead, stays=agreeing.child(ADA), goes=agreeing.child(AGAIN))
    before = agreeing.school.__class__.objects.get(pk=agreeing.school.pk).revision
    answer = client.post(YES, two, follow=True)
    assert "These two were joined already. Nothing more has changed." in text(answer)
    assert agreeing.school.__class__.objects.get(pk=agreeing.school.pk).revision == before


def test_the_other_one_may_stay(agreeing: House, signed_in: SignIn) -> None:
    two = keys(agreeing)
    signed_in(agreeing).post(YES, {"one": two["other"], "other": two["one"]})
    assert Pupil.objects.get(pk=two["one"]).merged_into_id == two["other"]


def test_without_two_keys_it_says_where_to_choose(house: House, signed_in: SignIn) -> None:
    answer = signed_in(house).get(PATH)
    assert answer.status_code == 200
    assert "Which two?" in text(answer)
    assert "Nothing was joined" not in text(answer)


def test_next_door_answers_like_nobody(house: House, next_door: House, signed_in: SignIn) -> None:
    client, mine = signed_in(house), house.child(ADA).pk
    theirs = next_door.child(NEXT_DOOR[0]).pk
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    for ask in (lambda two: client.get(PATH, two), lambda two: client.post(YES, two)):
        seen = set()
        for key in (theirs, 999_999_999, "9" * 30, "-1", "x", ""):
            for two in ({"one": mine, "other": key}, {"one": key, "other": mine}):
                answer = ask(two)
                assert answer.status_code == 404, two
                seen.add(token.sub(b"", answer.content))
        assert len(seen) == 1
    assert next_door.child(NEXT_DOOR[0]).merged_into_id is None


@pytest.mark.parametrize("role", ["headteacher", "tutor"])
def test_who_may_not_correct_marks_may_not_join(
    agreeing: House, signed_in: SignIn, role: str
) -> None:
    client = signed_in(agreeing, role)
    assert client.get(PATH, keys(agreeing)).status_code == 403
    assert client.post(YES, keys(agreeing)).status_code == 403
    assert ours(agreeing) == 12


def test_a_record_joined_twice_over_is_still_found(agreeing: House, signed_in: SignIn) -> None:
    """Ada's second record joins Ada, and Ada then turns out to be Ben: every address leads on."""
    again = agreeing.child(AGAIN)
    merging.merge(by=agreeing.lead, stays=agreeing.child(ADA), goes=again)
    merging.merge(by=agreeing.lead, stays=agreeing.child(BEN), goes=agreeing.child(ADA))
    answer = signed_in(agreeing).get(f"/children/{again.pk}/")
    assert answer.status_code == 200
    assert "Ben Quillfeather" in text(answer)
