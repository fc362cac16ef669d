"""Two records that may be one child, side by side; and what joining them did."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from belong.insight import words
from belong.insight.questions.changes import mark_words, when_words
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say, say_n
from belong.intake import history, merging
from belong.intake.merging import Differing, NotMerged
from belong.people import fetch
from belong.people.models import Enrolment, Membership, Pupil
from belong.people.permissions import Permission

LISTED = 100
"""Sessions a table shows; how many more there are is said under it."""


@dataclass(frozen=True)
class Beside:
    """Two records before anybody joined them.

    table      what each record says, line by line
    unlike     what both say, and not the same; "" where nothing speaks against one child
    meets      where both have marks, in one sentence
    differing  the sessions they disagree about, or None; more: how many of them are not listed
    n          how many sessions they disagree about
    seen       a short word for just this list: it is another one for another list
    """

    stays: Pupil
    goes: Pupil
    table: Table
    unlike: str
    meets: str
    differing: Table | None
    more: int
    n: int
    seen: str

    @property
    def goes_number(self) -> str:
        """What tells the record that goes from the other one of the same name."""
        return self.goes.upn or self.goes.source_id


@dataclass(frozen=True)
class Joined:
    """Two records that are one. `said` is what was done, a sentence each."""

    pupil: Pupil
    said: tuple[str, ...]
    differing: Table | None
    more: int


def ask(by: Membership, one: int, other: int) -> Beside | Joined:
    """Two records side by side, or what joining them did. Both looks are noted.

    one, other  their keys; the first stays
    raises      PermissionDenied; NotYours for a key of no child of this school; NotMerged where
                both keys are one record
    """
    wanting = Permission.MARKS_CORRECT
    stays = fetch.pupil(one, seen_by=by, wanting=wanting)
    goes = fetch.pupil(other, seen_by=by, wanting=wanting)
    if stays.pk != goes.pk:
        return _beside(by, stays, goes)
    if one == other:
        raise NotMerged("Both are the same record.", do="Choose two records that are not the same.")
    gone = other if other != stays.pk else one
    return _joined(by, stays, Pupil.objects.get(school_id=by.school_id, pk=gone))


def _beside(by: Membership, stays: Pupil, goes: Pupil) -> Beside:
    found = merging.beside(by.school_id, stays, goes)
    lines = _lines(stays, goes, found)
    differing = _differing(found.differing, say("Gives way"))
    return Beside(
        stays=stays,
        goes=goes,
        table=_side_by_side(lines),
        unlike=_unlike(stays, goes),
        meets=_meets(found),
        differing=differing,
        more=max(0, len(found.differing) - LISTED),
        n=len(found.differing),
        seen=_seen(found.differing),
    )


def _seen(differing: Sequence[Differing]) -> str:
    """The list somebody looks at as a short word, to tell afterwards whether it is still that."""
    return hashlib.sha256(repr(differing).encode()).hexdigest()[:16]


Line = tuple[str, str, str]
"""What a line is about, what the record that stays says, and what the other one says."""


def _lines(stays: Pupil, goes: Pupil, found: merging.Beside) -> list[Line]:
    def both(title: str, of: str) -> Line:
        return say(title), str(getattr(stays, of)), str(getattr(goes, of))

    return [
        both("Name in the register", "in_full"),
        both("Known as", "known_as"),
        both("Number in your system", "source_id"),
        both("UPN", "upn"),
        (say("Other numbers"), _others(stays), _others(goes)),
        (say("Born"), _born(stays), _born(goes)),
        both("Year", "year"),
        both("Form", "form"),
        (say("On roll"), _stays(stays), _stays(goes)),
        (say("Marks"), words.number(found.stays), words.number(found.goes)),
    ]


def _others(pupil: Pupil) -> str:
    return ", ".join(pupil.other_ids)


def _born(pupil: Pupil) -> str:
    return words.day(pupil.born_on) if pupil.born_on else ""


def _stays(pupil: Pupil) -> str:
    return "; ".join(_stay(one) for one in pupil.enrolments.order_by("admitted_on", "pk"))


def _stay(stay: Enrolment) -> str:
    first = words.day(stay.admitted_on) if stay.admitted_on else say("a day nobody wrote down")
    if stay.left_on is None:
        return say("since {first}", first=first)
    return say("from {first} to {last}", first=first, last=words.day(stay.left_on))


def _side_by_side(lines: Sequence[Line]) -> Table:
    heads = (Head(say("What")), Head(say("This one stays")), Head(say("This one joins it")))
    rows = tuple(
        Row(title, _cells((mine, theirs), heads[1:])) for title, mine, theirs in lines
        if mine or theirs
    )  # fmt: skip
    return Table(say("The two records side by side"), heads, rows)


def _cells(said: Iterable[str], heads: Iterable[Head]) -> tuple[Cell, ...]:
    return tuple(
        Cell(text or say("nothing"), label=f"{head.words}:")
        for text, head in zip(said, heads, strict=True)
    )


COMPARED = (("UPN", "upn"), ("date of birth", "born_on"), ("surname", "surname"),
            ("forename", "forename"))  # fmt: skip


def _unlike(stays: Pupil, goes: Pupil) -> str:
    both = [(title, getattr(stays, of), getattr(goes, of)) for title, of in COMPARED]
    unlike = [say(title) for title, mine, theirs in both if mine and theirs and mine != theirs]
    if not unlike:
        return ""
    return say(
        "Not the same in both: {which}. Twins and cousins can look alike on paper, so look twice.",
        which=words.listed(unlike),
    )


def _meets(found: merging.Beside) -> str:
    n, unlike = found.same + len(found.differing), len(found.differing)
    if not n:
        return say("No session has a mark in both records, so no mark gives way.")
    met = say_n(
        "{n} session has a mark in both records.", "{n} sessions have a mark in both records.", n
    )
    if not unlike:
        return f"{met} {say('Wherever both have one, it is the same.')}"
    differ = say_n("For {n} of them the marks differ.", "For {n} of them the marks differ.", unlike)
    held = say("There the mark of the record that stays is kept. The other one stays in history.")
    return f"{met} {differ} {held}"


def _differing(of: Sequence[Differing], gone: str) -> Table | None:
    if not of:
        return None
    heads = (Head(say("Session")), Head(say("Stays")), Head(gone))
    rows = tuple(
        Row(when_words(d.on, d.half), _cells((mark_words(d.stays), mark_words(d.goes)), heads[1:]))
        for d in of[:LISTED]
    )
    return Table(say("Sessions for which the two records have different marks"), heads, rows)


def _joined(by: Membership, pupil: Pupil, gone: Pupil) -> Joined:
    gave_way = merging.gave_way(by.school_id, pupil, gone)
    return Joined(
        pupil=pupil,
        said=_done(by, pupil, gone),
        differing=_differing(gave_way, say("Gave way")),
        more=max(0, len(gave_way) - LISTED),
    )


def _done(by: Membership, pupil: Pupil, gone: Pupil) -> tuple[str, ...]:
    moved = [
        c for c in history.of_child(by.school_id, gone.pk, most=merging.EVERY) if c.why == "merge"
    ]
    who = [_who(moved[0])] if moved else []
    numbers = [n for n in (pupil.source_id, pupil.upn, *pupil.other_ids) if n]
    return (
        *who,
        say("Files with any of these numbers find this child: {which}.",
            which=words.listed(list(dict.fromkeys(numbers)))),
        say("The other record is empty. Its old address leads to this child's page."),
    )  # fmt: skip


def _who(moved: history.MarkChange) -> str:
    who = f"{moved.by}, {moved.role}" if moved.role else moved.by
    return say("{who} joined them on {when}.", who=who, when=words.moment(moved.at))
