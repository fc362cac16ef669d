"""Explain this number: what it is made of, where it comes from, what it cannot say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import NO_MARK, Kind
from belong.attendance.definitions import Definition, load, names
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.measures.rates import Rate
from belong.basics.terms import date_of
from belong.insight import words
from belong.insight.desk import Desk, child_key
from belong.insight.figures import Figure, Scope, missed, persistent, rate_of, severe
from belong.insight.questions import child
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.models import Pupil

FEW = 10
"""Below so many children, a look at a group's figure is a look at the children."""

KINDS = (
    (Kind.PRES, "Here"),
    (Kind.AEA, "Learning elsewhere"),
    (Kind.AUTH, "Missed, authorised"),
    (Kind.UNAUTH, "Missed, not authorised"),
    (Kind.UNCLASS, "Missed, reason unknown"),
    (Kind.NOTPOSS, "Left out of both sides"),
    (Kind.ADMIN, "Left out: not on roll or school closed"),
)


@dataclass(frozen=True)
class Sum:
    """A division, set like one; without a bottom, a plain count."""

    top: str
    top_words: str
    bottom: str
    bottom_words: str
    answer: str
    answer_words: str


@dataclass(frozen=True)
class Explanation:
    """The page's answer."""

    definition: Definition
    heading: str
    lede: str
    who: str
    pupil: Pupil | None
    sum: Sum | None
    detail: str
    counted: Table
    others: tuple[tuple[str, str], ...]
    cannot: str
    brought_in: str
    file_name: str
    import_id: int
    missing: str
    rule_since: str
    moving: str
    checks: str
    csv: str


def ask(desk: Desk, name: str, scope: Scope) -> Explanation:
    """What a figure means for a scope.

    Raises KeyError for a definition that is not there, fetch.NotYours for a child who is not.
    """
    definition = load(name)
    pupil = _pupil(desk, scope)
    rate = rate_of(desk, scope)
    figure = _figure(desk, name, scope, rate)
    return Explanation(
        definition=definition,
        heading=_heading(desk, definition, figure, scope),
        lede=_lede(figure, rate) if figure.definition == _made(name) else definition.question,
        who=_who(scope, pupil),
        pupil=pupil,
        sum=_sum(figure) if figure.definition == _made(name) else None,
        detail=_detail(desk, scope, rate, figure),
        counted=_counted(name, rate, scope),
        others=tuple(_lead(why) for why in definition.why_other),
        cannot=definition.not_this,
        brought_in=words.moment(desk.provenance.kept_at),
        file_name=desk.provenance.file_name,
        import_id=desk.provenance.import_id,
        missing=_missing(desk, scope),
        rule_since=_rule(definition),
        moving=_moving(figure, rate),
        checks=definition.pk,
        csv=scope.query(),
    )


def _lead(why: str) -> tuple[str, str]:
    """A reason's opening words apart from the rest, so that a page can set them in bold."""
    lead, mark, rest = why.partition(": ")
    return (lead, rest[:1].upper() + rest[1:]) if mark else ("", why)


def _pupil(desk: Desk, scope: Scope) -> Pupil | None:
    kind, _, key = scope.about.partition(":")
    if kind != "child":
        rows = desk.rows_of(scope.about)
        if not len(rows):
            raise fetch.NotYours(scope.about)
        _note_the_few(desk, rows)
        return None
    return fetch.pupil(child_key(key), seen_by=desk.by)


def _note_the_few(desk: Desk, rows: NDArray[np.int64]) -> None:
    """A figure about a handful of children says something of each: the trail names them."""
    if len(rows) < FEW:
        fetch.pupils(seen_by=desk.by, ids=[int(p) for p in desk.register.pupil[rows]])


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
    if figure.definition in ("persistent_absence", "severe_absence"):
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


def _who(scope: Scope, pupil: Pupil | None) -> str:
    if pupil is not None:
        return str(pupil)
    kind, _, value = scope.about.partition(":")
    if kind == "year":
        return say("Year {year}", year=value) if value.isdigit() else value
    return value if kind == "form" else say("The whole school")


def _sum(figure: Figure) -> Sum | None:
    if figure.denominator is None or figure.share is None:
        return None
    people = figure.definition in ("persistent_absence", "severe_absence")
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


def _detail(desk: Desk, scope: Scope, rate: Rate, figure: Figure) -> str:
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


def _rule(definition: Definition) -> str:
    if definition.since:
        return say(
            "{title}, marks in force since {since}",
            title=definition.title, since=words.day(definition.since),
        )  # fmt: skip
    return say("{title}, version {v}", title=definition.title, v=definition.version)


def _moving(figure: Figure, rate: Rate) -> str:
    """What the figure would be if every reason still open turned out to be a presence; for a
    count of children, only how many marks are still open."""
    index = codes.index_of("N")
    n = int(rate.of_code[index])
    if not n or not rate.possible:
        return say("No mark is waiting for a reason.")
    if figure.definition in ("persistent_absence", "severe_absence"):
        return say_n("{n} mark has no reason yet.", "{n} marks have no reason yet.", n)
    least = words.percent((rate.missed - n) / rate.possible)
    return say_n(
        "{n} mark has no reason yet. If it became present, {least} would be missed.",
        "{n} marks have no reason yet. If every one became present, {least} would be missed.",
        n,
        least=least,
    )


def every_mark(desk: Desk, name: str, scope: Scope) -> list[tuple[str, str, str, str, int, int]]:
    """Each mark behind a figure, for a spreadsheet whose foot is the same sum.

    returns  (id, day, half, mark, possible 0/1, missed 0/1); children are named by their
             identifier. For one child the trail notes it; a group is noted with everybody's key
    raises   KeyError for a definition that is not there, fetch.NotYours for a child who is not
    """
    load(name)
    pupil = _pupil(desk, scope)
    rows = desk.rows_of(scope.about)
    keys = [pupil.pk] if pupil else sorted({int(p) for p in desk.register.pupil[rows]})
    people = fetch.pupils(seen_by=desk.by, ids=keys, why=fetch.Verb.CHILD_MARKS_EXPORTED)
    names = {p.pk: p.source_id for p in people}
    part = desk.register.window(scope.first, scope.last)
    halves = ("AM", "PM", "all day")
    out = []
    for row in rows:
        who = names[int(part.pupil[row])]
        for column in np.flatnonzero(part.marks[row] < NO_MARK):
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
