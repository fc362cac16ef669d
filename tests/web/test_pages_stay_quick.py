"""How many times a page asks the database: few, and no more for sixty children than for ten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import pages, people
from tests.pages import SHOWN
from tests.people import House, SignIn, marks_file

from belong.intake import queries

MOST = 19
"""Session, adult, second factor, membership, where the register stands, names, whether they are
one's own family, the trail, whether a notice waits, and a few to spare."""
BESIDE = 14
"""More on a child's page: one question for each part of what people wrote about the child, and the
adults around the child; what home heard of good things and how it likes to be reached; what was
asked and told, whether one may read of social care, and who there is to tell; what goes well, and
what the child answered by name."""
FEW = 5
"""More for who reads notes for few people: whether the gate is open, the look through it (three
with the transaction of a test), and the notes."""
GREETED = 3
"""More at the gate: how each child likes to be greeted, whether they agreed to it, and grace."""
COLD = 6
"""More when the register has to be opened first."""
FACTS = 11
"""More for five steps: each thing that is known is counted by itself, once."""
READ = 1
"""Which languages somebody has read."""
AWAY = 1
"""Who of the adults is away."""


def _counts(signed_in: SignIn, house: House, child: people.Child) -> dict[str, int]:
    clients = {role: signed_in(house, role) for role in {p.opener for p in SHOWN}}
    for client in clients.values():
        client.get("/help/")
    asked_for = {p.name: (clients[p.opener], p.of(house, child)) for p in SHOWN}
    lead = clients["attendance_lead"]
    asked_for["a search"] = (lead, "/children/?q=crowd")
    asked_for["explain a child"] = (lead, pages.explained(house, child).of(house))
    out = {}
    for name, (client, address) in asked_for.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
            if answer.streaming:
                list(answer.streaming_content)
        assert answer.status_code == 200, name
        out[name] = len(asked)
    return out


@pytest.fixture
def crowd(db: None, tmp_path: Path, signed_in: SignIn) -> Callable[[int], dict[str, int]]:
    def counted(count: int) -> dict[str, int]:
        children = people.many(count)
        folder = tmp_path / str(count)
        people.fresh_start(folder)
        with transaction.atomic():
            house = people.larkfield(folder / "uploads", children)
            house.read(marks_file(children[:5]))
            signed_in(house).get("/")
            counts = _counts(signed_in, house, children[0])
            transaction.set_rollback(True)
        return counts

    return counted


def test_sixty_children_are_asked_for_like_ten(crowd: Callable[[int], dict[str, int]]) -> None:
    assert crowd(60) == crowd(10)


def test_a_page_asks_a_few_times_only(crowd: Callable[[int], dict[str, int]]) -> None:
    counts = crowd(10)
    most = dict.fromkeys(counts, MOST) | {
        "children:child": MOST + BESIDE, "gate:gate": MOST + GREETED,
        "mine:passed_on": MOST + AWAY, "audit:five_steps": MOST + FACTS,
        "voice:new": MOST + READ,
    }  # fmt: skip
    assert {name: n for name, n in counts.items() if n > most[name]} == {}
    assert min(counts.values()) > 0


def test_the_register_is_opened_with_a_few_questions_more(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    queries._register.cache_clear()
    with CaptureQueriesContext(connection) as cold:
        client.get("/")
    with CaptureQueriesContext(connection) as warm:
        client.get("/")
    assert len(warm) < len(cold) <= len(warm) + COLD
