"""Doubt means no, and every look is written down before it is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from tests import pages, trail_lines, whose_page
from tests.pages import SHOWN
from tests.people import ADA, CHILDREN, House, SignIn, marks_file

from belong.intake import queries
from belong.people import fetch
from belong.people.models import Membership, Pupil, TrailLine
from belong.people.permissions import Permission

CANARIES = {c.id: [c.id, c.surname] for c in CHILDREN}
Break = Callable[[pytest.MonkeyPatch], None]


def _raise(*args: object, **kwargs: object) -> object:
    raise DatabaseError("in doubt")


def _bytes(answer: object) -> str:
    if getattr(answer, "streaming", False):
        return b"".join(answer.streaming_content).decode(errors="replace")  # type: ignore[attr-defined]
    return answer.content.decode(errors="replace")  # type: ignore[attr-defined,no-any-return]


def _seen(body: str) -> set[str]:
    """Which children an answer tells about, by their identifier."""
    from django.utils.html import escape

    return {
        key for key, words in CANARIES.items() if any(w in body or escape(w) in body for w in words)
    }


BREAKS: dict[str, Break] = {
    "the permission": lambda m: m.setattr(Membership, "may", _raise),
    "the membership": lambda m: m.setattr(fetch, "memberships", _raise),
    "the trail": lambda m: m.setattr(TrailLine.objects, "create", _raise),
    "the register": lambda m: m.setattr(queries, "whole", _raise),
    "the database": lambda m: m.setattr(connection, "cursor", _raise),
}
NAMES_NOBODY = {
    "how:how", "how:sure", "how:help", "how:more", "kitchen:kitchen", "registers:registers",
    "registers:one",
    "registers:refused", "explain:explain", "calendar:calendar", "calendar:file",
    "staff:staff", "staff:adult", "staff:invite", "staff:give", "staff:leaves", "staff:away",
    "security:security", "settings:settings", "staff:devices", "greet:greet", "noticing:school",
    "warm_words:how_good",
    "warm_words:how_soon", "checkins:away", "helps:whom", "helps:places", "days_ahead:days",
    "word_today:words", "library:words", "library:new", "library:text", "staff:key_persons",
    "audit:looks", "audit:look", "audit:block", "audit:meeting", "audit:step", "audit:paper",
    "audit:plan", "audit:plan_docx", "audit:plan_xlsx", "audit:plan_pdf", "audit:governors",
    "audit:governors_pdf", "audit:compared", "audit:lists", "audit:five_steps",
    "voice:surveys", "voice:new", "voice:languages", "voice:own", "voice:help", "voice:survey",
    "voice:codes", "voice:words", "voice:results", "voice:you_said", "voice:listening",
    "voice:hear", "voice:theme",
    "notices:notices",  # nobody was told anything in this house
}  # fmt: skip
NEEDS_NO_REGISTER = {
    "children:history", "children:in_the_system", "children:open", "children:ask",
    "children:join", "children:who_looked", "children:links", "children:let_in", "staff:links",
    "children:who_looked_saved", "children:who_looked_for_them", "trail:trail", "trail:saved",
    "a search of the trail", "mine:set", "seen:leave",
    "good:write", "checkins:do", "checkins:finish",
    "checkins:design", "checkins:for_you", "checkins:thanks", "checkins:away",
    "helps:helps", "helps:now", "helps:write", "word_today:way", "days_ahead:tender",
    "in_touch:write", "in_touch:ways", "in_touch:holidays", "in_touch:building",
    "checkins:talk", "checkins:asked", "class_round:round", "class_round:child",
    "voice:by_name", "voice:named", "children:for_few",
}  # fmt: skip
"""Pages that read marks as they are kept or the trail, and not the register itself."""


@pytest.mark.parametrize("what", BREAKS)
def test_when_something_is_in_doubt_nobody_is_shown(
    house: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    house.read(marks_file())
    client = signed_in(house, raise_request_exception=False)
    openers = {p.opener for p in SHOWN}
    clients = {role: signed_in(house, role, raise_request_exception=False) for role in openers}
    addresses = {p.name: (clients[p.opener], p.of(house)) for p in SHOWN}
    addresses["explain a child"] = (client, pages.explained(house).of(house))
    addresses["a search"] = (client, "/children/?q=osei")
    officer = clients["data_protection_officer"]
    addresses["a search of the trail"] = (officer, f"/trail/?child={ADA.id}")
    shown, answered = [], []
    with monkeypatch.context() as broken:
        BREAKS[what](broken)
        for name, (client, address) in addresses.items():
            if what == "the register" and name in NEEDS_NO_REGISTER:
                continue
            answer = client.get(address)
            if _seen(_bytes(answer)):
                shown.append(name)
            if name not in NAMES_NOBODY and answer.status_code != 500:
                answered.append(name)
    assert shown == []
    assert answered == []


def _looked(lines: list[TrailLine]) -> set[str]:
    keys = {int(k) for line in lines if line.about == "pupil" for k in line.ids}
    return set(Pupil.objects.filter(pk__in=keys).values_list("source_id", flat=True))


READ = Permission.CHILD_READ


@pytest.mark.parametrize("role", whose_page.TRIED)
def test_everybody_on_a_page_is_in_the_trail(house: House, signed_in: SignIn, role: str) -> None:
    """Over every page: the children in the answer, minus those in the trail, are nobody."""
    house.read(marks_file())
    client = signed_in(house, role)
    found: set[str] = set()
    more = ["/children/?q=osei", "/children/?form=8+Elm", "/children/list.csv?q=quill"]
    more += [f"/trail/?child={ADA.id}", f"/trail/list.csv?child={ADA.id}"]
    addresses = [p.of(house) for p in SHOWN] + [pages.explained(house).of(house), *more]
    for address in addresses:
        mark = trail_lines.newest()
        body = _bytes(client.get(address))
        lines = trail_lines.since(mark)
        assert _seen(body) <= _looked(lines), address
        assert {line.who for line in lines} <= {trail_lines.called(house.adults[role])}
        found |= _seen(body)
    mine = house.adults[role]
    reached = {c.id for c in CHILDREN if mine.may(READ, of=house.child(c))}
    if mine.may(Permission.TRAIL_SEARCH):
        reached = {ADA.id}  # whom the searches above ask for by number
    if role in whose_page.GREETS:
        reached = {ADA.id}  # about whom they may leave a word; they open no page about a child
    assert found <= reached
    least = min(len(reached), max(1, len(reached) - 1))
    assert len(found) >= least, "the crawl has to meet the children"


def test_the_line_is_there_before_the_page_is_made(
    house: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from belong.web import page

    client: Client = signed_in(house)
    child = house.child(CHILDREN[0]).pk
    mark = trail_lines.newest()
    lines_when_shown = []
    real = page.render

    def watched(*args: object, **kwargs: object) -> object:
        lines_when_shown.append(len(trail_lines.since(mark)))
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(page, "render", watched)
    for address in ("/", "/children/", f"/children/{child}/"):
        client.get(address)
    assert lines_when_shown == [1, 2, 3]


def test_taking_a_list_away_is_noted_as_that(house: House, signed_in: SignIn) -> None:
    for page in SHOWN:
        if not page.name.endswith(":saved"):
            continue
        mark = trail_lines.newest()
        address = page.of(house)
        address += f"?child={ADA.id}" if page.name == "trail:saved" else ""
        assert _seen(_bytes(signed_in(house, page.opener).get(address)))
        verbs = {line.verb for line in trail_lines.since(mark)}
        assert any("exported" in verb for verb in verbs), (page.name, verbs)
