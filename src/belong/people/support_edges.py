"""From what share of sessions missed which support is brought, as a school sets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from belong.attendance.measures.bands import bands
from belong.basics.errors import BelongError
from belong.people import one_setting
from belong.people.models import Membership, School
from belong.people.school_settings import NotKept

MOST = 99
"""Percent missed that the last band may begin at."""


class SetMeanwhile(BelongError):
    """Somebody else set the edges while this was open. Nothing has changed."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else set these while you had them open.",
            do="What they set is said below. Yours is still in the boxes, to be kept or left.",
        )


def usual() -> tuple[int, ...]:
    """The edges as shipped: whole percent, the second band's first."""
    return tuple(band.percent for band in bands()[1:])


def of(school: School) -> tuple[int, ...]:
    """The edges of a school, as `usual` says them."""
    return tuple(int(edge) for edge in kept(school).split(",")) if kept(school) else usual()


def kept(school: School) -> str:
    """The edges as they are kept, 5,10,20,50; "" while a school leaves them at what is usual."""
    row = getattr(school, "settings", None)
    return row.support_edges if row else ""


def set_to(*, by: Membership, typed: Sequence[str], seen: str, at: dt.datetime) -> None:
    """Set the edges, where nobody else did since they were seen.

    typed   one number for each band after the first, as somebody wrote it; all empty for the usual
    seen    as `kept` said it
    raises  PermissionDenied; NotKept for edges that cannot be; SetMeanwhile
    """
    edges = _read(typed)
    wanted = "" if edges == usual() else ",".join(map(str, edges))
    if not one_setting.choose(by=by, field="support_edges", wanted=wanted, seen=[seen], at=at):
        raise SetMeanwhile


def _read(typed: Sequence[str]) -> tuple[int, ...]:
    words = [text.strip().removesuffix("%").strip() for text in typed]
    if not any(words):
        return usual()
    read = tuple(_percent(word) for word in words)
    if len(read) != len(usual()) or list(read) != sorted(set(read)) or not 0 < read[0] <= MOST:
        raise NotKept(
            "Each number must be larger than the one before it.",
            do=f"Write four whole numbers from 1 to {MOST}, or leave all of them empty.",
        )
    return read


def _percent(word: str) -> int:
    """A whole number of percent. Raises NotKept."""
    if word.isascii() and word.isdigit() and len(word) < 3:
        return int(word)
    raise NotKept(
        "One of these is no whole number of percent.",
        do=f"Write four whole numbers from 1 to {MOST}, or leave all of them empty.",
    )
