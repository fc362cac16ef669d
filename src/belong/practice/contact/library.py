"""Keeping a school's own words to say and to send. Nothing is ever sent from here."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from belong.basics.errors import BelongError
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact import texts
from belong.practice.contact.shipped import ENGLISH, library
from belong.practice.contact.texts import Text
from belong.practice.contact.word_models import LONGEST_NAME, LONGEST_TEXT, SchoolText

OWN = "own-"


class NotKept(BelongError):
    """A text that cannot be kept as asked. Nothing has changed."""


class TextMoved(NotKept):
    """Somebody else changed it meanwhile. What they wrote stands."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this text since you opened it.",
            do="Read what stands now, then keep what you want of yours.",
        )


@dataclass(frozen=True)
class Translated:
    """A message in another language, as somebody typed it.

    reviewed_by  who speaks the language and read it; "" while nobody has
    reviewed_on  the day, 2026-11-24; "" while nobody has
    """

    language: str
    words: str
    reviewed_by: str = ""
    reviewed_on: str = ""


@transaction.atomic
def add(
    *, by: Membership, situation: str, words: str, at: dt.datetime, other: Translated | None = None
) -> SchoolText:
    """Add a text of the school's own. A double tap is one: the same words stand there once.

    other   a message home in another language as well; None for English alone
    raises  NotKept, PermissionDenied: then neither is kept
    """
    by.must(Permission.SETTINGS_WRITE)
    if situation not in library().situations:
        raise NotKept("Nothing says when it is said.", do="Choose when.")
    if other is not None and not library().situations[situation].home:
        raise NotKept(
            "Only messages home stand in other languages.",
            do="Choose a message home, or leave the other language empty.",
        )
    row = _added(by, situation, words, at)
    if other is not None:
        if not _words(other.words):
            raise NotKept(
                "The other language has no words yet.", do="Write them, or choose no language."
            )
        translate(by=by, key=row.key, said=other, version=0, at=at)
    return row


def _added(by: Membership, situation: str, words: str, at: dt.datetime) -> SchoolText:
    said = _words(words)
    if not said:
        raise NotKept("There are no words yet.", do="Write what one could say.")
    same = SchoolText.objects.filter(
        school_id=by.school_id, key__startswith=OWN, situation=situation, language=ENGLISH,
        words=said, hidden=False,
    ).first()  # fmt: skip
    if same is not None:
        return same
    row = SchoolText.objects.create(
        school_id=by.school_id, key=f"{OWN}{secrets.token_hex(8)}", situation=situation,
        words=said, written_by_id=by.adult_id, written_at=at,
    )  # fmt: skip
    _noted(by, row.pk)
    return row


@transaction.atomic
def change(*, by: Membership, key: str, words: str, version: int, at: dt.datetime) -> None:
    """Change a text. Without words a shipped one is as it came again, and one of the school's own
    is gone with its translations.

    version  of the school's copy that was read; 0 where there was none
    raises   TextMoved, NotKept, PermissionDenied; NotYours where there is no such text
    """
    text, said = _there(by, key), _words(words)
    if said == text.words and text.version == version:
        return
    if not said and not text.shipped:
        _take_away(by, key, version)
    else:
        kept = "" if said == text.shipped else said
        _written(by, text, ENGLISH, version, {"words": kept}, at)
    _noted(by, 0)


@transaction.atomic
def hide(*, by: Membership, key: str, hidden: bool, version: int, at: dt.datetime) -> None:
    """Keep a text off the page, or show it again.

    raises  TextMoved, PermissionDenied; NotYours where there is no such text
    """
    text = _there(by, key)
    if text.hidden != hidden:
        _written(by, text, ENGLISH, version, {"hidden": hidden}, at)
        _noted(by, 0)


@transaction.atomic
def translate(*, by: Membership, key: str, said: Translated, version: int, at: dt.datetime) -> None:
    """Keep a message home in another language. Without words the translation is gone. It is offered
    to nobody before somebody who speaks the language has read it, and no more once the English has
    changed.

    version  of the translation that was read; 0 where there was none
    raises   TextMoved, NotKept, PermissionDenied; NotYours where there is no such message
    """
    text = _there(by, key)
    if not library().situations[text.situation].home:
        raise NotYours("text")
    if said.language not in library().languages:
        raise NotKept("Nothing says which language.", do="Choose one.")
    words = _words(said.words)
    who, on = _review(said, at.date())
    fields: dict[str, object] = {
        "words": words, "of_words": text.words, "reviewed_by": who, "reviewed_on": on,
    }  # fmt: skip
    if not words:
        mine = SchoolText.objects.filter(school_id=by.school_id, key=key, language=said.language)
        if version and not mine.filter(version=version).delete()[0]:
            raise TextMoved
    else:
        _written(by, text, said.language, version, fields, at)
    _noted(by, 0)


def _there(by: Membership, key: str) -> Text:
    by.must(Permission.SETTINGS_WRITE)
    text = texts.one(by.school_id, key)
    if text is None:
        raise NotYours("text")
    return text


def _written(
    by: Membership, text: Text, language: str, version: int, fields: dict[str, object],
    at: dt.datetime,
) -> None:  # fmt: skip
    mine = SchoolText.objects.filter(school_id=by.school_id, key=text.key, language=language)
    fields = fields | {"written_by_id": by.adult_id, "written_at": at}
    if version:
        if not mine.filter(version=version).update(version=version + 1, **fields):
            raise TextMoved
        return
    try:
        with transaction.atomic():
            SchoolText.objects.create(
                school_id=by.school_id, key=text.key, situation=text.situation, language=language,
                **fields,
            )  # fmt: skip
    except IntegrityError:
        raise TextMoved from None


def _take_away(by: Membership, key: str, version: int) -> None:
    mine = SchoolText.objects.filter(school_id=by.school_id, key=key)
    if not mine.filter(language=ENGLISH, version=version).exists():
        raise TextMoved
    mine.delete()


def _review(said: Translated, today: dt.date) -> tuple[str, dt.date | None]:
    who = " ".join(said.reviewed_by.replace("\x00", "").split())
    day = said.reviewed_on.strip()
    if len(who) > LONGEST_NAME:
        raise NotKept("That name is too long.", do=f"At most {LONGEST_NAME} letters.")
    if not who and not day:
        return "", None
    if not who or not day:
        raise NotKept(
            "A review needs a name and a day.", do="Say who read it and when, or leave both."
        )
    try:
        on = dt.date.fromisoformat(day)
    except ValueError:
        raise NotKept("That is no day.", do="Write it like 2026-11-24.") from None
    if on > today:
        raise NotKept("That day is still to come.", do="Say on which day it was read.")
    return who, on


def _words(text: str) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > LONGEST_TEXT:
        raise NotKept(
            f"There is too much here: {len(said)} letters, of {LONGEST_TEXT} that fit.",
            do="Keep the words one would really say.",
        )
    return said


def _noted(by: Membership, text: int) -> None:
    detail: dict[str, object] = {"texts": True} | ({"text": text} if text else {})
    trail.note(by, Verb.SETTINGS_SAID, about="school", ids=[by.school_id], detail=detail)
