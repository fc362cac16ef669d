"""The support adults bring, by how much a child has missed. Never a grade, never a colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load, number


@dataclass(frozen=True)
class Band:
    """One kind of support. Children are in it from `percent` missed (or over it) upwards."""

    name: str
    in_words: str
    percent: int
    inclusive: bool


def bands(edges: Sequence[int] = ()) -> tuple[Band, ...]:
    """The bands, least support first, as shipped or with the edges a school set.

    edges  whole percent missed at which the second band and each later one begins; none as shipped
    """
    first, *others = (
        Band(b["name"], b["in_words"], b["percent"], b["inclusive"])
        for b in load("support_bands").settings["bands"]
    )
    if not edges:
        return first, *others
    return first, *(replace(band, percent=at) for band, at in zip(others, edges, strict=True))


def band_of(
    missed: NDArray[np.int64], possible: NDArray[np.int64], chosen: tuple[Band, ...] | None = None
) -> NDArray[np.int8]:
    """The index of each row's band, in whole numbers; -1 where nothing was possible.

    source  definitions/support_bands.toml
    """
    out = np.full(len(missed), -1, dtype=np.int8)
    for n, band in enumerate(chosen or bands()):
        reached = 100 * missed - band.percent * possible
        out[(possible > 0) & ((reached >= 0) if band.inclusive else (reached > 0))] = n
    return out


def band_to_say(
    missed: NDArray[np.int64],
    possible: NDArray[np.int64],
    doubtful: NDArray[np.bool_],
    chosen: tuple[Band, ...] | None = None,
) -> NDArray[np.int8]:
    """The band to show for each row; -1 too where there is too little to go by.

    doubtful  bool [rows], so many marks are missing that a share should not be said
    source    definitions/support_bands.toml
    """
    out = band_of(missed, possible, chosen)
    out[(possible < number("support_bands", "flag_from")) | doubtful] = -1
    return out
