"""Small numbers are people: what may be shown to somebody who may not see the rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sharing:
    """How counts are made fit to share: hide below, then round to."""

    hide_below: int = 10
    round_to: int = 10


PUBLIC = Sharing()


def safe_count(count: int, rule: Sharing = PUBLIC) -> int | None:
    """A count [children] fit to share, or None where it would point at someone.

    raises  ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"a count cannot be negative: {count}")
    if count < rule.hide_below:  # zero discloses too: "none of them" is a statement about each
        return None
    return rule.round_to * ((count + rule.round_to // 2) // rule.round_to)
