"""The word for a child's social worker on a day the child is away: told by a person, in the way
that was chosen. Belong sends nothing itself: it keeps what was said, and to whose page it went.

The trail is read by people who may not know which child has a social worker. So its lines here are
the very same as those of being in touch with a home, which are written of any child.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import social_workers, trail
from belong.people.fetch import NotYours
from belong.people.models import Involvement, Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact.word_models import (
    LONGEST_NAME,
    LONGEST_REACH,
    LONGEST_WISHES,
    LONGEST_WORD,
    How,
    Word,
    WordWay,
)

A_DOUBLE_TAP = dt.timedelta(minutes=1)
"""The same word again within so long was sent twice."""
CODE = 4


class NotSent(BelongError):
    """A word, or a way, that cannot be kept as asked. Nothing has changed."""


class WayMoved(NotSent):
    """Somebody else wrote the way down meanwhile. What they wrote stands."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else wrote here since you opened it.",
            do="Read what stands now, then keep what you want of yours.",
        )


@dataclass(frozen=True)
class Sent:
    """What somebody says they told, and how.

    how   a value of How
    page  key of the involvement whose page it stands on; None for other ways
    code  the last mark of the day, as the page showed it; "" for none
    """

    said: str
    how: str
    page: int | None = None
    code: str = ""


@dataclass(frozen=True)
class Way:
    """How a child's social worker wants to hear, as somebody typed it.

    page     key of the involvement whose page it stands on; None for other ways
    by_when  "" or hours and minutes, 9:30
    """

    how: str
    page: int | None = None
    who: str = ""
    reach: str = ""
    wishes: str = ""
    by_when: str = ""


@transaction.atomic
def say_sent(*, by: Membership, pupil: Pupil, sent: Sent, at: dt.datetime) -> Word:
    """Keep that a word was told today, in these words.

    raises  NotSent, PermissionDenied
    """
    _must(by, pupil, at)
    said = _line(sent.said, LONGEST_WORD, "in the word")
    if not said:
        raise NotSent("There is no word yet.", do="Write what you told them, in a sentence.")
    page = _page(by, pupil, sent.how, sent.page)
    day = timezone.localdate(at)
    same = Word.objects.filter(
        pupil=pupil, by=by.adult_id, day=day, said=said, how=sent.how,
        at__gt=at - A_DOUBLE_TAP, at__lte=at,
    ).first()  # fmt: skip
    if same is not None:
        return same
    word = Word.objects.create(
        school_id=by.school_id, pupil=pupil, day=day, said=said, how=sent.how,
        code=_code(sent.code), involvement=page, by_id=by.adult_id, at=at,
    )  # fmt: skip
    trail.note(by, Verb.IN_TOUCH, ids=[pupil.pk], detail={"contact": word.pk})
    return word


@transaction.atomic
def left_name(*, by: Membership, pupil: Pupil, at: dt.datetime) -> Word:
    """Keep that somebody rang, and nobody answered: nothing was told, and the word still waits.

    raises  NotSent, PermissionDenied
    """
    _must(by, pupil, at)
    day = timezone.localdate(at)
    same = Word.objects.filter(
        pupil=pupil, by=by.adult_id, day=day, reached=False, at__gt=at - A_DOUBLE_TAP, at__lte=at
    ).first()
    if same is not None:
        return same
    word = Word.objects.create(
        school_id=by.school_id, pupil=pupil, day=day, how=How.PHONE, reached=False,
        by_id=by.adult_id, at=at,
    )  # fmt: skip
    trail.note(by, Verb.IN_TOUCH, ids=[pupil.pk], detail={"contact": word.pk})
    return word


@transaction.atomic
def take_back(*, by: Membership, key: int, today: dt.date) -> Pupil:
    """Take back a word one told today: it was not told after all, or about another child. What
    stood on somebody's page is gone from it.

    returns  the child
    raises   NotYours for anybody else's and for another day's; PermissionDenied
    """
    by.must(Permission.SOCIAL_CARE_READ)
    mine = Word.objects.filter(school_id=by.school_id, by=by.adult_id, day=today, pk=key)
    word = mine.select_related("pupil").filter(pupil__merged_into=None).first()
    if word is None or not by.may(Permission.SOCIAL_CARE_READ, of=word.pupil):
        raise NotYours("word")
    pupil = word.pupil
    word.delete()
    trail.note(by, Verb.IN_TOUCH_TAKEN_BACK, ids=[pupil.pk], detail={"contact": key})
    return pupil


@transaction.atomic
def choose_way(*, by: Membership, pupil: Pupil, way: Way, version: int, at: dt.datetime) -> WordWay:
    """Write down how a child's social worker wants to hear.

    version  of what was read before this was typed; 0 where nothing stood
    raises   WayMoved, NotSent, PermissionDenied
    """
    _must(by, pupil, at)
    fields: dict[str, object] = {
        "how": way.how,
        "who": _line(way.who, LONGEST_NAME, "under the name"),
        "reach": _line(way.reach, LONGEST_REACH, "under where to reach them"),
        "wishes": _line(way.wishes, LONGEST_WISHES, "under what they asked to hear"),
        "by_when": _time(way.by_when),
        "involvement": _page(by, pupil, way.how, way.page),
        "said_by_id": by.adult_id, "said_at": at,
    }  # fmt: skip
    row = _written(by, pupil, version, fields)
    trail.note(by, Verb.WAY_TO_REACH, ids=[pupil.pk], detail={"way": row.pk})
    return row


@transaction.atomic
def remove_way(*, by: Membership, pupil: Pupil, version: int) -> None:
    """How they want to hear is known no longer. Also where the system names no social worker now.

    version  of what was read before
    raises   NotYours where nothing stands; WayMoved, PermissionDenied
    """
    by.must(Permission.SOCIAL_CARE_READ, of=pupil)
    way = WordWay.objects.filter(school_id=by.school_id, pupil=pupil).first()
    if way is None:
        raise NotYours("way")
    if not WordWay.objects.filter(pk=way.pk, version=version).delete()[0]:
        raise WayMoved
    trail.note(by, Verb.WAY_TO_REACH, ids=[pupil.pk], detail={"way": way.pk, "removed": True})


def _must(by: Membership, pupil: Pupil, at: dt.datetime) -> None:
    """Whoever may not read of social care learns nothing here, not even that there is nothing."""
    by.must(Permission.SOCIAL_CARE_READ, of=pupil)
    if not social_workers.of([pupil.pk], by=by, today=timezone.localdate(at)):
        raise NotSent(
            "The school's own system names no social worker for this child now.",
            do="If there is one, put it right there, and bring the file in again.",
        )


def _page(by: Membership, pupil: Pupil, how: str, key: int | None) -> Involvement | None:
    if how not in set(How):
        raise NotSent("Nothing says how they hear.", do="Choose one of the ways.")
    if how != How.PAGE:
        return None
    found = open_pages(by.school_id, [pupil.pk]).filter(pk=key or 0).first()
    if found is None:
        raise NotSent(
            "Nobody has a page for this child under that name now.",
            do="Let them in with a link first, or choose another way.",
        )
    return found


def open_pages(school_id: int, pupils: Collection[int]) -> QuerySet[Involvement]:
    """Involvements of professionals with some children that nobody has ended."""
    return Involvement.objects.filter(
        school_id=school_id,
        pupil__in=list(pupils),
        kind=Involvement.Kind.PROFESSIONAL,
        ended_at=None,
    ).order_by("who", "pk")


def _written(by: Membership, pupil: Pupil, version: int, fields: dict[str, object]) -> WordWay:
    if version == 0:
        try:
            with transaction.atomic():
                return WordWay.objects.create(school_id=by.school_id, pupil=pupil, **fields)
        except IntegrityError:
            raise WayMoved from None
    mine = WordWay.objects.filter(school_id=by.school_id, pupil=pupil)
    if not mine.filter(version=version).update(version=version + 1, **fields):
        raise WayMoved
    return mine.get()


def _code(text: str) -> str:
    """A letter of the register as a form sent it."""
    return "".join(one for one in text if one.isprintable())[:CODE]


def _time(text: str) -> dt.time | None:
    said = text.strip()
    if not said:
        return None
    try:
        time = dt.time.fromisoformat(said.zfill(5))
    except ValueError:
        raise NotSent("That is no time of day.", do="Write it like 9:30, or leave it.") from None
    return time.replace(second=0, microsecond=0, tzinfo=None)


def _line(text: str, longest: int, where: str) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > longest:
        raise NotSent(
            f"There is too much {where}: {len(said)} letters, of {longest} that fit.",
            do="Keep the sentences that matter.",
        )
    return said
