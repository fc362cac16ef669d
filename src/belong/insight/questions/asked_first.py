"""Whom somebody asks before they ring the home of one child, never why."""

from __future__ import annotations

import datetime as dt

from belong.insight.questions.first_day import CAUTIONS
from belong.insight.words import say
from belong.people import before_ringing
from belong.people.before_ringing import Ask
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission


def of(by: Membership, pupil: Pupil, today: dt.date) -> tuple[str, ...]:
    """Sentences; none where nobody has to be asked, and for who is not in touch with homes."""
    if by.may(Permission.FIRST_DAY, of=pupil):
        asks = before_ringing.whom_to_ask_first([pupil.pk], by=by, today=today)
        return tuple(say(CAUTIONS[one]) for one in Ask if one in asks.get(pupil.pk, ()))
    if not by.may(Permission.CONTACT_WRITE, of=pupil):
        return ()
    first = before_ringing.somebody_first(pupil, by=by, today=today)
    return (say("Ask the office before you ring or write."),) if first else ()
