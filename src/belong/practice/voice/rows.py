"""Tables without an order of their own.

SQLite numbers the rows of every table as they come, whatever their key: who reads the file would
see who answered first. A table without such numbers lies in the order of its drawn keys.
"""

from __future__ import annotations

from typing import Any

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
