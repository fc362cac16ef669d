"""Whose an account elsewhere is, the first time somebody comes in with it."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount

from belong.people.models import Adult


def first_time(kind: str, address: str) -> Adult | None:
    """The adult with an address, if no account of that kind is theirs yet.

    None for a stranger. None too where another account of the kind came in as this adult before:
    schools give addresses again to new people, and those are not the same person.
    """
    adult = Adult.objects.filter(email__iexact=address, is_active=True).first()
    if adult is None or SocialAccount.objects.filter(user=adult, provider=kind).exists():
        return None
    return adult
