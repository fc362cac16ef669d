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
from belong.practice.curiosity.models import Arrival, Observation

NEAR = ("child", "form")
"""How close somebody is who is asked for a quiet minute: not whoever teaches a class."""
TOLD = 2
"""Words told of one child; the rest stands on their page."""
PLACES = {
    "gate": "at the gate", "office": "at the office", "crossing": "at the crossing",
    "breakfast": "at breakfast", "classroom": "in the classroom", "corridor": "in the corridor",
    "lunch": "at lunch", "home": "going home",
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
    if not near or not by.may(Permission.OBSERVATIONS_READ):
        return []
    told: dict[int, list[Observation | Arrival]] = defaultdict(list)
    every: list[Observation | Arrival] = [*_hard_arrivals(desk)]
    for one in [*every, *queries.hard_of_day(by.school_id, today)]:
        if one.pupil_id in near and one.by_id != by.adult_id:
            told[one.pupil_id].append(one)
    may = desk.among(told.keys(), Permission.OBSERVATIONS_READ)
    return [_need(pupil, found) for pupil, found in told.items() if pupil in may]


def _hard_arrivals(desk: Desk) -> list[Arrival]:
    return [a for a in queries.arrivals(desk.by.school_id, desk.asked) if a.how in CAME]


def _need(pupil: int, found: Sequence[Observation | Arrival]) -> Need:
    newest = sorted(found, key=lambda one: one.at, reverse=True)
    said = " ".join(in_a_line(one) for one in newest[:TOLD])
    return Need(pupil, "seen", said=said, asks=_asks(newest[0]))


def _asks(one: Observation | Arrival) -> str:
    if isinstance(one, Arrival):
        return say(ASKS[one.how])
    thing = things.rules().things.get(one.what)
    return say(thing.asks) if thing and thing.asks else ""


def in_a_line(one: Observation | Arrival) -> str:
    """Mrs Kaur at the gate, 8:41: coaxed at the door. “My tummy.”"""
    clock = words.moment(one.at).rsplit(", ", 1)[-1]
    if isinstance(one, Arrival):
        return say("{who} at the gate, {at}: {came}.", who=one.by.name, at=clock,
                   came=say(CAME[one.how]))  # fmt: skip
    line = say("{who} {where}, {at}: {saw}.", who=one.by.name, where=say(PLACES[one.where]),
               at=clock, saw=in_words(one.what, small=True))  # fmt: skip
    quoted = f"“{one.word}”" if one.word else ""
    return " ".join(part for part in (line, quoted, one.note) if part)


def in_words(what: str, small: bool = False) -> str:
    """A thing that was seen, as the page says it.

    small  whether it stands within a sentence
    """
    thing = things.rules().things.get(what)
    said = say(thing.said) if thing else say("Something was seen")
    return said[:1].lower() + said[1:] if small else said
