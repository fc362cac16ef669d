"""Inviting somebody: an account without a password, a role, and a link by which they set it up."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet

from belong.people import elsewhere, fetch, giving, notices, second_steps, trail, walls
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven, Wanted
from belong.people.models import Adult, Invitation, Membership, Pin, School
from belong.people.notices import Kind
from belong.people.permissions import Permission
from belong.people.roles import BY_PIN
from belong.people.trail import Verb

LASTS = dt.timedelta(days=14)
LONGEST_NAME = 150


class NotOpen(Exception):
    """A link that was never made, was used or withdrawn, or is too old. Nobody learns which."""


def invite(
    *, by: Membership, name: str, email: str, wanted: Wanted, at: dt.datetime
) -> tuple[Adult, str]:
    """Somebody new at one's school, in a role.

    email    "" for somebody without one, in a role that a PIN opens
    returns  the adult, and what goes into their link; "" for somebody who has an account already
             and signs in as they always do, and for somebody without an e-mail
    raises   NotGiven, PermissionDenied, NotYours
    """
    if wanted.role_key in BY_PIN and not email.strip():
        return _without_address(by, name, wanted, at), ""
    name, email = _named(name, email)
    with transaction.atomic():
        giving.alone(by, at.date())
        adult = Adult.objects.filter(email__iexact=email).first()
        if adult is not None and _here(adult, by.school_id, at.date()):
            raise NotGiven(f"{adult.name} is here already.", do="Open their page to give a role.")
        adult = _comes_back(adult, at) if adult else Adult.objects.create_user(email, name=name)
        giving.given(by=by, to=adult, wanted=wanted, at=at)
        trail.note(by, Verb.ADULT_INVITED, about="adult", ids=[adult.pk])
        needs_link = not _settled(adult, by.school_id, at.date())
        return adult, _link(by.school_id, adult, at, by) if needs_link else ""


def _without_address(by: Membership, name: str, wanted: Wanted, at: dt.datetime) -> Adult:
    """Somebody who never signs in: they need a name of their own on the shared devices."""
    name = _a_name(name)
    with transaction.atomic():
        giving.alone(by, at.date())
        for other in Adult.objects.filter(memberships__school=by.school_id, name__iexact=name):
            if _here(other, by.school_id, at.date()):
                raise NotGiven(
                    f"Somebody here is called {other.name} already.",
                    do="If it is another person, add a first name or a letter.",
                )
        adult = Adult.objects.create_user(None, name=name)
        giving.given(by=by, to=adult, wanted=wanted, at=at)
        trail.note(by, Verb.ADULT_INVITED, about="adult", ids=[adult.pk])
    return adult


def _a_name(name: str) -> str:
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise NotGiven("Say their name.")
    return name


def _named(name: str, email: str) -> tuple[str, str]:
    name, email = _a_name(name), email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise NotGiven("That is not an e-mail address.", do="Check it.") from None
    return name, email


def _here(adult: Adult, school_id: int, today: dt.date) -> bool:
    gone = adult.left_on is not None and adult.left_on < today
    return not gone and any(
        row.ended_at is None and (row.ends is None or row.ends >= today)
        for row in adult.memberships.filter(school=school_id)
    )


def _comes_back(adult: Adult, at: dt.datetime) -> Adult:
    """Somebody who left may come again; whatever they held before stays ended. Of somebody who is
    still to leave another school, the roles there end by themselves on their last day."""
    if not adult.is_active:
        raise NotGiven("That account is closed.", do="Ask whoever looks after Belong.")
    if adult.left_on is not None:
        if adult.left_on < at.date():
            with walls.scope_all(reason="what somebody held before they left, at any school"):
                adult.memberships.filter(ended_at=None).update(ended_at=at)
                Pin.objects.filter(adult=adult).delete()
        adult.left_on = None
        adult.save(update_fields=["left_on"])
    return adult


def _settled(adult: Adult, school_id: int, today: dt.date) -> bool:
    """Whether a link would be a way around somebody's own sign-in: they showed a second step
    before, come in with an account elsewhere, or another school lets them in."""
    at_others = adult.memberships.exclude(school=school_id)
    own_way = second_steps.has_one(adult) or elsewhere.comes_in(adult)
    with walls.scope_all(reason="whether another school lets somebody in"):
        return own_way or any(row.in_force(today) for row in at_others)


def new_link(*, by: Membership, adult_id: int, at: dt.datetime) -> str:
    """Another link for somebody who has not set up their account; the one before ends.

    raises  NotGiven for whoever signs in already, NotYours for somebody who is not of the school
    """
    with transaction.atomic():
        giving.alone(by, at.date())
        adult = Adult.objects.filter(pk=adult_id, is_active=True).first()
        if adult is None or not _here(adult, by.school_id, at.date()):
            raise NotYours("adult")
        if adult.email is None:
            raise NotGiven("They have no e-mail to sign in with.", do="Give them a PIN instead.")
        if adult.pk == by.adult_id or _settled(adult, by.school_id, at.date()):
            raise NotGiven("They sign in already, and need no link.")
        return _link(by.school_id, adult, at, by)


def _link(school_id: int, adult: Adult, at: dt.datetime, by: Membership | None) -> str:
    _open(school_id).filter(adult=adult).update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        adult=adult, school_id=school_id, fingerprint=_fingerprint(token), made_at=at,
        expires_at=at + LASTS, made_by_id=by.adult_id if by else None,
    )  # fmt: skip
    if by is not None:
        trail.note(by, Verb.LINK_MADE, about="adult", ids=[adult.pk])
    maker = by.adult if by else None
    notices.tell_of_account(_at(school_id, adult), Kind.LINK_MADE, maker, at)
    return token


def _at(school_id: int, adult: Adult) -> Membership:
    """What somebody was given last at a school."""
    return Membership.objects.filter(adult=adult, school=school_id).latest("pk")


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _open(school_id: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(school=school_id, used_at=None, withdrawn_at=None)


def withdraw(*, by: Membership, invitation_id: int, at: dt.datetime) -> Invitation:
    """Make a link useless. What the adult was given stays until it is ended.

    raises  PermissionDenied, NotYours
    """
    by.must(Permission.PEOPLE_GIVE)
    with transaction.atomic():
        found = _open(by.school_id).select_related("adult").filter(pk=invitation_id).first()
        if found is None:
            raise NotYours("invitation")
        _open(by.school_id).filter(pk=found.pk).update(withdrawn_at=at)
        trail.note(by, Verb.LINK_WITHDRAWN, about="adult", ids=[found.adult_id])
    return found


def opened(token: str, at: dt.datetime) -> Invitation:
    """The invitation of a link. Changes nothing. Raises NotOpen."""
    with walls.scope_all(reason="a link does not say of which school it is"):
        return _opened(token, at)


def _opened(token: str, at: dt.datetime) -> Invitation:
    found = (
        Invitation.objects.select_related("adult", "school", "made_by")
        .filter(fingerprint=_fingerprint(token))
        .first()
    )
    if found is None or not found.is_open(at) or not _still_meant(found, at.date()):
        raise NotOpen
    return found


def _still_meant(link: Invitation, today: dt.date) -> bool:
    """Whether whoever made the link may still invite, and its owner is still to set up."""
    adult = link.adult
    if not adult.is_active or not _here(adult, link.school_id, today):
        return False
    if link.made_by is not None:
        maker = fetch.memberships(link.made_by, today).get(link.school_id)
        if maker is None or not maker.may(Permission.PEOPLE_GIVE):
            return False
    return not _settled(adult, link.school_id, today)


def accept(*, token: str, password: str, at: dt.datetime) -> Adult:
    """Set up the account of a link with a password of one's own. The link is then used up.

    raises  NotOpen; ValidationError where the password is too weak: then the link is as it was
    """
    with transaction.atomic():
        link = opened(token, at)
        validate_password(password, link.adult)
        with walls.scope(link.school_id):
            _set_up(link, password, at)
    second_steps.end_sessions(link.adult)
    return link.adult


def _set_up(link: Invitation, password: str, at: dt.datetime) -> None:
    if not _open(link.school_id).filter(pk=link.pk).update(used_at=at):
        raise NotOpen
    link.adult.set_password(password)
    link.adult.save(update_fields=["password"])
    as_whom = Membership.objects.filter(adult=link.adult, school=link.school_id)
    trail.note(as_whom.order_by("pk")[0], Verb.ACCOUNT_SET_UP, about="adult", ids=[link.adult_id])
    row = _at(link.school_id, link.adult)
    notices.tell_of_account(row, Kind.ACCOUNT_SET_UP, link.made_by, at)


def first_of_house(
    *, school_name: str, name: str, email: str, role_key: str, at: dt.datetime
) -> str:
    """The first account of a school, made by whoever runs Belong: what goes into its link.

    raises  NotGiven where somebody at the school gives roles already, and for a role that does not
    """
    name, email = _named(name, email)
    with transaction.atomic():
        school, _new = School.objects.get_or_create(name=school_name)
        with walls.scope(school.pk):
            return _first(school, name, email, role_key, at)


def _first(school: School, name: str, email: str, role_key: str, at: dt.datetime) -> str:
    role = giving.fits(Wanted(role_key), at.date())
    if Permission.PEOPLE_GIVE not in role.may:
        raise NotGiven(f"{role.name} cannot give roles.", do="Invite a head first.")
    adult = Adult.objects.filter(email__iexact=email).first()
    if _somebody_gives(school, adult, at.date()):
        raise NotGiven(
            f"Somebody at {school.name} gives roles already.", do="Ask them for an invitation."
        )
    if adult is not None and _settled(adult, school.pk, at.date()):
        raise NotGiven("They have an account already.", do="Name another address.")
    adult = adult or Adult.objects.create_user(email, name=name)
    row, _new = Membership.objects.get_or_create(
        adult=adult, school=school, role_key=role_key, ended_at=None,
        defaults={"given_at": at},
    )  # fmt: skip
    trail.note(row, Verb.ROLE_GIVEN, about="adult", ids=[adult.pk],
               detail=giving.in_figures(row))  # fmt: skip
    notices.tell_of_role(row, None, at)
    return _link(school.pk, adult, at, None)


def _somebody_gives(school: School, but: Adult | None, today: dt.date) -> bool:
    every = Membership.objects.filter(school=school, adult__is_active=True, adult__left_on=None)
    return any(
        row.in_force(today) and row.gives(Permission.PEOPLE_GIVE)
        for row in every.exclude(adult=but)
    )
