"""What an early warning says: one sentence that can be read aloud, and one warm next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from belong.insight import words
from belong.insight.early_warnings import EarlyWarning
from belong.insight.words import say, say_n

SESSIONS_A_DAY = 2
ASKS = {
    "seen": "Sit beside them, and ask what school is like just now.",
    "suspension": "Welcome them. Today starts afresh.",
    "back": "Say you are glad they are back, and ask what would make this week easier.",
    "lately": "Find a quiet moment and ask how things are.",
    "last_year": "Ask what helped them to come last year, and what would help now.",
    "spells": "Ask how mornings are just now. The days away can wait.",
    "unexplained": "Ring home to hear how they all are. The reason can come second.",
    "later": "Say you are glad they came, and ask what the way to school is like.",
    "events": "Spend two minutes with them on something they like, and ask how school is just now.",
    "pattern": "Ask the question on the card, when there is a quiet minute.",
    "change": "Make sure the two have met, and ask whom they would like to go to.",
}


def why(one: EarlyWarning) -> str:
    """The rule, with this child's numbers."""
    return WHY[one.rule](one)


def asks(found: Sequence[EarlyWarning]) -> str:
    """One next step, of what comes first."""
    return say(ASKS[found[0].rule])


def _seen(one: EarlyWarning) -> str:
    return say_n(
        "A hard moment of {n} day within two weeks was kept.",
        "Hard moments of {n} days within two weeks were kept.",
        one.facts["times"],
    )


def _suspension(one: EarlyWarning) -> str:
    return say("Back since {day}, after a suspension.", day=words.short_day(one.since))


def _back(one: EarlyWarning) -> str:
    days = one.facts["missed"] // SESSIONS_A_DAY
    return say("Back after {n} school days away.", n=words.number(days))


def _lately(one: EarlyWarning) -> str:
    return say(
        "Missed {n} of the last {of} sessions, and {earlier} of the {before} before.",
        n=words.number(one.facts["missed"]),
        **_against(one.facts),
    )


def _against(facts: Mapping[str, int]) -> dict[str, str]:
    """What a share is held beside: the child's own time before, as long as the rule asks."""
    earlier = words.number(facts["earlier"]) if facts["earlier"] else say("none")
    return {"earlier": earlier, "of": words.number(facts["of"]),
            "before": words.number(facts["before"])}  # fmt: skip


def _last_year(one: EarlyWarning) -> str:
    return say(
        "Missed {then} of {possible} sessions last year, and {missed} of the first {of} this year.",
        **{name: words.number(n) for name, n in one.facts.items()},
    )


def _spells(one: EarlyWarning) -> str:
    return say_n(
        "Away {n} time within six school weeks.",
        "Away {n} separate times within six school weeks.",
        one.facts["spells"],
    )


def _unexplained(one: EarlyWarning) -> str:
    return say_n("{n} session of the last six school weeks has no reason yet.",
                 "{n} sessions of the last six school weeks have no reason yet.",
                 one.facts["sessions"])  # fmt: skip


def _later(one: EarlyWarning) -> str:
    return say(
        "Late for {n} of the last {of} arrivals, and for {earlier} of the {before} before.",
        n=words.number(one.facts["late"]),
        **_against(one.facts),
    )


def _events(one: EarlyWarning) -> str:
    return say_n(
        "{n} event written down in the last {days} school days, and {earlier} in the {before}"
        " before; no warm word beside it.",
        "{n} events written down in the last {days} school days, and {earlier} in the {before}"
        " before; no warm word beside them.",
        one.facts["now"],
        days=words.number(one.facts["days"]),
        earlier=words.number(one.facts["earlier"]) if one.facts["earlier"] else say("none"),
        before=words.number(one.facts["before"]),
    )


def _pattern(one: EarlyWarning) -> str:
    return say("Their marks show something to be curious about, first seen in the week of {day}.",
               day=words.short_day(one.since))  # fmt: skip


def _change(one: EarlyWarning) -> str:
    return say("Somebody else became their tutor, class teacher or key person on {day}.",
               day=words.short_day(one.since))  # fmt: skip


WHY = {
    "seen": _seen, "suspension": _suspension, "back": _back, "lately": _lately,
    "last_year": _last_year, "spells": _spells, "unexplained": _unexplained, "later": _later,
    "events": _events,
    "pattern": _pattern, "change": _change,
}  # fmt: skip
