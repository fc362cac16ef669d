"""Every story that is a pattern in the marks is found, with the right words, and few others."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from demo_school.register import register_of
from demo_school.trust import Trust
from tests.unit.demo_school.streams import streams_of

from belong.attendance.patterns.grid import lay_out
from belong.attendance.patterns.looks import looks_of, replay

pytestmark = pytest.mark.slow
PAGE = Path(__file__).parents[3] / "docs/explanation/patterns.md"

STORIES = {
    ("secondary", "Gurpreet Grewal"): "days with Mathematics in the last",
    ("secondary", "Callum Reid"): "Monday mornings in the last",
    ("secondary", "Imogen Hadley"): "Thursday afternoons in the last",
    ("secondary", "Lacey Tibbs"): "Friday afternoons in the last",
    ("secondary", "Chloe Marland"): "Thursday mornings in the last",
    ("secondary", "Temiloluwa Fashola"): "before that on about 1 in",
    ("secondary", "Samson Mehari"): "came each time, after the register had closed.",
    ("secondary", "Maddison Thackray"): "separate times in the last",
    ("secondary", "Kwame Oforiwaa-Hill"): "separate times in the last",
    ("primary", "Poppy Eccles"): "Late on",
    ("primary", "Tilly Ashdown"): "Friday mornings in the last",
}
"""Whose story is a pattern of marks by the day of the trust, and what is said of it."""
NEVER = ("Hoi-Ching Leung", "Yusuf Warsame", "Kezia Lindo", "Wojciech Pawlak", "Seren Maddox")
"""Never away; never away; a part-time timetable; one long illness; appointments."""


class Shown(NamedTuple):
    """A child who is shown, and in what words."""

    form: str
    words: str


@pytest.fixture(scope="module")
def shown(trust: Trust) -> dict[tuple[str, str], Shown]:
    """What the schools of the trust are shown by the day the trust is told of."""
    out = {}
    for school in trust.schools:
        children = school.invented.children
        register = register_of(school.invented)
        years = [str(children[int(n)].form(2026) or "").split(" ")[0] for n in register.pupil]
        _, group = np.unique(years, return_inverse=True)
        grid = lay_out(register, group=group.astype(np.int16))
        streams = streams_of(school.invented, register, grid)
        last = looks_of(grid, trust.today).stop - 1
        for found, *_ in replay(grid, until=trust.today, beside=streams[1:]).found.values():
            child = children[int(register.pupil[found.row])]
            words = next(s for s in streams if s.name == found.stream).told(found, last).said
            key = (school.key, f"{child.forename} {child.surname}")
            out[key] = Shown(str(child.form(2026)), words)
    return out


@pytest.mark.parametrize(("school", "name"), STORIES)
def test_a_story_is_found_in_its_own_words(
    shown: dict[tuple[str, str], Shown], school: str, name: str
) -> None:
    assert STORIES[school, name] in shown[school, name].words


def test_the_page_names_every_child_whose_story_is_a_pattern() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    named = {line.split("|")[1].strip() for line in rows} - {"child"}
    assert named == {name for _, name in STORIES}


def test_a_child_whose_marks_say_nothing_is_not_shown(
    shown: dict[tuple[str, str], Shown],
) -> None:
    assert [name for _, name in shown if name in NEVER] == []


def test_the_list_is_short_enough_to_act_on(shown: dict[tuple[str, str], Shown]) -> None:
    """At most one in fifty children, and never more than three in a form."""
    assert len(shown) <= 28
    forms = [one.form for one in shown.values()]
    assert max(forms.count(form) for form in forms) <= 3
