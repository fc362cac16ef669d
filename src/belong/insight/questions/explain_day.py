"""Explain a figure of one day: who is not here, who learns elsewhere, whose registers are in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import NO_MARK, Kind
from belong.attendance.definitions import Definition
from belong.attendance.measures.on_a_day import AWAY, ELSEWHERE, NOBODY_KNOWS
from belong.insight import one_day, words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Scope
from belong.insight.one_day import OneDay
from belong.insight.questions.explained import Parts, Sum
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say, say_n

HALVES = ("morning", "afternoon", "whole day")


def parts(desk: Desk, definition: Definition, scope: Scope) -> Parts:
    """What is this figure's own. The last day of the scope counts, by its last marks."""
    day = one_day.of(desk, scope)
    if day is None:
        return _nothing(definition, scope)
    figure = one_day.figure(day, definition.name, scope)
    if definition.name == "registers_in" and not figure.denominator:
        return _no_form(definition, day)
    forms = definition.name == "registers_in"
    return Parts(
        heading=_heading(day, figure),
        lede=_lede(figure),
        sum=_sum(figure),
        detail=_detail(day, figure),
        counted=_forms(day) if forms else _marks(day),
        missing=_missing(day),
        moving=say("A mark entered after the last file came in is not in this figure yet."),
        csv="",
        note="" if forms else _about_u(),
    )


def _about_u() -> str:
    return say(
        "A child marked U came after the register closed and is in the building, so they are "
        "here. The national rules still count the session as missed."
    )


def _nothing(definition: Definition, scope: Scope) -> Parts:
    heading = say("{title}, {when}", title=definition.title, when=scope.when())
    none = say("No session of this time has come in.")
    return Parts(heading, definition.question, None, none, _table(scope.when(), ()), none, none,
                 "", "")  # fmt: skip


def _no_form(definition: Definition, day: OneDay) -> Parts:
    heading = say("{title}, {when}", title=definition.title, when=words.day(day.on))
    none = say("No whole form that is waited for is among these children.")
    return Parts(heading, definition.question, None, none, _forms(day), _missing(day), none, "",
                 "")  # fmt: skip


def _heading(day: OneDay, figure: Figure) -> str:
    n, when = figure.numerator, words.day(day.on)
    if figure.definition == "registers_in":
        return say_n(
            "{done} of {n} register in, {when}, {half}",
            "{done} of {n} registers in, {when}, {half}",
            figure.denominator or 0,
            done=words.number(n), when=when, half=say(HALVES[day.half]),
        )  # fmt: skip
    said = {
        "not_here": say_n("{n} child not here", "{n} children not here", n),
        "no_reason_yet": say_n(
            "{n} child not here, and nobody knows why yet",
            "{n} children not here, and nobody knows why yet", n,
        ),
        "learning_elsewhere": say_n(
            "{n} child learning elsewhere", "{n} children learning elsewhere", n
        ),
    }[figure.definition]  # fmt: skip
    return f"{said}, {when}"


def _lede(figure: Figure) -> str:
    of = figure.denominator or 0
    if figure.definition == "registers_in":
        return say_n("Of {n} form that is waited for.", "Of {n} forms that are waited for.", of)
    if figure.definition == "no_reason_yet":
        return say_n("Of {n} child who was not here.", "Of {n} children who were not here.", of)
    return say_n("Of {n} child on roll.", "Of {n} children on roll.", of)


def _sum(figure: Figure) -> Sum | None:
    n, of = figure.numerator, figure.denominator
    if not of:
        return None
    top, bottom = {
        "registers_in": (say_n("register in", "registers in", n),
                         say_n("form waited for", "forms waited for", of)),
        "no_reason_yet": (say_n("child without a reason yet", "children without a reason yet", n),
                          say_n("child not here", "children not here", of)),
        "not_here": (say_n("child not here", "children not here", n),
                     say_n("child on roll", "children on roll", of)),
        "learning_elsewhere": (say_n("child elsewhere", "children elsewhere", n),
                               say_n("child on roll", "children on roll", of)),
    }[figure.definition]  # fmt: skip
    return Sum(words.number(n), top, words.number(of), bottom, figure.text, say("of them"))


def _detail(day: OneDay, figure: Figure) -> str:
    if figure.definition != "registers_in":
        return say("Each child counts once, by the last mark entered on that day.")
    if not day.forms_out:
        return say("None is missing.")
    return say("Not in: {forms}.", forms=words.listed(day.forms_out))


def _missing(day: OneDay) -> str:
    n = int((day.who("on_roll") & (day.mark == NO_MARK)).sum())
    if not n:
        return say("None. Every child on roll has a mark for this day, or their school is closed.")
    return say_n(
        "{n} child on roll has no mark for this day. Nobody counts them as away.",
        "{n} children on roll have no mark for this day. Nobody counts them as away.",
        n,
    )


def _counts(day: OneDay) -> NDArray[np.int64]:
    """int64 [256], children on roll by the last mark of the day."""
    return np.bincount(day.mark[day.who("on_roll")], minlength=256)


def _counted_as(code: codes.Code) -> str:
    if NOBODY_KNOWS[code.index]:
        return say("Not here, nobody knows why yet")
    if AWAY[code.index]:
        return say("Not here, with another mark")
    if ELSEWHERE[code.index]:
        return say("Learning elsewhere")
    return say("Left out") if code.kind in (Kind.NOTPOSS, Kind.ADMIN) else say("Here")


def _marks(day: OneDay) -> Table:
    """The marks of the day by how they count, with the children behind each."""
    counts = _counts(day)
    found: dict[str, list[codes.Code]] = {}
    for code in codes.table():
        if counts[code.index]:
            found.setdefault(_counted_as(code), []).append(code)
    lines = [(title, _listed(of), sum(int(counts[c.index]) for c in of))
             for title, of in found.items()]  # fmt: skip
    lines.sort(key=lambda line: -line[2])
    if counts[NO_MARK]:
        lines.append((say("No mark yet, or closed"), "", int(counts[NO_MARK])))
    return _table(words.day(day.on), tuple(lines))


def _listed(of: list[codes.Code]) -> str:
    return ", ".join(f"{c.code} {c.words[0].lower()}{c.words[1:]}" for c in of)


def _table(when: str, lines: tuple[tuple[str, str, int], ...]) -> Table:
    label = say("Children:")
    rows = tuple(
        Row(title, (Cell(marks), Cell(words.number(n), number=True, label=label)))
        for title, marks, n in lines
    )
    heads = (Head(say("Counted as")), Head(say("Marks")), Head(say("Children"), number=True))
    return Table(say("Children by their last mark, {when}", when=when), heads, rows)


def _forms(day: OneDay) -> Table:
    """Each form that is waited for, those still out first."""
    lines = sorted(day.forms.to_pylist(), key=lambda line: line["is_in"])
    rows = tuple(
        Row(
            line["form"],
            (
                Cell(say("In") if line["is_in"] else say("Not in yet"), label=say("Register:")),
                Cell(
                    say("{n} of {of}", n=line["marked"], of=line["children"]),
                    number=True, label=say("Children with a mark:"),
                ),
            ),
        )
        for line in lines
    )  # fmt: skip
    heads = (
        Head(say("Form")),
        Head(say("Register")),
        Head(say("Children with a mark"), number=True),
    )
    return Table(say("Registers of {when}", when=words.day(day.on)), heads, rows)
