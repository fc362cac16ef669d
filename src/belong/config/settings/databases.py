"""Which way Belong speaks to a database that was named by its address."""

from __future__ import annotations

from typing import Any

DJANGOS, OURS = "django.db.backends.postgresql", "belong.people.postgres"


def walled(named: dict[str, Any]) -> dict[str, Any]:
    """The same database; PostgreSQL is told before each question whose rows there are."""
    return named | {"ENGINE": OURS} if named["ENGINE"] == DJANGOS else named
