"""Larkfield built once for a whole run and laid down again for each test that wants it.

The first test builds it through the real door; what that left in the database and on disk is kept
and given, as it was, to every later test that begins with an empty database. It takes a twentieth
of the time.
"""

from __future__ import annotations

import pickle
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction
from tests.people import House

from belong.intake import shelf
from belong.people.models import School

NOT_A_HOUSE = {"contenttypes", "sites", "auth"}
"""Tables that stand before the first test and that no house adds to."""


@dataclass(frozen=True)
class Table:
    """The rows of one table as the database holds them."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Kept:
    """A house as it stood when it was built, and the files it left.

    house  pickled: a fresh one for each test, in a tenth of the time of a deep copy
    """

    house: bytes
    tables: tuple[Table, ...]
    files: tempfile.TemporaryDirectory[str]


_kept: dict[str, Kept] = {}
_laid: set[str] = set()
"""How the database stands with what is kept in it and nothing else."""


def or_built(folder: Path, build: Callable[[Path], House]) -> House:
    """The house `build` makes. Kept from before where nothing but kept houses stands yet.

    folder  where what is uploaded lies; registers lie beside it
    """
    stands = _stands()
    if stands and stands not in _laid:
        return build(folder)
    name = f"{connection.vendor} {build.__qualname__} {stands}"
    if name not in _kept:
        rows, files = _tables(), _files_in(folder)
        house = build(folder)
        _kept[name] = Kept(pickle.dumps(house), _since(rows), _files_since(folder, files))
    else:
        house = replace(pickle.loads(_kept[name].house), folder=folder)
        _lay_down(_kept[name], folder)
    _laid.add(_stands())
    return house


def _stands() -> str:
    """Nothing while no school stands; else what the next rows will be numbered after.

    PostgreSQL never numbers two rows alike, not even in tests that were taken back.
    """
    schools = sorted(School.objects.values_list("pk", flat=True))
    if not schools or connection.vendor != "sqlite":
        return f"{schools}" if schools else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return f"{cursor.fetchall()}"


def _since(before: tuple[Table, ...]) -> tuple[Table, ...]:
    """The rows that came since. A house stands beside others and changes nothing of them."""
    known = {table.name: set(table.rows) for table in before}
    now = _tables()
    assert all(known.get(table.name, set()) <= set(table.rows) for table in now)
    new = (
        replace(
            table, rows=tuple(row for row in table.rows if row not in known.get(table.name, ()))
        )
        for table in now
    )
    return tuple(table for table in new if table.rows)


def _lay_down(kept: Kept, folder: Path) -> None:
    with transaction.atomic():
        for table in kept.tables:
            _lay(table)
    _lay_files(Path(kept.files.name), folder)


def _tables() -> tuple[Table, ...]:
    names = sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in NOT_A_HOUSE and model._meta.managed
    )
    return tuple(table for table in map(_read, names) if table.rows)


def _read(name: str) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{name}"')
        columns = tuple(column[0] for column in cursor.description)
        return Table(name, columns, tuple(tuple(row) for row in cursor.fetchall()))


def _lay(table: Table) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    places = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})', table.rows)


def _files_in(folder: Path) -> set[Path]:
    """What lies in a house, without its folders."""
    parts = (folder, folder.parent / "registers")
    return {file for part in parts for file in part.rglob("*") if not file.is_dir()}


def _files_since(folder: Path, before: set[Path]) -> tempfile.TemporaryDirectory[str]:
    """Folders as they are, and in them the files that came since."""
    kept = tempfile.TemporaryDirectory(prefix="belong-kept-house-")

    def there_before(at: str, names: list[str]) -> set[str]:
        return {name for name in names if Path(at, name) in before}

    for part in (folder, folder.parent / "registers"):
        if part.is_dir():
            into = Path(kept.name) / part.name
            shutil.copytree(part, into, symlinks=True, ignore=there_before)
    return kept


def _lay_files(kept: Path, folder: Path) -> None:
    for part in kept.iterdir():
        shutil.copytree(part, folder.parent / part.name, symlinks=True, dirs_exist_ok=True)
    shelf.open_at(folder.parent / "registers", folder)
