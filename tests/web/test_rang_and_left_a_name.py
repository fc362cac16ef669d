"""Somebody rang a child's social worker, and nobody answered: kept, and the word still waits."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines
from tests.app.test_acts import member
from tests.app.test_word_today import NOW, has_one, tells
from tests.people import ADA, EVE, House, SignIn
from tests.web.test_today import page
from tests.web.test_word_today import LEAD, PAGE, tell

from belong.people.trail import Verb
from belong.practice.contact import sending
from belong.practice.contact.word_models import Word

RANG = "Rang and left a name, 9:18, Ms Anand. The word still waits."


def test_one_tap_keeps_it_and_the_word_still_waits(house: House, signed_in: SignIn) -> None:
    has_one(house)
    client, since = signed_in(house, LEAD), trail_lines.newest()
    for _ in range(2):
        assert tell(client, house, rang="1").url == PAGE  # type: ignore[attr-defined]
    said = page(client, PAGE)
    assert said.count(RANG) == 1, "a double tap is one"
    assert "1 word to tell today" in said
    assert "I have told them" in said
    line = page(client, f"/children/{house.child(ADA).pk}/")
    assert "Away today. A word for their social worker is ready." in line
    one = Word.objects.get()
    assert (one.said, one.reached, one.code) == ("", False, "")
    lines = [x for x in trail_lines.since(since) if x.verb == Verb.IN_TOUCH]
    assert [(x.ids, x.detail) for x in lines] == [([one.pupil_id], {"contact": one.pk})]
    client.post(f"{PAGE}take-back/", {"word": one.pk})
    assert RANG not in page(client, PAGE)


def test_told_afterwards_it_waits_no_more(house: House, signed_in: SignIn) -> None:
    has_one(house)
    client = signed_in(house, LEAD)
    tell(client, house, rang="1")
    tell(client, house)
    said = page(client, PAGE)
    assert "Everybody who waits for a word has it" in said
    assert RANG in said


def test_of_whom_nobody_waits_for_a_word_nothing_is_kept(house: House, signed_in: SignIn) -> None:
    """The child has no social worker; or somebody may not read of one."""
    client = signed_in(house, LEAD)
    answer = client.post(f"{PAGE}told/", {"child": house.child(EVE).pk, "rang": "1"})
    assert answer.status_code == 422
    has_one(house)
    with pytest.raises(PermissionDenied):
        sending.left_name(by=member(house, "tutor"), pupil=house.child(ADA), at=NOW)
    assert not Word.objects.exists()


def test_the_database_knows_no_call_with_words_and_no_word_without(house: House) -> None:
    has_one(house)
    key = tells(house).pk
    for wrong in ({"said": ""}, {"reached": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Word.objects.filter(pk=key).update(**wrong)
