"""The second wall: on PostgreSQL the tables themselves show only the rows of the schools of the
moment, whatever they are asked. Without a scope they show none.

The first wall is `people.fetch`. This one is for the day when something asks past it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations import RunPython
    from django.db.migrations.state import StateApps

SETTING = "belong.schools"
"""What the server is told: the keys of schools with commas between, "" for none, or EVERY."""
NOBODY, EVERY = "", "0"
"""No school has the key 0."""
POLICY = "only_the_schools_of_the_moment"

_schools: ContextVar[str] = ContextVar("schools of the moment", default=NOBODY)


@contextmanager
def scope(*schools: int) -> Iterator[None]:
    """From here on there are only rows of these schools; of none at all where none is named."""
    if any(key < 1 for key in schools):
        raise ValueError("a school has a key above 0")
    with exactly(",".join(str(key) for key in schools)):
        yield


@contextmanager
def scope_all(*, reason: str) -> Iterator[None]:
    """Rows of every school: for what has to be known before a school is, and for work that goes
    round them all. Each use says why; a test lists them.

    raises  ValueError without a reason
    """
    if not reason:
        raise ValueError("say why")
    with exactly(EVERY):
        yield


@contextmanager
def from_nobody() -> Iterator[None]:
    """Where a command, a job and the tick begin: with the rows of no school, whatever whoever calls
    them may see. What they need they say themselves."""
    with exactly(NOBODY):
        yield


def now() -> str:
    """The schools of the moment, as SETTING has them."""
    return _schools.get()


@contextmanager
def exactly(schools: str) -> Iterator[None]:
    """What `now` said at another moment holds again."""
    before = _schools.set(schools)
    try:
        yield
    finally:
        _schools.reset(before)


def kept(parts: Iterator[bytes], schools: str) -> Iterator[bytes]:
    """An answer that is sent bit by bit after its view is over: each bit is made within a scope,
    and nothing of it is left in between."""
    while True:
        with exactly(schools):
            part = next(parts, None)
        if part is None:
            return
        yield part


def raised(table: str, column: str = "school_id") -> list[str]:
    """The statements that raise the wall around a table of PostgreSQL; for its owner, too."""
    schools = f"string_to_array(current_setting('{SETTING}', true), ',')::bigint[]"
    theirs = f"{column} = ANY ((SELECT {schools})::bigint[])"
    every = f"{EVERY} = ANY ((SELECT {schools})::bigint[])"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {POLICY} ON {table} USING ({theirs} OR {every})",
    ]


def taken_down(table: str) -> list[str]:
    """The statements that take it down again."""
    return [
        f"DROP POLICY IF EXISTS {POLICY} ON {table}",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]


def around(*tables: str) -> RunPython:
    """The step of a migration that raises the walls around new tables, and takes them down again;
    nothing where there is no PostgreSQL."""
    from django.db.migrations import RunPython  # not for who looks at a file alone

    def step(statements: Callable[[str], list[str]]) -> Callable[..., None]:
        def run(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            if editor.connection.vendor == "postgresql":
                for table in tables:
                    for statement in statements(table):
                        editor.execute(statement)

        return run

    return RunPython(step(raised), step(taken_down))
