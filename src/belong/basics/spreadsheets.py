"""Text in a spreadsheet stays text."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def plain(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers."""
    text = str(value)
    if isinstance(value, str) and text.startswith(FORMULA) and text not in ("-",):
        return f"'{text}"
    return value
