"""Codes that open a survey: easy to read out and to type, hopeless to guess."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None that is taken for another one."""
LONG = 9
"""Letters of a code: 44 bits."""


def drawn() -> str:
    """A new code."""
    return "".join(secrets.choice(LETTERS) for _ in range(LONG))


def tidied(typed: str) -> str:
    """A code as somebody typed it, in its own letters; "" for what can be none."""
    code = "".join(typed.upper().replace("-", " ").split())
    return code if len(code) == LONG and set(code) <= set(LETTERS) else ""


def in_threes(code: str) -> str:
    """As it is read out and printed: ABC-DEF-GHJ."""
    return "-".join(code[at : at + 3] for at in range(0, len(code), 3))


def digest(code: str) -> str:
    """What is kept of a code that is good once: a sum with a key, so that a copy of the database
    opens nothing."""
    return _sum(settings.SECRET_KEY, code)


def digests(code: str) -> list[str]:
    """The sum of a code by every key there was: slips go on after the key was changed."""
    return [_sum(key, code) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _sum(key: str, code: str) -> str:
    return hmac.new(f"voice slip {key}".encode(), code.encode(), hashlib.sha256).hexdigest()
