"""Answering an early warning: by one thing heard or seen, a yes from the child, or not now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from belong.acts import actions as acts
from belong.acts.models import Act
from belong.basics.errors import BelongError
from belong.people import trail
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.curiosity.models import LONGEST_ANSWER, Answer

HEARD_OF_THEM = (Answer.How.HEARD, Answer.How.SAW, Answer.How.YES)
"""What somebody did for the child; the other answer is that nobody does anything now."""

FEW_RULES = 4
"""Rules that one answer is mostly to, at most."""


class NotAnswered(BelongError):
    """An answer that cannot be kept as given. Nothing has changed."""


@transaction.atomic
def answer(
    *, by: Membership, pupil: Pupil, rules: Collection[str], how: str, words: str, at: dt.datetime
) -> list[Answer]:
    """Answer every rule that stands for a child at once. The kind of a note never answers one: it
    takes words, or the child's own yes.

    rules   the rules that stand, each such as "spells"
    raises  NotAnswered, PermissionDenied
    """
    by.must(Permission.WARNINGS_READ, of=pupil)
    if how not in set(Answer.How):
        raise NotAnswered("Nothing says what it is.", do="Tap the line that fits best.")
    if not rules:
        raise NotAnswered("Somebody has answered this meanwhile.", do="Nothing is left to do here.")
    said = _line(words)
    if not said and how != Answer.How.YES:
        raise NotAnswered("There are no words yet.", do="Write one thing, in a sentence.")
    day = timezone.localdate(at)
    kept = [
        Answer.objects.create(
            school_id=by.school_id, pupil=pupil, rule=rule, how=how, words=said, day=day,
            by_id=by.adult_id, at=at,
        )
        for rule in sorted(rules)
    ]  # fmt: skip
    ids: dict[str, object] = {"answers": [one.pk for one in kept]}
    trail.note(by, Verb.WARNING_ANSWERED, ids=[pupil.pk], detail=ids)
    if how in HEARD_OF_THEM and by.may(Permission.TODAY_READ, of=pupil):
        acts.do_now(by=by, pupil=pupil, kind=Act.Kind.WARM, at=at)
    return kept


def answered(
    school_id: int, since: dt.date, pupil: int | None = None
) -> dict[tuple[int, str], dt.date]:
    """The last day on which each rule was answered, by the child's key and the rule.

    since  answers from this day on
    pupil  of one child only
    """
    found = Answer.objects.filter(school_id=school_id, day__gte=since)
    if pupil is not None:
        found = found.filter(pupil=pupil)
    rows = found.order_by("day").values_list("pupil_id", "rule", "day")
    return {(key, rule): day for key, rule, day in rows}


def of_child(school_id: int, pupil_id: int, most: int) -> list[Answer]:
    """The newest words that answered early warnings of one child, each once: one answer may have
    been to several rules."""
    found = Answer.objects.filter(school_id=school_id, pupil=pupil_id).exclude(words="")
    newest = found.select_related("by").order_by("-at", "-pk")[: most * FEW_RULES]
    once = {(one.at, one.by_id): one for one in reversed(newest)}
    return sorted(once.values(), key=lambda one: one.at, reverse=True)[:most]


def _line(text: str) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > LONGEST_ANSWER:
        raise NotAnswered(
            f"There is too much: {len(said)} letters, of {LONGEST_ANSWER} that fit.",
            do="Keep the sentence that matters.",
        )
    return said
