"""An import: who brought which file, what was understood, and where the register is now."""

from __future__ import annotations

from django.db import models

from belong.people.models import Adult, School


class Import(models.Model):
    """One file somebody brought in. The file is kept until it is committed or set aside."""

    class Stage(models.TextChoices):
        READ = "read", "read, waiting for a yes"
        KEPT = "kept", "kept"
        SET_ASIDE = "set aside", "set aside"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="imports")
    at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_revision = models.PositiveIntegerField(default=0)
    """The school's revision this import made: the order in which imports were kept."""
    file_name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.READ)
    as_of = models.DateField()
    from_school = models.CharField(max_length=200, blank=True)
    day_first = models.BooleanField(null=True, blank=True)
    preview = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.file_name}, {self.stage}"

    def without_words(self) -> dict[str, object]:
        """The preview without what was said about single lines: a cell may hold a note."""
        return {**self.preview, "refused": [], "taken": []} if self.preview else {}


class Snapshot(models.Model):
    """Which stored file holds a school's year. Exactly one is current: the pointer."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="snapshots")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    marks = models.PositiveIntegerField()
    brought_by = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="snapshots")
    current = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school", "year"],
                condition=models.Q(current=True),
                name="one_current_register_a_year",
            ),
        )

    def __str__(self) -> str:
        return self.name
