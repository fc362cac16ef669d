"""When school was open and when it was not, as people said it."""

from __future__ import annotations

from django.db import models

from belong.people.models import Adult, School


class Source(models.TextChoices):
    """How a statement came about."""

    PERSON = "person", "said on this page"
    FILE = "file", "from a file"
    CONFIRMED = "confirmed", "asked by Belong and confirmed"


class Statement(models.Model):
    """Something somebody said. It is never changed and never deleted, only withdrawn.

    revision  the school's revision it made: what is said later wins
    """

    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    role_key = models.CharField(max_length=40)
    at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    source = models.CharField(max_length=20, choices=Source, default=Source.PERSON)
    first = models.DateField()
    last = models.DateField()
    withdrawn_by = models.ForeignKey(
        Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Closure(Statement):
    """Days, or halves of a day, on which the school or some year groups had no school.

    With the kind OPEN it says the opposite: there was school, so a mark that is not there is
    missing.

    first, last  one day, or the weekdays from one to the other
    half         None the whole day, 0 the morning, 1 the afternoon
    years        year groups as they were called then; empty for everybody
    """

    class Kind(models.TextChoices):
        INSET = "inset", "INSET day"
        HOLIDAY = "holiday", "Holiday"
        CLOSURE = "closure", "School closed"
        AWAY = "away", "Year group not in school"
        OTHER = "other", "Another reason"
        OPEN = "open", "School was open"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="closures")
    half = models.PositiveSmallIntegerField(null=True, blank=True)
    years = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("-revision", "-pk")
        indexes = (models.Index(fields=["school", "first"], name="closures_in_order"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.first} to {self.last}"


class Term(Statement):
    """A term or half-term: a name, and the first and last day with school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("first", "pk")

    def __str__(self) -> str:
        return f"{self.name}, {self.first} to {self.last}"


class CalendarFile(models.Model):
    """A calendar file that was read and waits for a yes. The file itself is not kept.

    closures, terms  what was understood, as `intake.calendar` says it
    left_out         what was not, with why; emptied once the file is kept or set aside, since a
                     staff calendar may hold words about people
    """

    class Stage(models.TextChoices):
        READ = "read", "waiting for a yes"
        KEPT = "kept", "kept"
        SET_ASIDE = "set aside", "set aside"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="calendar_files")
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.READ)
    closures = models.JSONField(default=list)
    terms = models.JSONField(default=list)
    left_out = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.file_name}, {self.stage}"
