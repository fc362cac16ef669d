"""From answers to the only counts that stay: fixed tables, small ones hidden, the rest rounded.

docs/adr/0024-an-anonymous-answer.md says why nothing else is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from belong.basics.disclosure import safe_count

Way = Literal["yes", "some", "no"]
WHOLE = ""
"""The group that is everybody who answered."""
SKIPPED = "-"
ALL_OR_NONE = 30
"""Answers under which "all of them" is hidden: it would be a statement about each."""


@dataclass(frozen=True)
class Question:
    """One statement as it is counted.

    options  how many answers there are to choose from [2..7], the first the most agreeing
    reverse  whether agreeing with it is the sad answer
    """

    key: str
    options: int
    reverse: bool = False


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
    yes, some, no  of them; None for fewer than ten, or for all where those are fewer than thirty
    """

    question: str
    group: str
    said: int | None
    yes: int | None
    some: int | None
    no: int | None


def way(choice: str, question: Question) -> Way | None:
    """Whether a choice agrees, is in between or disagrees; None where it was skipped.

    The two answers at either end count together; of three, and of two, one at each end.
    raises  ValueError for what is no answer to it
    """
    if choice == SKIPPED:
        return None
    if choice not in "1234567"[: question.options] or len(choice) != 1:
        raise ValueError(f"no answer to {question.key}: {choice!r}")
    place = int(choice)
    ends = 1 if question.options < 4 else 2
    if ends < place <= question.options - ends:
        return "some"
    return "yes" if (place <= ends) != question.reverse else "no"


def counted(
    questions: Sequence[Question], answers: Sequence[Answered], groups: Sequence[str]
) -> Iterator[Counted]:
    """The table of every statement: everybody first, then each group; nothing of fewer than ten.

    groups  those of at least ten answers, as merged; one group alone is everybody
    """
    for at, question in enumerate(questions):
        tally = _tally(question, at, answers)
        for group in (WHOLE, *(groups if len(groups) > 1 else ())):
            yield _line(question.key, group, tally[group])


def _tally(question: Question, at: int, answers: Sequence[Answered]) -> Mapping[str, Counter[Way]]:
    tally: defaultdict[str, Counter[Way]] = defaultdict(Counter)
    for one in answers:
        if said := way(one.choices[at], question):
            tally[WHOLE][said] += 1
            tally[one.group][said] += 1
    return tally


def _line(question: str, group: str, tally: Counter[Way]) -> Counted:
    said = tally.total()
    if safe_count(said) is None:
        return Counted(question, group, None, None, None, None)
    return Counted(question, group, safe_count(said),
                   *(_of(tally[way], said) for way in ("yes", "some", "no")))  # fmt: skip


def _of(count: int, said: int) -> int | None:
    return None if count == said < ALL_OR_NONE else safe_count(count)
