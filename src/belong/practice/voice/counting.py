"""From answers to the only counts that stay: fixed tables, small ones hidden, the rest rounded.

docs/adr/0024-an-anonymous-answer.md says why nothing else is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from belong.practice.voice import hiding

Way = Literal["yes", "some", "no"]
WHOLE = ""
"""The group that is everybody who answered."""
SKIPPED = "-"
NOBODY_KNOWS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Question:
    """One statement as it is counted.

    options       how many answers there are to choose from [2..7]
    reverse       whether agreeing with it is the sad answer: for scores alone. What is counted is
                  what people said to the words they read
    lowest_first  whether the first answer is the least agreeing, as a form of the school's own asks
    """

    key: str
    options: int
    reverse: bool = False
    lowest_first: bool = False


@dataclass(frozen=True)
class Answered:
    """What one person sent: the group they chose or were in, and one character a statement,
    "1" for the first answer, "-" for one they skipped."""

    group: str
    choices: str
    supported: bool = False


@dataclass(frozen=True)
class Counted:
    """One line of a released table; each count is rounded to ten [people].

    said           who answered this statement; None for fewer than ten
    yes, some, no  of them, to the words as they stood; None for fewer than ten. All three None
                   where how they divide is not told: they are few and all say one thing, or it
                   could be worked out
    """

    question: str
    group: str
    said: int | None
    yes: int | None
    some: int | None
    no: int | None


def place(choice: str, question: Question) -> int | None:
    """Where a choice stands, 1 for the most agreeing answer; None where it was skipped.

    raises  ValueError for what is no answer to it
    """
    if choice == SKIPPED:
        return None
    if choice not in "1234567"[: question.options] or len(choice) != 1:
        raise ValueError(f"no answer to {question.key}: {choice!r}")
    return question.options + 1 - int(choice) if question.lowest_first else int(choice)


def way(choice: str, question: Question) -> Way | None:
    """Whether a choice agrees, is in between or disagrees; None where it was skipped.

    The two answers at either end count together; of three, and of two, one at each end.
    raises  ValueError for what is no answer to it
    """
    at = place(choice, question)
    if at is None:
        return None
    ends = 1 if question.options < 4 else 2
    if ends < at <= question.options - ends:
        return "some"
    return "yes" if at <= ends else "no"


def counted(
    questions: Sequence[Question], answers: Sequence[Answered], groups: Sequence[str],
    asked: Mapping[str, int] = NOBODY_KNOWS,
) -> Iterator[Counted]:  # fmt: skip
    """The table of every statement: everybody first, then each group; nothing of fewer than ten.

    groups  those of at least ten answers, as merged; one group alone is everybody
    asked   how many were asked in each, WHOLE among them; 0 or nothing where nobody can know
    """
    every = (WHOLE, *(groups if len(groups) > 1 else ()))
    known = {group: asked.get(group) or asked.get(WHOLE, 0) for group in every}
    sent = Counter(one.group for one in answers)
    sent[WHOLE] = len(answers)
    for at, question in enumerate(questions):
        tally = _tally(question, at, answers)
        lines = [_line(sent[group], tally[group], known[group]) for group in every]
        for group, line, ways in zip(every, lines, hiding.fit_to_tell(lines), strict=True):
            yield Counted(question.key, group, line.said, *ways)


def _tally(question: Question, at: int, answers: Sequence[Answered]) -> Mapping[str, Counter[Way]]:
    tally: defaultdict[str, Counter[Way]] = defaultdict(Counter)
    for one in answers:
        if said := way(one.choices[at], question):
            tally[WHOLE][said] += 1
            tally[one.group][said] += 1
    return tally


def _line(sent: int, tally: Counter[Way], asked: int) -> hiding.Line:
    said = hiding.told(tally.total(), asked)
    divided = (tally["yes"], tally["some"], tally["no"])
    ways = hiding.HIDDEN if said is None else hiding.ways(divided, asked)
    return hiding.Line(hiding.told(sent, asked), said, ways, asked)
