"""Who did and saw what: the search for a data-protection officer, and the anchor to keep."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import trail_words, words
from belong.insight.questions.who_looked import Choice
from belong.insight.words import say
from belong.people import fetch, trail_anchors, trail_reading
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.people.trail_reading import Asked, Told

ON_A_PAGE = 50
MOST_PAGES = 100
IN_A_FILE = 5000
FIRST_SHOWN = dt.timedelta(days=6)


@dataclass(frozen=True)
class Wanted:
    """What somebody asks the trail. Days that make no sense are the last seven.

    child  exactly a number or exactly a full name; "" for everybody
    """

    first: dt.date
    last: dt.date
    adult: int | None = None
    verb: str = ""
    child: str = ""
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One line in words. `about` names a child only where the search asked for that child."""

    when: str
    who: str
    role: str
    what: str
    about: str


@dataclass(frozen=True)
class Found:
    """A page of the trail, newest first.

    child    the one who was asked for, or None
    nobody   whether a child was asked for whom the school does not have, or has twice
    anchors  the lines to copy out: how long the school's chain is, and its last sum
    """

    lines: tuple[Line, ...]
    when: str
    child: Pupil | None
    nobody: bool
    page: int
    more: bool
    adults: tuple[Choice, ...]
    verbs: tuple[Choice, ...]
    anchors: tuple[str, ...]


def days(first: str, last: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The days somebody asked for; the last seven where they said none that can be read."""
    try:
        one, other = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    except ValueError:
        return today - FIRST_SHOWN, today
    return min(one, other), max(one, other)


def ask(by: Membership, wanted: Wanted, today: dt.date) -> Found:
    """One page of the trail. The search is noted, and the child it asked for. Raises
    PermissionDenied."""
    page = min(max(wanted.page, 1), MOST_PAGES)
    start = (page - 1) * ON_A_PAGE
    child, told = _told(by, wanted, Verb.TRAIL_SEARCHED, start, ON_A_PAGE + 1)
    adults = trail_reading.adults(by)
    return Found(
        tuple(_line(one, child) for one in told[:ON_A_PAGE]),
        words.stretch(wanted.first, wanted.last),
        child,
        bool(wanted.child) and child is None,
        page,
        len(told) > ON_A_PAGE and page < MOST_PAGES,
        tuple(Choice(str(key), name, key == wanted.adult) for key, name in adults),
        tuple(Choice(v.value, v.value.capitalize(), v.value == wanted.verb) for v in Verb),
        tuple(str(a) for a in trail_anchors.taken(today, by.school_id)),
    )


def everything(by: Membership, wanted: Wanted) -> tuple[Line, ...]:
    """The same as lines of a file, at most IN_A_FILE; noted as taken away."""
    child, told = _told(by, wanted, Verb.TRAIL_EXPORTED, 0, IN_A_FILE)
    return tuple(_line(one, child) for one in told)


def _told(
    by: Membership, wanted: Wanted, why: Verb, start: int, most: int
) -> tuple[Pupil | None, list[Told]]:
    asked = Asked(wanted.first, wanted.last, wanted.adult, wanted.verb)
    detail: dict[str, object] = {
        "from": wanted.first.isoformat(), "to": wanted.last.isoformat(), "verb": wanted.verb,
        "one adult": wanted.adult is not None, "one child": bool(wanted.child),
    }  # fmt: skip
    child = fetch.sought(
        wanted.child, seen_by=by, wanting=Permission.TRAIL_SEARCH, why=why, detail=detail
    )
    if wanted.child and child is None:
        return None, []
    return child, trail_reading.search(asked, by=by, child=child, start=start, most=most)


def _line(one: Told, child: Pupil | None) -> Line:
    about = trail_words.about(one)
    if child is not None:
        others = say(", among {n} children", n=words.number(one.others + 1)) if one.others else ""
        about = f"{child}{others}"
    return Line(
        words.moment(one.at), trail_words.who(one), trail_words.role(one),
        one.verb.capitalize(), about,
    )  # fmt: skip
