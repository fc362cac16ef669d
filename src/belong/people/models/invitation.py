"""A link by which somebody sets up their account."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from belong.people.models.adult import Adult
from belong.people.models.school import School


class Invitation(models.Model):
    """One link, good once and until a moment. Only a fingerprint of it is kept.

    fingerprint  SHA-256 of what stands in the link, as 64 hexadecimal digits
    made_by      null for a link made on the command line, by whoever runs Belong
    """

    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="invitations")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="invitations")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        Adult, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_made"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["adult", "school"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="one_open_invitation_an_adult_and_school",
            ),
        )

    def __str__(self) -> str:
        return f"invitation of {self.adult}"

    def is_open(self, at: dt.datetime) -> bool:
        """Whether the link still lets somebody in."""
        return self.used_at is None and self.withdrawn_at is None and at < self.expires_at
