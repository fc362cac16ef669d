"""Taking a file back: exactly as before, or the reasons why not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.app.test_keeping_files import CHANGED, HEADS, NEWCOMER, _mark
from tests.people import (
    ADA,
    BEN,
    CHILDREN,
    TODAY,
    Child,
    House,
    as_csv,
    marks_file,
    pupils_file,
    term,
)

from belong.attendance.codes import NO_MARK, index_of
from belong.intake import actions, corrections, history, laying, undoing
from belong.intake.corrections import NotCorrected
from belong.intake.models import Change, Import, RosterChange
from belong.intake.undoing import CannotUndo
from belong.people.models import Enrolment, Opening, Pupil, Relation, TrailLine
from belong.people.trail import Verb
from belong.practice.restricted.models import Note
from belong.registers.store import YearMarks

MOMENT = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
BY_HAND = {"on": dt.date(2026, 11, 24), "half": 0, "today": TODAY}


def spelt(house: House) -> dict[int, list[tuple[int, int, int]]]:
    """Every mark of a school as it lies on the disk now."""
    return {y: _rows(marks) for y, marks in laying.current_marks(house.school.pk).items()}


def _rows(marks: YearMarks) -> list[tuple[int, int, int]]:
    columns = (marks.enrolment.tolist(), marks.session.tolist(), marks.code.tolist())
    return list(zip(*columns, strict=True))


def people_of(house: House) -> list[object]:
    pupils = Pupil.objects.filter(school=house.school).order_by("pk").values()
    stays = Enrolment.objects.filter(school=house.school).order_by("pk").values()
    return [*pupils, *stays]


def test_a_file_taken_back_leaves_what_was_there_before(house: House) -> None:
    before, people = spelt(house), people_of(house)
    brought = house.bring(CHANGED)
    assert _mark(house, ADA, "2026-11-24", "AM") == "I"
    undoing.undo(by=house.lead, brought=brought, reason="the wrong file")
    assert (spelt(house), people_of(house)) == (before, people)
    assert _mark(house, ADA, "2026-11-24", "AM") == "N"
    kept = Import.objects.get(pk=brought.pk)
    assert (kept.stage, kept.undone_by) == (Import.Stage.UNDONE, house.lead.adult)
    assert TrailLine.objects.filter(verb=Verb.REGISTERS_UNDONE, ids=[brought.pk]).count() == 1


def test_children_whom_a_file_brought_go_with_it(house: House) -> None:
    before, people = spelt(house), people_of(house)
    brought = house.bring(marks_file([*CHILDREN, NEWCOMER], term()))
    assert Pupil.objects.filter(source_id=NEWCOMER.id).exists()
    undoing.undo(by=house.lead, brought=brought)
    assert (spelt(house), people_of(house)) == (before, people)


def test_a_pupils_file_taken_back_leaves_names_and_stays_as_they_were(house: House) -> None:
    people = people_of(house)
    moved = [Child(ADA.id, "Adelaide", "Osei", "8", "8 Elm", admitted="2025-01-06"), *CHILDREN[1:]]
    brought = house.bring(pupils_file(moved), "pupils.csv", kind=actions.PUPILS)
    assert house.child(ADA).forename == "Adelaide"
    undoing.undo(by=house.lead, brought=brought)
    assert people_of(house) == people


def test_a_mark_touched_again_holds_the_earlier_file_back(house: House) -> None:
    first = house.bring(CHANGED, "first.csv")
    second = house.bring(as_csv([HEADS, [ADA.id, "2026-11-24", "AM", "M"]]), "second.csv")
    with pytest.raises(CannotUndo, match=r"changed again by second\.csv on \d+ "):
        undoing.undo(by=house.lead, brought=first)
    assert _mark(house, ADA, "2026-11-24", "AM") == "M"
    undoing.undo(by=house.lead, brought=second)
    undoing.undo(by=house.lead, brought=Import.objects.get(pk=first.pk))
    assert _mark(house, ADA, "2026-11-24", "AM") == "N"


def test_a_later_file_about_other_marks_holds_nothing_back(house: House) -> None:
    first = house.bring(CHANGED)
    house.bring(as_csv([HEADS, [BEN.id, "2026-11-24", "AM", "M"]]))
    undoing.undo(by=house.lead, brought=first)
    assert _mark(house, ADA, "2026-11-24", "AM") == "N"
    assert _mark(house, BEN, "2026-11-24", "AM") == "M"


def test_children_with_later_marks_hold_the_file_that_brought_them_back(house: House) -> None:
    pupils = Import.objects.get(school=house.school, kind=actions.PUPILS)
    before = spelt(house)
    with pytest.raises(CannotUndo, match="hold marks of 11 of the children"):
        undoing.undo(by=house.lead, brought=pupils)
    assert spelt(house) == before
    assert Pupil.objects.filter(school=house.school).count() == len(CHILDREN)


@pytest.mark.parametrize("what", ["family", "opening", "note"])
def test_what_was_said_of_a_new_child_since_holds_the_file_back(house: House, what: str) -> None:
    """It would go with the child, and a reason for opening more has to stay to be seen."""
    brought = house.bring(marks_file([NEWCOMER], term()))
    pupil, adult = house.child(NEWCOMER), house.lead.adult
    if what == "family":
        Relation.objects.create(adult=adult, pupil=pupil, said_at=MOMENT)
    elif what == "note":
        Note.objects.create(
            school=house.school, pupil=pupil, words="Ask first.", by=adult, at=MOMENT
        )
    else:
        Opening.objects.create(
            school=house.school, pupil=pupil, adult=adult, gate="health", reason="x" * 20,
            state="over", asked_at=MOMENT, opened_at=MOMENT, ends_at=MOMENT,
        )  # fmt: skip
    with pytest.raises(
        CannotUndo, match=r"family of one|opened, or asked|wrote something about a child"
    ):
        undoing.undo(by=house.lead, brought=brought)
    assert Pupil.objects.filter(pk=pupil.pk).exists()


def test_a_file_is_taken_back_once(house: House) -> None:
    brought = house.bring(CHANGED)
    undoing.undo(by=house.lead, brought=brought)
    with pytest.raises(CannotUndo, match="not part of the register"):
        undoing.undo(by=house.lead, brought=brought)


@pytest.mark.parametrize("role", ["headteacher", "tutor"])
def test_taking_back_needs_the_permission_to_bring(house: House, role: str) -> None:
    brought, before = house.bring(CHANGED), spelt(house)
    before = spelt(house)
    with pytest.raises(PermissionDenied):
        undoing.undo(by=house.adults[role], brought=brought)
    assert spelt(house) == before


def test_the_same_file_again_writes_no_history(house: House) -> None:
    changes = Change.objects.count()
    house.bring(marks_file(CHILDREN, term()))
    assert Change.objects.count() == changes
    assert RosterChange.objects.filter(brought_by__file_name="marks.csv").count() == 0


def test_the_register_as_it_stood_at_each_step(house: House) -> None:
    states, revisions = [spelt(house)], [Change.objects.latest("revision").revision]
    for code in "IMU":
        house.bring(as_csv([HEADS, [ADA.id, "2026-11-24", "AM", code]]))
        states.append(spelt(house))
        revisions.append(Change.objects.latest("revision").revision)
    for state, revision in zip(states, revisions, strict=True):
        then = history.marks_as_at(house.school.pk, revision)
        assert {year: _rows(marks) for year, marks in then.items()} == state


def test_a_correction_keeps_its_five_facts(house: House) -> None:
    corrections.correct(
        by=house.lead, pupil=house.child(ADA), letter="l", reason=" came in  at ten ", **BY_HAND
    )
    assert _mark(house, ADA, "2026-11-24", "AM") == "L"
    (line,) = [c for c in history.of_child(house.school.pk, house.child(ADA).pk)]
    assert (line.old, line.new) == (index_of("N"), index_of("L"))
    assert (line.reason, line.by, line.role) == ("came in at ten", "Ms Okoro", "Attendance lead")
    assert (line.on, line.half, line.why) == (dt.date(2026, 11, 24), 0, "correction")
    assert line.at is not None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"letter": "9"}, "not one of the marks"),
        ({"letter": "N"}, "already has"),
        ({"reason": " "}, "Say why"),
        ({"on": dt.date(2026, 11, 25)}, "not come yet"),
        ({"on": dt.date(2024, 8, 30)}, "not on roll"),
        ({"half": 2}, "morning or the afternoon"),
    ],
)
def test_a_correction_that_makes_no_sense_changes_nothing(
    house: House, said: dict[str, object], why: str
) -> None:
    before = spelt(house)
    asked = {"letter": "L", "reason": "came in late", **BY_HAND} | said
    with pytest.raises(NotCorrected, match=why):
        corrections.correct(by=house.lead, pupil=house.child(ADA), **asked)  # type: ignore[arg-type]
    assert spelt(house) == before


@pytest.mark.parametrize("role", ["headteacher", "tutor"])
def test_correcting_needs_its_permission(house: House, role: str) -> None:
    with pytest.raises(PermissionDenied):
        corrections.correct(
            by=house.adults[role], pupil=house.child(ADA), letter="L", reason="late", **BY_HAND
        )


def test_a_correction_holds_back_the_file_under_it(house: House) -> None:
    brought = house.bring(CHANGED)
    corrections.correct(
        by=house.lead, pupil=house.child(ADA), letter="L", reason="came in late", **BY_HAND
    )
    with pytest.raises(CannotUndo, match="corrected by hand on"):
        undoing.undo(by=house.lead, brought=brought)


def test_what_a_file_changed_can_be_listed(house: House) -> None:
    brought = house.bring(as_csv([HEADS, [ADA.id, "2026-11-24", "AM", "I"],
                                  [BEN.id, "2026-11-24", "PM", "I"]]))  # fmt: skip
    found = {(c.on.day, c.half, c.old, c.new) for c in history.of_import(brought)}
    assert found == {(24, 0, index_of("N"), index_of("I")), (24, 1, NO_MARK, index_of("I"))}


def test_an_undo_that_breaks_half_way_leaves_everything(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = house.bring(marks_file([*CHILDREN, NEWCOMER], term()))
    before, people = spelt(house), people_of(house)

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("belong.intake.undoing._mark_undone", broken)
    with pytest.raises(OSError, match="No space"):
        undoing.undo(by=house.lead, brought=brought)
    assert (spelt(house), people_of(house)) == (before, people)
    assert Import.objects.get(pk=brought.pk).stage == Import.Stage.KEPT
