"""Sending one person's answers: nobody is asked who they are, and nothing of it is written down.

No line in the trail, no moment, no order. What can be counted is how many of a group answered, so
that nobody answers for a whole class.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from belong.basics.errors import BelongError
from belong.practice.voice import codes, pulse, queries, rows
from belong.practice.voice.models import LONGEST_WORDS, Answer, Group, Said, Survey
from belong.practice.voice.queries import Door


class NotSent(BelongError):
    """Answers that cannot be taken. Nothing was kept."""


class Over(NotSent):
    """The code opens nothing any more: the survey is closed, or a group is full."""

    def __init__(self) -> None:
        super().__init__(
            "This code is not open any more.",
            do="Everybody it was for may have answered. Ask whoever gave it to you.",
        )


@dataclass(frozen=True)
class Given:
    """What one person answered.

    choices  one character for each statement: 1 to 7, or - where it was skipped
    band     the key of the group they say they are in; None where nothing is chosen
    sending  what was drawn for this page when somebody tapped Start: the same page sent twice is
             one person; "" where nothing was
    """

    choices: str
    words: str = ""
    supported: bool = False
    band: int | None = None
    sending: str = ""


@transaction.atomic
def send(*, code: str, given: Given, today: dt.date) -> bool:
    """Keep one person's answers, their own words apart from them, and use up the code if it is good
    once. Who skipped everything has said nothing: nothing is kept, and the code is as it was. Nor
    is anything of a page sent a second time, or of a slip that was used: whoever printed it must
    not learn by trying it whether somebody answered.

    returns  whether anything was kept
    raises   Over, NotSent
    """
    door = queries.opened(codes.tidied(code), today)
    if door is None:
        raise Over
    words = said(given.words)
    fits(door.survey, given)
    if not words and not given.choices.strip(pulse.SKIPPED):
        return False
    if not queries.answerable(Survey.objects.select_for_update().get(pk=door.survey.pk), today):
        raise Over
    key, band = codes.key_of(given.sending), _band(door, given)
    if arrived(given.sending):
        return False
    # A slip first: of one that was used nobody learns whether the group is full.
    if door.once and not _used_up(door):
        return False
    _room(door)
    Answer.objects.create(
        id=key, school_id=door.survey.school_id, survey=door.survey, group=band,
        choices=given.choices, supported=given.supported,
    )  # fmt: skip
    if words:
        Said.objects.create(school_id=door.survey.school_id, survey=door.survey, words=words)
    rows.laid_anew(door.survey.answers.all())
    rows.laid_anew(door.survey.said.all())
    return True


def arrived(sending: str) -> bool:
    """Whether a page was sent: it is nobody's any more, and shows no answers again."""
    return bool(sending) and Answer.objects.filter(pk=codes.key_of(sending)).exists()


def said(text: str) -> str:
    """Own words as they are kept. Raises NotSent for more than fits."""
    words = " ".join(text.replace("\x00", "").split())
    if len(words) > LONGEST_WORDS:
        raise NotSent(
            f"That is {len(words)} letters, and {LONGEST_WORDS} fit.",
            do="Keep the sentence that matters most.",
        )
    return words


def fits(survey: Survey, given: Given) -> None:
    """What was sent is what this survey asks: a page makes nothing else. Raises NotSent."""
    allowed = {pulse.SKIPPED} | {str(n) for n in range(1, len(queries.answers(survey)) + 1)}
    asked = len(queries.statements(survey))
    if len(given.choices) != asked or not set(given.choices) <= allowed:
        raise NotSent("Something in it does not fit.", do="Go back to the first question.")


def _room(door: Door) -> None:
    """Two at once wait for each other here, so that a group is never answered for too often."""
    group = Group.objects.select_for_update().get(pk=door.group.pk)
    mine = Answer.objects.filter(survey=door.survey)
    if door.survey.breakdown != door.survey.Breakdown.CHOSEN:
        mine = mine.filter(group=group)
    if (group.shut and not door.once) or mine.count() >= group.on_roll:
        raise Over


def _used_up(door: Door) -> bool:
    """Use a slip; whether it was good until now. Raises Over for one that was made worthless."""
    slips = door.survey.slips.filter(digest=door.once)
    if slips.filter(used=False).update(used=True):
        rows.laid_anew(door.survey.slips.all())
        return True
    if not slips.exists():
        raise Over
    return False


def _band(door: Door, given: Given) -> Group:
    if door.survey.breakdown != door.survey.Breakdown.CHOSEN:
        return door.group
    band = Group.objects.filter(survey=door.survey, code=None, pk=given.band or 0).first()
    if band is None:
        raise NotSent("One question is still open.", do="Choose the line that fits you best.")
    return band
