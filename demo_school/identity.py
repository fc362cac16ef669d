"""Pupil numbers that pass every check and belong to nobody."""

from __future__ import annotations

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The alphabet of check letters: no I, O or S."""


def check_letter(digits: str) -> str:
    """The letter that opens a UPN, from the twelve digits that follow it."""
    total = sum(place * int(digit) for place, digit in enumerate(digits, start=2))
    return LETTERS[total % len(LETTERS)]


def upn(*, la_number: str, establishment: str, year: int, serial: int) -> str:
    """A permanent UPN; `year` is the calendar year of its issue, `serial` is below 1000."""
    digits = f"{la_number}{establishment}{year % 100:02d}{serial:03d}"
    return check_letter(digits) + digits
