"""How far a school's register has moved: a count that only goes up."""

from __future__ import annotations

from django.db.models import F

from belong.people.models import Enrolment, Pupil, School


def locked(school_id: int) -> int:
    """Hold a school until the transaction ends, so that its changes come one after another.

    returns  its revision as it stands
    """
    return School.objects.select_for_update().get(pk=school_id).revision


def raised(school_id: int) -> int:
    """Say that children, stays or marks changed, in the transaction that changes them.

    returns  the new revision
    """
    School.objects.filter(pk=school_id).update(revision=F("revision") + 1)
    return now(school_id)


def now(school_id: int) -> int:
    """The revision as it stands."""
    return School.objects.values_list("revision", flat=True).get(pk=school_id)


def after_removal(instance: Pupil | Enrolment, **about: object) -> None:
    """Told by Django when a child or a stay was removed."""
    School.objects.filter(pk=instance.school_id).update(revision=F("revision") + 1)
