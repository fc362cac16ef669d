"""When the daily e-mail may go out: waiting_mail.toml, and a school's own quiet hours."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils import timezone

SATURDAY = 5
DAY_OF_MINUTES = 24 * 60


@dataclass(frozen=True)
class Hours:
    """Quiet hours: from a time of day until another, on the next day where that comes first."""

    first: dt.time
    until: dt.time

    def hold(self, at: dt.time) -> bool:
        """Whether a time of day lies in them."""
        if self.first <= self.until:
            return self.first <= at < self.until
        return at >= self.first or at < self.until


@dataclass(frozen=True)
class Rules:
    """waiting_mail.toml as its comments say."""

    goes_from: dt.time
    quiet: Hours
    tries: int
    again: dt.timedelta
    at_once: int
    at_most: dt.timedelta
    kept: dt.timedelta


@cache
def rules() -> Rules:
    """The rules there are."""
    said = tomllib.loads((files(__package__) / "waiting_mail.toml").read_text(encoding="utf-8"))
    return Rules(
        goes_from=dt.time.fromisoformat(said["goes_from"]),
        quiet=hours(said["quiet_from"], said["quiet_until"]),
        tries=said["tries"],
        again=dt.timedelta(minutes=said["again_minutes"]),
        at_once=said["at_once"],
        at_most=dt.timedelta(seconds=said["at_most_seconds"]),
        kept=dt.timedelta(days=said["kept_days"]),
    )


def hours(first: str, until: str) -> Hours:
    """Hours from two times such as 18:00. Raises ValueError."""
    return Hours(dt.time.fromisoformat(first), dt.time.fromisoformat(until))


def minutes_left(quiet: Hours) -> int:
    """Minutes of a school day on which the e-mail may go out."""
    first = rules().goes_from
    every = range(first.hour * 60 + first.minute, DAY_OF_MINUTES)
    return sum(not quiet.hold(dt.time(*divmod(minute, 60))) for minute in every)


def may_go(quiet: Hours, now: dt.datetime) -> bool:
    """Whether it may go out at a moment. Says nothing of whether there is school."""
    here = timezone.localtime(now)
    at = here.time().replace(tzinfo=None)
    return here.weekday() < SATURDAY and at >= rules().goes_from and not quiet.hold(at)
