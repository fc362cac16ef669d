"""Codes that open a survey: easy to read out and to type, hopeless to guess."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid

from django.conf import settings

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None that is taken for another one."""
LONG = 9
"""Letters of a code: 44 bits."""
LONG_DRAWN = 32
"""Letters of what is drawn for one page."""


def drawn() -> str:
    """A new code."""
    return "".join(secrets.choice(LETTERS) for _ in range(LONG))


def tidied(typed: str) -> str:
    """A code as somebody typed it, in its own letters; "" for what can be none."""
    code = "".join(typed.upper().replace("-", " ").split())
    return code if len(code) == LONG and set(code) <= set(LETTERS) else ""


def several(n: int) -> list[str]:
    """So many new codes, each once, in the order they are drawn: it tells nothing."""
    found: dict[str, None] = {}
    while len(found) < n:
        found[drawn()] = None
    return list(found)


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


def for_one_page() -> str:
    """What is drawn when somebody taps Start, and goes with the page until Send."""
    return secrets.token_hex(LONG_DRAWN // 2)


def key_of(sending: str) -> uuid.UUID:
    """The key of an answer: drawn, and where a page was, made of what was drawn for it, so that the
    same page sent twice has one. Not that itself: whoever sees the page cannot find the row."""
    if not sending:
        return uuid.uuid4()
    made = hmac.new(f"voice page {settings.SECRET_KEY}".encode(), sending.encode(), hashlib.sha256)
    return uuid.UUID(bytes=made.digest()[:16], version=4)


def _sum(key: str, code: str) -> str:
    return hmac.new(f"voice slip {key}".encode(), code.encode(), hashlib.sha256).hexdigest()
