"""What a closing survey leaves behind. Called once, inside the closing: docs/adr/0024."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.basics.disclosure import safe_count
from belong.practice.voice import counting, hanging, hiding, pulse, scales
from belong.practice.voice.counting import SKIPPED, WHOLE, Answered, Counted, Question, counted
from belong.practice.voice.models import Survey
from belong.practice.voice.results_models import Reached, Released, Together


@dataclass(frozen=True)
class Asked:
    """A statement as it is counted, and the part of the scale it belongs to ("" for none)."""

    question: Question
    part: str = ""


def asked_of(survey: Survey) -> list[Asked]:
    """Every statement of a survey, in its order. Of the school's own, s0, s1 and so on."""
    if survey.scale is None:
        said = pulse.pulse()
        return [Asked(Question(s.key, len(said.answers), s.reverse)) for s in said.statements]
    options = survey.scale.answers.count()
    return [
        Asked(Question(f"s{row.nth}", options, row.reverse, lowest_first=True), row.part)
        for row in survey.scale.statements.order_by("nth")
    ]


@dataclass(frozen=True)
class Ahead:
    """How the statements hang together, worked out while others may still write: it takes seconds.
    Good for these answers alone, and for these statements, which are told to divide."""

    choices: tuple[str, ...]
    varies: tuple[bool, ...]
    together: Sequence[Together]


def ahead(
    survey: Survey, choices: Iterable[str], asked: int, varies: tuple[bool, ...] | None = None
) -> Ahead:
    """Work it out. In the order of the answers themselves, so that the same ones give the same.

    varies  which statements are told to divide; as if there were no groups where it is left out
    """
    every, inside = asked_of(survey), tuple(sorted(choices))
    fitted = [_fitted(one, len(every)) for one in inside]
    if varies is None:
        answers = [Answered("all", one) for one in fitted]
        questions = [one.question for one in every]
        varies = _told_to_divide(list(counted(questions, answers, (), {WHOLE: asked})))
    return Ahead(inside, varies, _together(survey, every, _numbers(every, fitted), varies, asked))


def _told_to_divide(lines: Iterable[Counted]) -> tuple[bool, ...]:
    """Of each statement whether two ways or more are told of everybody: that it counts for how
    statements hang together gives away nothing but that."""
    return tuple(
        sum(count is not None for count in (line.yes, line.some, line.no)) >= 2
        for line in lines
        if line.group == WHOLE
    )


def write(
    survey: Survey,
    rows: Sequence[tuple[str, str, bool]],
    asked: Mapping[str, int],
    known: Ahead | None = None,
) -> None:
    """Keep what may be shown of a survey's answers: nothing here names or counts fewer than ten.

    rows   the group as merged, the choices, and whether an adult helped, of each answer
    asked  how many were asked: everybody first, then each group as merged; 0 where nobody can know
    known  what was worked out before; once more where somebody has answered since
    """
    every = asked_of(survey)
    answers = [Answered(group, _fitted(one, len(every)), helped) for group, one, helped in rows]
    groups = [group for group in asked if group != WHOLE]
    lines = list(counted([one.question for one in every], answers, groups, asked))
    Released.objects.bulk_create(
        Released(school_id=survey.school_id, survey=survey, question=line.question,
                 group=line.group, said=line.said, yes=line.yes, some=line.some, no=line.no)
        for line in lines
    )  # fmt: skip
    _reached(survey, answers, asked)
    choices = tuple(sorted(one for _, one, _ in rows))
    varies = _told_to_divide(lines)
    if known is None or (known.choices, known.varies) != (choices, varies):
        known = ahead(survey, choices, asked[WHOLE], varies)
    Together.objects.bulk_create(known.together)


def _fitted(choices: str, statements: int) -> str:
    """Answers as long as what is asked now: a statement that came later was skipped by whoever
    answered before."""
    return choices[:statements].ljust(statements, SKIPPED)


def _reached(survey: Survey, answers: Sequence[Answered], asked: Mapping[str, int]) -> None:
    sent = Counter(one.group for one in answers)
    helped, everybody = sum(one.supported for one in answers), asked[WHOLE]
    whole = Reached(
        school_id=survey.school_id, survey=survey, group=WHOLE, asked=safe_count(everybody) or 0,
        answered=hiding.told(len(answers), everybody), supported=hiding.told(helped, everybody),
    )  # fmt: skip
    parts = {group: n for group, n in asked.items() if group != WHOLE and len(asked) > 2}
    Reached.objects.bulk_create([
        whole,
        *(Reached(school_id=survey.school_id, survey=survey, group=group, asked=safe_count(n) or 0,
                  answered=hiding.told(sent[group], n or everybody)) for group, n in parts.items()),
    ])  # fmt: skip


def _together(
    survey: Survey, every: Sequence[Asked], table: NDArray[np.float64], varies: Sequence[bool],
    asked: int,
) -> list[Together]:  # fmt: skip
    """All statements, and each part of a scale that has parts."""
    parts = list(dict.fromkeys(one.part for one in every if one.part))
    found = []
    for part in ("", *parts):
        columns = np.array([not part or one.part == part for one in every])
        inside = [told for told, column in zip(varies, columns, strict=True) if column]
        options = every[0].question.options
        made = hanging.told(survey, part, table[:, columns], inside, options, asked)
        found += [made] if made else []
    return found


def _numbers(every: Sequence[Asked], answers: Sequence[str]) -> NDArray[np.float64]:
    """Float [people x statements], NaN where skipped: the most agreeing answer is the largest."""
    questions = [one.question for one in every]
    options = questions[0].options
    places = [[counting.place(c, q) for c, q in zip(a, questions, strict=True)] for a in answers]
    table = np.array(
        [[np.nan if place is None else options + 1 - place for place in row] for row in places]
    ).reshape(len(answers), len(every))
    return scales.turned(table, np.array([one.question.reverse for one in every]), 1, options)
