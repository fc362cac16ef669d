"""A child asked to talk to somebody. Why is theirs, and never kept."""

from __future__ import annotations

from django.db import models


class Ask(models.Model):
    """One child would like to talk to one adult.

    to   whom they chose
    day  the day they asked, in London
    by   the adult on whose device they tapped it; null where the young person did, on the page of
         their own link
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["school", "day"], name="asks_of_a_day"),)
        constraints = (
            models.UniqueConstraint(fields=["pupil", "to", "day"], name="asked_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.pupil_id} asked, {self.day}"
