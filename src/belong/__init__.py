"""Belong: a school working through relationships, starting from the register."""

import datetime as _dt

__version__ = "0.1.0"
RELEASED = _dt.date(2026, 11, 22)
"""The day of this version: an old one is said to be old on the page about security."""
