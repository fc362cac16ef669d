"""A visit from outside: the link, the code, the page, and nothing else."""

from __future__ import annotations

from html import unescape

from tests import outside
from tests.outside import WORKER, family
from tests.people import House


def test_family_sees_their_own_child(house: House) -> None:
    outside.at_home(house)
    page = unescape(outside.came(house, family()).page().decode())
    assert "Ada has been in school for" in page
    assert "Ms Whitlock" in page


def test_a_professional_sees_today(house: House) -> None:
    page = unescape(outside.came(house, WORKER).page().decode())
    assert "Ada Osei-Larkin is not here today" in page
    assert "No reason yet" in page
