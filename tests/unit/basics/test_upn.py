"""A UPN carries its own check: a slip of the pen is seen without asking anybody."""

from __future__ import annotations

import pytest

from belong.basics.upn import LETTERS, check_letter, has_form, is_right

RIGHT = ["R674123101121", "Y886999926001", "J88699992600A", "H801200001001"]


@pytest.mark.parametrize("number", [*RIGHT, " y886999926001 "])
def test_a_number_that_fits_is_right(number: str) -> None:
    assert is_right(number)


@pytest.mark.parametrize("number", RIGHT)
def test_every_other_first_letter_is_wrong(number: str) -> None:
    others = [letter for letter in LETTERS if letter != number[0]]
    assert [letter for letter in others if is_right(letter + number[1:])] == []


@pytest.mark.parametrize("place", range(1, 13))
def test_one_figure_put_wrong_is_seen(place: int) -> None:
    number = "Y886999926001"
    slip = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert not is_right(slip)


@pytest.mark.parametrize(
    "number",
    ["", "A801200001001", "Y88699992600", "Y8869999260011", "YY86999926001", "8886999926001",
     "I886999926001", "J88699992600O", "Y88699992600-", "Y٨٨٦٩٩٩٩٢٦٠٠١", "Y886 99926001"],
)  # fmt: skip
def test_what_is_no_number_is_not_right(number: str) -> None:
    assert not is_right(number)


def test_the_form_is_told_apart_from_the_check() -> None:
    assert has_form("A801200001001")
    assert not has_form("A8012000010")
    assert check_letter("801200001001") == "H"
    assert check_letter("88699992600O") is None
