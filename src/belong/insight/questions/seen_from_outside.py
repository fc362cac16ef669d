"""What a child's family, the young person and a professional from outside are told of the register:
no band, no count of what was not allowed, and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import CLOSED, NO_MARK, NOT_ON_ROLL, Code, Kind, table
from belong.attendance.measures.absence import absence
from belong.attendance.register import Register
from belong.basics.terms import HalfTerm, date_of, year_of, year_start
from belong.insight import words
from belong.insight.desk import in_force, one_row_a_child, through
from belong.insight.marks import DAYS
from belong.insight.questions import asking_to_talk, by_name
from belong.insight.questions.asking_to_talk import Near
from belong.insight.words import say, say_n
from belong.intake import queries
from belong.people import from_outside
from belong.people.from_outside import Seen
from belong.people.outsiders import Kind as Outsider
from belong.practice.contact import words_told

HERE, ELSEWHERE, AWAY, NO_SCHOOL, NOT_YET = "here", "elsewhere", "away", "no school", "not yet"
GENTLY = {
    "illness": "ill",
    "medical": "at an appointment",
    "religious": "away for a religious day",
    "study_leave": "on study leave",
    "late_after_close": "here",
}
"""Marks that say more than away, in words for home."""
PLAIN = {
    HERE: "here",
    ELSEWHERE: "learning elsewhere",
    AWAY: "not in school",
    NO_SCHOOL: "no school",
    NOT_YET: "not written down",
}

TODAY = {
    HERE: "{name} is here today",
    ELSEWHERE: "{name} is learning elsewhere today",
    AWAY: "{name} is not here today",
    NO_SCHOOL: "No school is expected for {name} today",
    NOT_YET: "There is no register for {name} yet today",
}


@dataclass(frozen=True)
class Week:
    """One school week in words."""

    title: str
    words: str


@dataclass(frozen=True)
class FromOutside:
    """The page of a visit.

    title      for home, how many days they came to this half-term; for a professional, today
    weeks      this school year, the latest week first; none for a professional
    half_days  today, each half-day as the school wrote it; for a professional
    missed     sessions missed this half-term; for a professional
    told       words that somebody at school put on this page today, and who and when; for a
               professional
    replies    what adults wrote back to what the young person answered by name: the survey, the
               young person's words, the reply, the day; none for anybody else
    near       whom the young person can ask to talk to; none for anybody else
    """

    seen: Seen
    title: str
    weeks: tuple[Week, ...] = ()
    half_days: tuple[str, ...] = ()
    missed: str = ""
    told: tuple[tuple[str, str], ...] = ()
    near: tuple[Near, ...] = ()
    replies: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def mine(self) -> bool:
        """Whether the child themselves reads it."""
        return self.seen.kind == Outsider.YOUNG_PERSON

    @property
    def professional(self) -> bool:
        """Whether somebody reads it who works with the child from outside."""
        return self.seen.kind == Outsider.PROFESSIONAL


def ask(link_id: int, now: dt.datetime) -> FromOutside:
    """The page. The look is in the trail, as the outsider's, before the register is opened.

    raises  belong.people.link_codes.Closed
    """
    seen = from_outside.child(link_id, now=now)
    year = _year_of(seen, now.date())
    if seen.kind == Outsider.PROFESSIONAL:
        return replace(_for_a_professional(seen, year, now.date()), told=_told(seen, now.date()))
    mine = seen.kind == Outsider.YOUNG_PERSON
    near = asking_to_talk.by_link(link_id, now) if mine else ()
    replies = by_name.told(seen.child) if mine else ()
    if year is None:
        title = say("No register has come in yet.")
        return FromOutside(seen, title, near=near, replies=replies)
    return FromOutside(seen, _came(seen, year), tuple(_weeks(year)), near=near, replies=replies)


def _told(seen: Seen, today: dt.date) -> tuple[tuple[str, str], ...]:
    """Words put on this very page today: not those on another's."""
    return tuple(
        (said, say("{who}, {at}", who=who, at=words.moment(at).rsplit(", ", 1)[-1]))
        for said, at, who in words_told.on_page(seen.involvement, today)
    )


def _year_of(seen: Seen, today: dt.date) -> Register | None:
    """The one child's row of this school year, up to the session in force; None without marks."""
    whole = queries.whole(seen.school)
    if whole is None:
        return None
    every = one_row_a_child(whole.register.until(today))
    last = in_force(every)
    row = np.flatnonzero(every.pupil == seen.child).astype(np.int32)
    if last is None or not len(row):
        return None
    year = through(every, last).window(year_start(year_of(today)), today).rows(row)
    return year if (year.marks < NO_MARK).any() else None


def _half_term(year: Register) -> HalfTerm | None:
    """The latest half-term there is."""
    return year.half_terms()[-1] if year.half_terms() else None


def _sums(year: Register) -> dict[str, int]:
    term = _half_term(year)
    part = year.window(term.first, term.last) if term else year
    line: dict[str, int] = absence(part).to_pylist()[0]
    return line


def _came(seen: Seen, year: Register) -> str:
    sums, term = _sums(year), _half_term(year)
    came = sums["attended"] + sums["approved"]
    when = words.short_day(term.first) if term else ""
    if not came:
        return say("Nothing is written down yet for this half-term.")
    days = words.days_of(came)
    if seen.kind == Outsider.YOUNG_PERSON:
        return say("You have been in school for {days} this half-term, since {when}.",
                   days=days, when=when)  # fmt: skip
    return say("{name} has been in school for {days} this half-term, since {when}.",
               name=seen.name, days=days, when=when)  # fmt: skip


def _for_a_professional(seen: Seen, year: Register | None, today: dt.date) -> FromOutside:
    if year is None:
        return FromOutside(seen, _today(np.zeros(0, dtype=np.uint8), seen.name))
    part = year.window(today, today)
    marks = part.marks[0]
    sums = _sums(year)
    missed = say("{sessions} missed this half-term.", sessions=words.sessions(sums["missed"]))
    halves = tuple(
        say("{half}: {words}", half=_half(int(half)), words=_as_written(int(mark)))
        for half, mark in zip(part.sessions.half, marks, strict=True)
    )
    return FromOutside(seen, _today(marks, seen.name), half_days=halves, missed=missed)


def _today(marks: NDArray[np.uint8], name: str) -> str:
    """The latest mark of today, in a sentence."""
    kinds = [_kind(int(mark)) for mark in marks]
    known = [kind for kind in kinds if kind not in (NOT_YET, NO_SCHOOL)]
    if known:
        return say(TODAY[known[-1]], name=name)
    return say(TODAY[NO_SCHOOL if NO_SCHOOL in kinds else NOT_YET], name=name)


def _half(half: int) -> str:
    return (say("Morning"), say("Afternoon"), say("All day"))[half]


def _as_written(mark: int) -> str:
    """A mark in the school's words; where no school was expected, nobody outside is told why."""
    if mark < NO_MARK and _kind(mark) != NO_SCHOOL:
        return say(table()[mark].words)
    return say(PLAIN[_kind(mark)])


def _kind(mark: int) -> str:
    if mark >= NO_MARK:
        return {NO_MARK: NOT_YET, CLOSED: NO_SCHOOL, NOT_ON_ROLL: NO_SCHOOL}[mark]
    code = table()[mark]
    if code.kind == Kind.PRES or code.group == "late_after_close":
        return HERE
    if code.kind == Kind.AEA:
        return ELSEWHERE
    return NO_SCHOOL if code.kind in (Kind.NOTPOSS, Kind.ADMIN) else AWAY


def _gently(mark: int) -> str:
    code: Code | None = table()[mark] if mark < NO_MARK else None
    if code is not None and code.group in GENTLY:
        return say(GENTLY[code.group])
    return say(PLAIN[_kind(mark)])


def _weeks(year: Register) -> Iterator[Week]:
    """Each week with anything to say, the latest first."""
    mondays = year.sessions.monday
    for monday in sorted(set(mondays.tolist()), reverse=True):
        at = np.flatnonzero(mondays == monday)
        said = _week(year, at)
        if said:
            yield Week(say("Week of {day}", day=words.short_day(date_of(monday))), said)


def _week(year: Register, at: NDArray[np.int64]) -> str:
    days: dict[int, list[str]] = {}
    for n in at:
        days.setdefault(int(year.sessions.day[n]), []).append(_gently(int(year.marks[0, n])))
    silent = {say(PLAIN[NO_SCHOOL]), say(PLAIN[NOT_YET])}
    told = {day: halves for day, halves in days.items() if set(halves) - silent}
    if not told:
        return ""
    if all(set(halves) <= {say(PLAIN[HERE])} for halves in told.values()):
        return say_n("Here for {n} day.", "Here every day, {n} days.", len(told))
    alike = groupby(told.items(), key=lambda item: _halves(item[1]))
    return ". ".join(_days([day for day, _ in run], said) for said, run in alike) + "."


def _halves(halves: list[str]) -> str:
    if len(set(halves)) == 1:
        return halves[0]
    return say("{am}, then {pm}", am=halves[0], pm=halves[-1])


def _days(days: list[int], said: str) -> str:
    """Monday: ill; or Monday to Thursday: ill."""
    first, last = (say(DAYS[date_of(day).weekday()]) for day in (days[0], days[-1]))
    if len(days) == 1:
        return say("{day}: {words}", day=first, words=said)
    return say("{first} to {last}: {words}", first=first, last=last, words=said)
