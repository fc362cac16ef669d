"""A process killed at any moment leaves the school as it was before or as it is after.

`./check` kills BELONG_KILLS times, 30 if nobody says; `./check --long` a thousand times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults import kills, loop, so_far

KILLS = int(os.environ.get("BELONG_KILLS", "30"))
PIECE = 50
TOP = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def run(work: str, which: range) -> kills.Report:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", work, "--kills", str(len(which)),
         "--first", str(which.start)],
        capture_output=True, text=True, check=False, cwd=TOP,
        env=os.environ | {"PYTHONPATH": f"{TOP / 'src'}:{TOP}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return kills.Report(**json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("work", ["import", "undo"])
def test_a_kill_at_any_moment_leaves_all_or_nothing(work: str) -> None:
    for which in so_far.pieces(f"kills {work}", KILLS // 2, PIECE):
        found = run(work, which)
        print(found)
        assert found.wrong == []
        assert found.kills == found.before + found.after == len(which)
        assert found.inside > found.kills // 2, "most kills came after the work was done"
        assert found.writing > 0
        assert found.slowest <= loop.READY, "the next start takes too long"
