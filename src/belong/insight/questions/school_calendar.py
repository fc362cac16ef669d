"""When school is open: half-terms with their days, what people said, and what the marks ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.measures.counts import POSSIBLE
from belong.attendance.register import Register
from belong.basics.terms import year_end, year_name, year_of, year_start
from belong.insight import calendar_asks, words
from belong.insight.calendar_asks import About, Ask
from belong.insight.calendar_year import CalendarYear, gathered
from belong.insight.questions import calendar_questions as asking
from belong.insight.questions import calendar_table
from belong.insight.questions.calendar_questions import Question
from belong.insight.tables import Table
from belong.insight.words import say, say_n
from belong.intake import calendar, calendar_said
from belong.intake.calendar import Said, SaidTerm
from belong.intake.calendar_models import Closure, Term
from belong.intake.queries import Laid
from belong.intake.year_groups import in_order
from belong.people.models import Membership
from belong.registers.joining import SAID_CLOSED, told_of


@dataclass(frozen=True)
class Spoken:
    """A statement as a page lists it. standing: nobody has taken it back"""

    pk: int
    title: str
    reason: str
    who: str
    standing: bool


@dataclass(frozen=True)
class SchoolCalendar:
    """The page's answer.

    year, name   the school year asked about, and 2026/27
    years        every year that can be asked about, the newest first, as year and name
    questions    what nobody has answered; `later` are those somebody put off
    groups       year groups that can be chosen, with what they are called
    table        half-terms with days open; None before any marks or terms
    """

    year: int
    name: str
    years: tuple[tuple[int, str], ...]
    heading: str
    lede: str
    questions: tuple[Question, ...]
    later: tuple[Question, ...]
    table: Table | None
    expected: str
    spoken: tuple[Spoken, ...]
    taken_back: tuple[Spoken, ...]
    terms: tuple[Spoken, ...]
    groups: tuple[tuple[str, str], ...]


def of_year(
    by: Membership, today: dt.date, year: int | None = None, put_off: frozenset[str] = frozenset()
) -> SchoolCalendar:
    """The calendar of one school year, of the one of today where none is asked for.

    put_off  keys of questions that were answered "not now"
    """
    at = gathered(by.school_id, today, year)
    every = [*_against(at), *(asking.in_words(a) for a in _asks(at))]
    questions = tuple(q for q in every if q.key not in put_off)
    spoken = calendar.closures(by.school_id)
    mine = [c for c in spoken if year_of(c.first) <= at.year <= year_of(c.last)]
    return SchoolCalendar(
        year=at.year,
        name=year_name(at.year),
        years=_years(at),
        heading=_heading(at, len(questions)),
        lede=_lede(at),
        questions=questions,
        later=tuple(q for q in every if q.key in put_off),
        table=calendar_table.table(at),
        expected=calendar_table.expected(),
        spoken=tuple(_spoken(c) for c in mine if c.withdrawn_at is None),
        taken_back=tuple(_spoken(c) for c in mine if c.withdrawn_at is not None),
        terms=tuple(_term(t) for t in at.terms),
        groups=tuple((y, asking.years_said((y,))) for y in calendar.years_of(by.school_id)),
    )


def _asks(at: CalendarYear) -> list[Ask]:
    return calendar_asks.asks(at.days, at.terms, at.today) if at.days else []


@dataclass(frozen=True)
class Meant:
    """What an answer to a question would say, or which statement it takes back."""

    closures: tuple[Said, ...] = ()
    terms: tuple[SaidTerm, ...] = ()
    take_back: int | None = None


def meant(by: Membership, today: dt.date, year: int | None, key: str, answer: str) -> Meant | None:
    """What an answer to a question means, worked out anew from the marks.

    None where nobody asks that any more, or where it has no such answer
    """
    at = gathered(by.school_id, today, year)
    for question in _against(at):
        if question.key == key and answer == asking.TAKE_BACK:
            return Meant(take_back=int(key.rpartition("_")[2]))
    found = next((a for a in _asks(at) if a.key == key), None)
    if found is None:
        return None
    if found.about == About.TERMS:
        return Meant(terms=found.terms) if answer == asking.KEEP else None
    try:
        return Meant(closures=(asking.closure_of(found, answer),))
    except KeyError:
        return None


def _years(at: CalendarYear) -> tuple[tuple[int, str], ...]:
    with_marks = {y.year for y in at.laid.years} if at.laid else set()
    every = with_marks | {year_of(at.today), at.year}
    return tuple((year, year_name(year)) for year in sorted(every, reverse=True))


def _heading(at: CalendarYear, questions: int) -> str:
    if questions:
        return say_n(
            "{n} question about when school was open", "{n} questions about when school was open",
            questions,
        )  # fmt: skip
    if at.days is None:
        return say("When is school open?")
    open_days = int(at.days.school_day.sum())
    if year_of(at.today) == at.year:
        return say_n(
            "School was open on {n} day so far this year",
            "School was open on {n} days so far this year", open_days,
        )  # fmt: skip
    return say_n(
        "School was open on {n} day in {y}", "School was open on {n} days in {y}", open_days,
        y=year_name(at.year),
    )  # fmt: skip


def _lede(at: CalendarYear) -> str:
    if at.days is None:
        return say("Nobody has a mark in this year yet. You can say its dates already.")
    return say(
        "The marks show when children came. What you say here counts more, and every figure"
        " follows it."
    )


# What people said


def _spoken(closure: Closure) -> Spoken:
    return Spoken(
        closure.pk, asking.closure_title(closure), closure.words, _who_said(closure),
        closure.withdrawn_at is None,
    )  # fmt: skip


def _term(term: Term) -> Spoken:
    title = f"{term.name}: {words.stretch(term.first, term.last)}"
    return Spoken(term.pk, title, "", _who_said(term), True)


def _who_said(row: Closure | Term) -> str:
    said = f"{row.by.name}, {words.moment(row.at)}, {row.get_source_display()}"
    if row.withdrawn_at is None or row.withdrawn_by is None:
        return said
    return say(
        "{said}. Taken back by {who}, {when}", said=said, who=row.withdrawn_by.name,
        when=words.moment(row.withdrawn_at),
    )  # fmt: skip


# Marks on days that were said to be closed


def _against(at: CalendarYear) -> list[Question]:
    if at.register is None or at.laid is None:
        return []
    register = at.register
    told = told_of(
        at.sayings, register.sessions.day, register.sessions.half, register.open.shape[0]
    )
    found = []
    for closure in at.standing:
        if closure.kind != Closure.Kind.OPEN and _touches(closure, at.year):
            counts = _with_marks(at, closure, told == SAID_CLOSED)
            if counts:
                years = [(year, counts[year]) for year in in_order(counts)]
                found.append(asking.against(closure, sum(counts.values()), years))
    return found


def _touches(closure: Closure, year: int) -> bool:
    return closure.first <= year_end(year) and year_start(year) <= closure.last


def _with_marks(at: CalendarYear, closure: Closure, shut: NDArray[np.bool_]) -> dict[str, int]:
    """How many children of each year group have a mark that counts where a statement closes."""
    register, laid = at.register, at.laid
    assert register is not None
    assert laid is not None
    out: dict[str, int] = {}
    for n in range(register.open.shape[0]):
        columns = np.flatnonzero(_of(closure, laid, register, n) & shut[n])
        rows = np.flatnonzero(register.calendar_of == n)
        if len(columns) and len(rows):
            marks = register.marks[np.ix_(rows, columns)]
            children = np.unique(register.pupil[rows[POSSIBLE[marks].any(axis=1)]])
            out[laid.groups.year(n, at.year)] = len(children)
    return {year: n for year, n in out.items() if n}


def _of(closure: Closure, laid: Laid, register: Register, calendar_n: int) -> NDArray[np.bool_]:
    """The sessions one statement speaks of for a calendar."""
    alone = list(calendar_said.sayings_of(closure, laid.groups))
    told = told_of(alone, register.sessions.day, register.sessions.half, calendar_n + 1)
    return np.asarray(told[calendar_n] > 0)
