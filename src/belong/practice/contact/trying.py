"""Writing down that somebody tried to reach a child's home on the first day. Nothing about it is
ever a sanction: it says that somebody asked how the child is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact import queries
from belong.practice.contact.models import LONGEST, Try

A_DOUBLE_TAP = dt.timedelta(minutes=1)
"""The same try again within so long is one that was sent twice."""


class NotTried(BelongError):
    """A try that cannot be written down as asked. Nothing has changed."""


@dataclass(frozen=True)
class Tried:
    """How somebody tried, and what came of it; values of Try.How and Try.Outcome."""

    how: str
    outcome: str
    said: str = ""


@transaction.atomic
def write_down(*, by: Membership, pupil: Pupil, tried: Tried, at: dt.datetime) -> Try:
    """Write down one try.

    raises  NotTried, PermissionDenied
    """
    by.must(Permission.FIRST_DAY, of=pupil)
    said = _checked(tried)
    day = timezone.localdate(at)
    same = Try.objects.filter(
        pupil=pupil, by=by.adult_id, day=day, how=tried.how, outcome=tried.outcome, said=said,
        at__gt=at - A_DOUBLE_TAP, at__lte=at,
    ).first()  # fmt: skip
    if same is not None:
        return same
    one = Try.objects.create(
        school_id=by.school_id, pupil=pupil, day=day, how=tried.how, outcome=tried.outcome,
        said=said, by_id=by.adult_id, at=at,
    )  # fmt: skip
    trail.note(by, Verb.FIRST_DAY_TRIED, ids=[pupil.pk], detail={"try": one.pk})
    return one


def _checked(tried: Tried) -> str:
    if tried.how not in set(Try.How):
        raise NotTried("Nothing says how you tried.", do="Choose how: phone, text or the door.")
    if tried.outcome not in set(Try.Outcome):
        raise NotTried("Nothing says what came of it.", do="Choose what came of it.")
    said = " ".join(tried.said.replace("\x00", "").split())
    if len(said) > LONGEST:
        raise NotTried(
            f"There is too much under what was said: {len(said)} letters, of {LONGEST} that fit.",
            do="Keep the sentence that matters.",
        )
    if said and tried.outcome == Try.Outcome.NO_ANSWER:
        raise NotTried(
            "Nobody answered, and yet something was said.",
            do="Choose Left word or Spoke with them, or take the words away.",
        )
    return said


@transaction.atomic
def take_back(*, by: Membership, key: int, today: dt.date) -> Pupil:
    """Take back a try one wrote down today: for the wrong child, or in the wrong words.

    returns  the child
    raises   NotYours for anybody else's and for another day's; PermissionDenied
    """
    by.must(Permission.FIRST_DAY)
    one = queries.own(by.school_id, key, by.adult_id, today)
    if one is None or not by.may(Permission.FIRST_DAY, of=one.pupil):
        raise NotYours("try")
    pupil = one.pupil
    one.delete()
    trail.note(by, Verb.FIRST_DAY_TRIED, ids=[pupil.pk], detail={"try": key, "taken_back": True})
    return pupil


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Tries for a record that joined another are for the child it is."""
    Try.objects.filter(pupil=goes).update(pupil=stays)
