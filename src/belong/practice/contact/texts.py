"""Texts of a school, asked for: the shipped ones, each as the school changed it, and its own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from belong.practice.contact.shipped import ENGLISH, Language, Shipped, library
from belong.practice.contact.word_models import SchoolText


@dataclass(frozen=True)
class Translation:
    """A message in another language.

    reviewed_by, reviewed_on  who read it and when; "" and None where nobody did
    stale  whether the English has changed since it was translated
    """

    language: Language
    words: str
    reviewed_by: str
    reviewed_on: dt.date | None
    stale: bool
    version: int

    @property
    def offered(self) -> bool:
        """Whether it may be copied: somebody who speaks it read it, and it says what the English
        says."""
        return bool(self.words and self.reviewed_by and not self.stale)


@dataclass(frozen=True)
class Text:
    """One text in English, as it stands at a school.

    shipped  the words that came with Belong; "" for one of the school's own
    version  of the school's own copy; 0 where there is none
    who, on  who wrote the school's copy, and when; "" and None where there is none
    """

    key: str
    situation: str
    title: str
    words: str
    shipped: str
    hidden: bool
    version: int
    who: str
    on: dt.date | None
    translations: tuple[Translation, ...] = ()


def of_school(school_id: int) -> list[Text]:
    """Every text of a school, hidden ones too: the shipped in their order, then its own."""
    rows = SchoolText.objects.filter(school_id=school_id).select_related("written_by")
    of: dict[str, list[SchoolText]] = defaultdict(list)
    for row in rows.order_by("pk"):
        of[row.key].append(row)
    shipped = library().texts
    own = [key for key in of if key not in shipped]
    every = [_text(key, shipped.get(key), of[key]) for key in (*shipped, *own)]
    return [one for one in every if one is not None]


def one(school_id: int, key: str) -> Text | None:
    """One text of a school; None where there is none."""
    return next((text for text in of_school(school_id) if text.key == key), None)


def said_at_gate(school_id: int) -> list[str]:
    """The words of the situations of the gate, in the order of the page."""
    at_gate = [key for key, one in library().situations.items() if one.at_gate]
    texts = [one for one in of_school(school_id) if not one.hidden]
    return [one.words for situation in at_gate for one in texts if one.situation == situation]


def _text(key: str, shipped: Shipped | None, rows: Sequence[SchoolText]) -> Text | None:
    mine = next((row for row in rows if row.language == ENGLISH), None)
    words = (mine.words if mine else "") or (shipped.words if shipped else "")
    if not words:
        return None
    return Text(
        key=key,
        situation=shipped.situation if shipped else mine.situation if mine else "",
        title=shipped.title if shipped else "",
        words=words,
        shipped=shipped.words if shipped else "",
        hidden=bool(mine and mine.hidden),
        version=mine.version if mine else 0,
        who=mine.written_by.name if mine else "",
        on=mine.written_at.date() if mine else None,
        translations=tuple(_translation(row, words) for row in rows if row.language != ENGLISH
                           and row.language in library().languages),
    )  # fmt: skip


def _translation(row: SchoolText, words: str) -> Translation:
    return Translation(
        library().languages[row.language], row.words, row.reviewed_by, row.reviewed_on,
        row.of_words != words, row.version,
    )  # fmt: skip
