"""A cell reads what we read, and can do nothing else."""

from __future__ import annotations

import datetime as dt
import os
import textwrap
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from belong.attendance.codes import table as code_table
from belong.basics.errors import UnreadableFile
from belong.registers.sources import DayOrderUnknown, read, read_pupils
from belong.registers.sources.containers import opened
from belong.registers.sources.containers.crossing import CannotCross, packed, unpacked
from belong.registers.sources.reading import Event, Reading, SchoolMarks, Shape, Unit
from belong.registers.sources.safely import in_a_cell

pytestmark = pytest.mark.slow
TODAY = dt.date(2026, 11, 20)
MARKS = "UPN,Adno,Date,Session,Mark\nY886999926001,1,15/09/2026,AM,/\n,2,15/09/2026,PM,zap\n"
PUPILS = "UPN,Adno,Surname,Date of leaving\nY886999926001,1,Fox,\n"


def same(one: object, other: object) -> bool:
    """Whether two values are equal to the last array."""
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and one.dtype == other.dtype
            and bool((one == other).all())
        )
    if isinstance(one, tuple):
        return isinstance(other, tuple) and len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "__dataclass_fields__"):
        return type(one) is type(other) and all(
            same(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__
        )
    return one == other


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function with a body of its own, as a reading that was taken over might have."""

    def made(body: str, returns: str = "int"):
        name = f"stranger_{tmp_path.name.replace('-', '_')}_{abs(hash(body))}"
        source = f"from pathlib import Path\n\ndef reading(path: Path) -> {returns}:\n"
        (tmp_path / f"{name}.py").write_text(
            source + textwrap.indent(body, "    "), encoding="utf-8"
        )
        monkeypatch.syspath_prepend(tmp_path)
        return __import__(name).reading

    return made


def test_a_reading_comes_back_equal(tmp_path):
    marks, pupils = tmp_path / "marks.csv", tmp_path / "pupils.csv"
    marks.write_text(MARKS, encoding="utf-8")
    pupils.write_text(PUPILS, encoding="utf-8")
    here = read(marks, pupils=pupils, as_of=TODAY)
    there = in_a_cell(read, marks, pupils=pupils, as_of=TODAY)
    assert (here.marks, len(here.refused)) == (1, 1)
    assert same(here, there)
    assert in_a_cell(read_pupils, pupils).equals(read_pupils(pupils))


def test_an_opened_file_comes_back_equal(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text(MARKS, encoding="utf-8")
    assert in_a_cell(opened, path) == opened(path)


def test_a_refusal_comes_back_as_the_same_refusal(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("colour\nred\n", encoding="utf-8")
    with pytest.raises(UnreadableFile) as here:
        read(path)
    with pytest.raises(UnreadableFile) as there:
        in_a_cell(read, path)
    assert (there.value.what, there.value.do) == (here.value.what, here.value.do)


def test_a_question_about_dates_comes_back_with_both_answers(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("Adno,Date,Session,Mark\n1,7/9/2026,AM,/\n", encoding="utf-8")
    with pytest.raises(DayOrderUnknown) as asked:
        in_a_cell(read, path)
    assert (asked.value.text, asked.value.day_first) == ("7/9/2026", dt.date(2026, 9, 7))
    assert asked.value.month_first == dt.date(2026, 7, 9)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return len(bytearray(4_000_000_000))", "more memory"),
        ("while True: pass", "too long"),
        ("import time; time.sleep(60); return 1", "too long"),
        ("import os; os._exit(3)", "Nothing was kept"),
        ("import os; os.write(1, b'V{}'); raise ValueError('a name')", "Nothing was kept"),
        ("raise ValueError('a name')", "Nothing was kept"),
        ("return 'no number'", "Nothing was kept"),
        ("(path / 'x').write_text('x'); return 1", "Nothing was kept"),
        ("import os; os.open(path / 'x', os.O_CREAT); return 1", "Nothing was kept"),
        ("import os; os.rename(path, path / 'y'); return 1", "Nothing was kept"),
        ("import socket; socket.socket(); return 1", "Nothing was kept"),
        ("import subprocess; subprocess.run(['true']); return 1", "Nothing was kept"),
        ("import os; os.fork(); return 1", "Nothing was kept"),
        ("import ctypes; ctypes.CDLL(None); return 1", "Nothing was kept"),
        ("held = [open('/dev/null') for _ in range(99)]; return 1", "Nothing was kept"),
    ],
)
def test_a_cell_that_is_taken_over_gives_a_sentence_and_does_nothing(
    stranger, tmp_path, body, says
):
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(UnreadableFile, match=says) as refusal:
        in_a_cell(stranger(body), target, seconds=6)
    assert "a name" not in str(refusal.value)
    assert list(target.iterdir()) == []


def test_a_cell_is_told_nothing_of_the_servers_settings(stranger, tmp_path, monkeypatch):
    monkeypatch.setenv("BELONG_SECRET", "never")
    told = in_a_cell(stranger("import os; return ' '.join(os.environ)", "str"), tmp_path)
    assert "LANG" in told
    assert "BELONG_SECRET" not in told
    assert "HOME" not in told


def test_a_cell_has_the_limits_it_was_given(stranger, tmp_path):
    body = (
        "import os, resource as r\n"
        "names = ('AS', 'CPU', 'FSIZE', 'CORE', 'NOFILE')\n"
        "mask = os.umask(0)\n"
        "return [*(r.getrlimit(getattr(r, 'RLIMIT_' + n))[1] for n in names), mask]"
    )
    limits = in_a_cell(stranger(body, "list[int]"), tmp_path, memory=2**30, seconds=7)
    assert limits == [2**30, 7, 0, 0, 64, 0o077]


def test_nothing_of_this_process_reaches_the_cell(stranger, tmp_path):
    read_end, write_end = os.pipe()
    try:
        os.set_inheritable(write_end, True)
        body = (
            f"import os\ntry:\n    os.fstat({write_end})\nexcept OSError:\n    return 0\nreturn 1"
        )
        assert in_a_cell(stranger(body), tmp_path) == 0
    finally:
        os.close(read_end)
        os.close(write_end)


def test_an_argument_that_cannot_cross_is_a_mistake_of_ours(tmp_path):
    with pytest.raises(TypeError, match="cannot cross"):
        in_a_cell(read, object())


def _marks(rows: int) -> Reading:
    """A reading as large as wished."""
    number = np.arange(rows)
    school = SchoolMarks(
        "Oak", tuple(f"Y88699{n:07d}" for n in range(1_000)), (number % 1_000).astype(np.int32),
        (20_000 + number // 2_000).astype(np.int32), (number % 2).astype(np.uint8),
        (number % len(code_table())).astype(np.uint8), number.astype(np.int32),
        pa.table({"id": pa.array(["1"]), "left": pa.array([None], pa.string())}),
    )  # fmt: skip
    return Reading(
        Shape.LONG, Unit.SESSION, "england", rows, {"pupil": "UPN"}, (school,),
        events=(Event("", "1", "2026-09-15", "Tardy", 3),),
    )  # fmt: skip


def test_a_years_marks_cross_whole():
    reading = _marks(380_000)
    assert same(reading, unpacked(packed(reading, Reading), Reading))


def _forged() -> bytes:
    """A table whose one text claims to reach far beyond its bytes."""
    honest, reaching = (np.array([0, end], dtype=np.int32).tobytes() for end in (31, 1_000_000))
    data = packed(pa.table({"id": ["x" * 31]}), pa.Table)
    before, after = data.rsplit(honest, 1)
    return before + reaching + after


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (packed(1, int), str),
        (packed("1", str), int),
        (packed((1, 2), tuple[int, ...]), tuple[int, int, int]),
        (packed(_marks(10), Reading)[:-1], Reading),
        (packed(_marks(10), Reading) + b"x", Reading),
        (packed(b"no table", bytes), pa.Table),
        (_forged(), pa.Table),
        (packed("short", str), Shape),
        (b"", int),
        (b"\xff" * 40, Reading),
        (packed(("x", "y"), tuple[str, str]), Event),
    ],
)
def test_what_is_not_of_its_type_never_becomes_a_value(data, hint):
    with pytest.raises(CannotCross):
        unpacked(data, hint)
