"""Two records of one child became one: every good thing follows the child."""

from __future__ import annotations

from belong.people.models import Pupil
from belong.practice.noticing.models import GoodThing, SharedWay


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Move what is kept of the record that goes. Of two ways
    chosen with a family the later holds."""
    GoodThing.objects.filter(pupil=goes).update(pupil=stays)
    ways = SharedWay.objects.filter(pupil__in=[stays, goes]).order_by("-at", "-pk")
    for n, way in enumerate(list(ways)[::-1]):
        if n < len(ways) - 1:
            way.delete()
        elif way.pupil_id != stays.pk:
            way.pupil = stays
            way.save(update_fields=["pupil"])
