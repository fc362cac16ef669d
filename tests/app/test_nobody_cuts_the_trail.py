"""PostgreSQL: the function that lets go of old months does so only for a row about them.

SQLite has no such function, and these are not collected there (conftest.py).
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from tests import as_the_app
from tests.people import House

from belong.people import sealing, trail_checking
from belong.people.models import TrailDropped, TrailLine, TrailSeal
from belong.people.trail_checking import Kind

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
FAR = 10**9


@pytest.fixture
def sealed(house: House) -> list[TrailSeal]:
    """The seals of a school, the last one last."""
    TrailLine.objects.bulk_create(
        TrailLine(at=NOW + dt.timedelta(days=days), who="a" * 32, school_id=house.school.pk)
        for days in range(1, 6)
    )
    sealing.seal_all(NOW + dt.timedelta(days=4000))
    return list(TrailSeal.objects.filter(chain=house.school.pk).order_by("number"))


def row_of(seal: TrailSeal, **other: int) -> TrailDropped:
    """What somebody can write who may write to the tables and has no key."""
    said = {"chain": seal.chain, "seals": seal.number, "upto": seal.upto} | other
    return TrailDropped.objects.create(
        **said, month="2019-02", lines=1, last=seal.sum, who="a" * 32, day="2026-11-24",
        key=seal.key, sum="0" * 64,
    )  # fmt: skip


def refused(chain: int, seals: int, upto: int, why: str) -> bool:
    """Whether the function refuses for that reason, and everything is still there."""
    before = [*TrailLine.objects.values(), *TrailSeal.objects.values()]
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        called(chain, seals, upto)
    return [*TrailLine.objects.values(), *TrailSeal.objects.values()] == before


def called(chain: int, seals: int, upto: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT trail_drops(%s, %s, %s)", [chain, seals, upto])


def test_nothing_goes_of_which_no_row_says_so(sealed: list[TrailSeal]) -> None:
    first, last = sealed[0], sealed[-1]
    assert refused(last.chain, FAR, FAR, "no row says so")
    assert refused(first.chain, first.number, first.upto, "no row says so")
    row_of(first)
    assert refused(first.chain, first.number, last.upto, "no row says so")
    assert refused(first.chain + 1, first.number, first.upto, "no row says so")


def test_not_everybody_may_call_it(db: None) -> None:
    """Only the owner, and whoever may write the row."""
    asked = (
        "SELECT coalesce(string_agg(grantee::regrole::text, ',' ORDER BY grantee::regrole::text),"
        " '') FROM pg_proc, aclexplode(proacl) WHERE proname = 'trail_drops'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() == (f"{as_the_app.APP},belong_owner",)


def test_what_goes_ends_with_a_seal(sealed: list[TrailSeal]) -> None:
    """Or lines under no seal would go without a trace, and could be written anew."""
    first, last = sealed[0], sealed[-1]
    for other in ({"seals": 0, "upto": FAR}, {"seals": FAR, "upto": FAR},
                  {"seals": first.number, "upto": last.upto}):  # fmt: skip
        row_of(first, **other)
        assert refused(first.chain, other["seals"], other["upto"], "no seal ends there")
    TrailDropped.objects.create(
        chain=last.chain, month="2019-02", seals=sealed[1].number, lines=1, upto=sealed[1].upto,
        last="0" * 64, who="", day="2026-11-24", key="", sum="",
    )  # fmt: skip
    assert refused(last.chain, sealed[1].number, sealed[1].upto, "no seal ends there")


def test_the_last_seal_never_goes(sealed: list[TrailSeal]) -> None:
    last = sealed[-1]
    row_of(last)
    assert refused(last.chain, last.number, last.upto, "the last seal stays")


def test_whoever_writes_a_row_without_a_key_is_told_of(sealed: list[TrailSeal]) -> None:
    before_last = sealed[-2]
    row_of(before_last)
    called(before_last.chain, before_last.number, before_last.upto)
    assert Kind.DROPPED in {one.kind for one in trail_checking.check([]).broken}


def test_a_table_for_the_moment_cannot_stand_in_for_the_row(sealed: list[TrailSeal]) -> None:
    first = sealed[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE people_traildropped ON COMMIT DROP AS SELECT %s::bigint AS chain,"
            " %s::bigint AS seals, %s::bigint AS upto, %s AS last",
            [first.chain, first.number, first.upto, first.sum],
        )
        cursor.execute("GRANT SELECT ON people_traildropped TO PUBLIC")
    assert refused(first.chain, first.number, first.upto, "no row says so")
