"""Writing down with a child what helps: every part, with what stands, also what is out of sight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.questions import what_helps
from belong.insight.words import say
from belong.people import fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.profiles import parts, queries
from belong.practice.profiles.models import LONGEST, SHORT, Part
from belong.practice.profiles.queries import Around, Chosen

GROUPS = {"me": "Who I am", "day": "My day", "hard": "When it is hard"}
Sent = Mapping[str, tuple[str, bool]]
IN_FRONT = 7
"""Days for which grace is offered, until somebody chooses another last day."""


@dataclass(frozen=True)
class ToWrite:
    """One part with its form.

    version  of the words that stand; 0 where nobody ever wrote any
    since    who wrote them and when; "" for none
    typed    what was sent and not kept; None for nothing
    chosen   whether "their own words" is chosen: as it was sent, and else as it stands
    aloud    whether the gate reads it where families stand
    """

    key: str
    title: str
    ask: str
    words: str
    own: bool
    hidden: bool
    version: int
    since: str
    typed: str | None = None
    supply: bool = False
    chosen: bool = True
    aloud: bool = False


@dataclass(frozen=True)
class Writing:
    """The page.

    version  of the whole, as the child is asked to agree to it
    graces   in force: key, words and last day; `sorts` of grace there are to give
    places   of the school, each with whether the child chose it
    """

    pupil: Pupil
    groups: tuple[tuple[str, tuple[ToWrite, ...]], ...]
    version: int
    something: bool
    agreed: str
    graces: tuple[tuple[int, str], ...]
    sorts: tuple[tuple[str, str], ...]
    first: dt.date
    proposed: dt.date
    last: dt.date
    circle: tuple[Around, ...]
    places: tuple[tuple[Chosen, bool], ...]
    longest: int
    short: int


def ask(by: Membership, pupil_id: int, today: dt.date, typed: Sent) -> Writing:
    """The page for one child; the look is noted.

    typed   words that were sent and not kept and whether they are the child's own, by the key of
            their part
    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.PROFILE_WRITE)
    told = queries.told(by.school_id, pupil.pk, today)
    written = queries.to_write(by.school_id, pupil.pk)
    rules = parts.rules()
    return Writing(
        pupil=pupil,
        groups=_groups(written, typed),
        version=told.version,
        something=bool(told.parts or told.kept_back),
        agreed=what_helps.agreed(pupil, told, today)[0],
        graces=tuple((one.key, what_helps.graces([one])[0]) for one in told.graces),
        sorts=tuple((key, say(text)) for key, text in rules.graces.items()),
        first=today,
        proposed=today + dt.timedelta(days=IN_FRONT),
        last=today + dt.timedelta(days=rules.grace_days),
        circle=told.circle,
        places=_places(by.school_id, told.places),
        longest=LONGEST,
        short=SHORT,
    )


def _groups(
    written: Mapping[str, Part], typed: Sent
) -> tuple[tuple[str, tuple[ToWrite, ...]], ...]:
    every = [_to_write(sort, written.get(sort.key), typed) for sort in parts.rules().parts.values()]
    of = {sort.key: sort.group for sort in parts.rules().parts.values()}
    return tuple(
        (say(title), tuple(one for one in every if of[one.key] == group))
        for group, title in GROUPS.items()
    )


def _to_write(sort: parts.Sort, part: Part | None, typed: Sent) -> ToWrite:
    title, asked = say(sort.title), say(sort.ask)
    sent, chosen = typed.get(sort.key, (None, part is None or part.own))
    aloud = sort.key == parts.GREETING
    if part is None:
        return ToWrite(
            sort.key, title, asked, "", own=True, hidden=False, version=0, since="", typed=sent,
            supply=sort.supply, chosen=chosen, aloud=aloud,
        )  # fmt: skip
    on = words.day(timezone.localtime(part.written_at).date())
    since = say("{who}, {day}", who=part.written_by.name, day=on) if part.words else ""
    return ToWrite(
        sort.key, title, asked, part.words, part.own, part.hidden, part.version, since, sent,
        sort.supply, chosen, aloud,
    )  # fmt: skip


def _places(school_id: int, chosen: tuple[Chosen, ...]) -> tuple[tuple[Chosen, bool], ...]:
    theirs = {one.key for one in chosen}
    every = queries.places(school_id)
    return tuple(
        (Chosen(one.pk, one.name, one.when, one.what, one.who), one.pk in theirs) for one in every
    )
