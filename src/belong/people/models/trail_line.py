"""One line of the trail: who did or saw what, and when."""

from __future__ import annotations

from django.db import models


class TrailLine(models.Model):
    """Kept without foreign keys, so that the trail never blocks a deletion and outlives it.

    The access issue seals these lines into a keyed chain and replaces `adult_id` by a token.
    """

    at = models.DateTimeField()
    adult_id = models.BigIntegerField()
    school_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=20)
    ids = models.JSONField(default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["school_id", "at"], name="trail_by_school_and_time"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.about}"
