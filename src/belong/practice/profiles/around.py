"""Grace, the people around a child, and places of welcome. Every change is in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.profiles import parts
from belong.practice.profiles.actions import NotWritten, line
from belong.practice.profiles.models import SHORT, CirclePerson, Grace, KeptPlace, Place


@transaction.atomic
def give_grace(
    *, by: Membership, pupil: Pupil, sort: str, until: dt.date, at: dt.datetime
) -> Grace:
    """Say that something is fine up to a day. Giving it again gives it up to the new day.

    raises  NotWritten, PermissionDenied
    """
    by.must(Permission.PROFILE_WRITE, of=pupil)
    if sort not in parts.rules().graces:
        raise NotWritten("Nothing says what is fine.", do="Choose a line from the list.")
    today = timezone.localdate(at)
    most = parts.rules().grace_days
    if not today <= until <= today + dt.timedelta(days=most):
        raise NotWritten("That day does not fit.", do=f"Choose a day from today to {most} days on.")
    given, _new = Grace.objects.update_or_create(
        pupil=pupil, key=sort,
        defaults={"school_id": by.school_id, "until": until, "given_by_id": by.adult_id,
                  "given_at": at},
    )  # fmt: skip
    trail.note(by, Verb.PROFILE_WRITTEN, ids=[pupil.pk], detail={"grace": given.pk})
    return given


@transaction.atomic
def end_grace(*, by: Membership, pupil: Pupil, key: int) -> None:
    """End grace before its last day. Raises NotYours, PermissionDenied."""
    by.must(Permission.PROFILE_WRITE, of=pupil)
    gone, _of = Grace.objects.filter(school_id=by.school_id, pupil=pupil, pk=key).delete()
    if not gone:
        raise NotYours("grace")
    trail.note(by, Verb.PROFILE_WRITTEN, ids=[pupil.pk], detail={"grace": key})


@dataclass(frozen=True)
class Somebody:
    """Somebody around a child, as CirclePerson says it."""

    name: str
    tie: str = ""
    where: str = "in"
    seen_as: str = ""
    leads: bool = False


@transaction.atomic
def add_person(*, by: Membership, pupil: Pupil, person: Somebody, at: dt.datetime) -> CirclePerson:
    """Put somebody into the circle around a child. The same one twice is one.

    raises  NotWritten, PermissionDenied
    """
    by.must(Permission.PROFILE_WRITE, of=pupil)
    name = line(person.name, SHORT)
    if not name:
        raise NotWritten("Nobody is named.", do="Write the name the child uses for them.")
    if person.where not in set(CirclePerson.Where):
        raise NotWritten("Nothing says where they are.", do="Choose in school, or out of school.")
    added, new = CirclePerson.objects.get_or_create(
        pupil=pupil, name=name, tie=line(person.tie, SHORT), seen_as=line(person.seen_as, SHORT),
        defaults={"school_id": by.school_id, "where": person.where, "leads": person.leads,
                  "written_by_id": by.adult_id, "written_at": at},
    )  # fmt: skip
    if new:
        trail.note(by, Verb.PROFILE_WRITTEN, ids=[pupil.pk], detail={"person": added.pk})
    return added


@transaction.atomic
def remove_person(*, by: Membership, pupil: Pupil, key: int) -> None:
    """Take somebody out of the circle. Raises NotYours, PermissionDenied."""
    by.must(Permission.PROFILE_WRITE, of=pupil)
    gone, _of = CirclePerson.objects.filter(school_id=by.school_id, pupil=pupil, pk=key).delete()
    if not gone:
        raise NotYours("person")
    trail.note(by, Verb.PROFILE_WRITTEN, ids=[pupil.pk], detail={"person": key})


@transaction.atomic
def choose_place(*, by: Membership, pupil: Pupil, place: int, keep: bool, at: dt.datetime) -> None:
    """Say that a child chose a place, or no longer does. Raises NotYours, PermissionDenied."""
    by.must(Permission.PROFILE_WRITE, of=pupil)
    found = Place.objects.filter(school_id=by.school_id, pk=place).first()
    if found is None:
        raise NotYours("place")
    if keep:
        _kept, changed = KeptPlace.objects.get_or_create(
            pupil=pupil, place=found, defaults={"school_id": by.school_id, "at": at}
        )
    else:
        changed = bool(KeptPlace.objects.filter(pupil=pupil, place=found).delete()[0])
    if changed:
        trail.note(by, Verb.PROFILE_WRITTEN, ids=[pupil.pk], detail={"place": found.pk})
