"""A person puts one mark right. Five facts stay: old, new, why, when, and who in which role."""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.db import transaction
from django.utils import timezone

from belong.attendance import codes
from belong.attendance.codes import NO_MARK
from belong.basics.errors import BelongError
from belong.basics.terms import day_number, year_of
from belong.intake import laying, matching, revisions
from belong.intake.models import Change
from belong.people import trail
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.registers import deltas
from belong.registers.deltas import Delta
from belong.registers.store import YearMarks, session_of, sorted_marks

LONGEST_REASON = 300


class NotCorrected(BelongError):
    """A correction that says too little, or about a day that cannot have a mark."""


@transaction.atomic
def correct(
    *, by: Membership, pupil: Pupil, on: dt.date, half: int, letter: str, reason: str,
    today: dt.date,
) -> Change:  # fmt: skip
    """Give one child one other mark for one session, with a reason.

    half    0 morning, 1 afternoon
    letter  a letter of the code table in force
    pupil   as people.fetch gave it
    raises  PermissionDenied; NotCorrected with what to do
    """
    by.must(Permission.MARKS_CORRECT, of=pupil)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    code = _code(letter, on)
    _must_make_sense(on=on, half=half, reason=reason, today=today)
    revisions.locked(by.school_id)
    year = year_of(on)
    new = YearMarks(year, *_place(by.school_id, pupil, on, half), np.array([code], np.uint8))
    old = laying.current_marks(by.school_id).get(year)
    delta = deltas.between(old, _laid(old, new))
    if not len(delta):
        raise NotCorrected("That is the mark it already has.", do="Choose another one.")
    revisions.raised(by.school_id)
    _write(by, delta, reason)
    trail.note(by, Verb.MARK_CORRECTED, ids=[pupil.pk], detail={"on": on.isoformat()})
    return Change.objects.filter(school_id=by.school_id).latest("revision", "pk")


def _write(by: Membership, delta: Delta, reason: str) -> None:
    written = laying.changed_by(by.school_id, delta)
    cause = laying.Cause(by, timezone.now(), Change.Why.CORRECTION, reason=reason)
    laying.point_at(by.school_id, [written] if written else [], cause)


def _laid(old: YearMarks | None, new: YearMarks) -> YearMarks:
    if old is None:
        return new
    return sorted_marks(
        new.year,
        np.concatenate([old.enrolment, new.enrolment]),
        np.concatenate([old.session, new.session]),
        np.concatenate([old.code, new.code]),
    )


def _place(school_id: int, pupil: Pupil, on: dt.date, half: int) -> tuple[np.ndarray, np.ndarray]:
    stays = matching.stays_of(school_id).get(pupil.pk, [])
    day = np.array([day_number(on)], dtype=np.int32)
    inside = [s for s in stays if s.admitted <= day[0] <= s.left]
    if not inside:
        raise NotCorrected(
            "The child was not on roll on that day.",
            do="Check the date, or when the child was on roll.",
        )
    session = session_of(day, np.array([half], dtype=np.uint8), year_of(on))
    return np.array([inside[0].enrolment], dtype=np.int32), session


def _code(letter: str, on: dt.date) -> int:
    found = codes.known(letter.strip().upper()) if letter.strip() else False
    if not found:
        raise NotCorrected("That is not one of the marks of the register.", do="Choose one.")
    code = codes.index_of(letter.strip().upper())
    if code == NO_MARK:
        raise NotCorrected("A correction needs a mark.", do="Choose one.")
    return code


def _must_make_sense(*, on: dt.date, half: int, reason: str, today: dt.date) -> None:
    if half not in (0, 1):
        raise NotCorrected("Choose the morning or the afternoon.")
    if on > today:
        raise NotCorrected("That day has not come yet.", do="Check the date.")
    if len(reason) < 3:
        raise NotCorrected("Say why in a few words.", do="For example: came in late, was with us.")
