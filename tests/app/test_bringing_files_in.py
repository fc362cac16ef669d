"""Reading a file in: a preview that adds up, and refusals that leave nothing behind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import ADA, BEN, CHILDREN, NEXT_DOOR, TODAY, House, as_csv, marks_file, term

from belong.basics.errors import UnreadableFile
from belong.intake import actions, queries
from belong.intake.models import Import, Snapshot
from belong.people.models import Pupil, TrailLine
from belong.people.trail import Verb

HEADS = ["UPN", "Date", "Session", "Mark"]


def _line(mark: str, day: str = "2026-11-24", half: str = "AM", who: str = ADA.id) -> list[str]:
    return [who, day, half, mark]


def _tally(brought: Import) -> dict[str, int]:
    tally: dict[str, int] = brought.preview["tally"]
    parts = ("new", "changed", "same", "blank", "repeated", "refused")
    assert tally["read"] == sum(tally[p] for p in parts), "a preview has to add up"
    return tally


@pytest.mark.parametrize("role", ["headteacher", "tutor"])
def test_who_may_not_bring_files_in_leaves_nothing(house: House, role: str) -> None:
    before = Import.objects.count()
    with pytest.raises(PermissionDenied):
        house.read(marks_file(), by=house.adults[role])
    assert Import.objects.count() == before
    assert not list(house.folder.iterdir())


def test_a_first_file_is_all_new(empty: House) -> None:
    brought = empty.read(marks_file())
    blanks = sum(1 for c in CHILDREN for m in c.marks.values() if m == "-")
    marks = sum(1 for line in marks_file().splitlines()[1:] if line)
    assert _tally(brought) == {
        "read": marks, "new": marks - blanks, "changed": 0, "same": 0, "blank": blanks,
        "repeated": 0, "refused": 0,
    }  # fmt: skip
    assert brought.preview["pupils"] == brought.preview["pupils_new"] == len(CHILDREN)
    assert (brought.preview["from"], brought.preview["until"]) == ("2026-11-02", "2026-11-24")


def test_reading_changes_nothing(house: House) -> None:
    pointers = list(Snapshot.objects.values())
    pupils = Pupil.objects.count()
    house.read(as_csv([HEADS, _line("I")]))
    assert list(Snapshot.objects.values()) == pointers
    assert Pupil.objects.count() == pupils


def test_reading_is_in_the_trail(house: House) -> None:
    brought = house.read(as_csv([HEADS, _line("I")]))
    line = TrailLine.objects.order_by("-pk")[0]
    assert (line.verb, line.about, line.ids) == (Verb.REGISTERS_READ_IN, "import", [brought.pk])


def test_a_preview_tells_new_changed_same_blank_and_refused_apart(house: House) -> None:
    body = as_csv(
        [
            HEADS,
            _line("I"),  # was N: changed
            _line("/", day="2026-11-23"),  # the same
            _line("\\", half="PM"),  # not there yet: new
            _line("-", day="2026-11-20"),  # nothing entered
            _line("?!", day="2026-11-19"),  # no such mark
        ]
    )
    tally = _tally(house.read(body))
    assert tally == {
        "read": 5, "new": 1, "changed": 1, "same": 1, "blank": 1, "repeated": 0, "refused": 1,
    }  # fmt: skip


def test_the_same_file_twice_would_change_nothing(house: House) -> None:
    tally = _tally(house.read(marks_file()))
    assert (tally["new"], tally["changed"], tally["refused"]) == (0, 0, 0)
    assert tally["same"] == tally["read"] - tally["blank"]


def test_marks_of_another_year_are_compared_with_that_year(house: House) -> None:
    body = as_csv([HEADS, _line("I", day="2025-11-24"), _line("/", day="2025-11-25")])
    assert _tally(house.read(body)) | {"read": 0} == {
        "read": 0, "new": 0, "changed": 1, "same": 1, "blank": 0, "repeated": 0,
        "refused": 0,
    }  # fmt: skip


def test_the_file_is_stored_for_its_owner_only_and_under_our_own_name(house: House) -> None:
    brought = house.read(marks_file(), "../../etc/passwd.csv")
    (stored,) = house.folder.iterdir()
    assert stored.name == brought.stored_as
    assert "passwd" not in stored.name
    assert stored.stat().st_mode & 0o777 == 0o600
    assert stored.parent.stat().st_mode & 0o777 == 0o700


def test_a_file_of_several_schools_is_refused_with_their_names(house: House) -> None:
    both = as_csv(
        [
            [*HEADS, "School"],
            [*_line("/"), "Larkfield"],
            [*_line("/", who=NEXT_DOOR[0].id), "Riverside"],
        ]
    )
    with pytest.raises(UnreadableFile) as refused:
        house.read(both)
    assert "Larkfield" in str(refused.value)
    assert "Riverside" in str(refused.value)
    assert not list(house.folder.iterdir())


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("marks.png", marks_file())
    return out.getvalue()


LESSONS = as_csv(
    [
        ["UPN", "Date", "Period", "Mark"],
        *([ADA.id, "2026-11-24", f"P{n}", "/"] for n in range(1, 6)),
    ]
)
TOTALS = as_csv([["UPN", "Possible", "Attended", "Authorised"], [ADA.id, "33", "32", "1"]])
EVENTS = (
    "<InterchangeStudentAttendance><StudentSchoolAttendanceEvent><StudentReference>"
    f"<StudentIdentity><StudentUniqueId>{ADA.id}</StudentUniqueId></StudentIdentity>"
    "</StudentReference><EventDate>2026-11-24</EventDate>"
    "<AttendanceEventCategory>Unexcused Absence</AttendanceEventCategory>"
    "</StudentSchoolAttendanceEvent></InterchangeStudentAttendance>"
).encode()
WRONG = {
    "lesson marks": LESSONS,
    "totals": TOTALS,
    "events only": EVENTS,
    "nothing": b"",
    "only spaces": b"  \n \n",
    "headings alone": as_csv([["UPN", "Nothing", "Of use"]]),
    "bytes that are no text": bytes(range(256)) * 8,
    "a zip called .csv": _zipped(),
    "a cell of ten megabytes": as_csv([HEADS, _line("x" * 10_000_000)]),
    "an open quotation mark": b'UPN,Date,Session,Mark\n"K000000000101,2026-11-24,AM,/\n',
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_is_refused_in_words_and_leaves_nothing(house: House, kind: str) -> None:
    imports = Import.objects.count()
    with pytest.raises(UnreadableFile) as refused:
        house.read(WRONG[kind])
    assert refused.value.what.endswith(".")
    assert len(refused.value.do) > 10, "a refusal says what to do"
    assert Import.objects.count() == imports
    assert not list(house.folder.iterdir())


@pytest.mark.parametrize("kind", ["nothing", "a zip called .csv", "totals without a pupil"])
def test_a_wrong_pupils_file_is_refused_and_leaves_nothing(house: House, kind: str) -> None:
    body = {"totals without a pupil": as_csv([["Colour", "Size"], ["red", "3"]])}.get(kind)
    with pytest.raises(UnreadableFile) as refused:
        house.read(WRONG[kind] if body is None else body, kind=actions.PUPILS)
    assert refused.value.do
    assert not list(house.folder.iterdir())


def test_an_upload_that_breaks_off_leaves_nothing(house: House) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"UPN,Date,Session,Mark\n"
        raise ConnectionError("the browser went away")

    with pytest.raises(ConnectionError):
        actions.read_in(
            by=house.lead, file_name="m.csv", body=breaking(), folder=house.folder, as_of=TODAY
        )
    assert not list(house.folder.iterdir())


def test_an_import_that_cannot_be_noted_leaves_no_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**fields: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr(TrailLine.objects, "create", broken)
    before = Import.objects.count()
    with pytest.raises(RuntimeError):
        house.read(marks_file())
    assert Import.objects.count() == before
    assert not list(house.folder.iterdir())


def test_marks_after_today_are_left_out(house: House) -> None:
    body = as_csv([HEADS, _line("I"), _line("I", day="2026-12-01")])
    brought = house.read(body)
    assert brought.preview["until"] == TODAY.isoformat()


def test_setting_aside_deletes_the_file_and_keeps_the_line(house: House) -> None:
    brought = house.read(marks_file())
    actions.set_aside(by=house.lead, brought=brought, folder=house.folder)
    brought.refresh_from_db()
    assert brought.stage == Import.Stage.SET_ASIDE
    assert not list(house.folder.iterdir())
    assert TrailLine.objects.order_by("-pk")[0].verb == Verb.REGISTERS_SET_ASIDE
    with pytest.raises(UnreadableFile):
        actions.keep(by=house.lead, brought=brought, folder=house.folder)


def test_who_may_not_bring_in_may_not_set_aside(house: House) -> None:
    brought = house.read(marks_file())
    with pytest.raises(PermissionDenied):
        actions.set_aside(by=house.adults["headteacher"], brought=brought, folder=house.folder)
    brought.refresh_from_db()
    assert brought.stage == Import.Stage.READ
    assert (house.folder / brought.stored_as).is_file()


def test_a_kept_file_cannot_be_set_aside(house: House) -> None:
    """The register stands on it: setting it aside would take the register off the pages."""
    kept = house.bring(as_csv([HEADS, _line("I")]))
    stands_on = queries.provenance(house.school.pk)
    with pytest.raises(UnreadableFile):
        actions.set_aside(by=house.lead, brought=kept, folder=house.folder)
    kept.refresh_from_db()
    assert kept.stage == Import.Stage.KEPT
    assert queries.provenance(house.school.pk) == stands_on


def test_another_schools_import_is_not_there(house: House, next_door: House) -> None:
    theirs = next_door.read(marks_file(NEXT_DOOR))
    assert queries.one_import(house.school.pk, theirs.pk) is None
    assert queries.one_import(next_door.school.pk, theirs.pk) == theirs
    assert theirs not in queries.imports(house.school.pk)


def test_the_order_of_dates_is_asked_for_and_used(house: House) -> None:
    body = as_csv([HEADS, [ADA.id, "03/11/2026", "AM", "I"], [BEN.id, "04/11/2026", "AM", "/"]])
    with pytest.raises(UnreadableFile) as refused:
        house.read(body)
    assert refused.value.do
    assert not list(house.folder.iterdir())
    read = house.read(body, day_first=True)
    assert (read.preview["from"], read.preview["until"]) == ("2026-11-03", "2026-11-04")


def test_the_order_of_dates_is_used_for_pupils_too(house: House) -> None:
    body = as_csv([["UPN", "Surname", "Date of Admission"], [ADA.id, "Osei-Larkin", "03/09/2024"]])
    house.bring(body, kind=actions.PUPILS, day_first=True)
    stays = house.child(ADA).enrolments.values_list("admitted_on", flat=True)
    assert [d.isoformat() for d in stays if d] == ["2024-09-03"]


def test_every_day_of_the_term_is_a_weekday() -> None:
    """The small school would teach these tests nothing if its calendar were wrong."""
    assert {d.weekday() for d in term()} == {0, 1, 2, 3, 4}
