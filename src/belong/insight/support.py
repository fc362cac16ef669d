"""The support adults bring at a school: from which share of sessions missed, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from belong.attendance.measures.absence import absence
from belong.attendance.measures.bands import Band, band_to_say, bands
from belong.attendance.measures.missing import missing_marks
from belong.attendance.register import Register
from belong.insight import words
from belong.insight.words import say
from belong.people import support_edges
from belong.people.models import School


def of(school: School) -> tuple[Band, ...]:
    """The bands of a school, least support first."""
    return bands(support_edges.of(school))


def brought(school: School, year: Register) -> Band | None:
    """The support of a one-child register, or None while there is too little to go by."""
    here, sums = of(school), absence(year)
    doubtful = missing_marks(year)["doubtful"].to_numpy(zero_copy_only=False)
    counted = sums["missed"].to_numpy(), sums["possible"].to_numpy()
    at = int(band_to_say(*counted, doubtful, here)[0])
    return here[at] if at >= 0 else None


def said(school: School) -> str:
    """Where each band of a school begins, in one sentence."""
    _first, *others = of(school)
    own = support_edges.kept(school)
    lead = say("This school set where each begins:") if own else say("Each begins here:")
    return f"{lead} {words.listed([edge(band) for band in others])}."


def edge(band: Band) -> str:
    """Where a band begins."""
    if band.inclusive:
        return say("{name} from {n} %", name=band.name, n=band.percent)
    return say("{name} over {n} %", name=band.name, n=band.percent)


@dataclass(frozen=True)
class ToSet:
    """One edge that a school may set.

    label   what begins there
    hint    what adults do then, and the usual edge
    typed   what stands in its field
    """

    label: str
    hint: str
    typed: str


def to_set(school: School, typed: Sequence[str] = ()) -> tuple[ToSet, ...]:
    """The edges of a school to be set anew; `typed` where somebody wrote some that were refused."""
    here = of(school)[1:]
    usual = bands()[1:]
    filled = typed if len(typed) == len(here) else [str(band.percent) for band in here]
    return tuple(
        ToSet(
            say("{name}, from this % missed", name=band.name)
            if band.inclusive
            else say("{name}, over this % missed", name=band.name),
            say("{words} Usually {n}.", words=band.in_words, n=was.percent),
            text,
        )
        for band, was, text in zip(here, usual, filled, strict=True)
    )
