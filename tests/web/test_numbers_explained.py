"""Every number opens, and what it opens to is what the marks say, counted here by hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from html import unescape

import pytest
from django.test import Client
from tests.pages import scope
from tests.people import BEN, CHILDREN, EVE, JOE, KIT, Child, House, SignIn, letters, term

from belong.attendance.definitions import names

NOT_POSSIBLE = {"Y3", "-"}
MISSED = {"I", "M", "C", "N", "O", "G", "U"}
AUTHORISED = {"I", "M", "C"}
ELSEWHERE = {"V"}
FIRST, LAST = dt.date(2026, 11, 2), dt.date(2026, 11, 24)
SHARES = {
    "absence": MISSED,
    "group_rate": MISSED,
    "reasons": MISSED,
    "attendance": {"/", "\\", "L", "V"},
    "authorised": AUTHORISED,
    "unauthorised": MISSED - AUTHORISED,
    "approved_activity": ELSEWHERE,
    "unclassified": set(),
}
CHILD_SHARES = {"persistent_absence": 10, "severe_absence": 50}
NOT_SHARES = {
    "lateness", "missing_marks", "possible", "recent_change", "since_last_absence", "spells",
    "still_recoverable", "support_bands",
}  # fmt: skip

SCOPES = {
    "school": list(CHILDREN),
    "year:8": [c for c in CHILDREN if c.year == "8"],
    "form:11 Ash": [c for c in CHILDREN if c.form == "11 Ash"],
    "child": [BEN],
}


def test_every_definition_is_asked_about() -> None:
    assert set(names()) == set(SHARES) | set(CHILD_SHARES) | NOT_SHARES


def _about(house: House, kind: str) -> str:
    return f"child:{house.child(BEN).pk}" if kind == "child" else kind


def _marks(child: Child, first: dt.date, last: dt.date) -> list[str]:
    return [m for day, _, m in letters(child, term()) if first <= day <= last]


def _by_hand(
    name: str, children: Iterable[Child], first: dt.date = FIRST, last: dt.date = LAST
) -> tuple[int, int]:
    """The part and the whole of a share, straight from the letters."""
    of_each = []
    for child in children:
        possible = [m for m in _marks(child, first, last) if m not in NOT_POSSIBLE]
        of_each.append((sum(m in SHARES.get(name, MISSED) for m in possible), len(possible)))
    if name in CHILD_SHARES:
        percent = CHILD_SHARES[name]
        able = [(part, whole) for part, whole in of_each if whole]
        return sum(100 * part >= percent * whole for part, whole in able), len(able)
    return sum(p for p, _ in of_each), sum(w for _, w in of_each)


def _page(client: Client, name: str, query: str) -> str:
    answer = client.get(f"/explain/{name}/?{query}")
    assert answer.status_code == 200, name
    return str(answer.content.decode())


def _sum(page: str) -> tuple[int, int, str] | None:
    """Top, bottom and answer of the division on a page; None where it shows none."""
    found = re.findall(r'<span class="sum-num">([^<]*)</span>', page)
    if not found:
        return None
    top, bottom, answer = (unescape(f).replace(",", "") for f in found)
    return int(top), int(bottom), answer


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


@pytest.mark.parametrize("name", sorted({*SHARES, *CHILD_SHARES}))
def test_a_share_is_what_the_marks_say(house: House, signed_in: SignIn, name: str) -> None:
    client = signed_in(house)
    for kind, children in SCOPES.items():
        part, whole = _by_hand(name, children)
        got = _sum(_page(client, name, scope(_about(house, kind))))
        assert got == (part, whole, _percent(part, whole)), kind


@pytest.mark.parametrize("name", ["absence", "attendance", "persistent_absence"])
def test_a_shorter_time_is_counted_alone(house: House, signed_in: SignIn, name: str) -> None:
    first, last = dt.date(2026, 11, 9), dt.date(2026, 11, 20)
    query = scope("school", **{"from": first.isoformat(), "to": last.isoformat()})
    part, whole = _by_hand(name, CHILDREN, first, last)
    got = _sum(_page(signed_in(house), name, query))
    assert got == (part, whole, _percent(part, whole))


@pytest.mark.parametrize("kind", SCOPES)
@pytest.mark.parametrize("name", sorted(NOT_SHARES))
def test_what_is_no_share_shows_no_other_numbers_division(
    house: House, signed_in: SignIn, name: str, kind: str
) -> None:
    """The page of Spells must not say how Absence is worked out."""
    page = _page(signed_in(house), name, scope(_about(house, kind)))
    assert page.count("<h1") == 1
    got = _sum(page)
    part, whole = _by_hand("absence", SCOPES[kind])
    assert got is None or got[:2] != (part, whole)


def _linked(page: str) -> list[tuple[str, str]]:
    """Each number of a page that opens: its address and its words."""
    found = re.findall(r'<a class="explain" href="([^"]*)">(.*?)</a>', page, flags=re.DOTALL)
    return [(unescape(a), " ".join(unescape(re.sub(r"<[^>]*>", "", w)).split())) for a, w in found]


def _addresses(house: House) -> list[str]:
    children = [f"/children/{house.child(c).pk}/" for c in (BEN, EVE, JOE, KIT)]
    return ["/", "/children/", *children]


def test_every_number_that_is_a_link_opens(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    seen = 0
    for address in _addresses(house):
        for link, words in _linked(client.get(address).content.decode()):
            assert client.get(link).status_code == 200, (address, words, link)
            seen += 1
    assert seen > 40


def test_a_percentage_opens_to_itself(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    wrong, seen = [], 0
    for address in _addresses(house):
        for link, words in _linked(client.get(address).content.decode()):
            shown = re.search(r"\d+\.\d%", words)
            if shown is None:
                continue
            seen += 1
            got = _sum(client.get(link).content.decode())
            if got is None or got[2] != shown[0]:
                wrong.append((address, words, got))
    assert wrong == []
    assert seen > 10


@pytest.mark.parametrize(
    "query",
    [
        "", "about=school", "about=school&from=2026-11-02", scope(**{"from": "yesterday"}),
        scope("child:"), scope("child:x"), scope("child:²"), scope("child:-1"),
        scope("child:99999999999999999999999"), scope("nobody"), scope(""), scope("year:99"),
        scope("form:"), scope("year:"), scope("form:" + "x" * 500),
        scope(**{"from": "2026-13-01"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("part", ["", "marks.csv"])
def test_a_scope_that_is_none_is_not_there(
    house: House, signed_in: SignIn, query: str, part: str
) -> None:
    client = signed_in(house, raise_request_exception=False)
    assert client.get(f"/explain/absence/{part}?{query}").status_code == 404


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-24", "2026-11-02"), ("1900-01-01", "1900-12-31"), ("0001-01-01", "9999-12-31")],
)
def test_an_odd_stretch_of_time_is_answered(
    house: House, signed_in: SignIn, first: str, last: str
) -> None:
    client = signed_in(house, raise_request_exception=False)
    query = scope(**{"from": first, "to": last})
    assert client.get(f"/explain/absence/?{query}").status_code in (200, 404)


@pytest.mark.parametrize("part", ["", "marks.csv"])
def test_a_definition_that_is_none_is_not_there(house: House, signed_in: SignIn, part: str) -> None:
    client = signed_in(house, raise_request_exception=False)
    for name in ("no-such-number", "__init__", "ABSENCE"):
        assert client.get(f"/explain/{name}/{part}?{scope()}").status_code == 404, name


def test_a_mark_still_moving_is_said(house: House, signed_in: SignIn) -> None:
    page = _page(signed_in(house), "absence", scope())
    part, whole = _by_hand("absence", CHILDREN)
    assert "1 mark has no reason yet." in page
    assert _percent(part - 1, whole) in page


def test_blanks_are_counted_and_never_as_absence(house: House, signed_in: SignIn) -> None:
    page = _page(signed_in(house), "absence", scope("year:8"))
    assert "2 marks are missing. A blank is never counted as an absence." in unescape(page)
