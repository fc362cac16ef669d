"""Records of any kind: what a row says, which rows are refused, and what a school may tell us."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from belong.basics.errors import UnreadableFile
from belong.registers.kinds import kind_named
from belong.registers.sources import DayOrderUnknown, cells
from belong.registers.sources.records import ColumnsUnknown, Records, read_records
from belong.registers.sources.records_columns import may_map
from belong.registers.sources.text import Text, open_text

TODAY = dt.date(2026, 11, 20)
EVENTS = "Adno,Date,Time,Category,Points,Comments\n"


def records(kind: str, content: str, **asked: Any) -> Records:
    text = Text(content.encode(), 1, "utf-8")
    return read_records(text, kind_named(kind), **({"as_of": TODAY} | asked))


def column(found: Records, ours: str) -> list[Any]:
    return found.table.column(ours).to_pylist()


def reasons(found: Records) -> list[tuple[int, str]]:
    return [(r.line, r.reason) for r in found.refused]


def said(found: Records) -> str:
    return "\n".join(f"{t.line}: {t.said} x{t.times}" for t in found.taken)


def test_a_row_gives_a_line_a_child_and_what_it_says():
    found = records("behaviour", EVENTS + "0012,15/09/2026,9:05,Kind deed,2,\n")
    assert found.table.to_pylist() == [
        {"line": 2, "pupil_id": "0012", "other_ids": [], "on": "2026-09-15", "time": "09:05",
         "category": "Kind deed", "points": "2"}
    ]  # fmt: skip
    assert (found.kind, found.rows, found.refused, found.unmatched) == ("behaviour", 1, (), ())
    assert found.columns["on"] == "Date"


def test_comments_are_not_even_cut_out_of_the_file_unless_asked_for_by_name():
    content = EVENTS + "1,15/09/2026,,Shouting,,Ben was there too\n"
    left = records("behaviour", content)
    assert "comments" not in left.table.column_names
    assert "comments" not in left.columns
    assert "0: The column Comments was not read: it may name other children. x1" in said(left)
    read = records("behaviour", content, with_fields=frozenset({"comments"}))
    assert column(read, "comments") == ["Ben was there too"]


def test_a_date_nobody_can_read_refuses_its_row_and_no_other():
    found = records("behaviour", EVENTS + "1,soon,,A,,\n2,15/09/2026,,A,,\n3,,,A,,\n")
    assert reasons(found) == [
        (4, "The row has no date."),
        (2, "The date soon is not a date we can read."),
    ]
    assert column(found, "pupil_id") == ["2"]


def test_words_in_a_date_column_are_never_repeated():
    found = records("behaviour", EVENTS + "1,Ben hit Ada,,A,,\n")
    assert reasons(found) == [(2, "The date made of words is not a date we can read.")]


def test_an_event_of_tomorrow_is_refused():
    found = records("behaviour", EVENTS + "1,21/11/2026,,A,,\n1,20/11/2026,,A,,\n")
    assert reasons(found) == [(2, "The date 21/11/2026 is in the future.")]
    assert column(found, "on") == ["2026-11-20"]


def test_an_event_before_every_school_year_we_know_is_refused():
    found = records("behaviour", EVENTS + "1,15/09/1926,,A,,\n")
    assert reasons(found) == [
        (2, "The date 15/09/1926 lies too far from the school years we know.")
    ]


def test_without_a_day_of_import_nothing_is_in_the_future():
    found = records("behaviour", EVENTS + "1,21/11/2030,,A,,\n", as_of=None)
    assert column(found, "on") == ["2030-11-21"]


def test_a_row_that_names_nobody_is_refused():
    found = records("behaviour", EVENTS + ",15/09/2026,,A,,\n")
    assert reasons(found) == [(2, "The row names no pupil.")]


def test_a_row_is_refused_once_however_much_is_wrong_with_it():
    found = records("behaviour", EVENTS + ",soon,,,,\n,,,A,,\n")
    assert [line for line, _ in reasons(found)] == [2, 3]


def test_of_two_columns_one_is_enough_but_a_row_needs_it():
    found = records("behaviour", "Adno,Date,Type,Category\n1,15/09/2026,Merit,\n1,15/09/2026,,\n")
    assert column(found, "type") == ["positive"]
    assert reasons(found) == [(3, "The row has no category.")]


def test_a_word_we_do_not_know_is_kept_as_written_and_said_once():
    rows = "1,15/09/2026,Zap\n" * 3
    found = records("behaviour", "Adno,Date,Type\n" + rows)
    assert column(found, "type") == ["Zap"] * 3
    assert said(found) == (
        "2: The cell Zap under type is not one we know, so it is kept as written. x3"
    )


def test_many_words_we_do_not_know_are_counted_together_past_a_limit():
    rows = "".join(f"1,15/09/2026,Zap{n}\n" for n in range(30))
    found = records("behaviour", "Adno,Date,Type\n" + rows)
    assert len(found.taken) == 21
    assert "22: More cells of the type were odd in these ways. x10" in said(found)


def test_a_cell_that_cannot_be_read_is_left_empty_where_the_row_can_do_without_it():
    found = records("behaviour", EVENTS + "1,15/09/2026,late on,A,lots,\n")
    assert (column(found, "time"), column(found, "points")) == ([None], [None])
    assert "2: The cell lots under points is not a number we can read, so that cell" in said(found)
    assert found.refused == ()


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("9:05", "09:05"), ("09:05:59", "09:05"), ("9.05", "09:05"), ("2:15 pm", "14:15"),
        ("12:10 AM", "00:10"), ("1425", "14:25"), ("3pm", "15:00"), ("25:00", None),
        ("12:75", None), ("", None),
    ],
)  # fmt: skip
def test_a_time_is_understood_however_it_is_written(cell, time):
    found = records("behaviour", EVENTS + f"1,15/09/2026,{cell},A,,\n")
    assert column(found, "time") == [time]


@pytest.mark.parametrize(
    ("cell", "time"),
    [("15/09/2026 14:20", "14:20"), ("2026-09-15T08:05:00", "08:05"), ("15/09/2026 00:00", None)],
)
def test_a_time_behind_the_date_is_used_where_there_is_no_column_for_it(cell, time):
    other = "1,16/09/2026 10:00,A\n"
    found = records("behaviour", f"Adno,Date and Time,Category\n1,{cell},A\n{other}")
    assert (column(found, "on")[0], column(found, "time")) == ("2026-09-15", [time, "10:00"])


@pytest.mark.parametrize(
    ("cell", "number"),
    [("3", "3"), ("-2", "-2"), ("1.50", "1.5"), ("1,200", "1200"), ("60%", "60"), ("3.0", "3")],
)
def test_a_number_is_written_plainly(cell, number):
    found = records("behaviour", EVENTS + f'1,15/09/2026,,A,"{cell}",\n')
    assert column(found, "points") == [number]


def test_a_whole_number_has_no_parts():
    found = records("contacts", "Adno,Contact Name,Priority\n1,Mrs Fox,1.5\n1,Mr Fox,2\n")
    assert column(found, "priority") == [None, "2"]
    assert "is not a whole number" in said(found)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("Yes", "yes"), ("TRUE", "yes"), ("✓", "yes"), ("n", "no"), ("0", "no"), ("?", None)],
)
def test_yes_and_no_are_understood_however_they_are_written(cell, answer):
    found = records("contacts", f"Adno,Contact Name,No Contact\n1,Mrs Fox,{cell}\n")
    assert column(found, "no_contact") == [answer]


def test_a_text_too_long_loses_its_end_and_that_is_said():
    found = records("behaviour", EVENTS + f"1,15/09/2026,,{'ab ' * 100},,\n")
    assert len(column(found, "category")[0]) <= 200
    assert "longer than 200 characters" in said(found)


def test_words_keep_their_lines_and_lose_their_end():
    content = EVENTS + '1,15/09/2026,,A,,"First  line\nsecond"\n1,15/09/2026,,A,,' + "x" * 5000
    found = records("behaviour", content, with_fields=frozenset({"comments"}))
    short, long = column(found, "comments")
    assert (short, len(long)) == ("First line\nsecond", 4000)
    assert column(found, "line") == [2, 4]
    assert "longer than 4000 characters" in said(found)


def test_the_day_order_of_the_file_is_followed_for_every_date():
    content = "Adno,Contact Name,DOB\n1,Mrs Fox,13/02/2015\n2,Mr Lee,3/2/2015\n"
    assert column(records("contacts", content), "dob") == ["2015-02-13", "2015-02-03"]


def test_where_both_orders_fit_the_file_asks():
    content = "Adno,Date,Category\n1,07/09/2026,A\n"
    with pytest.raises(DayOrderUnknown):
        records("behaviour", content)
    assert column(records("behaviour", content, day_first=False), "on") == ["2026-07-09"]
    assert column(records("behaviour", content, day_first=True), "on") == ["2026-09-07"]


def test_a_birthday_settles_the_order_of_the_other_dates():
    content = "Adno,DOB,Date,Category\n1,25/12/2015,07/09/2026,A\n"
    assert column(records("behaviour", content), "on") == ["2026-09-07"]


def test_birthdays_that_could_be_either_are_left_out_and_that_is_said():
    found = records("behaviour", "Adno,DOB,Date,Category\n1,1/2/2015,2026-09-15,A\n")
    assert column(found, "dob") == [None]
    assert "Birthdays can be read with the day or with the month first" in said(found)


def test_a_school_says_which_column_is_which_and_is_believed_before_any_synonym():
    content = "Number,Date,Logged,What happened,Category\n7,2020-01-01,2026-09-15,Shouting,Z\n"
    mapping = {"adno": "Number", "on": "Logged", "category": "What happened"}
    found = records("behaviour", content, mapping=mapping)
    assert (column(found, "pupil_id"), column(found, "on")) == (["7"], ["2026-09-15"])
    assert column(found, "category") == ["Shouting"]
    assert found.columns == {"adno": "Number", "on": "Logged", "category": "What happened"}
    assert found.unmatched == ("Date", "Category")


def test_a_mapping_to_a_heading_that_is_not_there_falls_back_on_the_synonyms():
    content = "Adno,Date,Category\n1,2026-09-15,A\n"
    found = records("behaviour", content, mapping={"on": "Logged", "nonsense": "Gone"})
    assert column(found, "on") == ["2026-09-15"]


def test_a_file_without_a_column_it_needs_says_what_was_looked_for():
    with pytest.raises(ColumnsUnknown) as asked:
        records("behaviour", "Colour,Weight,Date\nred,4,2026-09-15\n")
    assert asked.value.kind == "behaviour"
    assert asked.value.headings == ("Colour", "Weight", "Date")
    assert asked.value.missing == ("pupil", "category")
    assert "Looked for: UPN or Adno or Name, Category or Type." in asked.value.what
    assert isinstance(asked.value, UnreadableFile)


def test_headings_nobody_knows_are_still_offered_for_mapping():
    with pytest.raises(ColumnsUnknown) as asked:
        records("behaviour", "Printed on 3 May\nSmell;Weight\nred;4\n")
    assert asked.value.headings == ("Smell", "Weight")


def test_a_text_that_is_no_table_has_no_headings_to_offer():
    with pytest.raises(ColumnsUnknown) as asked:
        records("behaviour", "only words\n")
    assert asked.value.headings == ()
    assert "Columns found: none." in asked.value.what


@pytest.mark.parametrize(
    ("content", "contact", "child"),
    [
        ("UPN,Surname,Forename,Relationship\nA1,Lee,Sam,Mum\n", ("Lee", "Sam", None), None),
        ("UPN,Name,Relationship\nA1,Sam Lee,Mum\n", (None, None, "Sam Lee"), None),
        ("UPN,Surname,Contact Name\nA1,Fox,Sam Lee\n", (None, None, "Sam Lee"), "Fox"),
        ("UPN,Name,Contact Surname\nA1,Ada Fox,Lee\n", ("Lee", None, None), "Ada Fox"),
    ],
)
def test_a_bare_name_is_the_childs_unless_nothing_else_names_the_contact(content, contact, child):
    row = records("contacts", content).table.to_pylist()[0]
    names = ("contact_surname", "contact_forename", "contact_name")
    assert tuple(row.get(ours) for ours in names) == contact
    assert row.get("name") == child


def test_a_bare_name_without_a_number_can_only_be_the_childs():
    with pytest.raises(ColumnsUnknown) as asked:
        records("contacts", "Name,Relationship\nSam Lee,Mum\n")
    assert asked.value.missing == ("contact",)


def test_the_upn_is_preferred_and_other_numbers_stand_beside_it():
    rows = "h801200001001,12,2026-09-15,A\n,12,2026-09-16,A\n,13,2026-09-16,A\n"
    content = "UPN,Adno,Date,Category\n" + rows
    found = records("behaviour", content)
    assert column(found, "pupil_id") == ["H801200001001", "H801200001001", "13"]
    assert column(found, "other_ids") == [["12"], ["12"], []]


@pytest.mark.parametrize(
    ("cells", "number", "name"), [("Ada Fox,Ben Lee", None, "Ada Fox"), ("77,78", "77", None)]
)
def test_a_column_called_student_may_hold_numbers_or_names(cells, number, name):
    first, second = cells.split(",")
    content = f"Student,Date,Category\n{first},2026-09-15,A\n{second},2026-09-15,A\n"
    row = records("behaviour", content).table.to_pylist()[0]
    assert (row["pupil_id"], row.get("name")) == (number, name)


def test_a_column_called_student_with_names_gives_way_to_the_name_column():
    content = "Adno,Student,Name,Date,Category\n1,Ada Fox,Fox Ada,2026-09-15,A\n"
    row = records("behaviour", content).table.to_pylist()[0]
    assert (row["pupil_id"], row["other_ids"], row["name"]) == ("1", [], "Fox Ada")


def test_what_a_school_may_map_begins_with_whom_a_row_is_about():
    names = may_map(kind_named("contacts"))
    assert names[0] == "upn"
    assert {"adno", "name", "dob", "school", "contact_name", "no_contact"} <= set(names)
    assert may_map(kind_named("timetable"))[:2] == ("school", "class")


def test_names_without_numbers_are_taken_for_somebody_to_match():
    found = records(
        "behaviour", "Surname,Forename,DOB,Date,Category\nFox,Ada,2015-02-13,2026-09-15,A\n"
    )
    row = found.table.to_pylist()[0]
    assert (row["pupil_id"], row["name"], row["dob"]) == (None, "Fox, Ada", "2015-02-13")
    assert "no pupil numbers" in said(found)


def test_the_school_of_each_row_is_kept_where_a_trust_sends_one_file():
    content = "School,Adno,Date,Category\nOak,1,2026-09-15,A\nElm,1,2026-09-15,A\n"
    assert column(records("behaviour", content), "school") == ["Oak", "Elm"]
    nameless = "School,Name,Date,Category\nOak,Ada Fox,2026-09-15,A\n"
    assert column(records("behaviour", nameless), "pupil_id") == [None]


def test_title_rows_repeated_headers_and_totals_are_no_records():
    content = (
        "Behaviour log\nAutumn 2026,,\nAdno,Date,Category\n1,2026-09-15,A\nAdno,Date,Category\n"
        "2,2026-09-15,A\n,,\nTotal,,2\n"
    )
    found = records("behaviour", content)
    assert (found.rows, column(found, "line")) == (2, [4, 6])
    assert found.refused == ()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_separators_are_found(tmp_path, separator, encoding):
    path = tmp_path / "events.csv"
    content = "Adno,Date,Category\n1,15/09/2026,O’Neill’s rule\n".replace(",", separator)
    path.write_bytes(content.encode(encoding))
    found = read_records(open_text(path), kind_named("behaviour"), as_of=TODAY)
    assert column(found, "category") == ["O’Neill’s rule"]


def test_a_row_with_more_cells_than_the_header_is_refused():
    found = records("behaviour", "Adno,Date,Category\n1,2026-09-15,A,B,C\n2,2026-09-15,A\n")
    assert reasons(found) == [
        (2, "The row has more cells than there are headings, so its cells may have slipped.")
    ]


def test_numbers_kept_as_text_keep_their_zeros_and_formulas_stay_text():
    found = records("behaviour", 'Adno,Date,Category\n="0012",2026-09-15,=1+1\n')
    assert (column(found, "pupil_id"), column(found, "category")) == (["0012"], ["=1+1"])


def test_a_header_without_rows_gives_an_empty_table():
    found = records("behaviour", EVENTS)
    assert (found.rows, found.table.num_rows) == (0, 0)
    assert found.table.column_names[:2] == ["line", "pupil_id"]


def test_a_last_day_before_the_first_is_refused_and_one_far_ahead_is_open():
    head = "UPN,Placement Type,Start Date,End Date\n"
    rows = "A1,AP,2026-09-15,2026-09-14\nA2,AP,2026-09-15,31/12/9999\nA3,AP,2026-12-01,\n"
    found = records("placements", head + rows)
    assert reasons(found) == [(2, "The last day lies before the first.")]
    assert column(found, "ends") == [None, None]
    assert column(found, "begins") == ["2026-09-15", "2026-12-01"]


def test_a_first_day_years_ahead_is_a_slip():
    found = records("placements", "UPN,Placement Type,Start Date\nA1,AP,2036-09-15\n")
    assert reasons(found) == [(2, "The date 2036-09-15 is more than a year ahead.")]


def test_both_ways_of_cutting_give_the_same_records(monkeypatch):
    content = EVENTS + "".join(
        f"{n % 7},{1 + n % 28:02d}/10/2026,{n % 24}:30,Cat {n % 5},{n % 3},\n" for n in range(300)
    )
    quick = records("behaviour", content)
    monkeypatch.setattr(cells, "cut_fast", lambda *_: None)
    slow = records("behaviour", content)
    assert quick.table.num_rows == 300
    assert quick.table.equals(slow.table)
    assert (quick.refused, quick.taken) == (slow.refused, slow.taken)
