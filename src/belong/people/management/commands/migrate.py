"""Django's `migrate`, which has to see the rows of every school: a migration that changes rows
would otherwise find none of them behind the second wall, and say nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from belong.people import walls


class Command(migrate.Command):
    """Brings the tables up to date, for every school at once."""

    def handle(self, *words: Any, **more: Any) -> None:
        """As Django does it."""
        with walls.scope_all(reason="changing the tables of every school"):
            super().handle(*words, **more)
