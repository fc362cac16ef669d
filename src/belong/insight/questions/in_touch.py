"""Being in touch with a child's home: the last good thing, the last hard one, what was agreed, and
how people like to be reached. In words; never how often."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.questions import asked_first, good_things, reaching
from belong.insight.questions.reaching import Reached
from belong.insight.words import say
from belong.people import fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.contact import heard
from belong.practice.contact.heard import Last
from belong.practice.contact.in_touch import LONGEST, NAME, SHORT, Channel, Contact, Whom
from belong.practice.contact.writing import BACK
from belong.practice.noticing import queries as noticing

KINDS = {
    Contact.Kind.HELLO: "A hello",
    Contact.Kind.GOOD: "A good thing",
    Contact.Kind.ASKING: "Asking how it is",
    Contact.Kind.HARD: "Something hard",
    Contact.Kind.ARRANGING: "Arranging something",
}
WITH = {
    Whom.HOME: "with home",
    Whom.CHILD: "with the young person",
    Whom.PROFESSIONAL: "with a professional",
}
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """One contact.

    about   what it was, with whom, how, when, and who wrote it down
    own     whether the reader may put it right; fresh, whether they may take it back as well
    """

    key: int
    version: int
    whom: str
    who: str
    channel: str
    kind: str
    day: dt.date
    said: str
    agreed: str
    effort: str
    about: str
    own: bool
    fresh: bool


@dataclass(frozen=True)
class Thing:
    """The last good or the last hard thing: the words, and when and from whom."""

    words: str
    about: str


@dataclass(frozen=True)
class OnChild:
    """The part of a child's page.

    good, hard  None where nothing is written yet
    reads       whether the reader may read what others said; without it only the ways are here
    builds      whether they are among those who may write what is still being built
    """

    reads: bool
    builds: bool
    begun: bool
    good: Thing | None
    hard: Thing | None
    agreed: tuple[Told, ...]
    ways: tuple[Reached, ...]


@dataclass(frozen=True)
class Writing:
    """One child's form for one more, and what was written before.

    cautions  whom to ask before ringing, never why; only for those who see it on the first-day list
    hello     that the first word to this home is a hello; "" once there was one
    kind, channel  what is proposed: a hello first, and the way they like
    told      only the reader's own where they may not read what others said
    """

    pupil: Pupil
    ways: tuple[Reached, ...]
    cautions: tuple[str, ...]
    hello: str
    kind: str
    channel: str
    good: Thing | None
    hard: Thing | None
    reads: bool
    told: tuple[Told, ...]
    whom: Options
    channels: Options
    kinds: Options
    first: dt.date
    last: dt.date
    longest: int
    short: int
    name: int


def on_child(by: Membership, pupil: Pupil, now: dt.datetime | None = None) -> OnChild | None:
    """The part, or None for who is not in touch with this child's home."""
    if not by.may(Permission.CONTACT_WRITE, of=pupil):
        return None
    reads = by.may(Permission.CONTACT_READ, of=pupil)
    among = heard.whom(by, pupil)
    last = heard.last(pupil.pk, among)
    good, hard = _good_and_hard(by, pupil, last) if reads else (None, None)
    agreed = last.agreed if reads else ()
    return OnChild(
        reads, by.may(Permission.CHECKINS, of=pupil), last.begun, good, hard,
        tuple(_told(one, by, None) for one in agreed), reaching.of_child(by, pupil, now),
    )  # fmt: skip


def ask(by: Membership, pupil_id: int, now: dt.datetime) -> Writing:
    """The form for one child; the look is noted.

    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CONTACT_WRITE)
    today = timezone.localdate(now)
    reads = by.may(Permission.CONTACT_READ, of=pupil)
    among = heard.whom(by, pupil)
    last = heard.last(pupil.pk, among)
    good, hard = _good_and_hard(by, pupil, last) if reads else (None, None)
    ways = reaching.of_child(by, pupil, now)
    told = heard.lately(pupil.pk, among, None if reads else by.adult_id)
    return Writing(
        pupil, ways, asked_first.of(by, pupil, today), _hello(pupil, last), _proposed(last),
        next((way.channel for way in ways if way.whom == Whom.HOME), Channel.PHONE.value),
        good, hard, reads, tuple(_told(one, by, today) for one in told),
        tuple((key, say(reaching.WHOM[Whom(key)])) for key in among), reaching.channels(),
        tuple((key.value, say(text)) for key, text in KINDS.items()),
        today - BACK, today, LONGEST, SHORT, NAME,
    )  # fmt: skip


def told_now(by: Membership, one: Contact, today: dt.date) -> Told:
    """One contact as it stands, for whoever wrote it."""
    return _told(one, by, today)


def hello_first(pupil: Pupil) -> bool:
    """Whether nobody has written down a hello to this home yet."""
    return not heard.last(pupil.pk, ()).greeted


def _hello(pupil: Pupil, last: Last) -> str:
    if last.greeted:
        return ""
    first = pupil.first or str(pupil)
    return say(
        "Nobody has written down a hello to {name}'s home yet. Let it be the first thing they hear"
        " from school, before anything hard.",
        name=first,
    )  # fmt: skip


def _proposed(last: Last) -> str:
    kind = Contact.Kind.ASKING if last.begun else Contact.Kind.HELLO
    return kind.value


def _good_and_hard(by: Membership, pupil: Pupil, told: Last) -> tuple[Thing | None, Thing | None]:
    """A good thing somebody shared with home is one as well, for who may read of those."""
    good, hard = told.good, told.hard
    shared = noticing.last_shared(pupil.pk) if by.may(Permission.GOOD_THINGS, of=pupil) else None
    at = timezone.localdate(shared.shared_at) if shared and shared.shared_at else None
    last = _thing(good) if good else None
    if shared is not None and at is not None and (good is None or at > good.day):
        last = Thing(shared.seen or shared.proud, good_things.home_of(shared))
    return last, _thing(hard) if hard else None


def _thing(one: Contact) -> Thing:
    about = say("{channel}, {day}. {who} was in touch.", channel=_channel(one),
                day=words.day(one.day), who=one.by.name)  # fmt: skip
    return Thing(one.said, about)


def _channel(one: Contact) -> str:
    return say(reaching.CHANNELS[Channel(one.channel)])


def _told(one: Contact, by: Membership, today: dt.date | None) -> Told:
    whom = say("with {who}", who=one.who) if one.who else say(WITH[Whom(one.whom)])
    about = say("{kind}, {whom}. {channel}, {day}. {who} wrote this down.", whom=whom,
                kind=say(KINDS[Contact.Kind(one.kind)]), channel=_channel(one),
                day=words.day(one.day), who=one.by.name)  # fmt: skip
    own = today is not None and one.by_id == by.adult_id
    return Told(
        one.pk, one.version, one.whom, one.who, one.channel, one.kind, one.day, one.said,
        one.agreed, one.effort, about, own, own and timezone.localdate(one.at) == today,
    )  # fmt: skip
