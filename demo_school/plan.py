"""What one small school of the trust is like before any child of it is invented."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from demo_school import sources
from demo_school.absence import Weights
from demo_school.invented import School

SEEDS = 64
"""Each school of a trust draws from a seed of its own, this many apart."""


@dataclass(frozen=True)
class Roll:
    """Who is on roll.

    entry, years      the first year group and how many a child stays
    starting          children a cohort begins with
    joining_later     for each further child, the year at school in which the child joins
    carried_on        how many of each cohort later go on to the trust's secondary school
    classes           the class of each year at school
    fsm, sen_support, sen_plan, no_year  shares of children
    leavers           share of children who leave in a year
    reserved          how many children after those stay for good: a tale may be theirs
    siblings          share of the other children who have an older sister or brother nearby
    """

    number: int
    entry: int
    years: int
    starting: int
    joining_later: tuple[int, ...]
    carried_on: int
    classes: tuple[str, ...]
    fsm: float
    sen_support: float
    sen_plan: float
    no_year: float
    leavers: float
    siblings: float
    reserved: int


@dataclass(frozen=True)
class Plan:
    """A small school: its facts, its roll, what keeps children away, and who works there."""

    key: str
    school: School
    roll: Roll
    weights: Weights
    named: tuple[dict[str, str], ...]
    others: dict[str, int]

    def seed(self, seed: int) -> int:
        """The school's own seed, from that of the trust."""
        return seed * SEEDS + self.roll.number


@cache
def plan(key: str) -> Plan:
    """The plan of the primary or the special school."""
    listed = sources.listed(key)
    return Plan(
        key=key,
        school=School(**listed["school"]),
        roll=Roll(**_tuples(listed["roll"])),
        weights=_weights(listed["weights"]),
        named=tuple(listed["named"]),
        others=listed["others"],
    )


def _tuples(listed: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in listed.items()}


def _weights(listed: dict[str, Any]) -> Weights:
    """The weights a plan names over those of a secondary school."""
    known = {f.name for f in fields(Weights)}
    said = _tuples(listed)
    assert set(said) <= known, set(said) - known
    said["by_year_group"] = {int(k): v for k, v in said["by_year_group"].items()}
    return Weights(**said)
