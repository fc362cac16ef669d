"""What was released of closed surveys, asked for."""

from __future__ import annotations

from django.db.models import QuerySet

from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.voice import queries
from belong.practice.voice.models import Said, Survey
from belong.practice.voice.results_models import Reached, Released, Together


def closed(by: Membership, survey_id: int) -> Survey:
    """One survey of the school that is closed and was answered without names.

    raises  PermissionDenied; NotYours also while it is open: nothing of it is there until then
    """
    survey = queries.one(by, survey_id, Permission.VOICE_READ)
    if survey.closed_on is None or survey.how != Survey.How.ANONYMOUS:
        raise NotYours("survey")
    return survey


def counts(survey: Survey) -> list[Released]:
    """Every released line, everybody first."""
    return list(survey.released.order_by("pk"))


def reached(survey: Survey) -> list[Reached]:
    """Who was asked and how many answered, everybody first."""
    return list(survey.reached.order_by("pk"))


def together(survey: Survey) -> list[Together]:
    """How statements hang together, all of them first; none where there may be fewer than fifty."""
    return list(survey.together.order_by("pk"))


def words_through(survey: Survey) -> list[str]:
    """Own words somebody let through, in an order that was drawn."""
    through = survey.said.filter(state=Said.State.THROUGH).order_by("pk")
    return list(through.values_list("words", flat=True))


def before(survey: Survey) -> Survey | None:
    """The survey before it that asked the same people the same; None where it is the first."""
    return _same(survey).filter(audience=survey.audience, closed_on__lt=survey.closed_on).first()


def others(survey: Survey) -> list[Survey]:
    """The latest survey of each of the others who were asked the same statements."""
    found: dict[str, Survey] = {}
    for one in _same(survey).exclude(audience=survey.audience):
        found.setdefault(one.audience, one)
    return list(found.values())


def latest(school_id: int) -> dict[str, Survey]:
    """The last closed pulse of each of those who are asked, for what stands beside something else:
    whoever shows it has asked whether its reader may."""
    every = Survey.objects.filter(
        school_id=school_id, how=Survey.How.ANONYMOUS, too_few=False,
        closed_on__isnull=False, scale=None,
    )  # fmt: skip
    return {one.audience: one for one in every.order_by("closed_on", "pk")}


def _same(survey: Survey) -> QuerySet[Survey]:
    every = Survey.objects.filter(
        school_id=survey.school_id, questionnaire=survey.questionnaire, scale=survey.scale,
        how=Survey.How.ANONYMOUS, too_few=False, closed_on__isnull=False,
    )  # fmt: skip
    return every.exclude(pk=survey.pk).order_by("-closed_on", "-pk")


def of_school(by: Membership) -> list[Survey]:
    """Every closed survey that was answered without names, the latest first.

    raises  PermissionDenied
    """
    by.must(Permission.VOICE_READ)
    every = Survey.objects.filter(
        school_id=by.school_id, how=Survey.How.ANONYMOUS, closed_on__isnull=False
    )
    return list(every.order_by("-closed_on", "-pk"))
