"""A house for each test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests import kept_house, people
from tests.people import House

ON_POSTGRES_ONLY = ["test_nobody_cuts_the_trail.py"]
collect_ignore = [] if os.environ.get("BELONG_TEST_POSTGRES") else ON_POSTGRES_ONLY


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path) -> None:
    people.fresh_start(tmp_path)


@pytest.fixture
def empty(db: None, tmp_path: Path) -> House:
    """A school before its first register."""
    return people.empty_school(tmp_path / "uploads")


@pytest.fixture
def house(db: None, tmp_path: Path) -> House:
    """Larkfield, with eleven children and their register."""
    return kept_house.or_built(tmp_path / "uploads", people.larkfield)


@pytest.fixture
def next_door(db: None, tmp_path: Path) -> House:
    """Riverside, which is somebody else's."""
    return kept_house.or_built(tmp_path / "uploads", people.riverside)
