"""One row a mark: what is taken, and what is refused with its line."""

from __future__ import annotations

from belong.registers.sources.reading import Shape, Unit

HEAD = "Surname,Forename,Adno,Reg,Date,Session,Mark,Minutes Late,Comment\n"


def test_a_plain_file_gives_every_mark_with_its_line(reading, marks):
    found = reading(
        HEAD + "Ali,Ada,000123,7A,15/09/2026,AM,/,,\nAli,Ada,000123,7A,15/09/2026,PM,\\,,\n"
        "Bell,Ben,000124,7B,15/09/2026,AM,I,,flu\n"
    )
    assert (found.shape, found.unit, found.code_set) == (Shape.LONG, Unit.SESSION, "england")
    assert marks(found) == [
        ("000123", "2026-09-15", 0, "/"),
        ("000123", "2026-09-15", 1, "\\"),
        ("000124", "2026-09-15", 0, "I"),
    ]
    assert found.schools[0].line.tolist() == [2, 3, 4]
    assert found.schools[0].school == ""
    assert found.rows == 3
    assert (found.refused, found.taken) == ((), ())
    assert found.columns["pupil"] == "Adno"
    assert found.columns["form"] == "Reg"


def test_details_in_the_marks_file_come_one_row_a_pupil(reading):
    found = reading(
        "UPN,Legal Surname,Legal Forename,Reg,DOB,FSM Eligible,Date,Session,Mark\n"
        "Y886999926001,O'Neill,Sean,7A,15/03/2015,,15/09/2026,AM,/\n"
        "Y886999926001,O'Neill,Sean,7B,15/03/2015,Y,16/09/2026,AM,/\n"
    )
    assert found.schools[0].details.to_pylist() == [
        {"id": "Y886999926001", "surname": "O'Neill", "forename": "Sean", "form": "7B",
         "dob": "2015-03-15", "fsm": "Y"}
    ]  # fmt: skip


def test_a_name_in_one_field_is_parted_at_its_comma(reading):
    found = reading(
        'Adno,Name,Date,Session,Mark\n1,"van der Berg, Mary-Jane (known as MJ)",15/09/2026,AM,/\n'
        "2,Cher,15/09/2026,AM,/\n"
    )
    assert found.schools[0].details.to_pylist() == [
        {"id": "1", "surname": "van der Berg", "forename": "Mary-Jane", "known_as": "MJ"},
        {"id": "2", "surname": None, "forename": None, "known_as": "Cher"},
    ]


def test_headings_are_matched_without_case_spaces_or_punctuation(reading, marks):
    found = reading("ADMISSION-NO,attendance  date,am/pm,MARK CODE\n7,2026-09-15,am,o\n")
    assert marks(found) == [("7", "2026-09-15", 0, "O")]


def test_the_upn_is_preferred_and_found_for_rows_that_only_have_another_number(reading):
    found = reading(
        "Adno,UPN,Date,Session,Mark\n12,,15/09/2026,AM,/\n12,y886999926001,16/09/2026,AM,/\n"
        "13,,15/09/2026,AM,/\n"
    )
    assert found.schools[0].pupils == ("Y886999926001", "13")


def test_without_numbers_names_tell_children_apart_and_it_is_said(reading, said):
    found = reading(
        "Surname,Forename,Reg,Date,Session,Mark\nFox,Ann,7A,15/09/2026,AM,/\n"
        "Fox,Ann,8B,15/09/2026,AM,I\nGray,Bo,7A,15/09/2026,AM,/\n"
    )
    assert found.schools[0].pupils == ("Fox, Ann (7A)", "Fox, Ann (8B)", "Gray, Bo")
    assert "names tell the children apart" in said(found)


def test_rows_without_a_pupil_a_date_or_a_session_are_refused(reading, reasons):
    found = reading(
        "Adno,Date,Session,Mark\n,15/09/2026,AM,/\n1,,AM,/\n1,15/09/2026,,/\n"
        "1,15/09/2026,lunch,/\n1,31/09/2026,AM,/\n1,15/09/2026,AM,/\n"
    )
    assert reasons(found) == [
        (2, "The row names no pupil."),
        (3, "The row has no date."),
        (6, "The date 31/09/2026 is not a date we can read."),
        (4, "The row has no session."),
        (5, "The session lunch is neither a morning nor an afternoon."),
    ]
    assert found.rows == 6
    assert found.marks == 1


def test_a_date_far_from_any_school_year_is_refused(reading, reasons):
    found = reading(
        "Adno,Date,Session,Mark\n1,15/09/1926,AM,/\n1,15/09/2066,AM,/\n1,15/09/2026,AM,/\n"
    )
    assert [line for line, _ in reasons(found)] == [2, 3]
    assert found.marks == 1


def test_unknown_marks_are_refused_and_never_guessed(reading, reasons, letters):
    found = reading(
        "Adno,Date,Session,Mark\n1,15/09/2026,AM,zap\n1,15/09/2026,PM,9\n1,16/09/2026,AM,/\n"
        "1,16/09/2026,PM,zap\n1,17/09/2026,PM,Ill\n"
    )
    assert letters(found) == ["/"]
    assert reasons(found) == [
        (2, "The mark zap is not an attendance code."),
        (5, "The mark zap is not an attendance code."),
        (3, "The mark 9 is not an attendance code."),
        (6, "The mark Ill is not an attendance code."),
    ]


def test_a_code_outside_its_dates_is_refused_with_the_day_it_changed(reading, reasons, letters):
    found = reading(
        "Adno,Date,Session,Mark\n1,19/08/2024,AM,H\n1,18/07/2024,AM,H\n1,18/07/2024,PM,C1\n"
        "1,15/09/2026,AM,C1\n"
    )
    assert letters(found) == ["H", "C1"]
    assert reasons(found) == [
        (2, "The mark H was not in use on this date: it ended on 18 August 2024."),
        (4, "The mark C1 was not in use on this date: it began on 19 August 2024."),
    ]


def test_marks_entered_ahead_are_left_out_and_counted(reading, said):
    found = reading(
        "Adno,Date,Session,Mark\n1,20/11/2026,AM,/\n1,23/11/2026,AM,C\n1,23/11/2026,PM,C\n"
    )
    assert found.marks == 1
    left_out = "Marks after 20 November 2026 were entered ahead of time, so they were left out."
    assert f"3: {left_out} x2" in said(found)


def test_the_same_mark_twice_is_taken_once_and_counted(reading, letters, said):
    found = reading("Adno,Date,Session,Mark\n" + "1,15/09/2026,AM,/\n" * 3)
    assert letters(found) == ["/"]
    assert "2: The same mark stood more than once and was taken once. x2" in said(found)


def test_of_differing_marks_the_latest_record_stands(reading, letters, said):
    found = reading(
        "Record ID,Adno,Date,Session,Mark\n9,1,15/09/2026,AM,I\n10,1,15/09/2026,AM,N\n"
        "8,1,15/09/2026,AM,O\n"
    )
    assert letters(found) == ["N"]
    assert "Lines 2 and 3 and 4 differ about one session; line 3 was taken as the latest" in said(
        found
    )


def test_without_records_a_definite_mark_stands_before_n_and_n_before_none(reading, marks):
    found = reading(
        "Adno,Date,Session,Mark\n1,15/09/2026,AM,I\n1,15/09/2026,AM,N\n1,15/09/2026,PM,-\n"
        "1,15/09/2026,PM,N\n1,16/09/2026,AM,O\n1,16/09/2026,AM,I\n"
    )
    assert marks(found) == [
        ("1", "2026-09-15", 0, "I"), ("1", "2026-09-15", 1, "N"), ("1", "2026-09-16", 0, "I"),
    ]  # fmt: skip
    assert len(found.taken) == 3


def test_weekend_marks_are_taken_and_said(reading, said):
    found = reading("Adno,Date,Session,Mark\n1,19/09/2026,AM,/\n1,21/09/2026,AM,/\n")
    assert found.marks == 2
    assert "2: Marks on a Saturday or Sunday were taken. x1" in said(found)


def test_the_wrong_slash_for_the_half_day_is_taken_as_present_and_said(reading, letters, said):
    found = reading("Adno,Date,Session,Mark\n1,15/09/2026,AM,\\\n1,15/09/2026,PM,/\n")
    assert letters(found) == ["\\", "/"]
    assert "2: A backslash on a morning" in said(found)
    assert "3: A forward slash on an afternoon" in said(found)


def test_repeated_headers_and_totals_are_no_rows(reading):
    row = "Fox,1,15/09/2026,AM,/\n"
    head = "Surname,Adno,Date,Session,Mark\n"
    found = reading(head + row + head + row.replace("AM", "PM") + "Total,,,,2\n")
    assert (found.rows, found.marks, found.refused) == (2, 2, ())


def test_title_rows_above_the_header_do_not_shift_line_numbers(reading):
    found = reading(
        "Greenfield School\nMarks in September\n\nAdno,Date,Session,Mark\n1,15/09/2026,AM,/\n"
    )
    assert found.schools[0].line.tolist() == [5]


def test_a_row_that_slipped_to_the_right_is_refused(reading, reasons):
    found = reading(
        "Name,Adno,Date,Session,Mark\nO'Neill, Sean,1,15/09/2026,AM,/\nFox,2,15/09/2026,AM,/\n"
    )
    assert reasons(found) == [
        (2, "The row has more cells than there are headings, so its cells may have slipped.")
    ]
    assert found.schools[0].line.tolist() == [3]


def test_marks_for_the_whole_day_count_as_one(reading, marks):
    found = reading("Adno,Date,Mark\n1,15/09/2026,/\n1,16/09/2026,I\n")
    assert found.unit is Unit.DAY
    assert marks(found) == [("1", "2026-09-15", 2, "/"), ("1", "2026-09-16", 2, "I")]


def test_a_session_column_that_says_all_day_gives_days(reading):
    found = reading("Adno,Date,Session,Mark\n1,15/09/2026,All day,/\n")
    assert found.unit is Unit.DAY
    assert found.schools[0].half.tolist() == [2]


def test_two_marks_in_the_cell_of_a_day_are_a_morning_and_an_afternoon(reading, marks, reasons):
    found = reading(
        "Adno,Date,Mark\n1,15/09/2026,/\\\n1,16/09/2026,//\n1,17/09/2026,IO\n1,18/09/2026,-\n"
        "1,21/09/2026,I\n1,22/09/2026,-\\\n"
    )
    assert found.unit is Unit.SESSION
    assert [m[2:] for m in marks(found)] == [
        (0, "/"), (1, "\\"), (0, "/"), (1, "/"), (0, "I"), (1, "O"), (0, ""), (1, ""), (0, ""),
        (1, "\\"),
    ]  # fmt: skip
    assert reasons(found) == [(6, "The cell I holds one mark where the rest hold two.")]


def test_two_marks_where_one_session_is_named_are_refused(reading, reasons):
    found = reading("Adno,Date,Session,Mark\n1,15/09/2026,AM,/\\\n1,15/09/2026,PM,/\n")
    assert reasons(found) == [(2, "The cell /\\ holds two marks where one belongs.")]


def test_lessons_are_numbered_from_ten(reading, marks):
    found = reading(
        "Adno,Date,Period,Class,Mark\n1,15/09/2026,1,7x/Ma1,/\n1,15/09/2026,2,7x/En1,L\n"
        "2,15/09/2026,1,7x/Ma1,/\n"
    )
    assert found.unit is Unit.LESSON
    assert [(m[0], m[2], m[3]) for m in marks(found)] == [
        ("1", 10, "/"), ("1", 11, "L"), ("2", 10, "/"),
    ]  # fmt: skip


def test_a_period_that_only_says_am_or_pm_is_the_session(reading, marks):
    found = reading("Adno,Date,Period,Mark\n1,15/09/2026,AM,/\n1,15/09/2026,PM,\\\n")
    assert found.unit is Unit.SESSION
    assert [m[2] for m in marks(found)] == [0, 1]


def test_more_lessons_than_one_byte_holds_are_numbered_afresh_each_day(reading, said):
    rows = "".join(f"{n % 7},{15 + n // 7 % 3}/09/2026,{n % 5},set{n},/\n" for n in range(400))
    found = reading("Adno,Date,Period,Section,Mark\n" + rows)
    assert found.marks == 400
    assert found.schools[0].half.min() == 10
    assert "numbered afresh each day" in said(found)


def test_several_schools_in_one_file_are_kept_apart(reading):
    found = reading(
        "School,Adno,Date,Session,Mark\nOak,1,15/09/2026,AM,/\nElm,1,15/09/2026,AM,I\n"
        "Oak,2,15/09/2026,AM,/\n"
    )
    assert [(s.school, s.pupils, s.line.tolist()) for s in found.schools] == [
        ("Oak", ("1", "2"), [2, 4]),
        ("Elm", ("1",), [3]),
    ]


def test_refusals_beyond_a_thousand_for_one_reason_are_counted_together(reading):
    rows = "".join(f"{n},15/09/2026,AM,?/?\n" for n in range(1200))
    found = reading("Adno,Date,Session,Mark\n" + rows)
    assert len(found.refused) == 1001
    assert sum(r.marks for r in found.refused) == 1200
    assert found.refused[-1].line == 1002


def test_an_id_column_is_the_pupil_where_no_other_number_stands(reading):
    found = reading("id,Date,Session,Mark\n77,15/09/2026,Morning session,/\n")
    assert found.schools[0].pupils == ("77",)


def test_a_birthday_that_reads_both_ways_does_not_stop_the_marks(reading):
    found = reading("Adno,DOB,Date,Session,Mark\n1,03/04/2015,2026-09-15,AM,/\n")
    assert found.schools[0].details.column("dob").to_pylist() == [None]
    assert found.marks == 1


def test_a_slipped_row_and_a_blank_row_in_a_file_without_a_last_line_break(reading):
    found = reading("Adno,Date,Session,Mark\n1,15/09/2026,AM,/\n ,,,\n1,15/09/2026,PM,\\,x")
    assert [r.line for r in found.refused] == [4]
    assert (found.rows, found.marks) == (1, 1)


def test_a_header_alone_without_a_line_break_is_an_empty_file_of_marks(reading):
    assert reading("Adno,Date,Session,Mark").rows == 0
