"""About how many are away a lot, asked once: a survey that closes keeps what it hears."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import cast

from django.dispatch import Signal

from belong.basics.disclosure import safe_count
from belong.practice.voice.models import Survey

_log = logging.getLogger(__name__)

asked = Signal()
"""Sent with school_id and on [day] when a survey of pupils closes; whoever knows the register
answers (who is away a lot, who is on roll) [children]."""


@dataclass(frozen=True)
class Away:
    """Pupils who are away a lot, of how many on roll; rounded to ten, both None where either side
    is too few to tell."""

    part: int | None = None
    of: int | None = None


def told(survey: Survey, on: dt.date) -> Away:
    """What may be kept of it; nothing of a survey that no pupils were asked, or without names."""
    if survey.audience != Survey.Audience.PUPILS or survey.how != Survey.How.ANONYMOUS:
        return Away()
    try:
        heard = asked.send(sender=None, school_id=survey.school_id, on=on)
    except Exception as problem:
        # It closes all the same. Without the message, which may repeat what stands of a child.
        _log.error("who is away a lot was not counted: %s", type(problem).__name__)
        return Away()
    return _rounded(*cast(tuple[int, int], heard[0][1])) if heard else Away()


def _rounded(away: int, here: int) -> Away:
    part, rest, of = safe_count(away), safe_count(here - away), safe_count(here)
    return Away() if part is None or rest is None else Away(part, of)
