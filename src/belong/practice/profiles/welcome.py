"""The places and times of welcome of a school: putting one up, and taking it down."""

from __future__ import annotations

from django.db import transaction

from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.profiles.actions import NotWritten, line
from belong.practice.profiles.models import SHORT, Place


@transaction.atomic
def put_up(*, by: Membership, name: str, when: str, what: str, who: str) -> Place:
    """Put up a place where children are welcome.

    raises  NotWritten for one without a name, or of a name that is there; PermissionDenied
    """
    by.must(Permission.SETTINGS_WRITE)
    said = {"when": line(when, SHORT), "what": line(what, SHORT), "who": line(who, SHORT)}
    name = line(name, SHORT)
    if not name:
        raise NotWritten("The place has no name.", do="Write how children call it.")
    place, new = Place.objects.get_or_create(school_id=by.school_id, name=name, defaults=said)
    if not new:
        raise NotWritten("A place of this name is here already.", do="Take it down first.")
    trail.note(by, Verb.SETTINGS_SAID, about="school", ids=[by.school_id],
               detail={"place": place.pk})  # fmt: skip
    return place


@transaction.atomic
def take_down(*, by: Membership, key: int) -> None:
    """Take a place down; it is no child's any more. Raises NotYours, PermissionDenied."""
    by.must(Permission.SETTINGS_WRITE)
    if not Place.objects.filter(school_id=by.school_id, pk=key).delete()[0]:
        raise NotYours("place")
    trail.note(by, Verb.SETTINGS_SAID, about="school", ids=[by.school_id], detail={"place": key})
