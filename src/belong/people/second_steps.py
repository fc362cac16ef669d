"""The second steps of an adult, and the browsers they are signed in with."""

from __future__ import annotations

from collections.abc import Collection

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts. Codes on paper stand in for one that was lost, and are not one themselves."""


def has_one(adult: AbstractBaseUser) -> bool:
    """Whether somebody has a passkey or an app with codes."""
    return Authenticator.objects.filter(user_id=adult.pk, type__in=FACTORS).exists()


def how_many(adult: AbstractBaseUser, kind: Authenticator.Type) -> int:
    """How many second steps of one kind somebody has."""
    return Authenticator.objects.filter(user_id=adult.pk, type=kind).count()


def sessions(adult: AbstractBaseUser) -> list[UserSession]:
    """Where somebody is signed in, the newest first. Looking changes nothing: a session that has
    ended is only left out."""
    every = UserSession.objects.filter(user_id=adult.pk).order_by("-created_at", "-pk")
    return [session for session in every if session.exists()]


def who_has_one(adults: Collection[int]) -> set[int]:
    """The keys of those adults who have a passkey or an app with codes."""
    found = Authenticator.objects.filter(user_id__in=list(adults), type__in=FACTORS)
    return set(found.values_list("user_id", flat=True))


def end_sessions(adult: AbstractBaseUser) -> None:
    """Sign somebody out everywhere, at once."""
    for session in UserSession.objects.filter(user_id=adult.pk):
        session.end()
