"""What somebody typed and still has to say who they are for: locked where it waits, and forgotten.

It waits in their session, which lies in the database. A copy of the database alone does not give it
away: the key is drawn from the secret key, with whose it is and in which session it was typed.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from belong.people.models import Adult

WAITS = dt.timedelta(hours=1)
PLACE = "account_reauthentication_state"
"""Where the pages that ask who it is keep it in a session."""
SINCE = "typed_words_since"
"""In a session: since when words wait there, in seconds."""


def locked(words: str, *, adult: Adult, session: str, now: dt.datetime) -> str:
    """Words as they lie in a session."""
    box = _box(adult, session)
    return box.encrypt_at_time(words.encode(), int(now.timestamp())).decode()


def unlocked(text: str, *, adult: Adult, session: str, now: dt.datetime) -> str | None:
    """The words again; None after an hour, and for another adult, session or secret key."""
    box, ttl = _box(adult, session), int(WAITS.total_seconds())
    try:
        return box.decrypt_at_time(text.encode(), ttl, int(now.timestamp())).decode()
    except InvalidToken:
        return None


def over(since: float, now: dt.datetime) -> bool:
    """Whether words that wait since then are to be forgotten."""
    return not 0 <= now.timestamp() - since <= WAITS.total_seconds()


def forget_old(now: dt.datetime) -> int:
    """Take words nobody came back for out of every session. In how many they were.

    A session that is written at the same moment is left for the next time.
    """
    forgotten = 0
    for session in Session.objects.iterator(chunk_size=500):
        held = session.get_decoded()
        if SINCE in held and over(held[SINCE], now):
            held.pop(PLACE, None), held.pop(SINCE)
            same = Session.objects.filter(pk=session.pk, session_data=session.session_data)
            forgotten += same.update(session_data=SessionStore().encode(held))
    return forgotten


def _box(adult: Adult, session: str) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    whose = f"typed words:{adult.pk}:{session}:".encode()
    drawn = (hashlib.sha256(whose + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in drawn])
