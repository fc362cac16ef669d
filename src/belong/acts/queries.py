"""Acts, asked for. Whoever shows a child's name with one has noted the look at that child."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from belong.acts.models import Act
from belong.people.models import Membership
from belong.people.permissions import Permission

PLANNED = 20
"""Acts planned that a child's page tells of at most."""
NEWEST = 5
"""Acts done that a child's page opens with."""
STANDS_IN = "stand_in"


def _theirs(by: Membership, today: dt.date) -> Q:
    """What is somebody's to do: their own, what they were named for, what they did themselves, and
    what is planned for a child whose key person they stand in for today."""
    mine = Q(owner=by.adult_id) | Q(stand_in=by.adult_id) | Q(done_by=by.adult_id)
    stood_in = [
        one.pupil_id for one in (by, *by.also)
        if one.role_key == STANDS_IN and one.gives(Permission.ACT_SET) and one.in_force(today)
    ]  # fmt: skip
    if not stood_in:
        return mine
    # A stand-in stands in for the key person, and for nobody else around the child.
    key = Membership.objects.filter(
        adult=OuterRef("owner"), pupil=OuterRef("pupil"), role_key="key_person"
    )
    return mine | Q(Exists(key), pupil__in=stood_in, kind=Act.Kind.PLANNED)


def _here(by: Membership) -> QuerySet[Act]:
    every = Act.objects.filter(school_id=by.school_id, pupil__merged_into=None)
    return every.select_related("owner", "stand_in", "done_by", "created_by")


def one(by: Membership, act_id: int, today: dt.date) -> Act | None:
    """One act that is somebody's to do or that they did; None for any other."""
    found = _here(by).select_related("pupil").filter(_theirs(by, today), pk=act_id)
    return found.first()


def due(by: Membership, until: dt.date, today: dt.date) -> list[Act]:
    """Planned acts that wait for somebody, the one that has waited longest first."""
    waiting = _here(by).filter(_theirs(by, today), done_at=None, due__lte=until)
    return list(waiting.order_by("due", "pk"))


def on_the_list(
    by: Membership, until: dt.date, since: dt.date, today: dt.date
) -> tuple[list[Act], list[Act]]:
    """Planned acts that wait for somebody, as `due` says them; and what they did themselves from
    a day on, the earliest first."""
    waits = _theirs(by, today) & Q(done_at=None, due__lte=until)
    did = Q(done_by=by.adult_id, done_at__date__gte=since)
    found = list(_here(by).filter(waits | did).order_by("done_at", "due", "pk"))
    return [a for a in found if a.done_at is None], [a for a in found if a.done_at is not None]


def to_take_back(by: Membership, act_id: int) -> Act | None:
    """A planned act that somebody set down or that is theirs to do; None for any other."""
    own = Q(owner=by.adult_id) | Q(created_by=by.adult_id)
    return _here(by).select_related("pupil").filter(own, pk=act_id, done_at=None).first()


def of_child(by: Membership, pupil_id: int) -> tuple[list[Act], list[Act]]:
    """What is planned for a child whose page is open, the soonest first; and what was done last,
    the newest first. The page asks whether somebody may read it."""
    every = _here(by).filter(pupil=pupil_id)
    latest = every.order_by(F("done_at").desc(nulls_first=True), "due", "pk")[: PLANNED + NEWEST]
    found = list(latest)
    done = [act for act in found if act.done_at is not None]
    return [act for act in found if act.done_at is None], done[:NEWEST]


def of_everybody(by: Membership, until: dt.date, since: dt.date) -> tuple[list[Act], list[Act]]:
    """What is planned and due in a whole school, whoever owns it, and what was done there from a
    day on: only to tell who has an adult. One question to the database. No page shows one but of a
    child it has looked at."""
    due = Q(done_at=None, due__lte=until)
    found = _here(by).select_related("pupil").filter(due | Q(done_at__date__gte=since))
    every = list(found.order_by("done_at", "due", "pk"))
    return [a for a in every if a.done_at is None], [a for a in every if a.done_at is not None]


def touched(school_id: int, since: dt.datetime) -> frozenset[int]:
    """Keys of children for whom somebody did something from a moment on. Only keys, so no look."""
    done = Act.objects.filter(school_id=school_id, done_at__gte=since)
    return frozenset(done.values_list("pupil_id", flat=True))


def first_done(school_id: int) -> dt.datetime | None:
    """When the first act of a school was done; None before any was."""
    done = Act.objects.filter(school_id=school_id, done_at__isnull=False)
    return done.order_by("done_at").values_list("done_at", flat=True).first()
