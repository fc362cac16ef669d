"""What a school says about itself."""

from __future__ import annotations

from django.db import models

from belong.people.models.adult import Adult
from belong.people.models.school import School


class SchoolSettings(models.Model):
    """How a school is named and reached. There is no row until somebody says something.

    told_by  by when, on the first day, somebody has to be told of a child nobody was reached for:
             hours and minutes, 09:45; "" while the school leaves it at what is usual
    quiet_from, quiet_until  between which times no daily e-mail goes out, likewise; both or none
    hello_days  school days without a word written of a child after which a hello is due; null while
             the school leaves it at what is usual
    warnings how soon early warnings speak, by its key; "" while the school leaves it at what is
             usual. Chosen by itself, so it moves no version
    called   what the school calls its children, by its key: pupil or student; "" while it leaves it
             at what is usual. Chosen by itself as well
    support_edges  from what whole percent of sessions missed each band of support after the first
             is brought: 5,10,20,50; "" while the school leaves it as it is. Chosen by itself
    anchor_mail  whether the day's anchor of the trail goes to the data-protection officers by
             e-mail. Chosen by itself as well
    version  goes up with every change; who saves must name the one they saw; 0 while only
             something else than the words was said
    """

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="settings")
    version = models.PositiveIntegerField(default=1)
    safety_name = models.CharField(max_length=100, blank=True)
    safety_route = models.CharField(max_length=200, blank=True)
    safety_link = models.URLField(max_length=300, blank=True)
    told_by = models.CharField(max_length=5, blank=True)
    quiet_from = models.CharField(max_length=5, blank=True)
    quiet_until = models.CharField(max_length=5, blank=True)
    hello_days = models.PositiveSmallIntegerField(null=True, blank=True)
    warnings = models.CharField(max_length=20, blank=True)
    called = models.CharField(max_length=10, blank=True)
    support_edges = models.CharField(max_length=40, blank=True)
    anchor_mail = models.BooleanField(default=True)
    said_by = models.ForeignKey(Adult, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"settings of {self.school}"
