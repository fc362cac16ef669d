"""Seals each minute of the trail once it is over. Asked for by the tick."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from belong.people import trail_sums
from belong.people.models import TrailLine, TrailSeal
from belong.people.trail_sums import Sealed, Written

MARGIN = dt.timedelta(seconds=10)
"""So long after its end a minute is sealed."""
MOST = 20_000
"""Lines sealed at once; the rest follows at the next round."""


def seal(now: dt.datetime) -> int:
    """Seal what was written in minutes that are over. Returns how many lines were sealed.

    Safe to run twice, at once or again: a number in a chain is taken once, and whoever comes second
    seals nothing. Lines follow each other by their keys and not by the clock, so a line that was
    written while the clock was wrong belongs to the next seal and never to none.
    """
    try:
        with transaction.atomic():
            one_at_a_time()
            return _sealed(now)
    except IntegrityError:
        return 0  # another sealer was quicker, and these lines are in its seals


def one_at_a_time() -> None:
    """Within a transaction: let no other sealer read where the chains end until this one has
    written. SQLite has one writer, and its transactions begin as writers."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE people_trailseal IN EXCLUSIVE MODE")


def _sealed(now: dt.datetime) -> int:
    above = TrailSeal.objects.aggregate(last=Max("upto"))["last"] or 0
    over = (now - MARGIN).replace(second=0, microsecond=0)
    fresh = TrailLine.objects.filter(pk__gt=above)
    upto = fresh.filter(at__lt=over).aggregate(last=Max("pk"))["last"]
    if upto is None or not _nobody_is_writing():
        return 0
    written = list(itertools.islice(trail_sums.lines(above, upto), MOST))
    TrailSeal.objects.bulk_create(_seals(written))
    return len(written)


def seal_all(now: dt.datetime) -> int:
    """Seal until nothing that is over is left. Returns how many lines were sealed."""
    return sum(iter(lambda: seal(now), 0))


def _nobody_is_writing() -> bool:
    """Whether every line with a key below those already seen is seen too.

    SQLite has one writer at a time. PostgreSQL gives out keys before a line is committed: while
    somebody else is in the middle of writing, a lower key may still appear, so sealing waits.
    """
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'people_trailline'::regclass"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone() == (0,))


def _seals(written: Iterable[Written]) -> list[TrailSeal]:
    """The next seals of every chain that was written to, in the order of chains."""
    made: list[Sealed] = []
    in_order = sorted(written, key=_chain)  # keeps the order of keys within one
    for chain, mine in itertools.groupby(in_order, key=_chain):
        number, before = _last(chain)
        for minute, lines in itertools.groupby(mine, key=_minute):
            made.append(_next(chain, number + 1, before, minute, list(lines)))
            number, before = made[-1].number, made[-1].sum
    return [TrailSeal(**seal._asdict()) for seal in made]


def _chain(line: Written) -> int:
    return line[1]


def _minute(line: Written) -> str:
    return trail_sums.minute_of(line[2])


def _last(chain: int) -> tuple[int, str]:
    """The number and the sum of the last seal of a chain; 0 and "" where it has none."""
    found = TrailSeal.objects.filter(chain=chain).order_by("-number")
    return found.values_list("number", "sum").first() or (0, "")


def _next(chain: int, number: int, before: str, minute: str, lines: list[Written]) -> Sealed:
    name, key = next(iter(trail_sums.keys().items()))
    one = Sealed(chain, number, minute, len(lines), lines[-1][0], name, "")
    bodies = [body for _, _, body in lines]
    return one._replace(sum=trail_sums.sum_of(one, before, bodies, key))
