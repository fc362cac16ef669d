"""What became of the children early warnings spoke of, beside two simpler ways to tell."""

from __future__ import annotations

from dataclasses import dataclass

from belong.attendance.definitions import load
from belong.attendance.warnings.looked_back import WAYS, Pair, Way, looked_back
from belong.attendance.warnings.paces import NAME
from belong.basics.intervals import of_share
from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.early_warnings import pace_of
from belong.insight.questions import how_good_by_group
from belong.insight.questions.how_good_by_group import Audit
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say, say_n

FEW = 10
"""Children under whom a share says nothing."""
NAMES = {
    "rules": "A rule spoke",
    "last_year": "A tenth of last year was missed",
    "so_far": "A tenth of this year so far was missed",
}


@dataclass(frozen=True)
class Looked:
    """One half-term and the next: what is true in a sentence, and the table behind it."""

    key: str
    title: str
    said: tuple[str, ...]
    table: Table


@dataclass(frozen=True)
class HowGood:
    """The page's answer.

    latest   None where no two half-terms have been yet
    earlier  the pairs before it, the latest first
    groups   the same by group, for those who lead the whole school; None for others
    """

    whom: str
    share: str
    latest: Looked | None
    earlier: tuple[Looked, ...]
    groups: Audit | None


def ask(desk: Desk) -> HowGood:
    """Counts over the children of a desk; no child is named, and none is told apart."""
    found = looked_back(desk.register, pace=pace_of(desk))
    pairs = [_looked(pair) for pair in found if pair.children]
    share = load(NAME).settings["looked_back"]["share_percent"]
    groups = how_good_by_group.ask(desk)
    return HowGood(desk.name, words.percent(share / 100, 0), *_split(pairs), groups)


def _split(pairs: list[Looked]) -> tuple[Looked | None, tuple[Looked, ...]]:
    return (pairs[0] if pairs else None), tuple(pairs[1:])


def _looked(pair: Pair) -> Looked:
    return Looked(
        key=pair.first.first.isoformat(),
        title=_title(pair),
        said=(_spoke(pair), _found(pair)),
        table=_table(pair),
    )  # fmt: skip


def _title(pair: Pair) -> str:
    said = {"first": pair.first.title, "then": pair.then.title}
    if pair.over:
        return say("{first}, and what was missed in {then}", **said)
    return say("{first}, and what was missed in {then} so far", **said)


def _spoke(pair: Pair) -> str:
    way = pair.ways["rules"]
    if not way.spoke:
        return say("No rule spoke of anybody.")
    return say_n(
        "A rule spoke of {n} child. Of them, {true} missed a tenth or more of the next half-term.",
        "A rule spoke of {n} children. Of them, {true} missed a tenth or more of the next"
        " half-term.",
        way.spoke, true=words.number(way.true),
    )  # fmt: skip


def _found(pair: Pair) -> str:
    way = pair.ways["rules"]
    return say_n(
        "In all, {n} child missed as much. A rule had spoken of {true} of them.",
        "In all, {n} children missed as much. A rule had spoken of {true} of them.",
        pair.later, true=words.number(way.true),
    )  # fmt: skip


def _table(pair: Pair) -> Table:
    heads = (
        Head(say("Told beforehand by")),
        Head(say("Children"), True),
        Head(say("Of them, missed a tenth of the next"), True),
        Head(say("Of all who did, told beforehand"), True),
    )
    rows = tuple(
        Row(say(NAMES[name]), _cells(pair, pair.ways[name], heads)) for name in WAYS
    )  # fmt: skip
    return Table(say("{n} children with enough sessions", n=words.number(pair.children)), heads,
                 rows)  # fmt: skip


def _cells(pair: Pair, way: Way, heads: tuple[Head, ...]) -> tuple[Cell, ...]:
    told = (
        words.number(way.spoke),
        share(way.true, way.spoke),
        share(way.true, pair.later),
    )
    named = zip(told, heads[1:], strict=True)
    return tuple(Cell(text, number=True, label=f"{head.words}:") for text, head in named)


def share(part: int, whole: int) -> str:
    """35 % (22 to 51 %); nothing is said of a few."""
    if whole < FEW:
        return say("too few to say")
    low, high = of_share(part, whole)
    return say("{share} ({low} to {high})", share=words.percent(part / whole, 0),
               low=words.percent(low, 0), high=words.percent(high, 0))  # fmt: skip
