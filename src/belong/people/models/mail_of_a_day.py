"""An e-mail that goes to one adult on one day at most."""

from __future__ import annotations

from django.db import models

from belong.people.models.adult import Adult
from belong.people.models.school import School


class MailOfADay(models.Model):
    """That one adult was seen to on one day. It is written before anything is sent.

    how    what became of it; GOING also where nobody knows whether it arrived
    tries  how often it was sent off
    at     when it was last seen to
    """

    class How(models.TextChoices):
        """What became of it. Stored as text."""

        NOTHING = "nothing", "Nothing waited"
        GOING = "going", "Sent off"
        SENT = "sent", "Taken by the mail server"
        REFUSED = "refused", "Not taken"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    how = models.CharField(max_length=7, choices=How.choices)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.how}, {self.day}"
