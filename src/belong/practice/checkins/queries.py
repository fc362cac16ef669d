"""Check-ins, asked for. Whoever shows a child's name with one has noted the look at that child, and
asked whether they may read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from belong.people import being_away
from belong.people.models import Membership
from belong.people.models.span import holds_on
from belong.people.permissions import Permission
from belong.people.reach import Reach
from belong.people.roles import ROLES
from belong.practice.checkins.models import Agreement, CheckIn, Helps

DO_CHECKINS = sorted(key for key, role in ROLES.items() if Permission.CHECKINS in role.may)
"""Roles by which somebody does check-ins."""

LATELY = 5
"""Check-ins that a child's page tells of."""
TOLD = (
    "day",
    "half",
    "nth",
    "how",
    "feeling",
    "one_thing",
    "words",
    "note",
    "left_over",
    "settled",
)


def _with_them(day: dt.date, whose: str) -> Exists:
    """Whether the adult of a column still works with the child: a role of theirs holds by which
    they do check-ins, and it reaches the child. Whoever teaches a class is taken to."""
    reaches = (
        Q(reach__in=(Reach.SCHOOL, Reach.CLASS))
        | Q(reach=Reach.CHILD, pupil=OuterRef("pupil"))
        | Q(reach=Reach.FORM, reach_of=OuterRef("pupil__form"))
        | Q(reach=Reach.YEAR, reach_of=OuterRef("pupil__year"))
    )
    holds = Membership.objects.filter(
        reaches, holds_on(day), Q(adult__left_on=None) | Q(adult__left_on__gte=day),
        adult=OuterRef(whose), school=OuterRef("school"), adult__is_active=True, ended_at=None,
        role_key__in=DO_CHECKINS,
    )  # fmt: skip
    return Exists(holds)


def _covered(found: QuerySet[Agreement], school_id: int, day: dt.date) -> QuerySet[Agreement]:
    """Agreements with `is_away`, `stand_in_is_away`, `has_left` and `stand_in_has_left` of a
    day: left the child, or the school."""
    return found.select_related("with_adult", "stand_in").annotate(
        is_away=being_away.of_column(school_id, day, "with_adult"),
        stand_in_is_away=being_away.of_column(school_id, day, "stand_in"),
        has_left=~_with_them(day, "with_adult"),
        stand_in_has_left=~_with_them(day, "stand_in"),
    )


def _with_cover(school_id: int, day: dt.date) -> QuerySet[Agreement]:
    """The same of those that stand, or will: nobody ended them."""
    found = Agreement.objects.filter(school=school_id, ended_at=None, pupil__merged_into=None)
    return _covered(found, school_id, day)


def _not_over(day: dt.date) -> Q:
    return Q(ends=None) | Q(ends__gte=day)


def of_child(school_id: int, pupil_id: int, day: dt.date) -> Agreement | None:
    """What is agreed with one child, from now on or from a day to come; None for nothing."""
    found = _with_cover(school_id, day).filter(_not_over(day), pupil=pupil_id)
    return found.prefetch_related("choices").first()


def standing(pupil_id: int) -> Agreement | None:
    """The agreement of one child that nobody ended, over or not."""
    return Agreement.objects.filter(pupil=pupil_id, ended_at=None).first()


def of_day(
    school_id: int, day: dt.date, adult_id: int, stands_in_for: Collection[int]
) -> list[Agreement]:
    """What is agreed for a day with one adult, or falls to them because another is away.

    stands_in_for  keys of the children whom they stand in for by their role
    returns        agreements with `is_away`, `stand_in_is_away`, and `morning_by` and `end_by`: the
                   key of whoever did it already that day, None while it waits
    """
    asked = Q(with_adult=adult_id) | Q(stand_in=adult_id) | Q(pupil__in=stands_in_for)
    return list(of_everybody(school_id, day).filter(asked))


def of_everybody(school_id: int, day: dt.date) -> QuerySet[Agreement]:
    """What is agreed for a day with anybody; each likewise."""
    found = _with_cover(school_id, day).filter(
        _not_over(day), begins__lte=day, days__contains=str(day.weekday())
    )
    return (
        found.select_related("with_adult", "stand_in", "pupil")
        .annotate(
            morning_by=_done_by(day, CheckIn.Half.MORNING), end_by=_done_by(day, CheckIn.Half.END)
        )
        .order_by("pk")
    )


def _done_by(day: dt.date, half: str) -> Subquery:
    done = CheckIn.objects.filter(pupil=OuterRef("pupil"), day=day, half=half).order_by("nth")
    return Subquery(done.values("by")[:1])


def one(pupil_id: int, day: dt.date, half: str) -> CheckIn | None:
    """The check-in of one child in one half of a day; None while there is none."""
    found = CheckIn.objects.filter(pupil=pupil_id, day=day, half=half, nth=0)
    return found.select_related("by").first()


def told(school_id: int, pupil_id: int, day: dt.date) -> list[Agreement]:
    """What was last agreed with one child, standing or not, once for each of the last check-ins,
    the newest first; once where there was none yet. One question to the database, for a page that
    asks many. Empty where nothing was ever agreed; no check-in is without an agreement.

    Each has `is_away`, `stand_in_is_away` and `has_left`; `helped`, `helped_words`, `helped_day` of
    the last time the child was asked; and `c_` with each name of TOLD, of the check-in, all None
    where there is none.
    """
    every = Agreement.objects.filter(school=school_id, pupil=pupil_id, pupil__merged_into=None)
    newest = Agreement.objects.filter(pupil=pupil_id).order_by(
        F("ended_at").desc(nulls_first=True), "-pk"
    )
    asked = Helps.objects.filter(pupil=OuterRef("pupil")).order_by("-at")
    found = _covered(every, school_id, day).annotate(
        **{f"c_{name}": F(f"pupil__checkins__{name}") for name in TOLD},
        c_who=F("pupil__checkins__by__name"), helped=Subquery(asked.values("answer")[:1]),
        helped_words=Subquery(asked.values("words")[:1]),
        helped_day=Subquery(asked.values("day")[:1]),
    )  # fmt: skip
    lately = (F("c_day").desc(nulls_last=True), F("c_half"), F("c_nth"))
    return list(found.filter(pk=Subquery(newest.values("pk")[:1])).order_by(*lately)[:LATELY])


def stands(agreed: Agreement, day: dt.date) -> bool:
    """Whether nobody ended it and its last day has not passed."""
    return agreed.ended_at is None and (agreed.ends is None or agreed.ends >= day)


def last_asked(pupil_id: int) -> Helps | None:
    """The last time a child was asked whether it helps; None for never."""
    return Helps.objects.filter(pupil=pupil_id).order_by("-at").first()


def agreed_with(school_id: int, day: dt.date) -> QuerySet[Agreement]:
    """Every agreement that stands on a day, with `is_away` and `stand_in_is_away`."""
    return _with_cover(school_id, day).filter(_not_over(day)).order_by("pk")
