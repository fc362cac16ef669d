"""Bringing files in: who, which file, what was understood, what was refused, and keeping it."""
