"""How to reach an adult under an order, and notes for few people, encrypted where they lie.

A copy of the database alone does not give it away; whoever has the secret key of the installation
as well can read it. Facts come and go through here in two places: intake seals what it opens, and
a fact is unsealed for somebody who passes the gate. Notes lock themselves: `practice.restricted`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

HIDES = ("phone", "mobile", "email", "address", "postcode", "notes")
"""What says how to reach and to find somebody."""
SEALED = "sealed"
CONTACTS = "contacts"
NO = (None, "", "no")
ORDERS, NOTES = b"contacts under an order:", b"notes for few people:"
"""What a key is for: what is locked with one is not unlocked with another."""


def under_an_order(data: Mapping[str, object]) -> bool:
    """Whether an adult must not be contacted, or an order is held; anything but no counts."""
    return data.get("no_contact") not in NO or data.get("court_order") not in NO


def sealed(kind: str, data: Mapping[str, Any], *, always: bool = False) -> dict[str, Any]:
    """What is kept of a record: for an adult under an order, where they are is one locked text.

    always  for an adult at home who is under an order now, though the record is older
    """
    hidden = {name: data[name] for name in HIDES if name in data}
    if kind != CONTACTS or not hidden or not (always or under_an_order(data)):
        return dict(data)
    locked = _box(ORDERS).encrypt(json.dumps(hidden, ensure_ascii=False).encode()).decode()
    return {name: value for name, value in data.items() if name not in HIDES} | {SEALED: locked}


def unsealed(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a record said. Locked under a key that is lost, it says nothing of where they are."""
    plain = {name: value for name, value in data.items() if name != SEALED}
    if SEALED not in data:
        return plain
    try:
        found: dict[str, Any] = json.loads(_box(ORDERS).decrypt(str(data[SEALED]).encode()))
    except InvalidToken:
        return plain
    return plain | found


def words_locked(words: str) -> str:
    """The words of a note as they lie in the database."""
    return _box(NOTES).encrypt(words.encode()).decode()


def words_unlocked(text: str) -> str:
    """The words again; "" where they were locked under a key that is lost."""
    try:
        return _box(NOTES).decrypt(text.encode()).decode()
    except InvalidToken:
        return ""


def _box(purpose: bytes) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    drawn = (hashlib.sha256(purpose + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in drawn])
