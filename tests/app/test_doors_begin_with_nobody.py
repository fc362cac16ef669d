"""A command, a job and the tick see no school until they say which: nothing is taken over from
whoever calls them, such as a test that sees every school. On PostgreSQL a forgotten scope then
finds nothing in tests, as it would at a school."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from belong.cli import setting_up, tick
from belong.cli.main import main
from belong.intake import jobs, shelf
from belong.people import ballast, trail_anchors, typed_words, walls

SAID: list[str] = []


def says(answer: object) -> Callable[..., Any]:
    """Something called within, that writes down which schools it could see."""

    def said(*words: object, **more: object) -> object:
        SAID.append(walls.now())
        return answer

    return said


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    SAID.clear()
    with walls.scope_all(reason="what whoever calls may see"):
        yield


def test_a_command_begins_with_nobody(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_up, "django", says(None))
    monkeypatch.setattr(trail_anchors, "taken", lambda day: [])
    assert main(["trail", "anchor"]) == 0
    assert [walls.NOBODY] == SAID


def test_a_job_begins_with_nobody(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_words, "forget_old", says(None))
    monkeypatch.setattr(shelf, "uploads", says(None))
    with pytest.raises(RuntimeError):
        jobs.keep_import.func(7)
    jobs.sweep.func()
    assert [walls.NOBODY, walls.EVERY, walls.NOBODY] == SAID


def test_the_tick_begins_with_nobody(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ask_for_what_is_due", says(None))
    monkeypatch.setattr(ballast, "full", says(True))
    tick._ask()
    tick._seal()
    assert [walls.NOBODY, walls.NOBODY] == SAID


def test_afterwards_whoever_called_sees_what_they_saw(db: None) -> None:
    jobs.beat.func()
    assert walls.now() == walls.EVERY
