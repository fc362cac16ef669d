"""A file read in blocks gives what the reader of whole files gives, mark for mark."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belong.basics.errors import UnreadableFile
from belong.registers.bulk import blocks, gather, joined, passing, places, read_blocks, settle
from belong.registers.sources import DayOrderUnknown, duplicates, notes, read
from belong.registers.sources.reading import Reading, SchoolMarks, Unit

TODAY = dt.date(2026, 12, 18)
Outcome = TypeVar("Outcome")
pytestmark = pytest.mark.slow
DAYS = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(100)]


def same(one: Reading, other: Reading) -> None:
    """Asserts that two readings say exactly the same."""
    assert dataclasses.replace(one, schools=()) == dataclasses.replace(other, schools=())
    for mine, theirs in zip(one.schools, other.schools, strict=True):
        for name in (field.name for field in dataclasses.fields(SchoolMarks)):
            a, b = getattr(mine, name), getattr(theirs, name)
            if isinstance(a, np.ndarray):
                assert a.dtype == b.dtype, name
                assert a.tolist() == b.tolist(), name
            else:
                assert a == b, name


def outcome(work: Callable[[], Outcome]) -> Outcome | UnreadableFile:
    """What reading gave, or the refusal."""
    try:
        return work()
    except UnreadableFile as refused:
        return refused


def both_ways(
    path: Path, *, as_of: dt.date | None = TODAY, day_first: bool | None = True,
    rows: int = 3, size: int = 64,
) -> Reading | str:  # fmt: skip
    """The reading of a file, checked against the whole-file reader; or why both refuse it."""
    whole = outcome(lambda: read(path, as_of=as_of, day_first=day_first))
    blocks = outcome(
        lambda: list(
            read_blocks(
                path, as_of=as_of, day_first=day_first, rows_at_once=rows, bytes_at_once=size
            )
        )
    )
    if isinstance(whole, UnreadableFile) or isinstance(blocks, UnreadableFile):
        assert (type(blocks), str(blocks)) == (type(whole), str(whole))
        return str(whole)
    if len(blocks) > 1:
        assert max(block.marks for block in blocks) <= rows
    same(joined(blocks), whole)
    return whole


def file_of(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "marks.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few rows at every step, so that small files cross their edges."""
    monkeypatch.setattr(settle, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(passing, "_ROWS_AT_ONCE", 2)
    monkeypatch.setattr(places, "_AT_ONCE", 3)


HEAD = "URN,UPN,Reg,Date,Session,Mark,Minutes Late\n"


def plain_rows(children: int = 5, days: int = 6) -> Iterator[str]:
    for child in range(children):
        for day in DAYS[13 : 13 + days]:
            for half, mark in (("AM", "/"), ("PM", "IL"[child % 2])):
                form = f"{7 + child}Oak"
                date = f"{day:%d/%m/%Y}"
                yield f"{100 + child // 3},K{child:03d},{form},{date},{half},{mark},\n"


@pytest.mark.parametrize("rows", [1, 4, 1000])
@pytest.mark.parametrize("size", [1, 64, 500, 1 << 20])
def test_blocks_of_any_size_join_to_the_whole(tmp_path: Path, rows: int, size: int) -> None:
    found = both_ways(file_of(tmp_path, HEAD + "".join(plain_rows())), rows=rows, size=size)
    assert isinstance(found, Reading)
    assert (found.marks, len(found.schools)) == (60, 2)


@pytest.fixture
def quick_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails where lines are not cut by the piece."""

    def other_way(*_: object) -> None:
        raise AssertionError("the lines were cut another way")

    monkeypatch.setattr(passing, "_cut_by_arrow", other_way)
    monkeypatch.setattr(passing, "_slow_grids", other_way)
    monkeypatch.setattr(blocks, "read", other_way)


REORDERED = (
    ("UPN,Date,Session,Mark", "{upn},{date},{half},{mark}"),
    ("Date,Session,UPN,Mark", "{date},{half},{upn},{mark}"),
    ("Mark,Session,Date,Surname,UPN", "{mark},{half},{date},Fox,{upn}"),
    ("UPN,Date,Comment,Session,Mark,Record ID", "{upn},{date},seen {n},{half},{mark},{n}"),
    ("Record ID,Form,UPN,AM/PM,Attendance Date,Code,Note", "{n},8A,{upn},{half},{date},{mark},{n}"),
    ("UPN;Date;Session;Mark", "{upn};{date};{half};{mark}"),
)


@pytest.mark.usefixtures("quick_only")
@pytest.mark.parametrize(("head", "row"), REORDERED)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("by_day", [False, True])
def test_columns_may_stand_in_any_order(
    tmp_path: Path, head: str, row: str, ending: str, by_day: bool
) -> None:
    cells = [
        {"upn": f"K{child:03d}", "date": f"{day:%d/%m/%Y}", "half": half, "mark": "/IN"[child % 3]}
        for child in range(60)
        for day in DAYS[13:15]
        for half in ("AM", "PM")
    ]
    cells.sort(key=lambda cell: cell["date"] if by_day else cell["upn"])
    lines = [row.format(n=n, **cell) for n, cell in enumerate(cells)]
    text = ending.join([head, *lines]) + ending
    found = both_ways(file_of(tmp_path, text), rows=50, size=900)
    assert isinstance(found, Reading)
    assert found.marks == 240


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "".join(plain_rows())[:-1],
        HEAD + "".join(plain_rows()) + "\n\n\r\n",
        "sep=,\n" + HEAD + "".join(plain_rows()),
        "Oak School\nRegister of 2026/27\n\n" + HEAD + "".join(plain_rows()),
        HEAD + "".join(plain_rows()).replace("\n", "\n" + HEAD, 3),
        HEAD + "".join(plain_rows()) + "Total,,,,,60,\n",
        HEAD + "\n".join("".join(plain_rows()).splitlines()[:9]) + "\n\n,,,,,,\n",
        HEAD + "".join(plain_rows()).replace("7Oak", '"7 ""Oak"""'),
        HEAD + "".join(plain_rows()).replace("7Oak", '"7\nOak"'),
        HEAD + "".join(plain_rows()).replace("7Oak,", "7Oak,one too many,", 2),
        HEAD + "".join(plain_rows()).replace(",\n", "\n", 3),
        HEAD + "".join(plain_rows()).replace("K001", ""),
        HEAD + "".join(plain_rows()).replace("14/09/2026", "soon"),
        HEAD + "".join(plain_rows()).replace("PM", "noon", 4).replace("AM", "", 2),
        HEAD + "".join(plain_rows()) + "".join(plain_rows()),
        HEAD + "".join(plain_rows()) + "".join(plain_rows()).replace(",I,", ",N,"),
        HEAD + "".join(plain_rows()).replace("K002", "=" + '"002"'),
        HEAD + "".join(plain_rows()) + '1,"open',
        HEAD + "".join(plain_rows()) + "1," + "x" * 40_000 + "\n",
        HEAD + "".join(plain_rows()).replace("Oak", "Château"),
        "\ufeff" + HEAD + "".join(plain_rows()).replace("Oak", "Château"),
        HEAD + "".join(plain_rows()).replace("\n", "\r"),
        HEAD + "".join(plain_rows()).replace("\n", "\r\r\n"),
        HEAD + "".join(plain_rows()) + "\0",
        HEAD,
        "",
        "no register at all\n1,2\n",
        '{"marks": []}',
        "<InterchangeStudentAttendance/>",
    ],
    ids=lambda text: text[-40:].replace("\0", "0"),
)  # fmt: skip
def test_odd_files_are_read_or_refused_alike(tmp_path: Path, text: str) -> None:
    assert both_ways(file_of(tmp_path, text))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
@pytest.mark.parametrize("where", [1, 50])
def test_letters_of_another_encoding_are_met_late(
    tmp_path: Path, encoding: str, where: int
) -> None:
    rows = list(plain_rows())
    rows[where] = rows[where].replace("Oak", "Château")
    found = both_ways(file_of(tmp_path, HEAD + "".join(rows), encoding))
    assert isinstance(found, Reading)
    assert found.marks == 60


def test_the_order_of_day_and_month_is_settled_by_any_line(tmp_path: Path) -> None:
    head = "UPN,Date,Session,Mark\n"
    path = file_of(tmp_path, head + "1,03/09/2026,AM,/\n" * 9 + "2,14/09/2026,AM,/\n")
    found = both_ways(path, day_first=None)
    assert isinstance(found, Reading)
    assert found.schools[0].day[0] == dt.date(2026, 9, 3).toordinal() - 719163
    path.write_text(head + "1,03/09/2026,AM,/\n" * 9, encoding="utf-8")
    with pytest.raises(DayOrderUnknown):
        list(read_blocks(path))


def test_a_child_is_one_child_whichever_number_a_row_gives(tmp_path: Path) -> None:
    rows = "".join(
        f"{'A123' if n == 7 else ''},{n % 3},2026-09-{10 + n},AM,/,{'Fox' if n < 5 else ''}\n"
        for n in range(12)
    )
    found = both_ways(file_of(tmp_path, "UPN,Adno,Date,Session,Mark,Surname\n" + rows))
    assert isinstance(found, Reading)
    assert found.schools[0].pupils == ("0", "A123", "2")
    assert found.schools[0].details["surname"].to_pylist() == ["Fox"] * 3


def test_children_are_told_apart_by_names_where_there_are_no_numbers(tmp_path: Path) -> None:
    rows = "".join(
        f'"Fox, Ann",{form},2026-09-{n:02d},AM,/\n' for n in range(10, 15) for form in ("7A", "8B")
    )
    found = both_ways(file_of(tmp_path, "Name,Reg,Date,Session,Mark\n" + rows))
    assert isinstance(found, Reading)
    assert len(found.schools[0].pupils) == 2


def test_presence_files_keep_their_own_letters(tmp_path: Path) -> None:
    rows = "".join(
        f"{n % 4},2026-09-{10 + n},{'AP'[n % 2]}M,{'PA'[n % 2]},{'yes' if n % 3 else 'no'}\n"
        for n in range(12)
    )
    head = "Student ID,Date,Session,Mark,Is Present\n"
    found = both_ways(file_of(tmp_path, head + rows))
    assert isinstance(found, Reading)
    assert (found.code_set, len(found.refused) > 0) == ("presence", True)


@pytest.mark.parametrize(
    ("head", "cell", "unit"),
    [
        ("UPN,Date,Period,Mark", "AM", Unit.SESSION),
        ("UPN,Date,Period,Mark", "P3", Unit.DAY),
        ("UPN,Date,Session,Mark", "all day", Unit.DAY),
        ("UPN,Date,Period,Section,Mark", "P1,8a/Ma", Unit.DAY),
    ],
)
def test_what_is_no_session_goes_to_the_whole_reader(
    tmp_path: Path, head: str, cell: str, unit: Unit
) -> None:
    rows = "".join(f"{n},2026-09-15,{cell},/\n" for n in range(9))
    found = both_ways(file_of(tmp_path, head + "\n" + rows))
    assert isinstance(found, Reading)
    assert found.unit is unit


@pytest.mark.parametrize("limit", [2, 5])
def test_refusals_past_the_limits_are_counted_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(notes, "MOST_LINES", limit)
    monkeypatch.setattr(notes, "MOST_REFUSED", 2 * limit)
    monkeypatch.setattr(duplicates, "MOST_LINES", limit)
    rows = [
        f"{'' if n % 7 == 0 else n % 5},{'soon' if n % 6 == 0 else f'2026-09-{1 + n % 9:02d}'},"
        f"{'noon' if n % 11 == 0 else 'AM'},{'zq/INO'[n % 6]}\n"
        for n in range(150)
    ]
    found = both_ways(file_of(tmp_path, "Adno,Date,Session,Mark\n" + "".join(rows)), rows=7)
    assert isinstance(found, Reading)
    assert sum(one.marks for one in found.refused) > 4 * limit


def test_places_too_many_for_a_table_are_sorted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_ROOMY", 0)
    monkeypatch.setattr(places, "_A_MARK", 0)
    rows = "".join(plain_rows())
    found = both_ways(file_of(tmp_path, HEAD + rows + rows.replace(",I,", ",O,")))
    assert isinstance(found, Reading)
    assert found.marks == 60
    assert both_ways(file_of(tmp_path, HEAD + rows)) is not None


def test_a_column_with_too_many_texts_is_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "MOST_TEXTS", 4)
    path = file_of(tmp_path, HEAD + "".join(plain_rows()))
    assert len(list(read_blocks(path, rows_at_once=3))) == 1


def test_the_latest_record_stands_across_blocks(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n % 4},15/09/2026,AM,{'IONM'[n % 3]}\n" for n in range(40))
    found = both_ways(file_of(tmp_path, "Record ID,Adno,Date,Session,Mark\n" + rows))
    assert isinstance(found, Reading)
    assert found.schools[0].line.tolist() == [38, 39, 40, 41]


text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\",;\t\n'"),
    max_size=8,
)
odd_marks = st.sampled_from(
    ["/", "\\", "L", "I", "N", "C1", "-", "", "l12", "zap", "/\\", "I - flu", "H", " / "]
)
odd_dates = st.sampled_from(
    [*(d.strftime("%d/%m/%Y") for d in DAYS[::9]), "2026-09-15", "", "soon", "15/09/2026 08:50"]
)
numbers = st.sampled_from(["1", "000123", "7", " 7", "", '="9"', "Total"])
halves = st.sampled_from(["AM", "PM", "am ", "", "noon"])
words = st.sampled_from(["", "Fox", "Château", "Ann, the elder", 'so "called"'])
schools = st.sampled_from(["A", "B", ""])
records = st.sampled_from(["1", "22", "333", "", "x9"]) | st.integers(0, 99).map(str)


def _written(head: str, rows: list[tuple[str, ...]], ending: str, quoting: int) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=ending, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(head.split(","))
    writer.writerows(rows)
    return out.getvalue().encode()


ODD_HEAD = "School,Adno,Surname,Date,Session,Mark,Record ID,Comment"


@given(
    st.lists(
        st.tuples(schools, numbers, words, odd_dates, halves, odd_marks, records, text),
        max_size=30,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.integers(1, 9),
    st.integers(1, 300),
)
@settings(
    max_examples=120, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_any_table_is_read_alike(tmp_path, rows, ending, quoting, at_once, size):
    path = tmp_path / "any.csv"
    path.write_bytes(_written(ODD_HEAD, rows, ending, quoting))
    assert both_ways(path, rows=at_once, size=size)


tame = st.tuples(
    schools,
    st.sampled_from(["1", "12", "123", "A1234567890123"]),
    st.sampled_from(["Fox", "Foxe", "F", "Château", ""]),
    odd_dates,
    halves,
    odd_marks,
    st.integers(0, 99).map(str),
    st.sampled_from(["", "late bus", "12"]),
)


@given(st.lists(tame, min_size=1, max_size=40), st.integers(1, 9), st.integers(1, 600))
@settings(
    max_examples=120, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_plain_lines_cut_by_the_piece_are_read_alike(tmp_path, rows, at_once, size):
    path = tmp_path / "plain.csv"
    lines = ["School,Adno,Surname,Date,Session,Mark,Record ID,Comment", *map(",".join, rows)]
    path.write_bytes(("\n".join(lines) + "\n").encode())
    assert both_ways(path, rows=at_once, size=size)
