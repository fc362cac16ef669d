"""Notes for few people, asked for. Whoever asks has passed the gate, and it is in the trail."""

from __future__ import annotations

from belong.practice.restricted.models import Note

EARLIER = 12
"""Notes that hold no longer which a page shows."""


def standing(pupil_id: int) -> list[Note]:
    """What holds now of a child, the newest first."""
    found = Note.objects.filter(pupil=pupil_id, ended_on=None)
    return list(found.select_related("by").order_by("-at", "-pk"))


def ended(pupil_id: int) -> list[Note]:
    """What holds no longer, the last first."""
    found = Note.objects.filter(pupil=pupil_id, ended_on__isnull=False)
    return list(found.select_related("by").order_by("-ended_on", "-pk")[:EARLIER])
