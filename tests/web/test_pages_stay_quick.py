"""How many times a page asks the database: few, and no more for sixty children than for ten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import pages, people
from tests.pages import SHOWN
from tests.people import House, SignIn, marks_file

from belong.intake import queries

MOST = 19
"""Session, adult, second factor, membership, where the register stands, names, whether they are
one's own family, the trail, and a few to spare."""
COLD = 6
"""More when the register has to be opened first."""


def _counts(client: Client, head: Client, house: House, child: people.Child) -> dict[str, int]:
    """How often each page asks the database; the head opens what is not for the lead."""
    role = "attendance_lead"
    addresses = {p.name: p.of(house, child) for p in SHOWN}
    not_hers = {p.name for p in SHOWN if role not in p.who}
    addresses["a search"] = "/children/?q=crowd"
    addresses["explain a child"] = pages.explained(house, child).of(house)
    out = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as asked:
            answer = (head if name in not_hers else client).get(address)
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
            client, head = signed_in(house), signed_in(house, "headteacher")
            client.get("/")
            head.get("/")
            counts = _counts(client, head, house, children[0])
            transaction.set_rollback(True)
        return counts

    return counted


def test_sixty_children_are_asked_for_like_ten(crowd: Callable[[int], dict[str, int]]) -> None:
    assert crowd(60) == crowd(10)


def test_a_page_asks_a_few_times_only(crowd: Callable[[int], dict[str, int]]) -> None:
    counts = crowd(10)
    assert {name: n for name, n in counts.items() if n > MOST} == {}
    assert min(counts.values()) > 0


def test_the_register_is_opened_with_a_few_questions_more(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    queries._register.cache_clear()
    with CaptureQueriesContext(connection) as cold:
        client.get("/")
    with CaptureQueriesContext(connection) as warm:
        client.get("/")
    assert len(warm) < len(cold) <= len(warm) + COLD
