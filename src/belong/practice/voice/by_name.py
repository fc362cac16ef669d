"""Answering by name: a child answers with an adult who checks in with them, and an adult replies.

Nothing of it is counted, and nothing of it stands beside what nobody's name is on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from belong.people import how_long, trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.voice import answering, pulse
from belong.practice.voice.answering import Given
from belong.practice.voice.models import LONGEST_WORDS, NamedAnswer, Survey
from belong.practice.voice.typed import Moved, line


def surveys(by: Membership) -> list[Survey]:
    """The surveys of the school that are answered by name and were opened, the newest first."""
    here = Survey.objects.filter(school_id=by.school_id, how=Survey.How.NAMED)
    return list(here.exclude(opened_at=None).select_related("scale").order_by("-opens_on", "-pk"))


def one(by: Membership, survey_id: int) -> Survey:
    """One of them. Raises NotYours."""
    found = next((survey for survey in surveys(by) if survey.pk == survey_id), None)
    if found is None:
        raise NotYours("survey")
    return found


def answerable(survey: Survey, today: dt.date) -> bool:
    """Whether a child can answer it today."""
    return survey.closed_on is None and survey.opens_on <= today <= survey.closes_on


@transaction.atomic
def answer(
    *, by: Membership, survey_id: int, pupil: Pupil, given: Given, at: dt.datetime
) -> NamedAnswer | None:
    """Keep what one child answers with an adult beside them.

    returns  None where everything was skipped: nothing is kept
    raises   NotSent, also for a second time or once it is closed; PermissionDenied, NotYours
    """
    by.must(Permission.CHECKINS, of=pupil)
    survey = one(by, survey_id)
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if not answerable(survey, timezone.localdate(at)):
        raise answering.NotSent("It is not open now.", do="Ask whoever leads surveys.")
    if NamedAnswer.objects.filter(survey=survey, pupil=pupil).exists():
        raise answering.NotSent(
            f"{pupil.first} has answered already.", do="Take that back first, if they wish."
        )
    words = answering.said(given.words)
    answering.fits(survey, given)
    if not words and not given.choices.strip(pulse.SKIPPED):
        return None
    kept = NamedAnswer.objects.create(
        school_id=by.school_id, survey=survey, pupil=pupil, choices=given.choices, words=words,
        answered_on=timezone.localdate(at), by_id=by.adult_id,
    )  # fmt: skip
    trail.note(by, Verb.NAMED_ANSWERED, ids=[pupil.pk], detail={"answer": kept.pk})
    return kept


@transaction.atomic
def reply(
    *, by: Membership, pupil: Pupil, key: int, words: str, version: int, at: dt.datetime
) -> NamedAnswer:
    """Reply to a child in words they can read. The same words again are no change.

    raises  NotKept, Moved with what stands, PermissionDenied, NotYours
    """
    row = _of(by, pupil, key)
    said = line(words, "what you reply", LONGEST_WORDS)
    if said == row.reply:
        return row
    if row.version != version:
        raise Moved(row.reply)
    row.reply, row.version = said, row.version + 1
    row.replied_by_id, row.replied_on = by.adult_id, timezone.localdate(at)
    row.save()
    trail.note(by, Verb.NAMED_REPLIED, ids=[pupil.pk], detail={"answer": row.pk})
    return row


@transaction.atomic
def take_back(*, by: Membership, pupil: Pupil, key: int, today: dt.date) -> None:
    """A child would rather not have said it: the answer goes, and its reply with it. They may
    answer again while it is open. For whoever sat beside them, on the same day: no other adult
    makes a child's words go.

    raises  PermissionDenied; NotYours, also for another's and for one of another day
    """
    row = _of(by, pupil, key)
    if not may_take_back(by, row, today):
        raise NotYours("answer")
    row.delete()
    detail = {"answer": key, "did": "taken back"}
    trail.note(by, Verb.NAMED_ANSWERED, ids=[pupil.pk], detail=detail)


def may_take_back(by: Membership, row: NamedAnswer, today: dt.date) -> bool:
    """Whether somebody sat beside the child for it today."""
    return row.by_id == by.adult_id and row.answered_on == today


def _of(by: Membership, pupil: Pupil, key: int) -> NamedAnswer:
    by.must(Permission.CHECKINS, of=pupil)
    found = NamedAnswer.objects.select_for_update().filter(pk=key, pupil=pupil).first()
    if found is None:
        raise NotYours("answer")
    return found


def of_survey(survey: Survey, pupil_ids: Iterable[int]) -> dict[int, list[NamedAnswer]]:
    """What some children answered, by the child's key; more than one of a child whose two records
    became one. Whoever shows it has noted the looks."""
    found: dict[int, list[NamedAnswer]] = {}
    rows = NamedAnswer.objects.filter(survey=survey, pupil__in=list(pupil_ids))
    for row in rows.order_by("nth"):
        found.setdefault(row.pupil_id, []).append(row)
    return found


def without_reply(school_id: int) -> set[int]:
    """The keys of the children of a school whose answer waits for a reply. Keys alone: no look."""
    rows = NamedAnswer.objects.filter(school_id=school_id, reply="")
    return set(rows.values_list("pupil_id", flat=True))


def of_child(pupil_id: int) -> list[NamedAnswer]:
    """Everything one child answered by name, the newest first."""
    rows = NamedAnswer.objects.filter(pupil=pupil_id).select_related("survey__scale", "replied_by")
    return list(rows.order_by("-answered_on", "-pk"))


def replies(pupil_id: int) -> list[tuple[str, str, str, dt.date]]:
    """What a survey was called, what the child wrote, what they were told and on which day."""
    rows = NamedAnswer.objects.filter(pupil=pupil_id).exclude(reply="").order_by("-replied_on")
    return [
        (row.survey.title, row.words, row.reply, row.replied_on)
        for row in rows.select_related("survey") if row.replied_on is not None
    ]  # fmt: skip


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Two records of one child became one: what was answered follows the child, also where both
    answered the same survey."""
    for row in NamedAnswer.objects.filter(pupil=goes).order_by("nth"):
        same = NamedAnswer.objects.filter(pupil=stays, survey=row.survey_id)
        last = same.aggregate(last=Max("nth"))["last"]
        row.pupil, row.nth = stays, 0 if last is None else last + 1
        row.save(update_fields=["pupil", "nth"])


def swept(*, today: dt.date, **_more: object) -> None:
    """What a child answered long ago is gone."""
    NamedAnswer.objects.filter(answered_on__lt=how_long.first_day("named", today)).delete()
