"""Names for children and adults, drawn from the communities of the town."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo_school import sources
from demo_school.invented import FIRST_YEAR_GROUP, YEARS_AT_SCHOOL

ENGLISH = frozenset({"british", "caribbean", "traveller_and_roma"})
"""Communities in which nearly every child's first language is English."""
KNOWN_AS = 0.27
"""Of children whose name has a short form; about 8 % of all."""
OTHER_SURNAME = 0.015


@dataclass(frozen=True)
class Named:
    """A child's names. `usual_surname` is the one used day to day."""

    forename: str
    surname: str
    usual_surname: str
    known_as: str
    say: str
    sex: str
    eid: bool
    english: bool


def _shares() -> list[float]:
    weights = [c.share for c in sources.communities()]
    return [w / sum(weights) for w in weights]


def draw_communities(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Which community of the town each of `count` families belongs to, as places in the list."""
    return rng.choice(len(_shares()), size=count, p=_shares())


def draw_names(rng: np.random.Generator, count: int, years_apart: int) -> tuple[Named, ...]:
    """Names [count] for a cohort. Its story children come first.

    years_apart  how far the cohort is from the one that starts Year 7 in 2026
    """
    kept = {(p.child.split(" ", 1)[0], p.child.split(" ", 1)[1]) for p in sources.parts()}
    where = draw_communities(rng, count)
    towns = sources.communities()
    drawn = [draw_one(rng, towns[n], years_apart, kept) for n in where.tolist()]
    for row, part in enumerate(sources.parts()):
        ahead = years_apart + part.year_group - FIRST_YEAR_GROUP
        if ahead == 0:
            drawn[row] = _from_story(part)
        elif part.key.startswith("sibling"):
            drawn[row] = _of_one_family(rng, ahead)
    return tuple(drawn)


def draw_one(
    rng: np.random.Generator, community: sources.Community, turn: int, taken: set[tuple[str, str]]
) -> Named:
    """A name that nobody in the cohort has yet; after a few tries a namesake is allowed."""
    for _ in range(12):
        sex = "F" if rng.random() < 0.5 else "M"
        forename, surname = _pair(rng, community, sex, turn)
        if (forename, surname) not in taken:
            break
    taken.add((forename, surname))
    short = sources.short_form(forename) if rng.random() < KNOWN_AS else ""
    usual = _pick(rng, community.family) if rng.random() < OTHER_SURNAME else surname
    english = community.key in ENGLISH
    return Named(
        forename, surname, usual, short, sources.say(forename), sex, community.eid, english
    )


def _pair(
    rng: np.random.Generator, community: sources.Community, sex: str, turn: int
) -> tuple[str, str]:
    """A forename and a surname whose places in their lists belong to this cohort's turn, so that
    five cohorts drawn apart from each other hold next to no namesakes."""
    forenames = community.girls if sex == "F" else community.boys
    place = int(rng.integers(len(forenames)))
    kept = community.family[(turn - place) % YEARS_AT_SCHOOL :: YEARS_AT_SCHOOL]
    return forenames[place], _pick(rng, kept)


def _from_story(part: sources.Part) -> Named:
    forename, surname = part.child.split(" ", 1)
    say = sources.say(forename)
    home = next((c for c in sources.communities() if surname in c.family), None)
    eid, english = (home.eid, home.key in ENGLISH) if home else (False, True)
    return Named(forename, surname, surname, part.known_as, say, part.sex, eid, english)


def _of_one_family(rng: np.random.Generator, ahead: int) -> Named:
    """A name whose surname the sister or brother of the same story has in the other cohort.

    ahead  how far the school year in which the two are told about is from 2026/27
    """
    home = sources.communities()[0]
    sex = "F" if rng.random() < 0.5 else "M"
    forename = _pick(rng, home.girls if sex == "F" else home.boys)
    surname = home.family[ahead * 37 % len(home.family)]
    return Named(forename, surname, surname, "", sources.say(forename), sex, home.eid, True)


def _pick(rng: np.random.Generator, names: tuple[str, ...]) -> str:
    return names[int(rng.integers(len(names)))]
