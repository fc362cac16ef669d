"""Every sentence Today can say, for none, one and many, as somebody read it aloud.

A change of one word changes the file. Read the new ones aloud, then write them down with
BELONG_WRITE_GOLDEN=1.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from belong.insight import today_said
from belong.insight.questions.setting_an_act import IDEAS
from belong.insight.questions.today import SHOWN
from belong.insight.today_ahead import Ahead
from belong.insight.today_needs import Need

GOLDEN = Path(__file__).parents[2] / "golden" / "today.txt"
WRITE = "BELONG_WRITE_GOLDEN"
FRIDAY = dt.date(2026, 11, 27)
NOW = Ahead(FRIDAY, today=True)
AHEADS = (
    NOW, Ahead(dt.date(2026, 11, 30), today=False), Ahead(dt.date(2027, 1, 4), today=False),
    Ahead(None, today=False),
)  # fmt: skip
MISSED = (
    (), (("Maths", 1),), (("", 1),), (("", 12),), (("English", 3), ("Maths", 2)),
    (("English", 3), ("Maths", 2), ("Art", 1)), (("English", 3), ("Maths", 2), ("Art", 4)),
    (("Art", 1), ("English", 1)),
)  # fmt: skip


def _whys() -> Iterator[str]:
    for days in (0, 1, 2, 17):
        yield today_said.why(Need(1, "mind", days, here=False), NOW, FRIDAY)
        if days:
            yield today_said.why(Need(1, "mind", days), NOW, FRIDAY)
            yield today_said.why(Need(1, "welcome", days, back=True), NOW, FRIDAY)
            yield from (today_said.why(Need(1, "welcome", days), on, FRIDAY) for on in AHEADS)
    yield today_said.why(Need(1, "notice"), NOW, FRIDAY)


def _acts() -> Iterator[str]:
    for kind in ("welcome", "mind", "notice"):
        yield from (today_said.act(Need(1, kind), n) for n in (0, 1, 2))
    for missed in MISSED:
        yield from (today_said.missed_meanwhile(missed, taught) for taught in (False, True))
    yield from (today_said.planned_for(FRIDAY + dt.timedelta(n), on, FRIDAY)
                for n in (-3, 0, 3) for on in AHEADS)  # fmt: skip


def _heads() -> Iterator[str]:
    kinds = SHOWN
    for on in AHEADS:
        for n in (1, 2):
            yield from (today_said.heading([(kind, n)], 0, on, FRIDAY) for kind in kinds)
        yield today_said.heading([(kind, 2) for kind in kinds], 0, on, FRIDAY)
        yield from (today_said.heading([("welcome", 0)], done, on, FRIDAY) for done in (0, 1))
    yield from (today_said.lede(seconds, "Ada") for seconds in (30, 240))
    yield from (today_said.passed_on(n) for n in (0, 1, 2))
    yield from (*today_said.TITLES.values(), *today_said.DONE.values(), *IDEAS)


def _sentences() -> list[str]:
    return sorted({line for line in (*_whys(), *_acts(), *_heads()) if line})


def test_every_sentence_of_today_is_one_that_was_read() -> None:
    text = "\n".join(_sentences()) + "\n"
    if os.environ.get(WRITE):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


WORDS_NOT_SAID = (
    "ill", "sick", "medical", "authorised", "unauthorised", "suspended", "truant", "refuser",
    "case", "flagged", "risk", "poor", "overdue", "late", "failed", "must", "should", "reason",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS_NOT_SAID)
def test_no_sentence_says_why_a_child_was_away_or_blames(word: str) -> None:
    found = [line for line in _sentences() if re.search(rf"\b{word}\b", line, re.IGNORECASE)]
    assert found == []


def test_no_sentence_has_a_hole_or_one_of_many() -> None:
    for line in _sentences():
        assert not re.search(r"[{}]|  |\b1 (lessons|days|children|school days)\b", line), line
        assert not re.search(r"\b(2|17) (lesson|child|school day)\b(?!s)", line), line
