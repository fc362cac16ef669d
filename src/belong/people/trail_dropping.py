"""Old months of the trail go: whole sealed months, once their time is over, and never in silence.

What is left of them is a row under a keyed sum: how many lines there were, and the sum of the last
seal that went. The first seal that stays was made over that sum, so the rest still proves itself.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from django.db import connection, transaction
from django.db.models import Max, Min, Sum
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.basics.terms import year_of, year_start
from belong.people import sealing, trail, trail_checking, trail_sums, walls
from belong.people.models import Membership, TrailDropped, TrailLine, TrailName, TrailSeal
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.people.trail_anchors import Anchor

GOES_FROM = ("people_trailline", "people_trailseal")


class NotDropped(BelongError):
    """Nothing of the trail was dropped, and why."""


@cache
def school_years() -> int:
    """For how many school years after its own a line is kept; trail_kept.toml says so."""
    said = tomllib.loads((files(__package__) / "trail_kept.toml").read_text(encoding="utf-8"))
    return int(said["school_years"])


def first_kept(today: dt.date) -> dt.date:
    """The first day of the earliest month that may not be dropped yet."""
    return year_start(year_of(today) - school_years())


def drop(
    *, by: Membership, before: dt.date, at: dt.datetime, anchors: Iterable[Anchor]
) -> TrailDropped:
    """Drop what the trail of a school says of the months before one; all of it, or nothing.

    before   the first day of a month, in UTC
    anchors  to check with before anything goes: a trail that is not whole is evidence, and stays
    raises   NotDropped, PermissionDenied
    """
    by.must(Permission.TRAIL_DROP)
    first = first_kept(timezone.localdate(at))
    if before.day != 1 or before > first:
        raise NotDropped(
            f"Only months before {first:%B %Y} may go.", do="Name that month, or an earlier one."
        )
    _must_be_whole(by.school_id, anchors)
    with transaction.atomic():
        sealing.one_at_a_time()
        row = _left_of(by, before, timezone.localdate(at))
        detail: dict[str, object] = {"before": row.month, "lines": row.lines, "seals": row.seals}
        trail.note(by, Verb.TRAIL_DROPPED, about="school", ids=[by.school_id], detail=detail)
        _goes(row)
    return row


def who_dropped(row: TrailDropped) -> str:
    """The name of the adult who did; "" where it was forgotten."""
    found = TrailName.objects.filter(name=row.who).values_list("adult__name", flat=True)
    return found.first() or ""


def _must_be_whole(chain: int, anchors: Iterable[Anchor]) -> None:
    with walls.scope_all(reason="whether the trail is whole before old months go"):
        found = trail_checking.check(anchors)
    if any(one.chain == chain for one in found.broken):
        raise NotDropped("The trail is not whole.", do="Run `belong trail verify`, and keep it.")


def _left_of(by: Membership, before: dt.date, today: dt.date) -> TrailDropped:
    """The row about what goes: seals from the first on, as long as all are of months before; the
    last seal of a chain never goes, so that the next one has something to follow."""
    chain, month = by.school_id, f"{before:%Y-%m}"
    seals = TrailSeal.objects.filter(chain=chain)
    later = seals.filter(minute__gte=month).aggregate(n=Min("number"))["n"]
    end = (later or seals.aggregate(n=Max("number"))["n"] or 1) - 1
    last = seals.filter(number=end).first()
    if last is None:
        raise NotDropped("Nothing sealed is that old.", do="Nothing has to be done.")
    going = seals.filter(number__lte=end).aggregate(n=Sum("lines"))["n"]
    earlier = TrailDropped.objects.filter(chain=chain).aggregate(n=Max("lines"))["n"] or 0
    name, key = next(iter(trail_sums.keys().items()))
    row = TrailDropped(
        chain=chain, month=month, seals=end, lines=earlier + going, upto=last.upto, last=last.sum,
        who=trail.name_of(by), day=today.isoformat(), key=name,
    )  # fmt: skip
    row.sum = trail_sums.sum_of_dropped(row, key)
    row.save(force_insert=True)
    return row


def _goes(row: TrailDropped) -> None:
    """The only place where the tables let go of something, and refuse again before it is done."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT trail_drops(%s, %s, %s)", [row.chain, row.seals, row.upto])
        return
    with connection.cursor() as cursor:
        kept = _refusals(cursor)
        for name, _ in kept:
            cursor.execute(f"DROP TRIGGER {name}")
        TrailLine.objects.filter(school_id=row.chain, pk__lte=row.upto).delete()
        TrailSeal.objects.filter(chain=row.chain, number__lte=row.seals).delete()
        for _, statement in kept:
            cursor.execute(statement)


def _refusals(cursor: object) -> list[tuple[str, str]]:
    """The triggers of SQLite that refuse a deletion, and how each was made."""
    names = [f"{table}_never_delete" for table in GOES_FROM]
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)"
    cursor.execute(asked, names)  # type: ignore[attr-defined]
    return list(cursor.fetchall())  # type: ignore[attr-defined]
