"""A setting that is chosen by itself, whatever else somebody is writing of the school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from belong.people import trail
from belong.people.models import Membership, SchoolSettings
from belong.people.permissions import Permission
from belong.people.trail import Verb

NEVER_SAID = 0
"""The version of what a school says about itself, before it said anything."""


@transaction.atomic
def choose(
    *,
    by: Membership,
    field: str,
    wanted: str,
    seen: Collection[str],
    at: dt.datetime,
    said: str = "",
) -> bool:
    """Keep one field, where nobody chose otherwise since it was seen. Choosing what stands is no
    change and no line in the trail.

    seen     what may stand in it for the choice to hold
    said     what the trail says was chosen, where that is not what is kept
    returns  whether it stands now as wanted; False where somebody else chose meanwhile
    raises   PermissionDenied
    """
    by.must(Permission.SETTINGS_WRITE)
    row, _made = SchoolSettings.objects.get_or_create(
        school_id=by.school_id,
        defaults={"version": NEVER_SAID, "said_at": at, "safety_route": by.school.safety_route},
    )
    if getattr(row, field) == wanted:
        return True
    found = SchoolSettings.objects.filter(pk=row.pk, **{f"{field}__in": list(seen)})
    if not found.update(**{field: wanted}):
        return False
    trail.note(by, Verb.SETTINGS_SAID, about="school", ids=[by.school_id],
               detail={field: said or wanted})  # fmt: skip
    return True
