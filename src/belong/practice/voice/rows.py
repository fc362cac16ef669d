"""Tables without an order of their own.

SQLite numbers the rows of every table as they come, whatever their key: who reads the file would
see who answered first. A table without such numbers lies in the order of its drawn keys.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import connection
from django.db.models import QuerySet

UNNUMBERED = ("voice_answer", "voice_said", "voice_slip")
"""Tables whose rows must not tell in which order they came."""


def without_numbers(editor: Any) -> None:
    """Make the tables again, still empty, without SQLite's own numbers; elsewhere nothing."""
    if editor.connection.vendor != "sqlite":
        return
    for table in UNNUMBERED:
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            made = str(cursor.fetchone()[0])
        editor.execute(f'DROP TABLE "{table}"')
        editor.execute(f"{made} WITHOUT ROWID")


def laid_anew(kept: QuerySet[Any]) -> None:
    """On PostgreSQL write the rows of a survey once more, in one moment and in a drawn order: it
    keeps rows as they come, and with each the number of its moment. Elsewhere nothing: there they
    lie in the order of their drawn keys. Whoever calls holds the survey's own row."""
    if connection.vendor != "postgresql":
        return
    again = list(kept)
    kept.delete()
    secrets.SystemRandom().shuffle(again)
    kept.model._default_manager.bulk_create(again, batch_size=500)
