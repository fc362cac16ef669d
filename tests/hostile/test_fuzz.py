"""A bent CSV or CTF file is read or refused in a sentence, and never takes long.

`./check` bends BELONG_BENT files, 2,000 if nobody says; `./check --long` a million.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults import so_far
from tests.hostile import fuzz

BENT = int(os.environ.get("BELONG_BENT", "2000"))
PIECE = 20_000
SIDES = 2
"""Each half of the runs has a process of its own: two processors work twice as fast."""
TOP = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("side", range(SIDES))
def test_a_bent_file_is_read_or_refused(side: int) -> None:
    half = BENT // SIDES
    for which in so_far.pieces(f"bent files {side}", half, PIECE):
        done = subprocess.run(
            [sys.executable, "-m", "tests.hostile.fuzz", "--first", str(side * half + which.start),
             "--runs", str(len(which))],
            capture_output=True, text=True, check=False, cwd=TOP,
            env=os.environ | {"PYTHONPATH": f"{TOP / 'src'}:{TOP}"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        found = fuzz.Report(**json.loads(done.stdout.splitlines()[-1]))
        print(found)
        assert found.wrong == []
        assert found.runs == found.read + found.refused == len(which)
        assert min(found.read, found.refused) > found.runs // 10, "nearly all went one way"


def test_the_same_number_is_the_same_file() -> None:
    good = fuzz.good_files()
    assert [fuzz.bent(n, good) for n in range(50)] == [fuzz.bent(n, good) for n in range(50)]
    assert len({fuzz.bent(n, good)[1] for n in range(50)}) > 45
