"""How much of today has come in, and since when: a page that is half a morning old says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from belong.insight import one_day, words
from belong.insight.desk import Desk
from belong.insight.figures import Said, Scope, said
from belong.insight.one_day import OneDay
from belong.insight.words import say, say_n


@dataclass(frozen=True)
class Fresh:
    """How much of the day has come in.

    forms  Morning registers in for 36 of 37 forms, 9:12. None where no form has a name
    out    forms whose register is not in
    part   why this is not the whole picture yet, or ""
    """

    forms: Said | None
    out: tuple[str, ...]
    part: str


def of(desk: Desk, day: OneDay, scope: Scope, at: dt.datetime) -> Fresh:
    """Whose registers are in, since when, and whether more are still to come."""
    out, count = day.forms_out, len(day.forms)
    if not count:
        return Fresh(None, (), _not_whole(desk, day, at))
    half = say("Afternoon") if day.half else say("Morning")
    text = say_n(
        "{half} registers in for {done} of {n} form",
        "{half} registers in for {done} of {n} forms",
        count, half=half, done=words.number(count - len(out)),
    )  # fmt: skip
    forms = said(text, one_day.figure(day, "registers_in", scope))
    since = _came_today(desk)
    after = f"{forms.after}, {since}." if since else f"{forms.after}."
    return Fresh(replace(forms, after=after), tuple(out), _not_whole(desk, day, at))


def _came_today(desk: Desk) -> str:
    """When the last file came in, if that was on the day asked about: 9:12. Else ""."""
    kept = timezone.localtime(desk.provenance.kept_at)
    return f"{kept.hour}:{kept.minute:02d}" if desk.is_today and kept.date() == desk.asked else ""


def _not_whole(desk: Desk, day: OneDay, at: dt.datetime) -> str:
    """Before registers close, a child who is missing from one may be on the way in."""
    closes = one_day.closes(day.half)
    if closes is None or not desk.is_today or at.time() >= closes:
        return ""
    return say(
        "Registers close at {time}, so this is not the whole picture yet.",
        time=f"{closes.hour}:{closes.minute:02d}",
    )
