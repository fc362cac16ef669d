"""Everything beside marks: told by its headings, matched by number, kept, changed, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import ADA, BEN, CHILDREN, TODAY, House, as_csv, pupils_file

from belong.attendance import codes
from belong.basics.errors import UnreadableFile
from belong.intake import actions, facts, lessons, queries, undoing
from belong.intake.models import Import, Profile
from belong.people.models import Fact

CLUB = ["UPN", "Date", "Club", "Came"]


def bring(house: House, lines: list[list[str]], name: str = "records.csv") -> Import:
    return house.bring(as_csv(lines), name, kind="")


def known(house: House, kind: str) -> list[tuple[int | None, dict[str, object]]]:
    return [(f.pupil_id, f.data) for f in facts.standing(house.school.pk, kind=kind)]


def test_a_club_register_is_told_by_its_headings_and_kept(house: House) -> None:
    brought = bring(house, [CLUB, [ADA.id, "2026-11-23", "Breakfast club", "Y"],
                            [BEN.id, "2026-11-23", "Breakfast club", "N"]])  # fmt: skip
    assert (brought.kind, brought.stage) == ("clubs", Import.Stage.KEPT)
    assert brought.preview["records"]["clubs"] == {
        "title": "Breakfast and club registers", "new": 2, "changed": 0, "same": 0,
    }  # fmt: skip
    found = known(house, "clubs")
    assert {pupil for pupil, _ in found} == {house.child(ADA).pk, house.child(BEN).pk}
    assert {data["club"] for _, data in found} == {"Breakfast club"}


def test_the_same_records_again_change_nothing(house: House) -> None:
    lines = [CLUB, [ADA.id, "2026-11-23", "Breakfast club", "Y"]]
    bring(house, lines)
    before = list(Fact.objects.values())
    again = bring(house, lines)
    assert again.preview["records"]["clubs"]["same"] == 1
    assert list(Fact.objects.values()) == before


def test_a_changed_record_closes_the_old_one_and_can_be_taken_back(house: House) -> None:
    bring(house, [CLUB, [ADA.id, "2026-11-23", "Breakfast club", "N"]])
    before = known(house, "clubs")
    second = bring(house, [CLUB, [ADA.id, "2026-11-23", "Breakfast club", "Y"]])
    assert known(house, "clubs") != before
    assert Fact.objects.filter(kind="clubs").count() == 2
    undoing.undo(by=house.lead, brought=second)
    assert known(house, "clubs") == before


def test_of_what_a_child_may_have_several_a_narrower_file_takes_nothing(house: House) -> None:
    """A need beside another stays; one ethnicity follows another."""
    head = ["UPN", "Characteristic", "Value"]
    bring(house, [head, [ADA.id, "SEN Need", "SPLD"], [ADA.id, "SEN Need", "SEMH"],
                  [ADA.id, "Ethnicity", "WBRI"]], "all.csv")  # fmt: skip
    bring(house, [head, [ADA.id, "SEN Need", "SEMH"], [ADA.id, "Ethnicity", "WIRI"]], "few.csv")
    said = [(data["trait"], data["value"]) for _, data in known(house, "characteristics")]
    assert len([trait for trait, _ in said if trait == "sen_need"]) == 2
    assert len([trait for trait, _ in said if trait == "ethnicity"]) == 1


def test_records_touched_again_hold_the_earlier_file_back(house: House) -> None:
    first = bring(house, [CLUB, [ADA.id, "2026-11-23", "Breakfast club", "N"]])
    bring(house, [CLUB, [ADA.id, "2026-11-23", "Breakfast club", "Y"]])
    with pytest.raises(undoing.CannotUndo, match="1 of its records"):
        undoing.undo(by=house.lead, brought=first)


def test_what_was_known_at_an_earlier_time_can_be_asked_for(house: House) -> None:
    first = bring(house, [CLUB, [ADA.id, "2026-11-23", "Breakfast club", "N"]])
    then = known(house, "clubs")
    bring(house, [CLUB, [ADA.id, "2026-11-23", "Breakfast club", "Y"]])
    at = facts.standing(house.school.pk, kind="clubs", at_revision=first.kept_revision)
    assert [(f.pupil_id, f.data) for f in at] == then


def test_nothing_goes_because_a_file_lacks_it(house: House) -> None:
    bring(house, [CLUB, [ADA.id, "2026-11-23", "Breakfast club", "Y"]])
    bring(house, [CLUB, [BEN.id, "2026-11-23", "Breakfast club", "Y"]])
    assert len(known(house, "clubs")) == 2


def test_a_record_of_a_child_nobody_knows_is_said_and_left(house: House) -> None:
    brought = bring(house, [CLUB, [ADA.id, "2026-11-23", "Chess", "Y"],
                            ["K000000000999", "2026-11-23", "Chess", "Y"]])  # fmt: skip
    (refused,) = brought.preview["refused"]
    assert refused["line"] == 3
    assert "not known here" in refused["reason"]
    assert [pupil for pupil, _ in known(house, "clubs")] == [house.child(ADA).pk]


def test_another_schools_children_are_not_found(house: House, next_door: House) -> None:
    from tests.people import NEXT_DOOR

    brought = bring(house, [CLUB, [NEXT_DOOR[0].id, "2026-11-23", "Chess", "Y"]])
    assert known(house, "clubs") == []
    assert len(brought.preview["refused"]) == 1


def test_a_name_with_a_birthday_finds_a_child_and_a_name_alone_does_not(house: House) -> None:
    born = [ADA.id, ADA.surname, ADA.forename, "2015-03-01"]
    house.bring(as_csv([["UPN", "Surname", "Forename", "DOB"], born]), kind="pupils")
    heads = ["Name", "Date of birth", "Date", "Club", "Came"]
    lines = [
        ["Osei-Larkin, Ada", "2015-03-01", "2026-11-23", "Chess", "Y"],
        ["Osei-Larkin, Ada", "", "2026-11-20", "Chess", "Y"],
        ["Osei-Larkin, Ada", "2014-03-01", "2026-11-19", "Chess", "Y"],
    ]
    bring(house, [heads, *lines])
    found = facts.standing(house.school.pk, kind="clubs")
    assert [(f.pupil_id, f.begins) for f in found] == [(house.child(ADA).pk, dt.date(2026, 11, 23))]


def test_a_pupils_file_brings_free_meals_and_groups_with_it(house: House) -> None:
    lines = [["UPN", "Legal Surname", "Legal Forename", "Reg Group", "FSM Eligible"],
             [ADA.id, ADA.surname, ADA.forename, "7 Oak", "T"]]  # fmt: skip
    brought = house.bring(as_csv(lines), "pupils.csv", kind="")
    assert brought.kind == "pupils"
    traits = {data["trait"]: data["value"] for _, data in known(house, "characteristics")}
    assert traits["fsm"] == "yes"
    assert "registration_group" in {data["trait"] for _, data in known(house, "groups")}


LESSON = ["UPN", "Date", "Period", "Class", "Subject", "Mark", "Minutes Late"]


def lesson(period: str, mark: str, minutes: str = "", day: str = "2026-11-23") -> list[str]:
    return [ADA.id, day, period, f"7a/Ma{period}", "Maths", mark, minutes]


def lessons_of(house: House) -> list[tuple[str, str, int, int]]:
    kept = lessons.current(house.school.pk, 2026)
    assert kept is not None
    return [
        (kept.periods[p], kept.classes[k], code, minutes)
        for p, k, code, minutes in zip(
            kept.period.tolist(), kept.klass.tolist(), kept.code.tolist(), kept.minutes.tolist(),
            strict=True,
        )
    ]  # fmt: skip


def test_no_lesson_mark_enters_a_session_figure(house: House) -> None:
    before = queries.whole(house.school.pk)
    brought = bring(house, [LESSON, lesson("P1", "N"), lesson("P2", "L", "7")])
    after = queries.whole(house.school.pk)
    assert before is not None
    assert after is not None
    assert (before.register.marks == after.register.marks).all()
    assert brought.preview["records"]["lesson_marks"]["new"] == 2
    n, late = codes.index_of("N"), codes.index_of("L")
    assert lessons_of(house) == [("P1", "7a/MaP1", n, 0), ("P2", "7a/MaP2", late, 7)]
    subjects = {data["class"]: data["subject"] for _, data in known(house, "classes")}
    assert subjects == {"7a/MaP1": "Maths", "7a/MaP2": "Maths"}


def test_later_lesson_marks_are_laid_over_and_can_be_taken_back(house: House) -> None:
    bring(house, [LESSON, lesson("P1", "N"), lesson("P2", "L", "7")])
    before = lessons_of(house)
    second = bring(house, [LESSON, lesson("P1", "I"), lesson("P3", "/")], "later.csv")
    assert second.preview["records"]["lesson_marks"] == {
        "title": "Lesson marks", "new": 1, "changed": 1, "same": 0,
    }  # fmt: skip
    assert [row[2] for row in lessons_of(house)] == [codes.index_of(c) for c in "IL/"]
    again = house.read(as_csv([LESSON, lesson("P1", "I")]), kind="")
    assert again.preview["records"]["lesson_marks"]["same"] == 1
    undoing.undo(by=house.lead, brought=second)
    assert lessons_of(house) == before


def test_lesson_marks_under_later_ones_stay(house: House) -> None:
    first = bring(house, [LESSON, lesson("P1", "N")])
    bring(house, [LESSON, lesson("P2", "N")], "later.csv")
    with pytest.raises(undoing.CannotUndo, match="Later files hold lesson marks"):
        undoing.undo(by=house.lead, brought=first)


def test_a_lesson_of_a_child_nobody_knows_is_said(house: House) -> None:
    stranger = ["K000000000999", *lesson("P1", "N")[1:]]
    brought = bring(house, [LESSON, lesson("P1", "N"), stranger, stranger])
    (refused,) = brought.preview["refused"]
    assert (refused["line"], refused["marks"]) == (3, 2)
    assert len(lessons_of(house)) == 1


def test_what_changes_about_children_is_listed_before_it_happens(house: House) -> None:
    people = list(pupils_file(CHILDREN).decode().splitlines())
    brought = house.read("\n".join(people).replace("7 Oak", "7 Elm", 1).encode(), kind="")
    listed = [(c["field"], c["was"], c["now"]) for c in brought.preview["people"]]
    assert ("form", "7 Oak", "7 Elm") in listed
    assert house.child(ADA).form == "7 Oak"


def test_a_file_nobody_can_name_asks_and_is_not_asked_about_twice(house: House) -> None:
    lines = [["Child no", "When", "What for", "Was there"], [ADA.id, "2026-11-23", "Chess", "Y"]]
    brought = house.read(as_csv(lines), "ours.csv", kind="")
    assert brought.stage == Import.Stage.ASKING
    assert brought.preview["headings"] == lines[0]
    mapping = {"upn": "Child no", "on": "When", "club": "What for", "came": "Was there"}
    actions.say(by=house.lead, brought=brought, folder=house.folder, kind="clubs", mapping=mapping)
    actions.keep(by=house.lead, brought=brought, folder=house.folder)
    assert len(known(house, "clubs")) == 1
    lines[1][1] = "2026-11-24"
    again = house.bring(as_csv(lines), "ours.csv", kind="")
    assert again.stage == Import.Stage.KEPT
    assert len(known(house, "clubs")) == 2
    assert Profile.objects.count() == 1


def test_said_wrongly_it_goes_on_waiting(house: House) -> None:
    lines = [["Child no", "When", "Was there"], [ADA.id, "2026-11-23", "Y"]]
    brought = house.read(as_csv(lines), "ours.csv", kind="")
    actions.say(by=house.lead, brought=brought, folder=house.folder, kind="clubs", mapping={})
    assert brought.stage == Import.Stage.ASKING
    assert Profile.objects.count() == 0


def test_saying_needs_the_permission(house: House) -> None:
    brought = house.read(as_csv([["A", "B"], ["1", "2"]]), kind="")
    with pytest.raises(PermissionDenied):
        actions.say(
            by=house.adults["tutor"], brought=brought, folder=house.folder, kind="clubs", mapping={}
        )


def test_a_file_that_asks_cannot_be_kept(house: House) -> None:
    brought = house.read(as_csv([["A", "B"], ["1", "2"]]), kind="")
    with pytest.raises(UnreadableFile):
        actions.keep(by=house.lead, brought=brought, folder=house.folder)
    actions.set_aside(by=house.lead, brought=brought, folder=house.folder)
    assert Import.objects.get(pk=brought.pk).preview["refused"] == []


def test_dates_ahead_of_the_day_are_not_taken_for_events(house: House) -> None:
    ahead = (TODAY + dt.timedelta(days=30)).isoformat()
    lines = [[ADA.id, day, "Chess", "Y"] for day in ("2026-11-23", ahead)]
    brought = bring(house, [CLUB, *lines])
    assert len(known(house, "clubs")) == 1
    assert len(brought.preview["refused"]) == 1


def test_somebody_says_whose_a_number_is_and_it_is_known_from_then_on(house: House) -> None:
    lines = [CLUB, ["000777", "2026-11-23", "Chess", "Y"]]
    lines[0] = ["Adno", *CLUB[1:]]
    brought = house.read(as_csv(lines), kind="")
    assert brought.preview["strangers"] == ["000777"]
    said = {"by": house.lead, "brought": brought, "folder": house.folder, "number": "000777"}
    with pytest.raises(UnreadableFile, match="Nobody here is known by the number"):
        actions.recognise(**said, known_as="nobody")
    actions.recognise(**said, known_as=ADA.id)
    assert brought.preview["strangers"] == []
    actions.keep(by=house.lead, brought=brought, folder=house.folder)
    assert [pupil for pupil, _ in known(house, "clubs")] == [house.child(ADA).pk]
    with pytest.raises(UnreadableFile, match="not asked about"):
        actions.recognise(**said, known_as=BEN.id)
