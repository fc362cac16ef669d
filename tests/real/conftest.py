"""Real inputs, read where BELONG_REAL_DATA names a folder. Without it these files are not read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import REAL_DATA

collect_ignore_glob = [] if os.environ.get(REAL_DATA) else ["test_*.py"]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real inputs. One that was named and is not there is a failure."""
    folder = Path(os.environ[REAL_DATA])
    if not folder.is_dir():
        pytest.fail(f"{REAL_DATA} names {folder}, which is not a folder.")
    return folder


@pytest.fixture(scope="session")
def found(real_data: Path) -> Callable[[str], list[Path]]:
    """Every file below the folder whose name fits a pattern; at least one."""

    def search(pattern: str) -> list[Path]:
        paths = sorted(p for p in real_data.rglob(pattern) if p.is_file())
        assert paths, f"no {pattern} below {real_data}"
        return paths

    return search
