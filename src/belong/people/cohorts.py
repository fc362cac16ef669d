"""Children who share something the school's own system says of them, and only while it does.

Somebody from a trust or an area is let see one such group. Which group a child is in is itself
something that few may read: the words of a group are only for those who may read it of every child
of the school. Whose words they are allowed to see is asked of `may_read`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from belong.people.models.fact import Fact
from belong.people.models.span import holds_on
from belong.registers.kinds import kind_named

KIND = "characteristics"
COHORTS = {
    "in_care": "children in care",
    "previously_in_care": "children who were in care before",
    "social_worker": "children who have a social worker",
    "social_worker_ever6": "children who had a social worker in the last six years",
    "kinship": "children in kinship care",
    "young_carer": "young carers",
    "sen": "children with special educational needs",
    "fsm": "children who have free school meals",
}
"""Characteristics for which a role can be given, each in words."""
NO = frozenset({"no", "none", "not declared", "unknown"})
"""Our words for who is not in one of them."""
BEFORE_ALL = dt.date.min


@cache
def says_so(cohort: str) -> frozenset[str]:
    """The words by which a child is in a cohort. A word nobody knows how to read is none of them:
    in doubt a child is not shown."""
    field = next(t.field for t in kind_named(KIND).traits if t.name == cohort)
    known = field.words | ({"yes"} if field.type == "yes_no" else set())
    return known - NO


def members(school: int, cohorts: Collection[str], on: dt.date | None) -> Q:
    """Children of these cohorts on a day, as a condition on `Pupil`.

    on  None: whatever has a last day at all is over
    """
    found = Q(pk__in=())
    for cohort in sorted(set(cohorts) & COHORTS.keys()):
        found |= Q(Exists(_not_taken_back(school, cohort, on)))
    return found


def _not_taken_back(school: int, cohort: str, on: dt.date | None) -> QuerySet[Fact]:
    """What says that a child is in it today, where nothing that began later, or was said later of
    the same day or of no day, says anything else."""
    words = sorted(says_so(cohort))
    every = _in_force(school, cohort, on)
    later = Q(begins__gt=Coalesce(OuterRef("begins"), Value(BEFORE_ALL, DateField())))
    same_day = Q(begins=None) | Q(begins=OuterRef("begins"))
    otherwise = every.filter(
        later | (same_day & Q(since__gt=OuterRef("since"))), pupil=OuterRef("pupil")
    ).exclude(data__value__in=words)
    said = every.filter(pupil=OuterRef("pk"), data__value__in=words)
    return said.exclude(Exists(otherwise))


def _in_force(school: int, cohort: str, on: dt.date | None) -> QuerySet[Fact]:
    found = Fact.objects.filter(school_id=school, kind=KIND, until=None, data__trait=cohort)
    if on is None:
        return found.filter(ends=None)
    return found.filter(holds_on(on))
