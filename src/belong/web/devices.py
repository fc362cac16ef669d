"""Which browser it was, in words somebody recognises."""

from __future__ import annotations

from django.utils.translation import gettext

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"),
            ("CriOS", "Chrome"), ("FxiOS", "Firefox"), ("Safari", "Safari"))  # fmt: skip
"""Signs and names, in this order: most browsers also say that they are another one."""
SYSTEMS = (("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"),
           ("CrOS", "a Chromebook"), ("Windows", "Windows"), ("Macintosh", "a Mac"),
           ("Linux", "Linux"))  # fmt: skip


def in_words(user_agent: str) -> str:
    """`Chrome on Windows`; as much of it as the browser tells."""
    browser = _first(BROWSERS, user_agent) or gettext("A browser")
    system = _first(SYSTEMS, user_agent) or gettext("another device")
    return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def _first(signs: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in signs if sign in text), "")
