"""Registration groups, their adults and houses, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from belong.basics.terms import date_of
from demo_school import sources
from demo_school.invented import Child, Invented
from demo_school.own_chance import drawn
from demo_school.records import Group, Klass
from demo_school.season import sessions
from demo_school.staff import TEACHER
from demo_school.term_dates import school_year

REGISTRATION = "Registration"
MOVED_FROM, MOVED_TO = "Ash", "Beech"
"""One child of Year 8 moved from one form to the other after the autumn half-term."""
MOVED_YEAR_GROUP = 8


def year_words(child: Child, year: int) -> str:
    """The year group as a school writes it: X, Reception, or Year and two places."""
    if child.no_year:
        return "X"
    group = child.year_group(year)
    return f"Year {group:2d}" if group else "Reception"


def groups(school: Invented) -> tuple[Group, ...]:
    """Each child's group in each year shown; a second line in a year for a child who moved."""
    houses = sources.listed("records")["houses"]
    chance = drawn(school.children, school.seed, about="house")
    moved = _moved(school)
    lines: list[Group] = []
    for row, child in enumerate(school.children):
        house = houses[int(chance[row] * len(houses))]
        for year in school.years:
            line = _line(school, child, year, house)
            if line and row == moved and year == school.this_year:
                lines += _in_two_parts(line, school)
            elif line:
                lines.append(line)
    return tuple(lines)


def _line(school: Invented, child: Child, year: int, house: str) -> Group | None:
    days = school_year(year)
    first, last = max(child.admitted, date_of(days.first)), date_of(days.last)
    gone = child.left is not None and child.left < first
    if gone or child.admitted > last:
        return None
    ends = min(last, child.left) if child.left else last
    now = year == school.this_year and child.left is None
    return Group(
        child.upn, child.form(year), year_words(child, year), house, first, None if now else ends
    )


def _moved(school: Invented) -> int:
    """The row of the child who moved form, -1 where there is none."""
    told = {s.child for s in school.stories}
    form = f"{MOVED_YEAR_GROUP} {MOVED_TO}"
    first = date_of(school_year(school.this_year).first)
    for row, child in enumerate(school.children):
        here = child.left is None and child.admitted < first
        if row not in told and here and child.form(school.this_year) == form:
            return row
    return -1


def _in_two_parts(line: Group, school: Invented) -> Iterator[Group]:
    when = sessions(school.this_year)
    before = date_of(when.nth_of_half_term(0, -1))
    since = date_of(when.nth_of_half_term(1, 0))
    if since > school.today:
        yield line
        return
    yield replace(line, form=f"{MOVED_YEAR_GROUP} {MOVED_FROM}", last=before)
    yield replace(line, first=since)


def registration(school: Invented) -> tuple[Klass, ...]:
    """The adults of each registration group this year, and last year where a form stays whole."""
    first = date_of(school_year(school.this_year).first)
    year_of_form = {
        c.form(school.this_year): year_words(c, school.this_year)
        for c in school.children
        if c.left is None and not c.no_year
    }
    changed = _form_of_many_tutors(school)
    lines: list[Klass] = []
    for adult in school.adults:
        if adult.form and adult.form == changed:
            lines += _three_changes(school, adult.form, adult.code, year_of_form[adult.form])
        elif adult.form:
            year = year_of_form.get(adult.form, "")
            lines.append(Klass(adult.form, REGISTRATION, year, adult.code, first, None))
    return tuple(lines)


def _form_of_many_tutors(school: Invented) -> str:
    for told in school.stories:
        if told.key == "three_tutors":
            return school.children[told.child].form(school.this_year)
    return ""


def _three_changes(school: Invented, form: str, now: str, year: str) -> Iterator[Klass]:
    """Four tutors in a row: changes at Christmas, in September and at the half-term."""
    last, this = sessions(school.this_year - 1), sessions(school.this_year)
    others = [a.code for a in school.adults if a.role == TEACHER and not a.form][:3]
    group, tree = form.split(" ", 1)
    before = f"{int(group) - 1} {tree}"
    year_before = f"Year {int(group) - 1:2d}"
    spans: list[tuple[str, str, int, int | None]] = [
        (before, year_before, last.nth_of_half_term(0, 0), last.nth_of_half_term(1, -1)),
        (before, year_before, last.nth_of_half_term(2, 0), last.nth_of_half_term(5, -1)),
        (form, year, this.nth_of_half_term(0, 0), this.nth_of_half_term(0, -1)),
        (form, year, this.nth_of_half_term(1, 0), None),
    ]
    for (name, said, first, ends), code in zip(spans, [*others, now], strict=True):
        yield Klass(name, REGISTRATION, said, code, date_of(first), date_of(ends) if ends else None)
