"""A questionnaire the school brings itself, with its scoring and by what right it is used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import trail
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.voice.models import (
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    OwnAnswer,
    OwnScale,
    OwnStatement,
)

MOST = 40
FEWEST_ANSWERS, MOST_ANSWERS = 2, 7
TURNED = "(-)"
"""At the end of a line: agreeing is the worse answer."""


class NotTaken(BelongError):
    """A questionnaire that cannot be taken as typed. Nothing has changed."""


@dataclass(frozen=True)
class Brought:
    """A questionnaire as somebody pasted it.

    statements  one a line; a part before "|", and "(-)" at the end where it is turned round
    answers     one a line, the lowest first
    adds_up     whether those who made it have shown that its statements may be added up
    """

    name: str
    source: str
    licence: str
    statements: str
    answers: str
    share: int = 80
    adds_up: bool = False


def of_school(by: Membership) -> list[tuple[int, str]]:
    """Keys and names of what the school brought. Raises PermissionDenied."""
    by.must(Permission.VOICE_LEAD)
    rows = OwnScale.objects.filter(school_id=by.school_id).order_by("name")
    return list(rows.values_list("pk", "name"))


@transaction.atomic
def bring(*, by: Membership, brought: Brought, at: dt.datetime) -> OwnScale:
    """Keep a questionnaire of the school's own.

    raises  NotTaken, PermissionDenied
    """
    by.must(Permission.VOICE_LEAD)
    name = _line(brought.name, "its name", LONGEST_TITLE)
    source = _line(brought.source, "whose it is", LONGEST_PURPOSE)
    licence = _line(brought.licence, "by what right you use it", LONGEST_PURPOSE)
    if not (name and source and licence):
        raise NotTaken(
            "Something is missing.",
            do="Write its name, whose it is, and by what right the school uses it.",
        )
    statements, answers = _statements(brought.statements), _answers(brought.answers)
    if not 1 <= brought.share <= 100:
        raise NotTaken("That share does not fit.", do="Write a number from 1 to 100.")
    try:
        with transaction.atomic():
            scale = OwnScale.objects.create(
                school_id=by.school_id, name=name, source=source, licence=licence,
                share=brought.share, adds_up=brought.adds_up, made_by_id=by.adult_id,
                made_on=timezone.localdate(at),
            )  # fmt: skip
    except IntegrityError:
        raise NotTaken("There is one of that name.", do="Give this one another name.") from None
    _kept(scale, statements, answers)
    trail.note(by, Verb.VOICE_OPENED, about="survey", detail={"did": "scale", "scale": scale.pk})
    return scale


def _kept(
    scale: OwnScale, statements: Sequence[tuple[str, str, bool]], answers: Sequence[str]
) -> None:
    OwnStatement.objects.bulk_create(
        OwnStatement(school_id=scale.school_id, scale=scale, nth=n, part=part, words=words,
                     reverse=turned)
        for n, (part, words, turned) in enumerate(statements)
    )  # fmt: skip
    OwnAnswer.objects.bulk_create(
        OwnAnswer(school_id=scale.school_id, scale=scale, nth=n, words=words)
        for n, words in enumerate(answers, 1)
    )


def _statements(text: str) -> list[tuple[str, str, bool]]:
    lines = [line for line in text.replace("\x00", "").splitlines() if line.strip()]
    if not 1 <= len(lines) <= MOST:
        raise NotTaken(
            f"There are {len(lines)} statements.", do=f"Paste 1 to {MOST}, one on a line."
        )
    found = []
    for line in lines:
        part, bar, words = line.rpartition("|")
        words = words.strip()
        turned = words.endswith(TURNED)
        words = _line(words.removesuffix(TURNED), "a statement", LONGEST_PURPOSE)
        if not words:
            raise NotTaken("One line has no words.", do="Write the statement, or take it out.")
        found.append((_line(part if bar else "", "a part", LONGEST_TITLE), words, turned))
    return found


def _answers(text: str) -> list[str]:
    lines = [_line(line, "an answer", LONGEST_TITLE) for line in text.splitlines()]
    found = [line for line in lines if line]
    if not FEWEST_ANSWERS <= len(found) <= MOST_ANSWERS:
        raise NotTaken(
            f"There are {len(found)} answers.",
            do=f"Write {FEWEST_ANSWERS} to {MOST_ANSWERS}, one on a line, the lowest first.",
        )
    return found


def _line(text: str, called: str, most: int) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > most:
        raise NotTaken(
            f"There is too much under {called}: {len(said)} letters, of {most} that fit.",
            do="Say it shorter.",
        )
    return said
