"""What a line of Today says: why, and one small act. Never why a child was away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from belong.insight import words
from belong.insight.today_ahead import Ahead
from belong.insight.today_needs import Need
from belong.insight.today_rules import rules
from belong.insight.words import say, say_n

TITLES = {
    "welcome": "Welcome back",
    "planned": "What you planned",
    "notice": "Notice",
    "mind": "Keep in mind",
    "checkin": "Check in",
    "finish": "Finish well",
    "seen": "Somebody saw",
    "new": "New here",
    "hello": "Due a hello",
    "warm": "A warm word",
    "cover": "Be there for",
    "tomorrow": "A day that is different",
    "asked": "Somebody asked for you",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DONE = {
    "welcome": "I said hello",
    "planned": "Done",
    "notice": "I asked",
    "mind": "Done",
    "checkin": "Check in",
    "finish": "Finish well",
    "seen": "I asked",
    "new": "I said hello",
    "hello": "I said hello",
    "warm": "What I heard or saw",
    "cover": "I said good morning",
    "tomorrow": "I told them",
    "asked": "We talked",
}


def why(need: Need, ahead: Ahead, asked: dt.date) -> str:
    """Why a child is on the list."""
    if need.said:
        return need.said
    if need.kind == "notice":
        return say("Their marks show something new to be curious about.")
    if need.kind == "mind":
        return _mind(need)
    if need.back:
        return say_n(
            "Back today after {n} school day away.",
            "Back today after {n} school days away.",
            need.days,
        )
    return say_n(
        "Away on the last school day.", "Away for the last {n} school days.", need.days
    ) + (" " + _may_be_back(ahead, asked))


def _mind(need: Need) -> str:
    if need.here or not need.days:
        away = say_n(
            "Away for {n} school day so far.", "Away for {n} school days so far.", need.days
        )
        return say("Not here today.") if not need.days else away
    return say_n(
        "Not here today, nor on the school day before.",
        "Not here today, nor for the {n} school days before.",
        need.days,
    )


def _may_be_back(ahead: Ahead, asked: dt.date) -> str:
    if ahead.today:
        return say("They may be back today.")
    if ahead.day is None:
        return say("They may be there when school begins again.")
    return say("They may be back {when}.", when=when(ahead, asked))


def when(ahead: Ahead, asked: dt.date) -> str:
    """On Monday; on Mon 7 Dec 2026 where that is more than a week off; when school is back."""
    day = _day(ahead, asked)
    return day if ahead.day is None else say("on {day}", day=day)


def _day(ahead: Ahead, asked: dt.date) -> str:
    if ahead.day is None:
        return say("when school is back")
    near = (ahead.day - asked).days < len(DAYS)
    return say(DAYS[ahead.day.weekday()]) if near else words.day(ahead.day)


def act(need: Need, missed: int) -> str:
    """One small act.

    missed  lessons missed while they were away, 0 where none or nobody knows
    """
    if need.asks:
        return need.asks
    if need.kind == "notice":
        return say("Ask them the question on the card, when there is a quiet moment.")
    if need.kind == "mind":
        return say("Put aside one thing they will want when they are back.")
    glad = say("Say you are glad they are here.")
    if not missed:
        return f"{glad} {say('Ask if there is anything they would like to catch up, and when.')}"
    choice = say_n(
        "Ask if they would like to catch it up, and when.",
        "Ask what they would like to catch up first, and when.",
        missed,
    )
    return f"{glad} {choice}"


def missed_meanwhile(missed: Sequence[tuple[str, int]], taught: bool = False) -> str:
    """They missed 3 English, 2 Maths and 4 other lessons while away; "" for none.

    missed  lessons by subject, the most first; a subject missed once is not named among others
    taught  whether they are the lessons of whoever reads it
    """
    total = sum(n for _, n in missed)
    if not total:
        return ""
    named = [(subject, n) for subject, n in missed if subject and (n > 1 or len(missed) == 1)]
    named = named[: rules().subjects_named]
    rest = total - sum(n for _, n in named)
    parts = [f"{words.number(n)} {subject}" for subject, n in named]
    if rest and parts:
        parts.append(say("{n} other", n=words.number(rest)))
    last = rest or named[-1][1]
    what = say_n("{each} lesson", "{each} lessons", last, each=words.listed(parts) or str(total))
    if taught:
        return say("They missed {what} with you while away.", what=what)
    return say("They missed {what} while away.", what=what)


def planned_for(due: dt.date, ahead: Ahead, asked: dt.date) -> str:
    """When a planned act was meant for. Never that somebody is late."""
    if due == asked:
        return say("Planned for today.")
    if due < asked:
        meant = words.short_day(due)
        if ahead.today:
            return say("Planned for {day}. Today is as good a day.", day=meant)
        if ahead.day is None:
            return say("Planned for {day}. Any day will do, once school is back.", day=meant)
        return say("Planned for {day}. {other} is as good a day.", day=meant,
                   other=_day(ahead, asked))  # fmt: skip
    return say("Planned for {day}.", day=words.day(due))


COUNTED = {
    "welcome": ("{n} to welcome back", "{n} to welcome back"),
    "planned": ("{n} small act planned", "{n} small acts planned"),
    "notice": ("{n} to be curious about", "{n} to be curious about"),
    "mind": ("{n} to keep in mind", "{n} to keep in mind"),
    "checkin": ("{n} to check in with", "{n} to check in with"),
    "finish": ("{n} to finish the day with", "{n} to finish the day with"),
    "seen": ("{n} whom somebody saw", "{n} whom somebody saw"),
    "new": ("{n} who is new here", "{n} who are new here"),
    "hello": ("{n} due a hello", "{n} due a hello"),
    "warm": ("{n} for a warm word", "{n} for a warm word"),
    "cover": ("{n} whose key person is away", "{n} whose key persons are away"),
    "tomorrow": (
        "{n} for whom the next day is different",
        "{n} for whom the next day is different",
    ),
    "asked": ("{n} who asked to talk", "{n} who asked to talk"),
}
NAMED = 3
"""Kinds of acts a heading names; of more it names two and counts the others."""
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def heading(counts: Sequence[tuple[str, int]], done: int, ahead: Ahead, asked: dt.date) -> str:
    """What is true of the day: two to welcome back, one to keep in mind.

    counts  kinds in order, each with how many wait
    done    lines done already
    """
    some = [(kind, n) for kind, n in counts if n]
    if not some:
        return say("All done for today") if done else say("Nobody is waiting for you")
    named = some if len(some) <= NAMED else some[: NAMED - 1]
    parts = [_counted(COUNTED[kind], n) for kind, n in named]
    rest = sum(n for _, n in some) - sum(n for _, n in named)
    if rest:
        parts.append(_counted(("{n} other small act", "{n} other small acts"), rest))
    text = words.listed([parts[0], *(p[:1].lower() + p[1:] for p in parts[1:])])
    if ahead.today:
        return text
    return f"{words.capital(_day(ahead, asked))}: {text[:1].lower()}{text[1:]}"


def _counted(words_of: tuple[str, str], n: int) -> str:
    return say_n(*words_of, n).replace(words.number(n), say(_word(n)), 1)


def _word(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else words.number(n)


def lede(seconds: int, first: str) -> str:
    """How long it takes, and with whom to start; "" where nothing waits.

    first  the child at the top
    """
    minutes = max(1, round(seconds / 60))
    return say_n(
        "About a minute, if you like. Start with {first}.",
        "About {n} minutes, a little at a time. Start with {first}.",
        minutes, first=first,
    )  # fmt: skip


def passed_on(n: int) -> str:
    """What does not fit; "" for nobody."""
    if not n:
        return ""
    return say_n(
        "{n} more child today than fits into a day. Those who lead see whom nobody has room for.",
        "{n} more children today than fit into a day. Those who lead see whom nobody has room for.",
        n,
    )  # fmt: skip
