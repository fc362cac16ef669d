"""Files made on the spot, and what opening them gave."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from belong.registers.sources import read
from belong.registers.sources.containers import Opened, Table, opened
from belong.registers.sources.reading import Reading

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def opening(tmp_path: Path) -> Callable[..., Opened]:
    """Write a file and open it."""

    def write_and_open(content: bytes | str, name: str = "file.csv") -> Opened:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return opened(path)

    return write_and_open


@pytest.fixture
def rows() -> Callable[[Table], list[dict[str, str]]]:
    """The rows of a table by their headings."""

    def of(table: Table) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(table.text.data.decode(), newline="")))

    return of


@pytest.fixture
def marks_in(tmp_path: Path) -> Callable[[Table], Reading]:
    """A table of marks read by the reader of marks, as on 20 November 2026."""

    def of(table: Table) -> Reading:
        path = tmp_path / "table.csv"
        path.write_bytes(table.text.data)
        return read(path, as_of=TODAY)

    return of
