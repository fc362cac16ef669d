"""The unique pupil number: thirteen characters, the first of them a check on the others."""

from __future__ import annotations

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""Twenty-three: I, O and S look too much like figures."""
LENGTH = 13


def has_form(number: str) -> bool:
    """Whether a text is built like a UPN: a letter, eleven figures, a figure or a letter.

    A letter at the end makes it a temporary one.
    """
    if len(number) != LENGTH or not number.isascii():
        return False
    first, middle, last = number[0], number[1:-1], number[-1]
    return first.isalpha() and middle.isdigit() and (last.isdigit() or last.isalpha())


def check_letter(rest: str) -> str | None:
    """The letter that belongs before the other twelve characters, or None where none can.

    rest  as `has_form` wants it; a letter at the end that no UPN uses has no check
    """
    if rest[-1] not in f"0123456789{LETTERS}":
        return None
    values = [int(c) if c.isdigit() else LETTERS.index(c) for c in rest]
    return LETTERS[sum(place * v for place, v in enumerate(values, start=2)) % len(LETTERS)]


def is_right(number: str) -> bool:
    """Whether a text is a UPN whose first letter fits the rest. Small letters are read as large."""
    upper = number.strip().upper()
    return has_form(upper) and check_letter(upper[1:]) == upper[0]
