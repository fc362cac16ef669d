"""What colleagues count on an adult for reaches their Today, and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.app.test_acts import member
from tests.app.test_in_touch import NOW, card, mine
from tests.people import ADA, TODAY, House, SignIn
from tests.web.test_today import page

from belong.practice.contact import building
from belong.practice.contact.in_touch import KeptInMind

DAY = dt.timedelta(days=1)
PREPARE, GREET = "Prepare a card for Ada.", "It was agreed that you greet Ada."
ASKS = "asks whether you come alongside Ada."


@pytest.mark.parametrize(("begins", "told"), [(1, True), (3, True), (6, False), (0, False)])
def test_who_prepares_it_is_told_in_the_last_days_before(
    house: House, signed_in: SignIn, begins: int, told: bool
) -> None:
    card(house)
    KeptInMind.objects.update(first=TODAY + begins * DAY, last=TODAY + 20 * DAY)
    assert (PREPARE in page(signed_in(house, "tutor"))) is told
    assert PREPARE not in page(signed_in(house, "key_person"))


def test_what_is_prepared_is_not_said_again(house: House, signed_in: SignIn) -> None:
    card(house)
    first = TODAY + DAY
    KeptInMind.objects.update(first=first, last=first + 9 * DAY, state="prepared")
    assert PREPARE not in page(signed_in(house, "tutor"))


def test_the_line_still_says_that_the_child_is_not_here(house: House, signed_in: SignIn) -> None:
    mine(house, asks="key_person")
    said = page(signed_in(house, "key_person"))
    assert "Not here today." in said
    assert said.index("Not here today.") < said.index(ASKS)


@pytest.mark.parametrize(("ended", "told"), [(1, True), (2, False)])
def test_who_greets_is_told_on_the_first_day_back(
    house: House, signed_in: SignIn, ended: int, told: bool
) -> None:
    card(house, how="greets")
    last = TODAY - ended * DAY
    KeptInMind.objects.update(first=last - 9 * DAY, last=last)
    assert (GREET in page(signed_in(house, "tutor"))) is told


def test_whoever_is_asked_alongside_sees_it_until_they_answer(
    house: House, signed_in: SignIn
) -> None:
    one = mine(house, asks="key_person")
    client = signed_in(house, "key_person")
    found = page(client)
    assert ASKS in found
    assert found.count("Ada Osei-Larkin 7 Oak") == 1
    assert ASKS not in page(signed_in(house, "tutor"))
    building.answer(
        by=member(house, "key_person"), pupil=house.child(ADA), key=one.pk, says="not now"
    )
    assert ASKS not in page(client)
    assert NOW.date() == TODAY
