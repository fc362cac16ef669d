"""Two records of one child became one: who was in touch follows the child."""

from __future__ import annotations

from belong.people.models import Pupil
from belong.practice.contact.in_touch import SHORT, Contact, KeptInMind, StillBuilding, Way


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Move what is kept of the record that goes. Of two ways to reach the same person the later
    holds with the notes of both; of two that one adult is still building the earlier ends, and
    keeps its words."""
    Contact.objects.filter(pupil=goes).update(pupil=stays)
    KeptInMind.objects.filter(pupil=goes).update(pupil=stays)
    _ways(stays, goes)
    _building(stays, goes)


def _ways(stays: Pupil, goes: Pupil) -> None:
    for way in Way.objects.filter(pupil=goes):
        same = Way.objects.filter(pupil=stays, whom=way.whom, who=way.who).first()
        later = way if same is None or way.at > same.at else same
        if same is not None:
            earlier = same if later is way else way
            _join(earlier, later)
            earlier.delete()
        later.pupil = stays
        later.save()


def _join(earlier: Way, later: Way) -> None:
    both = dict.fromkeys(one.note for one in (earlier, later) if one.note)
    later.note = " / ".join(both)[: 2 * SHORT + 3]
    later.version = max(earlier.version, later.version) + 1


def _building(stays: Pupil, goes: Pupil) -> None:
    for one in StillBuilding.objects.filter(pupil=goes, ended_at=None):
        other = StillBuilding.objects.filter(pupil=stays, adult=one.adult_id, ended_at=None).first()
        if other is not None:
            earlier, later = sorted((one, other), key=lambda each: (each.at, each.pk))
            earlier.ended_at = later.at
            earlier.save(update_fields=["ended_at"])
    StillBuilding.objects.filter(pupil=goes).update(pupil=stays)
