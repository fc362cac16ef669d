"""Reading what people wrote in a closed survey: letting it through, or keeping it back."""

from __future__ import annotations

import uuid

from django.db import transaction

from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.trail import Verb
from belong.practice.voice import queries
from belong.practice.voice.models import Said, Survey


@transaction.atomic
def decide(*, by: Membership, survey_id: int, said_id: uuid.UUID, through: bool) -> Survey:
    """Let somebody's words through to everybody who reads results, or keep them back: because they
    name somebody, or tell who wrote them. It can be decided again.

    raises  PermissionDenied; NotYours, also for a survey that is still open
    """
    survey, rows = queries.said_waiting(by, survey_id)
    one = next((row for row in rows if row.pk == said_id), None)
    if one is None:
        raise NotYours("words")
    state = Said.State.THROUGH if through else Said.State.BACK
    if one.state != state:
        one.state = state
        one.save(update_fields=["state"])
        trail.note(by, Verb.VOICE_MODERATED, about="survey", ids=[survey.pk],
                   detail={"through": through})  # fmt: skip
    return survey
