"""What became of those a rule spoke of agrees with plain counting, and never looks ahead."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from tests import reference, reference_warnings
from tests.property.test_early_warnings import registers

from belong.attendance.register import Register
from belong.attendance.warnings.looked_back import looked_back, spoke_of
from belong.attendance.warnings.rules import RULES, settings_of
from belong.attendance.warnings.timeline import Timeline
from belong.basics.terms import date_of


def _share(marks: list[int], least: int) -> tuple[bool, bool]:
    possible = reference_warnings.possible_marks(marks)
    missed = sum(map(reference.is_missed, possible))
    return len(possible) >= least, len(possible) >= least and 10 * missed >= len(possible)


@given(register=registers())
def test_every_pair_is_plain_counting(register: Register) -> None:
    days = [date_of(int(day)) for day in register.sessions.day]
    line = Timeline(register)
    for pair in looked_back(register):
        later = children = spoke = true = 0
        cuts = [c for c in line.cuts().tolist() if pair.first.first <= days[c - 1]]
        cuts = [c for c in cuts if days[c - 1] <= pair.first.last]
        for row, marks in enumerate(register.marks.tolist()):
            after = [m for m, d in zip(marks, days, strict=True)
                     if pair.then.first <= d <= pair.then.last]  # fmt: skip
            enough, missed = _share(after, 20)
            said = any(
                ask(line, cut, settings_of(rule)).true[row]
                for rule, ask in RULES.items() for cut in cuts
            )  # fmt: skip
            children += enough
            later += missed
            spoke += enough and said
            true += missed and said
        assert (pair.children, pair.later) == (children, later)
        assert (pair.ways["rules"].spoke, pair.ways["rules"].true) == (spoke, true)


@given(register=registers())
def test_what_comes_later_changes_nothing_of_what_was_said_before(register: Register) -> None:
    for pair in looked_back(register):
        changed = register.marks.copy()
        changed[:, register.sessions.since(pair.then.first) :] = reference.number_of("I")
        said = [
            spoke_of(Timeline(one), pair.first)
            for one in (register, replace(register, marks=changed))
        ]
        assert (said[0] == said[1]).all()
