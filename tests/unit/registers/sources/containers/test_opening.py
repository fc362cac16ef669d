"""What a file is, whatever it is called."""

from __future__ import annotations

import pytest
from tests.hostile.making import MARKS, ONE, workbook, zipped

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers import opened
from belong.registers.sources.containers.tables import Rows, Table
from belong.registers.sources.text import Text, open_text


def test_a_plain_csv_is_one_table_with_the_text_just_as_it_would_be_opened(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_bytes(("sep=,\r\n" + MARKS + ONE).encode("utf-16"))
    found = opened(path)
    assert (found.source, [table.kind for table in found.tables]) == ("csv", [""])
    assert found.tables[0].text == open_text(path)
    assert found.tables[0].text.first == 2


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a", "a.json", "a.pdf"])
def test_a_name_says_nothing(opening, name):
    assert opening(MARKS + ONE, name).source == "csv"
    assert opening(workbook(), name).source == "excel"


def test_a_zip_of_tables_gives_one_table_a_part_and_leaves_litter(opening):
    found = opening(
        zipped({"a/marks.csv": MARKS, "a/pupils.txt": "UPN\n1\n", "__MACOSX/._a.csv": "x",
                "a/readme.pdf": "%PDF"})
    )  # fmt: skip
    assert found.source == "zip"
    assert [table.name for table in found.tables] == ["a/marks.csv", "a/pupils.txt"]


def test_a_file_over_the_limit_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("belong.registers.sources.containers.MAX_BYTES", 10)
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    with pytest.raises(UnreadableFile, match="reads files of up to"):
        opened(path)


def test_a_line_is_told_as_a_person_finds_it():
    text = Text(b"UPN,Mark\n1,/\n1,I\n2,/\n", 0, "utf-8")
    assert Table("Pupil", "marks", text, "record", (1, 1, 2)).place(3) == "record 2 of Pupil"
    assert Table("Pupil", "marks", text, "record").place(3) == "record 3 of Pupil"
    assert Table("", "", Text(text.data, 1, "utf-8")).place(3) == "line 3"


def test_a_written_table_keeps_cells_on_one_line_and_its_records_only_where_they_differ():
    rows = Rows(("UPN", "Note"))
    assert rows.table("x", "pupils") is None
    rows.add(("1", 'a "b",\r\nc\x00\ud800'), 1)
    one = rows.table("x", "pupils")
    assert one is not None
    assert one.text.data == b'UPN,Note\n1,"a ""b"", c ?"\n'
    assert one.records == ()
    rows.add(("1", None), 1)
    two = rows.table("x", "pupils")
    assert two is not None
    assert two.records == (1, 1)


def test_more_cells_than_any_school_has_are_refused(monkeypatch):
    monkeypatch.setattr("belong.registers.sources.containers.tables.MOST_CELLS", 6)
    rows = Rows(("UPN", "Mark"))
    for _ in range(3):
        rows.add(("1", "/"))
    with pytest.raises(UnreadableFile, match="million cells"):
        rows.add(("1", "/"))
