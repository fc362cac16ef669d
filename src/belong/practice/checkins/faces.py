"""The faces a child may choose from, in the order they are offered: drawn for Belong, or by the
child."""

from __future__ import annotations

import re

FACES = {
    "big": "Happy", "good": "Alright", "ok": "So-so", "wobbly": "Wobbly", "low": "Sad",
    "flat": "Not awake", "storm": "Stormy", "none": "Not saying",
}  # fmt: skip
"""A word to begin from, by the key of each face: the child gives it their own."""
OFFERED = ("big", "good", "wobbly", "flat", "storm", "none")
"""Those that stand there before anybody has chosen."""
OWN = ("own-1", "own-2")
"""Places for faces the child draws."""
FEWEST, MOST = 3, 6
LONGEST_DRAWN = 2000
"""Letters of a drawing."""
LINES = re.compile(r"(?:M\d{1,2} \d{1,2}(?:L\d{1,2} \d{1,2})+)+")
"""A drawing: lines on a square of 64 by 64, each from where the finger came down. It is nothing
else, so that it can stand in a page as it is."""
MOST_THINGS = 4
