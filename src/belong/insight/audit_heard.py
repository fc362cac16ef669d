"""What pupils, families and staff said in closed surveys, beside a statement of a look."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from belong.insight import audiences, survey_shares, words
from belong.insight.survey_shares import Share
from belong.insight.words import say
from belong.people.models import School
from belong.practice.voice import pulse, results
from belong.practice.voice.models import Survey
from belong.practice.voice.results_models import EVERYBODY, Released

SAYS = {"strong": "Most agree", "some": "Some agree", "notyet": "Few agree"}


@dataclass(frozen=True)
class HeardLine:
    """What one group that was asked said of the same thing, as its released table has it.

    title  who was asked; level a shape (strong, some, notyet, unknown); words the released sentence
    """

    title: str
    level: str
    word: str
    words: str


Heard = Mapping[str, tuple[HeardLine, ...]]


def heard(school: School) -> Heard:
    """What the latest closed pulse of pupils, of families and of staff says, by the statement of a
    look it speaks to. A statement nobody asked about is not in it."""
    found: dict[str, tuple[HeardLine, ...]] = {}
    latest = results.latest(school.pk)
    for who in (each for each in audiences.WHO if each in latest):
        survey, title = latest[who], _title(school, who)
        lines = {one.question: one for one in results.counts(survey) if one.group == EVERYBODY}
        for said in pulse.pulse().statements:
            line = _line(survey, title, said.said_to(who), lines.get(said.key))
            for item in said.speaks_to:
                found[item] = (*found.get(item, ()), line)
    return found


def _title(school: School, who: str) -> str:
    return say("Staff, without names") if who == "staff" else audiences.named(school, who)


def _line(survey: Survey, who: str, statement: str, line: Released | None) -> HeardLine:
    statement = statement.rstrip(".")
    on = words.day(survey.closed_on or survey.closes_on)
    share = survey_shares.agreeing(line) if line else None
    if share is None:
        told = say("“{statement}”: too little is told to say ({day}).", statement=statement, day=on)
        return HeardLine(who, "unknown", say("We cannot tell"), told)
    level = level_of(share)
    told = say(
        "“{statement}”: {about} of {of} who answered agree ({day}).", statement=statement,
        about=words.about(share.about), of=words.number(share.of), day=on,
    )  # fmt: skip
    return HeardLine(who, level, say(SAYS[level]), told)


def level_of(share: Share) -> str:
    """strong, some or notyet: the whole range has to lie on one side, else it is some.

    source  audit_heard.toml
    """
    limits = _limits()
    if share.low >= limits["strong_from"]:
        return "strong"
    return "notyet" if share.high <= limits["few_to"] else "some"


@cache
def _limits() -> Mapping[str, float]:
    said = tomllib.loads((files(__package__) / "audit_heard.toml").read_text(encoding="utf-8"))
    return {name: float(said[name]) for name in ("strong_from", "few_to")}
