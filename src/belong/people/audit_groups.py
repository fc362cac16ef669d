"""Groups of a school, only to count what became of them: keys and values, and no child is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import F

from belong.people.models import Fact, Membership, Pupil
from belong.people.models.span import holds_on
from belong.people.permissions import Permission

SEX = "sex"
FSM = "fsm"
TRAITS = ("sen", "ethnicity", "social_worker")
"""What a school looks at beside sex and free school meals, as far as whoever asks may read each."""
GATED = {"social_worker": Permission.SOCIAL_CARE_READ}


def may_count(by: Membership) -> bool:
    """Whether somebody leads the whole school and may read what its own system says of everybody:
    then nothing counted here is new to them."""
    asked = (Permission.PASSED_ON_READ, Permission.WARNINGS_READ, Permission.SYSTEM_READ)
    return all(by.may(one) and by.whose(one).everybody for one in asked)


def values(by: Membership, on: dt.date) -> dict[str, dict[int, str]]:
    """What the school's system says of each child on a day, by what it is about and by key. Whoever
    may not read of social care gets none of it.

    raises  PermissionDenied
    """
    for permission in (Permission.PASSED_ON_READ, Permission.SYSTEM_READ):
        by.must(permission)
    if not may_count(by):
        return {}
    asked = [t for t in TRAITS if t not in GATED or by.whose(GATED[t]).everybody]
    here = Pupil.objects.filter(school_id=by.school_id, merged_into=None)
    meals = here.filter(fsm=True).values_list("pk", flat=True)
    found = {
        SEX: dict(here.exclude(sex="").values_list("pk", "sex")),
        FSM: dict.fromkeys(meals, "yes"),
    }
    return found | _said(by.school_id, asked, on)


def _said(school_id: int, traits: Collection[str], on: dt.date) -> dict[str, dict[int, str]]:
    facts = Fact.objects.filter(
        holds_on(on), school_id=school_id, kind="characteristics", until=None, pupil__isnull=False,
        data__trait__in=list(traits),
    )  # fmt: skip
    found: dict[str, dict[int, str]] = {trait: {} for trait in traits}
    oldest_first = facts.order_by(F("begins").asc(nulls_first=True), "pk")
    for pupil, data in oldest_first.values_list("pupil_id", "data"):
        found[data["trait"]][pupil] = str(data.get("value", ""))
    return found
