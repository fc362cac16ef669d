"""The oddities of real files: encodings, separators, dates, and ways to write a mark."""

from __future__ import annotations

import datetime as dt

import pytest

from belong.basics.errors import UnreadableFile
from belong.registers.sources import DayOrderUnknown

HEAD = "Adno,Surname,Date,Session,Mark\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_names_survive_every_encoding_schools_use(reading, encoding):
    name = "O’Neill-Sørén"
    found = reading((HEAD + f"1,{name},15/09/2026,AM,/\n").encode(encoding))
    assert found.schools[0].details.to_pylist() == [{"id": "1", "surname": name}]
    assert found.refused == ()


def test_bytes_that_fit_no_encoding_are_refused_and_never_read_as_latin_1(reading):
    with pytest.raises(UnreadableFile, match="not text in any writing we know"):
        reading(HEAD.encode() + b"1,Beno\x8dt\xff,15/09/2026,AM,/\n")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_of_four_separators_is_found(reading, letters, separator):
    found = reading((HEAD + "1,Fox,15/09/2026,AM,I\n").replace(",", separator))
    assert letters(found) == ["I"]


def test_the_separator_line_of_a_spreadsheet_is_no_row_and_counts_as_a_line(reading):
    found = reading("sep=;\r\n" + (HEAD + "1,Fox,15/09/2026,AM,I\n").replace(",", ";"))
    assert found.schools[0].line.tolist() == [3]
    assert found.rows == 1


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\r\r\n"])
def test_any_line_ending_gives_the_same_lines(reading, ending):
    found = reading((HEAD + "1,Fox,15/09/2026,AM,I\n1,Fox,15/09/2026,PM,I\n").replace("\n", ending))
    assert found.schools[0].line.tolist() == [2, 3]


def test_a_line_break_inside_quotes_stays_in_its_cell_and_lines_stay_true(reading):
    found = reading(
        'Adno,Comment,Date,Session,Mark\n1,"rang\nat nine",15/09/2026,AM,I\n1,,15/09/2026,PM,\\\n'
    )
    assert found.schools[0].line.tolist() == [2, 4]
    assert found.refused == ()


def test_a_quotation_mark_never_closed_does_not_swallow_the_file(reading):
    with pytest.raises(UnreadableFile, match="line 3 is never closed"):
        reading(
            'Adno,Comment,Date,Session,Mark\n1,,15/09/2026,AM,/\n1,"rang,15/09/2026,PM,I\n2,,15/09/2026,AM,/\n'
        )


def test_a_quotation_mark_left_open_on_the_last_line_is_seen(reading):
    with pytest.raises(UnreadableFile, match="line 2 is never closed"):
        reading('Adno,Date,Session,Mark,Comment\n1,15/09/2026,AM,/,"rang\n')


def test_numbers_kept_as_text_keep_their_zeros(reading):
    found = reading('Adno,Date,Session,Mark\n="000123",15/09/2026,AM,/\n000124,15/09/2026,AM,/\n')
    assert found.schools[0].pupils == ("000123", "000124")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-07", "2026-09-07"),
        ("2026-09-07T00:00:00", "2026-09-07"),
        ("2026-09-07 00:00:00.000", "2026-09-07"),
        ("20260907", "2026-09-07"),
        ("07 Sep 2026", "2026-09-07"),
        ("7 September 2026", "2026-09-07"),
        ("Monday, 7 September 2026", "2026-09-07"),
        ("Mon 07-Sep-26", "2026-09-07"),
        ("Sep 7, 2026", "2026-09-07"),
        ("7th Sept 2026", "2026-09-07"),
        ("46272", "2026-09-07"),
        ("17/09/2026", "2026-09-17"),
        ("17/9/26", "2026-09-17"),
        ("17.09.2026", "2026-09-17"),
        ("17/09/2026 00:00", "2026-09-17"),
        ("9/17/2026 12:00:00 AM", "2026-09-17"),
        ("09-09-2026", "2026-09-09"),
    ],
)
def test_a_date_is_understood_however_it_is_written(reading, marks, text, day):
    found = reading(f'Adno,Date,Session,Mark\n1,"{text}",AM,/\n')
    assert [m[1] for m in marks(found)] == [day]


def test_one_day_above_twelve_settles_the_order_for_the_whole_file(reading, marks):
    month_first = reading("Adno,Date,Session,Mark\n1,9/8/2026,AM,/\n1,9/15/2026,AM,/\n")
    assert [m[1] for m in marks(month_first)] == ["2026-09-08", "2026-09-15"]
    day_first = reading("Adno,Date,Session,Mark\n1,8/9/2026,AM,/\n1,15/9/2026,AM,/\n")
    assert [m[1] for m in marks(day_first)] == ["2026-09-08", "2026-09-15"]


def test_where_both_orders_fit_the_file_asks_and_shows_both_readings(reading):
    with pytest.raises(DayOrderUnknown) as asked:
        reading("Adno,Date,Session,Mark\n1,09/09/2026,AM,/\n1,07/09/2026,AM,/\n")
    assert (asked.value.day_first, asked.value.month_first) == (
        dt.date(2026, 9, 7),
        dt.date(2026, 7, 9),
    )
    assert "07/09/2026 can be 7 September 2026 or 9 July 2026" in asked.value.what
    assert asked.value.do.startswith("Say whether the day comes first")


@pytest.mark.parametrize(("day_first", "day"), [(True, "2026-09-07"), (False, "2026-07-09")])
def test_an_answer_about_the_order_is_followed(reading, marks, day_first, day):
    found = reading("Adno,Date,Session,Mark\n1,07/09/2026,AM,/\n", day_first=day_first)
    assert [m[1] for m in marks(found)] == [day]


def test_a_date_that_only_fits_the_other_order_is_refused(reading, reasons):
    found = reading("Adno,Date,Session,Mark\n1,15/09/2026,AM,/\n1,09/15/2026,PM,/\n")
    assert reasons(found) == [(3, "The date 09/15/2026 is not a date we can read.")]


@pytest.mark.parametrize(
    ("cell", "letter"),
    [
        ("/", "/"), ("\\", "\\"), ("\\\\", "\\"), ("／", "/"), ("＼", "\\"), ("'/", "/"),
        ("c1", "C1"), ("i", "I"), ("L12", "L"), ("L 12 mins", "L"), ("U (45)", "U"), ("l5", "L"),
        ("I - flu", "I"), ("M: dentist", "M"), ("O (rang home)", "O"), ("#", "#"), (" I ", "I"),
        ("", ""), ("-", ""), ("?", ""), (".", ""), ("*", ""), ("!", ""), ("@", ""), ("'-", ""),
        ("–", ""),
    ],
)  # fmt: skip
def test_a_mark_is_understood_however_it_is_written(reading, letters, cell, letter):
    found = reading(f'Adno,Date,Session,Mark\n1,15/09/2026,AM,"{cell}"\n')
    assert letters(found) == [letter]
    assert found.refused == ()


@pytest.mark.parametrize(
    "cell", ["Z9", "L1234", "K5", "present", "12", "Ill", "A", "é", "=1+1", "Y8"]
)
def test_a_cell_that_is_no_mark_is_refused(reading, letters, cell):
    found = reading(f'Adno,Date,Session,Mark\n1,15/09/2026,AM,"{cell}"\n')
    assert letters(found) == []
    assert [r.line for r in found.refused] == [2]


def test_odd_writing_of_marks_is_said(reading, said):
    found = reading(
        "Adno,Date,Session,Mark\n1,15/09/2026,AM,l\n1,15/09/2026,PM,L12\n1,16/09/2026,AM,I flu\n"
        "1,16/09/2026,PM,\\\\\n2,15/09/2026,AM,o\n"
    )
    assert "2: Marks in small letters were read as capitals. x2" in said(found)
    assert "3: Minutes written after a late mark were left out. x1" in said(found)
    assert "4: Words written after a mark were left out. x1" in said(found)
    assert "5: A backslash was written twice, and was read as one. x1" in said(found)


def test_text_far_too_long_for_a_date_is_refused(reading, reasons):
    found = reading(f"Adno,Date,Session,Mark\n1,{'2026-09-15 ' * 20},AM,/\n1,15/09/2026,AM,/\n")
    assert [line for line, _ in reasons(found)] == [2]


def test_words_about_a_child_are_never_repeated(reading, reasons):
    found = reading(
        "Adno,Date,Session,Mark\n1,her mum came,AM,/\n1,15/09/2026,after a row,/\n"
        "1,16/09/2026,lunch,/\n1,16/09/2026,AM,/\n"
    )
    assert reasons(found) == [
        (2, "The date made of words is not a date we can read."),
        (3, "The session made of words is neither a morning nor an afternoon."),
        (4, "The session lunch is neither a morning nor an afternoon."),
    ]
