"""One child who stands in the system twice: two records become one, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.utils import timezone

from belong.acts import actions as acts
from belong.attendance.codes import NO_MARK
from belong.basics.errors import BelongError
from belong.basics.terms import date_of, day_number, year_start
from belong.intake import facts, history, laying, lessons, matching, revisions
from belong.intake.matching import Stay, homes_of
from belong.intake.models import Change
from belong.people import outsiders, trail
from belong.people.joined import records_joined
from belong.people.locked_away import under_an_order
from belong.people.models import (
    Enrolment,
    Fact,
    Involvement,
    Membership,
    Opening,
    Pupil,
    Relation,
)
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.registers import deltas
from belong.registers.store import SLOTS, YearMarks, sorted_marks

FILLED = ("upn", "surname", "forename", "known_as", "said", "born_on", "sex", "year", "form",
          "fsm", "sen")  # fmt: skip
"""What the record that stays takes from the other where it says nothing itself."""


EVERY = 1_000_000


class NotMerged(BelongError):
    """Two records that are not, or not any more, two records of this school."""


@dataclass(frozen=True)
class Differing:
    """A session for which two records of one child say different things.

    half         0 morning, 1 afternoon, 2 whole day
    stays, goes  indexes into the code table; NO_MARK where the record that stays has none any more
    """

    on: dt.date
    half: int
    stays: int
    goes: int


@dataclass(frozen=True)
class Beside:
    """The marks of two records beside each other: how many each has, and where both have one."""

    stays: int
    goes: int
    same: int
    differing: tuple[Differing, ...]


Session = tuple[dt.date, int]


def beside(school_id: int, stays: Pupil, goes: Pupil) -> Beside:
    """What joining two records would find. Nothing is changed."""
    years = laying.current_marks(school_id).values()
    mine, theirs = _marks_of(years, stays), _marks_of(years, goes)
    both = sorted(mine.keys() & theirs.keys())
    unlike = tuple(Differing(*at, mine[at], theirs[at]) for at in both if mine[at] != theirs[at])
    return Beside(len(mine), len(theirs), len(both) - len(unlike), unlike)


def gave_way(school_id: int, stays: Pupil, goes: Pupil) -> tuple[Differing, ...]:
    """Marks a joined record had for which the child has another one now, the earliest first."""
    now = _marks_of(laying.current_marks(school_id).values(), stays)
    moved = [c for c in history.of_child(school_id, goes.pk, most=EVERY) if c.why == "merge"]
    found = (Differing(c.on, c.half, now.get((c.on, c.half), NO_MARK), c.old) for c in moved)
    return tuple(sorted((d for d in found if d.stays != d.goes), key=lambda d: (d.on, d.half)))


def _marks_of(years: Iterable[YearMarks], pupil: Pupil) -> dict[Session, int]:
    stays = list(pupil.enrolments.values_list("pk", flat=True))
    out: dict[Session, int] = {}
    for year in years:
        at = np.flatnonzero(np.isin(year.enrolment, stays))
        first = day_number(year_start(year.year))
        for session, code in zip(year.session[at].tolist(), year.code[at].tolist(), strict=True):
            out[(date_of(first + session // SLOTS), session % SLOTS)] = code
    return out


@transaction.atomic
def merge(*, by: Membership, stays: Pupil, goes: Pupil) -> Pupil:
    """Join two records of one child. The one that goes is kept, empty, and points at the other.

    Every number of both finds the child from now on. Where both have a mark for one session, the
    mark of the record that stays holds; the history keeps the other.

    stays, goes  as people.fetch gave them
    raises       PermissionDenied; NotMerged
    """
    by.must(Permission.MARKS_CORRECT)
    revisions.locked(by.school_id)
    stays, goes = _again(by, stays), _again(by, goes)
    by.must(Permission.MARKS_CORRECT, of=stays)
    by.must(Permission.MARKS_CORRECT, of=goes)
    if stays.pk == goes.pk:
        raise NotMerged("These are not two records.", do="Choose the other one.")
    revisions.raised(by.school_id)
    gone = _stays_joined(stays, goes)
    _marks_moved(
        by, stays, gone, f"Two records of one child: {goes.source_id} joined {stays.source_id}."
    )
    lessons.move(by.school_id, goes.pk, stays.pk)
    _facts_moved(stays, goes, revisions.now(by.school_id))
    _openings_moved(stays, goes)
    _outsiders_moved(by, stays, goes)
    _adults_moved(stays, goes)
    acts.moved(stays=stays, goes=goes)
    records_joined.send(sender=Pupil, stays=stays, goes=goes)
    _filled(stays, goes)
    trail.note(by, Verb.CHILDREN_MERGED, ids=[stays.pk, goes.pk])
    return stays


def _adults_moved(stays: Pupil, goes: Pupil) -> None:
    """Whoever works with the child goes on doing so; who worked with both does it once."""
    for one in Membership.objects.filter(pupil=goes):
        alike = Membership.objects.filter(
            adult_id=one.adult_id, school_id=one.school_id, role_key=one.role_key, pupil=stays,
            ends=None,
        )  # fmt: skip
        twin = alike.first()
        if one.ends is None and twin is not None:
            begins = (one.begins, twin.begins)
            twin.begins = None if None in begins else min(d for d in begins if d)
            twin.save(update_fields=["begins"])
            one.delete()
        else:
            one.pupil = stays
            one.save(update_fields=["pupil"])
    known = Relation.objects.filter(pupil=stays).values("adult")
    Relation.objects.filter(pupil=goes, adult__in=known).delete()
    Relation.objects.filter(pupil=goes).update(pupil=stays)


def _again(by: Membership, pupil: Pupil) -> Pupil:
    found = Pupil.objects.filter(school_id=by.school_id, pk=pupil.pk, merged_into=None).first()
    if found is None:
        raise NotMerged("One of the two is not a record of this school.", do="Look again.")
    return found


def _stays_joined(stays: Pupil, goes: Pupil) -> list[int]:
    """Each stay of the record that goes: moved over whole, or, where it overlaps some that are
    there, those are stretched to cover it. Returns the stays that are left without days."""
    kept = list(stays.enrolments.all())
    gone = []
    for stay in goes.enrolments.order_by("pk"):
        meets = sorted((one for one in kept if _overlap(one, stay)), key=_begin)
        if not meets:
            Enrolment.objects.filter(pk=stay.pk).update(pupil=stays)
            kept.append(stay)
        else:
            gone.append(stay.pk)
            _stretch(meets[0], meets[-1], stay)
    return gone


def _begin(stay: Enrolment) -> dt.date:
    return stay.admitted_on or dt.date.min


def _overlap(one: Enrolment, other: Enrolment) -> bool:
    starts_after = one.left_on and other.admitted_on and other.admitted_on > one.left_on
    ended_before = other.left_on and one.admitted_on and other.left_on < one.admitted_on
    return not starts_after and not ended_before


def _stretch(first: Enrolment, last: Enrolment, other: Enrolment) -> None:
    """The first and the last stay that another meets come to cover its begin and its end; days
    between two stays stay between them. A date nobody knows stays unknown."""
    starts = [first.admitted_on, other.admitted_on]
    first.admitted_on = min((d for d in starts if d), default=None)
    first.save(update_fields=["admitted_on"])
    ends = [last.left_on, other.left_on]
    last.left_on = None if None in ends else max(d for d in ends if d)
    last.save(update_fields=["left_on"])


def _marks_moved(by: Membership, stays: Pupil, gone: list[int], reason: str) -> None:
    cause = laying.Cause(by, timezone.now(), Change.Why.MERGE, reason=reason)
    homes = matching.stays_of(by.school_id).get(stays.pk, [])
    for old in laying.current_marks(by.school_id).values():
        if not np.isin(old.enrolment, gone).any():
            continue
        written = laying.changed_by(by.school_id, deltas.between(old, _moved(old, gone, homes)))
        laying.point_at(by.school_id, [written] if written else [], cause)


def _moved(old: YearMarks, gone: list[int], homes: list[Stay]) -> YearMarks:
    """Each mark of a stay that is gone with the stay its day belongs to."""
    new, of_gone = old.enrolment.copy(), np.isin(old.enrolment, gone)
    day = day_number(year_start(old.year)) + old.session[of_gone].astype(np.int32) // SLOTS
    new[of_gone] = homes_of(homes, day)
    # Of two marks in one place the last given stays: the child's own.
    own_last = np.argsort(new == old.enrolment, kind="stable")
    return sorted_marks(old.year, new[own_last], old.session[own_last], old.code[own_last])


def _facts_moved(stays: Pupil, goes: Pupil, revision: int) -> None:
    """Open records move over; one that both have is closed on the record that goes."""
    held = {(f.kind, f.key): f for f in Fact.objects.filter(pupil=stays, until=None)}
    for fact in Fact.objects.filter(pupil=goes, until=None):
        other = held.get((fact.kind, fact.key))
        Fact.objects.filter(pk=fact.pk).update(until=revision)
        if other is None or _is_stricter(fact, other):
            if other is not None:
                Fact.objects.filter(pk=other.pk).update(until=revision)
            fact.pk, fact.pupil, fact.since = None, stays, revision
            fact.save(force_insert=True)
    facts.lock_the_past(stays.pk)


def _is_stricter(fact: Fact, other: Fact) -> bool:
    """Of two records of one adult at home, an order that stands in either of them stands."""
    return under_an_order(fact.data) and not under_an_order(other.data)


def _openings_moved(stays: Pupil, goes: Pupil) -> None:
    """Who opened what, and who was told, stays to be seen. Of two questions of one person about the
    same child one goes on waiting."""
    asked = Opening.State.ASKED
    waits = set(Opening.objects.filter(pupil=stays, state=asked).values_list("adult_id", "gate"))
    for one in Opening.objects.filter(pupil=goes):
        if one.state == asked and (one.adult_id, one.gate) in waits:
            one.state = Opening.State.UNANSWERED
        one.pupil = stays
        one.save(update_fields=["pupil", "state"])


def _outsiders_moved(by: Membership, stays: Pupil, goes: Pupil) -> None:
    """Whoever outside is let see the child goes on being let in, once; an order of either record
    stops them."""
    at = timezone.now()
    held = Involvement.objects.filter(pupil=stays, ended_at=None).values_list("kind", "who")
    twice = set(held)
    for one in Involvement.objects.filter(pupil=goes):
        if one.ended_at is None and (one.kind, one.who) in twice:
            one.ended_at = at
        one.pupil = stays
        one.save(update_fields=["pupil", "ended_at"])
    outsiders.stop_under_orders(by=by, at=at)


def _filled(stays: Pupil, goes: Pupil) -> None:
    for name in FILLED:
        if getattr(stays, name) in ("", None):
            setattr(stays, name, getattr(goes, name))
    numbers = {goes.source_id, goes.upn, *goes.other_ids, *stays.other_ids}
    stays.other_ids = sorted(numbers - {"", stays.source_id, stays.upn})
    stays.save()
    # Whoever was joined with the record that goes is found under the one that stays from now on.
    Pupil.objects.filter(merged_into=goes).update(merged_into=stays)
    goes.merged_into = stays
    goes.search = ""
    goes.save(update_fields=["merged_into", "search"])
