"""One line of the trail: who did or saw what, and when."""

from __future__ import annotations

from django.db import models


class TrailLine(models.Model):
    """Kept without foreign keys, so that the trail never blocks a deletion and outlives it.

    The tables refuse to change or delete a line, and each minute is sealed (`TrailSeal`).

    who   the name of an adult in the trail, see `TrailName`
    role  the keys of the roles they had at that moment; "" in lines from before this was written
    about what the keys in `ids` are keys of: "pupil", "import" and so on
    """

    at = models.DateTimeField()
    who = models.CharField(max_length=32)
    role = models.CharField(max_length=200, blank=True)
    school_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=20)
    ids = models.JSONField(default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["school_id", "at"], name="trail_by_school_and_time"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.about}"
