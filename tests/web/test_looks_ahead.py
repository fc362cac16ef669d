"""The worker takes the looks that are due, so that no page has to wait for them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings
from tests import a_term, people, trail_lines
from tests.people import House, SignIn

from belong.insight import jobs, noticed
from belong.intake import jobs as intake_jobs
from belong.people import walls
from belong.people.models import Pupil, School

MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def term(db: None, tmp_path: Path) -> House:
    house = people.empty_school(tmp_path / "uploads")
    a_term.bring(house)
    return house


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The weeks that were looked at, in order, by anybody."""
    weeks: list[int] = []
    take = noticed.take

    def counted(year: object, grid: object, week: int) -> None:
        weeks.append(week)
        take(year, grid, week)  # type: ignore[arg-type]

    monkeypatch.setattr(noticed, "take", counted)
    return weeks


def test_a_page_after_the_worker_takes_no_look(
    term: House, signed_in: SignIn, taken: list[int]
) -> None:
    noticed._kept.clear()
    jobs.ask_for_looks(MONDAY)
    assert len(taken) > 5
    assert len(taken) == len(set(taken))
    taken.clear()
    noticed._kept.clear()  # the worker's memory is not the page's
    said = signed_in(term, "headteacher").get("/noticing/").content.decode()
    assert "2 children to be curious about" in said
    assert taken == []


def test_looks_are_asked_for_again_only_when_something_changed(
    term: House, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(jobs.noticed, "take_ahead", lambda school, day: asked.append(school) or 0)
    jobs.ask_for_looks(MONDAY)
    jobs.ask_for_looks(MONDAY)
    assert asked == [term.school.pk]
    School.objects.filter(pk=term.school.pk).update(revision=term.school.revision + 100)
    jobs.ask_for_looks(MONDAY)
    assert asked == [term.school.pk] * 2
    jobs.ask_for_looks(MONDAY + dt.timedelta(days=3))
    assert len(asked) == 2, "the week is not over on Thursday"
    jobs.ask_for_looks(MONDAY + dt.timedelta(days=4))
    assert len(asked) == 3, "on Friday it is"


def test_looks_of_the_worker_are_nobodys_looks_at_a_child(term: House) -> None:
    cache.clear()
    before = trail_lines.newest()
    jobs.ask_for_looks(MONDAY)
    assert list(trail_lines.since(before)) == []


def test_the_worker_looks_at_one_school_inside_its_own_walls(
    term: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        jobs.noticed, "take_ahead", lambda school, day: seen.append(walls.now()) or 0
    )
    jobs.ask_for_looks(MONDAY)
    assert seen == [str(term.school.pk)]


def test_a_school_without_marks_is_not_asked_for(empty: House, taken: list[int]) -> None:
    jobs.ask_for_looks(MONDAY)
    assert taken == []
    assert noticed.take_ahead(empty.school.pk, MONDAY) == 0


def test_a_look_that_could_not_be_asked_for_is_asked_for_again(
    term: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def broken(school: int, day: str) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs, "take_looks", SimpleNamespace(enqueue=broken))
    with pytest.raises(OperationalError):
        jobs.ask_for_looks(MONDAY)
    later = SimpleNamespace(enqueue=lambda school, day: asked.append(school))
    monkeypatch.setattr(jobs, "take_looks", later)
    jobs.ask_for_looks(MONDAY)
    assert asked == [term.school.pk]


def test_looks_that_wait_hold_no_heartbeat_up_and_do_not_pile_up(
    term: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    waiting = DBTaskResult.objects.ready()
    for more in range(3):
        School.objects.filter(pk=term.school.pk).update(revision=100 + more)
        jobs.ask_for_looks(MONDAY)
    assert [one.task_path for one in waiting] == ["belong.insight.jobs.take_looks"]
    intake_jobs.ask_for_what_is_due()
    assert "belong.intake.jobs.beat" in {one.task_path for one in waiting.all()}
    first = waiting.all().order_by(*DBTaskResult._meta.ordering)[0]
    assert first.task_path != "belong.insight.jobs.take_looks", "files and the heartbeat go first"


def test_a_page_waits_for_no_more_than_a_few_looks_and_says_so(
    term: House, signed_in: SignIn, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noticed, "MOST_BESIDE_A_PAGE", 3)
    noticed._kept.clear()
    client = signed_in(term, "headteacher")
    said = client.get("/noticing/").content.decode()
    assert "Looking for patterns" in said
    assert "because marks came in. Come back in a few minutes." in said
    assert "No pattern stands out" not in said, "nobody has looked yet"
    child = Pupil.objects.filter(school=term.school).latest("pk")
    page = client.get(f"/children/{child.pk}/").content.decode()
    assert "because marks came in. Come back in a few minutes." in page
    assert taken == []
    jobs.ask_for_looks(MONDAY)
    assert len(taken) > 5
    assert "2 children to be curious about" in client.get("/noticing/").content.decode()
