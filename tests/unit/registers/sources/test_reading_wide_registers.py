"""One row a child, one column a session."""

from __future__ import annotations

import pytest

from belong.basics.errors import UnreadableFile
from belong.registers.sources import DayOrderUnknown
from belong.registers.sources.reading import Shape, Unit

TITLES = "Registration marks\n02/09/2024 to 06/09/2024,,\n"


def test_a_register_with_titles_and_totals_gives_its_marks(reading, marks, said):
    found = reading(
        TITLES + "Name,Reg,Mon 02/09 AM,Mon 02/09 PM,Tue 03/09 AM,%\n"
        '"O\'Neill, Sean",7A,/,\\,I,66\n"Ali, Ada",7A,/,-,,50\nTotal,,2,1,0,\n% Attend,,100,50,0,\n'
    )
    assert (found.shape, found.unit, found.rows) == (Shape.WIDE, Unit.SESSION, 2)
    assert marks(found) == [
        ("O'Neill, Sean", "2024-09-02", 0, "/"), ("O'Neill, Sean", "2024-09-02", 1, "\\"),
        ("O'Neill, Sean", "2024-09-03", 0, "I"), ("Ali, Ada", "2024-09-02", 0, "/"),
        ("Ali, Ada", "2024-09-02", 1, ""), ("Ali, Ada", "2024-09-03", 0, ""),
    ]  # fmt: skip
    assert found.schools[0].line.tolist() == [4, 4, 4, 5, 5, 5]
    assert "They were read as 2024/25, from the dates above the table. x3" in said(found)
    assert found.columns["date"] == "Mon 02/09 AM to Tue 03/09 AM"
    assert found.refused == ()


def test_without_titles_the_year_is_that_of_the_import_and_it_is_said(reading, marks, said):
    found = reading("Adno,Reg,Tue 15/09 AM,Tue 15/09 PM\n1,7A,/,\\\n")
    assert [m[1] for m in marks(found)] == ["2026-09-15", "2026-09-15"]
    assert "read as 2026/27, from the day of the import" in said(found)


def test_without_any_year_the_file_is_refused_and_says_what_to_do(reading):
    with pytest.raises(UnreadableFile, match="gives no year") as refused:
        reading("Adno,Reg,Tue 15/09 AM\n1,7A,/\n", as_of=None)
    assert refused.value.do


def test_weekdays_in_the_headings_settle_the_order_of_day_and_month(reading, marks):
    found = reading("Adno,Mon 07/09 AM,Tue 08/09 AM\n1,/,/\n")
    assert [m[1] for m in marks(found)] == ["2026-09-07", "2026-09-08"]


def test_headings_that_can_be_read_both_ways_are_asked_about(reading):
    with pytest.raises(DayOrderUnknown):
        reading("Adno,07/09/2026 AM,08/09/2026 AM\n1,/,/\n")


def test_a_heading_whose_weekday_does_not_fit_is_refused_with_its_marks(reading, reasons):
    found = reading("Adno,Tue 15/09 AM,Wed 17/09 AM\n1,/,/\n2,/,/\n")
    assert reasons(found) == [
        (1, "The heading Wed 17/09 AM does not fit: 17 September 2026 is a Thursday.")
    ]
    assert found.refused[0].marks == 2
    assert found.marks == 2


def test_both_marks_in_the_cell_of_a_day_become_two(reading, marks):
    found = reading("Adno,15/09/2026,16/09/2026\n1,/\\,II\n2,//,-\n")
    assert found.unit is Unit.SESSION
    assert [(m[0], m[2], m[3]) for m in marks(found)] == [
        ("1", 0, "/"), ("1", 1, "\\"), ("1", 0, "I"), ("1", 1, "I"),
        ("2", 0, "/"), ("2", 1, "/"), ("2", 0, ""), ("2", 1, ""),
    ]  # fmt: skip


def test_one_mark_in_the_cell_of_a_day_is_a_day(reading, marks):
    found = reading("Adno,15/09/2026,16/09/2026\n1,/,I\n")
    assert found.unit is Unit.DAY
    assert [m[2] for m in marks(found)] == [2, 2]


def test_a_header_repeated_on_the_next_page_brings_the_next_days(reading, marks):
    found = reading(
        TITLES + "Name,Reg,Mon 02/09 AM\nAli,7A,/\nPage 2\nName,Reg,Tue 03/09 AM\nAli,7A,I\n"
    )
    assert marks(found) == [("Ali", "2024-09-02", 0, "/"), ("Ali", "2024-09-03", 0, "I")]
    assert found.rows == 2


def test_dates_over_am_and_pm_are_carried_to_the_right(reading, marks):
    found = reading(",,Mon 02/09/2024,,Tue 13/09/2024,\nName,Reg,AM,PM,AM,PM\nAli,7A,/,\\,I,I\n")
    assert [m[1:] for m in marks(found)][:2] == [("2024-09-02", 0, "/"), ("2024-09-02", 1, "\\")]
    assert found.refused[0].reason.startswith("The heading Tue 13/09/2024 AM does not fit")


def test_a_row_without_a_pupil_loses_all_its_marks_and_says_so(reading):
    found = reading("Adno,Reg,15/09/2026 AM,16/09/2026 AM\n,7A,/,/\n1,7A,/,/\n")
    assert [(r.line, r.marks) for r in found.refused] == [(2, 2)]
    assert found.marks == 2


def test_unknown_marks_in_a_wide_register_keep_their_line(reading, reasons):
    found = reading("Adno,15/09/2026 AM,16/09/2026 AM\n1,/,/\n2,zap,/\n")
    assert reasons(found) == [(3, "The mark zap is not an attendance code.")]


def test_a_wide_row_longer_than_its_header_is_refused(reading):
    found = reading("Name,15/09/2026 AM,16/09/2026 AM\nO'Neill, Sean,/,/\nFox,/,/\n")
    assert [(r.line, r.marks) for r in found.refused] == [(2, 2)]


def test_headings_with_month_names_are_understood(reading, marks):
    found = reading("Adno,Mon 7 Sep AM,8 Sep 2026 PM\n1,/,\\\n")
    assert [m[1:3] for m in marks(found)] == [("2026-09-07", 0), ("2026-09-08", 1)]


def test_a_school_year_in_the_title_gives_the_year(reading, marks):
    found = reading("School year 2024/25\nAdno,Mon 13/01 AM\n1,/\n")
    assert [m[1] for m in marks(found)] == ["2025-01-13"]


def test_days_that_fit_no_school_year_refuse_the_whole_register(reading):
    with pytest.raises(UnreadableFile, match="None of the days"):
        reading("Adno,30/02 AM,31/02 AM\n1,/,/\n")


def test_headings_written_in_full_need_no_other_year(reading, marks):
    found = reading("Adno,2024-09-17 AM,Wed 18 Sep 2024 PM,29/02/2025 AM\n1,/,\\,/\n", as_of=None)
    assert [m[1] for m in marks(found)] == ["2024-09-17", "2024-09-18"]
    assert (
        found.refused[0].reason == "The heading 29/02/2025 AM is not a date in these school years."
    )


def test_a_day_among_half_days_is_refused(reading, reasons):
    found = reading("Adno,15/09/2026 AM,16/09/2026\n1,/,/\n")
    assert reasons(found) == [
        (1, "The heading 16/09/2026 says neither morning nor afternoon, as others do.")
    ]


def test_an_answer_about_the_order_is_followed_in_headings(reading, marks):
    found = reading("Adno,07/09/2026 AM\n1,/\n", day_first=True)
    assert [m[1] for m in marks(found)] == ["2026-09-07"]


def test_month_first_headings_are_seen_by_a_day_above_twelve(reading, marks):
    found = reading("Adno,9/8/2026 AM,9/15/2026 AM\n1,/,/\n")
    assert [m[1] for m in marks(found)] == ["2026-09-08", "2026-09-15"]


def test_headings_alike_in_both_orders_ask_nothing(reading, marks):
    found = reading("Adno,09/09/2026 AM,10/10/2026 AM\n1,/,/\n")
    assert [m[1] for m in marks(found)] == ["2026-09-09", "2026-10-10"]


def test_columns_of_totals_are_no_days(reading):
    found = reading(f"Adno,15/09/2026 AM,46272,9 Foo,{'x' * 200},Total\n1,/,5,6,7,8\n")
    assert found.marks == 1
