"""Where patterns are looked for: in half-days, in lessons, in what came after an event.

A child is one child however many places are looked at. So each stream says how unlikely a year of
looks at it would be, and a child is judged by the least likely of them, each at its share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load
from belong.attendance.patterns.profile import Shock

Floats = NDArray[np.float64]
SESSIONS = "sessions"
"""The stream of half-days, which every school has."""


@dataclass(frozen=True)
class Looked:
    """What one look found, one column a test of the stream.

    p         float64 [rows x tests] the chance of so many or more; 1 where too few were seen
    counted   int64, same shape, what was counted
    chances   int64, same shape, how many times it could have been
    expected  float64, same shape, how many were to be expected of this child
    shocks    sessions set apart; weeks are numbered as in the grid
    weight    float64 [tests], what each tail is divided by before the smallest is taken
    asks      bool [rows], children of whom the stream knows anything; None for every child
    """

    p: Floats
    counted: NDArray[np.int64]
    chances: NDArray[np.int64]
    expected: Floats
    shocks: tuple[Shock, ...] = ()
    weight: Floats = field(default_factory=lambda: np.ones(1))
    asks: NDArray[np.bool_] | None = None

    @property
    def weighed(self) -> Floats:
        """[rows x tests] The tails as they are held beside each other; 1 at most."""
        return np.asarray(np.minimum(self.p / self.weight, 1.0))


@dataclass(frozen=True)
class Found:
    """A pattern that is shown, as it stood at the look that first showed it.

    stream              where it was found
    row, week, test     places in the grid, and the column of the stream's looks
    counted, chances    how often it was seen, of how many times it could have been
    expected            how often it was to be expected of this child
    p                   the chance of so many or more in this one place at this one look
    ever                the chance that anything as unlikely turns up in a year of looks at a
                        child without habits
    q                   the share of children shown, down to this one, who would be there by
                        chance (Benjamini and Hochberg)
    """

    row: int
    week: int
    test: int
    counted: int
    chances: int
    expected: float
    p: float
    ever: float
    q: float
    stream: str = SESSIONS


@dataclass(frozen=True)
class Told:
    """A pattern in words.

    family    the card of `cards.toml` that goes with it
    kind      family and what is counted, for programs: "weekday/half"
    where     the place in words: Monday mornings
    said      the counts in one or two sentences, true at the look that showed it
    contrast  what the child does come to; "" where nothing stands out
    since     how it went on until the latest look, "" where that cannot be told
    cells     the places of the week it is about, 0..9; none where it is about no such place
    weeks     school weeks the counts reach back over
    """

    family: str
    kind: str
    where: str
    said: str
    contrast: str
    since: str
    cells: tuple[int, ...]
    weeks: int


class Stream(Protocol):
    """One place where patterns are looked for. Rows and weeks are those of the grid."""

    @property
    def name(self) -> str:
        """Its line in `settings.streams` and its table of chances."""

    @property
    def begins(self) -> int:
        """The first week at whose end it knows anything: before that it has no share."""

    def look(self, week: int) -> Looked:
        """Every test of every child at the end of a school week, knowing nothing later."""

    def told(self, found: Found, until: int) -> Told:
        """A pattern of this stream in words; `until` is the week of the latest look."""


def ever_as_small(smallest: Floats, stream: str = SESSIONS) -> Floats:
    """The chance that a year of weekly looks at a child without habits brings a tail this small.

    Read off a table made from simulated schools with nothing to find; between its lines by
    straight lines on logarithms, and beyond its end in proportion.
    """
    how = load("patterns").settings["year"][stream]
    tail, chance = np.log(how["tail"]), np.log(how["chance"])
    given = np.log(np.clip(smallest, 1e-300, 1.0))
    inside = np.interp(given, tail, chance)
    beyond = chance[0] + (given - tail[0]) * how["slope"]
    return np.asarray(np.exp(np.where(given < tail[0], beyond, inside)))


def shares(looked: Mapping[str, Looked]) -> dict[str, Floats]:
    """How much of each child's one chance of being shown falls to each stream: float64 [rows].

    What a stream that knows nothing of a child would have had falls to the others.
    """
    told = load("patterns").settings["streams"]
    each = {
        name: np.broadcast_to(1.0 if one.asks is None else one.asks, len(one.p)) * float(told[name])
        for name, one in looked.items()
    }
    whole = np.sum([*each.values()], axis=0)
    return {name: share / whole for name, share in each.items()}
