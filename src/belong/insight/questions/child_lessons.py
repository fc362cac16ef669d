"""The lessons of one child: those they come to first, then those they missed."""

from __future__ import annotations

from dataclasses import dataclass

from belong.attendance.definitions import number
from belong.insight import lessons, words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Said, Scope
from belong.insight.lessons import NAME, ChildsLessons, Subject, called
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.weeks import first_day_of_year
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission


@dataclass(frozen=True)
class LessonsPart:
    """The part of a child's page about lessons.

    came       what they come to, which heads it
    missed     what they missed; its number opens the explanation
    in_school  of the missed ones, those of days in school; "" for none
    blank      lessons nobody marked; "" for none
    """

    came: str
    missed: Said
    in_school: str
    blank: str
    table: Table
    figure: Figure


def of_child(desk: Desk, pupil: Pupil) -> LessonsPart | None:
    """The lessons of a child whose page is open; None where the school keeps none of theirs, or
    none that counts.

    Raises fetch.NotYours for a child somebody may not read.
    """
    if not desk.by.may(Permission.CHILD_READ, of=pupil):
        raise fetch.NotYours("pupil")
    scope = Scope(f"child:{pupil.pk}", first_day_of_year(desk), desk.day)
    found = lessons.of(desk, pupil, scope)
    return _part(desk, found) if found and found.total("possible") else None


def _part(desk: Desk, found: ChildsLessons) -> LessonsPart:
    when = lessons.since(desk, found)
    return LessonsPart(
        came=_came(found),
        missed=_missed(found, when),
        in_school=_in_school(found.total("missed_in_school"), found.total("missed")),
        blank=_blank(found.total("blank")),
        table=_table(found, when),
        figure=found.missed,
    )


def _share(subject: Subject) -> float:
    return subject.came / subject.possible if subject.possible else 0.0


def _came(found: ChildsLessons) -> str:
    """The subjects a child comes to; the one they come to most, where none is nearly always."""
    least = number(NAME, "least")
    enough = [s for s in found.subjects if s.possible >= least and s.came and s.name]
    best = sorted(enough, key=lambda s: (-_share(s), -s.came, s.name))
    most = number(NAME, "come_to")
    often = [s for s in best if 100 * s.came >= most * s.possible]
    said = (often or best[:1])[: number(NAME, "said_first")]
    if not said:
        came, possible = found.total("came"), found.total("possible")
        return say_n("Came to {came} of {n} lesson", "Came to {came} of {n} lessons", possible,
                     came=words.number(came))  # fmt: skip
    parts = [say("{came} of {n} {subject}", came=s.came, n=s.possible, subject=s.name)
             for s in said]  # fmt: skip
    return say("Came to {parts} lessons", parts=words.listed(parts))


def _missed(found: ChildsLessons, when: str) -> Said:
    """11 English and 9 Mathematics lessons; where that is not all, how many in all before it."""
    total, most = found.total("missed"), _most_missed(found)
    each = [f"{words.number(s.missed)} {s.name}" for s in most]
    text = say_n("{n} lesson", "{n} lessons", total) if total else say("no lesson")
    after = f" {when}."
    if most and sum(s.missed for s in most) == total:
        text = say_n("{each} lesson", "{each} lessons", most[-1].missed, each=words.listed(each))
    elif most:
        rest = words.listed([most[0].name, *each[1:]])
        after = say(" {when}, {n} of them {rest}.", when=when, n=most[0].missed, rest=rest)
    return Said(say("Missed "), text, after, found.missed.link)


def _most_missed(found: ChildsLessons) -> list[Subject]:
    """The subjects missed most: none where no one stands out, and no second far behind a first."""
    named = sorted((s for s in found.subjects if s.missed), key=lambda s: (-s.missed, s.name))
    if any(not s.name for s in named) or not named:
        return []
    near = [s for s in named if 2 * s.missed >= named[0].missed]
    wanted = number(NAME, "said_first")
    if len(named) > wanted and named[0].missed < number(NAME, "worth_saying"):
        return []
    return named if len(named) <= wanted else near[:wanted]


def _in_school(n: int, missed: int) -> str:
    if not n:
        return ""
    ask = say("There may be a good reason: ask.")
    which = say("in school morning and afternoon")
    if missed == 1:
        return say("It was on a day they were {which}. {ask}", which=which, ask=ask)
    if n == missed:
        every = say("Both") if n == 2 else say("All of them")
        return say(
            "{every} were on days they were {which}. {ask}", every=every, which=which, ask=ask
        )
    return say_n(
        "{n} of the {of} was on a day they were {which}. {ask}",
        "{n} of the {of} were on days they were {which}. {ask}",
        n, of=words.number(missed), which=which, ask=ask,
    )  # fmt: skip


def _blank(n: int) -> str:
    return say_n(
        "{n} lesson has no mark. It counts neither as come to nor as missed.",
        "{n} lessons have no mark. They count neither as come to nor as missed.",
        n,
    ) if n else ""  # fmt: skip


def _table(found: ChildsLessons, when: str) -> Table:
    """A line a subject, those most come to first."""
    lines = sorted(found.subjects, key=lambda s: (not s.possible, -_share(s), s.name.casefold()))
    heads = (say("Subject"), say("Came to"), say("Missed"), say("Possible"))
    return Table(
        say("Lessons by subject, {when}", when=when),
        tuple(Head(head, number=n > 0) for n, head in enumerate(heads)),
        tuple(Row(called(s), _cells(s, heads)) for s in lines),
    )


def _cells(subject: Subject, heads: tuple[str, ...]) -> tuple[Cell, ...]:
    counts = (subject.came, subject.missed, subject.possible)
    return tuple(
        Cell(words.number(n), number=True, label=f"{head}:")
        for n, head in zip(counts, heads[1:], strict=True)
    )
