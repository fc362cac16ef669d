"""Django's own way to PostgreSQL, with the schools of this moment told before each statement.

The server remembers what it was told for as long as a connection lasts, and that may be longer than
a request. So nothing relies on anybody tidying up: what the server was told last is compared with
what holds now before every statement, and a rollback, which may take it back, forgets it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base as django_postgres
from psycopg.pq import TransactionStatus

from belong.people import walls

Going = Callable[[str, Any, bool, dict[str, Any]], Any]


class DatabaseWrapper(django_postgres.DatabaseWrapper):
    """One connection that always looks at the schools of this moment."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self.told: str | None = None
        self.execute_wrappers.append(self._told_first)

    def init_connection_state(self) -> None:
        """A new connection was told nothing yet."""
        super().init_connection_state()
        self.told = None

    def _told_first(
        self, going: Going, statement: str, values: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        schools = walls.now()
        if schools != self.told and self._listens():
            self.connection.execute("SELECT set_config(%s, %s, false)", [walls.SETTING, schools])
            self.told = schools
        return going(statement, values, many, context)

    def _listens(self) -> bool:
        """After an error inside a transaction the server hears nothing but how to go back."""
        return self.connection.info.transaction_status != TransactionStatus.INERROR

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self.told = None

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.told = None
