"""Kept lesson marks: one child's are read without unpacking everybody's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from belong.basics.errors import BrokenStore
from belong.registers import lessons
from belong.registers.lessons import LessonMarks
from belong.registers.store import Store


def marks(children: int, each: int) -> LessonMarks:
    """So many lessons of so many children, each child's with a mark of their own."""
    pupil = np.repeat(np.arange(children, dtype=np.int32) * 3, each)
    day = np.tile(np.arange(each, dtype=np.int32) + 20_000, children)
    n = len(pupil)
    return LessonMarks(
        2026, pupil, day, np.zeros(n, dtype=np.uint8), (pupil % 2).astype(np.uint16),
        (pupil % 7).astype(np.uint8), np.zeros(n, dtype=np.uint8), ("P1",), ("a", "b"),
    )  # fmt: skip


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Store, str]:
    """A store with a year of sixty children in pieces of a hundred marks, and its name there."""
    monkeypatch.setattr(lessons, "ROWS_TOGETHER", 100)
    store = Store(tmp_path)
    return store, lessons.keep(store, 1, lessons.settled(marks(60, 30)))


@pytest.mark.parametrize("pupil", [0, 3, 27, 90, 177])
def test_one_childs_marks_are_those_of_the_whole_year(kept: tuple[Store, str], pupil: int) -> None:
    store, name = kept
    whole, own = lessons.read(store, 1, name), lessons.read_child(store, 1, name, pupil)
    mine = whole.pupil == pupil
    assert mine.sum() == len(own) == 30
    for column in lessons.COLUMNS:
        assert getattr(own, column).tolist() == getattr(whole, column)[mine].tolist()
    assert (own.year, own.classes, own.periods) == (whole.year, whole.classes, whole.periods)


def test_a_child_without_marks_has_none(kept: tuple[Store, str]) -> None:
    store, name = kept
    assert [len(lessons.read_child(store, 1, name, who)) for who in (-1, 1, 10_000)] == [0, 0, 0]


def test_few_pieces_are_unpacked(kept: tuple[Store, str], monkeypatch: pytest.MonkeyPatch) -> None:
    store, name = kept
    seen: list[int] = []
    taken = lessons._marks

    def watched(name: str, table: pa.Table) -> LessonMarks:
        seen.append(table.num_rows)
        return taken(name, table)

    monkeypatch.setattr(lessons, "_marks", watched)
    lessons.read_child(store, 1, name, 90)
    assert 30 <= seen[0] <= 200


def test_a_file_without_pieces_is_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they were written before pieces said whose marks they hold."""
    write = lessons.pq.write_table
    plain = {"write_statistics": False, "row_group_size": None}
    monkeypatch.setattr(lessons.pq, "write_table", lambda *a, **k: write(*a, **(k | plain)))
    name = lessons.keep(Store(tmp_path), 1, marks(10, 5))
    assert len(lessons.read_child(Store(tmp_path), 1, name, 9)) == 5


def test_a_damaged_file_is_not_believed(kept: tuple[Store, str], tmp_path: Path) -> None:
    store, name = kept
    (path,) = tmp_path.rglob(f"{name}.lessons")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(BrokenStore):
        lessons.read_child(store, 1, name, 90)
