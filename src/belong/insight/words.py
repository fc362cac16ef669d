"""Numbers and dates as a school says them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext, ngettext

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say(text: str, /, **values: object) -> str:
    """A sentence in the reader's language, with its values put in."""
    return gettext(text).format(**values)


def say_n(one: str, many: str, n: int, /, **values: object) -> str:
    """A sentence for one or for many, with `{n}` put in."""
    return ngettext(one, many, n).format(n=number(n), **values)


def number(n: int) -> str:
    """9,046"""
    return f"{n:,}"


def capital(text: str) -> str:
    """Text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def about(count: int | None) -> str:
    """about 90, of a count that is told rounded; fewer than ten of one that is not told."""
    return say("fewer than ten") if count is None else say("about {n}", n=number(count))


def percent(share: float | None, places: int = 1) -> str:
    """7.0%, or a dash where nothing was possible."""
    return "–" if share is None else f"{100 * share:.{places}f}%"


def day(on: dt.date) -> str:
    """Fri 20 Nov 2026"""
    return f"{gettext(WEEKDAYS[on.weekday()])} {on.day} {gettext(MONTHS[on.month - 1])} {on.year}"


def short_day(on: dt.date) -> str:
    """20 Nov"""
    return f"{on.day} {gettext(MONTHS[on.month - 1])}"


def stretch(first: dt.date, last: dt.date) -> str:
    """16 to 20 Nov 2026"""
    if first == last:
        return day(first)
    if (first.month, first.year) == (last.month, last.year):
        return say("{a} to {b}", a=first.day, b=f"{short_day(last)} {last.year}")
    year = "" if first.year == last.year else f" {first.year}"
    return say("{a} to {b}", a=short_day(first) + year, b=f"{short_day(last)} {last.year}")


def moment(at: dt.datetime) -> str:
    """Tue 24 Nov 2026, 9:15, in London."""
    at = timezone.localtime(at)
    return f"{day(at.date())}, {at.hour}:{at.minute:02d}"


def days_of(sessions: int) -> str:
    """Half-days as days: 4½ days."""
    whole, half = divmod(sessions, 2)
    amount = f"{whole if whole or not half else ''}{'½' if half else ''}"
    return say_n("{amount} day", "{amount} days", 1 if sessions <= 2 else 2, amount=amount)


def sessions(n: int) -> str:
    """12 sessions (6 days): always both."""
    count = say_n("{n} session", "{n} sessions", n)
    return count if n == 0 else f"{count} ({days_of(n)})"


def listed(items: list[str]) -> str:
    """a, b and c"""
    if len(items) < 2:
        return "".join(items)
    return say("{most} and {last}", most=", ".join(items[:-1]), last=items[-1])


def year_label(year: str) -> str:
    """Year 8; Reception is said as it is."""
    return say("Year {year}", year=year) if year.isdigit() else year
