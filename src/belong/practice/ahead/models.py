"""Days of a school that differ from others, and dates and topics that are tender for a child."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST = 120
"""Characters of anything somebody types here: a few words that fit into a line of Today."""


class DayAhead(models.Model):
    """A day that is not as usual for some group. It names no child.

    group  "" for the whole school; else `year:8`, `form:8 Rowan` or `class:8x/Ma1`
    words  what will be different, in a few words
    """

    class Kind(models.TextChoices):
        """What may be different. Stored as text."""

        COVER = "cover", "Cover: somebody else teaches"
        TRIP = "trip", "A trip or a visitor"
        TIMETABLE = "timetable", "Not the usual timetable"
        TOPIC = "topic", "A topic that may be tender for somebody"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    group = models.CharField(max_length=50, blank=True)
    words = models.CharField(max_length=LONGEST)
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school", "on", "kind", "group", "words"], name="the_same_day_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_day_ahead_says_what"),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.on}"


class Tender(models.Model):
    """A date or a topic that is tender for one child, which the child or their family named and
    agreed that the adults around may know. It ends by itself.

    words     what it is, in the words of whoever named it
    helps     what helps then; "" where nobody knows yet
    on        the day; null for a topic, which has none
    yearly    whether the day comes again each year
    named_by  who named it
    until     its last day here: then somebody asks again, or lets it go
    """

    class Named(models.TextChoices):
        """Who named it. Stored as text."""

        CHILD = "child", "The child"
        FAMILY = "family", "Their family"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="tender")
    words = models.CharField(max_length=LONGEST)
    helps = models.CharField(max_length=LONGEST, blank=True)
    on = models.DateField(null=True, blank=True)
    yearly = models.BooleanField(default=False)
    named_by = models.CharField(max_length=10, choices=Named.choices)
    until = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["school", "until"], name="tender_of_a_school"),)
        constraints = (
            models.UniqueConstraint(fields=["pupil", "words", "on"], name="tender_day_once"),
            models.UniqueConstraint(
                fields=["pupil", "words"], condition=Q(on=None), name="tender_topic_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="something_is_tender"),
            models.CheckConstraint(
                condition=Q(yearly=False) | Q(on__isnull=False), name="a_year_comes_to_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} of {self.pupil_id}"
