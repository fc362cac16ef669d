"""Whose an account elsewhere is, the first time somebody comes in with it."""

from __future__ import annotations

import datetime as dt

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from belong.people import fetch, notices, trail, walls
from belong.people.models import Adult, Invitation, Membership
from belong.people.notices import Kind
from belong.people.trail import Verb


def comes_in(adult: Adult) -> bool:
    """Whether somebody comes in with an account elsewhere."""
    return SocialAccount.objects.filter(user=adult).exists()


def first_time(kind: str, address: str, today: dt.date) -> Membership | None:
    """What the adult with an address is here, if no account of that kind is theirs yet.

    None for a stranger, and for somebody who is nothing here today. None too where another account
    of the kind came in as this adult before: schools give addresses again to new people, and those
    are not the same person.
    """
    adult = Adult.objects.filter(email__iexact=address, is_active=True).first()
    if adult is None or SocialAccount.objects.filter(user=adult, provider=kind).exists():
        return None
    return fetch.membership(adult, today)


def tied(*, by: Membership, kind: str, at: dt.datetime) -> None:
    """Somebody came in with an account elsewhere for the first time: written down, and no link that
    was made for them opens anything any more."""
    with transaction.atomic():
        with walls.scope_all(reason="links that were made for somebody, at any school"):
            links = Invitation.objects.filter(adult=by.adult_id, used_at=None, withdrawn_at=None)
            links.update(withdrawn_at=at)
        with walls.scope(by.school_id):
            trail.note(by, Verb.ACCOUNT_SET_UP, about="adult", ids=[by.adult_id],
                       detail={"account": kind})  # fmt: skip
            notices.tell_of_account(by, Kind.CAME_IN, None, at)
