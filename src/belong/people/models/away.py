"""An adult who is not there for some days."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from belong.people.models.adult import Adult
from belong.people.models.school import School


class Away(models.Model):
    """Somebody is not there from a first day to a last, so that others are asked instead. It says
    nothing of why, and it is gone the day after: nobody keeps a list of who was away when. The
    trail holds that it was said, when and by whom, not of which days; the role of a stand-in has
    its days there as any role has."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["school", "last"], name="away_now"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="away_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["school", "adult", "first"], name="away_once_from_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"away {self.first} to {self.last}"
