"""The faces a child may choose from, in the order they are offered. All are drawn for Belong."""

from __future__ import annotations

FACES = {
    "big": "Happy", "good": "Alright", "ok": "So-so", "wobbly": "Wobbly", "low": "Sad",
    "flat": "Not awake", "storm": "Stormy", "none": "Not saying",
}  # fmt: skip
"""A word to begin from, by the key of each face: the child gives it their own."""
OFFERED = ("big", "good", "wobbly", "flat", "storm", "none")
"""Those that stand there before anybody has chosen."""
FEWEST, MOST = 3, 6
MOST_THINGS = 4
