"""Doubt means no, for each field: whatever breaks, no word that stands behind a gate leaves.

And nothing that somebody typed, or that stands behind a gate, is in a log, an address, a message
or the page that says that something broke.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models.query import QuerySet
from django.test import Client
from django.urls import reverse
from tests.canaries import Canaries, written
from tests.pages import PAGES, SHOWN
from tests.people import ADA, CHILDREN, House, SignIn, paper_codes
from tests.web.test_fields_and_gates import NAMES, opened
from tests.web.test_other_peoples_children import body_of

from belong.insight.questions import what_school_says
from belong.people import care, fetch, notices, openings, trail
from belong.people.care import Gate
from belong.people.models import Fact, Membership, Opening, TrailLine
from belong.people.roles import ROLES
from belong.web import clock, idle, page, second_factor

Break = Callable[[pytest.MonkeyPatch], None]
NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
OF_A_CHILD = [p for p in SHOWN if p.about == "child"]


def _raise(*args: object, **kwargs: object) -> object:
    raise DatabaseError("in doubt")


class _Lost:
    """Settings of which every one is in doubt."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("in doubt")


def _at(owner: object, name: str) -> Break:
    return lambda m: m.setattr(owner, name, _raise)


BREAKS: dict[str, Break] = {
    "whether somebody may": _at(Membership, "may"),
    "what somebody is": _at(fetch, "memberships"),
    "whose children": _at(Membership, "whose"),
    "the line in the trail": _at(TrailLine.objects, "create"),
    "the gates somebody passes": _at(care, "passed"),
    "what stands open": _at(care, "_standing"),
    "the gate of a field": _at(care, "needed"),
    "the kinds of record": _at(care, "kind_named"),
    "reading facts": _at(Fact.objects, "filter"),
    "reading openings": _at(Opening.objects, "filter"),
    "the database": _at(connection, "cursor"),
    "rows of the database": _at(QuerySet, "__iter__"),
    "the clock's settings": lambda m: m.setattr(clock, "settings", _Lost()),
    "the lock's settings": lambda m: m.setattr(idle, "settings", _Lost()),
    "the second step's settings": lambda m: m.setattr(second_factor, "let_off", _raise),
}


@pytest.fixture
def canaries(house: House) -> Canaries:
    found = Canaries()
    found.write(house, (ADA,))
    return found


@pytest.mark.parametrize("what", BREAKS)
def test_whatever_is_in_doubt_no_field_leaves(
    house: House, signed_in: SignIn, canaries: Canaries, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    opened(house, "pastoral_lead", *Gate)
    left: dict[tuple[str, str], set[str]] = {}
    with monkeypatch.context() as broken:
        clients = {
            role: signed_in(house, role, raise_request_exception=False)
            for role in ("safeguarding_lead", "pastoral_lead", "tutor")
        }
        addresses = {p.name: p.of(house) for p in OF_A_CHILD}
        BREAKS[what](broken)
        for role, client in clients.items():
            for name, address in addresses.items():
                left[role, name] = canaries.seen(
                    body_of(client.get(address)).decode(errors="replace")
                )
    assert {where: words for where, words in left.items() if words} == {}


def test_without_a_break_they_do_leave(house: House, signed_in: SignIn, canaries: Canaries) -> None:
    address = next(p for p in OF_A_CHILD if p.name == "children:in_the_system").of(house)
    body = body_of(signed_in(house, "safeguarding_lead").get(address)).decode()
    assert len(canaries.seen(body)) > 30


@pytest.mark.parametrize("role", ["tutor", "office", "pastoral_lead", "safeguarding_lead"])
def test_without_the_cache_nobody_is_sent_more(
    house: House, signed_in: SignIn, canaries: Canaries, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    client = signed_in(house, role, raise_request_exception=False)
    wanted = {f for f, row in written(NAMES).items() if ROLES[role].name in row.own}
    for name in ("get", "set", "add", "get_many"):
        monkeypatch.setattr(cache, name, _raise)
    for one in OF_A_CHILD:
        assert canaries.seen(body_of(client.get(one.of(house))).decode(errors="replace")) <= wanted


# No word of it anywhere else


BROKEN: list[Break] = [
    _at(page, "render"), _at(fetch, "pupil"), _at(fetch, "facts"), _at(trail, "_line"),
    _at(care, "passed"), _at(openings, "open_for_an_hour"), _at(openings, "ask"),
    _at(openings, "agree"), _at(notices, "tell"), _at(notices, "told"),
    _at(Membership, "must"), _at(what_school_says, "ask"), _at(what_school_says, "_contacts"),
    _at(Opening.objects, "create"), _at(connection, "cursor"),
]  # fmt: skip
TYPED = "Canary Ravensworth typed this of Ada and her father"
SENT = {
    "reason": TYPED, "gate": "health", "question": TYPED, "answer": "yes", "newest": TYPED,
    "on": TYPED, "half": "0", "letter": TYPED, "one": TYPED, "other": TYPED, "words": TYPED,
}  # fmt: skip
LEAST_BROKEN = 200


class _Ear(logging.Handler):
    """Every line that any logger would write, with its traceback."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.heard: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))


@pytest.fixture
def ear() -> object:
    listening = _Ear()
    root = logging.getLogger()
    before = root.level
    root.addHandler(listening)
    root.setLevel(logging.DEBUG)
    yield listening
    root.removeHandler(listening)
    root.setLevel(before)


def _fresh(client: Client) -> Client:
    client.post(f"{reverse('mfa_reauthenticate')}?next=/", {"code": paper_codes()[0]})
    return client


def test_two_hundred_broken_pages_say_nothing_of_anybody(
    house: House,
    signed_in: SignIn,
    canaries: Canaries,
    monkeypatch: pytest.MonkeyPatch,
    ear: _Ear,
    capfd: pytest.CaptureFixture[str],
) -> None:
    opened(house, "head_of_year", *Gate)
    roles = ("safeguarding_lead", "head_of_year")
    clients = [_fresh(signed_in(house, r, raise_request_exception=False)) for r in roles]
    about = [p for p in PAGES if p.about != "import" and p.name.split(":")[0] != "calendar"]
    addresses = [p.of(house) for p in about]
    ear.heard.clear()
    said, broken_pages = [], 0
    for wrong in BROKEN:
        with monkeypatch.context() as broken:
            wrong(broken)
            for client in clients:
                for address in addresses:
                    for answer in (client.get(address), client.post(address, SENT)):
                        if answer.status_code == 500:
                            broken_pages += 1
                            said.append(body_of(answer).decode(errors="replace"))
                        said.append(unquote(str(dict(answer.headers))))
    out = capfd.readouterr()
    written_down = "\n".join([*ear.heard, *said, out.out, out.err])
    assert broken_pages >= LEAST_BROKEN
    assert any("Internal Server Error" in line for line in ear.heard)
    assert canaries.seen(written_down) == set()
    for word in ("Ravensworth", TYPED, *(c.surname for c in CHILDREN), *(c.id for c in CHILDREN)):
        assert word not in written_down, word


def test_no_field_stands_in_a_title_an_address_or_a_message(
    house: House, signed_in: SignIn, canaries: Canaries
) -> None:
    opened(house, "head_of_year", *Gate)
    client = _fresh(signed_in(house, "head_of_year"))
    Opening.objects.filter(gate="health").delete()
    where = next(p for p in OF_A_CHILD if p.name == "children:open").of(house)
    answers = [client.get(p.of(house)) for p in OF_A_CHILD if "head_of_year" in p.who]
    answers.append(client.post(where, {"gate": "health", "reason": TYPED}, follow=True))
    said = ""
    for answer in answers:
        body = body_of(answer).decode()
        said += body.split("<title>")[1].split("</title>")[0]
        said += "".join(part.split('"')[0] for part in body.split('href="')[1:])
        said += "".join(map(str, getattr(answer, "redirect_chain", [])))
        said += "".join(map(str, answer.context["messages"])) if answer.context else ""
    assert "Open to you for an hour" in said
    assert canaries.seen(said) == set()
    assert "Ravensworth" not in said
