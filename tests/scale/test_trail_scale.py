"""The stopwatch of the trail checks what it times: every line sealed, every seal whole."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.scale


def test_many_lines_are_sealed_and_checked() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "belong.cli.trail_times", "45000"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert set(told) == {"check", "with", "without"}
    assert min(told.values()) > 0
