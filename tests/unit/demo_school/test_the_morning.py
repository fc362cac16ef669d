"""On the day the demo is opened most morning registers are in, and somebody is missing."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from demo_school import kindness, morning

MONDAY = dt.date(2026, 11, 23)


def lines(folder: Path, **more: object) -> list[dict[str, str]]:
    path = morning.write(folder, today=MONDAY, **more)  # type: ignore[arg-type]
    assert path is not None
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_somebody_is_missing_without_a_reason_and_two_forms_are_still_to_come(
    tmp_path: Path,
) -> None:
    found = lines(tmp_path, form="8 Rowan")
    marks = Counter(line["Mark"] for line in found)
    out = {line["Reg"] for line in found if line["Mark"] == "-"}
    assert {(line["Date"], line["Session"]) for line in found} == {("23/11/2026", "AM")}
    assert marks["N"] > 10
    assert len(out) == morning.FORMS_OUT
    assert "8 Rowan" not in out
    missing = morning.without_a_reason(tmp_path / "marks-this-morning.csv")
    assert len(missing) == marks["N"]


@pytest.mark.slow
def test_nobody_is_away_whom_somebody_wrote_of_this_morning(tmp_path: Path) -> None:
    plain = {line["UPN"]: line for line in lines(tmp_path)}
    seen = {line["UPN"]: line for line in lines(tmp_path, seen=kindness.seen_today())}
    changed = {upn for upn in plain if plain[upn] != seen[upn]}
    assert {(plain[upn]["Mark"], seen[upn]["Mark"]) for upn in changed} == {("I", "L")}
    assert "Callum Reid" in kindness.seen_today()


@pytest.mark.slow
def test_a_day_without_school_has_no_morning(tmp_path: Path) -> None:
    assert morning.write(tmp_path, today=dt.date(2026, 11, 21)) is None
    assert not list(tmp_path.iterdir())
