"""Which languages a survey is offered in: those that a speaker has read for the school."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.voice import pulse
from belong.practice.voice.models import LanguageRead, Survey
from belong.practice.voice.named_models import LONGEST_NAME
from belong.practice.voice.pulse import Language


class NotRead(BelongError):
    """A language that cannot be offered as asked. Nothing has changed."""


def offered(survey: Survey) -> Mapping[str, Language]:
    """The languages a survey can be answered in beside English. A scale of the school's own is as
    the school brought it; staff, and a child beside an adult, are asked in English."""
    named = survey.how == Survey.How.NAMED
    if named or survey.scale_id is not None or survey.audience == Survey.Audience.STAFF:
        return {}
    return read_at(survey.school_id)


def read_at(school_id: int) -> Mapping[str, Language]:
    """Those that somebody has read for a school, and whose words are the same since."""
    rows = LanguageRead.objects.filter(school_id=school_id)
    known = dict(rows.values_list("language", "sum"))
    every = pulse.languages().items()
    return {key: one for key, one in every if known.get(key) == sum_of(one)}


def rows(by: Membership) -> dict[str, LanguageRead]:
    """Who has read which, by the key of the language. Raises PermissionDenied."""
    by.must(Permission.VOICE_LEAD)
    return {one.language: one for one in LanguageRead.objects.filter(school_id=by.school_id)}


@transaction.atomic
def say_read(*, by: Membership, language: str, checked_by: str, at: dt.datetime) -> None:
    """Say that somebody who speaks a language has read the pulse in it. "" takes that back.

    raises  NotRead, PermissionDenied; NotYours for a language there is no file of
    """
    by.must(Permission.VOICE_LEAD)
    one = pulse.languages().get(language)
    if one is None:
        raise NotYours("language")
    who = " ".join(checked_by.replace("\x00", "").split())
    if len(who) > LONGEST_NAME:
        raise NotRead(f"That is more than {LONGEST_NAME} letters.", do="Write the name alone.")
    mine = LanguageRead.objects.filter(school_id=by.school_id, language=language)
    if not who:
        mine.delete()
    else:
        LanguageRead.objects.update_or_create(
            school_id=by.school_id, language=language,
            defaults={"checked_by": who, "checked_on": timezone.localdate(at),
                      "sum": sum_of(one), "said_by_id": by.adult_id},
        )  # fmt: skip
    trail.note(by, Verb.VOICE_OPENED, about="survey", detail={"did": "language", "of": language})


def sum_of(one: Language) -> str:
    """Of everything somebody read: other words are another sum, and have to be read again."""
    parts = (one.answers, *(sorted(x.items()) for x in (one.words, one.pupils, one.families)))
    return hashlib.sha256(repr(parts).encode()).hexdigest()
