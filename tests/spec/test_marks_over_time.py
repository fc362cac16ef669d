"""Marks that changed their meaning"""

from __future__ import annotations

from tests.drawing import answer, cells, date_in

from belong.attendance import codes
from belong.attendance.measures.absence import absence

CHAPTER = 4
COVERS = ("authorised", "approved_activity")

SUMMER_2024 = """
    child | Mon 15 Jul 2024 am | Mon 15 Jul 2024 pm | Tue 16 Jul 2024 am | Tue 16 Jul 2024 pm
    Ada   | H                  | H                  | /                  | \\
    Ben   | J                  | \\                 | /                  | \\
    Cal   | Y                  | Y                  | I                  | \\
"""

AUTUMN_2026 = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | G            | G            | /            | \\
    Ben   | J1           | \\           | /            | \\
"""

HOLIDAY = """
    mark | written on
    H    | 18 Aug 2024
    H    | 19 Aug 2024
    J    | 18 Aug 2024
    J    | 19 Aug 2024
    J1   | 18 Aug 2024
    J1   | 19 Aug 2024
    F    | 31 Aug 2014
    F    | 1 Sep 2014
"""

LOCAL_LETTERS = """
    mark | written on
    C1   | 18 Aug 2024
    C1   | 19 Aug 2024
    C2   | 18 Aug 2024
    C2   | 19 Aug 2024
    C    | 18 Aug 2024
    C    | 19 Aug 2024
"""

KINDS = {"AUTH": "missed, authorised", "AEA": "approved learning elsewhere"}


def meaning(drawing: str) -> dict[str, str]:
    """What each letter meant on its day."""
    found = {}
    for letter, on in cells(drawing)[1]:
        line = codes.find(letter, on=date_in(on))
        found[f"{letter}, {on}"] = KINDS[line.kind] if line else "no mark of the table"
    return found


def test_old_marks_keep_the_meaning_they_had() -> None:
    """Until August 2024, H was a holiday the school had agreed (missed, authorised), J an
    interview (approved learning elsewhere), and Y a child who could not come (on neither side)."""
    assert answer(absence, SUMMER_2024, "possible") == {"Ada": 4, "Ben": 4, "Cal": 2}
    assert answer(absence, SUMMER_2024, "authorised") == {"Ada": 2, "Ben": 0, "Cal": 1}
    assert answer(absence, SUMMER_2024, "approved") == {"Ada": 0, "Ben": 1, "Cal": 0}


def test_today_a_holiday_is_not_authorised_and_an_interview_is_missed() -> None:
    """Since then a holiday is G, which is not authorised, and an interview is J1, which is missed
    and authorised."""
    assert answer(absence, AUTUMN_2026, "unauthorised") == {"Ada": 2, "Ben": 0}
    assert answer(absence, AUTUMN_2026, "authorised") == {"Ada": 0, "Ben": 1}
    assert answer(absence, AUTUMN_2026, "approved") == {"Ada": 0, "Ben": 0}


def test_a_letter_has_a_first_and_a_last_day() -> None:
    """H and J ended on 18 August 2024, J1 began on the next day, and F ended in August 2014. On
    any other day we do not guess what the letter meant."""
    assert meaning(HOLIDAY) == {
        "H, 18 Aug 2024": "missed, authorised",
        "H, 19 Aug 2024": "no mark of the table",
        "J, 18 Aug 2024": "approved learning elsewhere",
        "J, 19 Aug 2024": "no mark of the table",
        "J1, 18 Aug 2024": "no mark of the table",
        "J1, 19 Aug 2024": "missed, authorised",
        "F, 31 Aug 2014": "missed, authorised",
        "F, 1 Sep 2014": "no mark of the table",
    }


def test_letters_a_school_made_up_are_not_read_as_todays() -> None:
    """Some schools wrote C1 and C2 for something of their own before 19 August 2024. Those are
    not read as leave for a performance or a part-time timetable. C always had its meaning."""
    assert meaning(LOCAL_LETTERS) == {
        "C1, 18 Aug 2024": "no mark of the table",
        "C1, 19 Aug 2024": "missed, authorised",
        "C2, 18 Aug 2024": "no mark of the table",
        "C2, 19 Aug 2024": "missed, authorised",
        "C, 18 Aug 2024": "missed, authorised",
        "C, 19 Aug 2024": "missed, authorised",
    }
