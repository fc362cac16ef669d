"""How well several statements hang together as one scale: alpha and omega, with intervals.

Matrices are float [people x statements]; NaN is a statement somebody skipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri, stdtrit

Answers = NDArray[np.float64]
SWEEPS, STEPS = 60, 3
"""After as many, loadings of a scale stand still to three places, with something to spare."""


@dataclass(frozen=True)
class Estimate:
    """A figure, and where it may lie 95 times in 100."""

    value: float
    low: float
    high: float


def turned(answers: Answers, reverse: NDArray[np.bool_], least: float, most: float) -> Answers:
    """The same with reversed statements turned round: least + most - answer."""
    return np.where(reverse, least + most - answers, answers)


def enough(answers: Answers, share: float) -> Answers:
    """Those who answered at least this share [0..1]; what they skipped is the mean of the rest of
    their own answers."""
    said = np.isfinite(answers)
    kept = answers[said.mean(axis=1) >= share]
    with_some = kept[np.isfinite(kept).any(axis=1)]
    own = np.nanmean(with_some, axis=1, keepdims=True) if len(with_some) else with_some[:, :1]
    return np.where(np.isfinite(with_some), with_some, own)


def complete(answers: Answers) -> Answers:
    """Those who answered every statement: filling in what others skipped from the rest of their
    own answers would make statements hang together better than they do."""
    return answers[np.isfinite(answers).all(axis=1)]


def alpha(answers: Answers) -> float | None:
    """Cronbach's alpha of a matrix with nothing missing; its interval is feldt's.

    null    where there are fewer than two statements or three people, or all say the same
    source  Cronbach 1951
    """
    n, k = answers.shape
    if k < 2 or n < 3 or not _varies(answers):
        return None
    inner = answers.var(axis=0, ddof=1).sum()
    return float(k / (k - 1) * (1 - inner / answers.sum(axis=1).var(ddof=1)))


def feldt(value: float, *, people: int, statements: int) -> Estimate:
    """An alpha with its interval, where 95 of 100 such samples would have it (Feldt 1965)."""
    degrees = (people - 1, (people - 1) * (statements - 1))
    low, high = (1 - (1 - value) * fdtri(*degrees, at) for at in (0.975, 0.025))
    return Estimate(float(value), float(low), float(high))


def _varies(answers: Answers) -> bool:
    return bool((answers.sum(axis=1).var() > 0) and (answers.var(axis=0) > 0).all())


def omega(
    answers: Answers, *, seed: int, people: int | None = None, again: int = 2000
) -> Estimate | None:
    """McDonald's omega of one factor (least squares off the diagonal), nothing missing.

    again   samples drawn with replacement for the interval (percentiles 2.5 and 97.5)
    people  how many are drawn each time; as many as there are unless told
    seed    of those draws: a survey gives the same answer twice
    null    as alpha's, and for fewer than three statements: one factor cannot be told from two
    source  McDonald 1999; one factor by principal axes
    """
    n, k = answers.shape
    if k < 3 or n < 3 or not _varies(answers):
        return None
    draws = np.random.default_rng(seed).multinomial(people or n, np.full(n, 1 / n), size=again)
    low, high = np.nanpercentile(_omegas(_correlations(answers, draws)), (2.5, 97.5))
    value = _omegas(_correlations(answers, np.ones((1, n))))[0]
    return Estimate(float(value), float(low), float(high))


def _correlations(answers: Answers, times: NDArray[Any]) -> NDArray[np.float64]:
    """Of every draw at once [draws x k x k]; NaN where all of a draw answer one statement alike.

    times  how often each person is in a draw [draws x people]
    """
    n, k = answers.shape
    drawn = times.sum(axis=1, keepdims=True)
    centred = answers - answers.mean(axis=0)
    means = times @ centred / drawn
    squares = (times @ (centred[:, :, None] * centred[:, None, :]).reshape(n, k * k)) / drawn
    spread = squares.reshape(-1, k, k) - means[:, :, None] * means[:, None, :]
    own = np.sqrt(np.clip(np.diagonal(spread, axis1=1, axis2=2), 0, None))
    own[own < 1e-9] = np.nan
    found: NDArray[np.float64] = spread / (own[:, :, None] * own[:, None, :])
    return found


def _omegas(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each matrix [m x k x k]: what each statement shares is found by going round, the factor by
    multiplying again and again, both until they stand still."""
    inside = np.arange(correlations.shape[1])
    reduced = correlations.copy()
    shared = np.abs(correlations - np.eye(len(inside))).max(axis=2)
    towards = np.ones((*shared.shape, 1))
    loads = shared
    for _ in range(SWEEPS):
        reduced[:, inside, inside] = shared
        for _ in range(STEPS):
            towards = reduced @ towards
            towards /= np.linalg.norm(towards, axis=1, keepdims=True)
        size = np.clip((towards * (reduced @ towards)).sum(axis=1), 0, None)
        loads = towards[:, :, 0] * np.sqrt(size)
        shared = np.clip(loads**2, 0, 1)
    together = loads.sum(axis=1) ** 2
    return together / (together + (1 - shared).sum(axis=1))


def reach(spread: float, *, people: int, asked: float) -> float:
    """How far on either side of a mean that of everybody who was asked may lie, 95 times in 100.

    spread  standard deviation of those who answered, of whom there are so many people [2..]
    asked   how many were asked: the fewer did not answer, the narrower; inf where nobody can know
    source  Student's t, with the finite population correction
    """
    left = 1.0 if asked == np.inf else np.sqrt(max(asked - people, 0) / (asked - 1))
    return float(stdtrit(people - 1, 0.975) * spread / np.sqrt(people) * left)
