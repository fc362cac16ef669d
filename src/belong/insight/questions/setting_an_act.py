"""Setting one small act down for a child: who may be asked, and what it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.acts import queries as acts
from belong.acts.actions import MOST_DAYS_AHEAD
from belong.acts.models import LONGEST, Act
from belong.insight import words
from belong.insight.words import say
from belong.people import around, fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission

IDEAS = (
    "Say hello at the gate, by name.",
    "Ask what is different about that time of the week.",
    "Keep five minutes to sit together, and let them choose the talk.",
    "Tell them one thing you noticed and liked.",
)
"""Small acts to begin from; whoever sets one down writes their own."""

ASKED = {"checkin": "Asked how they are", "finish": "Asked how the day was"}
"""What was done at a check-in: \"not today\" is a full answer, and nothing was finished."""


@dataclass(frozen=True)
class Setting:
    """The form.

    adults       keys and names of who may be asked, the reader first
    first, last  the days there are to choose from
    """

    pupil: Pupil
    adults: tuple[tuple[int, str], ...]
    first: dt.date
    last: dt.date
    longest: int
    ideas: tuple[str, ...]


@dataclass(frozen=True)
class WasDone:
    """One small act that was done: what, when and by whom, and what came of it."""

    what: str
    when: str
    outcome: str
    noticed: str


def ask(by: Membership, pupil_id: int, today: dt.date) -> Setting:
    """The form for one child; the look is noted.

    Raises PermissionDenied, fetch.NotYours.
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.ACT_SET)
    others = around.adults(pupil, Permission.ACT_SET, today)
    adults = [(by.adult_id, say("Me"))]
    # Names alone: a role beside one would tell who is in care, or whom a mentor is for.
    adults += [(one.adult_id, one.adult.name) for one in others if one.adult_id != by.adult_id]
    return Setting(
        pupil, tuple(adults), today, today + dt.timedelta(days=MOST_DAYS_AHEAD), LONGEST,
        tuple(say(idea) for idea in IDEAS),
    )  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """One small act that waits: what, why, when and whose; `own` where the reader may take it
    back."""

    key: int
    what: str
    why: str
    when: str
    own: bool


@dataclass(frozen=True)
class Acts:
    """What adults planned for a child, and the newest of what they did."""

    planned: tuple[Planned, ...]
    done: tuple[WasDone, ...]


def of_child(by: Membership, pupil: Pupil) -> Acts | None:
    """The acts of a child whose page is open; None for those who may not read them."""
    if not by.may(Permission.ACT_SET, of=pupil):
        return None
    planned, done = acts.of_child(by, pupil.pk)
    return Acts(tuple(_planned(by, act) for act in planned), tuple(map(_was_done, done)))


def _planned(by: Membership, act: Act) -> Planned:
    when = say("{day}, {name}", day=words.day(act.due), name=act.owner.name)
    own = by.adult_id in (act.owner_id, act.created_by_id)
    return Planned(act.pk, act.what, act.why, when, own)


def _was_done(act: Act) -> WasDone:
    assert act.done_at is not None
    assert act.done_by is not None
    day = words.day(timezone.localtime(act.done_at).date())
    what = act.what or say(ASKED.get(act.kind) or str(act.get_kind_display()))
    return WasDone(
        what, say("{day}, {name}", day=day, name=act.done_by.name), act.outcome, act.noticed
    )
