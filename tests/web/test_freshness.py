"""How old School today is: whose registers are in, since when, and whether more are to come."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from pytest_django.fixtures import Settings
from tests.people import CHILDREN, KIT, TODAY, House, SignIn, as_csv
from tests.web.test_the_day_in_force import TUESDAY, bring, said

from belong.insight import fresh, one_day
from belong.intake import undoing
from belong.intake.models import Import

LONDON = ZoneInfo("Europe/London")
NOT_WHOLE = "so this is not the whole picture yet."


def _kept(brought: Import, day: dt.date, hour: int, minute: int) -> None:
    at = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
    Import.objects.filter(pk=brought.pk).update(kept_at=at)


def _newest(house: House) -> Import:
    return Import.objects.filter(school=house.school).order_by("-kept_revision")[0]


def test_the_time_of_todays_last_file_stands_beside_the_forms(
    house: House, signed_in: SignIn
) -> None:
    _kept(_newest(house), TODAY, 9, 12)
    assert "Morning registers in for 3 of 3 forms, 9:12." in said(signed_in(house))


@pytest.mark.parametrize("back", [1, 3])
def test_a_file_of_an_earlier_day_says_no_time(house: House, signed_in: SignIn, back: int) -> None:
    _kept(_newest(house), TODAY - dt.timedelta(days=back), 9, 12)
    text = said(signed_in(house))
    assert "Morning registers in for 3 of 3 forms. " in text
    assert "9:12." not in text.split("Where we are")[0]


def test_a_file_that_was_taken_back_is_not_the_last_one(house: House, signed_in: SignIn) -> None:
    _kept(_newest(house), TODAY, 9, 2)
    bring(house, [(CHILDREN[1], TUESDAY, "AM", "M")])
    later = _newest(house)
    _kept(later, TODAY, 9, 17)
    client = signed_in(house)
    assert "3 of 3 forms, 9:17." in said(client)
    later.refresh_from_db()
    undoing.undo(by=house.lead, brought=later)
    assert "3 of 3 forms, 9:02." in said(client)


@pytest.mark.parametrize(
    ("utc", "shown"),
    [("2026-10-23T08:05", "9:05"), ("2026-10-26T08:05", "8:05"), ("2026-10-22T23:30", "0:30"),
     ("2026-10-22T22:59", "")],
)  # fmt: skip
def test_the_time_is_londons_in_summer_and_winter(utc: str, shown: str) -> None:
    kept = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    asked = dt.date(2026, 10, 26) if "-26T" in utc else dt.date(2026, 10, 23)
    desk = SimpleNamespace(provenance=SimpleNamespace(kept_at=kept), is_today=True, asked=asked)
    assert fresh._came_today(desk) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "whole"),
    [("00:01:00", False), ("09:29:59", False), ("09:30:00", True), ("15:00:00", True)],
)
def test_before_registers_close_it_is_not_the_whole_picture(
    house: House, signed_in: SignIn, settings: Settings, now: str, whole: bool
) -> None:
    settings.FIXED_NOW = f"2026-11-24T{now}"
    text = said(signed_in(house))
    assert (f"Registers close at 9:30, {NOT_WHOLE}" in text) is not whole
    assert (NOT_WHOLE in text) is not whole


@pytest.mark.parametrize(("now", "whole"), [("13:29:00", False), ("13:30:00", True)])
def test_the_afternoon_has_its_own_time(
    house: House, signed_in: SignIn, settings: Settings, now: str, whole: bool
) -> None:
    settings.FIXED_NOW = f"2026-11-24T{now}"
    bring(house, [(c, TUESDAY, "PM", "\\") for c in CHILDREN if c is not KIT])
    text = said(signed_in(house))
    assert "Afternoon registers in for 3 of 3 forms" in text
    assert (f"Registers close at 13:30, {NOT_WHOLE}" in text) is not whole


def test_of_an_earlier_day_nothing_more_is_to_come(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-25T08:00:00"
    text = said(signed_in(house))
    assert "No register has come in yet today" in text
    assert NOT_WHOLE not in text


def test_a_mark_of_a_whole_day_has_no_time_to_close() -> None:
    assert one_day.closes(0) == dt.time(9, 30)
    assert one_day.closes(1) == dt.time(13, 30)
    assert one_day.closes(2) is None


def test_the_times_are_said_to_be_ours(house: House, signed_in: SignIn) -> None:
    query = "about=school&from=2026-11-24&to=2026-11-24"
    text = said(signed_in(house), f"/explain/registers_in/?{query}")
    assert "Check your local rule The times at which registers close, 9:30 and 13:30" in text


def test_a_school_without_forms_says_nothing_about_them(empty: House, signed_in: SignIn) -> None:
    heads = ["UPN", "Surname", "Forename", "Date", "Session", "Mark"]
    empty.bring(as_csv([heads, ["K000000000101", "Osei", "Ada", "2026-11-24", "AM", "N"]]))
    text = said(signed_in(empty))
    assert "registers in for" not in text
    assert f"Registers close at 9:30, {NOT_WHOLE}" in text
