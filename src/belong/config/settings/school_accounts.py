"""The accounts a school has elsewhere, by which its staff may come in: Microsoft, Google."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

MICROSOFT = "https://login.microsoftonline.com/{only}/v2.0"
GOOGLE = "https://accounts.google.com"
KINDS = {
    "microsoft": ("Microsoft", "tid", "BELONG_MICROSOFT_TENANT", MICROSOFT),
    "google": ("Google", "hd", "BELONG_GOOGLE_DOMAIN", GOOGLE),
}
"""Of each: its name, what in a token says whose account it is, the variable that holds the only one
let in, and where it is asked."""

PROMPT = {"microsoft": "login", "google": "select_account"}


def read(told: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """The accounts this house was told about, by kind.

    told     what a variable holds; "" for one that is not set
    returns  of each the name, `claim` and `only` (the tenant or domain let in), id, secret, server
    raises   ImproperlyConfigured where only a part was told: it would let nobody in, or anybody
    """
    found = {}
    for kind, (name, claim, whose, server) in KINDS.items():
        words = f"BELONG_{kind.upper()}_"
        said = {n: told(n) for n in (whose, f"{words}ID", f"{words}SECRET")}
        if any(said.values()):
            _must_be_whole(said)
            only, client, secret = said.values()
            found[kind] = {
                "name": name, "claim": claim, "only": only, "id": client, "secret": secret,
                "server": server.format(only=only),
            }  # fmt: skip
    return found


def _must_be_whole(said: dict[str, str]) -> None:
    missing = [name for name, value in said.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"A school's account needs {', '.join(missing)} as well.")
    if said.get("BELONG_MICROSOFT_TENANT") in ("common", "organizations", "consumers"):
        raise ImproperlyConfigured(
            "BELONG_MICROSOFT_TENANT has to be the school's own tenant: that word lets in anybody."
        )


def apps(accounts: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """The same as allauth wants to be told. The token says all that is asked: nothing is fetched
    about a person beside it."""
    return [
        {
            "provider_id": kind, "name": one["name"], "client_id": one["id"],
            "secret": one["secret"],
            "settings": {
                "server_url": one["server"], "fetch_userinfo": False, "oauth_pkce_enabled": True,
                # Staffroom computers are shared: whoever sat there before is not taken for granted.
                "auth_params": {"prompt": PROMPT[kind]},
            },
        }
        for kind, one in accounts.items()
    ]  # fmt: skip


def origins(accounts: dict[str, dict[str, str]]) -> list[str]:
    """Where a form of ours may lead: pressing the button goes there at once."""
    return ["{0.scheme}://{0.netloc}".format(urlsplit(one["server"])) for one in accounts.values()]
