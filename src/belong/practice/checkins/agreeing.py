"""Agreeing a check-in with a child, and ending one. Nothing begins that the child did not agree
to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from belong.people import around, trail
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.checkins import queries
from belong.practice.checkins.faces import (
    FACES,
    FEWEST,
    LINES,
    LONGEST_DRAWN,
    MOST,
    MOST_THINGS,
    OWN,
)
from belong.practice.checkins.models import LONGEST, PLACE, WORD, Agreement, Choice
from belong.practice.checkins.wrong import AgreedMeanwhile, NotKept, line

MOST_DAYS = 400
"""How far ahead something can begin or end: a school year and a holiday."""
WEEKDAYS = "01234"


@dataclass(frozen=True)
class Wanted:
    """What an adult and a child would like to agree.

    faces   keys of faces.FACES or faces.OWN, each with the child's own word for it
    drawn   keys of faces.OWN, each with its lines
    things  words for what may help
    read    key of what was agreed when the form was opened; None where nothing was
    """

    with_adult: int
    place: str
    begins: dt.date
    agreed: bool
    stand_in: int | None = None
    what_we_do: str = ""
    morning: bool = True
    end_of_day: bool = False
    days: str = WEEKDAYS
    faces: tuple[tuple[str, str], ...] = ()
    drawn: tuple[tuple[str, str], ...] = ()
    things: tuple[str, ...] = ()
    ends: dt.date | None = None
    read: int | None = None


def agree(*, by: Membership, pupil: Pupil, wanted: Wanted, at: dt.datetime) -> Agreement:
    """Begin what was agreed with the child; what was agreed before ends.

    raises  NotKept, AgreedMeanwhile, PermissionDenied
    """
    by.must(Permission.CHECKINS, of=pupil)
    _sensible(wanted, timezone.localdate(at))
    _around(pupil, wanted, timezone.localdate(at))
    choices = _choices(wanted)
    try:
        return _agreed(by, pupil, wanted, choices, at)
    except IntegrityError:
        raise AgreedMeanwhile(queries.standing(pupil.pk)) from None


@transaction.atomic
def _agreed(
    by: Membership, pupil: Pupil, wanted: Wanted, choices: list[Choice], at: dt.datetime
) -> Agreement:
    before = Agreement.objects.select_for_update().filter(pupil=pupil, ended_at=None).first()
    if (before.pk if before else None) != wanted.read:
        raise AgreedMeanwhile(before)
    if before is not None:
        _nobody_waits(before, wanted, timezone.localdate(at))
        before.ended_at = at
        before.save(update_fields=["ended_at"])
    made = Agreement.objects.create(
        school_id=by.school_id, pupil=pupil, with_adult_id=wanted.with_adult,
        stand_in_id=wanted.stand_in, place=_needed(wanted.place, PLACE, "where you meet"),
        what_we_do=line(wanted.what_we_do, LONGEST, "how it goes"), morning=wanted.morning,
        end_of_day=wanted.end_of_day, days=wanted.days, begins=wanted.begins, ends=wanted.ends,
        agreed_with_child=wanted.agreed, by_id=by.adult_id, at=at,
    )  # fmt: skip
    for one in choices:
        one.school_id, one.agreement = by.school_id, made
    Choice.objects.bulk_create(choices)
    trail.note(by, Verb.CHECKIN_AGREED, ids=[pupil.pk], detail={"agreement": made.pk})
    return made


def _nobody_waits(before: Agreement, wanted: Wanted, today: dt.date) -> None:
    """Of two only one stands, so a later one would leave a child alone at the door until then.

    raises  NotKept
    """
    stands = before.ends is None or before.ends >= today
    if stands and wanted.begins > max(today, before.begins):
        raise NotKept(
            "Something else is agreed until then, and it would end now.",
            do="Begin it today, or end what stands first.",
        )


def _needed(text: str, longest: int, called: str) -> str:
    said = line(text, longest, called)
    if not said:
        raise NotKept(f"Nothing says {called}.", do="Ask the child, and write down what they say.")
    return said


def _sensible(wanted: Wanted, today: dt.date) -> None:
    if not wanted.agreed:
        raise NotKept(
            "This is not agreed with the child yet.",
            do="Ask them. If they say no, or not yet, leave it: that is an answer too.",
        )
    if not (wanted.morning or wanted.end_of_day):
        raise NotKept("Nothing says when.", do="Choose the morning, the end of the day, or both.")
    if not wanted.days or set(wanted.days) - set(WEEKDAYS):
        raise NotKept("Nothing says on which days.", do="Choose at least one day.")
    latest = today + dt.timedelta(days=MOST_DAYS)
    if not today <= wanted.begins <= latest:
        raise NotKept("That first day does not fit.", do="Choose today, or a day to come.")
    if wanted.ends is not None and not wanted.begins <= wanted.ends <= latest:
        raise NotKept("That last day does not fit.", do="Choose one after the first, or none.")


def _around(pupil: Pupil, wanted: Wanted, today: dt.date) -> None:
    may = {one.adult_id for one in around.adults(pupil, Permission.CHECKINS, today)}
    if not {wanted.with_adult, wanted.stand_in} - {None} <= may:
        raise NotKept("They do not work with this child.", do="Choose an adult from the list.")
    if wanted.with_adult == wanted.stand_in:
        raise NotKept("Nobody stands in for themselves.", do="Choose somebody else, or nobody.")


def _choices(wanted: Wanted) -> list[Choice]:
    faces = [(key, line(word, WORD, "a face")) for key, word in wanted.faces]
    faces = [(key, word) for key, word in faces if word]
    things = [word for word in (line(text, WORD, "one thing") for text in wanted.things) if word]
    keys = [key for key, _ in faces]
    known = {*FACES, *OWN}
    if not FEWEST <= len(faces) <= MOST or len(set(keys)) < len(keys) or set(keys) - known:
        raise NotKept(
            "Three to six faces fit on one screen.",
            do="Let the child choose, and give each their own word.",
        )
    _all_different([word for _, word in faces], "faces")
    _all_different(things, "things")
    if len(things) > MOST_THINGS:
        raise NotKept("Four things are enough.", do="Keep those that help most.")
    drawn = _drawn(wanted, keys)
    found = [
        Choice(kind="face", nth=n, face=key, word=word, drawn=drawn.get(key, ""))
        for n, (key, word) in enumerate(faces)
    ]
    return found + [Choice(kind="thing", nth=n, word=word) for n, word in enumerate(things)]


def _drawn(wanted: Wanted, keys: list[str]) -> dict[str, str]:
    """The lines of each face of the child's own that has a word."""
    drawn = {key: lines for key, lines in wanted.drawn if key in OWN and key in keys}
    for key in set(keys) & set(OWN):
        lines = drawn.get(key, "")
        if len(lines) > LONGEST_DRAWN or not LINES.fullmatch(lines):
            raise NotKept(
                "A face of their own has a word and no drawing.",
                do="Let the child draw it with a finger, or leave its word empty.",
            )
    return drawn


def _all_different(words: list[str], called: str) -> None:
    if len({word.casefold() for word in words}) < len(words):
        raise NotKept(f"Two {called} have the same word.", do="Give each a word of its own.")


@transaction.atomic
def end(*, by: Membership, pupil: Pupil, read: int, at: dt.datetime) -> None:
    """End what is agreed: the child would like to stop, or does not need it any more. What was said
    stays. Ending it twice is ending it once.

    read    key of what was agreed when the page was opened
    raises  AgreedMeanwhile, PermissionDenied
    """
    by.must(Permission.CHECKINS, of=pupil)
    now = Agreement.objects.select_for_update().filter(pupil=pupil, ended_at=None).first()
    if now is None:
        return
    if now.pk != read:
        raise AgreedMeanwhile(now)
    now.ended_at = at
    now.save(update_fields=["ended_at"])
    trail.note(by, Verb.CHECKIN_ENDED, ids=[pupil.pk], detail={"agreement": now.pk})
