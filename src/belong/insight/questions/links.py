"""Who outside the school is let see a child: of one child, and of the whole school."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.words import say
from belong.people import fetch, from_outside, link_codes, outsiders
from belong.people.models import Involvement, Membership, Pupil
from belong.people.outsiders import MAY, Contact, Kind
from belong.people.permissions import Permission

KINDS = {
    Kind.FAMILY: "Family",
    Kind.YOUNG_PERSON: "The young person",
    Kind.PROFESSIONAL: "Professional from outside",
}


@dataclass(frozen=True)
class Line:
    """One outsider of one child.

    child     whose page it is: key and name
    since     from when, and until when where it has ended
    keeps     who looks after it; "" for nobody
    shut      whether it lets nobody in though nobody ended it
    may_give  whether the reader may send a link or hand a code over
    by_mail   whether a link can be sent
    by_hand   whether a code can be handed over
    address   where their codes go, as somebody here typed it, for whoever may give them links; ""
              where none was typed. A contact's address is behind its own gate and never here
    """

    pk: int
    child: int
    child_name: str
    who: str
    kind: str
    purpose: str
    since: str
    keeps: str
    last_visit: str
    shut: bool
    may_give: bool
    by_mail: bool
    by_hand: bool
    address: str


@dataclass(frozen=True)
class Links:
    """Everybody outside who is or was let see a child.

    kinds  those the reader may let in: what is sent, and its words
    """

    pupil: Pupil
    now: tuple[Line, ...]
    before: tuple[Line, ...]
    kinds: tuple[tuple[str, str], ...]


def of_child(by: Membership, pupil_id: int, today: dt.date) -> Links:
    """The page of one child. Raises PermissionDenied and fetch.NotYours."""
    pupil, rows = outsiders.of_child(by=by, pupil_id=pupil_id)
    may = [kind for kind in Kind if by.may(MAY[kind], of=pupil)]
    lines = _lines(rows, today, frozenset(kind.value for kind in may))
    ended = {row.pk for row in rows if row.ended_at is not None}
    return Links(
        pupil,
        tuple(line for line in lines if line.pk not in ended),
        tuple(line for line in lines if line.pk in ended),
        tuple((kind.value, say(KINDS[kind])) for kind in may),
    )


def of_school(by: Membership, today: dt.date) -> tuple[Line, ...]:
    """Every one in use, by child; links are given on the child's own page. Raises
    PermissionDenied."""
    return tuple(_lines(outsiders.of_school(by=by), today, frozenset()))


def _lines(rows: list[Involvement], today: dt.date, may: frozenset[str]) -> list[Line]:
    keeps = from_outside.looked_after_by(rows, today)
    visits = from_outside.last_visits(rows)
    return [
        _line(row, today, row.kind in may, keeps.get(row.pk, ""), visits.get(row.pk))
        for row in rows
    ]


def _line(row: Involvement, today: dt.date, may: bool, keeps: str, visit: dt.date | None) -> Line:
    open_now = row.ended_at is None
    shut = open_now and not outsiders.seems_to_stand(row, today)
    return Line(
        pk=row.pk,
        child=row.pupil_id,
        child_name=str(row.pupil),
        who=row.who,
        kind=say(KINDS[Kind(row.kind)]),
        purpose=row.purpose,
        since=_since(row),
        keeps=keeps if open_now else "",
        last_visit=words.day(visit) if visit else "",
        shut=shut,
        may_give=open_now and not shut and may,
        by_mail=open_now and not shut and link_codes.by_mail(row),
        by_hand=open_now and not shut and may and not outsiders.by_mail_only(row),
        address=row.email if open_now and may else "",
    )


def _since(row: Involvement) -> str:
    first = words.day(timezone.localdate(row.began_at))
    if row.ended_at is None:
        return say("since {day}", day=first)
    last = words.day(timezone.localdate(row.ended_at))
    if row.ended_by is None:
        return say("{first} to {last}: stopped", first=first, last=last)
    return say("{first} to {last}, ended by {who}", first=first, last=last, who=row.ended_by.name)


@dataclass(frozen=True)
class LettingIn:
    """The form for somebody new.

    contacts  adults at home to choose from; None for a reader who may not see them, and types
    """

    pupil: Pupil
    kind: str
    title: str
    contacts: tuple[Contact, ...] | None


def letting_in(by: Membership, pupil_id: int, kind: str, now: dt.datetime) -> LettingIn:
    """The form. A kind the reader may not let in is the first they may.

    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.LINKS_READ)
    may = [one for one in Kind if by.may(MAY[one], of=pupil)]
    chosen = next((one for one in may if one == kind), may[0])
    home = outsiders.contacts(by=by, pupil=pupil, now=now) if chosen == Kind.FAMILY else None
    titles = {
        Kind.FAMILY: say("Let somebody of the family see how {name} is", name=pupil.first),
        Kind.YOUNG_PERSON: say("Let {name} see their own page", name=pupil.first),
        Kind.PROFESSIONAL: say("Let a professional see how {name} is", name=pupil.first),
    }
    return LettingIn(pupil, chosen.value, titles[chosen], home)
