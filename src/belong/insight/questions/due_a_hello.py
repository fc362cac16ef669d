"""Due a hello: children nobody has written of for a while. No rule spoke of any of them."""

from __future__ import annotations

from dataclasses import dataclass

from belong.insight import early_warnings, today_hello, words
from belong.insight.desk import Desk
from belong.insight.words import say, say_n
from belong.people import around, fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission

MOST = 30
"""Names on one page: a class, not a school."""


@dataclass(frozen=True)
class DueAHello:
    """The page's answer.

    children  in the order of names; at most MOST, others on another day
    own       whether they are the reader's own children, or all they look after
    more      whether there are others
    days      school days without a word after which a hello is due
    silent    whether too little has been written down yet to say anything of anybody
    """

    kicker: str
    heading: str
    children: tuple[Pupil, ...]
    own: bool
    more: bool
    silent: bool
    days: int
    ask: str


def ask(desk: Desk) -> DueAHello:
    """Who is due a hello of somebody's own children; of all they look after, if none is their own.

    Whoever a rule speaks of stands on the list for that, and not here.
    """
    own, speaks = around.own(desk.by, Permission.TODAY_READ), today_hello.speaks(desk)
    warned = early_warnings.of(desk, patterns=False)
    found = today_hello.due(desk) - warned.keys()
    if own:
        found &= _own(desk, own)
    some = today_hello.some(found, desk.asked, MOST)
    children = fetch.pupils(seen_by=desk.by, ids=some, wanting=Permission.TODAY_READ)
    return DueAHello(
        kicker=words.day(desk.asked),
        heading=_heading(len(children), more=len(found) > MOST, silent=not speaks),
        children=tuple(children),
        own=bool(own),
        more=len(found) > MOST,
        silent=not speaks,
        days=today_hello.after_days(desk),
        ask=today_hello.ask_hello(),
    )


def _own(desk: Desk, own: around.Own) -> frozenset[int]:
    rows = zip(desk.register.pupil, desk.form, strict=True)
    return frozenset(int(p) for p, form in rows if int(p) in own.children or form in own.forms)


def _heading(n: int, *, more: bool, silent: bool) -> str:
    if silent:
        return say("Nobody can say yet who is due a hello")
    if more:
        return say("Some of those due a hello")
    if not n:
        return say("Nobody is due a hello")
    return say_n("{n} child is due a hello", "{n} children are due a hello", n)
