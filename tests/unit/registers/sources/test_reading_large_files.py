"""Large and lopsided files: the quick tables give way to sorting, and long lists are cut."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from belong.registers.sources import cells, duplicates, grid, notes

HEAD = "Record ID,Adno,Date,Session,Mark\n"


def _rows(count: int) -> str:
    return "".join(
        f"{n},{n % 60:04d},2026-09-{1 + n // 120 % 28:02d},{'AP'[n // 60 % 2]}M,{'/IO'[n % 3]}\n"
        for n in range(count)
    )


def _same(one, other) -> bool:
    fields = [f.name for f in dataclasses.fields(one)]
    return all(np.array_equal(getattr(one, f), getattr(other, f)) for f in fields if f != "details")


def test_a_file_cut_in_many_blocks_is_read_as_if_it_were_one(reading, monkeypatch):
    content = HEAD + _rows(3_000)
    whole = reading(content)
    monkeypatch.setattr(cells, "BLOCK", 4_096)
    blocks = reading(content)
    monkeypatch.setattr(cells, "cut_fast", lambda *_: None)
    slow = reading(content)
    assert whole.marks == 3_000
    assert _same(whole.schools[0], blocks.schools[0])
    assert _same(whole.schools[0], slow.schools[0])


def test_sorting_gives_what_the_quick_tables_give(reading, monkeypatch):
    content = HEAD + _rows(300) + _rows(300).replace(",I", ",M")
    quick = reading(content)
    monkeypatch.setattr(grid, "DENSE", 0)
    monkeypatch.setattr(duplicates, "DENSE", 0)
    monkeypatch.setattr(duplicates, "DENSE_A_MARK", 0)
    sorted_out = reading(content)
    assert quick.marks == 300
    assert quick.taken == sorted_out.taken
    assert _same(quick.schools[0], sorted_out.schools[0])


def test_sorting_finds_no_duplicates_where_there_are_none(reading, monkeypatch):
    monkeypatch.setattr(duplicates, "DENSE", 0)
    monkeypatch.setattr(duplicates, "DENSE_A_MARK", 0)
    found = reading(HEAD + _rows(300))
    assert (found.marks, found.rows) == (300, 300)


def test_differing_marks_past_the_limit_are_counted_together(reading, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_LINES", 3)
    rows = "".join(f"{n},15/09/2026,AM,I\n{n},15/09/2026,AM,O\n" for n in range(10))
    found = reading("Adno,Date,Session,Mark\n" + rows)
    assert found.marks == 10
    assert [t.times for t in found.taken] == [1, 1, 1, 7]
    assert found.taken[-1].said == "More sessions differ about their mark and were settled alike."


@pytest.mark.parametrize("cell", ["zap", "I"])
def test_refusals_past_the_limit_are_counted_together(reading, monkeypatch, cell):
    monkeypatch.setattr(notes, "MOST_REFUSED", 5)
    rows = "".join(f"{n},2026-09-{10 + n},AM,{cell}z{n}\n" for n in range(12))
    found = reading("Adno,Date,Session,Mark\n" + rows)
    assert len(found.refused) == 6
    assert sum(r.marks for r in found.refused) + found.marks == 12


def test_latest_records_count_on_the_slow_way_too(reading, letters):
    found = reading(
        "Record ID,Adno,Date,Session,Mark,Comment\n9,1,15/09/2026,AM,I,\n"
        '10,1,15/09/2026,AM,N,"rang\nhome"\n'
    )
    assert letters(found) == ["N"]


def test_records_that_are_no_numbers_settle_nothing(reading, letters):
    found = reading("Record ID,Adno,Date,Session,Mark\nb,1,15/09/2026,AM,I\na,1,15/09/2026,AM,N\n")
    assert letters(found) == ["I"]


def test_a_header_is_found_in_a_file_longer_than_the_sample(reading, monkeypatch):
    monkeypatch.setattr(cells, "_SAMPLE", 200)
    found = reading(HEAD + _rows(300))
    assert found.marks == 300
