"""Somebody leaves a survey and asks an adult for help. Nothing leads back to the survey.

The words go to the adult who was picked, and are read on a page of Belong alone, never in a notice
or a mail. Where nobody has opened them by the next day, or whoever did has not talked a day later,
the safeguarding leads can: an adult may be ill, or leave.
"""

from __future__ import annotations

import datetime as dt

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
MOST_A_DAY = 60
"""Messages a day at one school: who holds a code cannot bury those that matter under others."""
SALT = "voice: somebody asks for help"
A_WHILE = dt.timedelta(hours=12)
"""How long a page on which somebody asks for help is good for, whatever became of the survey."""


def to_choose(door: Door, today: dt.date) -> list[Membership]:
    """The adults who can be picked, in the order of names: safeguarding leads, those who do
    check-ins with the whole school, and those who do with the year or form of the code."""
    every = fetch.everybody_at(door.survey.school_id, today)
    found = [one for one in every if any(_named(row, door) for row in (one, *one.also))]
    return sorted(found, key=lambda one: (one.adult.name, one.adult_id))


def _named(row: Membership, door: Door) -> bool:
    if row.role_key in LEADS:
        return True
    if not row.gives(Permission.CHECKINS):
        return False
    near = {Survey.Breakdown.YEAR: Reach.YEAR, Survey.Breakdown.FORM: Reach.FORM}
    own = near.get(Survey.Breakdown(door.survey.breakdown))
    theirs = opening.called(door.survey, row.reach_of) == door.group.name
    return row.reach == Reach.SCHOOL or (row.reach == own and theirs)


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
    if to not in {one.adult_id for one in to_choose(door, today)}:
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
