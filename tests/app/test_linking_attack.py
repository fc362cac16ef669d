"""Whoever may see everything in Belong tries to say who wrote what: no better than by guessing.

The attacker knows in which order people answered, to the second (they sat in the room), and reads
whatever there is to read: pages, and the tables themselves in the order the file has them. What
they could learn from two backups made while a survey was open is not part of this: SECURITY.md.
"""

from __future__ import annotations

import os
from math import sqrt

import pytest
from django.db import connection
from tests.app.test_acts import member
from tests.app.test_survey_results import MANY, closed
from tests.people import TODAY, House
from tests.surveys import code_of, opened

from belong.insight.questions import survey_results
from belong.practice.voice import answering, queries
from belong.practice.voice.answering import Given
from belong.practice.voice.models import Said

SURVEYS = int(os.environ.get("BELONG_SURVEYS", "6"))
PEOPLE = 20


def guesses_right(order: list[str], seen: list[str]) -> int:
    """How often the n-th that is seen is what the n-th person wrote."""
    return sum(one == other for one, other in zip(order, seen, strict=False))


def no_better_than_chance(right: int, tried: int) -> bool:
    chance = 1 / PEOPLE
    return right / tried <= chance + 3 * sqrt(chance * (1 - chance) / tried)


def raw(table: str, column: str) -> list[str]:
    """A table as it lies, which is how a file or a copy of it would be read."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [str(row[0]) for row in cursor.fetchall()]


def survey_with_words(house: House) -> tuple[object, list[str]]:
    survey = opened(house, MANY)
    order = [f"What person {n} wrote" for n in range(PEOPLE)]
    for n, words in enumerate(order):
        choices = "".join(str(1 + (n >> bit & 1) * 4) for bit in range(11))
        answering.send(code=code_of(survey), given=Given(choices, words), today=TODAY)
    return survey, order


@pytest.mark.slow
def test_nobody_says_who_wrote_what_better_than_by_guessing(house: House) -> None:
    right = dict.fromkeys(("open", "closed", "waiting", "shown"), 0)
    for _ in range(SURVEYS):
        survey, order = survey_with_words(house)
        right["open"] += guesses_right(order, _mine(order, raw("voice_said", "words")))
        closed(house, survey)  # type: ignore[arg-type]
        right["closed"] += guesses_right(order, _mine(order, raw("voice_said", "words")))
        by = member(house, "headteacher")
        _, waiting = queries.said_waiting(by, survey.pk)  # type: ignore[attr-defined]
        right["waiting"] += guesses_right(order, [one.words for one in waiting])
        Said.objects.update(state=Said.State.THROUGH)
        seen = survey_results.ask(by, survey.pk).own  # type: ignore[attr-defined]
        right["shown"] += guesses_right(order, list(seen))
        Said.objects.all().delete()
    tried = SURVEYS * PEOPLE
    assert all(no_better_than_chance(n, tried) for n in right.values()), right


@pytest.mark.slow
def test_nobody_says_who_answered_what_while_a_survey_is_open(house: House) -> None:
    """Of the table itself; no page shows a line of it, open or closed."""
    right = 0
    for _ in range(SURVEYS):
        survey, _order = survey_with_words(house)
        answers = ["".join(str(1 + (n >> bit & 1) * 4) for bit in range(11)) for n in range(PEOPLE)]
        right += guesses_right(answers, raw("voice_answer", "choices"))
        closed(house, survey)  # type: ignore[arg-type]
        assert not raw("voice_answer", "choices"), "nothing is left to link"
    assert no_better_than_chance(right, SURVEYS * PEOPLE), right


def _mine(order: list[str], seen: list[str]) -> list[str]:
    return [one for one in seen if one in order]
