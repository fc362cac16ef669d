"""Tests at scale: run by `./check --long`, small enough for any machine."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """The mark is known where its tests are."""
    config.addinivalue_line("markers", "scale: large files and many schools; ./check --long")
