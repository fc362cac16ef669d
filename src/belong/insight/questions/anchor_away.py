"""Whether the day's anchor of the trail goes away from this computer, in a sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.words import say
from belong.people import anchor_mail
from belong.people.models import Membership
from belong.people.permissions import Permission


@dataclass(frozen=True)
class Away:
    """How it stands.

    works  whether Belong sends e-mail here at all
    on     whether the school lets it go
    """

    works: bool
    on: bool
    said: str


def ask(by: Membership, today: dt.date) -> Away:
    """How it stands at somebody's school. It names nobody. Raises PermissionDenied."""
    by.must(Permission.HOUSE)
    works, on = anchor_mail.works(), anchor_mail.on(by.school)
    return Away(works, on, _said(by, today, works=works, on=on))


def _said(by: Membership, today: dt.date, *, works: bool, on: bool) -> str:
    if not works:
        return say("Belong sends no e-mail here: the anchor goes nowhere by itself. Copy it out.")
    if not on:
        return say("The school turned off that the anchor goes away by e-mail. Copy it out.")
    if not anchor_mail.officers(by.school_id, today):
        return say("No data-protection officer here has an e-mail: the anchor goes to nobody.")
    last = anchor_mail.last_sent(by.school_id)
    if last is None:
        return say("It goes to the data-protection officer by e-mail each day. None has gone yet.")
    return say(
        "It goes to the data-protection officer by e-mail each day. It last went on {day}.",
        day=words.day(last),
    )
