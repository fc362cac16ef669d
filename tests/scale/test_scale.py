"""What a trust or a council brings: large files, in little memory, read as any file is."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from belong.lab import bench_scale
from belong.lab.bench_scale import SESSIONS, Size, size_of
from belong.registers.bulk import joined, passing, read_blocks
from belong.registers.bulk.settle import settled_file
from belong.registers.bulk.source import source_of
from belong.registers.sources import read
from belong.registers.store import Store

pytestmark = pytest.mark.scale
SMALL = Size(schools=3, children=40, daily=2, pupils=40)
LARGE = Size(schools=4, children=500, daily=0, pupils=0)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.csv"
    bench_scale.write_large(LARGE, path)
    return path


def test_blocks_of_a_large_file_join_to_what_the_whole_reader_gives(large: Path) -> None:
    whole, blocks = read(large, day_first=True), joined(read_blocks(large, day_first=True))
    assert whole.marks == LARGE.rows == 760_000
    assert replace(whole, schools=()) == replace(blocks, schools=())
    for ours, theirs in zip(blocks.schools, whole.schools, strict=True):
        assert (ours.school, ours.pupils) == (theirs.school, theirs.pupils)
        for name in ("pupil", "day", "half", "code", "line"):
            assert np.array_equal(getattr(ours, name), getattr(theirs, name)), name
        assert ours.details == theirs.details


@pytest.mark.parametrize("by_day", [False, True])
def test_quoted_cells_and_files_in_order_of_days_give_the_same(
    large: Path, tmp_path: Path, by_day: bool
) -> None:
    head, *rows = large.read_text(encoding="utf-8").splitlines(keepends=True)[:60_001]
    if by_day:
        rows.sort(key=lambda row: row.split(",")[3][::-1])
    rows[30_000] = rows[30_000].replace("8 Oak", '"8, Oak"')
    path = tmp_path / "quoted.csv"
    path.write_text(head + "".join(rows), encoding="utf-8")
    whole = read(path, day_first=True)
    blocks = joined(read_blocks(path, day_first=True, bytes_at_once=1 << 18))
    assert replace(whole, schools=()) == replace(blocks, schools=())
    for ours, theirs in zip(blocks.schools, whole.schools, strict=True):
        assert np.array_equal(ours.code, theirs.code)
        assert np.array_equal(ours.pupil, theirs.pupil)
        assert np.array_equal(ours.line, theirs.line)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small = bench_scale._large_in_a_process(replace(LARGE, children=100), tmp_path)
    big = bench_scale._large_in_a_process(replace(LARGE, children=1000), tmp_path)
    over = [told["peak"] - told["idle"] for told in (small, big)]
    # Ten times the rows: what grows is a school year at a time, not the file.
    assert over[1] < 160 * bench_scale.MEBI
    assert over[1] - over[0] < 96 * bench_scale.MEBI


def test_the_bench_says_what_it_measured() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "belong.cli.main", "bench", "--scale", "--json",
         "--rows", "90000"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = json.loads(done.stdout)
    assert [line["holds"] for line in lines] == [None, *[True] * 7, None, True, True]
    assert lines[0]["what"].startswith(f"import of {size_of(90_000).rows:,} rows")
    assert lines[0]["other"] > 0
    assert "largest file a server takes in" in lines[5]["what"]
    assert [line["what"].split(" kept, as ")[-1] for line in lines[6:8]] == [
        "a folder of files",
        "one file of them all",
    ]
    assert lines[8]["what"].startswith("every session measure and a year of looks of 2 schools")
    assert lines[9]["unit"] == "GiB"


def test_a_wrong_answer_stops_the_bench(tmp_path: Path) -> None:
    path, store = tmp_path / "large.csv", Store(tmp_path / "store")
    bench_scale.write_large(SMALL, path)
    laid = bench_scale.import_blocks(path, store, bench_scale.known_large(SMALL), day_first=True)
    bench_scale.as_told(SMALL, laid, store)
    with pytest.raises(AssertionError, match="lost or invented"):
        bench_scale.as_told(replace(SMALL, children=41), laid, store)
    body = path.read_text(encoding="utf-8").replace(",I,", ",M,", 1)
    path.write_text(body, encoding="utf-8")
    laid = bench_scale.import_blocks(path, store, bench_scale.known_large(SMALL), day_first=True)
    with pytest.raises(AssertionError, match="other marks"):
        bench_scale.as_told(SMALL, laid, store)


@pytest.mark.parametrize("rows", [1, 40_000, 999_999, 20_000_000])
def test_a_bench_has_at_least_the_rows_it_was_asked_for(rows: int) -> None:
    size = size_of(rows)
    assert size.rows >= rows
    assert size.schools <= bench_scale.MOST_SCHOOLS
    assert size.daily <= bench_scale.MOST_DAILY
    assert size.rows - rows < size.schools * SESSIONS + 2 * SESSIONS


def test_ordinary_lines_go_the_quick_way(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_way(*_: object) -> None:
        raise AssertionError("the lines were cut another way")

    monkeypatch.setattr(passing, "_cut_by_arrow", other_way)
    monkeypatch.setattr(passing, "_slow_grids", other_way)
    source = source_of(large)
    assert source is not None
    found = passing.gathered(source, slowly=False)
    with found.spill:
        assert found.rows == LARGE.rows


def test_a_school_of_marks_waits_on_the_disk_in_few_bytes(large: Path) -> None:
    found = settled_file(large, day_first=True)
    assert found is not None
    with found[1].spill as spill:
        assert spill.bytes <= 7 * LARGE.rows
