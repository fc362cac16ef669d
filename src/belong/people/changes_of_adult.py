"""When a child's tutor, class teacher or key person became somebody else: for sums alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db.models import Q

from belong.basics.terms import year_of
from belong.people.models import Fact, Membership, Pupil
from belong.people.reach import Reach

CLOSE = frozenset({"tutor", "class_teacher", "key_person"})
"""Roles in which one adult follows another as a child's own."""
FORM = "registration_group"
NEW_YEAR = dt.timedelta(days=21)
"""Whoever begins within this of September began with the year: a form then has other children."""
MONTH = dt.timedelta(days=31)
IN_TIME = dt.timedelta(days=42)
"""Said later than this, a change tells nothing any more: its weeks are over, and looks of months
would have to be taken again."""


def changes_of_adult(school_id: int) -> list[tuple[int, dt.date]]:
    """The key of a child and the first day of the adult who followed another, within a school year.

    Only days and keys, for what no page shows of one child: no look is noted. A second adult
    beside the first is no change, nor is one who begins long after the other ended, nor one who
    was only said to have begun when it was long ago.
    """
    rows = Membership.objects.filter(
        school_id=school_id, role_key__in=CLOSE, reach__in=[Reach.FORM, Reach.CHILD],
        begins__isnull=False,
    ).order_by("role_key", "reach", "reach_of", "pupil_id", "begins", "pk")  # fmt: skip
    found: list[tuple[Membership, dt.date]] = []
    for _, same in groupby(rows, key=lambda m: (m.role_key, m.reach, m.reach_of, m.pupil_id)):
        for before, then in pairwise(same):
            if then.begins is not None and _followed(before, then, then.begins):
                found.append((then, then.begins))
    return _of_children(school_id, found)


def _followed(before: Membership, then: Membership, day: dt.date) -> bool:
    ended = before.ended_at.date() if before.ended_at else before.ends
    one_after_another = ended is not None and ended <= day <= ended + MONTH
    within_a_year = year_of(day) == year_of(day - NEW_YEAR)
    in_time = then.given_at is None or then.given_at.date() <= day + IN_TIME
    another = before.adult_id != then.adult_id
    return another and one_after_another and within_a_year and in_time


def _of_children(
    school_id: int, found: list[tuple[Membership, dt.date]]
) -> list[tuple[int, dt.date]]:
    forms: dict[str, list[dt.date]] = {}
    for one, day in found:
        if one.pupil_id is None:
            forms.setdefault(one.reach_of, []).append(day)
    out = [(one.pupil_id, day) for one, day in found if one.pupil_id is not None]
    if forms:
        said = _forms(school_id, sorted(forms))
        here = Pupil.objects.filter(
            Q(form__in=sorted(forms)) | Q(pk__in=list(said)), school_id=school_id, merged_into=None
        )
        for pk, now in here.values_list("pk", "form"):
            of = said.get(pk, [])
            every = {now, *(one.form for one in of)} & forms.keys()
            out += [(pk, day) for form in sorted(every) for day in forms[form]
                    if _form_on(day, of, now) == form]  # fmt: skip
    return out


@dataclass(frozen=True)
class _InForm:
    begins: dt.date
    ends: dt.date | None
    form: str


def _forms(school_id: int, forms: list[str]) -> dict[int, list[_InForm]]:
    """The forms that files say each child was in from a day on, the first first: of children who
    are or were in one of some."""
    every = Fact.objects.filter(
        school_id=school_id, kind="groups", until=None, data__trait=FORM,
        pupil__isnull=False, begins__isnull=False,
    )  # fmt: skip
    were = every.filter(data__value__in=forms).values("pupil_id")
    said = every.filter(Q(pupil__form__in=forms) | Q(pupil_id__in=were)).order_by("begins", "pk")
    of: dict[int, list[_InForm]] = defaultdict(list)
    for pupil, begins, ends, data in said.values_list("pupil_id", "begins", "ends", "data"):
        if pupil is not None and begins is not None:
            of[pupil].append(_InForm(begins, ends, str(data.get("value"))))
    return of


def _form_on(day: dt.date, said: list[_InForm], now: str) -> str:
    """A child's form on a day: what a file says of it, else the form of today, unless a file says
    that this one began later. "" where nobody knows."""
    by_then = [one for one in said if one.begins <= day]
    if by_then and (by_then[-1].ends is None or by_then[-1].ends >= day):
        return by_then[-1].form
    began_later = any(one.form == now for one in said[len(by_then) :])
    return "" if began_later else now
