"""The tables of SQLite made once and laid down again, for the next run and the other core.

Making them takes longer than a hundred tests. What is laid down is what the same migrations made;
those that came since are run on top of it, as in a school. On PostgreSQL they are made each time.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from django.db import connection

TOP = Path(__file__).resolve().parents[1]
KEPT = TOP / ".cache" / "tables"


def lay_down_before_they_are_made() -> None:
    """Whatever makes the test's database finds in it what an earlier run made."""
    if connection.vendor != "sqlite":
        return
    creation = connection.creation
    make, kept = creation._create_test_db, _place()  # type: ignore[attr-defined]

    def made(*about: object, **more: object) -> str:
        name: str = make(*about, **more)
        if kept.is_file():
            connection.close()
            connection.settings_dict["NAME"] = name
            with closing(sqlite3.connect(kept)) as source:
                connection.ensure_connection()
                source.backup(connection.connection)
        return name

    creation._create_test_db = made  # type: ignore[attr-defined]


def keep() -> None:
    """What was just made, for the next time; two who keep at once keep the same."""
    kept = _place()
    if connection.vendor != "sqlite" or kept.is_file():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    being_written = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(being_written)) as into:
        connection.ensure_connection()
        connection.connection.backup(into)
    being_written.replace(kept)


def _place() -> Path:
    """Named after all that the tables come from: migrations, what they call, and the libraries."""
    said = hashlib.sha256()
    for file in _sources():
        said.update(file.read_bytes())
    return KEPT / f"{said.hexdigest()[:24]}.sqlite3"


def _sources() -> list[Path]:
    migrations = sorted((TOP / "src" / "belong").glob("**/migrations/*.py"))
    called = {file for migration in migrations for name in _ours(migration) for file in _at(name)}
    return [*migrations, *sorted(called), TOP / "requirements" / "test.lock"]


def _ours(migration: Path) -> Iterator[str]:
    """The modules of Belong that a migration imports."""
    for node in ast.walk(ast.parse(migration.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.startswith("belong."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("belong"):
            yield str(node.module)
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _at(name: str) -> Iterator[Path]:
    """The file of a module; none for a name inside one."""
    with suppress(ModuleNotFoundError):
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            yield Path(spec.origin)
