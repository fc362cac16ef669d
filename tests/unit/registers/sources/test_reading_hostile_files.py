"""Files that are no register, or that mean harm, are refused plainly and whole."""

from __future__ import annotations

import pytest

from belong.basics.errors import UnreadableFile
from belong.registers.sources import text as limits


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "file is empty"),
        (b"\xef\xbb\xbf \r\n \r\n", "file is empty"),
        (b"PK\x03\x04" + b"\0" * 5000, "damaged, or was cut off"),
        (b"\xd0\xcf\x11\xe0" + b"\1" * 5000, "an old workbook"),
        (b"%PDF-1.7\n", "a PDF"),
        (b' {"data": []}', "found in the JSON"),
        (b"Adno,Date,Session,Mark\n1,\0\0,AM,/\n" + b"x" * 50, "zero bytes"),
        (b"\xff\xfe" + b"a\xd8" * 40, "not text in any writing"),
        (b"Colour;Size\nred;4\n", "Columns found: Colour, Size"),
        (b"just one line of words\n", "Columns found: just one line of words"),
        (b"Adno,Date,Colour\n1,2026-09-15,red\n", "Looked for: a pupil"),
        (b"a" * 400_000, "far too long"),
        (b"\n" * 100_000, "file is empty"),
    ],
)  # fmt: skip
def test_what_is_no_register_is_refused_with_a_reason(reading, content, words):
    with pytest.raises(UnreadableFile) as refused:
        reading(content)
    assert words in refused.value.what


def test_a_file_over_the_limit_is_refused_before_it_is_opened(reading, monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 10)
    with pytest.raises(UnreadableFile, match="reads files of up to"):
        reading("Adno,Date,Session,Mark\n1,15/09/2026,AM,/\n")


def test_a_table_with_too_many_columns_is_refused(reading):
    with pytest.raises(UnreadableFile, match="has 2004 columns"):
        reading("Adno,Date,Session,Mark" + ",x" * 2000 + "\n1,15/09/2026,AM,/\n")


@pytest.mark.parametrize("quote", ['"', ""])
def test_a_cell_over_the_limit_is_refused(reading, quote):
    comment = quote + "x" * 40_000 + quote
    with pytest.raises(UnreadableFile, match="longer than 32768 characters"):
        reading(
            f"Adno,Date,Session,Mark,Comment\n1,15/09/2026,AM,/,{comment}\n2,15/09/2026,AM,/,\n"
        )


def test_a_header_without_rows_gives_an_empty_reading(reading):
    found = reading("Adno,Date,Session,Mark\n")
    assert (found.rows, found.marks) == (0, 0)


def test_a_file_of_refusals_only_gives_no_marks(reading):
    found = reading("Adno,Date,Session,Mark\n1,soon,AM,/\n")
    assert (found.marks, len(found.refused)) == (0, 1)


def test_formulas_are_text_and_stay_text(reading):
    found = reading("Adno,Surname,Date,Session,Mark\n=1+1,\"=cmd|' /C calc'!A0\",15/09/2026,AM,/\n")
    assert found.schools[0].pupils == ("=1+1",)


def test_xml_over_its_own_limit_is_refused(reading, monkeypatch):
    monkeypatch.setattr(limits, "MAX_XML", 10)
    with pytest.raises(UnreadableFile, match="XML is larger"):
        reading("<InterchangeStudentAttendance/>")
