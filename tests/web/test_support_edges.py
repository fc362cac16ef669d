"""The edges of support on pages: what a school set is what its adults read."""

from __future__ import annotations

import re
from html import unescape

from tests.people import ADA, House, SignIn

from belong.people.models import SchoolSettings

ADDRESS = "/school/settings/support/"


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def brings(page: str) -> str:
    """The name of the support on a child's page."""
    found = re.search(r"<strong>([^<]+)\.</strong>", page.partition('id="support"')[2])
    return found[1] if found else ""


def test_what_a_school_sets_stands_on_a_childs_page_in_lists_and_in_the_explanation(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "headteacher")
    child = f"/children/{house.child(ADA).pk}/"
    before = brings(text(client.get(child)))
    answer = client.post(ADDRESS, {"edge": ["1", "2", "3", "4"], "seen": ""})
    assert answer.status_code == 302
    page = text(client.get(child))
    now = brings(page)
    assert (before, now) == ("Universal", "Several agencies")
    assert ADA.surname in text(client.get("/children/", {"support": now}))
    (how,) = re.findall(r'href="(/explain/support_bands/[^"]*)"', page)
    explained = text(client.get(how))
    assert "Notice and connect over 1 %" in explained


def test_what_was_typed_stays_where_it_is_refused(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    answer = client.post(ADDRESS, {"edge": ["7", "6", "20", "50"], "seen": ""})
    assert answer.status_code == 422
    page = text(answer)
    assert "Each number must be larger than the one before it." in page
    assert 'value="7"' in page
    assert not SchoolSettings.objects.filter(support_edges__gt="").exists()


def test_whoever_had_older_ones_open_is_shown_what_stands(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    client.post(ADDRESS, {"edge": ["3", "8", "15", "40"], "seen": ""})
    answer = client.post(ADDRESS, {"edge": ["4", "9", "16", "41"], "seen": ""})
    assert answer.status_code == 409
    page = text(answer)
    assert 'value="3,8,15,40"' in page
    assert 'value="4"' in page
    assert "Notice and connect over 3 %" in page
    assert SchoolSettings.objects.get().support_edges == "3,8,15,40"
