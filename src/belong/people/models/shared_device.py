"""A device several adults share, such as the tablet at the gate."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from belong.people.models.adult import Adult
from belong.people.models.school import School


class SharedDevice(models.Model):
    """One browser on which people of a school may come in with a PIN.

    code, code_until  a keyed hash of the code that is typed on the device once, and until when it
                      is good; "" and null where none waits
    code_by    who made that code
    token      a keyed hash of what the device keeps in a cookie; "" before it was set up
    last_used  the last day on which somebody came in there; null for never
    ended_at   from then on it is any device
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    code = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    code_by = models.ForeignKey(Adult, on_delete=models.SET_NULL, null=True, related_name="+")
    token = models.CharField(max_length=64, blank=True)
    enrolled_at = models.DateTimeField(null=True)
    last_used = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["token"], condition=~Q(token=""), name="one_device_a_token"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(token="", code=""),
                name="an_ended_device_opens_nothing",
            ),
        )

    def __str__(self) -> str:
        return self.name
