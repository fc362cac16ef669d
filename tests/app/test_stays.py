"""A child's stays: one for each time they came, whatever the order in which files come in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.people import (
    ADA,
    BEN,
    CHILDREN,
    KIT,
    Child,
    House,
    as_csv,
    letters,
    marks_file,
    pupils_file,
    term,
)

from belong.attendance.measures.rates import rate
from belong.intake import actions, queries
from belong.people.models import Enrolment

SEPT, NOV = "2024-09-03", "2026-11-16"
RETURNER = Child("K000000000190", "Zed", "Backagain")
HEADS = ["UPN", "Surname", "Date of Admission", "Date of Leaving"]


def _stays(house: House, child: Child) -> list[tuple[str, str]]:
    rows = house.child(child).enrolments.order_by("admitted_on").values_list(
        "admitted_on", "left_on"
    )  # fmt: skip
    return [(str(begin or ""), str(end or "")) for begin, end in rows]


def _possible(house: House) -> tuple[int, int]:
    whole = queries.whole(house.school.pk)
    assert whole is not None
    found = rate(whole.register)
    return int(found.possible), int(found.missed)


def _pupils(house: House, children: Sequence[Child]) -> None:
    house.bring(pupils_file(children), "pupils.csv", kind=actions.PUPILS)


def _nothing_new(house: House, body: bytes) -> None:
    """The same marks once more find every one of themselves."""
    tally = house.read(body).preview["tally"]
    assert (tally["new"], tally["changed"]) == (0, 0)
    assert tally["same"] == tally["read"] - tally["blank"]
    before = _possible(house)
    house.bring(body)
    assert _possible(house) == before


@pytest.mark.slow
def test_marks_then_pupils_then_the_same_marks_double_nothing(empty: House) -> None:
    body = marks_file()
    empty.bring(body)
    _pupils(empty, CHILDREN)
    assert Enrolment.objects.count() == len(CHILDREN)
    assert _stays(empty, ADA) == [(SEPT, "")]
    assert _stays(empty, KIT) == [(SEPT, "2026-11-13")]
    _nothing_new(empty, body)


@pytest.mark.parametrize("admitted", ["2024-09-04", "2024-09-02", "2026-11-16"])
def test_a_corrected_admission_date_moves_the_stay(house: House, admitted: str) -> None:
    key = house.child(BEN).enrolments.get().pk
    _pupils(house, [replace(BEN, admitted=admitted)])
    stay = house.child(BEN).enrolments.get()
    assert (stay.pk, str(stay.admitted_on)) == (key, admitted)
    _nothing_new(house, marks_file([BEN]))


def test_a_corrected_date_of_an_old_stay_moves_that_one(house: House) -> None:
    _pupils(house, [replace(KIT, admitted="2026-11-23", left="")])
    _pupils(house, [replace(KIT, admitted="2024-09-10", left="2026-11-12")])
    assert _stays(house, KIT) == [("2024-09-10", "2026-11-12"), ("2026-11-23", "")]


def test_a_stay_never_reaches_into_the_next(house: House) -> None:
    _pupils(house, [replace(KIT, admitted="2026-11-23", left="")])
    _pupils(house, [replace(KIT, left="")])
    assert _stays(house, KIT) == [(SEPT, "2026-11-13"), ("2026-11-23", "")]


def test_an_undated_stay_that_ended_is_not_the_one_that_begins_later(empty: House) -> None:
    empty.bring(marks_file([KIT]))
    empty.bring(as_csv([["UPN", "Date of Leaving"], [KIT.id, "2026-11-13"]]), kind=actions.PUPILS)
    _pupils(empty, [replace(KIT, admitted="2026-11-23", left="")])
    assert sorted(_stays(empty, KIT)) == [("", "2026-11-13"), ("2026-11-23", "")]


def test_a_file_without_a_leaving_column_leaves_leaving_dates_alone(house: House) -> None:
    heads = ["UPN", "Legal Surname", "Date of Admission"]
    body = as_csv([heads, *([c.id, c.surname, c.admitted] for c in CHILDREN)])
    house.bring(body, kind=actions.PUPILS)
    assert _stays(house, KIT) == [(SEPT, "2026-11-13")]


def test_a_blank_in_the_leaving_column_means_still_here(house: House) -> None:
    _pupils(house, [replace(KIT, left="")])
    assert _stays(house, KIT) == [(SEPT, "")]


@pytest.mark.parametrize("newest_first", [False, True])
def test_two_rows_of_a_child_are_two_stays(house: House, newest_first: bool) -> None:
    rows = [
        replace(RETURNER, admitted=SEPT, left="2025-07-18", form="7 Oak"),
        replace(RETURNER, admitted=NOV, form="9 Fir"),
    ]
    body = pupils_file(rows[::-1] if newest_first else rows)
    read = house.read(body, kind=actions.PUPILS)
    assert (read.preview["pupils"], read.preview["pupils_new"]) == (1, 1)
    for _ in range(2):
        house.bring(body, kind=actions.PUPILS)
        assert _stays(house, RETURNER) == [(SEPT, "2025-07-18"), (NOV, "")]
    assert house.child(RETURNER).form == "9 Fir", "the latest stay is believed"


def test_an_earlier_stay_that_comes_to_light_is_put_before(house: House) -> None:
    _pupils(house, [replace(RETURNER, admitted=NOV)])
    key = house.child(RETURNER).enrolments.get().pk
    _pupils(house, [replace(RETURNER, admitted=SEPT, left="2025-07-18")])
    assert _stays(house, RETURNER) == [(SEPT, "2025-07-18"), (NOV, "")]
    assert house.child(RETURNER).enrolments.latest("admitted_on").pk == key


def test_rows_that_overlap_are_one_stay(house: House) -> None:
    lines = [[RETURNER.id, "B", SEPT, ""], [RETURNER.id, "B", NOV, ""], [RETURNER.id, "B", "", ""]]
    house.bring(as_csv([HEADS, *lines]), kind=actions.PUPILS)
    assert _stays(house, RETURNER) == [(SEPT, "")]


@pytest.mark.slow
def test_marks_follow_their_day_when_one_stay_becomes_two(empty: House) -> None:
    """Marks came first; then the school says the child was away between two stays."""
    here = [d for d in term() if not dt.date(2026, 11, 9) <= d < dt.date(2026, 11, 16)]
    rows = [[RETURNER.id, d.isoformat(), half, m] for d, half, m in letters(RETURNER, here)]
    body = as_csv([["UPN", "Date", "Session", "Mark"], *rows])
    empty.bring(marks_file(CHILDREN))
    empty.bring(body)
    both = [replace(RETURNER, left="2026-11-06"), replace(RETURNER, admitted=NOV)]
    _pupils(empty, both)
    _nothing_new(empty, body)
    whole = queries.whole(empty.school.pk)
    assert whole is not None
    register = whole.register
    mine = register.pupil == empty.child(RETURNER).pk
    per_stay = [int((register.marks[row] < 200).sum()) for row in mine.nonzero()[0]]
    assert sorted(per_stay) == [10, 13]
