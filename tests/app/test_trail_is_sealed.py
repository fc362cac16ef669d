"""The trail cannot be changed quietly: refused by the tables, seen by the seals and the anchor."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings
from tests import trail_lines
from tests.people import ADA, BEN, House

from belong.people import fetch, sealing, trail, trail_anchors, trail_checking, trail_sums
from belong.people.models import TrailLine, TrailName, TrailSeal
from belong.people.trail import Verb
from belong.people.trail_anchors import Anchor, NoAnchor
from belong.people.trail_checking import Kind

DAY = dt.date(2026, 11, 24)
NINE = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def written(count: int, schools: tuple[int | None, ...] = (1, 2, None), start: int = 0) -> None:
    """So many lines, one each 7 seconds from nine o'clock, of several schools in turn."""
    TrailLine.objects.bulk_create(
        TrailLine(
            at=NINE + dt.timedelta(seconds=7 * n, microseconds=n % 3),
            who=f"{n % 5:032x}",
            role="tutor",
            school_id=schools[n % len(schools)],
            verb=Verb.CHILD_SEEN,
            about="pupil",
            ids=[n, n + 1],
            detail={"on": "2026-11-24", "a": n} if n % 4 else {},
        )
        for n in range(start, start + count)
    )


def sealed(count: int, schools: tuple[int | None, ...] = (1, 2, None)) -> None:
    """So many lines, all of them sealed."""
    written(count, schools)
    assert sealing.seal_all(NINE + dt.timedelta(days=1)) == count


def kinds(anchors: list[Anchor] | None = None) -> set[Kind]:
    """What a check finds wrong."""
    return {one.kind for one in trail_checking.check(anchors or []).broken}


def test_a_minute_is_sealed_once_it_is_over(db: None) -> None:
    written(18, schools=(1,))  # 9:00:00 to 9:01:59
    assert sealing.seal(NINE + dt.timedelta(seconds=60)) == 0
    assert sealing.seal(NINE + dt.timedelta(seconds=70)) == 9
    assert sealing.seal(NINE + dt.timedelta(seconds=80)) == 0
    assert sealing.seal(NINE + dt.timedelta(seconds=130)) == 9
    seals = TrailSeal.objects.order_by("number").values_list("chain", "number", "minute", "lines")
    assert list(seals) == [(1, 1, "2026-11-24 09:00", 9), (1, 2, "2026-11-24 09:01", 9)]
    assert trail_checking.check([]).broken == ()


def test_every_school_has_a_chain_and_lines_without_one_have_theirs(db: None) -> None:
    sealed(90)
    chains = TrailSeal.objects.values_list("chain", flat=True).distinct().order_by("chain")
    assert list(chains) == [TrailSeal.NO_SCHOOL, 1, 2]
    found = trail_checking.check([])
    assert (found.lines, found.waiting, found.broken) == (90, 0, ())


def test_what_is_not_sealed_yet_only_waits(db: None) -> None:
    sealed(9)
    written(3, start=9)
    found = trail_checking.check([])
    assert (found.waiting, found.broken) == (3, ())


def test_a_line_written_while_the_clock_was_wrong_belongs_to_the_next_seal(db: None) -> None:
    written(3, schools=(1,))
    TrailLine.objects.create(at=NINE + dt.timedelta(days=900), who="a", school_id=1, verb="x")
    TrailLine.objects.create(at=NINE - dt.timedelta(days=900), who="a", school_id=1, verb="x")
    written(1, schools=(1,), start=4)
    assert sealing.seal_all(NINE + dt.timedelta(minutes=2)) == 6
    assert trail_checking.check([]).waiting == 0
    assert sum(TrailSeal.objects.values_list("lines", flat=True)) == 6
    TrailLine.objects.create(at=NINE - dt.timedelta(days=1), who="a", school_id=1, verb="late")
    assert sealing.seal_all(NINE + dt.timedelta(minutes=2)) == 1
    assert trail_checking.check([]).broken == ()


@pytest.mark.django_db(transaction=True)
def test_where_the_chains_end_is_read_by_one_sealer_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Inside one transaction, which on SQLite begins as the only writer; PostgreSQL locks the
    table. Read before it, two sealers would put the same lines under two seals."""
    asked: list[tuple[bool, list[str]]] = []
    sealed_now = sealing._sealed

    def noted(now: dt.datetime) -> int:
        said = [query["sql"] for query in queries.captured_queries]
        asked.append((connection.in_atomic_block, said))
        return sealed_now(now)

    monkeypatch.setattr(sealing, "_sealed", noted)
    written(30)
    with CaptureQueriesContext(connection) as queries:
        assert sealing.seal(NINE + dt.timedelta(hours=1)) == 30
        assert sealing.seal(NINE + dt.timedelta(hours=1)) == 0
    first = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "EXCLUSIVE MODE"}[connection.vendor]
    assert all(inside and any(first in sql for sql in said) for inside, said in asked)
    assert trail_checking.check([]).broken == ()


def test_a_long_wait_is_sealed_in_parts(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST", 7)
    sealed(40)
    assert trail_checking.check([]).broken == ()


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize(("table", "field"), [("people_trailline", "verb"),
                                              ("people_trailseal", "sum")])  # fmt: skip
def test_the_tables_refuse_to_change_or_delete(
    db: None, statement: str, table: str, field: str
) -> None:
    sealed(9)
    before = (TrailLine.objects.count(), TrailSeal.objects.count())
    with (
        pytest.raises(DatabaseError, match="never changed and never deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, field))
    assert (TrailLine.objects.count(), TrailSeal.objects.count()) == before
    assert kinds() == set()


Tamper = Callable[[random.Random], None]


def _any(rng: random.Random) -> TrailLine:
    return rng.choice(list(TrailLine.objects.all()))


def _change(rng: random.Random) -> None:
    line = _any(rng)
    field, value = rng.choice(
        [("who", "0" * 32), ("role", "headteacher"), ("verb", "nothing"), ("about", "import"),
         ("ids", [rng.randrange(10**6)]), ("detail", {"b": 1}), ("school_id", 77),
         ("at", line.at + dt.timedelta(microseconds=1))]
    )  # fmt: skip
    if getattr(line, field) != value:
        TrailLine.objects.filter(pk=line.pk).update(**{field: value})
    else:
        TrailLine.objects.filter(pk=line.pk).delete()


def _delete(rng: random.Random) -> None:
    TrailLine.objects.filter(pk=_any(rng).pk).delete()


def _swap(rng: random.Random) -> None:
    one, other = rng.sample(list(TrailLine.objects.all()), 2)
    keys = (one.pk, other.pk)
    TrailLine.objects.filter(pk__in=keys).delete()
    one.pk, other.pk = other.pk, one.pk
    TrailLine.objects.bulk_create([one, other])


def _insert(rng: random.Random) -> None:
    """A line more: with a key that somebody else had, in the middle of the sealed ones."""
    keys = list(TrailLine.objects.order_by("pk").values_list("pk", flat=True))
    line = _any(rng)
    line.pk = rng.randrange(keys[0] - 3, keys[0]) if rng.random() < 0.3 else rng.choice(keys)
    if line.pk in keys:
        moved = TrailLine.objects.filter(pk=line.pk)
        line.ids = [*moved[0].ids, 5]
        moved.delete()
    TrailLine.objects.bulk_create([line])


def _cut(rng: random.Random) -> None:
    """The end, lines and seals, so that what is left is whole in itself."""
    last = list(TrailSeal.objects.order_by("-upto"))[: rng.randrange(1, 9)]
    TrailSeal.objects.filter(pk__in=[s.pk for s in last]).delete()
    TrailLine.objects.filter(pk__gt=max(TrailSeal.objects.values_list("upto", flat=True))).delete()
    for seal in last:
        before = TrailSeal.objects.filter(chain=seal.chain).order_by("-number").first()
        above = before.upto if before else 0
        mine = seal.chain or None
        TrailLine.objects.filter(school_id=mine, pk__gt=above).delete()


def _reseal(rng: random.Random) -> None:
    """A seal's own words."""
    seal = rng.choice(list(TrailSeal.objects.all()))
    field, value = rng.choice([("sum", "0" * 64), ("lines", seal.lines + 1), ("minute", "x"),
                               ("key", "0" * 16), ("number", 10**6), ("chain", 88)])  # fmt: skip
    TrailSeal.objects.filter(pk=seal.pk).update(**{field: value})


def _unseal(rng: random.Random) -> None:
    TrailSeal.objects.filter(pk=rng.choice(list(TrailSeal.objects.all())).pk).delete()


TAMPERS: tuple[Tamper, ...] = (_change, _delete, _swap, _insert, _cut, _reseal, _unseal)


@pytest.mark.parametrize("tamper", TAMPERS)
@pytest.mark.slow
def test_whatever_is_done_to_the_trail_is_seen(db: None, tamper: Tamper) -> None:
    """1,000 of them in all, by somebody who owns the database and has taken the refusal off."""
    sealed(60)
    anchors = trail_anchors.taken(DAY)
    trail_lines.without_refusal()
    assert trail_checking.check(anchors).broken == ()
    rng = random.Random(tamper.__name__)
    unseen = []
    for n in range(143):
        with transaction.atomic():
            tamper(rng)
            if not trail_checking.check(anchors).broken:
                unseen.append(n)
            transaction.set_rollback(True)
    assert unseen == []
    assert trail_checking.check(anchors).broken == ()


def test_only_the_anchor_sees_that_the_end_is_gone(db: None) -> None:
    sealed(60)
    anchors = trail_anchors.taken(DAY)
    trail_lines.without_refusal()
    _cut(random.Random(1))
    assert kinds() == set()
    assert kinds(anchors) == {Kind.CUT}


def test_an_end_that_was_cut_and_written_anew_is_seen(db: None) -> None:
    sealed(60, schools=(1,))
    anchors = trail_anchors.taken(DAY)
    trail_lines.without_refusal()
    TrailSeal.objects.filter(chain=1, number__gte=3).delete()
    first = TrailSeal.objects.get(chain=1, number=2)
    TrailLine.objects.filter(school_id=1, pk__gt=first.upto).update(verb="nothing to see")
    sealing.seal_all(NINE + dt.timedelta(days=1))
    assert kinds() == set()
    assert kinds(anchors) == {Kind.OTHER}


def test_a_line_changed_in_the_middle_and_all_after_it_sealed_anew_is_seen(db: None) -> None:
    """The last sum holds every sum before it, so the anchor of the end knows the middle too."""
    sealed(60, schools=(1,))
    anchors = trail_anchors.taken(DAY)
    trail_lines.without_refusal()
    third = TrailSeal.objects.get(chain=1, number=3)
    TrailSeal.objects.filter(number__gte=3).delete()
    TrailLine.objects.filter(pk=third.upto).update(verb="nothing to see")
    sealing.seal_all(NINE + dt.timedelta(days=1))
    assert kinds() == set()
    assert kinds(anchors) == {Kind.OTHER}


def test_a_line_under_no_seal_is_seen(db: None) -> None:
    sealed(60)
    trail_lines.without_refusal()
    TrailSeal.objects.filter(pk=TrailSeal.objects.filter(chain=1).latest("number").pk).delete()
    assert kinds() == {Kind.NO_SEAL}


def test_what_is_broken_is_said_with_its_minute(db: None) -> None:
    sealed(60)
    trail_lines.without_refusal()
    line = TrailLine.objects.filter(school_id=1)[3]
    TrailLine.objects.filter(pk=line.pk).update(verb="nothing")
    (broken,) = trail_checking.check([]).broken
    assert str(broken) == f"{line.at:%Y-%m-%d %H:%M} UTC, school 1: something was changed"


def test_a_seal_made_without_the_secret_does_not_hold(db: None, settings: Settings) -> None:
    written(9)
    settings.SECRET_KEY = "somebody else's"
    sealing.seal_all(NINE + dt.timedelta(days=1))
    settings.SECRET_KEY = "only for tests"
    assert kinds() == {Kind.KEY}
    trail_lines.without_refusal()
    TrailSeal.objects.update(key=next(iter(trail_sums.keys())))
    assert kinds() == {Kind.CHANGED}


def test_a_new_secret_goes_on_with_the_chain_while_the_old_one_is_kept(
    db: None, settings: Settings
) -> None:
    sealed(9)
    settings.SECRET_KEY, old = "a new one", settings.SECRET_KEY
    assert kinds() == {Kind.KEY}
    settings.SECRET_KEY_FALLBACKS = [old]
    written(9, start=9)
    sealing.seal_all(NINE + dt.timedelta(days=1))
    assert kinds() == set()
    assert len(set(TrailSeal.objects.values_list("key", flat=True))) == 2


def test_the_anchor_of_a_day_is_a_file_written_once(db: None, tmp_path: Path) -> None:
    folder = tmp_path / "anchors"
    assert trail_anchors.keep(folder, DAY) is None
    sealed(60)
    path = trail_anchors.keep(folder, DAY)
    assert path is not None
    assert path.stat().st_mode & 0o777 == 0o600
    said = path.read_bytes()
    written(9, start=60)
    sealing.seal_all(NINE + dt.timedelta(days=2))
    assert trail_anchors.keep(folder, DAY) is None
    assert path.read_bytes() == said
    assert trail_anchors.keep(folder, DAY + dt.timedelta(days=1)) is not None
    assert len(trail_anchors.kept(folder)) == 6
    assert kinds(trail_anchors.kept(folder)) == set()
    assert [p.name for p in sorted(folder.iterdir())] == ["2026-11-24.txt", "2026-11-25.txt"]


@pytest.mark.parametrize("body", [b"hello\n", b"\xff\xfe", b"2026-11-24 chain 1 seals x\n"])
def test_what_is_no_anchor_is_said(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "kept.txt"
    path.write_bytes(body)
    with pytest.raises(NoAnchor):
        trail_anchors.read([path])


class TestNames:
    """The trail names nobody."""

    def test_an_adult_has_one_name_by_chance(self, house: House) -> None:
        child = house.child(ADA).pk
        mark = trail_lines.newest()
        fetch.pupil(child, seen_by=house.lead)
        fetch.pupil(child, seen_by=house.lead)
        fetch.pupil(child, seen_by=house.adults["headteacher"])
        first, again, other = (line.who for line in trail_lines.since(mark))
        assert first == again != other
        assert len(first) == 32
        assert TrailName.objects.get(name=first).adult_id == house.lead.adult_id

    def test_a_line_says_in_which_role(self, house: House) -> None:
        mark = trail_lines.newest()
        fetch.pupil(house.child(ADA).pk, seen_by=house.adults["tutor"])
        assert [line.role for line in trail_lines.since(mark)] == ["tutor"]

    def test_forgetting_a_name_leaves_the_chain_whole_and_cannot_be_taken_back(
        self, house: House
    ) -> None:
        fetch.pupil(house.child(BEN).pk, seen_by=house.lead)
        (line,) = TrailLine.objects.order_by("-pk")[:1]
        later = line.at + dt.timedelta(days=1)
        sealing.seal_all(later)
        TrailName.objects.filter(name=line.who).delete()
        assert kinds(trail_anchors.taken(DAY)) == set()
        lead = fetch.member(house.lead.adult.email, DAY)
        assert lead is not None
        trail.look(lead, Verb.CHILD_SEEN, ids=[1])
        assert TrailLine.objects.latest("pk").who != line.who
        assert not TrailName.objects.filter(name=line.who).exists()

    def test_deleting_an_adult_forgets_their_name(self, house: House) -> None:
        trail.look(house.lead, Verb.CHILD_SEEN, ids=[1])
        name = trail_lines.called(house.lead)
        TrailName.objects.get(name=name).adult.trail_name.delete()
        assert not TrailName.objects.filter(name=name).exists()
        assert TrailLine.objects.filter(who=name).exists()
