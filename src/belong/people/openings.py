"""Opening a gate for an hour: alone with a reason, or with a second person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import care, fetch, notices, trail
from belong.people.care import Gate
from belong.people.models import Adult, Membership, Opening, Pupil, TrailLine
from belong.people.notices import WAITS, Kind
from belong.people.permissions import Permission
from belong.people.trail import Verb

LEAST = 20
"""Characters of a reason, runs of spaces counted once."""
LONGEST = 500
HOUR = dt.timedelta(minutes=60)
State = Opening.State


class NotOpened(BelongError):
    """The gate stays shut, and why. Nothing has changed, and the attempt is in the trail."""


def open_for_an_hour(
    *, by: Membership, pupil: Pupil, gate: Gate, reason: str, now: dt.datetime
) -> Opening:
    """Open a gate alone. Those who lead on safeguarding are told in the same transaction.

    raises  NotOpened, PermissionDenied
    """
    with _attempt(by, pupil, gate):
        by.must(Permission.GATE_OPEN, of=pupil)
        if gate not in care.READ:
            raise NotOpened("That takes two people.", do="Ask a second person to open it.")
        _not_passed(by, pupil, gate, now)
        to = _told(by, now)
        opening = Opening.objects.create(
            school_id=by.school_id, pupil=pupil, adult_id=by.adult_id, gate=gate.value,
            reason=_reason(reason), state=State.OPEN, asked_at=now, opened_at=now,
            ends_at=now + HOUR,
        )  # fmt: skip
        notices.tell(opening, Kind.OPENED, to, now)
        _opened_by(opening, _noted(by, Verb.GATE_OPENED, opening))
    return opening


def ask(*, by: Membership, pupil: Pupil, reason: str, now: dt.datetime) -> Opening:
    """Ask for a second person to open what is kept about a contact under an order.

    raises  NotOpened, PermissionDenied
    """
    with _attempt(by, pupil, Gate.ORDER):
        by.must(Permission.ORDER_ASK, of=pupil)
        _not_passed(by, pupil, Gate.ORDER, now)
        to = _told(by, now)
        _close_unanswered(by, pupil, now)
        opening = _asked(by, pupil, _reason(reason), now)
        notices.tell(opening, Kind.ASKED, to, now)
        _noted(by, Verb.GATE_ASKED, opening)
    return opening


def agree(*, by: Membership, opening_id: int, now: dt.datetime) -> Opening:
    """Say yes as the second person. Of two who answer at once, one does.

    raises  NotOpened, PermissionDenied, fetch.NotYours
    """
    opening = _asked_of(by, opening_id)
    with _attempt(by, opening.pupil, Gate.ORDER):
        _another(by, opening)
        _still_may(opening, now)
        until = {"opened_at": now, "ends_at": now + HOUR}
        _answered(by, opening, State.OPEN, now, answered_by_id=by.adult_id, **until)
        notices.tell(opening, Kind.AGREED, _others(by, now), now)
        _opened_by(opening, _noted(by, Verb.GATE_AGREED, opening))
    return opening


def refuse(*, by: Membership, opening_id: int, now: dt.datetime) -> Opening:
    """Say no as the second person. Raises as `agree` does."""
    opening = _asked_of(by, opening_id)
    with _attempt(by, opening.pupil, Gate.ORDER):
        _another(by, opening)
        _answered(by, opening, State.REFUSED, now, answered_by_id=by.adult_id)
        notices.tell(opening, Kind.REFUSED, _others(by, now), now)
        _noted(by, Verb.GATE_REFUSED, opening)
    return opening


def withdraw(*, by: Membership, pupil: Pupil, now: dt.datetime) -> Opening:
    """Take one's own question back. Raises NotOpened where none waits, and PermissionDenied."""
    with _attempt(by, pupil, Gate.ORDER):
        by.must(Permission.ORDER_ASK, of=pupil)
        opening = waiting(by, pupil, now)
        if opening is None:
            raise _nothing_waits()
        _answered(by, opening, State.WITHDRAWN, now)
        notices.tell(opening, Kind.WITHDRAWN, _others(by, now), now)
        _noted(by, Verb.GATE_WITHDRAWN, opening)
    return opening


def waiting(by: Membership, pupil: Pupil, now: dt.datetime) -> Opening | None:
    """The question of somebody about a child that still waits for its answer."""
    mine = Opening.objects.filter(adult_id=by.adult_id, school_id=by.school_id, pupil=pupil)
    return mine.filter(state=State.ASKED, asked_at__lte=now, asked_at__gt=now - WAITS).first()


def may_be_opened(by: Membership, pupil: Pupil) -> tuple[Gate, ...]:
    """The gates somebody may open alone for a child, the same for every child they work with."""
    return tuple(
        gate for gate, right in care.READ.items()
        if by.may(Permission.GATE_OPEN, of=pupil) and not by.may(right, of=pupil)
    )  # fmt: skip


@contextmanager
def _attempt(by: Membership, pupil: Pupil, gate: Gate) -> Iterator[None]:
    """All or nothing; where it is nothing, the attempt itself is written down."""
    try:
        with transaction.atomic():
            yield
    except (NotOpened, PermissionDenied) as shut:
        why = getattr(shut, "what", "Not theirs to do.")
        detail: dict[str, object] = {"gate": gate.value, "why": why}
        trail.note(by, Verb.GATE_STAYED_SHUT, ids=[pupil.pk], detail=detail)
        raise


def _noted(by: Membership, verb: Verb, opening: Opening) -> TrailLine:
    detail: dict[str, object] = {"gate": opening.gate, "opening": opening.pk}
    return trail.note(by, verb, ids=[opening.pupil_id], detail=detail)


def _opened_by(opening: Opening, line: TrailLine) -> None:
    """From this line on the trail says how late it was when somebody looked through."""
    opening.line = line.pk
    opening.save(update_fields=["line"])


def _reason(said: str) -> str:
    reason = " ".join(said.split())
    if len(reason) < LEAST:
        raise NotOpened(
            "The reason is too short.",
            do=f"Say in {LEAST} letters or more why you need to read it now.",
        )
    if len(reason) > LONGEST:
        raise NotOpened("The reason is too long.", do=f"Use {LONGEST} letters or fewer.")
    return reason


def _not_passed(by: Membership, pupil: Pupil, gate: Gate, now: dt.datetime) -> None:
    if gate in care.passed(by, pupil, now).gates:
        raise NotOpened("You can read that already.", do="Go back to the child's page.")


def _others(by: Membership, now: dt.datetime) -> list[Adult]:
    every = notices.told(by.school_id, timezone.localtime(now).date())
    return [adult for adult in every if adult.pk != by.adult_id]


def _told(by: Membership, now: dt.datetime) -> list[Adult]:
    found = _others(by, now)
    if not found:
        raise NotOpened(
            "Nobody else who leads on safeguarding is in Belong, so nobody would be told.",
            do="Speak to them instead.",
        )
    return found


def _close_unanswered(by: Membership, pupil: Pupil, now: dt.datetime) -> None:
    """A question that is over makes room for a new one."""
    old = Opening.objects.filter(adult_id=by.adult_id, pupil=pupil, state=State.ASKED)
    old.filter(asked_at__lte=now - WAITS).update(state=State.UNANSWERED)


def _asked(by: Membership, pupil: Pupil, reason: str, now: dt.datetime) -> Opening:
    try:
        with transaction.atomic():
            return Opening.objects.create(
                school_id=by.school_id, pupil=pupil, adult_id=by.adult_id, gate=Gate.ORDER.value,
                reason=reason, state=State.ASKED, asked_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise NotOpened("You have asked already.", do="Wait for an answer.") from None


def _asked_of(by: Membership, opening_id: int) -> Opening:
    """A question somebody may answer; any other is not there, whoever asked it where."""
    here = Opening.objects.filter(school_id=by.school_id, gate=Gate.ORDER.value)
    found = here.select_related("pupil", "adult").filter(pk=opening_id).first()
    elsewhere = found is None or not by.may(Permission.ORDER_AGREE, of=found.pupil)
    if found is None or (elsewhere and by.may(Permission.ORDER_AGREE)):
        raise fetch.NotYours("opening")
    return found


def _another(by: Membership, opening: Opening) -> None:
    """Two people, not two roles. Two accounts of one name count as one person."""
    by.must(Permission.ORDER_AGREE, of=opening.pupil)
    same_name = by.adult.name.casefold().split() == opening.adult.name.casefold().split()
    if by.adult_id == opening.adult_id or same_name:
        raise NotOpened("You asked for this yourself.", do="Somebody else has to answer.")


def _still_may(opening: Opening, now: dt.datetime) -> None:
    """Whoever asked is asked again who they are: rights go at once."""
    today = timezone.localtime(now).date()
    roles = fetch.memberships(opening.adult, today) if opening.adult.is_active else {}
    asker = roles.get(opening.school_id)
    if asker is None or not asker.may(Permission.ORDER_ASK, of=opening.pupil):
        raise NotOpened("Whoever asked may no longer read this.", do="Nothing has to be done.")


def _answered(
    by: Membership, opening: Opening, to: Opening.State, now: dt.datetime, **more: object
) -> None:
    """One row changes, and only from a question that still waits."""
    waits = Opening.objects.filter(
        pk=opening.pk, state=State.ASKED, asked_at__lte=now, asked_at__gt=now - WAITS
    )
    if not waits.update(state=to, **more):
        raise _nothing_waits()
    opening.refresh_from_db()


def _nothing_waits() -> NotOpened:
    return NotOpened(
        "This question does not wait any more.", do="If it is still needed, ask once more."
    )
