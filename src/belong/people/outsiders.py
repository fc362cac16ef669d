"""Letting somebody from outside see a little of one child, and ending it.

A no-contact flag, or an order, wins over everything: whoever stands under one is let in by nobody,
and whoever was let in before is out with their next click. It is asked of the contacts as they
stand at that moment, each time.

What somebody typed, a name or an address, is never answered by what an order says: it would tell
them whose it is. It is taken like any other, and held back: nothing opens, nothing goes out, and
those who lead on safeguarding are told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, prefetch_related_objects

from belong.basics.errors import BelongError
from belong.people import care, fetch, locked_away, notices, trail
from belong.people.care import Gate
from belong.people.fetch import NotYours
from belong.people.models import Adult, Fact, Involvement, Membership, Pupil
from belong.people.models.pupil import searchable
from belong.people.permissions import Permission
from belong.people.trail import Verb

Kind = Involvement.Kind
MAY = {
    Kind.FAMILY: Permission.FAMILY_INVITE,
    Kind.YOUNG_PERSON: Permission.FAMILY_INVITE,
    Kind.PROFESSIONAL: Permission.PROFESSIONALS_INVITE,
}
"""What somebody needs, to let each in."""
LONGEST_NAME, LONGEST_PURPOSE = 150, 200
AT_HOME = "at_home"
_AT_HOME = Fact.objects.filter(kind=locked_away.CONTACTS, until=None).order_by("pk")


class NotInvited(BelongError):
    """Somebody who is not let in, and why. Nothing has changed."""


@dataclass(frozen=True)
class Wanted:
    """Somebody from outside, as a form says it.

    contact  the key of the fact that names them; None where their name is typed
    who      the name; not needed for a contact who was chosen, or for the young person
    email    for a professional or the young person; "" where codes are handed over
    checked  whether somebody checked that address with them
    """

    kind: str
    purpose: str
    contact: int | None = None
    who: str = ""
    email: str = ""
    checked: bool = False


@dataclass(frozen=True)
class Contact:
    """An adult at home who may be let in: the key of the fact, the name, the relationship."""

    pk: int
    name: str
    relationship: str


def invite(*, by: Membership, pupil_id: int, wanted: Wanted, at: dt.datetime) -> Involvement:
    """Let somebody in. They get nothing yet: a link is sent or handed over afterwards.

    raises  NotInvited, PermissionDenied; NotYours for a child whom the inviter does not work with
    """
    if wanted.kind not in Kind.values:
        raise NotInvited("Nobody is chosen.", do="Say who it is for.")
    kind = Kind(wanted.kind)
    by.must(MAY[kind])
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=MAY[kind], why=Verb.OUTSIDERS_SEEN)
    row = Involvement(
        school_id=by.school_id, pupil=pupil, kind=kind, invited_by_id=by.adult_id, began_at=at,
        purpose=_purpose(wanted.purpose),
    )  # fmt: skip
    with transaction.atomic():
        if kind == Kind.FAMILY:
            contact = _contact(by, pupil, wanted)
            row.who, row.contact_key = name_of(contact)[:LONGEST_NAME], contact.key
        else:
            row.who, row.email = _named(kind, pupil, wanted), _address(wanted)
        if not pupil_is_here(pupil, at.date()):
            raise NotInvited("This child has left.", do="Write to them instead.")
        if kind == Kind.FAMILY and under_an_order(row):
            raise _nobody()
        _kept(row)
        if under_an_order(row):
            _held_back(row, at)
        trail.note(by, Verb.OUTSIDER_INVITED, ids=[pupil.pk], detail=_figures(row))
    return row


def _kept(row: Involvement) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise NotInvited(
            "They are let in already.", do="Send or hand over a new link instead."
        ) from None


def _held_back(row: Involvement, at: dt.datetime) -> None:
    """For good, without a line in the trail of the child: whoever let them in may read that."""
    row.held_at = at
    row.save(update_fields=["held_at"])
    notices.tell_of_outsider(row, at)


def _figures(row: Involvement) -> dict[str, object]:
    return {"involvement": row.pk, "kind": row.kind}


def _purpose(said: str) -> str:
    purpose = " ".join(said.split())
    if len(purpose) < 3 or len(purpose) > LONGEST_PURPOSE:
        raise NotInvited(
            "What it is for is missing, or too long.",
            do=f"Say it in a sentence of {LONGEST_PURPOSE} letters or fewer.",
        )
    return purpose


def _named(kind: str, pupil: Pupil, wanted: Wanted) -> str:
    if kind == Kind.YOUNG_PERSON:
        return pupil.first or pupil.in_full
    name = " ".join(wanted.who.split())[:LONGEST_NAME]
    if len(name) < 3:
        raise NotInvited("Their name is missing.", do="Write who they are, and what they do.")
    return name


def _address(wanted: Wanted) -> str:
    email = wanted.email.strip().lower()
    if not email:
        return ""
    if not settings.MAIL_WORKS:
        raise NotInvited("Belong sends no e-mail here.", do="Leave the address empty.")
    try:
        validate_email(email)
    except ValidationError:
        raise NotInvited("That is not an e-mail address.", do="Check it.") from None
    if not wanted.checked:
        raise NotInvited(
            "A code sent to a wrong address would let a stranger in.",
            do="Check the address with them, and say that you did.",
        )
    return email


def _contact(by: Membership, pupil: Pupil, wanted: Wanted) -> Fact:
    """The contact who was chosen or whose whole name was typed. Nobody of that name, somebody under
    an order and two of one name are answered alike: contacts are not for everybody to read."""
    facts = _contacts(pupil)
    if wanted.contact is None and not wanted.who.strip():
        raise NotInvited("Nobody is chosen.", do="Say who it is.")
    if wanted.contact is not None:
        if not by.may(care.READ[Gate.CONTACTS], of=pupil):
            raise _nobody()
        found = [fact for fact in facts if fact.pk == wanted.contact]
    else:
        typed = _words(wanted.who)
        found = [fact for fact in facts if typed and _words(name_of(fact)) == typed]
    if len(found) != 1 or locked_away.under_an_order(found[0].data):
        raise _nobody()
    return found[0]


def _nobody() -> NotInvited:
    return NotInvited(
        "Nobody can be let in under that name for this child.",
        do="Write it as the school's own system has it, or ask the school office.",
    )


def contacts(*, by: Membership, pupil: Pupil, now: dt.datetime) -> tuple[Contact, ...] | None:
    """The adults at home who may be let in, for somebody who reads contacts; None for anybody else.
    The look is noted before, and each name comes through its gate as on every page."""
    if not by.may(care.READ[Gate.CONTACTS], of=pupil):
        return None
    _facts, passed = fetch.facts(pupil, seen_by=by, now=now)
    free = [one for one in _contacts(pupil) if not locked_away.under_an_order(one.data)]
    seen = [(one.pk, care.shown(one, passed.gates)) for one in free]
    return tuple(
        Contact(pk, _called(one.data), str(one.data.get("relationship") or ""))
        for pk, one in seen
        if one is not None and _called(one.data)
    )


def name_of(fact: Fact) -> str:
    """What a contact is called: forename and surname, or the one name a file gave."""
    return _called(fact.data)


def _called(data: Mapping[str, object]) -> str:
    parts = (str(data.get(f"contact_{part}") or "") for part in ("forename", "surname"))
    return " ".join(filter(None, parts)) or str(data.get("contact_name") or "")


def _contacts(pupil: Pupil) -> list[Fact]:
    """The child's contacts as they stand; for a list they were read with it."""
    read: list[Fact] | None = getattr(pupil, AT_HOME, None)
    return list(_AT_HOME.filter(pupil=pupil)) if read is None else read


def _with_contacts(rows: list[Involvement]) -> list[Involvement]:
    """The same with what a list needs of their children, in two questions."""
    pupils = list({row.pupil_id: row.pupil for row in rows}.values())
    prefetch_related_objects(
        pupils, "enrolments", Prefetch("facts", queryset=_AT_HOME.all(), to_attr=AT_HOME)
    )
    by_key = {pupil.pk: pupil for pupil in pupils}
    for row in rows:
        row.pupil = by_key[row.pupil_id]
    return rows


def end(*, by: Membership, pupil_id: int, involvement_id: int, at: dt.datetime) -> Involvement:
    """End it at once, visits that go on included.

    raises  PermissionDenied, NotYours
    """
    row = one_of(by, pupil_id, involvement_id)  # before the transaction: a look stays
    with transaction.atomic():
        Involvement.objects.filter(pk=row.pk, ended_at=None).update(
            ended_at=at, ended_by_id=by.adult_id
        )
        trail.note(by, Verb.OUTSIDER_ENDED, ids=[row.pupil_id], detail=_figures(row))
    return row


def one_of(by: Membership, pupil_id: int, involvement_id: int) -> Involvement:
    """One that has not ended, of a child somebody works with. The look is noted.

    raises  PermissionDenied, NotYours
    """
    pupil = fetch.pupil(
        pupil_id, seen_by=by, wanting=Permission.LINKS_READ, why=Verb.OUTSIDERS_SEEN
    )
    open_now = Involvement.objects.filter(pupil=pupil, ended_at=None)
    found = open_now.select_related("pupil", "school").filter(pk=involvement_id).first()
    if found is None:
        raise NotYours("involvement")
    return found


def of_child(*, by: Membership, pupil_id: int) -> tuple[Pupil, list[Involvement]]:
    """A child, and everybody from outside who is or was let see them, the newest first.

    raises  PermissionDenied, NotYours
    """
    pupil = fetch.pupil(
        pupil_id, seen_by=by, wanting=Permission.LINKS_READ, why=Verb.OUTSIDERS_SEEN
    )
    rows = Involvement.objects.filter(pupil=pupil).select_related("ended_by")
    found = list(rows.order_by("-began_at", "-pk"))
    for row in found:
        row.pupil = pupil
    return pupil, _with_contacts(found)


def of_school(*, by: Membership) -> list[Involvement]:
    """Every involvement of a school that has not ended, by child. Their children are seen with it,
    and the look is noted.

    raises  PermissionDenied
    """
    by.must(Permission.LINKS_OF_SCHOOL)
    open_now = Involvement.objects.filter(school_id=by.school_id, ended_at=None)
    rows = list(open_now)
    keys = {row.pupil_id for row in rows}
    seen = {p.pk: p for p in fetch.pupils(seen_by=by, ids=keys, why=Verb.OUTSIDERS_SEEN)}
    mine = [row for row in rows if row.pupil_id in seen]
    for row in mine:
        row.pupil = seen[row.pupil_id]
    order = {pk: n for n, pk in enumerate(seen)}
    return _with_contacts(sorted(mine, key=lambda row: (order[row.pupil_id], row.pk)))


def let_in_by(adult: Adult, school_id: int) -> int:
    """How many somebody let in whose involvement goes on. It goes on without them too."""
    mine = Involvement.objects.filter(school_id=school_id, invited_by=adult, ended_at=None)
    return mine.count()


def stands(row: Involvement, today: dt.date) -> bool:
    """Whether it lets anybody in now: not ended, the child still here, and no order."""
    return row.ended_at is None and pupil_is_here(row.pupil, today) and not under_an_order(row)


def seems_to_stand(row: Involvement, today: dt.date) -> bool:
    """The same as a page may say it to those who let people in: of a name or an address that was
    typed it says nothing about orders."""
    if row.kind == Kind.FAMILY:
        return stands(row, today)
    return row.ended_at is None and pupil_is_here(row.pupil, today)


def by_mail_only(row: Involvement) -> bool:
    """Whether codes go to an address that was typed, and so to nobody's hand here: whoever typed it
    could try the code, and learn whether it is held back."""
    return row.kind != Kind.FAMILY and bool(row.email)


def pupil_is_here(pupil: Pupil, today: dt.date) -> bool:
    """Whether a child has not left."""
    stays = [stay.left_on for stay in pupil.enrolments.all()]
    return pupil.merged_into_id is None and any(left is None or left >= today for left in stays)


def under_an_order(row: Involvement) -> bool:
    """Whether an outsider is stopped: they must not be contacted, going by their contact, their
    name or their address; or their contact is not among the child's any more."""
    facts = _contacts(row.pupil)
    gone = row.kind == Kind.FAMILY and row.contact_key not in {fact.key for fact in facts}
    return gone or row.held_at is not None or _barred(row, facts)


def _barred(row: Involvement, facts: list[Fact]) -> bool:
    return any(locked_away.under_an_order(fact.data) and _same(row, fact) for fact in facts)


def _same(row: Involvement, fact: Fact) -> bool:
    """Whether a contact is an outsider: in doubt they are."""
    if row.contact_key and row.contact_key == fact.key:
        return True
    theirs = str(locked_away.unsealed(fact.data).get("email") or "").strip().lower()
    if theirs and theirs == address(row).lower():
        return True
    named, words = _words(name_of(fact)), _words(row.who)
    if row.kind == Kind.YOUNG_PERSON or not named:
        return False
    ends = {named[0], named[-1]}  # a name in between is often left out
    return named == words or (len(named) > 1 and ends <= set(words))


TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir"})


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"\w+", searchable(name)) if word not in TITLES]


def address(row: Involvement) -> str:
    """Where codes go; "" where they are handed over. Of a contact, as the school's system has it
    at this moment."""
    if row.kind != Kind.FAMILY:
        return row.email
    held = next((fact for fact in _contacts(row.pupil) if fact.key == row.contact_key), None)
    said = str(held.data.get("email") or "").strip() if held else ""
    try:
        validate_email(said)
    except ValidationError:
        return ""
    return said


def stop_under_orders(*, by: Membership, at: dt.datetime) -> None:
    """End for good what an order has stopped at a school, in the transaction of whoever brings it
    in: a later file that says nothing of it opens nothing again. Where a name or an address was
    typed it is held back instead."""
    rows = Involvement.objects.filter(school_id=by.school_id, ended_at=None)
    for row in rows.select_related("pupil"):
        if row.held_at is not None or not _barred(row, _contacts(row.pupil)):
            continue
        if row.kind != Kind.FAMILY:
            _held_back(row, at)
        else:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            trail.note(by, Verb.OUTSIDER_STOPPED, ids=[row.pupil_id], detail=_figures(row))
