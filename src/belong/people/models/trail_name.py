"""Which adult a name in the trail stands for. The only place that knows."""

from __future__ import annotations

import secrets

from django.db import models

from belong.people.models.adult import Adult


def fresh_name() -> str:
    """A name that says nothing about anybody: 128 bits by chance."""
    return secrets.token_hex(16)


class TrailName(models.Model):
    """The name by which the trail calls one adult.

    Deleting it, or the adult, forgets who it was; the trail stays whole, and nothing brings the
    link back: whoever acts again afterwards is given another name.
    """

    name = models.CharField(max_length=32, unique=True, default=fresh_name, editable=False)
    adult = models.OneToOneField(Adult, on_delete=models.CASCADE, related_name="trail_name")

    def __str__(self) -> str:
        return self.name
