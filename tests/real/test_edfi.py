"""Attendance interchanges record events only: they are read, and no rate is made from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pytest
from defusedxml.ElementTree import iterparse

from belong.lab.answer import Answer
from belong.lab.look import is_events, look

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

INTERCHANGE = "InterchangeStudentAttendance"


def root_of(path: Path) -> str:
    """The name of the outermost element, without its namespace."""
    try:
        _, element = next(iter(iterparse(path, events=("start",))))
    except (ParseError, StopIteration):
        return ""
    return str(element.tag).rpartition("}")[2]


@pytest.fixture(scope="module")
def answers(found: Callable[[str], list[Path]]) -> list[Answer]:
    paths = [path for path in found("*Attendance*.xml") if root_of(path) == INTERCHANGE]
    assert paths, f"no {INTERCHANGE} among the XML files"
    return [look(path) for path in paths]


def test_they_are_read_as_events(answers: list[Answer]) -> None:
    for answer in answers:
        assert is_events(answer)
        assert sum(answer.events.values()) > 0


def test_no_school_and_no_rate_is_made_from_events(answers: list[Answer]) -> None:
    for answer in answers:
        assert (answer.schools, answer.pupils, answer.groups, answer.weeks) == ((), (), (), ())
