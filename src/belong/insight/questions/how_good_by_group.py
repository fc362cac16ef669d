"""Whether the rules of early warnings speak as truly of one group as of another.

Groups are never an input of a rule: they are counted here alone, for those who lead the whole
school. Small groups are left out, and so many with them that nobody finds them by subtraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.warnings.looked_back import Outcome, latest
from belong.basics.intervals import of_share
from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.early_warnings import pace_of
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say, say_n
from belong.people import audit_groups

FEW = 10
"""Children under whom a group is not shown, and a share says nothing."""
TITLES = {
    "sex": "By sex", "fsm": "By free school meals", "sen": "By special educational needs",
    "ethnicity": "By ethnicity", "social_worker": "By social worker",
}  # fmt: skip
VALUES = {"F": "Girls", "M": "Boys", "yes": "Yes", "no": "No", "none": "None"}
YES_OR_NO = ("fsm", "social_worker")
"""What is only written down where it is so."""
NOT_SAID = "Not said"
WHOLE = "The whole school"


@dataclass(frozen=True)
class Group:
    """One group, counted: children; of whom a rule spoke; who missed a tenth later; and both."""

    name: str
    children: int
    spoke: int
    later: int
    both: int


@dataclass(frozen=True)
class Audit:
    """The part of the page.

    said    what is true, in sentences
    tables  one for each thing children are grouped by
    hidden  that some groups are left out, and why
    """

    title: str
    said: tuple[str, ...]
    tables: tuple[Table, ...]
    hidden: str


def ask(desk: Desk) -> Audit | None:
    """None for whoever does not lead the whole school, and before two half-terms are over."""
    if not audit_groups.may_count(desk.by):
        return None
    outcome = latest(desk.register, pace_of(desk))
    if outcome is None or not outcome.enough.any():
        return None
    by_trait = audit_groups.values(desk.by, outcome.first.last)
    shown = {
        trait: left_in(counted(outcome, grouped(trait, values, desk.register.pupil)))
        for trait, values in by_trait.items()
    }
    shown = {trait: groups for trait, groups in shown.items() if len(groups) > 1}
    return Audit(
        title=say("By group: {first}, and {then}", first=outcome.first.title,
                  then=outcome.then.title),
        said=tuple(_said(shown, outcome)),
        tables=tuple(_table(trait, [_whole(outcome), *of]) for trait, of in shown.items()),
        hidden=say("Groups of fewer than {n} children are left out, and the next smallest with"
                   " them, so that nobody can be worked out.", n=FEW),
    )  # fmt: skip


def grouped(
    trait: str, values: Mapping[int, str], pupil: NDArray[np.int32]
) -> dict[str, NDArray[np.bool_]]:
    """The rows of each group, by what the school's system says."""
    missing = "no" if trait in YES_OR_NO else NOT_SAID
    of_row = np.array([values.get(int(key)) or missing for key in pupil], dtype=np.str_)
    return {str(name): of_row == name for name in np.unique(of_row)}


def counted(outcome: Outcome, rows: Mapping[str, NDArray[np.bool_]]) -> list[Group]:
    """Each group, the largest first."""
    found = [
        Group(
            name, int((mine & outcome.enough).sum()), int((mine & outcome.spoke).sum()),
            int((mine & outcome.later).sum()), int((mine & outcome.spoke & outcome.later).sum()),
        )
        for name, mine in rows.items()
    ]  # fmt: skip
    there = (one for one in found if one.children)
    return sorted(there, key=lambda one: (-one.children, one.name))


def left_in(groups: Iterable[Group]) -> list[Group]:
    """The groups that may be shown: none of a few; and where one is hidden, so many more that what
    is hidden is at least two groups and no few children."""
    shown = [one for one in groups if one.children >= FEW]
    hidden = [one for one in groups if one.children < FEW]
    while hidden and shown and (len(hidden) < 2 or sum(g.children for g in hidden) < FEW):
        hidden.append(shown.pop())
    return shown


def _said(shown: Mapping[str, list[Group]], outcome: Outcome) -> Iterable[str]:
    of_trait = {id(one): trait for trait, groups in shown.items() for one in groups}
    every = [one for groups in shown.values() for one in groups if one.later >= FEW]
    whole, both = int(outcome.later.sum()), int((outcome.later & outcome.spoke).sum())
    if not every or not whole:
        return
    apart = [one for one in every if not _near(one, both / whole, len(every))]
    yield say_n(
        "The last column of {n} group is held beside the whole school.",
        "The last column of {n} groups is held beside the whole school. Of so many some stand apart"
        " by chance alone, so each range is read as one of {n}.",
        len(every),
    )
    if not apart:
        yield say("None stands further from the whole school than chance allows. With few children"
                  " in a group that is no proof that the rules are as good for it.")  # fmt: skip
        return
    told = [(_name(one.name), say(TITLES[of_trait[id(one)]])) for one in apart]
    names = words.listed([f"{name} ({by[:1].lower()}{by[1:]})" for name, by in told])
    yield say("Further from the whole school than chance allows: {names}. Ask what the rules do not"
              " see.", names=names)  # fmt: skip


def _near(one: Group, share: float, compared: int) -> bool:
    """Whether the share told beforehand may be the whole school's, among so many comparisons."""
    low, high = of_share(one.both, one.later, compared=compared)
    return low <= share <= high


def _whole(outcome: Outcome) -> Group:
    spoke, later = outcome.spoke & outcome.enough, outcome.later & outcome.enough
    return Group(
        WHOLE, int(outcome.enough.sum()), int(spoke.sum()), int(later.sum()),
        int((spoke & later).sum()),
    )  # fmt: skip


def _table(trait: str, groups: Iterable[Group]) -> Table:
    heads = (
        Head(say("Group")),
        Head(say("Children"), True),
        Head(say("A rule spoke of"), True),
        Head(say("Of them, missed a tenth of the next"), True),
        Head(say("Of all who did, told beforehand"), True),
    )
    rows = tuple(Row(_name(one.name), _cells(one, heads)) for one in groups)
    return Table(say(TITLES[trait]), heads, rows)


def _name(value: str) -> str:
    return say(VALUES.get(value, value))


def _cells(one: Group, heads: tuple[Head, ...]) -> tuple[Cell, ...]:
    told = (
        words.number(one.children), _share(one.spoke, one.children), _share(one.both, one.spoke),
        _share(one.both, one.later),
    )  # fmt: skip
    named = zip(told, heads[1:], strict=True)
    return tuple(Cell(text, number=True, label=f"{head.words}:") for text, head in named)


def _share(part: int, whole: int) -> str:
    if whole < FEW:
        return say("too few to say")
    low, high = of_share(part, whole)
    return say("{share} ({low} to {high})", share=words.percent(part / whole, 0),
               low=words.percent(low, 0), high=words.percent(high, 0))  # fmt: skip
