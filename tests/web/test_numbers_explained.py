"""Every number opens, and what it opens to is what the marks say, counted here by hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from html import unescape

import pytest
from django.test import Client
from tests.pages import scope
from tests.people import (
    ADA,
    BEN,
    CHILDREN,
    DEE,
    EVE,
    GUS,
    HAL,
    JOE,
    KIT,
    TODAY,
    Child,
    House,
    SignIn,
    letters,
    term,
)
from tests.web.test_the_day_in_force import bring

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
    "early_warnings", "event_patterns", "lateness", "lesson_patterns", "lessons_missed",
    "missing_marks", "part_time",
    "patterns", "possible",
    "recent_change", "since_last_absence", "spells",
    "still_recoverable", "support_bands", "unexplained", "uneven",
}  # fmt: skip
AWAY = MISSED - {"U"}
DAYS = {"not_here": AWAY, "no_reason_yet": {"N"}, "learning_elsewhere": ELSEWHERE}
FORMS = {"registers_in"}

SCOPES = {
    "school": list(CHILDREN),
    "year:8": [c for c in CHILDREN if c.year == "8"],
    "form:11 Ash": [c for c in CHILDREN if c.form == "11 Ash"],
    "child": [BEN],
}


def test_every_definition_is_asked_about() -> None:
    assert set(names()) == set(SHARES) | set(CHILD_SHARES) | NOT_SHARES | set(DAYS) | FORMS


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


def _last_marks(children: Iterable[Child], on: dt.date) -> list[str]:
    """The last mark of each child on roll on a day; "" for a child of whom nothing is known."""
    out = []
    for child in children:
        if not child.left or child.left >= on.isoformat():
            marks = [m for m in _marks(child, on, on) if m != "-"]
            out.append(marks[-1] if marks else "")
    return out


@pytest.mark.parametrize("on", [TODAY, dt.date(2026, 11, 19), dt.date(2026, 11, 11)])
@pytest.mark.parametrize("name", sorted(DAYS))
def test_a_figure_of_one_day_is_what_the_last_marks_say(
    house: House, signed_in: SignIn, name: str, on: dt.date
) -> None:
    client = signed_in(house)
    for kind, children in SCOPES.items():
        last = _last_marks(children, on)
        part = sum(m in DAYS[name] for m in last)
        whole = sum(m in AWAY for m in last) if name == "no_reason_yet" else len(last)
        query = scope(_about(house, kind), **{"from": on.isoformat(), "to": on.isoformat()})
        wanted = (part, whole, _percent(part, whole)) if whole else None
        assert _sum(_page(client, name, query)) == wanted, kind


def test_a_register_is_in_once_half_of_a_form_has_marks(house: House, signed_in: SignIn) -> None:
    lines = [(ADA, TODAY, "PM", "\\"), (BEN, TODAY, "PM", "I"), (EVE, TODAY, "PM", "I")]
    more = [(child, TODAY, "PM", "/") for child in (GUS, HAL, DEE)]
    bring(house, lines + more)
    query = scope(**{"from": TODAY.isoformat(), "to": TODAY.isoformat()})
    page = _page(signed_in(house), "registers_in", query)
    assert _sum(page) == (2, 3, "66.7%"), "7 Oak has 3 of 4, 8 Elm 3 of 4, 11 Ash none of 2"
    assert "Not in: 11 Ash." in page


def test_a_day_without_a_session_has_no_figure(house: House, signed_in: SignIn) -> None:
    query = scope(**{"from": "2026-11-21", "to": "2026-11-22"})
    for name in (*DAYS, *FORMS):
        page = _page(signed_in(house), name, query)
        assert _sum(page) is None
        assert "No session of this time has come in." in page


def test_who_is_late_after_the_register_is_here(house: House, signed_in: SignIn) -> None:
    query = scope(f"child:{house.child(HAL).pk}", **{"from": TODAY.isoformat(), "to": "2026-11-24"})
    page = _page(signed_in(house), "not_here", query)
    assert _sum(page) == (0, 1, "0.0%")
    assert "so they are here" in page
    assert "marks.csv" not in page, "a list of marks has no such sum at its foot"


@pytest.mark.parametrize("kind", SCOPES)
def test_a_reason_opens_to_its_own_sessions(house: House, signed_in: SignIn, kind: str) -> None:
    client = signed_in(house)
    marks = [m for child in SCOPES[kind] for m in _marks(child, FIRST, LAST)]
    missed = sum(m in MISSED for m in marks)
    for mark in sorted(MISSED):
        n = marks.count(mark)
        query = f"{scope(_about(house, kind))}&mark={mark}"
        assert _sum(_page(client, "reasons", query)) == (n, missed, _percent(n, missed)), mark


def test_the_marks_behind_a_reason_are_of_that_mark(house: House, signed_in: SignIn) -> None:
    answer = signed_in(house).get(f"/explain/reasons/marks.csv?{scope()}&mark=G")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert {line.split(",")[3] for line in lines[1:-1]} == {"G"}
    assert lines[-1] == f"All,,,,{len(lines) - 2},{len(lines) - 2}"
    assert len(lines) - 2 == _marks(JOE, FIRST, LAST).count("G")


@pytest.mark.parametrize("mark", ["/", "D", "?", "ZZ", "N&mark=", "%00", "n"])
@pytest.mark.parametrize("part", ["", "marks.csv"])
def test_a_mark_that_is_no_reason_is_not_there(
    house: House, signed_in: SignIn, mark: str, part: str
) -> None:
    client = signed_in(house, raise_request_exception=False)
    wanted = 200 if mark == "N&mark=" else 404
    assert client.get(f"/explain/reasons/{part}?{scope()}&mark={mark}").status_code == wanted
    assert client.get(f"/explain/absence/{part}?{scope()}&mark=I").status_code == 404


def _bars(page: str) -> list[tuple[str, str, str]]:
    """Each bar of a page: its label, the address its value opens, and the value."""
    found = re.findall(
        r'<th scope="row">(.*?)</th>.*?<td class="n"><a class="explain" href="([^"]*)">(.*?)</a>',
        "".join(re.findall(r'<table class="bars">.*?</table>', page, flags=re.DOTALL)),
        flags=re.DOTALL,
    )
    return [(" ".join(re.sub(r"<[^>]*>", "", a).split()), unescape(b), c) for a, b, c in found]


def test_each_bar_opens_its_own_year_or_reason(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    bars = _bars(client.get("/").content.decode())
    labels = [label for label, _, _ in bars]
    assert {"Year 7", "Year 8", "Year 11"} <= set(labels)
    assert [b for b in labels if b.endswith(("(I)", "(N)", "(G)", "(U)", "(M)"))] != []
    for label, link, value in bars:
        page = client.get(link).content.decode()
        got = _sum(page)
        assert got is not None, label
        assert value in (got[2], str(got[0])), label
        who = re.search(r"Explain this number: ([^<]*)", page)
        assert who is not None
        assert who[1].strip() == (label if label.startswith("Year") else "The whole school")


def test_each_bar_of_a_childs_page_opens_too(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    bars = _bars(client.get(f"/children/{house.child(BEN).pk}/").content.decode())
    assert [label for label, _, _ in bars if label == "Ill (I)"] == ["Ill (I)"]
    for label, link, value in bars:
        got = _sum(client.get(link).content.decode())
        assert got is not None, label
        rounded = f"{100 * got[0] / got[1]:.0f}%"
        assert value in (rounded, str(got[0])), label


def test_every_figure_of_school_today_has_its_explanation(house: House, signed_in: SignIn) -> None:
    opened = {}
    for link, words in _linked(signed_in(house).get("/").content.decode()):
        opened.setdefault(link.split("/")[2], []).append(words)
    assert {
        "not_here", "no_reason_yet", "learning_elsewhere", "registers_in", "absence",
        "persistent_absence", "reasons", "group_rate",
    } <= set(opened)  # fmt: skip
    assert opened["not_here"] == ["4"]
    assert opened["no_reason_yet"] == ["1,"]
    assert opened["registers_in"] == ["3 of 3"]
