"""Text in a spreadsheet stays text."""

from __future__ import annotations

from belong.basics.letters import seen

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def plain(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe, and loses the letters no
    spreadsheet takes; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = seen(value)
    if text.startswith(FORMULA) and text not in ("-",):
        return f"'{text}"
    return text
