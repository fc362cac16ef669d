"""Who looked at a child: for the adults who keep watch over it, and for the child."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from belong.basics.terms import year_of, year_start
from belong.insight import trail_words, words
from belong.insight.words import say, say_n
from belong.people import fetch, trail_reading
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.people.trail_reading import Told

MOST = 5000
"""Lines read at once. A child of whom more is written is asked about for fewer days."""
SPANS = {"week": "Last 7 days", "month": "Last 30 days", "year": "This school year"}
KINDS = {"": "All of it", "one": "About this child alone", "list": "In lists"}


@dataclass(frozen=True)
class Choice:
    """One thing to pick."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Look:
    """What one adult did, once or several times in a day.

    who   the name, in words where nobody knows it any more
    role  what they were at that time, "" where it was not written down; with the shared device
          they came in on
    when  9:12, or 9:12 to 15:40
    """

    who: str
    role: str
    what: str
    when: str


@dataclass(frozen=True)
class Day:
    """The looks of one day, newest first."""

    on: dt.date
    words: str
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class WhoLooked:
    """Everybody who looked at a child on some days.

    adults  the names of those who looked, each once, in the order of names
    more    whether there is more than was read: fewer days show all of it
    """

    pupil: Pupil
    heading: str
    when: str
    days: tuple[Day, ...]
    adults: tuple[str, ...]
    spans: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    more: bool


def ask(
    by: Membership,
    pupil_id: int,
    today: dt.date,
    *,
    span: str = "month",
    kind: str = "",
    why: Verb = Verb.LOOKS_SEEN,
    to_them: bool = False,
) -> WhoLooked:
    """Who looked at a child. The question is a look too, and stands in its own answer.

    span, kind  keys of SPANS and KINDS; others mean the month and all
    to_them     said to the child: "opened a page about you"
    raises      PermissionDenied, NotYours
    """
    span, kind = span if span in SPANS else "month", kind if kind in KINDS else ""
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.TRAIL_OF_CHILD, why=why)
    first = _first(span, today)
    told = trail_reading.about_child(pupil, by=by, first=first, last=today, most=MOST)
    more = len(told) == MOST
    told = [one for one in told if not kind or (one.others > 0) is (kind == "list")]
    adults = sorted({trail_words.who(one) for one in told})
    return WhoLooked(
        pupil,
        say_n(
            "{n} adult looked at {name}",
            "{n} adults looked at {name}",
            len(adults),
            name=pupil.first,
        ),
        words.stretch(first, today),
        tuple(_days(told, trail_words.THEMSELVES if to_them else trail_words.THE_CHILD)),
        tuple(adults),
        tuple(Choice(key, say(text), key == span) for key, text in SPANS.items()),
        tuple(Choice(key, say(text), key == kind) for key, text in KINDS.items()),
        more,
    )


def _first(span: str, today: dt.date) -> dt.date:
    if span == "year":
        return year_start(year_of(today))
    return today - dt.timedelta(days=6 if span == "week" else 29)


def _days(told: Iterable[Told], child: Mapping[str, str]) -> Iterator[Day]:
    for on, of_day in groupby(told, key=lambda one: timezone.localtime(one.at).date()):
        yield Day(on, words.day(on), tuple(_looks(list(of_day), child)))


def _looks(of_day: list[Told], child: Mapping[str, str]) -> Iterator[Look]:
    """One line for what somebody did several times; lists are folded together whatever their
    length."""
    folded: dict[tuple[str, str, str, bool], list[Told]] = {}
    for one in of_day:
        key = (one.adult, trail_words.role(one), one.verb, one.others > 0)
        folded.setdefault(key, []).append(one)
    for (_, role, _, _), same in folded.items():
        yield Look(
            trail_words.who(same[0]), role, trail_words.what(same, child),
            trail_words.clock([one.at for one in same]),
        )  # fmt: skip
