"""The page of docs/reference with every sentence that a pattern card can say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from belong.attendance.patterns import lesson_said
from belong.attendance.patterns.after_events import CARDS, EVENT
from belong.attendance.patterns.after_events import said as after_an_event
from belong.attendance.patterns.asked import LATELY, Test, tests
from belong.attendance.patterns.cards import Card, card
from belong.attendance.patterns.facts import Facts
from belong.attendance.patterns.lesson_grid import PERIOD, SUBJECT, TEACHER
from belong.attendance.patterns.said import WRITTEN, afterwards, contrast, reasons, said, surprise

FAMILIES = {
    "weekday": "A place of the week",
    "halves": "Mornings, or afternoons",
    "after_break": "After a break",
    "before_break": "Before a break",
    "lately": "The last weeks",
}
PLACES = (
    Facts(3, 3, 0, 13, 3, (1,), 4),
    Facts(4, 7, 2, 28, 0, (1, 4), 7),
    Facts(5, 7, 12, 28, 1, (), 7),
    Facts(6, 14, 4, 56, 2, (0, 1, 2, 3), 14),
    Facts(5, 14, 0, 0, 4, (), 14),
)
BREAKS = (
    Facts(1, 1, 0, 65, 0, (), 8),
    Facts(3, 3, 4, 210, 0, (), 24),
    Facts(3, 5, 160, 340, 0, (), 40),
    Facts(3, 4, 0, 0, 0, (), 30),
)
LAST_WEEKS = (
    Facts(6, 6, 0, 120, 0, (0,), 6),
    Facts(7, 25, 1, 110, 0, (), 6),
    Facts(8, 28, 9, 120, 0, (0, 2), 6),
    Facts(9, 27, 40, 160, 0, (), 6),
    Facts(9, 27, 0, 0, 0, (), 6),
)
AFTER = (
    Facts(3, 8, 0, 14, 0, (), 1),
    Facts(4, 17, 1, 14, 0, (), 2),
    Facts(5, 50, 2, 14, 0, (), 6, reasons=(("illness", 5),)),
    Facts(6, 50, 4, 9, 0, (), 6),
)
IN_LESSONS = {
    SUBJECT: ("The lessons of one subject", "Maths"),
    PERIOD: ("One period of the day", "period 5"),
    TEACHER: ("Lessons with one teacher", "Maths"),
}
"""What each family is about, and the place its sentences are said of."""
SUBJECTS = ("Art", "English", "Science", "PE", "History")
COME_TO = {SUBJECT: SUBJECTS, PERIOD: ("1", "2", "3", "4"), TEACHER: SUBJECTS}
LESSONS = (
    lesson_said.Facts(3, 3, 0, 40, SUBJECTS[:1], 4),
    lesson_said.Facts(6, 9, 3, 120, SUBJECTS[:3], 7),
    lesson_said.Facts(9, 28, 40, 90, (), 7),
    lesson_said.Facts(11, 50, 2, 250, SUBJECTS[:4], 14),
    lesson_said.Facts(12, 60, 0, 0, SUBJECTS, 14),
)
EVER = (0.0, 1e-5, 5e-5, 5e-4, 1e-3, 2e-3, 5e-3)
LATER = ((0, 0), (0, 1), (1, 1), (0, 4), (1, 4), (4, 4))


def page(made: str) -> str:
    """The whole page."""
    lines = [
        made,
        "# What a pattern card says",
        "",
        "Every kind of sentence, with none, one and many. The counts here are invented. Thursday",
        "mornings stand for every half-day of the week. No sentence says why, and none is about",
        "what a child is like. How patterns are looked for:",
        "[patterns](../explanation/patterns.md).",
    ]
    for family, title in FAMILIES.items():
        lines += ["", f"## {title}", *_family(family)]
    for family, (title, _) in IN_LESSONS.items():
        lines += ["", f"## {title}", *_lessons(family)]
    for kind in range(len(CARDS)):
        lines += ["", f"## After {EVENT[kind]}", *_after_an_event(kind)]
    lines += ["", "## The reasons written down, after what was seen", "", *_listed(_reasons())]
    lines += ["", "## Could it be luck?", "", *_listed(surprise(ever) for ever in EVER)]
    lines += ["", "## On every card", "", f"- {card('weekday').fair}"]
    return "\n".join(lines) + "\n"


def _family(family: str) -> list[str]:
    """What is said of a family of patterns, then what stands beside it whatever the counts."""
    asked = _one_of_each_kind(family)
    text = card(family)
    out = ["", "What was seen:", ""]
    out += _listed(said(test, seen) for test in asked for seen in _seen(test))
    come_to = _listed(contrast(test, seen) for test in asked for seen in _seen(test))
    out += ["", "What they do come to:", "", *come_to] if come_to else []
    if not asked[0].is_break and family != LATELY:
        out += ["", "Since then:", "", *_listed(afterwards(t, *n) for t in asked for n in LATER)]
    return [*out, *_beside(text)]


def _lessons(family: str) -> list[str]:
    """The same among lessons, on days in school."""
    text, place = card(family), IN_LESSONS[family][1]
    out = ["", "What was seen:", "", *_listed(lesson_said.said(family, place, s) for s in LESSONS)]
    out += ["", "What they do come to:", ""]
    out += _listed(lesson_said.contrast(family, replace(s, always=COME_TO[family][: len(s.always)]))
                   for s in LESSONS)  # fmt: skip
    out += ["", "Since then:", "", *_listed(lesson_said.afterwards(family, *n) for n in LATER)]
    return [*out, *_beside(text)]


def _beside(text: Card) -> list[str]:
    """What stands on a card whatever the counts."""
    out = ["", "Other ways to see it:", "", *_listed(text.may_be)]
    out += ["", "What may help to look at:", "", *_listed(text.look_at)]
    out += ["", "A question for the child:", "", f"- {text.ask}"]
    return [*out, "", "Who else may know:", "", *_listed(text.who_may_know)]


def _after_an_event(kind: int) -> list[str]:
    """What is said of the weeks after an event, then what stands beside it."""
    text = card(CARDS[kind])
    out = ["", "What was seen:", "", *_listed(after_an_event(kind, seen) for seen in AFTER)]
    out += ["", "Other ways to see it:", "", *_listed(text.may_be)]
    out += ["", "What may help to look at:", "", *_listed(text.look_at)]
    out += ["", "A question for the child:", "", f"- {text.ask}"]
    return [*out, "", "Who else may know:", "", *_listed(text.who_may_know)]


def _one_of_each_kind(family: str) -> list[Test]:
    """One test for each kind of sentence: Thursday mornings and afternoons, or mornings as a
    whole and afternoons as a whole."""
    shortest = min(test.weeks for test in tests() if test.family == family)
    of_family = [t for t in tests() if t.family == family and t.weeks == shortest]
    thursday = [t for t in of_family if len(t.cells) > 1 or t.cells[0] in (6, 7)]
    return thursday


def _seen(test: Test) -> tuple[Facts, ...]:
    if test.is_break:
        return BREAKS
    return LAST_WEEKS if test.family == LATELY else PLACES


def _reasons() -> list[str]:
    """Every reason alone, then two and three together."""
    every: list[tuple[tuple[str, int], ...]] = [((group, 4),) for group in WRITTEN]
    every.append((("illness", 3), ("no_reason_yet", 1)))
    every.append((("other_unauthorised", 2), ("holiday", 1), ("illness", 1)))
    return [reasons(Facts(4, 7, 0, 28, 0, (), 7, reasons=told)).strip() for told in every]


def _listed(sentences: Iterable[str]) -> list[str]:
    """Each sentence once, in the order of first use."""
    return [f"- {sentence}" for sentence in dict.fromkeys(sentences) if sentence]
