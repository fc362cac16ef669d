"""Questions about a school's days, in words, and what each answer says."""

from __future__ import annotations

from dataclasses import dataclass

from belong.attendance.codes import table
from belong.basics.terms import BREAK_OF_DAYS
from belong.insight import words
from belong.insight.calendar_asks import About, Ask, weekdays_between
from belong.insight.words import number, say, say_n
from belong.intake.calendar import Said
from belong.intake.calendar_models import Closure
from belong.intake.year_groups import number_of

Kind = Closure.Kind
KEEP, NOT_NOW, TAKE_BACK = "keep", "not now", "take back"
HALVES = {None: "", 0: "the morning of {day}", 1: "the afternoon of {day}"}


@dataclass(frozen=True)
class Answer:
    """One button. value: a kind of closure, KEEP, TAKE_BACK or NOT_NOW"""

    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """One question as a page shows it: what is there, what is asked, and the answers.

    lines  what is listed under it, such as the dates of half-terms
    """

    key: str
    said: str
    asked: str
    answers: tuple[Answer, ...]
    lines: tuple[str, ...] = ()


def in_words(ask: Ask) -> Question:
    """A question about days in words."""
    said, asked = _WORDS[ask.about](ask)
    lines = tuple(f"{t.name}: {words.stretch(t.first, t.last)}" for t in ask.terms)
    return Question(ask.key, said, asked, (*_answers(ask), Answer(NOT_NOW, say("Not now"))), lines)


def closure_of(ask: Ask, answer: str) -> Said:
    """What an answer to a question says of its days. Raises KeyError for an answer not offered."""
    if answer not in {a.value for a in _answers(ask)} - {KEEP}:
        raise KeyError(answer)
    last = ask.last if answer == Kind.OPEN or ask.ends is None else ask.ends
    return Said(ask.first, last, ask.half, ask.years, answer, _reason(ask, answer))


def _reason(ask: Ask, answer: str) -> str:
    if answer == Kind.HOLIDAY:
        return ask.name
    if answer == Kind.AWAY and ask.ends is not None:
        return say("Left for the summer")
    return ""


def _terms(ask: Ask) -> tuple[str, str]:
    n = len(ask.terms)
    said = say_n("{n} half-term, as the marks show it", "{n} half-terms, as the marks show them", n)
    return said, say("Are the first and last days right? If one is not, say the dates yourself.")


def _empty(ask: Ask) -> tuple[str, str]:
    when = words.stretch(ask.first, ask.last)
    if ask.name:
        return say("{name}: nobody has a mark on {day}", name=ask.name, day=when), say(
            "Was school closed for the bank holiday?"
        )
    on = say("On {when}", when=when) if ask.first == ask.last else when
    said = say("{on}, nobody has a mark", on=on)
    if ask.n:
        said = say_n(
            "{on}, {n} child of {of} has a mark", "{on}, {n} children of {of} have a mark",
            ask.n, on=on, of=number(ask.of),
        )  # fmt: skip
    if _is_long(ask):
        return said, say("It lies inside a term. Was it half-term?")
    return said, say("It lies inside a term. Was the school closed?")


def _is_long(ask: Ask) -> bool:
    return len(weekdays_between(ask.first, ask.last)) >= BREAK_OF_DAYS


def _away(ask: Ask) -> tuple[str, str]:
    who, when = years_said(ask.years), words.stretch(ask.first, ask.last)
    few = say_n("{n} child of {of} has", "{n} children of {of} have", ask.n, of=number(ask.of))
    few = few if ask.n else say("nobody has")
    if ask.first == ask.last:
        said = say("{who}: {few} a mark on {when}; others do", who=who, few=few, when=when)
    else:
        said = say("{who}: {few} a mark, {when}; others do", who=who, few=few, when=when)
    if ask.ends is not None:
        return said, say(
            "Had they left for the summer? Then they are not expected again this year."
        )
    if ask.starts_year:
        return said, say("Did they start later than the others?")
    return said, say("Was there no school for them?")


def _half(ask: Ask) -> tuple[str, str]:
    when = say(HALVES[ask.half], day=words.day(ask.first))
    who = years_said(ask.years)
    few = say_n("{n} child has", "{n} children have", ask.n) if ask.n else say("nobody has")
    said = say("{who}: {few} a mark on {when}", who=who, few=few, when=when)
    return said, say("The other half of the day has marks. Was there no school?")


def _same(ask: Ask) -> tuple[str, str]:
    code = table()[ask.code]
    when = words.day(ask.first)
    when = say(HALVES[ask.half], day=when) if ask.half is not None else when
    said = say_n(
        "On {when}, {n} child of {of} has the mark {code}",
        "On {when}, {n} children of {of} have the mark {code}",
        ask.n, when=when, of=number(ask.of), code=code.code,
    )  # fmt: skip
    meaning = say("{code} is: {words}.", code=code.code, words=code.words)
    asked = say("Was the school closed?")
    if ask.years:
        asked = say("Was there no school for {years}?", years=years_said(ask.years))
    return said, f"{meaning} {asked}"


_WORDS = {
    About.TERMS: _terms, About.EMPTY: _empty, About.AWAY: _away, About.HALF: _half,
    About.SAME: _same,
}  # fmt: skip


def _answers(ask: Ask) -> tuple[Answer, ...]:
    was_open = Answer(Kind.OPEN, say("It was open"))
    closed = Answer(Kind.CLOSURE, say("Yes, it was closed"))
    if ask.about == About.TERMS:
        return (Answer(KEEP, say("Yes, keep these dates")),)
    if ask.about == About.EMPTY and ask.name:
        return (Answer(Kind.HOLIDAY, say("Yes, a bank holiday")), was_open)
    if ask.about == About.EMPTY and _is_long(ask):
        return (Answer(Kind.HOLIDAY, say("Yes, a holiday")), closed, was_open)
    if ask.about == About.EMPTY:
        return (Answer(Kind.INSET, say("An INSET day")), closed, was_open)
    if ask.years:
        return (
            Answer(Kind.AWAY, say("Yes, no school for them")),
            Answer(Kind.OPEN, say("They had school")),
        )
    return (closed, was_open)


def against(closure: Closure, n: int, years: list[tuple[str, int]]) -> Question:
    """Children with marks on days somebody said were closed.

    n      children with a mark that counts
    years  how many of each year group
    """
    title = closure_title(closure)
    if closure.first == closure.last:
        said = say_n(
            "{n} child has marks on a day you said was closed",
            "{n} children have marks on a day you said was closed", n,
        )  # fmt: skip
    else:
        said = say_n(
            "{n} child has marks on days you said were closed",
            "{n} children have marks on days you said were closed", n,
        )  # fmt: skip
    parts = words.listed(
        [say("{n} in {years}", n=number(k), years=years_said((y,))) for y, k in years]
    )
    asked = say(
        "{title}: {parts}. Their marks stay and count. If they are wrong, correct them in your"
        " school's system.",
        title=title, parts=parts,
    )  # fmt: skip
    answers = (
        Answer(TAKE_BACK, say("There was school: take it back")),
        Answer(NOT_NOW, say("Not now")),
    )
    return Question(f"against_{closure.pk}", said, asked, answers)


def closure_title(closure: Closure) -> str:
    """INSET day, Mon 2 Nov 2026, Years 7 and 8"""
    when = words.stretch(closure.first, closure.last)
    if closure.half is not None:
        each = closure.first < closure.last
        half = {0: say("mornings") if each else say("morning"),
                1: say("afternoons") if each else say("afternoon")}[closure.half]  # fmt: skip
        when = f"{when}, {half}"
    parts = [say(kind_words(closure.kind)), when]
    return ", ".join(parts + ([years_said(tuple(closure.years))] if closure.years else []))


def kind_words(kind: str) -> str:
    """What a kind of statement is called."""
    return str(dict(Kind.choices)[kind])


def years_said(years: tuple[str, ...]) -> str:
    """Year 7; Years 7, 8 and 9; Years 7 to 11; the whole school where none is named"""
    if not years:
        return say("The whole school")
    numbers = [number_of(y) for y in years]
    if len(years) == 1:
        return say("Year {year}", year=years[0]) if (numbers[0] or 0) > 0 else _early(years[0])
    whole = [n for n in numbers if n is not None and n > 0]
    in_a_row = len(whole) == len(years) and whole == list(range(whole[0], whole[-1] + 1))
    if in_a_row and len(years) > 2:
        return say("Years {a} to {b}", a=years[0], b=years[-1])
    if len(whole) == len(years):
        return say("Years {years}", years=words.listed(list(years)))
    return words.listed([years_said((year,)) for year in years])


def _early(year: str) -> str:
    return {"R": say("Reception"), "N1": say("Nursery 1"), "N2": say("Nursery 2"),
            "": say("No year group")}.get(year, say("Year {year}", year=year))  # fmt: skip
