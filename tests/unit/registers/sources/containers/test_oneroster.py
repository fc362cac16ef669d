"""OneRoster zips of both versions: rosters, never attendance."""

from __future__ import annotations

import pytest
from tests.hostile.making import zipped

from belong.basics.errors import UnreadableFile

UPN = "Y886999926001"
OLD = {
    "manifest.csv": "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n",
    "orgs.csv": "sourcedId,status,name,type,identifier\ns1,,Oak School,school,8864321\n"
                "s2,,Elm School,school,8864322\nd1,,A trust,district,\n",
    "academicSessions.csv": "sourcedId,title,type,startDate,endDate,schoolYear\n"
                            "t1,Autumn,term,2026-09-01,2026-12-18,2027\n"
                            "t2,Spring,term,2027-01-04,2027-03-26,2027\n",
    "users.csv": "role,sourcedId,orgSourcedIds,userIds,givenName,familyName,identifier,email,"
                 "grades\n"
                 'student,u1,"s1,d1",{UPN:Y886999926001},Ann,Fox,000123,,"07"\n'
                 'student,u2,s2,,Ben,Elm,y886999926001,,"[""08"",""09""]"\n'
                 "teacher,e1,s1,,Tom,Oak,,tom@example.org,\n"
                 "parent,p1,s1,,Bea,Fox,,,\n",
    "demographics.csv": "sourcedId,birthDate,sex\nu1,2014-05-01,female\n",
    "courses.csv": "sourcedId,title,courseCode\nc1,Mathematics,M\n",
    "classes.csv": "sourcedId,title,grades,courseSourcedId,classCode,classType,location,"
                   "schoolSourcedId,termSourcedIds,subjects\n"
                   'k1,Maths set one,07,c1,7a/Ma1,scheduled,R1,s1,"t1,t2",\n'
                   "k2,7A,07,,7A,homeroom,,s1,t1,\n",
    "enrollments.csv": "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
                       "beginDate,endDate\nm1,k1,s1,u1,student,,2026-09-01,\n"
                       "m2,k2,s1,u1,student,,,\nm3,k1,s1,e1,teacher,true,,\n",
}  # fmt: skip
NEW = OLD | {
    "manifest.csv": "propertyName,value\noneroster.version,1.2\n",
    "users.csv": "sourcedId,username,userIds,givenName,familyName,preferredGivenName,grades\n"
                 "u1,x,{UPN:Y886999926001},Ann,Fox,Annie,07\ne1,y,,Tom,Oak,,\n",
    "roles.csv": "sourcedId,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
                 "r1,u1,primary,student,2025-09-03,,s1\nr2,u1,secondary,student,2026-01-05,,s2\n"
                 "r3,e1,primary,teacher,,,s1\n",
}  # fmt: skip


@pytest.fixture
def roster(opening, rows):
    """A roster opened, and the rows of its tables by kind."""

    def of(parts):
        found = opening(zipped(parts), "roster.zip")
        return found, {table.kind: rows(table) for table in found.tables}

    return of


def test_pupils_find_their_upn_in_either_place_and_carry_their_school(roster):
    found, by_kind = roster(OLD)
    assert found.source == "oneroster"
    ann, ben = (row for row in by_kind["pupils"] if row["School"])
    assert (ann["UPN"], ann["Admission Number"], ann["School"]) == (UPN, "000123", "8864321")
    assert (ann["DOB"], ann["Sex"], ann["Year"]) == ("2014-05-01", "female", "7")
    assert (ben["UPN"], ben["Admission Number"], ben["Year"]) == (UPN, "", "8")


def test_a_pupil_stands_once_although_the_trust_is_an_organisation_too(roster):
    _, by_kind = roster(OLD)
    assert [row["Student sourcedId"] for row in by_kind["pupils"]] == ["u1", "u2"]


def test_parents_are_nobodys_staff_and_no_pupils(roster):
    _, by_kind = roster(OLD)
    assert [row["Staff ID"] for row in by_kind["staff"]] == ["e1"]


def test_classes_have_their_subject_terms_and_school_year_by_its_end(roster):
    _, by_kind = roster(OLD)
    maths = by_kind["classes"][0]
    assert (maths["Class"], maths["Subject"], maths["School year"]) == (
        "7a/Ma1", "Mathematics", "2026/27",
    )  # fmt: skip
    assert (maths["From"], maths["To"], maths["Room"]) == ("2026-09-01", "2027-03-26", "R1")


def test_a_homeroom_is_a_registration_group_and_other_classes_are_classes(roster):
    _, by_kind = roster(OLD)
    assert [row["Class"] for row in by_kind["class_members"]] == ["7a/Ma1"]
    assert [(row["Group"], row["UPN"]) for row in by_kind["groups"]] == [("7A", UPN)]
    teacher = by_kind["class_teachers"][0]
    assert (teacher["Teacher"], teacher["Main Teacher"]) == ("Tom Oak", "Yes")


def test_there_is_never_attendance(roster):
    found, by_kind = roster(OLD | {"attendance.csv": "UPN,Date,Session,Mark\n1,2026-09-15,AM,/\n"})
    assert not {"", "marks", "lesson_marks", "summary"} & by_kind.keys()
    assert any("left out" in taken.said for taken in found.taken)


def test_version_1_2_tells_roles_with_their_days_and_the_main_school(roster):
    _, by_kind = roster(NEW)
    stays = [tuple(row.values())[2:] for row in by_kind["enrolments"]]
    assert stays == [("8864321", "M", "2025-09-03", ""), ("8864322", "S", "2026-01-05", "")]
    ann = by_kind["pupils"][0]
    assert (ann["Preferred Forename"], ann["Date of admission"]) == ("Annie", "2025-09-03")


def test_changes_only_are_said_and_deletions_never_applied(roster):
    parts = OLD | {
        "manifest.csv": "propertyName,value\nfile.users,delta\n",
        "users.csv": "sourcedId,status,orgSourcedIds,role,givenName,familyName\n"
                     "u1,tobedeleted,s1,student,Ann,Fox\nu2,active,s1,student,Ben,Elm\n",
    }  # fmt: skip
    found, by_kind = roster(parts)
    assert [row["Forename"] for row in by_kind["pupils"]] == ["Ben"]
    said = [taken for taken in found.taken if "deleted nothing" in taken.said]
    assert [(taken.line, taken.times) for taken in said] == [(2, 1)]
    assert any("changes only" in taken.said for taken in found.taken)


def test_a_row_is_told_by_its_line_in_its_own_file(roster):
    found, _ = roster(OLD)
    assert found.of_kind("staff")[0].place(1) == "line 4 of users.csv, staff"


def test_the_files_may_stand_in_one_folder(roster):
    _, by_kind = roster({f"export/{name}": body for name, body in OLD.items()})
    assert len(by_kind["pupils"]) == 2


def test_no_manifest_no_roster(opening):
    parts = {name: body for name, body in OLD.items() if name != "manifest.csv"}
    with pytest.raises(UnreadableFile, match=r"no manifest\.csv"):
        opening(zipped(parts), "roster.zip")
