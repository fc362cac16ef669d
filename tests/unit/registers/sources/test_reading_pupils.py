"""The pupils file, and what it adds to the marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from belong.basics.errors import UnreadableFile
from belong.registers.sources import DayOrderUnknown, read_pupils

HEAD = "Adno,UPN,Legal Surname,Legal Forename,Chosen Name,Gender,DOB,Year,Reg,Date of leaving\n"
ANN = "000123,Y886999926001,Fox,Annabel,Ann,F,15/03/2015,Year  7,7A,\n"
MARKS = "Adno,Date,Session,Mark\n000123,15/09/2026,AM,/\n000123,16/10/2026,AM,/\n"


def _pupils(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "pupils.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pupils_file_gives_one_row_a_pupil_with_the_upn_as_id(tmp_path):
    table = read_pupils(
        _pupils(tmp_path, HEAD + ANN + "000124,,Gray,Bo,,M,,Year  7,7B,24/10/2026\n")
    )
    assert table.to_pylist() == [
        {"id": "Y886999926001", "surname": "Fox", "forename": "Annabel", "known_as": "Ann",
         "year": "Year  7", "form": "7A", "dob": "2015-03-15", "sex": "F", "left": None,
         "other_ids": ["000123"], "stays": [[None, None]]},
        {"id": "000124", "surname": "Gray", "forename": "Bo", "known_as": None, "year": "Year  7",
         "form": "7B", "dob": None, "sex": "M", "left": "2026-10-24",
         "other_ids": [], "stays": [[None, "2026-10-24"]]},
    ]  # fmt: skip


def test_the_school_stands_in_the_table_where_the_file_has_it(tmp_path):
    table = read_pupils(_pupils(tmp_path, "School,UPN,Surname\nOak,Y886999926001,Fox\n"))
    assert table.column("school").to_pylist() == ["Oak"]


def test_an_admission_number_in_the_marks_becomes_the_upn(reading):
    found = reading(MARKS, pupils=HEAD + ANN)
    assert found.schools[0].pupils == ("Y886999926001",)
    details = found.schools[0].details.to_pylist()[0]
    assert (details["id"], details["surname"], details["dob"]) == (
        "Y886999926001",
        "Fox",
        "2015-03-15",
    )


def test_a_number_two_pupils_share_is_left_as_it_is(reading):
    other = ANN.replace("Y886999926001", "J88699992600A")
    found = reading(MARKS, pupils=HEAD + ANN + other)
    assert found.schools[0].pupils == ("000123",)


def test_marks_after_a_leaving_date_are_refused_and_the_day_itself_stands(reading, reasons):
    left = ANN.replace("7A,", "7A,15/09/2026")
    found = reading(MARKS, pupils=HEAD + left)
    assert reasons(found) == [(3, "The mark is dated after the pupil left the school.")]
    assert found.marks == 1


def test_a_child_who_came_back_has_not_left(reading):
    found = reading(MARKS, pupils=HEAD + ANN.replace("7A,", "7A,15/09/2026") + ANN)
    assert (found.marks, found.refused) == (2, ())


def test_pupils_whose_dates_can_be_read_both_ways_are_asked_about(tmp_path):
    path = _pupils(tmp_path, "UPN,Date of leaving\nY886999926001,07/09/2026\n")
    with pytest.raises(DayOrderUnknown):
        read_pupils(path)
    assert read_pupils(path, day_first=False).column("left").to_pylist() == ["2026-07-09"]


def test_a_file_without_numbered_pupils_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="Columns found: Colour, Size"):
        read_pupils(_pupils(tmp_path, "Colour,Size\nred,4\n"))


def test_a_number_that_repeats_across_schools_keeps_to_its_own(reading, reasons):
    found = reading(
        "School,Adno,Date,Session,Mark\nOak,1,15/09/2026,AM,/\nElm,1,15/09/2026,AM,/\n",
        pupils="School,Adno,Surname,Date of leaving\nOak,1,Fox,13/09/2026\nElm,1,Ash,\n",
    )
    assert reasons(found) == [(2, "The mark is dated after the pupil left the school.")]
    (elm,) = [s for s in found.schools if s.school == "Elm"]
    assert elm.details.column("surname").to_pylist() == ["Ash"]


def test_a_leaver_of_another_school_with_the_same_number_is_left_alone(reading):
    found = reading(
        "Adno,Date,Session,Mark\n1,15/09/2026,AM,/\n",
        pupils="School,Adno,Date of leaving\nOak,1,13/09/2026\nElm,1,\n",
    )
    assert (found.marks, found.refused) == (1, ())


TWO_STAYS = [
    "000123,Y886999926001,Fox,Ann,7A,03/09/2024,18/07/2025",
    "000123,Y886999926001,Fox-Hart,Ann,9B,16/09/2026,",
]


@pytest.mark.parametrize("order", [1, -1])
def test_a_child_with_two_rows_has_two_stays_whichever_comes_first(tmp_path, reading, order):
    head = "Adno,UPN,Legal Surname,Legal Forename,Reg,Admission Date,Date of leaving"
    text = "\n".join([head, *TWO_STAYS[::order], ""])
    (child,) = read_pupils(_pupils(tmp_path, text)).to_pylist()
    assert child["stays"] == [["2024-09-03", "2025-07-18"], ["2026-09-16", None]]
    assert (child["surname"], child["form"]) == ("Fox-Hart", "9B")
    assert child["other_ids"] == ["000123"]
    found = reading(MARKS, pupils=text)
    details = found.schools[0].details.to_pylist()[0]
    assert (found.marks, details["admitted"], details["left"]) == (2, "2024-09-03", None)


def test_a_child_whose_every_stay_ended_has_left(tmp_path):
    rows = ["UPN,Admission Date,Date of leaving", "Y886999926001,03/09/2024,18/07/2025"]
    rows += ["Y886999926001,16/09/2025,19/12/2025", ""]
    (child,) = read_pupils(_pupils(tmp_path, "\n".join(rows))).to_pylist()
    assert (child["admitted"], child["left"]) == ("2024-09-03", "2025-12-19")
