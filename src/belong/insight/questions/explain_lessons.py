"""Explain the lessons of a child: the marks behind them, and how each counts."""

from __future__ import annotations

from belong.attendance import codes
from belong.attendance.codes import NO_MARK, Kind
from belong.attendance.definitions import Definition
from belong.insight import lessons, words
from belong.insight.desk import Desk
from belong.insight.figures import Scope
from belong.insight.lessons import ChildsLessons
from belong.insight.questions.explained import Parts, Sum
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say, say_n
from belong.intake import lessons as kept
from belong.people.models import Pupil

COUNTED = {
    Kind.PRES: "Came", Kind.AEA: "Learning elsewhere", Kind.AUTH: "Missed",
    Kind.UNAUTH: "Missed", Kind.UNCLASS: "Missed", Kind.NOTPOSS: "Left out of both sides",
    Kind.ADMIN: "Left out of both sides",
}  # fmt: skip


def parts(desk: Desk, definition: Definition, scope: Scope, pupil: Pupil | None) -> Parts:
    """What is this figure's own. Lessons are counted for one child at a time."""
    found = lessons.of(desk, pupil, scope) if pupil else None
    if found is None:
        return _nothing(definition, scope, pupil)
    figure = found.missed
    return Parts(
        heading=say("{text} missed, {when}", text=figure.text, when=scope.when()),
        lede=_lede(definition, found),
        sum=_sum(found),
        detail=say("Lesson marks never change a figure of half-days."),
        counted=_marks(found),
        missing=_missing(int(found.of_code[NO_MARK])),
        moving=say("A lesson mark that comes in later is not in this figure yet."),
        csv="",
        note="",
        register=say("Lesson marks from your school's system"),
        came=kept.provenance(desk.by.school_id),
    )


def _nothing(definition: Definition, scope: Scope, pupil: Pupil | None) -> Parts:
    heading = say("{title}, {when}", title=definition.title, when=scope.when())
    if pupil is None:
        none = say("Lessons are counted for one child at a time, on the child's page.")
    else:
        none = say("No lesson mark of this child has come in for this time.")
    return Parts(heading, definition.question, None, none, _table(scope, ()), none, none, "", "")


def _lede(definition: Definition, found: ChildsLessons) -> str:
    if found.missed.share is None:
        return definition.question
    n = f"{100 * found.missed.share:.0f}"
    return say("Out of every 100 lessons that were possible, about {n} were missed.", n=n)


def _sum(found: ChildsLessons) -> Sum | None:
    n, of = found.missed.numerator, found.missed.denominator
    if not of:
        return None
    top = say_n("lesson missed", "lessons missed", n)
    bottom = say_n("lesson possible", "lessons possible", of)
    share = words.percent(found.missed.share)
    return Sum(words.number(n), top, words.number(of), bottom, share, say("of them"))


def _missing(n: int) -> str:
    if not n:
        return say("None. A blank is never counted as missed.")
    return say_n(
        "{n} lesson has no mark. A blank is never counted as missed.",
        "{n} lessons have no mark. A blank is never counted as missed.",
        n,
    )


def _marks(found: ChildsLessons) -> Table:
    lines: dict[str, list[codes.Code]] = {}
    for code in codes.table():
        if found.of_code[code.index]:
            lines.setdefault(COUNTED[code.kind], []).append(code)
    return _table(
        found.scope,
        tuple(
            (say(title), _listed(of), sum(int(found.of_code[c.index]) for c in of))
            for title, of in lines.items()
        ),
    )


def _listed(of: list[codes.Code]) -> str:
    return ", ".join(f"{c.code} {c.words[0].lower()}{c.words[1:]}" for c in of)


def _table(scope: Scope, lines: tuple[tuple[str, str, int], ...]) -> Table:
    label = say("Lessons:")
    rows = tuple(
        Row(title, (Cell(marks), Cell(words.number(n), number=True, label=label)))
        for title, marks, n in lines
    )
    heads = (Head(say("Counted as")), Head(say("Marks")), Head(say("Lessons"), number=True))
    return Table(say("Lesson marks, {when}", when=scope.when()), heads, rows)
