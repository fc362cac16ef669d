"""What the sum of a seal is made of: the lines of the trail as bytes, and the key.

A line is its fields with the length before each text, the same on every database and after moving
between them. The key comes from the secret key of the installation, so whoever can write to the
database and cannot read that secret cannot make a seal.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from belong.people.models import TrailDropped, TrailSeal

FORM = "belong trail 1"
"""Stands in every seal: bytes made in another way would be another form."""
READ_AT_ONCE = 5000
_AT = {
    "sqlite": "CASE WHEN length(at) = 19 THEN at || '.000000' ELSE at END",
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
}
_AS_TEXT = {"sqlite": "", "postgresql": "::text"}
_PUT = {"sqlite": "printf", "postgresql": "format"}


Written = tuple[int, int, str]
"""One line of the trail as it is sealed: its key; its chain, which is the key of its school or
TrailSeal.NO_SCHOOL; and its fields in one text, which begins with the key and the moment in UTC."""


class Sealed(NamedTuple):
    """A seal as it is kept; see TrailSeal."""

    chain: int
    number: int
    minute: str
    lines: int
    upto: int
    key: str
    sum: str


def keys() -> dict[str, bytes]:
    """The keys seals are made and read with, by a short name that tells nothing of the secret.

    The first one makes new seals. Those of BELONG_OLD_SECRET_KEYS only read: a seal made under a
    secret that is in neither cannot be checked.
    """
    found = {}
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = hmac.digest(secret.encode(), b"belong: seals of the trail", "sha256")
        found[hmac.digest(key, b"name", "sha256").hex()[:16]] = key
    return found


def sum_of(seal: Sealed, before: str, lines: list[str], key: bytes) -> str:
    """The sum over a seal's own words, the sum of the seal before ("" for the first), and its
    lines."""
    head = f"{FORM}, chain {seal.chain}, seal {seal.number}, {seal.minute}, key {seal.key}"
    head = f"{head}, {seal.lines} lines up to {seal.upto}, after {before}"
    return hmac.digest(key, "\n".join((head, *lines)).encode(), "sha256").hex()


def sum_of_dropped(row: TrailDropped, key: bytes) -> str:
    """The sum over what is left of months that were dropped."""
    said = f"{FORM}, dropped, chain {row.chain}, before {row.month}, {row.lines} lines"
    said = f"{said} under {row.seals} seals up to {row.upto}, the last {row.last}"
    said = f"{said}, by {row.who}, {row.day}, key {row.key}"
    return hmac.digest(key, said.encode(), "sha256").hex()


LOWEST, HIGHEST = -(2**63), 2**63 - 1
"""Keys of every line there can be: one that was put in before the first is read as well."""


def lines(above: int = LOWEST, upto: int = HIGHEST) -> Iterator[Written]:
    """The lines of every chain in the order of their keys: above one key, up to another."""
    asked = f"{_select()} WHERE id > %s AND id <= %s ORDER BY id"
    with connection.chunked_cursor() as cursor:
        cursor.execute(asked, [above, upto])
        while rows := cursor.fetchmany(READ_AT_ONCE):
            for key, chain, body, detail in rows:
                yield key, chain, f"{body}{_same(detail)}" if detail else body


def minute_of(body: str) -> str:
    """2026-11-24 09:18, in UTC"""
    return body.split(" ", 1)[1][:16]


def _select() -> str:
    """The database puts the text together: a million lines are read in seconds so. A length stands
    before each text, so that nothing written into one of them can pass for the next."""
    at, text, put = _AT[connection.vendor], _AS_TEXT[connection.vendor], _PUT[connection.vendor]
    chain = f"coalesce(school_id, {TrailSeal.NO_SCHOOL})"
    fields = ("who", "role", "verb", "about", f"ids{text}")
    said = ", ".join(f"length({field}), {field}" for field in fields)
    body = f"{put}('%%s %%s %%s{' %%s:%%s' * len(fields)} ', id, {at}, {chain}, {said})"
    detail = f"CASE detail{text} WHEN '{{}}' THEN '' ELSE detail{text} END"
    return f"SELECT id, {chain}, {body}, {detail} FROM people_trailline"  # noqa: S608  our own words


def _same(detail: str) -> str:
    """PostgreSQL puts the names within JSON in another order: here they stand in one."""
    return json.dumps(json.loads(detail), sort_keys=True)
