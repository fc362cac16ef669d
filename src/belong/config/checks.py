"""What must hold before anybody is let in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections

SAFE_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def register_all() -> None:
    """Add our checks to Django's own."""
    checks.register(checks.Tags.database)(sqlite_is_durable)
    checks.register(checks.Tags.database)(nobody_walks_past_the_wall)
    checks.register(demo_stays_on_loopback)
    checks.register(every_care_word_has_a_gate)


def sqlite_is_durable(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """SQLite runs with the settings that keep an acknowledged save (promises 7)."""
    wrong: list[checks.CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite" or "memory" in str(connection.settings_dict["NAME"]):
            continue
        with connection.cursor() as cursor:
            for name, want in SAFE_PRAGMAS.items():
                got = cursor.execute(f"PRAGMA {name}").fetchone()[0]
                if got != want:
                    wrong.append(
                        checks.Error(
                            f"SQLite has {name}={got}, and Belong needs {want}.",
                            hint="Leave OPTIONS of the database as settings/base.py has them.",
                            id="belong.E001",
                        )
                    )
    return wrong


def nobody_walks_past_the_wall(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """On PostgreSQL, whoever serves stands before row-level security like everybody (ADR 19)."""
    asked = (
        "SELECT rolname FROM pg_roles"
        " WHERE rolname IN (current_user, session_user) AND (rolsuper OR rolbypassrls)"
    )
    wrong: list[checks.CheckMessage] = []
    for alias in databases or []:
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute(asked)
            wrong += [
                checks.Error(
                    f"The role {name} of PostgreSQL sees the rows of every school.",
                    hint="Use a role that is no superuser and has no BYPASSRLS: see"
                    " docs/how-to/run-it-for-a-school.md.",
                    id="belong.E004",
                )
                for (name,) in cursor.fetchall()
            ]
    return wrong


LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def demo_stays_on_loopback(**kwargs: Any) -> list[checks.CheckMessage]:
    """The demo's passwords are printed on a screen, so it is served to this computer only."""
    if settings.DEMO and not set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return [
            checks.Error(
                "The demo may only be served on this computer.",
                hint="Unset BELONG_HOSTS, or unset BELONG_DEMO and make real accounts.",
                id="belong.E002",
            )
        ]
    return []


def every_care_word_has_a_gate(**kwargs: Any) -> list[checks.CheckMessage]:
    """A field about children whose care word nobody guards keeps the house shut."""
    from belong.people import care

    return [
        checks.Error(
            f"{name} has no gate.",
            hint="Give its care word a gate and a permission in people/care.py.",
            id="belong.E003",
        )
        for name in care.words_without_a_gate()
    ]
