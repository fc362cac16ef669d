"""Small files, and the command that looks at them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
Belong = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def top() -> Path:
    """The checkout."""
    return TOP


@pytest.fixture
def belong(tmp_path: Path) -> Belong:
    """The command, run as a person runs it: in a folder of their own, in a process of its own."""

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "BELONG"))}
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "belong.cli.main", *map(str, words)],
            cwd=tmp_path, capture_output=True, text=True, check=False,
            env=clean | {"PYTHONPATH": str(TOP / "src")},
        )  # fmt: skip

    return run
