"""What is promised of patterns, on a few simulated schools: `belong calibrate` in small."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from belong.lab import calibrate, calibrate_lessons

pytestmark = pytest.mark.scale
SEED = 7_001


def test_schools_with_nothing_to_find_hardly_ever_show_anyone() -> None:
    schools = calibrate.run(calibrate.USUAL, None, schools=12, seed=SEED)
    assert sum(s.shown > 0 for s in schools) <= 3, "at most 8 in 100 in the long run"
    assert all(s.shown <= 3 for s in schools)


@pytest.mark.parametrize("habit", calibrate.PROMISED, ids=lambda h: h.name)
def test_habits_are_found_and_hardly_anybody_else(habit: calibrate.Habit) -> None:
    schools = calibrate.run(calibrate.USUAL, habit, schools=6, seed=SEED)
    line = calibrate.line(calibrate.USUAL, habit, schools)
    assert line.has > 80
    assert line.power is not None
    assert line.power >= 0.75
    assert line.false_share <= 0.08


def test_lessons_with_nothing_to_find_hardly_ever_show_anyone() -> None:
    schools = calibrate_lessons.run(calibrate_lessons.USUAL, None, schools=12, seed=SEED)
    assert sum(s.shown > 0 for s in schools) <= 3, "at most 8 in 100 in the long run"


@pytest.mark.parametrize("habit", calibrate_lessons.PROMISED, ids=lambda h: h.name)
def test_habits_among_lessons_are_found(habit: calibrate_lessons.LessonHabit) -> None:
    schools = calibrate_lessons.run(calibrate_lessons.USUAL, habit, schools=3, seed=SEED)
    line = calibrate.line(calibrate_lessons.USUAL, habit, schools)
    assert line.has > 40
    assert line.power is not None
    assert line.power >= 0.8
    assert line.false_share <= 0.08


def test_the_command_prints_what_it_measured_and_says_what_does_not_hold() -> None:
    words = ["--schools", "1", "--with-habit", "1", "--only", "a primary", "--json"]
    command = [sys.executable, "-m", "belong.cli.main", "calibrate", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert {line["kind"] for line in told["lines"]} == {"a primary"}
    assert len(told["lines"]) == 1 + len(calibrate.HABITS)
    assert done.returncode == (0 if all(t["holds"] for t in told["targets"]) else 1)
