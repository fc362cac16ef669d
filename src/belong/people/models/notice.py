"""Something one adult is to know about. The page lists it; everywhere else only says that it is."""

from __future__ import annotations

from django.db import models

from belong.people.models.adult import Adult
from belong.people.models.opening import Opening
from belong.people.models.school import School


class Notice(models.Model):
    """One thing for one adult.

    kind   opened, asked, agreed, refused or withdrawn (people.notices.Kind)
    seen_at  when they said that they have read it; null before
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="+")
    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["adult", "school", "seen_at"], name="notices_of_somebody"),)

    def __str__(self) -> str:
        return f"{self.kind}, {self.made_at:%Y-%m-%d %H:%M}"
