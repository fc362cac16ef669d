"""Many children send their answers at once: every one is kept, and none is turned away."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.scale


def test_two_hundred_children_answer_in_one_lesson() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "belong.cli.served_times", "300", "200"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])["answers"]
    assert told["kept"] == 200
    assert told["whole"] <= 600
