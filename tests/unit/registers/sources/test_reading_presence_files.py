"""Files that say present or absent and no more, in the American style."""

from __future__ import annotations

from belong.registers.sources.reading import Unit

HEAD = (
    "id,student_id,school_year,school_id,attendance_date,all_day,Period,section_id,AttendanceCode,"
    "PresenceFlag,attendance_status,attendance_type,attendance_sequence\n"
)
KIND = "ClassSectionAttendance,0\n"


def test_a_p_is_present_where_a_flag_column_stands(reading, marks):
    found = reading(
        HEAD + f"1,st1,2021,sch0,1/9/2019,No,1,sec1,P,1,Present,{KIND}"
        f"2,st1,2021,sch0,1/19/2019,No,2,sec2,A,0,Absent,{KIND}"
    )
    assert found.code_set == "presence"
    assert found.unit is Unit.LESSON
    assert marks(found) == [("st1", "2019-01-09", 10, "P"), ("st1", "2019-01-19", 11, "A")]
    assert found.schools[0].code.tolist() != [0, 0]
    assert (found.schools[0].school, found.columns["pupil"]) == ("sch0", "student_id")


def test_a_p_without_such_a_column_is_approved_sport(reading):
    found = reading("Adno,Date,Session,Mark\n1,15/09/2026,AM,P\n")
    assert found.code_set == "england"


def test_a_status_column_beside_english_slashes_leaves_the_file_english(reading, letters):
    found = reading(
        "Adno,Date,Session,Mark,Attendance Status\n1,15/09/2026,AM,/,Present\n"
        "1,15/09/2026,PM,P,Present\n"
    )
    assert found.code_set == "england"
    assert letters(found) == ["/", "P"]


def test_a_flag_that_contradicts_the_code_is_refused_with_its_line(reading, reasons):
    found = reading(
        HEAD + f"1,st1,2021,sch0,8/15/2020,Yes,,,P,1,Present,{KIND}"
        f"2,st2,2021,sch0,8/15/2020,Yes,,,P,0,Absent,{KIND}"
        f"3,st3,2021,sch0,8/15/2020,Yes,,,A,0,Present,{KIND}"
    )
    assert found.marks == 1
    assert reasons(found) == [
        (3, "The mark P and PresenceFlag 0 do not agree."),
        (4, "The mark A and attendance_status Present do not agree."),
    ]


def test_a_code_that_is_neither_present_nor_absent_is_refused(reading, reasons):
    found = reading(HEAD + f"1,st1,2021,sch0,8/15/2020,Yes,,,T,1,Tardy,{KIND}")
    assert reasons(found) == [(2, "The mark T is not an attendance code.")]


def test_a_flag_alone_is_enough(reading, letters):
    found = reading("student_id,date,PresenceFlag\n1,2020-08-17,1\n1,2020-08-18,0\n1,2020-08-19,\n")
    assert letters(found) == ["P", "A", ""]


def _two_schools(pupils: int, rows: int, *, all_day: bool) -> str:
    out = [HEAD]
    for pupil in range(pupils):
        for n in range(rows):
            here = (pupil + n) % 9 != 0
            where = "Yes,," if all_day else f"No,{n % 4 + 1},sec{pupil % 5}-{n % 4}"
            date = f"8/{1 + n}/2020" if all_day else f"8/{1 + n // 4 * 3}/2020"
            out.append(
                f"{len(out)},st{pupil},2021,sch{pupil % 5},{date},{where},{'P' if here else 'A'},"
                f"{int(here)},{'Present' if here else 'Absent'},{KIND}"
            )
    return "".join(out)


def test_whole_day_rows_of_five_schools_each_give_one_mark(reading):
    found = reading(_two_schools(30, 20, all_day=True))
    assert (found.unit, found.marks, len(found.schools)) == (Unit.DAY, 600, 5)
    assert {h for s in found.schools for h in s.half.tolist()} == {2}
    assert sum(len(s.pupils) for s in found.schools) == 30


def test_rows_a_section_each_give_one_mark(reading):
    found = reading(_two_schools(30, 20, all_day=False))
    assert (found.unit, found.marks, len(found.schools)) == (Unit.LESSON, 600, 5)
    assert found.refused == ()


def test_rows_that_claim_the_whole_day_and_differ_by_section_are_lessons(reading, said):
    found = reading(
        HEAD + f"1,st1,2021,sch0,8/17/2020,Yes,1,sec1,P,1,Present,{KIND}"
        f"2,st1,2021,sch0,8/17/2020,Yes,2,sec2,A,0,Absent,{KIND}"
    )
    assert (found.unit, found.marks) == (Unit.LESSON, 2)
    assert "read as lessons" in said(found)


def test_one_lesson_a_day_that_never_differs_is_a_day(reading):
    found = reading(
        HEAD + f"1,st1,2021,sch0,8/17/2020,No,1,sec1,P,1,Present,{KIND}"
        f"2,st1,2021,sch0,8/18/2020,No,1,sec1,A,0,Absent,{KIND}"
    )
    assert found.unit is Unit.DAY


def test_rows_that_differ_only_by_their_sequence_are_separate_marks(reading):
    found = reading(
        HEAD + "1,st1,2021,sch0,8/17/2020,No,1,sec1,P,1,Present,ClassSectionAttendance,0\n"
        "2,st1,2021,sch0,8/17/2020,No,1,sec1,P,1,Present,ClassSectionAttendance,1\n"
    )
    assert (found.unit, found.marks, found.taken) == (Unit.LESSON, 2, ())


def test_a_lesson_file_with_periods_called_p1_is_lessons_and_not_afternoons(reading):
    found = reading(
        "UPN,Date,Period,Class,Subject,Mark\n"
        "A1,15/09/2026,P1,8y/En1,English,/\nA1,15/09/2026,P2,8y/Ma1,Maths,N\n"
    )
    assert found.unit is Unit.LESSON
    assert found.marks == 2
