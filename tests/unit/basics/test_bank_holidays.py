"""Bank holidays of England, held beside the dates the government published."""

from __future__ import annotations

import datetime as dt

import pytest

from belong.basics.bank_holidays import bank_holiday, bank_holidays, easter

PUBLISHED = {
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_days_are_those_that_were_published(year: int) -> None:
    assert [f"{on:%m-%d}" for on in bank_holidays(year)] == PUBLISHED[year].split()


@pytest.mark.parametrize(
    ("year", "on"),
    [(1818, "03-22"), (1943, "04-25"), (2000, "04-23"), (2008, "03-23"), (2038, "04-25"),
     (2049, "04-18"), (2076, "04-19"), (1954, "04-18"), (1981, "04-19")],
)  # fmt: skip
def test_easter_at_its_edges(year: int, on: str) -> None:
    assert f"{easter(year):%m-%d}" == on


def test_a_day_is_called_by_its_name() -> None:
    assert bank_holiday(dt.date(2026, 5, 4)) == "Early May bank holiday"
    assert bank_holiday(dt.date(2021, 12, 27)) == "Christmas Day"
    assert bank_holiday(dt.date(2022, 12, 27)) == "Christmas Day"
    assert bank_holiday(dt.date(2026, 5, 5)) == ""


def test_no_bank_holiday_falls_on_a_weekend_or_on_another() -> None:
    for year in range(1990, 2100):
        days = list(bank_holidays(year))
        assert all(on.weekday() < 5 for on in days), year
        assert len(days) == 8 + {2022: 2, 2023: 1}.get(year, 0), year
