"""Who says what of the school, in words: by group and by name, differences first. Nothing is added
up, and nobody is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from belong.insight import words
from belong.insight.audit_heard import HeardLine
from belong.insight.words import say
from belong.practice.audit.models import Group, Rag, Rating

RAGS = {
    Rag.STRONG: "Strong", Rag.SOME: "Some", Rag.NOT_YET: "Not yet", Rag.CANNOT_SAY: "I cannot say",
}  # fmt: skip
MEANS = {
    Rag.STRONG: "it happens, and we can show it", Rag.SOME: "it happens in places",
    Rag.NOT_YET: "we cannot show it", Rag.CANNOT_SAY: "I do not see enough of it",
}  # fmt: skip
GROUPS: Mapping[str, str] = {
    Group.LEADERS: "Leaders", Group.STAFF: "Staff", Group.GOVERNORS: "Governors",
}  # fmt: skip
STANDING = {Rag.STRONG: 2, Rag.SOME: 1, Rag.NOT_YET: 0}
IN_A_SENTENCE = {Rag.STRONG: "strong", Rag.SOME: "some", Rag.NOT_YET: "not yet"}
FAR, APART, SAME, NOBODY = 3, 2, 1, 0
"""How far apart people are; the furthest is talked about first."""


@dataclass(frozen=True)
class Mark:
    """How true something is: its shape (strong, some, notyet or unknown), its word, what it means.

    value  as a form sends it
    """

    value: str
    level: str
    word: str
    means: str = ""


@dataclass(frozen=True)
class Voice:
    """One person and why; "" for no reason given."""

    name: str
    note: str


@dataclass(frozen=True)
class Said:
    """Those of one group who say the same."""

    mark: Mark
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class GroupSaid:
    """What one group says, the strongest first."""

    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Difference:
    """Where people stand to each other.

    rank  one of FAR, APART, SAME and NOBODY
    """

    rank: int
    sentence: str


def mark(rag: str) -> Mark:
    """A rating as a page shows it. Raises ValueError for any other text."""
    one = Rag(rag)
    level = "unknown" if one == Rag.CANNOT_SAY else one.value
    return Mark(one.value, level, say(RAGS[one]), say(MEANS[one]))


def marks(cannot_say: bool = True) -> tuple[Mark, ...]:
    """What can be chosen, in order."""
    return tuple(mark(one) for one in Rag if cannot_say or one != Rag.CANNOT_SAY)


def by_group(ratings: Sequence[Rating]) -> tuple[GroupSaid, ...]:
    """What each group says, by name. A group of which nobody said anything is not there."""
    found = []
    for group in Group:
        of = [one for one in ratings if one.taker.group == group]
        said = [
            Said(mark(rag), tuple(Voice(o.taker.adult.name, o.note) for o in of if o.rag == rag))
            for rag in Rag
        ]
        if of:
            found.append(GroupSaid(say(GROUPS[group]), tuple(s for s in said if s.voices)))
    return tuple(found)


def difference(ratings: Sequence[Rating], heard: Sequence[HeardLine] = ()) -> Difference:
    """Where people see it differently, in a sentence. Who cannot say is no difference.

    heard  what those said who were asked in a survey: where they say less, agreeing is no good news
    """
    by = _by(ratings)
    every = set().union(*by.values()) if by else set()
    if not every:
        return Difference(NOBODY, say("None of us has said yet how true this is."))
    if len(every) == 1:
        return _agreed(Rag(next(iter(every))), heard)
    heights = [STANDING[Rag(rag)] for rag in every]
    rank = FAR if max(heights) - min(heights) > 1 else APART
    return Difference(rank, " ".join([_apart(by), say("Talk about this.")]))


def apart(ratings: Sequence[Rating]) -> str:
    """What each group says where not all say the same; "" where they do."""
    by = _by(ratings)
    return _apart(by) if by and len(set().union(*by.values())) > 1 else ""


def _by(ratings: Sequence[Rating]) -> dict[str, set[str]]:
    by: dict[str, set[str]] = {}
    for one in ratings:
        if one.rag != Rag.CANNOT_SAY:
            by.setdefault(one.taker.group, set()).add(one.rag)
    return by


def _agreed(rag: Rag, heard: Sequence[HeardLine]) -> Difference:
    less = [
        one.title for one in heard
        if one.level in STANDING and STANDING[Rag(one.level)] < STANDING[rag]
    ]  # fmt: skip
    if not less:
        return Difference(SAME, _agreement(rag))
    return Difference(APART, say(
        "All of us who answered say {said}. Those who were asked in a survey say less: {who}."
        " Talk about this.", said=say(IN_A_SENTENCE[rag]), who=words.listed(less),
    ))  # fmt: skip


def _agreement(rag: str) -> str:
    if rag == Rag.STRONG:
        return say("All who answered say strong. Agreement is good news: say what shows it.")
    if rag == Rag.SOME:
        return say("All who answered say some. Agreement is good news. It means you can start.")
    return say("All who answered say not yet. Agreement is good news. It means you can start.")


def _apart(by: dict[str, set[str]]) -> str:
    return " ".join([
        say("{group} say {said}.", group=say(GROUPS[group]), said=_listed(by[group]))
        for group in Group if group in by
    ])  # fmt: skip


def _listed(rags: set[str]) -> str:
    found = [say(word) for rag, word in IN_A_SENTENCE.items() if rag in rags]
    return words.listed(found)
