"""Check-ins agreed with one child."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from belong.insight import words
from belong.insight.words import say
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.checkins import queries
from belong.practice.checkins.models import Agreement

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
WHEN = {
    (True, False): "in the morning",
    (False, True): "at the end of the day",
    (True, True): "in the morning and at the end of the day",
}
HOW = {"together": "Just sat together.", "not today": "Not today, and that is fine."}
HELPED = {
    "yes": "Yes, it helps.", "a bit": "It helps a bit.", "no": "No, it does not help.",
    "not saying": "Not saying.",
}  # fmt: skip


@dataclass(frozen=True)
class Lately:
    """One check-in that took place: when, and what the child said or that they just sat together.

    mine   the child's own words, "" for none
    thing  the one thing that may help, in the child's own word; "" for none
    who, note  who wrote it down, and what they saw; "" for nothing seen
    left_over, settled  of the end of a day; "" for none
    """

    when: str
    what: str
    mine: str
    thing: str
    who: str
    note: str
    left_over: str
    settled: str


@dataclass(frozen=True)
class OnChild:
    """The part of a child's page.

    agreed   where, when and with whom, in a sentence; "" while nothing is agreed
    cover    who is there today, where that is somebody else; "" otherwise
    what_we_do  in the child's own words, "" where nobody wrote it down
    helps, helps_mine  what the child said of whether it helps, and their own words; "" for never
    """

    agreed: str = ""
    cover: str = ""
    what_we_do: str = ""
    lately: tuple[Lately, ...] = ()
    helps: str = ""
    helps_mine: str = ""


def on_child(by: Membership, pupil: Pupil, today: dt.date) -> OnChild | None:
    """The part, or None for who may not read it."""
    if not by.may(Permission.CHECKINS, of=pupil):
        return None
    found = queries.told(by.school_id, pupil.pk, today)
    if not found:
        return OnChild()
    first = found[0]
    stands = queries.stands(first, today)
    return OnChild(
        agreed=in_words(first) if stands else "",
        cover=cover(first) if stands else "",
        what_we_do=first.what_we_do if stands else "",
        lately=tuple(_lately(one) for one in found if one.c_day),  # type: ignore[attr-defined]
        helps=_helped(first),
        helps_mine=first.helped_words or "",  # type: ignore[attr-defined]
    )


def in_words(agreed: Agreement) -> str:
    """With Ms Whitlock, by the library door, in the morning, on Monday and Friday."""
    when = say(WHEN[agreed.morning, agreed.end_of_day])
    said = say("With {who}: {place}, {when}, {days}.", who=agreed.with_adult.name,
               place=agreed.place, when=when, days=_days(agreed.days))  # fmt: skip
    return f"{said} {say('Until {day}.', day=words.day(agreed.ends))}" if agreed.ends else said


def _days(days: str) -> str:
    if days == "01234":
        return say("every school day")
    return say("on {days}", days=words.listed([say(WEEKDAYS[int(d)]) for d in days]))


def cover(agreed: Agreement) -> str:
    """Who is there today; "" while it is whoever it was agreed with.

    agreed  as queries gives it, with who is away that day and who has left
    """
    who = agreed.with_adult.name
    if agreed.has_left:  # type: ignore[attr-defined]
        away = say("{who} does not work with them any more.", who=who)
    elif agreed.is_away:  # type: ignore[attr-defined]
        away = say("{who} is away today.", who=who)
    else:
        return ""
    if agreed.stand_in is None or cannot_stand_in(agreed):
        return f"{away} {say('Somebody is needed who is there instead.')}"
    return f"{away} {say('{who} is there.', who=agreed.stand_in.name)}"


def cannot_stand_in(agreed: Agreement) -> bool:
    """Whether the adult named to stand in is away as well, or has left."""
    gone: bool = agreed.stand_in_is_away or agreed.stand_in_has_left  # type: ignore[attr-defined]
    return gone


def _lately(one: Agreement) -> Lately:
    of = partial(getattr, one)
    half = say("morning") if of("c_half") == "morning" else say("end of the day")
    when = say("{day}, {half}", day=words.short_day(of("c_day")), half=half)
    how = HOW.get(of("c_how"))
    what = say(how) if how else ""
    mine = " ".join(part for part in (of("c_feeling"), of("c_words")) if part)
    if of("c_feeling") and of("c_words"):
        mine = f"{of('c_feeling')}. {of('c_words')}"
    return Lately(when, what, mine, of("c_one_thing"), of("c_who"), of("c_note"), of("c_left_over"),
                  of("c_settled"))  # fmt: skip


def _helped(one: Agreement) -> str:
    answer = one.helped  # type: ignore[attr-defined]
    if not answer:
        return ""
    day = words.day(one.helped_day)  # type: ignore[attr-defined]
    return say("{said} Asked {day}.", said=say(HELPED[answer]), day=day)
