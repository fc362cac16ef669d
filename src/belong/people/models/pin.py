"""A PIN, and how often a wrong one was typed."""

from __future__ import annotations

from django.db import models

from belong.people.models.adult import Adult
from belong.people.models.school import School
from belong.people.models.shared_device import SharedDevice


class Pin(models.Model):
    """Six digits by which one adult comes in on the shared devices of one school.

    secret  the digits as Django's password hasher keeps them
    A new PIN is a new row, so that whoever came in with the one before is out.
    """

    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="pins")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    secret = models.CharField(max_length=128)
    given_by = models.ForeignKey(Adult, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["adult", "school"], name="one_pin_an_adult_and_school"),
        )

    def __str__(self) -> str:
        return f"PIN of {self.adult}"


class PinTries(models.Model):
    """Tries of one PIN on one device since it was last right there.

    wrong       how many; each counts before it is looked at, so that many at once gain nothing
    wait_until  no try is looked at before; null where nobody has to wait
    """

    pin = models.ForeignKey(Pin, on_delete=models.CASCADE, related_name="+")
    device = models.ForeignKey(SharedDevice, on_delete=models.CASCADE, related_name="+")
    wrong = models.PositiveIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pin", "device"], name="tries_counted_once_a_pin_and_device"
            ),
        )

    def __str__(self) -> str:
        return f"{self.wrong} wrong"
