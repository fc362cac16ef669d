"""Surveys, asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from belong.people import fetch, walls
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.reach import Whose
from belong.practice.voice import codes, pulse
from belong.practice.voice.models import Answer, Board, Group, Said, Slip, Survey

ENOUGH = 10
"""While a survey is open, it is told whether as many answered, and nothing else."""


@dataclass(frozen=True)
class Asked:
    """One statement as it is asked. `drawing`, `word` "" where there are none."""

    words: str
    easy: str = ""
    word: str = ""
    drawing: str = ""
    key: str = ""


def of_school(by: Membership) -> list[Survey]:
    """The surveys of a school, the newest first. Raises PermissionDenied."""
    by.must(Permission.VOICE_READ)
    every = Survey.objects.filter(school_id=by.school_id).select_related("scale", "opened_by")
    return list(every.order_by("-opens_on", "-pk"))


def one(by: Membership, survey_id: int, wanting: Permission = Permission.VOICE_LEAD) -> Survey:
    """One survey of the school. Raises PermissionDenied, NotYours."""
    by.must(wanting)
    found = Survey.objects.filter(school_id=by.school_id, pk=survey_id)
    survey = found.select_related("scale", "opened_by").first()
    if survey is None:
        raise NotYours("survey")
    return survey


def statements(survey: Survey) -> tuple[Asked, ...]:
    """What a survey asks, in its order."""
    if survey.scale is not None:
        return tuple(Asked(row.words) for row in survey.scale.statements.order_by("nth"))
    said = survey.audience
    return tuple(
        Asked(row.said_to(said), row.easy, row.word, row.drawing, row.key)
        if said == Survey.Audience.PUPILS
        else Asked(row.said_to(said), key=row.key)
        for row in pulse.pulse().statements
    )


def answers(survey: Survey) -> tuple[str, ...]:
    """What can be answered, in words; the first is kept as 1."""
    if survey.scale is not None:
        rows = survey.scale.answers.order_by("nth")
        return tuple(rows.values_list("words", flat=True))
    return pulse.pulse().answers


def groups(survey: Survey) -> list[Group]:
    """Who is asked, as it was said when the survey was prepared."""
    return list(survey.groups.order_by("pk"))


def enough_answered(survey: Survey) -> bool:
    """Whether ten or more people answered so far. More is not told: whoever watches a number while
    somebody answers would see it change."""
    return survey.answers.count() >= ENOUGH


def in_each(survey: Survey) -> Mapping[int, int]:
    """How many answered in each group: to keep a group to its number, and to join small groups when
    the survey closes. No page shows it."""
    rows = Answer.objects.filter(survey=survey).values("group").annotate(n=Count("pk"))
    return {row["group"]: row["n"] for row in rows}


def said_waiting(by: Membership, survey_id: int) -> tuple[Survey, list[Said]]:
    """What people wrote in a closed survey, for whoever lets it through. In no order that tells
    anything: their keys are drawn.

    raises  PermissionDenied, NotYours, also for a survey that is still open
    """
    survey = one(by, survey_id)
    if survey.closed_on is None:
        raise NotYours("survey")
    return survey, list(survey.said.order_by("pk"))


def roll(school_id: int, today: dt.date) -> list[tuple[int, str, str]]:
    """The key, year and form of every child on roll: for how many are asked. No look is noted."""
    here = Pupil.objects.filter(school_id=school_id, merged_into=None)
    rows = here.filter(Whose(school_id, today).on_roll())
    return list(rows.values_list("pk", "year", "form"))


def adults(school_id: int, today: dt.date) -> int:
    """How many adults work at a school today."""
    return len(fetch.everybody_at(school_id, today))


@dataclass(frozen=True)
class Door:
    """What a code opens. `once` is the kept sum of one that is good once, else ""."""

    survey: Survey
    group: Group
    once: str = ""


def school_of(code: str) -> int | None:
    """The key of the school whose code it is; None for nobody's."""
    with walls.scope_all(reason="a code says which school's survey it opens"):
        found = _group(code)
        if found is None:
            slip = _slip(code)
            return slip.school_id if slip else None
        return found.school_id


def school_of_board(code: str) -> int | None:
    """The key of the school whose board it is; None for nobody's."""
    with walls.scope_all(reason="a board is read by anybody, and its code says whose it is"):
        found = Board.objects.filter(code=codes.tidied(code) or "-").first()
        return found.school_id if found else None


def opened(code: str, today: dt.date) -> Door | None:
    """The open survey behind a code; None where it opens nothing today, whatever the reason."""
    slip = None
    group = _group(code)
    if group is None:
        slip = _slip(code)
        group = slip.group if slip else None
    if group is None or not answerable(group.survey, today) or (group.shut and slip is None):
        return None
    return Door(group.survey, group, slip.digest if slip else "")


def answerable(survey: Survey, today: dt.date) -> bool:
    """Whether it can be answered today, by codes."""
    open_now = survey.opened_at is not None and survey.closed_on is None
    anonymous = survey.how == Survey.How.ANONYMOUS
    return open_now and anonymous and survey.opens_on <= today <= survey.closes_on


def _group(code: str) -> Group | None:
    tidy = codes.tidied(code)
    found = Group.objects.filter(code=tidy) if tidy else Group.objects.none()
    return found.select_related("survey__scale", "survey__school").first()


def _slip(code: str) -> Slip | None:
    tidy = codes.tidied(code)
    if not tidy:
        return None
    found = Slip.objects.filter(digest__in=codes.digests(tidy))
    return found.select_related("group__survey__scale", "group__survey__school").first()
