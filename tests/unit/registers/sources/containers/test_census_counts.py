"""Census layouts: termly totals with one column a reason, however the reasons are called."""

from __future__ import annotations

import pytest

from belong.registers.sources import read

HEAD = (
    "UPN,Surname,Forename,DoB,Gender,NCyearActual,EnrolStatus,EntryDate,Estab,"
    "TermlySessionsPossible,TermlySessionsAuthorised,TermlySessionsUnauthorised"
)
CHILD = "Y886999926001,Fox,Ann,2014-05-01,F,7,C,2025-09-03,4321"
LETTERS = ("C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "G", "N", "O", "U")


@pytest.fixture
def counted(tmp_path):
    """The totals and notes of one child's census line."""

    def of(prefix: str, totals: str, **times: int):
        names = ",".join(f"{prefix}{letter}" for letter in LETTERS)
        numbers = ",".join(str(times.get(letter, 0)) for letter in LETTERS)
        path = tmp_path / "census.csv"
        path.write_text(f"{HEAD},{names}\n{CHILD},{totals},{numbers}\n", encoding="utf-8")
        found = read(path)
        assert found.refused == ()
        return found.counts[0], [taken.said for taken in found.taken]

    return of


@pytest.mark.parametrize("prefix", ["", "T_Reason_"])
def test_reasons_are_summed_where_the_totals_are_smaller_and_it_is_said(counted, prefix):
    school, said = counted(prefix, "130,2,1", I=4, M=1, O=2, G=1)
    row = school.counts.to_pylist()[0]
    assert (school.school, row["possible"]) == ("4321", 130)
    assert (row["authorised"], row["unauthorised"]) == (5, 3)
    assert sum("The sum was kept" in sentence for sentence in said) == 2
    reasons = {row["code"]: row["n"] for row in school.reasons.to_pylist()}
    assert (reasons["I"], reasons["G"], len(reasons)) == (4, 1, len(LETTERS))


def test_totals_that_agree_say_nothing(counted):
    school, said = counted("", "130,5,3", I=4, M=1, O=2, G=1)
    assert (school.counts.to_pylist()[0]["authorised"], said) == (5, [])


def test_a_larger_total_is_kept_where_only_some_reasons_are_counted(counted):
    school, said = counted("T_Reason_", "130,9,1", I=4, O=1)
    row = school.counts.to_pylist()[0]
    assert (row["authorised"], row["unauthorised"]) == (9, 1)
    assert said == [
        "Totals stated as authorised are more than the reasons add up to. The total was kept."
    ]
