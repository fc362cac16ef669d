"""Words told and ways chosen, asked for. Whoever shows a child's name has noted the look."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from belong.practice.contact import sending
from belong.practice.contact.word_models import Word, WordWay


@dataclass(frozen=True)
class Page:
    """A professional's page of one child: its key, whose it is and what for."""

    key: int
    who: str
    purpose: str


def of_day(school_id: int, pupils: Collection[int], day: dt.date) -> dict[int, list[Word]]:
    """Words of a day by the key of each child, the earliest first; calls nobody answered as
    well."""
    every = Word.objects.filter(school_id=school_id, pupil__in=list(pupils), day=day)
    found: dict[int, list[Word]] = defaultdict(list)
    for one in every.select_related("by", "involvement").order_by("at", "pk"):
        found[one.pupil_id].append(one)
    return dict(found)


def told_on(school_id: int, day: dt.date) -> set[int]:
    """Keys of children of whom a word was told on a day; a call nobody answered told nothing."""
    every = Word.objects.filter(school_id=school_id, day=day, reached=True, pupil__merged_into=None)
    return set(every.values_list("pupil_id", flat=True))


def ways(school_id: int, pupils: Collection[int]) -> dict[int, WordWay]:
    """How each child's social worker wants to hear, by the child's key; none where nobody asked."""
    every = WordWay.objects.filter(school_id=school_id, pupil__in=list(pupils))
    return {one.pupil_id: one for one in every.select_related("said_by", "involvement")}


def pages(school_id: int, pupils: Collection[int]) -> dict[int, tuple[Page, ...]]:
    """Professionals' pages that are open, by the child's key."""
    found: dict[int, list[Page]] = defaultdict(list)
    for row in sending.open_pages(school_id, pupils):
        found[row.pupil_id].append(Page(row.pk, row.who, row.purpose))
    return {key: tuple(rows) for key, rows in found.items()}


def on_page(involvement_id: int, day: dt.date) -> list[tuple[str, dt.datetime, str]]:
    """Words that stand on one visit's page on a day, and when and by whom each was told."""
    every = Word.objects.filter(involvement=involvement_id, day=day).select_related("by")
    return [(one.said, one.at, one.by.name) for one in every.order_by("at", "pk")]
