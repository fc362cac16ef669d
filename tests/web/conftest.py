"""A house and people signed in to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import kept_house, people
from tests.people import House, SignIn

collect_ignore = [] if os.environ.get("BELONG_TEST_POSTGRES") else ["test_the_second_wall.py"]
"""What only PostgreSQL has."""


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path, settings: Settings) -> None:
    people.fresh_start(tmp_path)
    settings.UPLOADS = tmp_path / "uploads"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


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


@pytest.fixture
def signed_in() -> SignIn:
    """A browser in which somebody of a house is signed in."""

    def sign_in(house: House, role: str = "attendance_lead", **more: object) -> Client:
        client = Client(**more)  # type: ignore[arg-type]
        client.force_login(house.adults[role].adult)
        return client

    return sign_in
