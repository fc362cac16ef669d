"""A file of many schools brought again, waiting, or stopped in the middle."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import openpyxl
import pytest
from tests.app.test_many_schools import (
    BOTH,
    a_file,
    both,
    brought,
    errand,
    mark,
    rows_of,
    strangers,
)
from tests.people import (
    ADA,
    NEXT_DOOR,
)

from belong.intake import actions, many_files, many_schools, undoing
from belong.intake.many_schools import Told
from belong.intake.models import Import
from belong.registers.sources import sizes

pytestmark = pytest.mark.slow

__all__ = ["both"]


def test_what_a_school_took_back_is_not_brought_again(both, tmp_path):
    lark, river = both
    path = a_file(tmp_path, rows_of(*BOTH))
    brought(path, lark)
    one = Import.objects.filter(school=lark.school).latest("pk")
    undoing.undo(by=lark.lead, brought=one)
    Import.objects.filter(pk=one.pk).update(undone_at=dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC))
    told = brought(path, lark)
    assert told["Larkfield School"].went == "not brought again"
    assert "taken back here on 25 November 2026." in told["Larkfield School"].said
    assert (mark(lark, ADA), mark(river, NEXT_DOOR[0])) == ("N", "I")


def test_what_a_school_set_aside_is_not_brought_again(both, tmp_path):
    lark, river = both
    path = a_file(tmp_path, rows_of((strangers(), "100002"), BOTH[0]))
    brought(path, lark)
    waiting = Import.objects.filter(school=river.school).latest("pk")
    actions.set_aside(by=river.lead, brought=waiting, folder=lark.folder)
    before = Import.objects.count()
    told = brought(path, lark)["Riverside School"]
    assert (told.went, "set aside here." in told.said) == ("not brought again", True)
    assert Import.objects.count() == before


def test_a_workbook_of_several_schools_never_waits_at_one_of_them(both, tmp_path):
    lark, river = both
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(rows_of((strangers(), "100002"), BOTH[0]).decode())):
        book.active.append(line)
    book.save(tmp_path / "trust.xlsx")
    for dry_run in (True, False):
        told = brought(tmp_path / "trust.xlsx", lark, dry_run=dry_run)["Riverside School"]
        assert told.went == "not kept"
        assert told.said.endswith("Bring this school's own file on its page Registers in.")
    assert not Import.objects.filter(school=river.school, file_name="trust.xlsx").exists()
    assert not lark.folder.exists() or list(lark.folder.iterdir()) == []


def test_a_part_too_large_to_be_read_again_does_not_wait(both, tmp_path, monkeypatch):
    lark, river = both
    monkeypatch.setattr(sizes, "MOST_LINES", 3)
    for body in (rows_of((strangers(), "100002")), rows_of((strangers(), "100002"), BOTH[0])):
        told = brought(a_file(tmp_path, body), lark)["Riverside School"]
        assert (told.went, "too large to wait" in told.said) == ("not kept", True)
    assert not Import.objects.filter(school=river.school, file_name="trust.csv").exists()


def test_lines_of_another_school_that_were_not_taken_are_not_shown_to_this_one(both, tmp_path):
    lark, _ = both
    other = b"K000000000400,Secret,Kind,7,7 Oak,soon,AM,/,100002\r\n"
    found = list(many_files.bring(a_file(tmp_path, rows_of(BOTH[0]) + other), errand(lark)))
    assert [(one.school, one.went) for one in found] == [
        ("Larkfield School", "kept"),
        ("", "note"),
    ]
    one = Import.objects.filter(school=lark.school).latest("pk")
    assert (one.preview["refused"], one.preview["tally"]["refused"]) == ([], 0)


def test_two_errands_at_once_leave_one_file_waiting(both, tmp_path, monkeypatch):
    lark, river = both
    path = a_file(tmp_path, rows_of((strangers(), "100002"), BOTH[0]))
    put = many_schools._put

    def slowly(*about: object) -> None:
        monkeypatch.setattr(many_schools, "_put", put)
        put(*about)
        brought(path, lark)

    monkeypatch.setattr(many_schools, "_put", slowly)
    assert brought(path, lark)["Riverside School"].went == "waiting"
    waiting = Import.objects.filter(school=river.school, file_name="trust.csv")
    assert [one.stored_as for one in waiting] == [path.name for path in lark.folder.iterdir()]


class Killed:
    """A pool one of whose programs is killed after the first piece."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(
        self, work: Callable[..., list[Told]], piece: many_files.Piece
    ) -> Future[list[Told]]:
        self.asked += 1
        if self.asked > 2:
            raise BrokenProcessPool("killed")
        future: Future[list[Told]] = Future()
        if self.asked == 1:
            future.set_result(work(piece))
        else:
            future.set_exception(BrokenProcessPool("killed"))
        return future


def test_a_program_that_is_killed_leaves_a_line_for_every_file():
    pieces = [(Path(f"{n}.csv"),) for n in range(6)]
    done = many_files._in_order(
        Killed(), lambda piece: [Told(piece[0].name, "", "kept", "")], pieces, 1
    )
    assert [(one.file_name, one.went) for one in done] == [
        ("0.csv", "kept"), *((f"{n}.csv", "not kept") for n in range(1, 6)),
    ]  # fmt: skip
