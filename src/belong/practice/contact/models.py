"""Who tried to reach a home, and what came of it; beside it in_touch.py and word_models.py."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from belong.practice.contact.in_touch import Contact, KeptInMind, StillBuilding, Way
from belong.practice.contact.word_models import SchoolText, Word, WordWay

__all__ = [
    "LONGEST",
    "Contact",
    "KeptInMind",
    "SchoolText",
    "StillBuilding",
    "Try",
    "Way",
    "Word",
    "WordWay",
]

LONGEST = 200
"""Characters of what was said: a sentence or two."""


class Try(models.Model):
    """One adult tried to reach a child's home on a day.

    said  what was said, in a few words; "" where nobody answered
    """

    class How(models.TextChoices):
        """Ways to try. Stored as text."""

        PHONE = "phone", "Rang"
        TEXT = "text", "Sent a text"
        MESSAGE = "message", "Sent a message"
        DOOR = "door", "Went to the door"

    class Outcome(models.TextChoices):
        """What came of it. Stored as text."""

        NO_ANSWER = "no_answer", "No answer"
        LEFT_WORD = "left_word", "Left word"
        SPOKE = "spoke", "Spoke with them"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="tries")
    day = models.DateField()
    how = models.CharField(max_length=10, choices=How.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    said = models.CharField(max_length=LONGEST, blank=True)
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["school", "day"], name="tries_of_a_day"),
            models.Index(fields=["pupil", "day"], name="tries_of_a_child"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(outcome="no_answer") | Q(said=""), name="nobody_answered_nothing_said"
            ),
        )

    def __str__(self) -> str:
        return f"{self.how}, {self.outcome}, {self.day}"
