"""The table for testers says what the data says, in the words of the screens.

Each line of the table is worked out here and has to stand in the page as it is. Where a line
differs, the message holds the whole table, ready to be put between the two markers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from demo_school.invented import Invented, Story
from demo_school.oddities import with_oddities
from demo_school.register import register_of
from demo_school.term_dates import school_year
from demo_school.trust import Trust
from demo_school.trust_schools import registers

from belong.attendance.codes import MISSED_KINDS, NO_MARK, NOT_ON_ROLL, lookup, table
from belong.attendance.definitions import load
from belong.attendance.measures.absence import absence
from belong.attendance.measures.lateness import lateness
from belong.attendance.register import Register
from belong.insight import words
from belong.insight.figures import Scope
from belong.insight.marks import last_mark
from belong.insight.questions import child as child_page
from belong.insight.questions import children as children_page
from belong.insight.questions import first_words, school_today

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[3] / "docs/explanation/the-invented-school.md"
BEGIN, END = "<!-- for testers: begin -->", "<!-- for testers: end -->"
AWAY = lookup(kinds=MISSED_KINDS).astype(bool)
FIRST = dt.date(2026, 9, 1)
NEXT = dt.date(2026, 11, 25)
"""A Wednesday: two more school days have come in, and some reasons with them."""

OF_ALL = SimpleNamespace(whom=SimpleNamespace(everybody=True), groups=frozenset(), group="")
"""The desk of somebody who works with every child."""
Line = tuple[str, str, str]


def expected(trust: Trust, later: dict[str, Invented]) -> list[Line]:
    return [
        *_schools(trust),
        *_children(trust),
        *_quality(trust),
        *_calendar(),
        *_history(trust, later),
    ]


def _schools(trust: Trust) -> Iterator[Line]:
    for found in trust.schools:
        name, school = found.invented.school.name, found.invented
        yield name, "School today", _not_here(school)
        here = int((school.marks[:, -1] != NOT_ON_ROLL).sum())
        heading = children_page._heading(OF_ALL, children_page.Wanted(), here, False)  # type: ignore[arg-type]
        if found.key != "primary":  # where one child is listed twice
            yield name, "Children", heading
        if found.key != "special":  # whose file has a column for each session
            marks = int((_of_this_year(school) != NOT_ON_ROLL).sum())
            yield name, "Registers in", f"Marks in the file: {words.number(marks)}"


def _not_here(school: Invented) -> str:
    register = register_of(school)
    last = last_mark(register.marks[:, -2:])
    on_roll = register.marks[:, -1] != NOT_ON_ROLL
    away = AWAY[last] & ~school_today._in_the_building(last) & on_roll
    unknown = int((away & (last == _code("N"))).sum())
    desk = SimpleNamespace(is_today=False)
    return " ".join(first_words._counted(desk, int(away.sum()), unknown))  # type: ignore[arg-type]


def _of_this_year(school: Invented) -> np.ndarray:
    return school.marks[:, school.day >= school_year(2026).first]


def _code(letter: str) -> int:
    return next(line.index for line in table() if line.code == letter)


def _children(trust: Trust) -> Iterator[Line]:
    for found in trust.schools:
        for told in found.invented.stories:
            yield from _child(found.invented, told)


def _child(school: Invented, told: Story) -> Iterator[Line]:
    who = school.children[told.child]
    name = f"{who.forename} {who.surname}, {who.form(2026)}"
    year = _this_year(school, told)
    sums, desk = absence(year).to_pylist()[0], SimpleNamespace(day=school.today)
    heading = child_page._heading(None, sums, desk)  # type: ignore[arg-type]
    said = f"{heading}. {child_page._under(sums, False)}"
    yield name, "A child's page", f"{said} {_reasons(year)}".strip()
    late = lateness(year).to_pylist()[0]
    if late["late_before"] + late["late_after"] >= 5:
        yield name, "A child's page", f"{load('lateness').title}: {child_page._late_words(late)}"
    yield from _on_the_day(school, told, name)


def _this_year(school: Invented, told: Story) -> Register:
    register = register_of(school)
    rows = np.flatnonzero(register.pupil == told.child).astype(np.int32)
    return register.rows(rows).window(FIRST, school.today)


def _reasons(year: Register) -> str:
    bars = child_page._reasons(year, Scope("school", FIRST, NEXT))
    return f"{'; '.join(f'{bar.label}: {bar.value}' for bar in bars)}." if bars else ""


def _on_the_day(school: Invented, told: Story, name: str) -> Iterator[Line]:
    """What School today says of a child who is away on the latest day."""
    register = register_of(school)
    year = register.window(FIRST, school.today)
    last = last_mark(year.marks[:, -2:])
    row = int(np.flatnonzero(year.pupil == told.child)[0])
    if not AWAY[last[row]] or school_today._in_the_building(last)[row]:
        return
    day = dt.date.fromordinal(dt.date(1970, 1, 1).toordinal() + int(school.day[-1]))
    desk = SimpleNamespace(day=day, this_year=lambda: year, register=year)
    if school_today._here_earlier_that_day(desk)[row]:  # type: ignore[arg-type]
        said = "Was here in the morning."
    else:
        said = school_today._said(school_today.before_the_day(desk), row)  # type: ignore[arg-type]
    yield name, "School today", f"{table()[int(last[row])].words}: {said}"


def _quality(trust: Trust) -> Iterator[Line]:
    odd, screen = trust.oddities, "Data quality"
    form, days = odd.untaken
    listed = words.listed([words.day(on) for on in days])
    yield form, screen, f"No register on the afternoons of {listed}."
    assert odd.unknown is not None
    yield (
        _named(trust, odd.unknown[0]),
        screen,
        (f"The mark A of {words.day(odd.unknown[1])}, morning, is not an attendance code."),
    )
    for upn, on, _ in odd.unexplained:
        weeks = (trust.today - on).days // 7
        yield _named(trust, upn), screen, f"N since {words.day(on)}: {weeks} weeks."
    yield _named(trust, odd.open_part_time), screen, "Part-time timetable (C2) without an end."
    yield _named(trust, odd.dual_without), screen, "At another school too (D), which is not named."
    yield _named(trust, odd.wrong_letter), screen, "The first letter of the UPN does not fit."
    yield _named(trust, odd.twice[0]), screen, f"Listed twice: also as {odd.twice[1]}."
    yield odd.nobody, screen, "A characteristic (FSM) of a UPN that no child has."


def _named(trust: Trust, upn: str) -> str:
    """A child by name and form; of a child of two stays, the one that goes on."""
    found = [c for s in trust.schools for c in s.invented.children if c.upn == upn]
    who = next(c for c in found if c.left is None)
    return f"{who.forename} {who.surname}, {who.form(2026)}"


def _calendar() -> Iterator[Line]:
    yield "The trust", "Calendar", "Autumn half-term: 26 to 30 Oct 2026."
    yield "The trust", "Calendar", "INSET day: Mon 2 Nov 2026."


def _history(trust: Trust, later: dict[str, Invented]) -> Iterator[Line]:
    """What changes when the files of two school days later are brought in."""
    for before in trust.schools:
        old, new = before.invented, later[before.key]
        row = {c.adno: n for n, c in enumerate(new.children)}
        rows = [row[c.adno] for c in old.children]
        then = new.marks[np.ix_(rows, np.isin(new.day, old.day))]
        changed = (old.marks != then) & (old.marks < NO_MARK)
        filled = (old.marks == NO_MARK) & (then < NO_MARK)
        said = f"{words.number(int(changed.sum()))} marks corrected"
        said += (
            f", {words.number(int(filled.sum()))} filled in, with the file of {words.day(NEXT)}."
        )
        yield old.school.name, "History", said


@pytest.fixture(scope="module")
def wanted(trust: Trust) -> list[str]:
    later, _ = with_oddities(registers(today=NEXT, seed=trust.seed))
    lines = expected(trust, later.schools)
    head = ["| who or what | screen | what stands there |", "|---|---|---|"]
    return head + [f"| {who} | {screen} | {said} |" for who, screen, said in lines]


def test_the_page_holds_the_table_as_the_data_gives_it(wanted: list[str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    block = page.partition(BEGIN)[2].partition(END)[0].strip().splitlines()
    assert block == wanted, "\n" + "\n".join(wanted)


def test_every_child_of_a_story_has_a_line(trust: Trust, wanted: list[str]) -> None:
    told = [(s.invented, t) for s in trust.schools for t in s.invented.stories]
    for school, story in told:
        who = school.children[story.child]
        assert any(f"| {who.forename} {who.surname}, " in line for line in wanted)
    assert len(told) >= 30


def test_the_calendar_of_the_table_is_that_of_the_school(trust: Trust) -> None:
    why = {c.on: c.reason for c in trust.school("primary").invented.closures}
    assert [why[dt.date(2026, 10, n)] for n in (26, 30)] == ["Autumn half-term"] * 2
    assert why[dt.date(2026, 11, 2)] == "INSET day"
    assert dt.date(2026, 11, 3) not in why
