"""A long file of session marks is brought in by blocks, and nobody can tell from the answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.registers.test_bulk import HEAD, plain_rows, same, tame

from belong.basics.errors import UnreadableFile
from belong.registers.sources import sizes, whole
from belong.registers.sources.safely import in_a_cell
from belong.registers.sources.whole import Wanted, Whole, read_whole

TODAY = dt.date(2026, 12, 18)
Outcome = TypeVar("Outcome")
QUIET = settings(
    max_examples=80, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def outcome(work: Callable[[], Outcome]) -> Outcome | UnreadableFile:
    try:
        return work()
    except UnreadableFile as refused:
        return refused


def both_ways(path: Path, wanted: Wanted) -> Whole | UnreadableFile:
    """What a file gives, checked against reading it as one table in memory."""
    ours = outcome(lambda: read_whole(path, wanted))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole, "_in_blocks", lambda path, wanted: None)
        theirs = outcome(lambda: read_whole(path, wanted))
    if isinstance(ours, UnreadableFile) or isinstance(theirs, UnreadableFile):
        assert (type(ours), str(ours)) == (type(theirs), str(theirs))
        return theirs
    assert dataclasses.replace(ours, reading=None) == dataclasses.replace(theirs, reading=None)
    assert (ours.reading is None) == (theirs.reading is None)
    if ours.reading is not None and theirs.reading is not None:
        same(ours.reading, theirs.reading)
    return theirs


@pytest.fixture
def only_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails where a file is loaded as one table."""

    def as_one(*_: object, **__: object) -> None:
        raise AssertionError("the file was loaded as one table")

    monkeypatch.setattr(whole, "opened", as_one)


@pytest.mark.usefixtures("only_blocks")
@pytest.mark.parametrize("kind", ["", "marks"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_file_of_session_marks_never_stands_in_memory_as_one_table(
    tmp_path: Path, kind: str, separator: str
) -> None:
    path = tmp_path / "marks.csv"
    path.write_text((HEAD + "".join(plain_rows())).replace(",", separator), encoding="utf-8")
    found = read_whole(path, Wanted(kind, TODAY, True))
    assert (found.source, found.kinds) == ("csv", ("marks",))
    assert found.reading is not None
    assert found.reading.marks == 60


@given(
    st.lists(tame, max_size=30),
    st.sampled_from(["", "marks", "pupils", "behaviour"]),
    st.sampled_from([True, False, None]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.sampled_from(["", "sep=,\n", "Oak School\n\n"]),
)
@QUIET
@pytest.mark.slow
def test_any_table_of_marks_is_brought_in_alike(tmp_path, rows, kind, day_first, encoding, before):
    path = tmp_path / "any.csv"
    lines = ["School,Adno,Surname,Date,Session,Mark,Record ID,Comment", *map(",".join, rows)]
    path.write_bytes((before + "\n".join(lines) + "\n").encode(encoding, "replace"))
    assert both_ways(path, Wanted(kind, TODAY, day_first)) is not None


OTHERS = {
    "pupils": "UPN,Legal Surname,Legal Forename,Year Group\nK1,Fox,Ann,8\n",
    "wide": "UPN,Name,14/09/2026 AM,14/09/2026 PM\nK1,Ann,/,\\\n",
    "totals": "UPN,Surname,Possible,Authorised,Unauthorised\nK1,Fox,300,4,2\n",
    "lessons": "UPN,Date,Period,Subject,Mark\nK1,2026-09-14,3,Maths,/\n",
    "periods": "UPN,Date,Period,Mark\nK1,2026-09-14,P3,/\nK1,2026-09-15,AM,/\n",
    "all day": "UPN,Date,Session,Mark\nK1,2026-09-14,all day,/\n",
    "behaviour": "UPN,Date,Type,Points,Comment\nK1,2026-09-14,Homework,-1,late\n",
    "both ways": "UPN,Date,Session,Mark\nK1,03/09/2026,AM,/\n",
    "nothing": "Dish,Price\nSoup,2\n",
    "header alone": HEAD,
    "empty": "",
    "page": "<html><table></table></html>",
    "xml": "<InterchangeStudentAttendance/>",
    "json": '{"marks": []}',
    "pdf": "%PDF-1.7",
    "zeros": HEAD + "".join(plain_rows()) + "\0",
    "open quote": HEAD + "".join(plain_rows()) + '1,"open',
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("kind", ["", "marks", "summary"])
def test_every_other_file_is_read_or_refused_as_before(
    tmp_path: Path, name: str, kind: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_text(OTHERS[name], encoding="utf-8", newline="")
    found = both_ways(path, Wanted(kind, TODAY, None))
    assert isinstance(found, UnreadableFile) or found.kinds


def test_what_the_school_said_of_its_columns_still_counts(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(HEAD + "".join(plain_rows()), encoding="utf-8")
    found = both_ways(path, Wanted("marks", TODAY, True, {"mark": "Reg"}))
    assert isinstance(found, Whole)


@pytest.mark.slow
def test_a_cell_reads_in_blocks_though_it_may_write_no_file(tmp_path: Path) -> None:
    path, wanted = tmp_path / "marks.csv", Wanted("", TODAY, True)
    path.write_text(HEAD + "".join(plain_rows()), encoding="utf-8")
    there, here = in_a_cell(read_whole, path, wanted), read_whole(path, wanted)
    assert there.reading is not None
    assert here.reading is not None
    same(there.reading, here.reading)


def sized(path: Path, text: str, size: int) -> Path:
    """A file that begins with a text and is as long as asked, without taking room on the disk."""
    path.write_text(text, encoding="utf-8")
    with path.open("r+b") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize(
    ("what", "begins"),
    [
        (sizes.LINES, HEAD + "".join(plain_rows())),
        (sizes.TEXT, OTHERS["pupils"]),
        (sizes.JSON, '[{"id": 1}]'),
        (sizes.XML, "<?xml version='1.0'?><CTfile/>"),
    ],
)
def test_a_file_too_large_is_refused_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, begins: str
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the file was read")

    monkeypatch.setattr(whole, "opened", never)
    monkeypatch.setattr(whole, "session_marks", never)
    path = sized(tmp_path / "large", begins, sizes.LARGEST[what] * sizes.MEBI + 1)
    with pytest.raises(UnreadableFile, match=f"up to {sizes.LARGEST[what]} MiB") as refused:
        read_whole(path, Wanted("", TODAY, True))
    assert f"holds {sizes.LARGEST[what] + 1} MiB of {what}." in str(refused.value)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("pupils", sizes.PUPILS), ("wide", sizes.WIDE), ("totals", sizes.WIDE),
        ("lessons", sizes.LESSONS), ("all day", sizes.LONG), ("behaviour", sizes.RECORDS),
    ],
)  # fmt: skip
def test_a_table_too_large_for_its_kind_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, what: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(OTHERS[name], encoding="utf-8")
    wanted = Wanted("pupils" if name == "pupils" else "", TODAY, True)
    assert read_whole(path, wanted).kinds
    monkeypatch.setitem(sizes.LARGEST, what, 0)
    with pytest.raises(UnreadableFile, match=f"1 MiB of {what}"):
        read_whole(path, wanted)


def test_a_zip_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zipfile

    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("marks.csv", HEAD + "".join(plain_rows()))
    assert read_whole(path, Wanted("", TODAY, True)).kinds == ("marks",)
    monkeypatch.setitem(sizes.LARGEST, sizes.ZIP, 0)
    with pytest.raises(UnreadableFile, match="files in a zip, unpacked"):
        read_whole(path, Wanted("", TODAY, True))


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for line in OTHERS["pupils"].splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "pupils.xlsx")
    wanted = Wanted("pupils", TODAY, True)
    assert read_whole(tmp_path / "pupils.xlsx", wanted).kinds
    monkeypatch.setitem(sizes.LARGEST, sizes.WORKBOOK, 0)
    with pytest.raises(UnreadableFile, match="a workbook, unpacked"):
        read_whole(tmp_path / "pupils.xlsx", wanted)


def test_short_lines_count_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(HEAD + "".join(plain_rows()), encoding="utf-8")
    monkeypatch.setattr(sizes, "MOST_LINES", 60)
    with pytest.raises(UnreadableFile, match=r"61 lines\. Belong takes in up to 60"):
        read_whole(path, Wanted("", TODAY, True))
