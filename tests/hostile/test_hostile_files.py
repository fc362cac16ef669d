"""A bad file cannot hurt: it is refused in a sentence or read, and nothing else happens."""

from __future__ import annotations

import datetime as dt
import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.corpus import CORPUS, Hostile
from tests.hostile.measuring import most_memory

from belong.basics.errors import UnreadableFile
from belong.registers.sources import read
from belong.registers.sources.containers import opened
from belong.registers.sources.safely import in_a_cell

TODAY = dt.date(2026, 11, 20)
SOON = 5.0
"""Seconds within which a file must be refused."""
MOST_MEMORY = 512 * 1024
"""KiB over an idle cell."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Watch:
    """Keeps the name of every file opened for writing, and every socket, while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.written: list[str] = []
        self.reached: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Hear of one thing the interpreter does."""
        if not self.on:
            return
        if event == "open" and (arguments[2] or 0) & _WRITING:
            self.written.append(str(arguments[0]))
        elif event.startswith(("socket.", "subprocess.", "os.system", "os.exec")):
            self.reached.append(event)


WATCH = Watch()
sys.addaudithook(WATCH)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Watch one reading; a socket fails outright."""

    def no_socket(*_: object, **__: object) -> None:
        raise AssertionError("a reading opened a socket")

    monkeypatch.setattr(socket, "socket", no_socket)
    WATCH.written, WATCH.reached, WATCH.on = [], [], True
    yield WATCH
    WATCH.on = False


def taken_in(path: Path) -> tuple[int | None, int]:
    """Marks and refused lines of every register in a file; None where it holds no register."""
    found = opened(path)
    marks, refused = None, len(found.refused)
    for n, table in enumerate(found.tables):
        if table.kind in ("", "marks"):
            part = path.parent / f"table-{n}.csv"
            part.write_bytes(table.text.data)
            reading = read(part, as_of=TODAY)
            marks = (marks or 0) + reading.marks
            refused += len(reading.refused)
    return marks, refused


def seconds_to_refuse(path: Path, began: float) -> float:
    """Processor time since `began`. Where that is too long and lines are being counted, which makes
    everything slower, the same reading once more without counting."""
    took = time.process_time() - began
    counting = sys.gettrace()
    if took < SOON or counting is None:
        return took
    sys.settrace(None)
    try:
        again = time.process_time()
        with pytest.raises(UnreadableFile):
            taken_in(path)
        return time.process_time() - again
    finally:
        sys.settrace(counting)


@pytest.mark.parametrize(
    "hostile",
    [pytest.param(one, marks=pytest.mark.slow if one.heavy else ()) for one in CORPUS],
    ids=lambda hostile: hostile.name,
)
def test_it_is_refused_in_a_sentence_or_read_and_nothing_else_happens(
    hostile: Hostile, tmp_path: Path, watch: Watch
) -> None:
    path = tmp_path / hostile.file
    path.write_bytes(hostile.make())
    began = time.process_time()
    if hostile.says:
        with pytest.raises(UnreadableFile) as refusal:
            taken_in(path)
        assert hostile.says in str(refusal.value)
        assert refusal.value.what.endswith(".")
        assert refusal.value.what.isprintable()
        assert len(refusal.value.what) < 400
        assert seconds_to_refuse(path, began) < SOON
    else:
        assert taken_in(path) == (hostile.marks, hostile.refused)
    assert [name for name in watch.written if not name.startswith(str(tmp_path))] == []
    assert watch.reached == []
    assert {one.name for one in tmp_path.iterdir()} <= {hostile.file, "table-0.csv"}


def test_the_corpus_is_large_and_every_file_has_a_name_of_its_own() -> None:
    assert len(CORPUS) >= 60
    assert len({hostile.name for hostile in CORPUS}) == len(CORPUS)
    assert sum(bool(hostile.says) for hostile in CORPUS) >= 60


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> int:
    """KiB a cell holds before it opens anything."""
    return in_a_cell(most_memory, tmp_path_factory.mktemp("idle"), False)


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile", [one for one in CORPUS if one.heavy], ids=lambda hostile: hostile.name
)
def test_a_bomb_never_fills_the_memory(hostile: Hostile, tmp_path: Path, idle: int) -> None:
    path = tmp_path / hostile.file
    path.write_bytes(hostile.make())
    assert in_a_cell(most_memory, path, True) - idle < MOST_MEMORY
