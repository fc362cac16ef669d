"""The rules of early warnings once more, slowly, one child at a time, to compare the product with.

A row is a list of marks as in tests.reference; `days` are their dates; `open_at` says of each
session whether any child's school was open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tests.reference import CLOSED, CODES, Row, is_missed, is_possible, number_of

Facts = dict[str, int]
Of = Mapping[str, int]
LATE_IN_TIME, LATE_AFTER, NO_REASON = (number_of(letter) for letter in "LUN")


def possible_marks(row: Row) -> list[int]:
    return [mark for mark in row if is_possible(mark)]


def _is_late(mark: int) -> bool:
    return mark < len(CODES) and CODES[mark]["code"] in ("L", "U")


def _apart(now: list[bool], before: list[bool], of: Of) -> bool:
    if len(now) < of["sessions"] or len(before) < of["before"] or not before or not now:
        return len(now) >= of["sessions"] and len(before) >= of["before"] and _zero(now, before)
    return sum(now) * 100 * len(before) - sum(before) * 100 * len(now) >= of["apart_percent"] * len(
        now
    ) * len(before)


def _zero(now: list[bool], before: list[bool]) -> bool:
    """Nothing to hold beside nothing is no lower and no higher."""
    return not now or not before


def lately(row: Row, of: Of) -> tuple[bool, Facts]:
    told = [is_missed(mark) for mark in possible_marks(row)]
    now = told[max(0, len(told) - of["sessions"]) :]
    before = told[: len(told) - len(now)]
    true = sum(now) >= of["least"] and _apart(now, before, of)
    return true, {
        "missed": sum(now), "of": len(now), "earlier": sum(before), "before": len(before),
    }  # fmt: skip


def later(row: Row, of: Of) -> tuple[bool, Facts]:
    came = [m for m in possible_marks(row) if not is_missed(m) or _is_late(m)]
    told = [_is_late(mark) for mark in came]
    now = told[max(0, len(told) - of["sessions"]) :]
    before = told[: len(told) - len(now)]
    true = sum(now) >= of["least"] and _apart(now, before, of)
    return true, {
        "late": sum(now), "of": len(now), "earlier": sum(before), "before": len(before),
    }  # fmt: skip


def weeks_of(days: Sequence[dt.date], open_at: Sequence[bool]) -> list[dt.date]:
    """The Monday of each week in which school was open, in order."""
    mondays = {d - dt.timedelta(days=d.weekday()) for d, o in zip(days, open_at, strict=True) if o}
    return sorted(mondays)


def spells(
    row: Row, days: Sequence[dt.date], weeks: Sequence[dt.date], of: Of
) -> tuple[bool, Facts]:
    since = weeks[-of["weeks"] :][0] if weeks else None
    begun, away = 0, False
    for mark, day in zip(row, days, strict=True):
        if not is_possible(mark):
            continue
        if is_missed(mark) and not away and since is not None and day >= since:
            begun += 1
        away = is_missed(mark)
    return begun >= of["least"], {"spells": begun}


def unexplained(
    row: Row, days: Sequence[dt.date], open_at: Sequence[bool], weeks: Sequence[dt.date], of: Of
) -> tuple[bool, Facts]:
    open_days = sorted({d for d, o in zip(days, open_at, strict=True) if o})
    since = weeks[-of["weeks"] :][0] if weeks else dt.date.max
    old = [
        day for mark, day in zip(row, days, strict=True)
        if mark == NO_REASON and day >= since
        and sum(other >= day for other in open_days) > of["days"] and mark != CLOSED
    ]  # fmt: skip
    return len(old) >= of["least"], {"sessions": len(old)}


def last_year(row: Row, days: Sequence[dt.date], of: Of) -> tuple[bool, Facts]:
    end = days[-1]
    this = dt.date(end.year if end.month >= 9 else end.year - 1, 9, 1)
    last = this.replace(year=this.year - 1)
    then = [m for m, d in zip(row, days, strict=True) if last <= d < this and is_possible(m)]
    now = [m for m, d in zip(row, days, strict=True) if d >= this and is_possible(m)]
    missed_then, missed_now = sum(map(is_missed, then)), sum(map(is_missed, now))
    true = (
        len(then) >= of["possible"]
        and 100 * missed_then >= of["share_percent"] * len(then)
        and len(now) <= of["first"]
        and missed_now >= of["least"]
    )
    return true, {
        "then": missed_then, "possible": len(then), "missed": missed_now, "of": len(now),
    }  # fmt: skip


def back(row: Row, of: Of) -> tuple[bool, Facts]:
    runs = [0]
    for mark in possible_marks(row):
        runs.append(runs[-1] + 1 if is_missed(mark) else 0)
    lately = runs[:-1][-of["since"] :]
    longest = max(lately, default=0)
    return runs[-1] == 0 and longest >= of["missed"], {"missed": longest}


def events(
    written: Sequence[dt.date], known: dt.date, days: Sequence[dt.date],
    open_at: Sequence[bool], first: dt.date, of: Of,
) -> tuple[bool, Facts]:  # fmt: skip
    """More events lately than of the child's own time before, day by day."""
    every = sorted({d for d, o in zip(days, open_at, strict=True) if o and d >= known})
    lately = every[-of["days"] :] if len(every) >= of["days"] else []
    counted = [d for d in written if d >= max(known, first) and every and d <= every[-1]]
    now = [d for d in counted if lately and d >= lately[0]]
    earlier = len(counted) - len(now)
    mine = [d for d in every if d >= first]
    of_now = min(len(mine), of["days"])
    before = len(mine) - of_now
    true = (
        len(now) >= of["least"] and of_now == of["days"] and before >= of["before"]
        and len(now) * 100 * before >= of["times_percent"] * earlier * of_now
    )  # fmt: skip
    return true, {"now": len(now), "days": of_now, "earlier": earlier, "before": before}
