"""Who is not there today: said in one tap in the morning or for some days ahead, and forgotten the
day after. Whoever shows an adult's day asks here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from belong.people import around, fetch, trail
from belong.people.fetch import NotYours
from belong.people.models import Adult, Away, Membership, Pupil
from belong.people.permissions import Permission
from belong.people.reach import Reach, Whose
from belong.people.trail import Verb

ONE_DAY = dt.timedelta(days=1)


def on(school_id: int, day: dt.date) -> QuerySet[Away]:
    """Who is away on a day."""
    return Away.objects.filter(school=school_id, first__lte=day, last__gte=day)


def keys(school_id: int, day: dt.date) -> frozenset[int]:
    """Keys of the adults who are away on a day."""
    return frozenset(on(school_id, day).values_list("adult_id", flat=True))


def of_column(school_id: int, day: dt.date, whose: str) -> Exists:
    """Whether the adult of a column is away on a day: for a query of another room."""
    return Exists(on(school_id, day).filter(adult=OuterRef(whose)))


@transaction.atomic
def away_today(
    *, by: Membership, adult_id: int, at: dt.datetime, agreed: Collection[int] = ()
) -> None:
    """Say that a colleague is not there today. Saying it twice is saying it once.

    agreed  keys of those with whom a child whom somebody may find another adult for has agreed
            something: another room knows them
    raises  NotYours for who is close to none of those children; PermissionDenied
    """
    day = _may_say(by, adult_id, at, agreed)
    if not on(by.school_id, day).filter(adult=adult_id).exists():
        for_days(by=by, adult_id=adult_id, first=day, last=day, at=at)
        note(by, adult_id, there=False)


@transaction.atomic
def back(
    *, by: Membership, adult_id: int, at: dt.datetime, agreed: Collection[int] = ()
) -> dt.date | None:
    """Say that a colleague is there today after all. Likewise. The days of an absence before and
    after today stay: its last, where it goes on tomorrow, and None where it is over."""
    day = _may_say(by, adult_id, at, agreed)
    ends = None
    for one in on(by.school_id, day).filter(adult=adult_id).order_by("-last"):
        ends = ends or (one.last if one.last > day else None)
        _taken_out(one, day)
        note(by, adult_id, there=True)
    return ends


def _taken_out(one: Away, day: dt.date) -> None:
    """What is left of some days away without one of them: the days before it and those after it.
    Of two that begin on one day the longer stands."""
    last = one.last
    kept = {"last": last, "by_id": one.by_id, "at": one.at}
    if one.first < day:
        Away.objects.filter(pk=one.pk).update(last=day - ONE_DAY)
    else:
        one.delete()
    if last > day:
        rest, _new = Away.objects.get_or_create(
            school_id=one.school_id, adult_id=one.adult_id, first=day + ONE_DAY, defaults=kept
        )
        Away.objects.filter(pk=rest.pk, last__lt=last).update(**kept)


def for_days(
    *, by: Membership, adult_id: int, first: dt.date, last: dt.date, at: dt.datetime
) -> None:
    """Write down days on which a colleague is away, inside the transaction of whoever may say so:
    of two that begin on one day the later stands."""
    said = {"last": last, "by_id": by.adult_id, "at": at}
    Away.objects.update_or_create(
        school_id=by.school_id, adult_id=adult_id, first=first, defaults=said
    )


def _may_say(by: Membership, adult_id: int, at: dt.datetime, agreed: Collection[int]) -> dt.date:
    """Who leads the whole school says it of any colleague; everybody else of those close to
    children of theirs."""
    by.must(Permission.PASSED_ON_READ)
    day = timezone.localdate(at)
    if not any(one.adult_id == adult_id for one in fetch.everybody_at(by.school_id, day)):
        raise NotYours("adult")
    whole = by.whose(Permission.PASSED_ON_READ).everybody
    if not (whole or adult_id in agreed or adult_id in {one.pk for one in near(by, day)}):
        raise NotYours("adult")
    return day


def note(by: Membership, adult_id: int, *, there: bool) -> None:
    """The line in the trail: that it was said, not of which days."""
    trail.note(by, Verb.STAND_IN_NAMED, about="adult", ids=[adult_id], detail={"there": there})


def near(by: Membership, day: dt.date) -> list[Adult]:
    """Colleagues who are close to a child for whom somebody may find another adult, in no order."""
    every = [(one.adult, around.own(one, Permission.ACT_SET))
             for one in fetch.everybody_at(by.school_id, day)]  # fmt: skip
    forms = {name for _, own in every for name in own.forms}
    rows = Pupil.objects.filter(school=by.school_id, form__in=forms).values_list("pk", "form")
    form_of = dict(rows)
    ids = set(form_of) | {key for _, own in every for key in own.children}
    may = fetch.those(ids, seen_by=by, wanting=Permission.PASSED_ON_READ)
    known = {form_of[key] for key in may if key in form_of}
    return [adult for adult, own in every if own.children & may or own.forms & known]


def alone(by: Membership, day: dt.date) -> dict[int, frozenset[int]]:
    """Keys of children to whom nobody close is there on a day, by the key of each adult close to
    them who is away: those somebody may find another adult for, on roll. Whoever stands in for a
    child, or holds another role for them or their form, is close."""
    gone = keys(by.school_id, day)
    if not gone:
        return {}
    every = [(one.adult_id, around.own(one, Permission.ACT_SET))
             for one in fetch.everybody_at(by.school_id, day)]  # fmt: skip
    here = [own for adult, own in every if adult not in gone]
    away = {adult: own for adult, own in every if adult in gone and own}
    children = frozenset[int]().union(*(own.children for own in (*here, *away.values())))
    forms = {form for own in away.values() for form in own.forms}
    roll = Pupil.objects.filter(Whose(by.school_id, day).on_roll(), school=by.school_id)
    rows = roll.filter(Q(form__in=forms) | Q(pk__in=children)).values_list("pk", "form")
    with_somebody = frozenset[int]().union(*(own.children for own in here))
    forms_here = frozenset[str]().union(*(own.forms for own in here)) - {""}
    left = {pk: form for pk, form in rows if pk not in with_somebody and form not in forms_here}
    may = fetch.those(left.keys(), seen_by=by, wanting=Permission.PASSED_ON_READ)
    return {
        adult: frozenset(pk for pk in may if pk in own.children or left[pk] in own.forms - {""})
        for adult, own in away.items()
    }


def key_persons_away(school_id: int, day: dt.date) -> dict[int, list[Adult]]:
    """By the key of each child whose key person is away on a day: those who are."""
    rows = Membership.objects.filter(
        school=school_id, reach=Reach.CHILD, role_key="key_person", ended_at=None,
        adult__in=on(school_id, day).values("adult"),
    ).select_related("adult")  # fmt: skip
    found: dict[int, list[Adult]] = {}
    for row in rows.order_by("adult__name", "pk"):
        if row.in_force(day) and row.pupil_id is not None:
            found.setdefault(row.pupil_id, []).append(row.adult)
    return found


def swept(*, today: dt.date, **_more: object) -> None:
    """Nobody keeps a list of who was away when."""
    Away.objects.filter(last__lt=today).delete()
