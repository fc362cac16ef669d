"""Somebody leaves a survey and asks an adult for help. Nothing leads back to the survey.

The words go to the adult who was picked, and are read on a page of Belong alone, never in a notice
or a mail. Where nobody has opened them by the next day, or whoever did has not talked a day later,
the safeguarding leads can: an adult may be ill, or leave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from belong.people import fetch, how_long, trail
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.reach import Reach
from belong.people.trail import Verb
from belong.practice.voice import codes, opening, queries
from belong.practice.voice.answering import NotSent
from belong.practice.voice.models import Group, HelpAsked, Survey
from belong.practice.voice.named_models import LONGEST_NAME, LONGEST_WORDS
from belong.practice.voice.queries import Door

LEADS = frozenset({"safeguarding_lead", "deputy_safeguarding_lead"})
OF_A_CLASS = frozenset({"tutor", "class_teacher"})
FAR = 3
MOST_A_DAY = 60
"""Messages a day at one school: who holds a code cannot bury those that matter under others."""
SALT = "voice: somebody asks for help"
A_WHILE = dt.timedelta(hours=12)
"""How long a page on which somebody asks for help is good for, whatever became of the survey."""


@dataclass(frozen=True)
class Choice:
    """An adult who can be picked.

    role  the key of the role for which they are offered
    of    the year, or the forms in their order, whose children they have; "" for the school's
    """

    adult_id: int
    name: str
    role: str
    of: str = ""


@dataclass(frozen=True)
class ToChoose:
    """The adults who can be picked, nobody twice.

    first       safeguarding leads; then whoever has the year or form of the code; then those who do
                check-ins with the whole school; each in the order of names
    of_classes  where the code is not of one year or form, tutors and class teachers, in the order
                of forms
    """

    first: tuple[Choice, ...]
    of_classes: tuple[Choice, ...]

    @property
    def keys(self) -> frozenset[int]:
        """Everybody of them."""
        return frozenset(one.adult_id for one in (*self.first, *self.of_classes))


def to_choose(door: Door, today: dt.date) -> ToChoose:
    """Whom somebody with a code can ask for help: nobody who may not do check-ins."""
    every = fetch.everybody_at(door.survey.school_id, today)
    first, classes = [], []
    for one in every:
        rows = [row for row in (one, *one.also) if row.gives(Permission.CHECKINS)]
        ranked = sorted((_rank(row, door), row.pk, row) for row in rows)
        if ranked and ranked[0][0] < FAR:
            rank, _, row = ranked[0]
            of = opening.called(door.survey, row.reach_of)
            first.append(((rank, ""), one.adult.name, _choice(row, of)))
        elif door.group.name == opening.EVERYBODY and (own := _classes(rows)):
            of = ", ".join(row.reach_of for row in own)
            classes.append((opening.in_order(of), one.adult.name, _choice(own[0], of)))
    return ToChoose(_sorted(first), _sorted(classes))


def _sorted(rows: Iterable[tuple[tuple[int, str], str, Choice]]) -> tuple[Choice, ...]:
    return tuple(row[2] for row in sorted(rows, key=lambda row: (*row[:2], row[2].adult_id)))


def _choice(row: Membership, of: str) -> Choice:
    return Choice(row.adult_id, row.adult.name, row.role_key, of)


def _classes(rows: Iterable[Membership]) -> list[Membership]:
    own = [row for row in rows if row.role_key in OF_A_CLASS and row.reach == Reach.FORM]
    return sorted(own, key=lambda row: opening.in_order(row.reach_of))


def _rank(row: Membership, door: Door) -> int:
    """How near a role is to whoever asks: 0 the nearest, FAR for one that is not offered first."""
    if row.role_key in LEADS:
        return 0
    near = {Survey.Breakdown.YEAR: Reach.YEAR, Survey.Breakdown.FORM: Reach.FORM}
    own = near.get(Survey.Breakdown(door.survey.breakdown))
    theirs = opening.called(door.survey, row.reach_of) == door.group.name
    if row.reach == own and theirs:
        return 1
    return 2 if row.reach == Reach.SCHOOL else FAR


def carried(door: Door) -> str:
    """What the page of somebody who asks for help carries: the code was good. So their message
    arrives where the survey ends while they write. It is of a group, and of nobody in it."""
    return signing.dumps([door.survey.school_id, door.group.pk], salt=SALT)


def _carried(sent: str) -> tuple[int, int] | None:
    try:
        school, group = signing.loads(sent, salt=SALT, max_age=A_WHILE)
    except signing.BadSignature:
        return None
    return school, group


def school_of(code: str, sent: str) -> int | None:
    """The key of the school of a code or of what a page carried; None for nobody's."""
    found = queries.school_of(code)
    return found if found is not None else (_carried(sent) or (None, 0))[0]


def door(code: str, sent: str, today: dt.date) -> Door | None:
    """Where a child asks for help: by a code that opens something, that of a group which is shut,
    or what the page carried. None where nobody can be told of it."""
    found = queries.opened(codes.tidied(code), today) or _ended(code, sent)
    pupils = found is not None and found.survey.audience == Survey.Audience.PUPILS
    return found if pupils else None


def _ended(code: str, sent: str) -> Door | None:
    rows = Group.objects.select_related("survey__scale", "survey__school")
    rows = rows.filter(survey__how=Survey.How.ANONYMOUS, survey__opened_at__isnull=False)
    known = _carried(sent)
    group = rows.filter(pk=known[1], school=known[0]).first() if known else None
    group = group or rows.filter(code=codes.tidied(code) or "-", shut=True).first()
    return Door(group.survey, group) if group else None


@transaction.atomic
def ask(*, door: Door, to: int, name: str, words: str, today: dt.date) -> HelpAsked:
    """Ask one of `to_choose` for help. Raises NotSent."""
    if to not in to_choose(door, today).keys:
        raise NotSent("Nobody is picked yet.", do="Tap the name of whom you would like.")
    who, said = _line(name, LONGEST_NAME), _line(words, LONGEST_WORDS)
    if not who:
        raise NotSent("Your name is missing.", do="Write your name, so that they can find you.")
    if HelpAsked.objects.filter(school_id=door.survey.school_id, asked_on=today).count() >= (
        MOST_A_DAY
    ):
        raise NotSent("It cannot be sent from here.", do="Tell a grown-up near you now.")
    return HelpAsked.objects.create(
        school_id=door.survey.school_id, to_id=to, name=who, words=said, asked_on=today
    )


def _line(text: str, most: int) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > most:
        raise NotSent(f"That is {len(said)} letters, and {most} fit.", do="Say it shorter.")
    return said


def _waiting(by: Membership) -> QuerySet[HelpAsked]:
    every = HelpAsked.objects.filter(school_id=by.school_id, answered_on=None)
    return every.select_related("to", "seen_by")


def leads(by: Membership) -> bool:
    """Whether somebody leads on safeguarding."""
    rows = (by, *by.also)
    return any(one.role_key in LEADS and one.gives(Permission.CHECKINS) for one in rows)


def waiting(by: Membership) -> list[HelpAsked]:
    """What waits for somebody; for the safeguarding leads everything that waits. The words are not
    for a list: `read` gives them.

    raises  PermissionDenied
    """
    by.must(Permission.CHECKINS)
    rows = _waiting(by)
    return list((rows if leads(by) else rows.filter(to=by.adult_id)).order_by("asked_on", "pk"))


def may_read(by: Membership, one: HelpAsked, today: dt.date) -> bool:
    """Whether somebody may open one: the adult who was picked, and whoever opened it first; a
    safeguarding lead from the day after it was asked, or after it was opened."""
    if one.to_id == by.adult_id or one.seen_by_id == by.adult_id:
        return True
    since = one.asked_on if one.seen_at is None else timezone.localdate(one.seen_at)
    return leads(by) and today > since


@transaction.atomic
def read(*, by: Membership, help_id: int, at: dt.datetime) -> HelpAsked:
    """Open one, and note it. Raises PermissionDenied; NotYours for one that is not theirs."""
    one = _theirs(by, help_id, timezone.localdate(at))
    if one.seen_at is None:
        one.seen_at, one.seen_by_id = at, by.adult_id
        one.save(update_fields=["seen_at", "seen_by"])
    trail.note(by, Verb.HELP_SEEN, about="help", ids=[one.pk])
    return one


@transaction.atomic
def talked(*, by: Membership, help_id: int, at: dt.datetime) -> None:
    """Say that somebody has talked with whoever asked. Twice is once.

    raises  PermissionDenied; NotYours for one that is not theirs, or that nobody ever opened
    """
    one = _theirs(by, help_id, timezone.localdate(at))
    if one.seen_at is None:
        raise NotYours("help")
    one.answered_on = timezone.localdate(at)
    one.save(update_fields=["answered_on"])
    trail.note(by, Verb.HELP_ANSWERED, about="help", ids=[one.pk])


def _theirs(by: Membership, help_id: int, today: dt.date) -> HelpAsked:
    by.must(Permission.CHECKINS)
    one = _waiting(by).filter(pk=help_id).first()
    if one is None or not may_read(by, one, today):
        raise NotYours("help")
    return one


def swept(*, today: dt.date, **_more: object) -> None:
    """Messages too long ago to help are gone; one that nobody answered waits until then."""
    long_ago = Q(asked_on__lt=how_long.first_day("help", today))
    HelpAsked.objects.filter(long_ago).delete()
