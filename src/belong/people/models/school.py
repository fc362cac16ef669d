"""A school."""

from django.db import models


class School(models.Model):
    """A school as its register names it. Identifiers are text: they begin with zeros."""

    name = models.CharField(max_length=200)
    urn = models.CharField(max_length=6, blank=True)
    laestab = models.CharField(max_length=7, blank=True)
    phase = models.CharField(max_length=20, default="secondary")
    safety_route = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    """Goes up with every change to its children, stays or marks: what was worked out before is
    then old. Clocks can be set back; a count cannot."""

    def __str__(self) -> str:
        return self.name
