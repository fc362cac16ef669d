"""Naming key persons for many children: what a list means, before anything of it is given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight.desk import year_order
from belong.insight.words import say, say_n
from belong.people import fetch, giving, key_persons
from belong.people.key_persons import LONGEST, Matched, Missed, Why
from belong.people.models import Adult, Membership
from belong.people.permissions import Permission
from belong.people.reach import Reach

SAID = {
    Why.NO_CHILD: "No child on roll has that number or name.",
    Why.MANY_CHILDREN: "Several children fit. Say their number, or their form too.",
    Why.NO_ADULT: "Nobody who works here has that name or e-mail.",
    Why.MANY_ADULTS: "Several adults have that name. Say their e-mail.",
    Why.ONESELF: "Nobody gives a role to themselves. Ask somebody else who gives roles.",
    Why.NO_EMAIL: "They have no e-mail, so they cannot sign in.",
    Why.NOT_A_PAIR: "A line needs a child and an adult.",
}
MOST_SHOWN = 40


@dataclass(frozen=True)
class Meant:
    """What a list means, in words.

    new, already  a child, their form and the adult; beside each new one for how many children they
                  will then be that; `more` of the new ones are not shown
    missed        line, what was typed, and why it names nobody
    pairs         what the form sends to have it given: keys, 12:5 13:5
    """

    heading: str
    new: tuple[tuple[str, str, str], ...]
    more: int
    already: tuple[tuple[str, str, str], ...]
    missed: tuple[tuple[int, str, str], ...]
    pairs: str


@dataclass(frozen=True)
class Naming:
    """The page before a list is read.

    may_name  whether whoever asks sees children: who does not cannot name any
    adults    who could be one
    """

    may_name: bool
    forms: tuple[str, ...]
    adults: tuple[Adult, ...]
    longest: int = LONGEST


def ask(by: Membership, today: dt.date) -> Naming:
    """The page. Raises PermissionDenied."""
    by.must(Permission.PEOPLE_GIVE)
    if not by.may(Permission.CHILD_READ):
        return Naming(False, (), ())
    here = [one.adult for one in fetch.everybody_at(by.school_id, today)]
    adults = sorted((one for one in here if one.email and one.pk != by.adult_id),
                    key=lambda one: (one.name.casefold(), one.pk))  # fmt: skip
    return Naming(True, _forms(by), tuple(adults))


def _forms(by: Membership) -> tuple[str, ...]:
    return tuple(sorted(giving.groups(by.school_id, Reach.FORM), key=year_order))


def of_list(by: Membership, text: str, today: dt.date) -> Meant:
    """What a pasted list means. Raises key_persons.NotRead and PermissionDenied."""
    lines = key_persons.read(text, _forms(by))
    return in_words(by, key_persons.match(by=by, lines=lines, today=today), today)


def in_words(by: Membership, found: Matched, today: dt.date) -> Meant:
    """The same, ready to be shown. Beside each adult stands how many children will then turn to
    them, so that nobody is given more than they can be there for."""
    whose = key_persons.children_of(by.school_id, {p.adult.pk for p in found.new}, today)
    for p in found.new:
        whose[p.adult.pk].add(p.pupil.pk)
    new = [(str(p.pupil), p.pupil.form, _then(p.adult, len(whose[p.adult.pk]))) for p in found.new]
    n = len(new)
    one, many = "{n} key person to name", "{n} key persons to name"
    return Meant(
        say_n(one, many, n) if n else say("Nobody to name"),
        tuple(new[:MOST_SHOWN]), max(0, n - MOST_SHOWN),
        tuple((str(p.pupil), p.pupil.form, p.adult.name) for p in found.already),
        tuple((m.line.number, typed(m), say(SAID[m.why])) for m in found.missed),
        " ".join(f"{p.pupil.pk}:{p.adult.pk}" for p in found.new),
    )  # fmt: skip


def _then(adult: Adult, children: int) -> str:
    return say_n("{name}, then for {n} child", "{name}, then for {n} children", children,
                 name=adult.name)  # fmt: skip


def typed(missed: Missed) -> str:
    """What stood in a line."""
    line = missed.line
    return " · ".join(one for one in (line.child, line.form, line.adult) if one)


def not_matched(by: Membership, text: str, today: dt.date) -> list[tuple[int, str, str, str, str]]:
    """Lines that name nobody, for a file: number, child, form, adult, why.

    raises  key_persons.NotRead, PermissionDenied
    """
    lines = key_persons.read(text, _forms(by))
    found = key_persons.match(by=by, lines=lines, today=today).missed
    return [(m.line.number, m.line.child, m.line.form, m.line.adult, say(SAID[m.why]))
            for m in found]  # fmt: skip
