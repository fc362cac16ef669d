"""To whom the day's anchor of the trail was sent."""

from __future__ import annotations

from django.db import models

from belong.people.models.adult import Adult
from belong.people.models.school import School


class AnchorMail(models.Model):
    """That the anchor of one school went to one adult on one day, or was tried.

    how    what became of it; GOING also where nobody knows whether it arrived
    tries  how often it was sent off
    at     when it was last tried
    """

    class How(models.TextChoices):
        """What became of it. Stored as text."""

        GOING = "going", "Sent off"
        SENT = "sent", "Taken by the mail server"
        REFUSED = "refused", "Not taken"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    how = models.CharField(max_length=7, choices=How.choices)
    tries = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school", "adult", "day"], name="one_anchor_mail_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.how}, {self.day}"
