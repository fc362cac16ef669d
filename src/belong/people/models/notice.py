"""Something one adult is to know about. The page lists it; everywhere else only says that it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from belong.people.models.adult import Adult
from belong.people.models.involvement import Involvement
from belong.people.models.opening import Opening
from belong.people.models.school import School


class Notice(models.Model):
    """One thing for one adult.

    kind   what happened (people.notices.Kind)
    opening  the gate it is about; null where it is about something else
    involvement  somebody from outside who is held back; null where it is about something else
    about, role_key, by  whose account, the role that was given, and who did it; by is null for
             whoever looks after the machine Belong runs on, and for who is erased
    seen_at  when they said that they have read it; null before
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="+")
    opening = models.ForeignKey(
        Opening, on_delete=models.CASCADE, null=True, related_name="notices"
    )
    involvement = models.ForeignKey(
        Involvement, on_delete=models.CASCADE, null=True, related_name="+"
    )
    about = models.ForeignKey(Adult, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(Adult, on_delete=models.SET_NULL, null=True, related_name="+")
    role_key = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["adult", "school", "seen_at"], name="notices_of_somebody"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(opening__isnull=False, involvement=None, about=None)
                | Q(opening=None, involvement__isnull=False, about=None)
                | Q(opening=None, involvement=None, about__isnull=False),
                name="a_notice_is_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.made_at:%Y-%m-%d %H:%M}"
