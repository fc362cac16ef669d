"""What the school's own system says of a child, each thing only to those it is for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belong.basics.terms import year_of, year_start
from belong.insight import words
from belong.insight.questions import asked_first
from belong.insight.words import say
from belong.people import fetch, locked_away, openings
from belong.people.care import Gate, Shown
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.registers.kinds import kind_named

NOTHING = frozenset({"no", "none", "not declared"})
"""What says that something is not so, and needs no line where it never was."""
BETWEEN = "; "


@dataclass(frozen=True)
class Held:
    """One thing that is so now. since: "" where nobody said; earlier: newest first."""

    term: str
    words: str
    since: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contact:
    """One adult of the child's home.

    loud   what must be read before anything else; "" for most
    where  how to reach them: what it is, and what it says
    """

    name: str
    relationship: str
    loud: str
    lines: tuple[str, ...]
    where: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Stretch:
    """Something between two days, in words. over: whether it has ended."""

    words: str
    when: str
    more: str = ""
    over: bool = False


@dataclass(frozen=True)
class InTheSystem:
    """The page's answer. Whatever is behind a shut gate is in none of it.

    cautions  whom to ask before ringing, where contacts are shown
    opened    what stands open for a while, and until when
    may_open, may_ask  the same for every child somebody works with
    """

    pupil: Pupil
    cautions: tuple[str, ...]
    contacts: tuple[Contact, ...]
    clubs: tuple[Held, ...]
    on_track: tuple[Held, ...]
    placements: tuple[Stretch, ...]
    held: tuple[Held, ...]
    groups: tuple[Held, ...]
    suspensions: tuple[Stretch, ...]
    opened: tuple[str, ...]
    may_open: bool
    may_ask: bool

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to read here."""
        rest = (self.clubs, self.on_track, self.placements, self.held, self.groups)
        return not any((self.contacts, *rest, self.suspensions))


GATES = {
    Gate.SOCIAL_CARE: "Social care",
    Gate.HEALTH: "Health",
    Gate.CONTACTS: "Contacts at home",
    Gate.RESTRICTED: "A note for few people",
    Gate.ORDER: "How to reach a contact under an order",
}


def gate_words(gate: str) -> str:
    """A gate as a page calls it."""
    return say(GATES[Gate(gate)])


def ask(by: Membership, pupil_id: int, now: dt.datetime) -> InTheSystem:
    """The page. The look and its gates are in the trail before anything is read.

    Raises PermissionDenied, and fetch.NotYours for a child who is not there for the one who asks.
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.SYSTEM_READ)
    facts, passed = fetch.facts(pupil, seen_by=by, now=now)
    of = defaultdict(list)
    for fact in facts:
        of[fact.kind].append(fact)
    today = now.date()
    return InTheSystem(
        pupil=pupil,
        cautions=asked_first.of(by, pupil, today) if of["contacts"] else (),
        contacts=_contacts(of["contacts"]),
        clubs=_clubs(of["clubs"], today),
        on_track=_on_track(of["on_track"]),
        placements=_stretches(of["placements"], today),
        held=_held("characteristics", of["characteristics"], today),
        groups=_held("groups", of["groups"], today),
        suspensions=_stretches(of["suspensions"], today),
        opened=tuple(until(one.gate, one.ends_at) for one in passed.opened),
        may_open=bool(openings.may_be_opened(by, pupil)),
        may_ask=by.may(Permission.ORDER_ASK, of=pupil),
    )


def until(gate: str, ends: dt.datetime | None) -> str:
    """How long a gate stands open, in a sentence."""
    assert ends is not None, "the table holds nothing open without an end"
    return say("{gate}: open to you until {when}.", gate=gate_words(gate), when=words.moment(ends))


def _text(data: Mapping[str, object], name: str) -> str:
    """A value as it is read: a day as we write it, a list with commas, anything else as it is."""
    value = data.get(name)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    text = "" if value is None else str(value)
    try:
        return words.day(dt.date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def _yes(data: Mapping[str, object], name: str, said: str) -> str:
    """A sentence where a yes or no is yes; "" for no; the school's own word beside it else."""
    value = data.get(name)
    if value in locked_away.NO:
        return ""
    return said if value == "yes" else f"{said}: {value}"


def _contacts(facts: list[Shown]) -> tuple[Contact, ...]:
    loud_first = sorted(
        facts, key=lambda fact: (not locked_away.under_an_order(fact.data), _order(fact))
    )
    return tuple(_contact(fact.data) for fact in loud_first)


def _order(fact: Shown) -> tuple[int, str]:
    """Those with a number by it, then those without, by name."""
    said = str(fact.data.get("priority", ""))
    return (int(said) if said.isascii() and said.isdigit() else 999, _name(fact.data))


def _name(data: Mapping[str, object]) -> str:
    parts = ("contact_title", "contact_forename", "contact_surname")
    joined = " ".join(filter(None, (_text(data, part) for part in parts)))
    return joined or _text(data, "contact_name")


def _contact(data: Mapping[str, object]) -> Contact:
    never = data.get("no_contact") not in locked_away.NO
    loud = (
        _yes(data, "no_contact", say("Must not be contacted")),
        _yes(data, "court_order", say("A court order is held. Ask your safeguarding lead first")),
    )
    lines = (
        "" if never else _with("Ring as number {it}", _text(data, "priority")),
        _yes(data, "lives_with", say("Lives with the child")),
        _yes(data, "parental_responsibility", say("Has parental responsibility")),
        _with("Speaks {it}", _text(data, "language")),
        _yes(data, "interpreter", say("Needs an interpreter")),
    )
    kind = kind_named("contacts")
    reach = ("phone", "mobile", "email", "address", "postcode")
    where = tuple((say(kind.field(n).title), _text(data, n)) for n in reach if _text(data, n))
    return Contact(
        name=_name(data) or say("Somebody without a name"),
        relationship=_text(data, "relationship"),
        loud=". ".join(filter(None, loud)),
        lines=tuple(filter(None, lines)),
        where=where,
    )


def _with(sentence: str, value: str) -> str:
    return say(sentence, it=value) if value else ""


def _clubs(facts: list[Shown], today: dt.date) -> tuple[Held, ...]:
    """Clubs of this school year, with the days a child came of those somebody wrote down."""
    first = year_start(year_of(today))
    of = defaultdict(list)
    for fact in facts:
        if fact.begins is None or fact.begins >= first:
            of[_text(fact.data, "club")].append(fact)
    return tuple(_club(name, days) for name, days in sorted(of.items()))


def _club(name: str, days: list[Shown]) -> Held:
    said = [_text(day.data, "came") for day in days]
    came = say("came {n} of {of} times", n=words.number(said.count("yes")), of=len(said))
    other = sorted({word for word in said if word not in ("yes", "no", "")})
    on = [day.begins for day in days if day.begins is not None]
    last = say("last written down {when}", when=words.day(max(on))) if on else ""
    return Held(name, BETWEEN.join([came, *other]), last)


def _on_track(facts: list[Shown]) -> tuple[Held, ...]:
    """The newest words of each subject."""
    latest = {_text(f.data, "subject"): f for f in sorted(facts, key=_begun)}
    return tuple(_in_subject(name, fact) for name, fact in sorted(latest.items()))


def _begun(fact: Shown) -> dt.date:
    return fact.begins or dt.date.min


def _in_subject(name: str, fact: Shown) -> Held:
    said = (_text(fact.data, "on_track"), _text(fact.data, "taking_part"))
    when = (_text(fact.data, "term"), words.day(fact.begins) if fact.begins else "")
    words_of = BETWEEN.join(filter(None, said))
    return Held(name or say("In all"), words_of, ", ".join(filter(None, when)))


def _stretches(facts: list[Shown], today: dt.date) -> tuple[Stretch, ...]:
    """What goes on first, then what is over, each the newest first."""
    found = [_stretch(fact, today) for fact in sorted(facts, key=_begun, reverse=True)]
    return tuple(sorted(found, key=lambda one: one.over))


def _stretch(fact: Shown, today: dt.date) -> Stretch:
    data = fact.data
    named = filter(None, (_text(data, "kind"), _text(data, "place")))
    more = (
        _text(data, "weekdays"),
        _with("{it} sessions a week", _text(data, "sessions_a_week")),
        _with("to be looked at again {it}", _text(data, "review")),
    )
    over = fact.ends is not None and fact.ends < today
    said = ", ".join(named)
    return Stretch(words.capital(said), _when(fact), BETWEEN.join(filter(None, more)), over)


def _when(fact: Shown) -> str:
    if fact.begins and fact.ends:
        return words.stretch(fact.begins, fact.ends)
    if fact.begins:
        return say("since {day}", day=words.day(fact.begins))
    return say("until {day}", day=words.day(fact.ends)) if fact.ends else ""


def _held(kind: str, facts: list[Shown], today: dt.date) -> tuple[Held, ...]:
    """What holds today of each trait, in the order of the kind, with what held before."""
    titles = {trait.name: say(trait.field.title) for trait in kind_named(kind).traits}
    of = defaultdict(list)
    for fact in sorted(facts, key=_begun, reverse=True):
        if fact.begins is None or fact.begins <= today:
            of[_text(fact.data, "trait")].append(fact)
    order = [*titles, *sorted(set(of) - set(titles))]
    found = (_one_held(titles.get(t, t), of[t], today) for t in order if of.get(t))
    return tuple(one for one in found if one is not None)


def _one_held(title: str, facts: list[Shown], today: dt.date) -> Held | None:
    """The newest that holds, and everything before it; None for what is not so and never was."""
    now = next((f for f in facts if f.ends is None or f.ends >= today), None)
    before = tuple(_past(f) for f in facts if f is not now and not _repeats(f, now))
    if now is None:
        return Held(title, say("Not now"), "", before)
    said = _text(now.data, "value")
    if said in NOTHING and not before:
        return None
    return Held(title, words.capital(said), _when_now(now), before)


def _repeats(fact: Shown, now: Shown | None) -> bool:
    """A second file that says the same without a day."""
    same = now is not None and _text(fact.data, "value") == _text(now.data, "value")
    return same and fact.begins is None


def _past(fact: Shown) -> str:
    return ", ".join(filter(None, (_text(fact.data, "value"), _when(fact))))


def _when_now(fact: Shown) -> str:
    return say("since {day}", day=words.day(fact.begins)) if fact.begins else ""


def in_words(gates: Iterable[Gate]) -> list[tuple[str, str]]:
    """Gates as a form offers them: what is sent, and its words."""
    return [(gate.value, gate_words(gate)) for gate in gates]
