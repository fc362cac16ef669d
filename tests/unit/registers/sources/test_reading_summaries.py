"""One row a child with totals."""

from __future__ import annotations

from belong.registers.sources.reading import Shape

TERMLY = (
    "UPN,Surname,Forename,TermlySessionsPossible,TermlySessionsAuthorised,"
    "TermlySessionsUnauthorised"
)


def test_reasons_are_summed_and_a_stated_total_that_differs_is_said(reading, said):
    found = reading(
        TERMLY + ",T_Reason_I,T_Reason_O,T_Reason_U\nY886999926001,Fox,Ann,100,2,1,4,1,0\n"
    )
    assert found.shape is Shape.SUMMARY
    row = found.counts[0].counts.to_pylist()[0]
    assert (row["possible"], row["authorised"], row["unauthorised"]) == (100, 4, 1)
    assert (row["attended"], row["late_after"], row["unclassified"]) == (None, 0, None)
    assert (
        "2: Totals stated as authorised are not what the reasons add up to. The sum was kept. x1"
        in said(found)
    )
    assert found.counts[0].reasons.to_pylist()[0] == {"id": "Y886999926001", "code": "I", "n": 4}
    assert found.counts[0].details.to_pylist() == [
        {"id": "Y886999926001", "surname": "Fox", "forename": "Ann"}
    ]


def test_code_totals_alone_give_possible_as_their_sum(reading):
    found = reading(
        "Name,Reg,/,\\,L,I,O,B,D,%\nFox,7A,40,38,2,6,4,10,5,92.1\nTotal,,40,38,2,6,4,10,5,\n"
    )
    assert found.rows == 1
    row = found.counts[0].counts.to_pylist()[0]
    assert row == {
        "id": "Fox", "possible": 100, "attended": 80, "approved": 10, "authorised": 6,
        "unauthorised": 4, "unclassified": None, "late_before": 2, "late_after": None,
    }  # fmt: skip


def test_stated_totals_alone_are_taken(reading):
    found = reading("Adno,Possible,Present,Late,Authorised,Unauthorised\n1,100,90,3,6,4\n")
    row = found.counts[0].counts.to_pylist()[0]
    assert (row["possible"], row["attended"], row["late_before"]) == (100, 90, 3)
    assert found.counts[0].reasons.num_rows == 0


def test_absent_without_a_reason_stays_unclassified(reading):
    found = reading("Adno,Possible,Absent\n1,100,7\n")
    row = found.counts[0].counts.to_pylist()[0]
    assert (row["unclassified"], row["authorised"], row["unauthorised"]) == (7, None, None)


def test_more_missed_than_possible_and_cells_that_are_no_counts_are_refused(reading, reasons):
    found = reading(
        "Adno,Possible,Authorised,Unauthorised\n1,10,8,4\n2,10,x,0\n,10,1,0\n3,10,-1,0\n4,10,1,0\n"
    )
    assert sorted(reasons(found)) == [
        (2, "The row has more sessions missed than sessions possible."),
        (3, "x is not a count of sessions."),
        (4, "The row names no pupil."),
        (5, "-1 is not a count of sessions."),
    ]
    assert found.counts[0].counts.num_rows == 1


def test_possible_that_is_not_the_sum_of_its_parts_is_replaced_and_said(reading, said):
    found = reading("Adno,Possible,Attended,Authorised,Unauthorised\n1,99,90,6,4\n")
    assert found.counts[0].counts.column("possible").to_pylist() == [100]
    assert "Possible sessions are not what their parts add up to" in said(found)


def test_approved_activity_inside_attended_is_taken_out(reading):
    found = reading("Adno,Possible,Attended,AEA,Authorised,Unauthorised\n1,100,90,10,6,4\n")
    row = found.counts[0].counts.to_pylist()[0]
    assert (row["possible"], row["attended"], row["approved"]) == (100, 80, 10)


def test_a_pupil_twice_is_taken_once_where_equal_and_refused_where_not(reading, reasons):
    found = reading("Adno,Possible,Absent\n1,100,7\n1,100,7\n1,100,8\n")
    assert reasons(found) == [(4, "Line 2 already gives totals for this pupil.")]
    assert [t.line for t in found.taken] == [3]


def test_summaries_of_two_schools_are_kept_apart(reading):
    found = reading("School,Adno,Possible,Absent\nOak,1,100,7\nElm,1,90,2\n")
    assert [(c.school, c.counts.num_rows) for c in found.counts] == [("Oak", 1), ("Elm", 1)]


def test_no_absences_stated_and_a_blank_are_told_apart(reading):
    found = reading("Adno,Possible,Authorised,Unauthorised\n1,100,0,\n")
    row = found.counts[0].counts.to_pylist()[0]
    assert (row["authorised"], row["unauthorised"]) == (0, None)
