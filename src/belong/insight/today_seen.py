"""What somebody saw today, for those who are close to the child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.today_needs import Need
from belong.insight.words import say
from belong.people.permissions import Permission
from belong.practice.curiosity import queries, things
from belong.practice.curiosity.models import Observation
from belong.practice.curiosity.queries import Hard

NEAR = ("child", "form")
"""How close somebody is who is asked for a quiet minute: not whoever teaches a class."""
TOLD = 2
"""Words told of one child; the rest stands on their page."""
PLACES = {
    "gate": "at the gate", "office": "at the office", "crossing": "at the crossing",
    "breakfast": "at breakfast", "classroom": "in the classroom", "corridor": "in the corridor",
    "lunch": "at lunch", "home": "going home",
    "parent": "told by a parent",
}  # fmt: skip
CAME = {
    "struggling": "came in struggling, and needs a quiet start",
    "tried": "tried to come in, and could not yet. That is effort",
}
ASKS = {
    "struggling": "Make room for a quiet start, and ask what would help.",
    "tried": "Let them know you heard that they tried. Ask what would make it easier.",
}


def of_day(desk: Desk, close: Mapping[int, str]) -> list[Need]:
    """Whom somebody else saw having a hard time today, of the children one adult is close to.

    close  how, by the key of each child
    """
    by, today = desk.by, desk.asked
    near = {pupil for pupil, how in close.items() if how in NEAR}
    if not near:
        return []
    told: dict[int, list[Hard]] = defaultdict(list)
    for one in queries.hard_of_day(by.school_id, today):
        if one.pupil in near and one.adult != by.adult_id:
            told[one.pupil].append(one)
    may = desk.among(told.keys(), Permission.OBSERVATIONS_READ)
    return [_need(pupil, found) for pupil, found in told.items() if pupil in may]


def _need(pupil: int, newest: Sequence[Hard]) -> Need:
    said = " ".join(in_a_line(one) for one in newest[:TOLD])
    return Need(pupil, "seen", said=said, asks=_asks(newest[0]), at=newest[0].at)


def _asks(one: Hard) -> str:
    if one.where == queries.CAME:
        return say(ASKS[one.what])
    return say(things.rules().things[one.what].asks)


def in_a_line(one: Hard) -> str:
    """Mrs Kaur at the gate, 8:41: coaxed at the door. “My tummy.”"""
    clock = words.moment(one.at).rsplit(", ", 1)[-1]
    if one.where == queries.CAME:
        return say("{who} at the gate, {at}: {came}.", who=one.who, at=clock,
                   came=say(CAME[one.what]))  # fmt: skip
    line = say("{who_where}, {at}: {saw}.", who_where=who_where(one.who, one.where), at=clock,
               saw=in_words(one.what, small=True))  # fmt: skip
    quoted = f"“{one.word}”" if one.word else ""
    return " ".join(part for part in (line, quoted, one.note) if part)


def who_where(who: str, where: str) -> str:
    """Harjit Kaur at the gate; Harjit Kaur, told by a parent."""
    text = "{who}, {where}" if where == Observation.Where.PARENT else "{who} {where}"
    return say(text, who=who, where=say(PLACES[where]))


def in_words(what: str, small: bool = False) -> str:
    """A thing that was seen, as the page says it.

    small  whether it stands within a sentence
    """
    thing = things.rules().things.get(what)
    said = say(thing.said) if thing else say("Something was seen")
    return said[:1].lower() + said[1:] if small else said
