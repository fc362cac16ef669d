"""Whether something waits for one adult: yes or no, and nothing else, for an e-mail that may say no
more. Each thing that waits is asked for where its own page asks."""

from __future__ import annotations

import datetime as dt

from belong.insight import audit_steps, desk
from belong.insight.questions import by_name, help_asked, today
from belong.people import notices
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.voice import ledger


def ask(by: Membership, day: dt.date) -> bool:
    """A notice not read, somebody who asked for help, a child who waits for a reply, an answer or a
    next step whose day has come, or what Today holds that was planned or agreed: a wish to talk, a
    check-in, a small act."""
    return bool(
        notices.something_waits(by)
        or help_asked.waits(by)
        or by_name.waits(by)
        or _of_school(by, day)
        or _of_today(by, day)
    )


def _of_school(by: Membership, day: dt.date) -> bool:
    answers = by.may(Permission.VOICE_READ) and any(d <= day for d in ledger.waits_for(by))
    return answers or (
        by.may(Permission.AUDIT_READ)
        and any(step.day <= day for step in audit_steps.of_day(by, day))
    )


def _of_today(by: Membership, day: dt.date) -> bool:
    if not by.may(Permission.TODAY_READ):
        return False
    mine = desk.open_at(by, day)
    return mine is not None and today.promised(mine)
