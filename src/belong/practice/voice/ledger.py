"""You said, we did: writing down what was said, answering it, and putting it on the board."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belong.people import fetch, trail
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.voice import codes
from belong.practice.voice.ledger_models import LONGEST_THEME, Board, Theme, Who
from belong.practice.voice.models import Survey
from belong.practice.voice.typed import Moved, NotKept, day, line

LONGEST_WAIT = dt.timedelta(days=366)
Did, Origin = Theme.Did, Theme.Origin


@dataclass(frozen=True)
class Heard:
    """A theme as somebody writes it down.

    owner    the key of the adult who sees to it
    survey   the key of the survey it comes from; None where it comes from none
    """

    words: str
    who: str
    origin: str
    owner: int
    due: dt.date | None
    survey: int | None = None


@dataclass(frozen=True)
class Answered:
    """An answer as somebody writes it. `version` is that of the theme they had read."""

    did: str
    words: str
    shown: bool
    version: int


@transaction.atomic
def hear(*, by: Membership, heard: Heard, at: dt.datetime) -> Theme:
    """Write down what was said, and who answers it by when.

    raises  NotKept, PermissionDenied
    """
    by.must(Permission.VOICE_LEAD)
    today = timezone.localdate(at)
    if heard.who not in set(Who) or heard.origin not in set(Origin):
        raise NotKept("Nothing says who said it, or where.", do="Choose both.")
    theme = Theme.objects.create(
        school_id=by.school_id, words=line(heard.words, "what was said", LONGEST_THEME),
        who=heard.who, origin=heard.origin, survey=_survey(by, heard.survey),
        heard_on=today, owner_id=_owner(by, heard.owner, today), by_id=by.adult_id,
        due=day(heard.due, "The day by when it is answered", first=today,
                last=today + LONGEST_WAIT),
    )  # fmt: skip
    trail.note(by, Verb.VOICE_THEME, about="theme", ids=[theme.pk], detail={"did": "heard"})
    return theme


def _survey(by: Membership, key: int | None) -> Survey | None:
    if key is None:
        return None
    found = Survey.objects.filter(school_id=by.school_id, pk=key, closed_on__isnull=False).first()
    if found is None:
        raise NotKept("That survey is not there, or not closed.", do="Choose one from the list.")
    return found


def _owner(by: Membership, key: int, today: dt.date) -> int:
    if key not in {one.adult_id for one in fetch.everybody_at(by.school_id, today)}:
        raise NotKept("Nobody sees to it.", do="Choose who answers it.")
    return key


@transaction.atomic
def hand_on(
    *, by: Membership, key: int, owner: int, due: dt.date | None, version: int, at: dt.datetime
) -> Theme:
    """Give a theme that waits to another adult, or another day.

    owner    the key of the adult who sees to it from now on
    version  that of the theme they had read

    raises  NotYours, NotKept, Moved with what is kept, PermissionDenied
    """
    theme = one(by, key, Permission.VOICE_LEAD)
    if theme.did:
        raise NotKept("It was answered meanwhile.", do="Read the answer on its page.")
    today = timezone.localdate(at)
    to = _owner(by, owner, today)
    until = day(due, "The day by when it is answered", first=today, last=today + LONGEST_WAIT)
    waits = Theme.objects.filter(pk=theme.pk, version=version, answered_on=None)
    if not waits.update(owner_id=to, due=until, version=theme.version + 1):
        raise Moved(_stands(one(by, key)))
    trail.note(by, Verb.VOICE_THEME, about="theme", ids=[theme.pk], detail={"did": "handed on"})
    return one(by, key)


def may_answer(by: Membership, theme: Theme) -> bool:
    """Whether somebody may answer: who sees to it, and whoever listens for the school."""
    return theme.owner_id == by.adult_id or by.may(Permission.VOICE_LEAD)


@transaction.atomic
def answer(*, by: Membership, key: int, answered: Answered, at: dt.datetime) -> Theme:
    """Say what was done, in words for those who said it.

    raises  NotYours, NotKept, Moved with what is kept, PermissionDenied
    """
    theme = one(by, key)
    if not may_answer(by, theme):
        raise NotYours("theme")
    if answered.did not in set(Did):
        raise NotKept("Nothing says what the answer is.", do="Choose one of the three.")
    words = line(answered.words, "your answer", LONGEST_THEME)
    changed = Theme.objects.filter(pk=theme.pk, version=answered.version).update(
        did=answered.did, answer=words, shown=answered.shown, version=theme.version + 1,
        answered_on=theme.answered_on or timezone.localdate(at), answered_by_id=by.adult_id,
    )  # fmt: skip
    if not changed:
        raise Moved(_stands(one(by, key)))
    trail.note(by, Verb.VOICE_REPLIED, about="theme", ids=[theme.pk],
               detail={"did": answered.did, "shown": answered.shown})  # fmt: skip
    theme.refresh_from_db()
    return theme


def _stands(theme: Theme) -> str:
    return theme.answer or theme.owner.name


@transaction.atomic
def take_back(*, by: Membership, key: int) -> None:
    """Take a theme back that was written by mistake. Raises NotYours, PermissionDenied."""
    theme = one(by, key, Permission.VOICE_LEAD)
    theme.delete()
    trail.note(by, Verb.VOICE_THEME, about="theme", ids=[key], detail={"did": "taken back"})


def one(by: Membership, key: int, wanting: Permission = Permission.VOICE_READ) -> Theme:
    """One theme of the school. Raises NotYours, PermissionDenied."""
    by.must(wanting)
    every = Theme.objects.filter(school_id=by.school_id, pk=key)
    found = every.select_related("owner", "answered_by", "survey").first()
    if found is None:
        raise NotYours("theme")
    return found


def themes(by: Membership) -> list[Theme]:
    """Every theme of the school: what waits first, by the day it is due; then the latest answers.

    raises  PermissionDenied
    """
    by.must(Permission.VOICE_READ)
    every = Theme.objects.filter(school_id=by.school_id).select_related("owner", "survey")
    found = list(every.order_by("due", "pk"))
    answered = [(one.answered_on, one.pk, one) for one in found if one.answered_on]
    latest = sorted(answered, key=lambda one: one[:2], reverse=True)
    return [*(one for one in found if not one.answered_on), *(one for *_, one in latest)]


def waits_for(by: Membership) -> list[dt.date]:
    """By when each theme is due that waits for this adult's answer, the earliest first."""
    mine = Theme.objects.filter(school_id=by.school_id, owner=by.adult_id, answered_on=None)
    return list(mine.order_by("due").values_list("due", flat=True))


@transaction.atomic
def put_up(*, by: Membership) -> Board:
    """A board that anybody with its address can read. Twice is once. Raises PermissionDenied."""
    by.must(Permission.VOICE_LEAD)
    board, new = Board.objects.get_or_create(
        school_id=by.school_id, defaults={"code": codes.drawn()}
    )
    if new:
        trail.note(by, Verb.VOICE_THEME, about="school", ids=[by.school_id],
                   detail={"did": "board put up"})  # fmt: skip
    return board


@transaction.atomic
def take_down(*, by: Membership) -> None:
    """No board any more: its address opens nothing, and a new one has another.

    raises  PermissionDenied
    """
    by.must(Permission.VOICE_LEAD)
    if Board.objects.filter(school_id=by.school_id).delete()[0]:
        trail.note(by, Verb.VOICE_THEME, about="school", ids=[by.school_id],
                   detail={"did": "board taken down"})  # fmt: skip


def board_of(by: Membership) -> Board | None:
    """The school's board; None where there is none."""
    return Board.objects.filter(school_id=by.school_id).first()


def on_board(code: str) -> tuple[Board, list[Theme]] | None:
    """A board by its code, with what stands on it, the latest first; None for no board's.

    Nobody is asked who they are: everything here was put up to be read by anybody.
    """
    board = Board.objects.filter(code=codes.tidied(code) or "-").select_related("school").first()
    if board is None:
        return None
    shown = Theme.objects.filter(school_id=board.school_id, shown=True)
    return board, list(shown.order_by("-answered_on", "-pk"))
