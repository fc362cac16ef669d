"""Two records of one child became one: what was seen and who came follow the child."""

from __future__ import annotations

from belong.people.models import Pupil
from belong.practice.curiosity.models import Answer, Arrival, Observation


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Move what is kept of the record that goes. A word left about both in the very same letters
    was left once; where somebody came twice on one day, the later word stands and a try before it
    is not forgotten."""
    for left in Observation.objects.filter(pupil=goes).order_by("pk"):
        _move_word(left, stays)
    Answer.objects.filter(pupil=goes).update(pupil=stays)
    for came in Arrival.objects.filter(pupil=goes).order_by("pk"):
        _move_arrival(came, stays)


def _move_word(left: Observation, stays: Pupil) -> None:
    twin = Observation.objects.filter(
        pupil=stays, by=left.by_id, day=left.day, where=left.where, what=left.what,
        word=left.word, note=left.note,
    ).first()  # fmt: skip
    if twin is None:
        left.pupil = stays
        left.save(update_fields=["pupil"])
        return
    if left.kept_until and (twin.kept_until is None or twin.kept_until < left.kept_until):
        twin.kept_by_id, twin.kept_until = left.kept_by_id, left.kept_until
        twin.save(update_fields=["kept_by", "kept_until"])
    left.delete()


def _move_arrival(came: Arrival, stays: Pupil) -> None:
    twin = Arrival.objects.filter(pupil=stays, day=came.day).first()
    if twin is None:
        came.pupil = stays
        came.save(update_fields=["pupil"])
        return
    last = max((twin, came), key=lambda one: one.at)
    tries = [(one.tried_at, one.tried_by_id) for one in (twin, came) if one.tried_at]
    twin.tried_at, twin.tried_by_id = min(tries, key=lambda one: one[0], default=(None, None))
    twin.how, twin.at, twin.by_id = last.how, last.at, last.by_id
    twin.save(update_fields=["how", "at", "by", "tried_at", "tried_by"])
    came.delete()
