"""Every sentence an early warning can say, kept in a file that was read aloud."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from belong.attendance.warnings.paces import PACES, says
from belong.insight import early_warnings_said
from belong.insight.early_warnings import ORDER, EarlyWarning

GOLDEN = Path(__file__).parents[2] / "golden" / "early_warnings.txt"
DAY = dt.date(2026, 11, 9)
NUMBERS: Mapping[str, tuple[Mapping[str, int], ...]] = {
    "seen": ({"times": 3},),
    "suspension": ({},),
    "back": ({"missed": 20}, {"missed": 61}),
    "lately": (
        {"missed": 6, "of": 20, "earlier": 0, "before": 78},
        {"missed": 7, "of": 20, "earlier": 1, "before": 78},
        {"missed": 20, "of": 20, "earlier": 31, "before": 1240},
    ),
    "last_year": ({"then": 41, "possible": 378, "missed": 3, "of": 12},),
    "spells": ({"spells": 4}, {"spells": 5}),
    "unexplained": ({"sessions": 3},),
    "later": (
        {"late": 4, "of": 20, "earlier": 0, "before": 78},
        {"late": 6, "of": 20, "earlier": 1, "before": 78},
    ),
    "events": (
        {"now": 3, "days": 20, "earlier": 0, "before": 20},
        {"now": 8, "days": 20, "earlier": 11, "before": 140},
    ),
    "pattern": ({},),
    "change": ({},),
}
"""The smallest numbers a rule can speak with, and larger ones."""


def every_sentence() -> Iterator[str]:
    for rule in ORDER:
        yield f"[{rule}]"
        yield from dict.fromkeys(says(rule, pace) for pace in PACES)
        for facts in NUMBERS[rule]:
            one = EarlyWarning(1, rule, DAY, facts)
            yield early_warnings_said.why(one)
        yield early_warnings_said.asks([one])


def test_every_rule_says_what_was_read_aloud() -> None:
    said = "\n".join(every_sentence()) + "\n"
    if os.environ.get("BELONG_WRITE_GOLDEN"):
        GOLDEN.write_text(said, encoding="utf-8")
    assert said == GOLDEN.read_text(encoding="utf-8")


def test_no_sentence_says_why_or_what_a_child_is() -> None:
    """Words that name a cause, a kind of child or a consequence."""
    never = ("because", "risk", "concern", "poor", "problem", "should", "must", "truant", "refus",
             "fine", "letter", "fail", "persistent")  # fmt: skip
    said = " ".join(every_sentence()).casefold()
    assert [word for word in never if word in said] == []
