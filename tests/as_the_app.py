"""PostgreSQL in tests, as a school should run it: whoever asks owns no table and is nobody special.

Tests come in as the role that makes the tables, and take the other role for everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection

APP = "belong_app"
OLD_MONTHS = import_module("belong.people.migrations.0022_old_months_of_the_trail")


def begin() -> None:
    """From now on every connection is the app's."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for statement in _grants():
            cursor.execute(statement)
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = APP


def end() -> None:
    """The role that made the tables again, to take them away."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"].pop("assume_role", None)
        connection.close()


def owning(vendor: str) -> list[str]:
    """What comes before a statement for which somebody has to own the tables."""
    return ["RESET ROLE"] if vendor == "postgresql" else []


def again(vendor: str) -> list[str]:
    """What comes after it."""
    return [f"SET ROLE {APP}"] if vendor == "postgresql" else []


@contextmanager
def the_owner() -> Iterator[None]:
    """For a test that changes tables itself."""
    with connection.cursor() as cursor:
        for statement in owning(connection.vendor):
            cursor.execute(statement)
        yield
        for statement in again(connection.vendor):
            cursor.execute(statement)


def _grants() -> list[str]:
    return [
        f"GRANT USAGE ON SCHEMA public TO {APP}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
        f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP}",
        OLD_MONTHS.FOR_WHO_WRITES_THE_ROW,  # again: in a school these come before the tables
    ]
