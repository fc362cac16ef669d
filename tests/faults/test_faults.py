"""No fault at any call that writes leaves a broken school: import and undo, all or nothing.

`./check` tries some of the calls, `./check --long` every one of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from tests.faults import loop

EVERY = os.environ.get("BELONG_FAULTS_EVERY", "17")
pytestmark = pytest.mark.slow


def run(work: str) -> loop.Report:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.loop", work, "--every", EVERY],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return loop.Report(**json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("work", ["import", "undo"])
def test_a_fault_at_any_write_leaves_all_or_nothing(work: str) -> None:
    found = run(work)
    print(found)
    assert found.wrong == []
    assert found.tried == found.fired > 5
    assert found.before + found.after == found.tried
    assert {"pwrite64", "fsync", "rename"} <= set(found.calls)
    assert found.slowest <= loop.READY, "the next start takes too long"
