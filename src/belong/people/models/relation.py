"""An adult of the school who is family to one of its children."""

from __future__ import annotations

from django.db import models

from belong.people.models.adult import Adult
from belong.people.models.pupil import Pupil


class Relation(models.Model):
    """An adult is a parent or relative of a child. It takes no right away and gives none: the
    school decides which role is fitting, and the trail says that a look was at one's own family.
    """

    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="relations")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="relations")
    said_by = models.ForeignKey(Adult, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["adult", "pupil"], name="said_once_that_they_are_kin"),
        )

    def __str__(self) -> str:
        return f"{self.adult} is family of {self.pupil}"
