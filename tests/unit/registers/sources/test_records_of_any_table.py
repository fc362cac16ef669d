"""Any table of text gives records or a plain refusal, and a large one does so soon."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belong.basics.errors import UnreadableFile
from belong.registers.kinds import Kind, kind_named, kinds
from belong.registers.sources.recognise import look_at
from belong.registers.sources.records import Records, read_records
from belong.registers.sources.text import Text

pytestmark = pytest.mark.slow
TODAY = dt.date(2026, 11, 20)
COMMON = sorted({n for k in kinds() for names in k.columns.values() for n in names[:2]})
PEOPLE = ["Adno", "UPN", "Surname", "DOB", "Student"]
headings = st.sampled_from([*PEOPLE, *COMMON]) | st.text(max_size=5)
cell = st.sampled_from(
    ["", "1", "A1", "15/09/2026", "2026-09-15", "9/10/26", "09:05", "Yes", "Mon", "K", "/", "L12",
     "Total", "Adno", "Ada Fox", "SUS", "P3", "99999999999999999999", "31/12/9999", "-", "MonA:1",
     "2026-02-31", "٣", "²", "1e9", "24:00", "½"]
) | st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=9)  # fmt: skip
tables = st.lists(headings, min_size=1, max_size=8).flatmap(
    lambda names: st.tuples(
        st.just(names), st.lists(st.lists(cell, max_size=len(names) + 1), max_size=8)
    )
)


def _text(names: list[str], rows: list[list[str]]) -> Text:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([names, *rows])
    return Text(out.getvalue().replace("\0", "").encode(), 1, "utf-8")


def _read(text: Text, kind: Kind) -> Records | None:
    try:
        return read_records(text, kind, as_of=TODAY, with_fields=frozenset({"comments"}))
    except UnreadableFile:
        return None


@given(tables, st.sampled_from(kinds()))
def test_any_table_is_read_or_refused_in_words(table, kind):
    found = _read(_text(*table), kind)
    if found is not None:
        lines = found.table.column("line").to_pylist()
        assert lines == sorted(lines)
        assert len(set(lines)) <= found.rows
        assert all(r.reason.endswith(".") for r in found.refused)


@given(st.data(), st.sampled_from([k for k in kinds() if not k.traits]))
def test_every_row_is_a_record_or_refused_or_said_to_be_left_out(data, kind):
    names = ["Adno", *(names[0] for names in kind.columns.values())]
    rows = data.draw(st.lists(st.lists(cell, min_size=len(names), max_size=len(names)), max_size=6))
    found = _read(_text(names, rows), kind)
    if found is not None:
        left = sum(t.times for t in found.taken if t.said.startswith("A row "))
        assert found.table.num_rows + len(found.refused) + left == found.rows


@given(st.text(max_size=200))
def test_any_text_is_looked_at_without_harm(words):
    text = Text(words.replace("\0", "").encode(errors="replace"), 1, "utf-8")
    try:
        _, guesses = look_at(text)
    except UnreadableFile:
        return
    assert sorted(guesses, key=lambda g: g.weight, reverse=True) == guesses


def test_a_hundred_thousand_events_are_all_read():
    rows = "".join(
        f"{n % 1200:06d},{1 + n % 28:02d}/{9 + n % 3:02d}/2026,{8 + n % 7}:{n % 60:02d},P{n % 6},"
        f"Behaviour,Cat {n % 40},{n % 5},Room {n % 60},Done,Action {n % 9},Staff {n % 80},{n}\n"
        for n in range(100_000)
    )
    head = "Adno,Date,Time,Period,Type,Category,Points,Location,Status,Action taken,Recorded by,"
    text = Text((head + "Comments\n" + rows).encode(), 1, "utf-8")
    kind = kind_named("behaviour")
    found = read_records(text, kind, as_of=dt.date(2027, 1, 1))
    assert found.table.num_rows == 100_000
    assert len(set(found.table["pupil_id"].to_pylist())) == 1200
