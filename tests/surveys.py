"""A survey in each state, made by calling the real actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.people import TODAY, House

from belong.people import fetch
from belong.people.models import Membership
from belong.practice.voice import answering, closing, ledger, opening, queries
from belong.practice.voice.answering import Given
from belong.practice.voice.ledger import Heard
from belong.practice.voice.ledger_models import Theme
from belong.practice.voice.models import Survey
from belong.practice.voice.opening import Wanted

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
ALL = "1" * 11
ASKED = Wanted(
    "How school feels", "To make break times better", "families", TODAY,
    TODAY + dt.timedelta(days=14), asked=30,
)  # fmt: skip
PUPILS = replace(ASKED, audience="pupils", asked=0)
NAMED = replace(PUPILS, how="named")


def head(house: House) -> Membership:
    """The headteacher, who listens."""
    found = fetch.membership(house.adults["headteacher"].adult, TODAY)
    assert found is not None
    return found


def prepared(house: House, wanted: Wanted = ASKED) -> Survey:
    """One that nobody can answer yet."""
    return opening.prepare(by=head(house), wanted=wanted, at=NOW)


def opened(house: House, wanted: Wanted = ASKED) -> Survey:
    """One that is open."""
    return opening.open_now(by=head(house), survey_id=prepared(house, wanted).pk, at=NOW)


def code_of(survey: Survey, nth: int = 0) -> str:
    """The code of one of its groups."""
    return str([g.code for g in queries.groups(survey) if g.code][nth])


def send(code: str, choices: str = ALL, words: str = "", band: int | None = None) -> bool:
    """What one person answers."""
    return answering.send(code=code, given=Given(choices, words, band=band), today=TODAY)


def closed(house: House, wanted: Wanted = ASKED, n: int = 12) -> Survey:
    """One that so many people answered, and each wrote something."""
    survey = opened(house, wanted)
    for nth in range(n):
        send(code_of(survey), f"{nth % 5 + 1}" * 11, f"A longer break, please, and a bench {nth}.")
    return closing.close(by=head(house), survey_id=survey.pk, at=NOW)


def latest(house: House, state: str) -> Survey:
    """The newest in a state: prepared, open, closed, or open and by name; made where there is
    none."""
    every = Survey.objects.filter(school=house.school)
    found = {
        "prepared": every.filter(opened_at=None),
        "open": every.filter(opened_at__isnull=False, closed_on=None, how="anonymous"),
        "closed": every.filter(closed_on__isnull=False),
        "named": every.filter(how="named", opened_at__isnull=False, closed_on=None),
    }[state].order_by("-pk").first()  # fmt: skip
    made = {"prepared": prepared, "open": opened, "closed": closed, "named": by_name}
    return found or made[state](house)


def by_name(house: House) -> Survey:
    """One that is open, and answered by name."""
    return opened(house, NAMED)


HEARD = Heard("Lunch is too loud. We want somewhere quiet.", "pupils", "session", 0,
              TODAY + dt.timedelta(days=14))  # fmt: skip


def a_theme(house: House, heard: Heard = HEARD) -> Theme:
    """Something that was said, and waits for an answer of the head's."""
    by = head(house)
    owned = heard if heard.owner else replace(heard, owner=by.adult_id)
    return ledger.hear(by=by, heard=owned, at=NOW)
