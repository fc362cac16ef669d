"""Invented schools: a small one for most questions, the whole one where size matters, the trust."""

from __future__ import annotations

import datetime as dt

import pytest
from demo_school.invented import Invented
from demo_school.secondary import invent
from demo_school.trust import Trust, invent_trust

TODAY = dt.date(2026, 11, 21)
SMALL = 150


@pytest.fixture(scope="session")
def small() -> Invented:
    return invent(today=TODAY, pupils=SMALL)


@pytest.fixture(scope="session")
def school() -> Invented:
    return invent(today=TODAY)


@pytest.fixture(scope="session")
def trust() -> Trust:
    return invent_trust(today=TODAY)
