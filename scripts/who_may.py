"""The page who-may.md: each role in a sentence, and which pages it may open."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.test")

OUTSIDE = {
    "account_login": "anybody: signing in",
    "account_logout": "whoever is signed in: signing out",
    "account_reset_password": "anybody: a forgotten password",
    "account_reset_password_done": "anybody: a forgotten password",
    "account_reset_password_from_key": "whoever holds the link from the e-mail",
    "account_reset_password_from_key_done": "whoever holds the link from the e-mail",
    "account_signup": "anybody: says that accounts are made by the school",
    "account_inactive": "anybody: says that the account is closed",
    "account_reauthenticate": "whoever is signed in",
    "healthz": "anybody: whether the house is standing; shows no child",
}
"""Addresses that need no role at a school, and for whom they are."""


def page() -> str:
    """The whole page as Markdown."""
    import django

    django.setup()
    from belong.people.permissions import Permission
    from belong.people.roles import ROLES

    roles = list(ROLES.values())
    lines = ["# Who may do what", "", "A role is a sentence, shown to the people it describes.", ""]
    lines += ["| role | in words |", "|---|---|"]
    lines += [f"| {r.name} | {r.in_words} |" for r in roles]
    lines += ["", "## Pages", ""]
    lines += [_row("address", *[r.name for r in roles]), _row("---", *["---"] * len(roles))]
    inside, outside = [], []
    for address, name, needs in addresses():
        if name in OUTSIDE:
            outside.append(f"| `{address}` | {OUTSIDE[name]} |")
        else:
            inside.append(_row(f"`{address}`", *["yes" if needs in r.may else "" for r in roles]))
    lines += [
        *inside,
        "",
        "## Outside the school's rooms",
        "",
        "| address | for whom |",
        "|---|---|",
    ]
    lines += [*outside, "", "## Permissions", ""]
    lines += [_row("permission", *[r.name for r in roles]), _row("---", *["---"] * len(roles))]
    lines += [_row(p.value, *["yes" if p in r.may else "" for r in roles]) for p in Permission]
    lines += ["", "Children, imports and numbers of another school do not exist for anybody here."]
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def addresses() -> Iterator[tuple[str, str, object]]:
    """Each address, its name, and the permission it says it needs (None: open to all)."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(found: object, before: str) -> Iterator[tuple[str, str, object]]:
        for entry in getattr(found, "url_patterns", []):
            here = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, here)
            elif isinstance(entry, URLPattern):
                yield "/" + here, entry.name or "", getattr(entry.callback, "needs", None)

    yield from walk(get_resolver(), "")
