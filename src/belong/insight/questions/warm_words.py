"""Early warnings: for whom a plain rule asks a warm word, why, and how one is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from belong.attendance.warnings.paces import says
from belong.insight import early_warnings, early_warnings_said, words
from belong.insight.desk import Desk, year_order
from belong.insight.early_warnings import EarlyWarning
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.curiosity import answering
from belong.practice.curiosity.models import Answer

LATELY = 3
"""Words heard or seen that a child's page tells of."""
LONG = 20
"""Children from which a list is folded by form."""


@dataclass(frozen=True)
class Line:
    """One child: why, each rule a sentence; and one warm next step."""

    pupil: Pupil
    name: str
    why: tuple[str, ...]
    asks: str


@dataclass(frozen=True)
class WarmWords:
    """The page's answer.

    rules  every rule as it can be said aloud, for whoever wants to know what is looked at
    """

    kicker: str
    heading: str
    lines: tuple[Line, ...]
    rules: tuple[str, ...]

    @property
    def by_form(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The same lines form by form, in the order of forms, where one list would be too long; a
        form is "" for who has none. Empty for a short list."""
        if len(self.lines) <= LONG:
            return ()
        forms = sorted({line.pupil.form for line in self.lines}, key=year_order)
        return tuple(
            (form, tuple(line for line in self.lines if line.pupil.form == form)) for form in forms
        )


@dataclass(frozen=True)
class ToAnswer:
    """The page on which one child's warnings are answered.

    line   None where nothing speaks of the child any more
    rules  keys of what stands
    hows   ways to answer, each with its words
    """

    pupil: Pupil
    name: str
    line: Line | None
    rules: tuple[str, ...]
    hows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Heard:
    """What answered an early warning: the words, whether they are the child's, and who wrote them
    down when."""

    words: str
    mine: bool
    about: str


@dataclass(frozen=True)
class OnChild:
    """The part of a child's page: what was heard or seen lately, the newest first."""

    lately: tuple[Heard, ...]


def on_child(by: Membership, pupil: Pupil) -> OnChild | None:
    """The part, or None for who may not read it."""
    if not by.may(Permission.WARNINGS_READ, of=pupil):
        return None
    found = answering.of_child(by.school_id, pupil.pk, LATELY)
    return OnChild(tuple(_heard(one) for one in found))


def _heard(one: Answer) -> Heard:
    about = say("{who}, {day}.", who=one.by.name, day=words.day(one.day))
    if one.how == Answer.How.NOT_NOW:
        about = say("Not now, wrote {who}, {day}.", who=one.by.name, day=words.day(one.day))
    return Heard(one.words, one.how == Answer.How.HEARD, about)


def ask(desk: Desk) -> WarmWords:
    """The children of a desk for whom a warm word is asked, in the order of names: there is no
    other order among them. The trail names each."""
    found = early_warnings.of(desk)
    pupils = fetch.pupils(
        seen_by=desk.by, ids=found.keys(), wanting=Permission.WARNINGS_READ, why=Verb.WARNINGS_SEEN
    )
    lines = tuple(_line(pupil, found[pupil.pk]) for pupil in pupils)
    return WarmWords(words.day(desk.asked), _heading(len(lines)), lines, _rules(desk))


def one(desk: Desk, pupil_id: int) -> ToAnswer:
    """What speaks of one child. Raises fetch.NotYours."""
    pupil = fetch.pupil(
        pupil_id, seen_by=desk.by, wanting=Permission.WARNINGS_READ, why=Verb.WARNINGS_SEEN
    )
    found = early_warnings.of(desk).get(pupil.pk, ())
    return ToAnswer(
        pupil=pupil,
        name=str(pupil),
        line=_line(pupil, found) if found else None,
        rules=tuple(w.rule for w in found),
        hows=tuple((how.value, say(str(how.label))) for how in Answer.How),
    )


def _line(pupil: Pupil, found: Sequence[EarlyWarning]) -> Line:
    said = tuple(early_warnings_said.why(w) for w in found)
    return Line(pupil, str(pupil), said, early_warnings_said.asks(found))


def _heading(n: int) -> str:
    if not n:
        return say("No early warning stands")
    return say_n("A warm word for {n} child", "A warm word for {n} children", n)


def _rules(desk: Desk) -> tuple[str, ...]:
    pace = early_warnings.pace_of(desk)
    return tuple(say(says(rule, pace)) for rule in early_warnings.ORDER)
