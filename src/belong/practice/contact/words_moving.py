"""Two records of one child became one: what was told of either follows the child."""

from __future__ import annotations

from belong.people.models import Pupil
from belong.practice.contact.word_models import (
    LONGEST_NAME,
    LONGEST_REACH,
    LONGEST_WISHES,
    How,
    Word,
    WordWay,
)


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Move what is kept of the record that goes. Where a way was written down for both, the later
    one holds and the words of both stand."""
    Word.objects.filter(pupil=goes).update(pupil=stays)
    way = WordWay.objects.filter(pupil=goes).first()
    twin = WordWay.objects.filter(pupil=stays).first()
    if way is None:
        return
    if twin is not None:
        _join(way, twin)
        twin.delete()
    way.pupil = stays
    way.save()


def _join(way: WordWay, twin: WordWay) -> None:
    longest_of = {"who": LONGEST_NAME, "reach": LONGEST_REACH, "wishes": LONGEST_WISHES}
    for name, longest in longest_of.items():
        both = dict.fromkeys((getattr(twin, name), getattr(way, name)))
        setattr(way, name, " / ".join(one for one in both if one)[: 2 * longest + 3])
    if twin.said_at > way.said_at:
        way.how, way.by_when, way.involvement = twin.how, twin.by_when, twin.involvement
        way.said_by, way.said_at = twin.said_by, twin.said_at
    if way.how != How.PAGE:
        way.involvement = None
    way.version += twin.version + 1
