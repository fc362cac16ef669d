"""Evidence that Belong can offer: evidence.toml says what each is, counts.py counts it.

Each is a sentence of two counts with its formula and a day. Nobody is named or ranked.
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
from belong.people.models import Membership
from belong.people.permissions import Permission

FEW = 30
"""In a smaller group, nobody and everybody is a statement about each."""


@dataclass(frozen=True)
class Definition:
    """One kind of evidence; the fields as evidence.toml says them. days: about days, no child."""

    key: str
    says: str
    rounded: str
    formula: str
    needs: Permission
    days: bool = False


@dataclass(frozen=True)
class Offer:
    """Evidence as it reads on a day.

    exact    for who may see the children behind it
    rounded  for everybody else; "" where it says too little of too few
    """

    key: str
    exact: str
    rounded: str
    formula: str
    as_of: dt.date


@cache
def definitions() -> Mapping[str, Definition]:
    """Every kind of evidence by its key."""
    said = tomllib.loads((files(__package__) / "evidence.toml").read_text(encoding="utf-8"))
    return {
        key: Definition(
            key, one["says"], one["rounded"], one["formula"], Permission[one["needs"]],
            one.get("days", False),
        )
        for key, one in said["evidence"].items()
    }  # fmt: skip


def may_see_rows(by: Membership, key: str) -> bool:
    """Whether somebody may see each child behind a kind of evidence: then true counts are nothing
    new to them. For a key nobody knows any more: no."""
    found = definitions().get(key)
    return found is not None and by.whose(found.needs).everybody


def offer(desk: Desk, key: str) -> Offer | None:
    """Evidence of a school on the day of a desk that reaches all of it; None where there is
    nothing to count, for a key nobody knows, and for a desk that reaches less."""
    found = definitions().get(key)
    if found is None or not desk.whom.everybody:
        return None
    share = counts.COUNTED[key](desk)
    if share is None or share.whole == 0:
        return None
    days = today_hello.after_days(desk)
    exact = say(
        found.says, part=words.number(share.part), whole=words.number(share.whole), hello_days=days
    )  # fmt: skip
    return Offer(key, exact, rounded(found, share, days), say(found.formula), desk.asked)


def rounded(definition: Definition, share: Share, hello_days: int) -> str:
    """The sentence fit for anybody; "" where it would point at somebody. Its share is made of
    rounded counts, and nobody or everybody is told only of groups that are large enough.

    hello_days  school days after which a hello is due, for what speaks of those
    """
    if definition.days:
        return say(definition.rounded, part=share.part, whole=share.whole)
    part, whole = safe_count(share.part), safe_count(share.whole)
    if part is None or whole is None:
        return ""
    percent = round(100 * part / whole)
    if percent >= 100 and share.whole < FEW:
        return ""
    share_said = min(percent, 100)
    return say(
        definition.rounded, share=share_said, whole=words.number(whole), hello_days=hello_days
    )  # fmt: skip
