"""Every sentence of the pattern cards of the invented trust, as somebody read it aloud.

A change of one word changes the file. Read the new ones aloud, then write them down with
BELONG_WRITE_GOLDEN=1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from demo_school.register import register_of
from demo_school.trust import Trust, TrustSchool
from tests.unit.demo_school.streams import streams_of

from belong.attendance.patterns.cards import card
from belong.attendance.patterns.grid import lay_out
from belong.attendance.patterns.looks import looks_of, replay
from belong.attendance.patterns.said import surprise

pytestmark = pytest.mark.slow
GOLDEN = Path(__file__).parents[2] / "golden" / "pattern_cards.txt"
WRITE = "BELONG_WRITE_GOLDEN"


def _sentences(trust: Trust) -> Iterator[str]:
    """What stands on every card of every school, in the order of the card."""
    for school in trust.schools:
        yield from _of_school(school, trust)


def _of_school(school: TrustSchool, trust: Trust) -> Iterator[str]:
    children = school.invented.children
    register = register_of(school.invented)
    years = [str(children[int(n)].form(2026) or "").split(" ")[0] for n in register.pupil]
    _, group = np.unique(years, return_inverse=True)
    grid = lay_out(register, group=group.astype(np.int16))
    last = looks_of(grid, trust.today).stop - 1
    streams = streams_of(school.invented, register, grid)
    shown = replay(grid, until=trust.today, beside=streams[1:]).found
    for found in (f for of_one in shown.values() for f in of_one):
        told = next(s for s in streams if s.name == found.stream).told(found, last)
        text = card(told.family)
        yield from (told.said, told.contrast, surprise(found.ever), told.since)
        yield from (*text.may_be, *text.look_at, text.ask, *text.who_may_know, text.fair)


def test_every_sentence_of_the_cards_is_one_that_was_read(trust: Trust) -> None:
    text = "\n".join(sorted({line for line in _sentences(trust) if line})) + "\n"
    if os.environ.get(WRITE):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_no_sentence_names_a_child(trust: Trust) -> None:
    words = set(GOLDEN.read_text(encoding="utf-8").replace(".", " ").split())
    children = [c for school in trust.schools for c in school.invented.children]
    assert {c.surname for c in children} & words == set()
    assert len(words) > 100
