"""Check-ins, asked for. Whoever shows a child's name with one has noted the look at that child, and
asked whether they may read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from belong.practice.checkins.models import Agreement, Away, CheckIn, Helps

LATELY = 3
"""Check-ins that a child's page tells of."""


def _away(school_id: int, day: dt.date, whose: str) -> Exists:
    return Exists(Away.objects.filter(school=school_id, day=day, adult=OuterRef(whose)))


def _standing(school_id: int) -> QuerySet[Agreement]:
    """Agreements that stand, or will: nobody ended them."""
    found = Agreement.objects.filter(school=school_id, ended_at=None, pupil__merged_into=None)
    return found.select_related("with_adult", "stand_in")


def _with_cover(school_id: int, day: dt.date) -> QuerySet[Agreement]:
    """The same with `is_away` and `stand_in_is_away` of a day."""
    return _standing(school_id).annotate(
        is_away=_away(school_id, day, "with_adult"),
        stand_in_is_away=_away(school_id, day, "stand_in"),
    )


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
    found = _with_cover(school_id, day).filter(
        asked, _not_over(day), begins__lte=day, days__contains=str(day.weekday())
    )
    return list(found.annotate(
        morning_by=_done_by(day, CheckIn.Half.MORNING), end_by=_done_by(day, CheckIn.Half.END)
    ).order_by("pk"))  # fmt: skip


def _done_by(day: dt.date, half: str) -> Subquery:
    done = CheckIn.objects.filter(pupil=OuterRef("pupil"), day=day, half=half).order_by("nth")
    return Subquery(done.values("by")[:1])


def one(pupil_id: int, day: dt.date, half: str) -> CheckIn | None:
    """The check-in of one child in one half of a day; None while there is none."""
    found = CheckIn.objects.filter(pupil=pupil_id, day=day, half=half, nth=0)
    return found.select_related("by").first()


def told(school_id: int, pupil_id: int, day: dt.date) -> list[Agreement]:
    """What is agreed with one child, once for each of the last check-ins, the newest first; once
    where there was none yet. One question to the database, for a page that asks many.

    Each has `is_away`, `stand_in_is_away`, `helped`, `helped_words`, `helped_day` of the last time
    the child was asked, and `c_day`, `c_half`, `c_how`, `c_feeling`, `c_words` of the check-in,
    all None where there is none.
    """
    asked = Helps.objects.filter(pupil=OuterRef("pupil")).order_by("-at")
    found = _with_cover(school_id, day).filter(_not_over(day), pupil=pupil_id)
    named = {f"c_{name}": F(f"pupil__checkins__{name}")
             for name in ("day", "half", "how", "feeling", "words")}  # fmt: skip
    every = found.annotate(
        **named, helped=Subquery(asked.values("answer")[:1]),
        helped_words=Subquery(asked.values("words")[:1]),
        helped_day=Subquery(asked.values("day")[:1]),
    )  # fmt: skip
    return list(every.order_by(F("c_day").desc(nulls_last=True), F("c_half"))[:LATELY])


def last_asked(pupil_id: int) -> Helps | None:
    """The last time a child was asked whether it helps; None for never."""
    return Helps.objects.filter(pupil=pupil_id).order_by("-at").first()


def agreed_with(school_id: int, day: dt.date) -> QuerySet[Agreement]:
    """Every agreement that stands on a day, with `is_away` and `stand_in_is_away`."""
    return _with_cover(school_id, day).filter(_not_over(day)).order_by("pk")
