"""A file is kept by the worker: once, whoever dies on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.app.test_keeping_files import CHANGED, _mark
from tests.people import ADA, House

from belong.basics.errors import UnreadableFile
from belong.intake import actions, background, jobs, keeping, undoing
from belong.intake.models import Change, Import

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)


def asked(house: House) -> Import:
    brought = house.read(CHANGED)
    background.ask(by=house.lead, brought=brought, confirmed=False)
    return brought


def work(house: House, brought: Import, now: dt.datetime = NOW) -> bool:
    return background.work(brought.pk, folder=house.folder, now=now)


def test_the_worker_keeps_what_was_asked_for(house: House) -> None:
    brought = asked(house)
    assert Import.objects.get(pk=brought.pk).stage == Import.Stage.KEEPING
    assert work(house, brought)
    assert Import.objects.get(pk=brought.pk).stage == Import.Stage.KEPT
    assert _mark(house, ADA, "2026-11-24", "AM") == "I"


def test_done_twice_is_done_once(house: House) -> None:
    brought = asked(house)
    assert work(house, brought)
    assert not work(house, brought)
    assert Change.objects.filter(brought_by=brought).count() == 1


def test_a_file_somebody_living_holds_is_left_alone(house: House) -> None:
    brought = asked(house)
    held = Import.objects.filter(pk=brought.pk)
    held.update(job_key="another", lease_until=NOW + dt.timedelta(seconds=30))
    assert not work(house, brought)
    assert background.left_lying(NOW) == []
    assert background.left_lying(NOW + dt.timedelta(seconds=31)) == [brought.pk]
    assert work(house, brought, NOW + dt.timedelta(seconds=31))


def test_a_worker_whose_lease_was_taken_over_keeps_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = asked(house)
    real = keeping.whole

    def taken_over(*given: object) -> None:
        Import.objects.filter(pk=brought.pk).update(job_key="another")
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "whole", taken_over)
    assert not work(house, brought)
    assert Import.objects.get(pk=brought.pk).stage == Import.Stage.KEEPING
    assert Change.objects.filter(brought_by=brought).count() == 0


@pytest.mark.parametrize("at", ["reading", "writing"])
def test_a_worker_killed_at_any_step_is_followed_by_another(
    house: House, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    brought = asked(house)
    real = background._beat

    def killed(import_id: int, key: str, step: str, until: dt.datetime) -> None:
        real(import_id, key, step, until)
        if step == at:
            raise KeyboardInterrupt

    monkeypatch.setattr(background, "_beat", killed)
    with pytest.raises(KeyboardInterrupt):
        work(house, brought)
    monkeypatch.undo()
    assert _mark(house, ADA, "2026-11-24", "AM") == "N"
    assert not work(house, brought)
    assert work(house, brought, NOW + background.LEASE + dt.timedelta(seconds=1))
    assert _mark(house, ADA, "2026-11-24", "AM") == "I"


def test_a_file_that_cannot_be_kept_waits_again_and_says_why(house: House) -> None:
    brought = asked(house)
    (house.folder / brought.stored_as).write_bytes(b"something else")
    assert not work(house, brought)
    now = Import.objects.get(pk=brought.pk)
    assert now.stage == Import.Stage.READ
    assert "not the one you looked at" in now.problem


def test_asking_needs_the_permission(house: House) -> None:
    brought = house.read(CHANGED)
    with pytest.raises(PermissionDenied):
        background.ask(by=house.adults["tutor"], brought=brought, confirmed=False)


def test_asking_twice_is_refused(house: House) -> None:
    brought = asked(house)
    with pytest.raises(UnreadableFile):
        background.ask(by=house.lead, brought=brought, confirmed=False)


def test_a_file_being_kept_is_not_set_aside_or_taken_back(house: House) -> None:
    brought = asked(house)
    with pytest.raises(UnreadableFile):
        actions.set_aside(by=house.lead, brought=brought, folder=house.folder)
    with pytest.raises(undoing.CannotUndo):
        undoing.undo(by=house.lead, brought=brought)
    assert work(house, brought)


def test_the_tick_asks_again_for_what_was_left_lying(house: House) -> None:
    brought = asked(house)
    Import.objects.filter(pk=brought.pk).update(
        lease_until=timezone.now() - dt.timedelta(minutes=5), job_key="dead"
    )
    jobs.ask_for_what_is_due()
    assert Import.objects.get(pk=brought.pk).stage == Import.Stage.KEPT


def test_who_lost_the_permission_meanwhile_keeps_nothing(house: House) -> None:
    brought = asked(house)
    house.lead.role_key = "tutor"
    house.lead.save()
    assert not work(house, brought)
    assert Import.objects.get(pk=brought.pk).problem
    assert _mark(house, ADA, "2026-11-24", "AM") == "N"
