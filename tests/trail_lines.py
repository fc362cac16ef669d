"""The trail in tests: lines since a moment, because no table lets go of those before it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import Max
from tests import as_the_app

from belong.people.models import Membership, TrailLine, TrailName

REFUSAL = import_module("belong.people.migrations.0007_the_trail_is_sealed")


def newest() -> int:
    """The key of the last line there is."""
    return int(TrailLine.objects.aggregate(last=Max("pk"))["last"] or 0)


def since(mark: int) -> list[TrailLine]:
    """The lines after the one with a key, in the order in which they were written."""
    return list(TrailLine.objects.filter(pk__gt=mark).order_by("pk"))


def called(by: Membership) -> str:
    """How the trail calls somebody; "" before it has written of them."""
    found = TrailName.objects.filter(adult_id=by.adult_id)
    return found.values_list("name", flat=True).first() or ""


TABLES = (*REFUSAL.TABLES, "people_traildropped")


def without_refusal() -> None:
    """What somebody can do who owns the database: take the refusal off."""
    _as_owner([s for table in TABLES for s in REFUSAL.allow(connection.vendor, table)])


def with_refusal() -> None:
    """And put it back."""
    _as_owner([s for table in TABLES for s in REFUSAL.refuse(connection.vendor, table)])


def _as_owner(statements: list[str]) -> None:
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for statement in (*as_the_app.owning(vendor), *statements, *as_the_app.again(vendor)):
            cursor.execute(statement)


def let_a_test_start_empty(operations: type[BaseDatabaseOperations]) -> None:
    """A test that really commits is followed by emptying every table, these as well: the
    refusal is taken off for that and put back."""
    real: Callable[..., list[str]] = operations.sql_flush  # type: ignore[assignment]

    def sql_flush(self: BaseDatabaseOperations, *args: object, **kwargs: object) -> list[str]:
        emptied = real(self, *args, **kwargs)
        vendor = self.connection.vendor
        off = [s for table in TABLES for s in REFUSAL.allow(vendor, table)]
        on = [s for table in TABLES for s in REFUSAL.refuse(vendor, table)]
        before, after = as_the_app.owning(vendor), as_the_app.again(vendor)
        return [*before, *off, *emptied, *on, *after] if emptied else []

    operations.sql_flush = sql_flush  # type: ignore[assignment,method-assign]
