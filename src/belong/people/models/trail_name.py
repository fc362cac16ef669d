"""Which adult or outsider a name in the trail stands for. The only place that knows."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from belong.people.models.adult import Adult
from belong.people.models.involvement import Involvement


def fresh_name() -> str:
    """A name that says nothing about anybody: 128 bits by chance."""
    return secrets.token_hex(16)


class TrailName(models.Model):
    """The name by which the trail calls one adult, or one outsider.

    Deleting it, or whom it means, forgets who it was; the trail stays whole, and nothing brings the
    link back: whoever acts again afterwards is given another name.
    """

    name = models.CharField(max_length=32, unique=True, default=fresh_name, editable=False)
    adult = models.OneToOneField(
        Adult, on_delete=models.CASCADE, null=True, related_name="trail_name"
    )
    involvement = models.OneToOneField(
        Involvement, on_delete=models.CASCADE, null=True, related_name="trail_name"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(adult=None, involvement__isnull=False)
                | Q(adult__isnull=False, involvement=None),
                name="a_name_means_one_person",
            ),
        )

    def __str__(self) -> str:
        return self.name
