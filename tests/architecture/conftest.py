"""The source, read once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


@cache
def _parsed() -> dict[str, ast.Module]:
    found = {}
    for room in ("src/belong", "demo_school"):
        for path in sorted((TOP / room).rglob("*.py")):
            if "migrations" not in path.parts:
                name = str(path.relative_to(TOP))
                found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def top() -> Path:
    """The checkout."""
    return TOP


@pytest.fixture(scope="session")
def source() -> dict[str, ast.Module]:
    """Every module of the house and of the invented school, by its path from the top."""
    return _parsed()
