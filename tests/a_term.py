"""A term of marks in which some children miss every Monday morning: what Noticing is about."""

from __future__ import annotations

import datetime as dt

from tests import people
from tests.people import ADA, CHILDREN, EVE, House, as_csv

from belong.intake import actions

FIRST, LAST = dt.date(2026, 9, 7), dt.date(2026, 11, 24)
HALF_TERM = (dt.date(2026, 10, 26), dt.date(2026, 10, 30))


def days() -> list[dt.date]:
    every = [FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    return [d for d in every if d.weekday() < 5 and not HALF_TERM[0] <= d <= HALF_TERM[1]]


OTHERS = people.many(60)


def ill_on(n: int) -> set[dt.date]:
    """Two days on which the nth of the others is ill."""
    every = days()
    return {every[n * 7 % len(every)], every[n * 13 % len(every)]}


def register(missed: dict[str, list[dt.date]]) -> bytes:
    """A term of marks: some Monday mornings missed by some, and two days of illness by others."""
    ill = {child.id: ill_on(n) for n, child in enumerate(OTHERS)}
    lines = [["UPN", "Surname", "Forename", "Year Group", "Reg", "Date", "Session", "Mark"]]
    for child in (*CHILDREN, *OTHERS):
        for day in days():
            if child.left and day.isoformat() > child.left:
                continue
            for half, mark in (("AM", "/"), ("PM", "\\")):
                away = half == "AM" and day in missed.get(child.id, [])
                mark = "I" if day in ill.get(child.id, ()) else mark
                lines.append([child.id, child.surname, child.forename, child.year, child.form,
                              day.isoformat(), half, "O" if away else mark])  # fmt: skip
    return as_csv(lines)


def mondays(since: dt.date) -> list[dt.date]:
    return [d for d in days() if d.weekday() == 0 and d >= since]


def bring(house: House) -> None:
    """Sixty more children, and a term: Ada and Eve miss Monday mornings since 28 September."""
    house.bring(people.pupils_file((*CHILDREN, *OTHERS)), "pupils.csv", kind=actions.PUPILS)
    missed = mondays(dt.date(2026, 9, 28))
    house.bring(register({ADA.id: missed, EVE.id: missed}), "term.csv")
