"""Belong: a school working through relationships, starting from the register."""

__version__ = "0.1.0"
