"""The class round: what goes well for each child, what an adult wonders, and a word of their own.

Only their own adult goes through a form, child by child; who did not know what to write is asked
nowhere, and nothing is counted for a child.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.db.models import DateField, F, Max, Value
from django.utils import timezone

from belong.people import how_long, trail
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.voice.models import NamedWord, Round
from belong.practice.voice.round_models import LONGEST_THOUGHT
from belong.practice.voice.typed import Moved, NotKept, line

T = TypeVar("T", Round, NamedWord)
TERMS = ((1, "spring"), (4, "summer"), (8, "autumn"))
"""The first month of each."""


@dataclass(frozen=True)
class Thought:
    """What somebody writes of one child.

    version  of what they read before; 0 where nothing was written
    key      of what is changed; 0 for the first they wrote: more where two records became one
    """

    goes_well: str = ""
    wonder: str = ""
    version: int = 0
    key: int = 0


@dataclass(frozen=True)
class Given:
    """A word for one child, and how it reaches them. `version`, `key` as in a `Thought`."""

    words: str = ""
    how: str = NamedWord.How.SAID
    version: int = 0
    key: int = 0


def term(today: dt.date, begun: Iterable[dt.date] = ()) -> str:
    """The term of a day.

    begun  first days of the terms and half-terms the school named; the last one before the day, in
           its half-year, says which term it is. Without any the month does
    """
    near = [day for day in begun if 0 <= (today - day).days < 120]
    on = max(near, default=today)
    return f"{on.year}-{[name for month, name in TERMS if on.month >= month][-1]}"


@transaction.atomic
def keep(
    *, by: Membership, pupil: Pupil, term: str, thought: Thought, given: Given, at: dt.datetime
) -> tuple[Round | NamedWord | None, ...]:
    """Keep what somebody thought and their word for a child together, or neither of them: each as
    `think` and `give` keep it. What stood empty and is left empty is no part of it.

    returns  what was kept; None for each that was taken back
    raises   NotKept, Moved, PermissionDenied
    """
    kept: list[Round | NamedWord | None] = []
    gives = bool(given.version or given.words.strip())
    if thought.version or (thought.goes_well + thought.wonder).strip() or not gives:
        kept.append(think(by=by, pupil=pupil, term=term, thought=thought, at=at))
    if gives:
        kept.append(give(by=by, pupil=pupil, term=term, given=given, at=at))
    return tuple(kept)


@transaction.atomic
def think(
    *, by: Membership, pupil: Pupil, term: str, thought: Thought, at: dt.datetime
) -> Round | None:
    """Keep what goes well and what somebody wonders. The same words again are no change; two empty
    boxes take back what stood there.

    returns  None where it was taken back
    raises   NotKept, Moved with what stands, PermissionDenied
    """
    by.must(Permission.CLASS_ROUND, of=pupil)
    well = line(thought.goes_well, "what goes well", LONGEST_THOUGHT, needed=False)
    wonder = line(thought.wonder, "what you wonder", LONGEST_THOUGHT, needed=False)
    kept = _locked(Round, by, pupil, term, thought.key)
    if kept is None and not well + wonder:
        raise NotKept("Nothing is written yet.", do="Write a few words in one of the boxes.")
    if kept is not None and (kept.goes_well, kept.wonder) == (well, wonder):
        return kept
    if (kept.version if kept else 0) != thought.version:
        raise Moved(" ".join((kept.goes_well, kept.wonder)).strip() if kept else "")
    return _keep(
        kept or _begun(Round, by, pupil, term), by,
        {"goes_well": well, "wonder": wonder, "at": at} if well + wonder else None,
        Verb.ROUND_SAID,
    )  # fmt: skip


@transaction.atomic
def give(
    *, by: Membership, pupil: Pupil, term: str, given: Given, at: dt.datetime
) -> NamedWord | None:
    """Keep a word for one child, and how it reaches them. An empty box takes it back.

    returns  None where it was taken back
    raises   NotKept, Moved with what stands, PermissionDenied
    """
    by.must(Permission.CLASS_ROUND, of=pupil)
    kept = _locked(NamedWord, by, pupil, term, given.key)
    words = line(given.words, "the word for them", LONGEST_THOUGHT, needed=kept is None)
    if given.how not in set(NamedWord.How):
        raise NotKept("How they get it is not chosen.", do="Choose one of the three.")
    if kept is not None and (kept.words, kept.how) == (words, given.how):
        return kept
    if (kept.version if kept else 0) != given.version:
        raise Moved(kept.words if kept else "")
    later = given.how == NamedWord.How.LATER
    day = None if later else (kept and kept.given_on) or timezone.localdate(at)
    return _keep(
        kept or _begun(NamedWord, by, pupil, term), by,
        {"words": words, "how": given.how, "given_on": day, "at": at} if words else None,
        Verb.NAMED_WORD,
    )  # fmt: skip


def _locked(kind: type[T], by: Membership, pupil: Pupil, term: str, key: int) -> T | None:
    """What somebody wrote of a child in a term. Who writes at the same moment in a second window
    waits at the child's row, so that neither writes over the other."""
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    rows = all_of_mine(kind, by, [pupil.pk], term)
    if key and key not in {row.pk for row in rows}:
        raise Moved("")
    return next((row for row in rows if row.pk == key or not key), None)


def _begun(kind: type[T], by: Membership, pupil: Pupil, term: str) -> T:
    return kind(school_id=by.school_id, pupil=pupil, term=term, by_id=by.adult_id, version=0)


def _keep(row: T, by: Membership, said: dict[str, object] | None, verb: Verb) -> T | None:
    """Write a row down, or take it back where nothing is said; the trail has keys alone."""
    if said is None:
        key = row.pk
        row.delete()
        trail.note(by, verb, ids=[row.pupil_id], detail={"round": key, "did": "taken back"})
        return None
    for name, value in said.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    trail.note(by, verb, ids=[row.pupil_id], detail={"round": row.pk})
    return row


def of_mine(by: Membership, pupil_ids: Collection[int], term: str) -> dict[int, Round]:
    """What somebody wrote of some children in a term, by the child's key."""
    return {one.pupil_id: one for one in reversed(all_of_mine(Round, by, pupil_ids, term))}


def words_of_mine(by: Membership, pupil_ids: Collection[int], term: str) -> dict[int, NamedWord]:
    """The words somebody gave some children in a term, by the child's key."""
    return {one.pupil_id: one for one in reversed(all_of_mine(NamedWord, by, pupil_ids, term))}


def all_of_mine(kind: type[T], by: Membership, pupil_ids: Collection[int], term: str) -> list[T]:
    """Everything of a kind that somebody wrote of some children in a term, the first first: more
    than one of a child whose two records became one."""
    mine = kind.objects.filter(pupil__in=pupil_ids, term=term, by=by.adult_id)
    return list(mine.order_by("nth"))


Row = tuple[str, str, str, dt.datetime, str, int, dt.date | None]
"""`thought` or `word`; what goes well or the words; what is wondered or how; when it was written or
changed last; whose; their key; the day a word reached the child, null before that and of a thought.
"""


def of_child(pupil_id: int) -> list[Row]:
    """Everything of one child, the newest first. Whoever shows it has noted the look before."""
    thoughts = Round.objects.filter(pupil=pupil_id).values_list(
        Value("thought"), "goes_well", "wonder", "at", "by__name", "by_id",
        Value(None, output_field=DateField()),
    )  # fmt: skip
    given = NamedWord.objects.filter(pupil=pupil_id).values_list(
        Value("word"), "words", F("how"), "at", "by__name", "by_id", "given_on"
    )
    found: list[Row] = list(thoughts.union(given, all=True))
    return sorted(found, key=lambda row: row[3], reverse=True)


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Two records of one child became one: every word follows the child, also where one adult wrote
    of both in one term."""
    for kind in (Round, NamedWord):
        for row in kind.objects.filter(pupil=goes).order_by("nth"):
            same = kind.objects.filter(pupil=stays, term=row.term, by=row.by_id)
            last = same.aggregate(last=Max("nth"))["last"]
            row.pupil, row.nth = stays, 0 if last is None else last + 1
            row.save(update_fields=["pupil", "nth"])


def swept(*, today: dt.date, **_more: object) -> None:
    """What was written too long ago to help is gone."""
    first = how_long.first_day("round", today)
    for kind in (Round, NamedWord):
        kind.objects.filter(at__date__lt=first).delete()
