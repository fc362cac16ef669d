"""Bringing registers in."""
