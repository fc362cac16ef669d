"""Workbooks become text that every reader reads, row for row."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from tests.hostile.making import HEADS, cell, row, workbook

from belong.basics.errors import UnreadableFile

HEADINGS = ["UPN", "Adno", "Date", "Session", "Mark", "Minutes Late", "Group"]
UPN = "Y886999926001"


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def book() -> openpyxl.Workbook:
    """A register as a school's own workbook: a merged title, a gap, real dates."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Autumn"
    sheet["A1"] = "Oak School, attendance"
    sheet.merge_cells("A1:G1")
    for n, heading in enumerate(HEADINGS, start=1):
        sheet.cell(3, n, heading)
    days = (dt.date(2026, 9, 7), dt.datetime(2026, 9, 8, 0, 0), "2026-09-09")  # noqa: DTZ001 - a cell has no zone
    for n, day in enumerate(days, start=4):
        for column, value in enumerate([UPN, 123, day, "AM", "/", 3.0, "1E05"], start=1):
            sheet.cell(n, column, value)
        sheet.cell(n, 2).number_format = "000000"
    return made


def test_cells_are_text_as_they_show(opening, book):
    table = opening(_saved(book)).tables[0]
    lines = table.text.data.decode().splitlines()
    assert (table.name, table.counts, table.text.first) == ("Autumn", "row", 1)
    assert lines[0] == "Oak School, attendance".join('""') + ",,,,,,"
    assert lines[1] == ",,,,,,"
    assert lines[3:] == [f"{UPN},000123,2026-09-0{n},AM,/,3,1E05" for n in (7, 8, 9)]


def test_rows_keep_their_numbers_and_title_rows_do_no_harm(opening, book, marks_in):
    book.active["C5"] = "soon"
    found = marks_in(opening(_saved(book)).tables[0])
    assert found.marks == 2
    assert [refused.line for refused in found.refused] == [5]


def test_a_number_is_a_date_only_where_its_cell_shows_one(opening, book):
    sheet = book.active
    sheet["A7"], sheet["B7"], sheet["C7"], sheet["D7"] = 46272, 46272, 0.375, 46272.375
    sheet["B7"].number_format = "dd/mm/yy"
    sheet["C7"].number_format = "hh:mm"
    sheet["D7"].number_format = "dd/mm/yyyy hh:mm"
    sheet["E7"], sheet["F7"], sheet["G7"] = 1.5, 12345678901234.0, 0.25
    sheet["G7"].number_format = "[h]:mm"
    last = opening(_saved(book)).tables[0].text.data.decode().splitlines()[-1]
    assert last == "46272,2026-09-07,09:00,2026-09-07 09:00,1.5,12345678901234,06:00"


def test_a_workbook_that_counts_days_from_1904_gives_the_same_days(opening, book):
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    lines = opening(_saved(book)).tables[0].text.data.decode().splitlines()
    assert lines[3] == f"{UPN},000123,2026-09-07,AM,/,3,1E05"


def test_hidden_and_empty_sheets_are_left_out_and_the_hidden_are_said(opening, book):
    for name, state in (("Away", "hidden"), ("Deep", "veryHidden"), ("Blank", "visible")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        if name != "Blank":
            sheet["A1"] = "secret"
    book.create_sheet("Spring")["A1"] = "UPN"
    found = opening(_saved(book))
    assert [table.name for table in found.tables] == ["Autumn", "Spring"]
    assert [(t.line, t.times) for t in found.taken] == [(0, 2)]
    assert "hidden sheets" in found.taken[0].said


def test_errors_booleans_and_what_formulas_gave_are_text(opening):
    cells = (
        '<c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c>'
        '<c t="str"><f>A1&amp;B1</f><v>/</v></c><c><f>1+1</f><v>2</v></c><c><f>1/0</f></c>'
        '<c t="d"><v>2026-09-07T00:00:00</v></c><c t="inlineStr"><is><r><t>a</t></r>'
        "<r><t>b</t></r></is></c>"
    )
    found = opening(workbook(f"<row>{cells}</row>"))
    assert found.tables[0].text.data == b"#N/A,TRUE,FALSE,/,2,,2026-09-07,ab\n"
    assert [(taken.said[:14], taken.times) for taken in found.taken] == [("Some cells hol", 1)]


def test_shared_texts_are_found_without_reading_aids(opening):
    strings = (
        "<sst><si><t>Adno</t></si><si><r><t>Ma</t></r><r><t>rk\n</t></r><rPh><t>no</t></rPh></si>"
        "</sst>"
    )
    rows = '<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>'
    assert opening(workbook(rows, strings=strings)).tables[0].text.data == b"Mark,Adno\n"


def test_cells_stand_where_their_reference_says_and_rows_are_padded_alike(opening):
    rows = f"<row r='2'>{cell('x', 'C2')}</row><row r='4'>{cell('a', 'A4')}{cell('b', 'E4')}</row>"
    lines = opening(workbook(rows)).tables[0].text.data.decode().splitlines()
    assert lines == [",,,,", ",,x,,", ",,,,", "a,,,,b"]


def test_breaks_and_commas_inside_cells_cannot_move_a_row(opening, marks_in):
    rows = (
        HEADS + row("1", "2026-09-15", "AM", "I&#10;flu, bad") + row("2", "2026-09-15", "AM", "zz")
    )
    found = marks_in(opening(workbook(rows)).tables[0])
    assert [refused.line for refused in found.refused] == [3]


def test_a_workbook_may_lack_styles_and_have_unknown_ones(opening):
    rows = '<row><c s="77"><v>46272</v></c></row>'
    assert opening(workbook(rows, styles="<styleSheet/>")).tables[0].text.data == b"46272\n"


@pytest.mark.parametrize(
    ("limit", "most", "says"),
    [
        ("excel.MAX_SHEET", 10, "holds more rows"),
        ("excel.MAX_FRAME", 10, "larger than"),
        ("sheets.MOST_CELLS", 7, "million cells"),
        ("sheets.MAX_COLUMNS", 3, "more than 3 columns"),
        ("sheets.MAX_CELL", 3, "longer than 3 characters"),
        ("zips.MAX_UNPACKED", 10, "larger than 0 MiB"),
        ("zips.MAX_PARTS", 4, "has 5 parts"),
    ],
)
def test_every_limit_refuses_what_is_just_beyond_it(opening, monkeypatch, limit, most, says):
    assert opening(workbook()).source == "excel"
    monkeypatch.setattr(f"belong.registers.sources.containers.{limit}", most)
    with pytest.raises(UnreadableFile, match=says):
        opening(workbook())


def test_shared_texts_have_limits_too(opening, monkeypatch):
    book = workbook('<row><c t="s"><v>0</v></c></row>', strings="<sst><si><t>Adno</t></si></sst>")
    assert opening(book).tables[0].text.data == b"Adno\n"
    monkeypatch.setattr("belong.registers.sources.containers.excel.MAX_STRINGS", 10)
    with pytest.raises(UnreadableFile, match="more texts"):
        opening(book)
