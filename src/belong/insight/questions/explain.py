"""Explain this number: what it is made of, where it comes from, what it cannot say."""

from __future__ import annotations

import numpy as np

from belong.attendance import codes
from belong.attendance.codes import NO_MARK, Kind
from belong.attendance.definitions import Definition, load, names
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.measures.rates import Rate
from belong.basics.terms import date_of
from belong.insight import lessons, one_day, support, words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Scope, missed, persistent, rate_of, severe
from belong.insight.questions import child, explain_day, explain_lessons
from belong.insight.questions.explained import Explanation, Parts, Sum, explanation, pupil_of
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say, say_n
from belong.people import fetch

KINDS = (
    (Kind.PRES, "Here"),
    (Kind.AEA, "Learning elsewhere"),
    (Kind.AUTH, "Missed, authorised"),
    (Kind.UNAUTH, "Missed, not authorised"),
    (Kind.UNCLASS, "Missed, reason unknown"),
    (Kind.NOTPOSS, "Left out of both sides"),
    (Kind.ADMIN, "Left out: not on roll or school closed"),
)
CHILDREN_COUNTED = ("persistent_absence", "severe_absence")
"""Figures that count children and not sessions."""


def ask(desk: Desk, name: str, scope: Scope) -> Explanation:
    """What a figure means for a scope.

    Raises KeyError for a definition or a mark that is not there, fetch.NotYours for a child who
    is not.
    """
    definition = load(name)
    pupil = pupil_of(desk, scope)
    if name == lessons.NAME:
        parts = explain_lessons.parts(desk, definition, scope, pupil)
    else:
        parts = _parts(desk, definition, scope)
    return explanation(desk, definition, scope, pupil, parts)


def _parts(desk: Desk, definition: Definition, scope: Scope) -> Parts:
    name = definition.name
    if name in one_day.NAMES:
        return explain_day.parts(desk, definition, scope)
    rate = rate_of(desk, scope)
    if scope.mark:
        return _of_mark(desk, name, scope, rate)
    figure = _figure(desk, name, scope, rate)
    own = figure.definition == _made(name)
    return Parts(
        heading=_heading(desk, definition, figure, scope),
        lede=_lede(figure, rate) if own else definition.question,
        sum=_sum(figure) if own else None,
        detail=_detail(scope, rate, figure),
        counted=_counted(name, rate, scope),
        missing=_missing(desk, scope),
        moving=_moving(figure, rate),
        csv=scope.query(),
        note=_note(desk, name),
    )


def _note(desk: Desk, name: str) -> str:
    edges = support.said(desk.by.school) if name == "support_bands" else ""
    return f"{edges} {_about_u()}".strip()


def _about_u() -> str:
    return say(
        "A child marked U was in the building. The national rules count it as a missed session, "
        "so we do too."
    )


def _of_mark(desk: Desk, name: str, scope: Scope, rate: Rate) -> Parts:
    """One bar of the reasons: so many of the sessions missed have this mark."""
    code = _missed_code(name, scope.mark)
    figure = _part(name, scope, int(rate.of_code[code.index]), rate.missed)
    n, of = figure.numerator, rate.missed
    return Parts(
        heading=say(
            "{reason} ({mark}): {share} of the sessions missed, {when}",
            reason=code.words, mark=code.code, share=figure.text, when=scope.when(),
        ),
        lede=say_n(
            "{n} half-day that was missed has this mark, of {of}.",
            "{n} half-days that were missed have this mark, of {of}.",
            n, of=words.number(of),
        ),
        sum=Sum(
            words.number(n),
            say_n("session marked {mark}", "sessions marked {mark}", n, mark=code.code),
            words.number(of),
            say_n("session missed", "sessions missed", of),
            figure.text,
            say("of them"),
        ) if of else None,
        detail=_detail(scope, rate, figure),
        counted=_each_reason(rate, scope),
        missing=_missing(desk, scope),
        moving=_waiting(rate),
        csv=scope.query(),
        note="",
    )  # fmt: skip


def _missed_code(name: str, mark: str) -> codes.Code:
    """The mark an address names. Raises KeyError for one that is no reason."""
    for code in codes.table():
        if name == "reasons" and code.code == mark and code.kind in codes.MISSED_KINDS:
            return code
    raise KeyError(f"{mark!r} is not explained by {name}")


def _figure(desk: Desk, name: str, scope: Scope, rate: Rate) -> Figure:
    """The figure itself, worked out again from the marks."""
    made = {"persistent_absence": persistent, "severe_absence": severe}.get(name, missed)
    if made is not missed:
        return made(desk, scope, rate)
    kind = {
        "authorised": Kind.AUTH, "unauthorised": Kind.UNAUTH, "approved_activity": Kind.AEA,
        "unclassified": Kind.UNCLASS,
    }.get(name)  # fmt: skip
    if kind is not None:
        return _part(name, scope, rate.of(kind), rate.possible)
    if name == "attendance":
        return _part(name, scope, rate.of(Kind.PRES) + rate.of(Kind.AEA), rate.possible)
    return missed(desk, scope, rate)


def _part(name: str, scope: Scope, part: int, whole: int) -> Figure:
    share = part / whole if whole else None
    return Figure(name, scope, words.percent(share), part, whole, share)


def _made(name: str) -> str:
    """The definition whose sum a name opens with: a group's share and reasons open with absence."""
    return "absence" if name in ("group_rate", "reasons") else name


def _heading(desk: Desk, definition: Definition, figure: Figure, scope: Scope) -> str:
    if figure.definition != _made(definition.name):
        said = child.said(desk, definition.name, scope)
        if said:
            return say("{title}: {said}", title=definition.title, said=said)
        return say("{title}, {when}", title=definition.title, when=scope.when())
    noun = {
        "attendance": say("of sessions attended"),
        "persistent_absence": say("of children missed a tenth or more"),
        "severe_absence": say("of children missed half or more"),
        "approved_activity": say("of sessions learning elsewhere"),
        "authorised": say("of sessions missed, authorised"),
        "unauthorised": say("of sessions missed, not authorised"),
        "unclassified": say("of sessions missed, reason unknown to the file"),
    }.get(figure.definition, say("of sessions missed"))
    return say("{text} {noun}, {when}", text=figure.text, noun=noun, when=scope.when())


def _lede(figure: Figure, rate: Rate) -> str:
    if figure.share is None:
        return say("No session was possible in this time, so there is nothing to divide by.")
    if figure.definition in CHILDREN_COUNTED:
        return say_n(
            "{n} child, out of {of} who could have come.",
            "{n} children, out of {of} who could have come.",
            figure.numerator,
            of=words.number(figure.denominator or 0),
        )
    templates = {
        "absence": "Out of every 100 half-days that were possible, about {n} were missed.",
        "attendance": "Out of every 100 half-days that were possible, about {n} were attended.",
    }
    other = "Out of every 100 half-days that were possible, it is about {n}."
    return say(templates.get(figure.definition, other), n=f"{100 * figure.share:.0f}")


def _sum(figure: Figure) -> Sum | None:
    if figure.denominator is None or figure.share is None:
        return None
    people = figure.definition in CHILDREN_COUNTED
    of = figure.denominator
    possible = say_n("session possible", "sessions possible", of)
    could = say_n("child who could come", "children who could come", of)
    return Sum(
        top=words.number(figure.numerator),
        top_words=_top_words(figure),
        bottom=words.number(of),
        bottom_words=could if people else possible,
        answer=figure.text,
        answer_words=say("of children") if people else say("of them"),
    )


def _top_words(figure: Figure) -> str:
    n = figure.numerator
    said = {
        "attendance": say_n("session attended", "sessions attended", n),
        "approved_activity": say_n("session learning elsewhere", "sessions learning elsewhere", n),
        "authorised": say_n("session authorised", "sessions authorised", n),
        "unauthorised": say_n("session not authorised", "sessions not authorised", n),
        "unclassified": say_n(
            "session with a reason unknown to the file",
            "sessions with a reason unknown to the file",
            n,
        ),
        "persistent_absence": say_n("child", "children", n),
        "severe_absence": say_n("child", "children", n),
    }
    return said.get(figure.definition) or say_n("session missed", "sessions missed", n)


def _detail(scope: Scope, rate: Rate, figure: Figure) -> str:
    out = say(
        "A session is half a day. {rows} had {possible} possible.",
        rows=say_n("{n} child", "{n} children", rate.enrolments),
        possible=words.sessions(rate.possible).split(" (")[0],
    )  # fmt: skip
    if figure.share is not None:
        out += " " + say("Before rounding: {p}.", p=words.percent(figure.share, 3))
    return out


def _counted(name: str, rate: Rate, scope: Scope) -> Table:
    """The marks behind a figure by how they count; for reasons, each missed mark on its own."""
    if name == "reasons":
        return _each_reason(rate, scope)
    rows = []
    for kind, title in KINDS:
        found = [c for c in codes.table() if c.kind is kind and rate.of_code[c.index]]
        if found:
            listed = ", ".join(f"{c.code} {c.words[0].lower()}{c.words[1:]}" for c in found)
            n = words.number(rate.of(kind))
            rows.append(
                Row(say(title), (Cell(listed), Cell(n, number=True, label=say("Sessions:"))))
            )
    heads = (Head(say("Counted as")), Head(say("Marks")), Head(say("Sessions"), number=True))
    return Table(say("Marks counted, {when}", when=scope.when()), heads, tuple(rows))


def _each_reason(rate: Rate, scope: Scope) -> Table:
    found = [
        (int(rate.of_code[c.index]), c)
        for c in codes.table()
        if c.kind in codes.MISSED_KINDS and rate.of_code[c.index]
    ]
    found.sort(key=lambda pair: -pair[0])
    label = say("Sessions:")
    rows = tuple(
        Row(f"{c.code} {c.words}", (Cell(words.number(n), number=True, label=label),))
        for n, c in found
    )
    total = Row(
        say("All that was missed"), (Cell(words.number(rate.missed), number=True, label=label),)
    )
    heads = (Head(say("Mark")), Head(say("Sessions"), number=True))
    return Table(say("Marks counted, {when}", when=scope.when()), heads, (*rows, total))


def _missing(desk: Desk, scope: Scope) -> str:
    part = desk.register.window(scope.first, scope.last).marks[desk.rows_of(scope.about)]
    n = int((part == NO_MARK).sum())
    if not n:
        return say("None. A blank is never counted as an absence.")
    return say_n(
        "{n} mark is missing. A blank is never counted as an absence.",
        "{n} marks are missing. A blank is never counted as an absence.",
        n,
    )


def _moving(figure: Figure, rate: Rate) -> str:
    """What the figure would be if every reason still open turned out to be a presence; for a
    count of children, only how many marks are still open."""
    index = codes.index_of("N")
    n = int(rate.of_code[index])
    if not n or not rate.possible or figure.definition in CHILDREN_COUNTED:
        return _waiting(rate)
    least = words.percent((rate.missed - n) / rate.possible)
    return say_n(
        "{n} mark has no reason yet. If it became present, {least} would be missed.",
        "{n} marks have no reason yet. If every one became present, {least} would be missed.",
        n,
        least=least,
    )


def _waiting(rate: Rate) -> str:
    n = int(rate.of_code[codes.index_of("N")])
    if not n:
        return say("No mark is waiting for a reason.")
    return say_n("{n} mark has no reason yet.", "{n} marks have no reason yet.", n)


def every_mark(desk: Desk, name: str, scope: Scope) -> list[tuple[str, str, str, str, int, int]]:
    """Each mark behind a figure, for a spreadsheet whose foot is the same sum.

    returns  (id, day, half, mark, possible 0/1, missed 0/1); children are named by their
             identifier. For one child the trail notes it; a group is noted with everybody's key
    raises   KeyError for a definition that is not there, fetch.NotYours for a child who is not
    """
    load(name)
    if name == lessons.NAME:
        raise KeyError(name)  # its marks are not those of half-days
    only = _missed_code(name, scope.mark).index if scope.mark else None
    pupil = pupil_of(desk, scope)
    rows = desk.rows_of(scope.about)
    keys = [pupil.pk] if pupil else sorted({int(p) for p in desk.register.pupil[rows]})
    people = fetch.pupils(seen_by=desk.by, ids=keys, why=fetch.Verb.CHILD_MARKS_EXPORTED)
    names = {p.pk: p.source_id for p in people}
    part = desk.register.window(scope.first, scope.last)
    halves = ("AM", "PM", "all day")
    out = []
    for row in rows:
        who = names[int(part.pupil[row])]
        here = part.marks[row] < NO_MARK if only is None else part.marks[row] == only
        for column in np.flatnonzero(here):
            mark = int(part.marks[row, column])
            day = date_of(part.sessions.day[column])
            half = halves[int(part.sessions.half[column])]
            out.append(
                (who, day.isoformat(), half, codes.table()[mark].code, int(POSSIBLE[mark]),
                 int(MISSED[mark]))
            )  # fmt: skip
    return out


def is_defined(name: str) -> bool:
    """Whether there is a definition of this name."""
    return name in names()


def all_definitions() -> tuple[Definition, ...]:
    """Every definition, for the page How we count."""
    return tuple(load(name) for name in names())
