"""Words that help: what one could say, when; and warm messages home, in languages in which somebody
has read them. No child is on it, and nothing is sent from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from belong.insight import words
from belong.insight.words import say
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.contact import texts
from belong.practice.contact.shipped import Language, Situation, library
from belong.practice.contact.texts import Text, Translation
from belong.practice.contact.word_models import LONGEST_NAME, LONGEST_TEXT


@dataclass(frozen=True)
class InOther:
    """A message in another language that may be copied, and who read it."""

    language: Language
    words: str
    read_by: str


@dataclass(frozen=True)
class Saying:
    """One text to read; `others` for messages home."""

    key: str
    title: str
    words: str
    others: tuple[InOther, ...]


@dataclass(frozen=True)
class Group:
    """What fits one situation; never empty."""

    key: str
    title: str
    home: bool
    sayings: tuple[Saying, ...]


@dataclass(frozen=True)
class WordsThatHelp:
    """The page's answer.

    hidden  texts the school keeps off the page, for whoever may change them
    """

    groups: tuple[Group, ...]
    hidden: tuple[Saying, ...]
    may_change: bool


def ask(by: Membership) -> WordsThatHelp:
    """The page, as the school of whoever asks has it."""
    every = texts.of_school(by.school_id)
    shown = [one for one in every if not one.hidden]
    may = by.may(Permission.SETTINGS_WRITE)
    hidden = tuple(_saying(one) for one in every if one.hidden) if may else ()
    return WordsThatHelp(tuple(_groups(shown)), hidden, may)


def _groups(shown: list[Text]) -> Iterator[Group]:
    for key, situation in library().situations.items():
        found = tuple(_saying(one) for one in shown if one.situation == key)
        if found:
            yield Group(key, say(situation.title), situation.home, found)


def _saying(text: Text) -> Saying:
    """The words of a school stand as they were typed; shipped ones in the reader's language."""
    own = say(text.words) if text.words == text.shipped else text.words
    others = tuple(_other(one) for one in text.translations if one.offered)
    return Saying(text.key, say(text.title) if text.title else "", own, others)


def _other(one: Translation) -> InOther:
    day = words.day(one.reviewed_on) if one.reviewed_on else ""
    read = say("Read by {who}, {day}.", who=one.reviewed_by, day=day)
    return InOther(one.language, one.words, read)


@dataclass(frozen=True)
class Changing:
    """The page on which one text is changed.

    text       as it stands; None for a new one
    since      who wrote the school's copy and when; "" for the shipped words
    home       whether it is a message home, which may be held in other languages
    languages  those in which there is no translation yet
    """

    text: Text | None
    since: str
    home: bool
    situations: tuple[Situation, ...]
    languages: tuple[Language, ...]
    longest: int = LONGEST_TEXT
    name_longest: int = LONGEST_NAME


def changing(by: Membership, key: str) -> Changing | None:
    """The page of one text, or of a new one where the key is ""; None where there is no such text.

    raises  PermissionDenied
    """
    by.must(Permission.SETTINGS_WRITE)
    every = library()
    text = texts.one(by.school_id, key) if key else None
    if key and text is None:
        return None
    have = {one.language.key for one in text.translations} if text else set()
    since = ""
    if text is not None and text.on is not None:
        since = say("{who}, {day}", who=text.who, day=words.day(text.on))
    return Changing(
        text, since, bool(text and every.situations[text.situation].home),
        tuple(every.situations.values()),
        tuple(one for one in every.languages.values() if one.key not in have),
    )  # fmt: skip
