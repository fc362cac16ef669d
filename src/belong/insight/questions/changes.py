"""What a file changed, and what became of a child's marks since they were first entered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.attendance.codes import ENGLAND, NO_MARK, table
from belong.attendance.measures.counts import MISSED
from belong.basics.terms import year_of, year_start
from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.words import say, say_n
from belong.intake import history
from belong.intake.history import MarkChange
from belong.intake.models import Import
from belong.people import fetch
from belong.people.models import Enrolment, Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb

LISTED = 200
HALVES = ("morning", "afternoon", "whole day")


@dataclass(frozen=True)
class Changed:
    """One mark that became another, in words.

    child  the child's name, "" on a page that is about one child
    """

    child: str
    pupil_id: int
    when: str
    was: str
    now: str


@dataclass(frozen=True)
class Line:
    """One line of a child's history: the mark, and the five facts about its change."""

    changed: Changed
    at: str
    who: str
    why: str


@dataclass(frozen=True)
class History:
    """Every change of one child's marks after they were first entered, newest first.

    joined  the keys of records that were joined with this one
    """

    pupil: Pupil
    lines: tuple[Line, ...]
    letters: tuple[tuple[str, str], ...]
    joined: tuple[int, ...]


def mark_words(code: int) -> str:
    """N, no reason yet. An empty place says so."""
    if code == NO_MARK or code >= len(table()):
        return say("nothing entered")
    line = table()[code]
    return f"{line.code}, {line.words}"


def when_words(on: dt.date, half: int) -> str:
    """Tue 24 Nov 2026, morning"""
    return f"{words.day(on)}, {say(HALVES[half])}"


def would_change(by: Membership, brought: Import) -> tuple[Changed, ...]:
    """What a waiting file would change, or what a kept one changed; the look is noted.

    At most LISTED marks.
    """
    if brought.stage == Import.Stage.READ:
        found = [
            (c["enrolment"], dt.date.fromisoformat(c["on"]), c["half"], c["old"], c["new"])
            for c in brought.preview.get("changes", ())
        ]
    else:
        found = [
            (c.enrolment, c.on, c.half, c.old, c.new)
            for c in history.of_import(brought)
            if c.old != NO_MARK
        ]
    return _named(by, found[:LISTED])


Raw = tuple[int, dt.date, int, int, int]


def _named(by: Membership, found: list[Raw]) -> tuple[Changed, ...]:
    stays = {row[0] for row in found}
    rows = Enrolment.objects.filter(pk__in=stays, school_id=by.school_id)
    pupil_of = dict(rows.values_list("pk", "pupil_id"))
    if not pupil_of:
        return ()
    seen = fetch.pupils(seen_by=by, ids=set(pupil_of.values()), why=Verb.CHANGES_SEEN)
    names = {pupil.pk: str(pupil) for pupil in seen}
    return tuple(
        Changed(names[pupil_of[e]], pupil_of[e], when_words(on, half), mark_words(old),
                mark_words(new))
        for e, on, half, old, new in found if pupil_of.get(e) in names
    )  # fmt: skip


def of_child(by: Membership, pupil_id: int, asked: dt.date) -> History:
    """A child's history, and the letters a mark may have on a day. Raises NotYours; the look is
    noted."""
    pupil = fetch.pupil(pupil_id, seen_by=by)
    lines = tuple(_line(change, pupil, by) for change in history.of_child(by.school_id, pupil.pk))
    in_use = (c for c in table() if c.code_set == ENGLAND and c.in_force(asked))
    letters = tuple((c.code, f"{c.code}, {c.words}") for c in in_use)
    joined = tuple(pupil.merged.order_by("pk").values_list("pk", flat=True))
    return History(pupil, lines, letters, joined)


def _line(change: MarkChange, pupil: Pupil, by: Membership) -> Line:
    changed = Changed(
        "", pupil.pk, when_words(change.on, change.half), mark_words(change.old),
        mark_words(change.new),
    )  # fmt: skip
    who = f"{change.by}, {change.role}" if change.role else change.by
    return Line(changed, words.moment(change.at), who, _why(change, by))


def _why(change: MarkChange, by: Membership) -> str:
    """Why a mark changed. A file's name may hold a child's: it is for those who see files."""
    named = by.may(Permission.REGISTERS_READ)
    if change.why == "correction":
        return say("Corrected by hand: {reason}", reason=change.reason)
    if change.why == "merge":
        return change.reason
    if change.why == "undo":
        return say("{file} was taken back", file=change.file_name if named else say("A file"))
    return say("Came with {file}", file=change.file_name if named else say("a file"))


def last_friday(asked: dt.date) -> dt.date:
    """The last Friday before a day."""
    return asked - dt.timedelta(days=(asked.weekday() - 4) % 7 or 7)


def since_friday(desk: Desk, pupil_id: int, row: int) -> str:
    """Whether a figure somebody read last Friday is another one today, in one sentence; "" where
    it is the same.

    row  the child's row of the desk's register
    """
    friday = last_friday(desk.asked)
    first = year_start(year_of(friday))
    found = history.of_child_since(desk.by.school_id, pupil_id, friday)
    past = [c for c in found if first <= c.on <= friday]
    then = desk.register.window(first, friday).marks[row]
    return _since(past, words.day(friday), int(MISSED[then].sum()))


def _since(past: list[MarkChange], when: str, missed: int) -> str:
    net = net_change(past)
    if not net:
        return ""
    fewer = sum(int(MISSED[old]) - int(MISSED[new]) for old, new in net)
    if not fewer:
        one = "One mark up to {when} has another letter since then; what was missed is the same."
        many = "{n} marks up to {when} have other letters since then; what was missed is the same."
        return say_n(one, many, len(net), when=when)
    return say(
        "Up to {when}: was {then} missed, now {now}. Marks from before were changed since.",
        when=when, then=words.sessions(missed + fewer), now=words.sessions(missed),
    )  # fmt: skip


def net_change(changes: list[MarkChange]) -> list[tuple[int, int]]:
    """The first old and the last new mark of each session that is different in the end.

    changes  newest first
    """
    first: dict[tuple[int, dt.date, int], int] = {}
    last: dict[tuple[int, dt.date, int], int] = {}
    for change in changes:
        place = (change.enrolment, change.on, change.half)
        last.setdefault(place, change.new)
        first[place] = change.old
    return [(first[p], last[p]) for p in first if first[p] != last[p]]
