"""Closing a survey: what may be shown is counted, and every answer is gone.

In one transaction: small groups are joined, the answers are handed over without their keys and in a
drawn order, and then deleted with every slip. People's own words stay until somebody has read them,
under new keys, so that nothing tells which came first.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belong.people import how_long, trail
from belong.people.models import Membership
from belong.people.trail import Verb
from belong.practice.voice import away, merging, queries, released
from belong.practice.voice.counting import WHOLE
from belong.practice.voice.models import Group, Said, Survey

_log = logging.getLogger(__name__)
Row = tuple[str, str, bool]
"""The group as it is called now, the choices, and whether an adult helped."""


def close(*, by: Membership, survey_id: int, at: dt.datetime) -> Survey:
    """Close a survey for good. Twice is once.

    raises  PermissionDenied, NotYours, also for one that was never open
    """
    survey = queries.one(by, survey_id)
    known = _ahead(survey, timezone.localdate(at))
    with transaction.atomic():
        if _closed(survey.pk, timezone.localdate(at), known):
            trail.note(by, Verb.VOICE_CLOSED, about="survey", ids=[survey.pk])
    survey.refresh_from_db()
    return survey


def swept(*, today: dt.date, **_more: object) -> None:
    """The end of a day: a survey whose last day is over closes by itself, and what people wrote too
    long ago is gone."""
    over = Survey.objects.filter(opened_at__isnull=False, closed_on=None, closes_on__lt=today)
    for survey in over.select_related("scale"):
        try:
            known = _ahead(survey, today)
            with transaction.atomic():
                _closed(survey.pk, today, known)
        except Exception as problem:
            # The others close all the same. Without the message, which may repeat an answer.
            _log.error("a survey did not close by itself: %s", type(problem).__name__)
    Said.objects.filter(survey__closed_on__lt=how_long.first_day("voice", today)).delete()


@dataclass(frozen=True)
class Known:
    """What was worked out before anybody has to wait for it."""

    sums: released.Ahead
    missing: away.Away


def _ahead(survey: Survey, today: dt.date) -> Known | None:
    """The long sums: of the answers so far, and of the register; locked by nobody."""
    if survey.how != Survey.How.ANONYMOUS or survey.closed_on is not None:
        return None
    asked = sum(group.on_roll for group in queries.groups(survey))
    sums = released.ahead(survey, survey.answers.values_list("choices", flat=True), asked)
    return Known(sums, away.told(survey, today))


def _closed(survey_id: int, today: dt.date, known: Known | None) -> bool:
    """Close one survey; whether it was open until now."""
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    if survey.opened_at is None or survey.closed_on is not None:
        return False
    survey.closed_on = today
    survey.too_few = survey.how == Survey.How.ANONYMOUS and not _counted(survey, known)
    survey.save(update_fields=["closed_on", "too_few"])
    survey.slips.all().delete()
    survey.answers.all().delete()
    _words(survey)
    survey.groups.update(code=None)
    return True


def _counted(survey: Survey, known: Known | None) -> bool:
    """Hand over what may be counted; whether there was enough of it."""
    groups = queries.groups(survey)
    everybody = sum(group.on_roll for group in groups)
    if survey.breakdown == Survey.Breakdown.CHOSEN:
        groups = [group for group in groups if group.code is None]
    called = merging.merged(_sizes(survey, groups), in_a_row=_in_a_row(survey))
    if called is None:
        return False
    rows: list[Row] = [
        (called[name], choices, supported)
        for name, choices, supported in survey.answers.values_list(
            "group__name", "choices", "supported"
        )
    ]
    secrets.SystemRandom().shuffle(rows)
    asked = {WHOLE: everybody} | _asked(groups, called)
    released.write(survey, rows, asked, known.sums if known else None)
    if known:
        whole = survey.reached.filter(group=WHOLE)
        whole.update(away=known.missing.part, on_roll=known.missing.of)
    return True


def _in_a_row(survey: Survey) -> bool:
    return survey.breakdown in (Survey.Breakdown.YEAR, Survey.Breakdown.CHOSEN)


def _sizes(survey: Survey, groups: Sequence[Group]) -> list[tuple[str, int]]:
    counted = queries.in_each(survey)
    return [(group.name, counted.get(group.pk, 0)) for group in groups]


def _asked(groups: Sequence[Group], called: Mapping[str, str]) -> dict[str, int]:
    """How many were asked in each group as it is called now; 0 where nobody can know."""
    asked: Counter[str] = Counter()
    for group in groups:
        asked[called[group.name]] += group.on_roll
    return dict(asked)


def _words(survey: Survey) -> None:
    """What people wrote, once more under new keys and in a drawn order; of too few nothing."""
    words = list(survey.said.values_list("words", flat=True))
    survey.said.all().delete()
    if survey.too_few:
        return
    secrets.SystemRandom().shuffle(words)
    Said.objects.bulk_create(
        Said(school_id=survey.school_id, survey=survey, words=each) for each in words
    )
