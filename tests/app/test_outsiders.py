"""Letting somebody from outside in: who may, for whom, and how it ends."""

from __future__ import annotations

from tests import outside
from tests.outside import family
from tests.people import House

from belong.people import from_outside, link_codes


def test_a_link_and_a_code_open_one_child(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    given = outside.handed(house, row)
    link = link_codes.verify(token=given.token, code=given.code, at=outside.NOW)
    seen = from_outside.child(link.pk, now=outside.NOW)
    assert (seen.name, seen.who, seen.school_name) == ("Ada", "Kim Larkin", "Larkfield School")
