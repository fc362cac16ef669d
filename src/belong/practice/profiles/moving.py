"""Two records of one child became one: what was written about either follows the child."""

from __future__ import annotations

from belong.people.models import Pupil
from belong.practice.profiles.models import Approval, CirclePerson, Grace, KeptPlace, Part


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Move what is kept of the record that goes. Where both had words, the child agreed to neither
    as they now stand, so they are asked again."""
    both = all(Part.objects.filter(pupil=one).exists() for one in (stays, goes))
    for part in Part.objects.filter(pupil=goes).order_by("pk"):
        _move_part(part, stays)
    Approval.objects.filter(pupil=goes).update(pupil=stays)
    if both:
        Approval.objects.filter(pupil=stays).update(version=0)
    for given in Grace.objects.filter(pupil=goes):
        _move_grace(given, stays)
    for person in CirclePerson.objects.filter(pupil=goes):
        same = {"name": person.name, "tie": person.tie, "seen_as": person.seen_as}
        _move(person, stays, CirclePerson.objects.filter(pupil=stays, **same).exists())
    for kept in KeptPlace.objects.filter(pupil=goes):
        _move(kept, stays, KeptPlace.objects.filter(pupil=stays, place=kept.place_id).exists())


def _move(one: CirclePerson | KeptPlace, stays: Pupil, there: bool) -> None:
    if there:
        one.delete()
        return
    one.pupil = stays
    one.save(update_fields=["pupil"])


def _move_part(part: Part, stays: Pupil) -> None:
    """Two parts of a sort become one with the words of both, however long; what was out of sight
    stays so."""
    twin = Part.objects.filter(pupil=stays, key=part.key).first()
    if twin is None:
        part.pupil = stays
        part.save(update_fields=["pupil"])
        return
    words = [one for one in dict.fromkeys((twin.words, part.words)) if one]
    twin.words = " / ".join(words)
    twin.own = all(one.own for one in (twin, part) if one.words)
    twin.hidden = any(one.hidden for one in (twin, part) if one.words)
    twin.written_at = max(twin.written_at, part.written_at)
    twin.version += part.version + 1
    twin.save()
    part.delete()


def _move_grace(given: Grace, stays: Pupil) -> None:
    twin = Grace.objects.filter(pupil=stays, key=given.key).first()
    if twin is None:
        given.pupil = stays
        given.save(update_fields=["pupil"])
        return
    twin.until = max(twin.until, given.until)
    twin.save(update_fields=["until"])
    given.delete()
