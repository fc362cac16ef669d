"""The mark by which a browser shows that one adult was signed in there before."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from belong.people.models import Adult

SALT = "belong.people.known_browsers"
LETTERS = 32


def mark_of(adult: Adult) -> str:
    """32 hexadecimal digits that only this installation can make; others after a new password.

    Of the adult they say nothing to anybody without the secret key.
    """
    said = f"{adult.pk}:{adult.password}"
    return salted_hmac(SALT, said, algorithm="sha256").hexdigest()[:LETTERS]


def mark_of_address(email: str) -> str:
    """The mark of whoever has an address; "" where nobody has."""
    adult = Adult.objects.filter(email__iexact=email.strip()).first() if email.strip() else None
    return mark_of(adult) if adult else ""
