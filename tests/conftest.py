"""What every test shares: how hard Hypothesis looks, and what is said before a run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REAL_DATA = "BELONG_REAL_DATA"

# A run of ./check must end the same way twice; the long run is for finding what nobody thought of.
settings.register_profile("default", max_examples=25, deadline=None, derandomize=True)
settings.register_profile(
    "long",
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Before the first test that asks the database: emptying it goes past the trail's refusal."""
    from django.db import connection
    from tests import kept_tables, trail_lines

    trail_lines.let_a_test_start_empty(type(connection.ops))
    kept_tables.lay_down_before_they_are_made()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """On PostgreSQL, tables are made by one role and used by another that owns none of them."""
    from tests import as_the_app, kept_tables

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        kept_tables.keep()
        as_the_app.begin()
    yield
    as_the_app.end()


@pytest.fixture(autouse=True)
def _a_test_sees_every_school() -> Iterator[None]:
    """What a test itself asks the database; each request and job of Belong sets its own scope."""
    from belong.people import walls

    with walls.scope_all(reason="a test looks at what was done"):
        yield


def pytest_report_header() -> str:
    """One plain line about the real inputs, so that nobody mistakes their absence for a pass."""
    named = os.environ.get(REAL_DATA)
    if not named:
        return f"real inputs: {REAL_DATA} is not set, so tests/real is not part of this run"
    there = "" if Path(named).is_dir() else " (no such folder: those tests fail)"
    return f"real inputs: tests/real reads {named}{there}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--first-rows` is how `./check --quick` asks."""
    parser.addoption("--first-rows", action="store_true", help="of each table only its first row")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of tests that ask the database again for each role or page, the first stands for all."""
    if not config.getoption("--first-rows"):
        return
    before: set[str] = set()
    kept, left = [], []
    for item in items:
        name = item.nodeid.partition("[")[0]
        again = name in before and "tests/app/" in name
        before.add(name)
        (left if again else kept).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept
