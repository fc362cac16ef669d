"""Evidence that Belong can offer: evidence.toml says what each is, counts.py counts it.

Each is a sentence of two counts with its formula and a day. Nobody is named or ranked. It is
projected, printed and read by governors, so it reads the same for everybody.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from belong.basics.disclosure import safe_count
from belong.insight import today_hello, words
from belong.insight.desk import Desk
from belong.insight.evidence import counts
from belong.insight.evidence.counts import Share
from belong.insight.words import say

FEW = 30
"""In a smaller group, nobody and everybody is a statement about each."""


@dataclass(frozen=True)
class Definition:
    """One kind of evidence; the fields as evidence.toml says them. days: about days, no child."""

    key: str
    says: str
    nobody: str
    formula: str
    days: bool = False


@dataclass(frozen=True)
class Offer:
    """Evidence as it reads on a day, fit for anybody.

    sentence  "" where any would point at somebody
    written   whether somebody wrote any of it down: what nobody wrote shows nothing of a school
    """

    key: str
    sentence: str
    written: bool
    formula: str
    as_of: dt.date


@cache
def definitions() -> Mapping[str, Definition]:
    """Every kind of evidence by its key."""
    said = tomllib.loads((files(__package__) / "evidence.toml").read_text(encoding="utf-8"))
    return {
        key: Definition(key, one["says"], one["nobody"], one["formula"], one.get("days", False))
        for key, one in said["evidence"].items()
    }


def offer(desk: Desk, key: str) -> Offer | None:
    """Evidence of a school on the day of a desk that reaches all of it; None where there is
    nothing to count, for a key nobody knows, and for a desk that reaches less."""
    found = definitions().get(key)
    if found is None or not desk.whom.everybody:
        return None
    share = counts.COUNTED[key](desk)
    if share is None or share.whole == 0:
        return None
    sentence = told(found, share, today_hello.after_days(desk))
    return Offer(key, sentence, share.part > 0, say(found.formula), desk.asked)


def told(definition: Definition, share: Share, hello_days: int) -> str:
    """The sentence fit for anybody, wherever it stands; "" where it would point at somebody. Its
    counts are rounded, and nobody or everybody is told only of groups that are large enough.

    hello_days  school days after which a hello is due, for what speaks of those
    """
    few = share.whole < FEW and not definition.days
    part, whole = safe_count(share.part), safe_count(share.whole)
    if share.part == 0 and not few:
        return say(definition.nobody, hello_days=hello_days)
    if definition.days:
        return say(definition.says, part=share.part, whole=share.whole)
    if whole is None or (few and part is not None and part >= whole):
        return ""
    return say(
        definition.says, part=words.about(part), whole=words.about(whole), hello_days=hello_days
    )
