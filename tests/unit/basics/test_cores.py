"""Programs side by side."""

from __future__ import annotations

import os

import pytest

from belong.basics.cores import ONE_THREAD, side_by_side


def test_each_program_has_one_thread_of_sums_and_ours_keeps_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    with side_by_side(1) as pool:
        assert list(pool.map(os.getenv, ONE_THREAD)) == ["1", "1"]
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "OPENBLAS_NUM_THREADS" not in os.environ


def test_a_program_begins_as_it_is_told() -> None:
    with side_by_side(1, begun) as pool:
        assert pool.submit(os.getenv, "BEGUN").result() == "yes"
    assert "BEGUN" not in os.environ


def begun() -> None:
    """What each program of the test does first."""
    os.environ["BEGUN"] = "yes"
