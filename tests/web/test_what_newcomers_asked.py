"""What people who saw Belong for the first time stumbled over."""

from __future__ import annotations

import datetime as dt

import pytest
from tests import people
from tests.people import CAL, CHILDREN, House, SignIn
from tests.web.test_the_day_in_force import bring, said

TODAY = people.TODAY
SCOPE = "about=school&from=2026-11-02&to=2026-11-24"


def test_here_in_the_morning_and_gone_after_lunch_is_said(house: House, signed_in: SignIn) -> None:
    """Gone since the morning is another call home than not come at all."""
    bring(house, [(c, TODAY, "PM", "N" if c is CAL else "\\") for c in CHILDREN[:-1]])
    away = said(signed_in(house)).split("Where we are")[0]
    line = away[away.index(CAL.surname) :]
    assert line[:80].count("Was here in the morning.") == 1


@pytest.mark.parametrize("typed", ["o'harrow", "o’harrow", "oharrow", "O'HARROW"])
def test_a_name_is_found_with_any_apostrophe_and_with_none(
    house: House, signed_in: SignIn, typed: str
) -> None:
    assert "1 child found" in said(signed_in(house), f"/children/?q={typed}")


def test_reasons_are_explained_mark_by_mark(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    text = said(client, f"/explain/reasons/?{SCOPE}")
    saved = b"".join(client.get(f"/explain/reasons/marks.csv?{SCOPE}").streaming_content).decode()
    ill = sum(1 for line in saved.splitlines() if line.split(",")[3] == "I")
    assert ill > 0
    assert f"I Ill {ill} " in text


def test_still_moving_does_not_mix_sessions_with_children(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    assert "would be missed" in said(client, f"/explain/absence/?{SCOPE}")
    assert "would be missed" not in said(client, f"/explain/persistent_absence/?{SCOPE}")


def test_a_time_that_ends_before_it_begins_is_not_there(house: House, signed_in: SignIn) -> None:
    first, last = dt.date(2026, 11, 20), dt.date(2026, 11, 16)
    address = f"/explain/absence/?about=school&from={first}&to={last}"
    assert signed_in(house).get(address).status_code == 404


def test_a_saved_list_says_of_whom_and_when(house: House, signed_in: SignIn) -> None:
    answer = signed_in(house).get("/children/list.csv?year=8")
    assert 'filename="children-8-2026-11-24.csv"' in answer["Content-Disposition"]
    head = b"".join(answer.streaming_content).decode().splitlines()[0]
    assert "Share missed" in head
    assert "Support adults bring" in head
