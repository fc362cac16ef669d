"""How long what people write is kept: kept.toml, read once. Each room deletes its own when a day
is over; what says how long stands here alone."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from belong.basics.terms import year_end, year_of, year_start


@dataclass(frozen=True)
class Kept:
    """One kind of thing that is kept, as kept.toml says it."""

    says: str
    school_years: int


@cache
def rules() -> Mapping[str, Kept]:
    """Every kind by its name."""
    said = tomllib.loads((files(__package__) / "kept.toml").read_text(encoding="utf-8"))
    return {name: Kept(**one) for name, one in said["kept"].items()}


def first_day(name: str, today: dt.date) -> dt.date:
    """The earliest day from which something of a kind is still kept. Raises KeyError."""
    return year_start(year_of(today) - rules()[name].school_years)


def last_day(name: str, written: dt.date) -> dt.date:
    """The last day on which something written on a day is there. Raises KeyError."""
    return year_end(year_of(written) + rules()[name].school_years)
