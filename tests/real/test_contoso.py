"""A file of presence for five invented schools, as a data platform hands it out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from belong.attendance.codes import PRESENCE
from belong.lab.answer import Answer
from belong.lab.look import look

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


@pytest.fixture(scope="module")
def answer(found: Callable[[str], list[Path]]) -> Answer:
    return look(found("batch1_studentattendance.csv")[0])


def test_every_child_mark_and_school_is_there(answer: Answer) -> None:
    assert (len(answer.pupils), answer.marks, len(answer.schools)) == (600, 12_000, 5)
    assert sum(school.marks for school in answer.schools) == 12_000
    assert answer.refused == ()


def test_the_whole_file_is_present_for_89_29_percent(answer: Answer) -> None:
    possible = sum(school.possible for school in answer.schools)
    came = sum(school.attended + school.approved for school in answer.schools)
    assert f"{100 * came / possible:.2f}" == "89.29"


def test_nobody_can_tell_from_it_what_was_authorised(answer: Answer) -> None:
    assert answer.code_set == PRESENCE
    missed = sum(school.missed for school in answer.schools)
    assert missed == sum(school.unclassified for school in answer.schools) > 0
    assert sum(school.authorised + school.unauthorised for school in answer.schools) == 0
