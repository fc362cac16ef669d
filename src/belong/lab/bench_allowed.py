"""The memory that the largest file one school may bring to a server takes."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from belong.lab.bench import Line
from belong.lab.bench_scale import MEBI, SESSIONS, Size, memory_peak, upn_of, write_large
from belong.registers.sources import sizes
from belong.registers.sources.safely import in_a_cell
from belong.registers.sources.whole import Wanted, read_whole


def allowed_line(size: Size) -> Line:
    """The memory of a cell that reads as many session marks as it may, over an idle one."""
    with tempfile.TemporaryDirectory(prefix="belong-allowed-") as folder:
        return _measured(size, Path(folder))


def _measured(size: Size, folder: Path) -> Line:
    path, few = folder / "allowed.csv", folder / "few.csv"
    rows = min(size.rows, _most_allowed())
    one = replace(size, schools=1, children=max(1, rows // SESSIONS))
    write_large(one, path)
    write_large(replace(one, children=1), few)
    idle, peak = (in_a_cell(peak_of_reading, each) for each in (few, path))
    over = (peak - idle) / MEBI
    return Line(
        f"the largest file a server takes in, {path.stat().st_size // MEBI} MiB of session marks",
        over, "the most memory that was promised", 512, "at most 512 MiB", over <= 512, "MiB",
    )  # fmt: skip


def _most_allowed() -> int:
    """Rows of a file that is nearly as large as a server takes in."""
    a_row = len(f"100000,{upn_of(0)},8 Oak0,01/09/2025,AM,/,\n")
    return min(sizes.MOST_LINES, sizes.LARGEST[sizes.LINES] * sizes.MEBI // (a_row + 1))


def peak_of_reading(path: Path) -> int:
    """The most memory this program held when it had read a file [bytes]."""
    assert read_whole(path, Wanted("marks", None, True)).reading is not None
    return memory_peak()
