"""Letters that somebody can read: the rest comes with what is pasted, and documents refuse it."""

from __future__ import annotations

import re

UNSEEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters, halves of a letter, and U+FFFE and U+FFFF: what XML 1.0 does not allow or
advises against. Word, Excel and PDF refuse them."""


def seen(text: str) -> str:
    """Text without letters that nobody sees."""
    return UNSEEN.sub("", text)
