"""How the statements of a closing survey hang together, and the mean of a scale, fit to be told.

Whatever stands beside a rounded figure is worked out from what is told, never from what is known:
an interval of exact counts can be turned back into them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from belong.basics.disclosure import PUBLIC
from belong.practice.voice import hiding, scales
from belong.practice.voice.models import Survey
from belong.practice.voice.results_models import Together

FEWEST_TOGETHER = 50
"""People under whom nothing is said of how statements hang together: domain, F2."""
FEWEST_STATEMENTS = 3
"""With fewer, a mean is nearly the count of one statement, told finer than in tens."""
FEWEST_OPTIONS = 5
"""With fewer answers to choose from, omega would need another kind of correlation, and a mean is
the counts of what was chosen once more."""
FROM_AN_END = 0.5
"""A mean nearer to an end of the scale would say what nearly each of them said."""
MOST_TOLD = 0.95
"""Above it, alpha and omega would say that nearly everybody answers all statements alike."""
Table = NDArray[np.float64]


def told(
    survey: Survey, part: str, table: Table, varies: Sequence[bool], options: int, asked: int
) -> Together | None:
    """What may be told of one part; None of fewer than three statements, or than fifty people.

    table    float [people x statements], NaN where skipped
    varies   which statements are told to divide: only they can hang together
    options  how many answers there were to choose from
    """
    share = survey.scale.share / 100 if survey.scale else 0.8
    enough = scales.enough(table, share)
    people = hiding.told(len(enough), asked)
    least = surely(people, asked)
    if people is None or least < FEWEST_TOGETHER or table.shape[1] < FEWEST_STATEMENTS:
        return None
    made = Together(
        school_id=survey.school_id, survey=survey, part=part, people=people,
        statements=table.shape[1],
    )  # fmt: skip
    _hang(made, scales.complete(table[:, np.array(varies)]), options, asked, seed=survey.pk)
    if survey.scale is not None and survey.scale.adds_up and options >= FEWEST_OPTIONS:
        _put_mean(made, enough.mean(axis=1), least, asked, options)
    return made


def surely(people: int | None, asked: int) -> int:
    """How many there are at the least, told like this; 0 for fewer than ten."""
    return hiding.could_be(people, asked).low


def _hang(made: Together, table: Table, options: int, asked: int, *, seed: int) -> None:
    """Alpha and omega, of those who skipped nothing; nothing where they are too few to tell."""
    least = surely(hiding.told(len(table), asked), asked)
    if least < FEWEST_TOGETHER or table.shape[1] < FEWEST_STATEMENTS:
        return
    value = scales.alpha(table)
    if value is None or value < 0:
        return
    made.alpha = min(round(value, 2), MOST_TOLD)
    of = {"people": least, "statements": table.shape[1]}
    made.alpha_low = _down(scales.feldt(made.alpha - 0.005, **of).low, 2)
    made.alpha_high = _highest(made.alpha, scales.feldt(made.alpha + 0.005, **of).high)
    found = scales.omega(table, seed=seed, people=least) if options >= FEWEST_OPTIONS else None
    if found is not None:
        made.omega = min(round(found.value, 2), MOST_TOLD)
        made.omega_low = min(_down(found.low, 2), made.omega)
        made.omega_high = _highest(made.omega, found.high)


def _highest(value: float, high: float) -> float:
    return 1.0 if value >= MOST_TOLD else max(value, min(1.0, _up(high, 2)))


def _put_mean(made: Together, scores: Table, least: int, asked: int, options: int) -> None:
    """Never narrower than the rounding itself, nor than a spread of a quarter of the scale would
    make it: narrow limits would say that all say the same."""
    spread = max(float(scores.std(ddof=1)), (options - 1) / 4)
    reach = scales.reach(spread, people=least, asked=may_have_been_asked(asked))
    wide = _up(reach + 0.05, 1)
    value = min(max(round(float(scores.mean()), 1), 1 + FROM_AN_END), options - FROM_AN_END)
    made.mean = value
    made.mean_low = 1.0 if at_an_end(value, options) < 0 else max(1.0, round(value - wide, 1))
    made.mean_high = (
        float(options) if at_an_end(value, options) > 0 else min(options, round(value + wide, 1))
    )


def at_an_end(mean: float, options: int) -> int:
    """-1 where a mean that is told may be less, 1 where it may be more, 0 where it is neither."""
    return (mean >= options - FROM_AN_END) - (mean <= 1 + FROM_AN_END)


def may_have_been_asked(asked: int) -> float:
    """How many may have been asked at the most, told in tens; inf where nobody can know."""
    if not asked:
        return np.inf
    tens = PUBLIC.round_to
    return float(tens * ((asked + tens // 2) // tens) + tens // 2 - 1)


def _down(value: float, places: int) -> float:
    return math.floor(round(value * 10**places, 6)) / 10**places


def _up(value: float, places: int) -> float:
    return -_down(-value, places)
