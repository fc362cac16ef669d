"""What the marks make one ask about a school's days. No database: marks, stays and the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import numpy as np
import pytest

from belong.attendance.codes import NO_MARK, index_of
from belong.basics.terms import day_number
from belong.insight import calendar_asks, school_days
from belong.insight.calendar_asks import About, Ask
from belong.insight.questions import calendar_questions
from belong.insight.questions.calendar_questions import NOT_NOW
from belong.insight.school_days import SchoolDays
from belong.intake.calendar_models import Closure, Term
from belong.intake.queries import Laid
from belong.intake.year_groups import YearGroups, cohort_of
from belong.registers.joining import FAR_FUTURE, FAR_PAST, Stays
from belong.registers.store import YearMatrix

AUTUMN_1 = (dt.date(2026, 9, 7), dt.date(2026, 10, 23))
AUTUMN_2 = (dt.date(2026, 11, 2), dt.date(2026, 11, 20))
TODAY = dt.date(2026, 11, 24)
CHILDREN = 50
"""In each of Years 7, 10 and 11: more than one register holds."""
YEARS = ("7", "10", "11")
HERE = index_of("/")
Holes = Mapping[tuple[dt.date, int], Mapping[str, str]]
"""(day, half) -> year group -> the mark all its children have instead; "" for none."""


def weekdays(*spans: tuple[dt.date, dt.date]) -> list[dt.date]:
    every = [
        first + dt.timedelta(days=n)
        for first, last in spans
        for n in range((last - first).days + 1)
    ]
    return [on for on in every if on.weekday() < 5]


def laid(holes: Holes, days: Iterable[dt.date] = (), year: int = 2026) -> Laid:
    """A school whose children are there all day on the given days, but for some holes."""
    days = list(days) or weekdays(AUTUMN_1, AUTUMN_2)
    rows = CHILDREN * len(YEARS)
    marks = np.full((rows, 2 * len(days)), HERE, dtype=np.uint8)
    for n, on in enumerate(days):
        for half in (0, 1):
            for group, letter in holes.get((on, half), {}).items():
                at = CHILDREN * YEARS.index(group)
                mark = index_of(letter) if letter else NO_MARK
                marks[at : at + CHILDREN, 2 * n + half] = mark
    filled = (marks != NO_MARK).any(axis=0)
    day = np.repeat(np.array([day_number(on) for on in days], np.int32), 2)
    half = np.tile(np.array([0, 1], np.uint8), len(days))
    matrix = YearMatrix(
        year, np.arange(rows, dtype=np.int32), day[filled], half[filled], marks[:, filled]
    )
    keys = np.arange(rows, dtype=np.int32)
    stays = Stays(
        keys, keys, np.full(rows, FAR_PAST, np.int32), np.full(rows, FAR_FUTURE, np.int32),
        np.repeat(np.arange(len(YEARS)), CHILDREN).astype(np.uint16),
    )  # fmt: skip
    return Laid((matrix,), stays, YearGroups(tuple(cohort_of(y, year) for y in YEARS)))


def hole(
    on: dt.date, letter: str = "", *, halves: Iterable[int] = (0, 1), of: Iterable[str] = YEARS
) -> Holes:
    return {(on, half): dict.fromkeys(of, letter) for half in halves}


def day_by_day(found: Laid, said: Iterable[Closure] = (), today: dt.date = TODAY) -> SchoolDays:
    days = school_days.of_laid(found, list(said), found.years[0].year, today)
    assert days is not None
    return days


def asked(
    found: Laid, said: Iterable[Closure] = (), terms: Iterable[Term] = (), today: dt.date = TODAY
) -> list[Ask]:
    """Every question but that about the half-terms."""
    every = calendar_asks.asks(day_by_day(found, said, today), list(terms), today)
    return [ask for ask in every if ask.about != About.TERMS]


def closure(ask: Ask, answer: str) -> Closure:
    """What an answer says, as it would be stored."""
    said = calendar_questions.closure_of(ask, answer)
    return Closure(
        first=said.first, last=said.last, half=said.half, years=list(said.years), kind=said.kind
    )


def answers(ask: Ask) -> list[str]:
    return [a.value for a in calendar_questions.in_words(ask).answers]


def test_a_plain_term_asks_nothing() -> None:
    assert asked(laid({})) == []


# Terms


def terms_asked(said: Iterable[Term] = (), today: dt.date = TODAY) -> list[tuple[str, ...]]:
    every = calendar_asks.asks(day_by_day(laid({}), (), today), list(said), today)
    return [tuple(t.name for t in ask.terms) for ask in every if ask.about == About.TERMS]


def test_half_terms_that_are_over_are_proposed_with_their_dates() -> None:
    ask = calendar_asks.asks(day_by_day(laid({})), [], TODAY)[0]
    assert [(t.name, t.first, t.last) for t in ask.terms] == [("Autumn 1", *AUTUMN_1)]
    assert calendar_questions.in_words(ask).lines == ("Autumn 1: 7 Sep to 23 Oct 2026",)


def test_the_half_term_that_runs_is_not_proposed_until_a_week_without_school() -> None:
    assert terms_asked(today=dt.date(2026, 11, 27)) == [("Autumn 1",)]
    assert terms_asked(today=dt.date(2026, 11, 30)) == [("Autumn 1", "Autumn 2")]


def test_a_term_somebody_said_is_not_proposed_again() -> None:
    said = Term(name="Autumn term", first=dt.date(2026, 9, 3), last=dt.date(2026, 12, 18))
    assert terms_asked([said], dt.date(2026, 12, 28)) == []


# Days without any mark


def test_a_weekday_inside_a_term_without_marks_is_asked_about() -> None:
    on = dt.date(2026, 11, 6)
    ask = asked(laid(hole(on)))[0]
    assert (ask.about, ask.first, ask.last, ask.n, ask.of) == (About.EMPTY, on, on, 0, 150)
    assert answers(ask) == ["inset", "closure", "open", NOT_NOW]


def test_days_in_a_row_are_one_question_and_a_bank_holiday_its_own() -> None:
    thursday, friday = dt.date(2027, 4, 29), dt.date(2027, 4, 30)
    monday, tuesday = dt.date(2027, 5, 3), dt.date(2027, 5, 4)
    summer = weekdays((dt.date(2027, 4, 19), dt.date(2027, 5, 28)))
    holes = hole(thursday) | hole(friday) | hole(monday) | hole(tuesday)
    found = asked(laid(holes, summer), today=dt.date(2027, 6, 30))
    assert [(a.first, a.last, bool(a.name)) for a in found] == [
        (thursday, friday, False), (monday, monday, True), (tuesday, tuesday, False),
    ]  # fmt: skip


def test_a_week_inside_a_term_that_somebody_said_may_be_half_term() -> None:
    autumn = Term(name="Autumn term", first=AUTUMN_1[0], last=dt.date(2026, 12, 18))
    (ask,) = asked(laid({}), terms=[autumn])
    assert (ask.first, ask.last) == (dt.date(2026, 10, 26), dt.date(2026, 10, 30))
    assert answers(ask) == ["holiday", "closure", "open", NOT_NOW]
    assert "Was it half-term?" in calendar_questions.in_words(ask).asked
    assert asked(laid({}), [closure(ask, "holiday")], [autumn]) == []


def test_an_easter_holiday_inside_a_term_is_one_question() -> None:
    spring = Term(name="Spring term", first=dt.date(2027, 3, 1), last=dt.date(2027, 4, 23))
    found = laid(
        {}, weekdays((spring.first, dt.date(2027, 3, 19)), (dt.date(2027, 4, 5), spring.last))
    )
    (ask,) = asked(found, terms=[spring], today=dt.date(2027, 4, 30))
    assert (ask.first, ask.last, ask.name) == (dt.date(2027, 3, 22), dt.date(2027, 4, 2), "")


def test_half_term_weeks_and_days_before_term_are_not_asked_about() -> None:
    assert asked(laid({}, weekdays((dt.date(2026, 9, 2), AUTUMN_1[1]), AUTUMN_2))) == []


def test_a_few_stray_marks_do_not_make_a_school_day() -> None:
    on = dt.date(2026, 11, 6)
    found = laid({})
    year = found.years[0]
    marks = year.marks.copy()
    marks[3:, year.day == day_number(on)] = NO_MARK
    stray = YearMatrix(year.year, year.enrolment, year.day, year.half, marks)
    (ask,) = asked(Laid((stray,), found.stays, found.groups))
    assert (ask.about, ask.n, ask.of) == (About.EMPTY, 3, 150)
    assert "3 children of 150" in calendar_questions.in_words(ask).said


def test_a_bank_holiday_is_called_by_its_name() -> None:
    on = dt.date(2027, 5, 3)
    summer = weekdays((dt.date(2027, 4, 19), dt.date(2027, 5, 28)))
    ask = asked(laid(hole(on), summer), today=dt.date(2027, 6, 30))[0]
    assert (ask.about, ask.name) == (About.EMPTY, "Early May bank holiday")
    assert answers(ask) == ["holiday", "open", NOT_NOW]
    assert calendar_questions.closure_of(ask, "holiday").words == "Early May bank holiday"


def test_a_day_the_file_itself_says_is_closed_is_not_asked_about() -> None:
    assert asked(laid(hole(dt.date(2026, 11, 6), "#"))) == []


def test_today_is_not_asked_about_before_it_is_over() -> None:
    on = dt.date(2026, 11, 20)
    found = laid(hole(on, halves=(1,)))
    assert asked(found, today=on) == []
    assert [a.about for a in asked(found, today=on + dt.timedelta(days=1))] == [About.HALF]


# Year groups


def test_a_year_group_without_marks_while_others_have_them_is_asked_about_once() -> None:
    days = weekdays((dt.date(2026, 11, 9), dt.date(2026, 11, 13)))
    holes: dict[tuple[dt.date, int], Mapping[str, str]] = {}
    for on in days:
        holes |= hole(on, of=("11",))
    ask, *others = asked(laid(holes))
    assert others == []
    assert (ask.about, ask.first, ask.last) == (About.AWAY, days[0], days[-1])
    assert (ask.years, ask.n, ask.of, ask.ends) == (("11",), 0, 50, None)
    assert answers(ask) == ["away", "open", NOT_NOW]


def test_year_groups_away_on_the_same_days_are_one_question() -> None:
    on = AUTUMN_1[0]
    (ask,) = asked(laid(hole(on, of=("10", "11"))))
    assert (ask.years, ask.of, ask.starts_year) == (("10", "11"), 100, True)
    assert "start later" in calendar_questions.in_words(ask).asked


def test_year_11_gone_in_summer_is_asked_about_to_the_end_of_the_year() -> None:
    summer = weekdays((dt.date(2027, 6, 7), dt.date(2027, 7, 16)))
    holes: dict[tuple[dt.date, int], Mapping[str, str]] = {}
    for on in summer[10:]:
        holes |= hole(on, of=("11",))
    (ask,) = asked(laid(holes, summer), today=dt.date(2027, 7, 17))
    assert (ask.first, ask.ends) == (summer[10], dt.date(2027, 8, 31))
    assert calendar_questions.closure_of(ask, "away").last == dt.date(2027, 8, 31)
    assert calendar_questions.closure_of(ask, "open").last == summer[-1]


def test_a_year_group_that_was_never_here_is_not_asked_about() -> None:
    holes: dict[tuple[dt.date, int], Mapping[str, str]] = {}
    for on in weekdays(AUTUMN_1, AUTUMN_2):
        holes |= hole(on, of=("11",))
    assert asked(laid(holes)) == []


# Half days


def test_an_afternoon_without_marks_is_asked_about() -> None:
    on = AUTUMN_1[1]
    (ask,) = asked(laid(hole(on, halves=(1,))))
    assert (ask.about, ask.first, ask.half, ask.years) == (About.HALF, on, 1, ())
    assert closure(ask, "closure").half == 1


def test_an_afternoon_of_one_year_group_is_asked_about_for_it() -> None:
    (ask,) = asked(laid(hole(AUTUMN_1[1], halves=(1,), of=("7",))))
    assert (ask.half, ask.years, ask.of) == (1, ("7",), 50)


def test_one_register_that_was_not_taken_is_no_closure(monkeypatch: pytest.MonkeyPatch) -> None:
    real = school_days.setting
    held = lambda name: 50 if name == "one_register_holds" else real(name)  # noqa: E731
    monkeypatch.setattr(calendar_asks, "setting", held)
    assert asked(laid(hole(AUTUMN_1[1], halves=(1,), of=("7",)))) == []
    assert len(asked(laid(hole(AUTUMN_1[1], halves=(1,))))) == 1


def test_a_school_that_only_keeps_mornings_is_not_asked_every_day() -> None:
    holes: dict[tuple[dt.date, int], Mapping[str, str]] = {}
    for on in weekdays(AUTUMN_1, AUTUMN_2):
        holes |= hole(on, halves=(1,))
    assert asked(laid(holes)) == []


# One and the same mark


@pytest.mark.parametrize("letter", ["Y2", "Y4", "Y7", "C", "C2", "I"])
def test_much_of_the_school_with_one_mark_is_asked_about(letter: str) -> None:
    on = dt.date(2026, 11, 12)
    (ask,) = asked(laid(hole(on, letter, of=("7", "10"))))
    assert (ask.about, ask.first, ask.half) == (About.SAME, on, None)
    assert (ask.n, ask.of, ask.years, ask.code) == (100, 150, ("7", "10"), index_of(letter))
    said = calendar_questions.in_words(ask).said
    assert said == f"On Thu 12 Nov 2026, 100 children of 150 have the mark {letter}"


@pytest.mark.parametrize("letter", ["N", "O", "V", "L"])
def test_other_marks_are_nobodys_closure(letter: str) -> None:
    assert asked(laid(hole(dt.date(2026, 11, 12), letter))) == []


def test_a_mark_of_less_than_half_the_school_is_not_asked_about() -> None:
    assert asked(laid(hole(dt.date(2026, 11, 12), "Y3", of=("7",)))) == []


def test_closed_by_the_file_for_some_is_asked_about() -> None:
    (ask,) = asked(laid(hole(dt.date(2026, 11, 12), "#", of=("7", "10"))))
    assert (ask.about, ask.n, ask.code) == (About.SAME, 100, index_of("#"))


def test_a_mark_that_is_there_most_days_is_how_the_school_is() -> None:
    holes: dict[tuple[dt.date, int], Mapping[str, str]] = {}
    for on in weekdays(AUTUMN_2):
        holes |= hole(on, "D", of=("7", "10"))
    assert asked(laid(holes)) == []
    one = hole(dt.date(2026, 11, 12), "D", of=("7", "10"))
    assert [a.about for a in asked(laid(one))] == [About.SAME]


# Answers

DAY = dt.date(2026, 11, 12)
RAISING = {
    "nobody": hole(DAY),
    "a year group": hole(DAY, of=("11",)),
    "an afternoon": hole(DAY, halves=(1,)),
    "an afternoon of a year group": hole(DAY, halves=(1,), of=("7",)),
    "one mark": hole(DAY, "Y4"),
    "one mark for some": hole(DAY, "Y7", of=("10", "11")),
    "one mark in the morning": hole(DAY, "Y7", halves=(0,), of=("10", "11")),
}


@pytest.mark.parametrize("raised", RAISING)
def test_each_answer_ends_its_question(raised: str) -> None:
    found = laid(RAISING[raised])
    (ask,) = asked(found)
    offered = [a for a in answers(ask) if a != NOT_NOW]
    assert len(offered) >= 2
    for answer in offered:
        assert asked(found, [closure(ask, answer)]) == [], answer


def test_an_answer_nobody_offered_says_nothing() -> None:
    (ask,) = asked(laid(hole(DAY)))
    for answer in ("keep", "away", "not now", "", "take back"):
        with pytest.raises(KeyError):
            calendar_questions.closure_of(ask, answer)


def test_a_key_is_of_one_question() -> None:
    every = [asked(laid(holes))[0] for holes in RAISING.values()]
    assert len({ask.key for ask in every}) == len(RAISING)
