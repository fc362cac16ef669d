"""An import: who brought which file, what was understood, and where the register is now."""

from __future__ import annotations

from django.db import models

from belong.people.models import Adult, Membership, School


class Import(models.Model):
    """One file somebody brought in. The file is kept until it is committed or set aside."""

    class Stage(models.TextChoices):
        ASKING = "asking", "waiting to be told what is in it"
        READ = "read", "read, waiting for a yes"
        KEEPING = "keeping", "being kept"
        KEPT = "kept", "kept"
        SET_ASIDE = "set aside", "set aside"
        UNDONE = "undone", "undone"

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
    mapping = models.JSONField(default=dict, blank=True)
    """Our name -> heading, where the school said what its columns are."""
    preview = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="undone_imports"
    )

    kept_for = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who asked for it to be kept, while the worker does it."""
    confirmed = models.BooleanField(default=False)
    step = models.CharField(max_length=20, blank=True)
    job_key = models.CharField(max_length=32, blank=True)
    """Which piece of background work holds it; only that one may go on."""
    lease_until = models.DateTimeField(null=True, blank=True)
    """Until when it is held. After that, the worker that held it is taken for dead."""
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.file_name}, {self.stage}"

    def without_words(self) -> dict[str, object]:
        """The preview without what was said about single lines and children."""
        emptied: dict[str, object] = {name: [] for name in ABOUT_SOMEBODY}
        return {**self.preview, **emptied} if self.preview else {}


ABOUT_SOMEBODY = (
    "refused", "taken", "changes", "people", "warnings", "strangers", "newcomers",
    "named_otherwise",
)  # fmt: skip
"""Parts of a preview that may hold words of a file or be about single children."""


class Profile(models.Model):
    """What a school said about files with certain headings, so that nobody is asked twice."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="profiles")
    headings = models.JSONField()
    kind = models.CharField(max_length=30)
    mapping = models.JSONField(default=dict)
    day_first = models.BooleanField(null=True)
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind}, {len(self.headings)} columns"


class Snapshot(models.Model):
    """Which stored file holds a school's year. Exactly one is current: the pointer."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="snapshots")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    marks = models.PositiveIntegerField()
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


class LessonSnapshot(models.Model):
    """Which stored file holds a school's lesson marks of a year. At most one is current."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="lesson_snapshots")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    marks = models.PositiveIntegerField()
    brought_by = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="lessons")
    current = models.BooleanField(default=True)
    undone = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school", "year"],
                condition=models.Q(current=True),
                name="one_current_lesson_file_a_year",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """What one import, undo or correction did to the marks of one school year.

    The marks themselves, old beside new, lie in the delta file `name`. Rows are never changed, but
    for `undone`, and never deleted while the school is kept.
    """

    class Why(models.TextChoices):
        IMPORT = "import", "a file was kept"
        UNDO = "undo", "a file was undone"
        CORRECTION = "correction", "a person corrected a mark"
        MERGE = "merge", "two records of one child were joined"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="changes")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    marks = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    """The school's revision this change made: the order of the history."""
    at = models.DateTimeField()
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="changes")
    role_key = models.CharField(max_length=40)
    why = models.CharField(max_length=20, choices=Why)
    reason = models.CharField(max_length=300, blank=True)
    brought_by = models.ForeignKey(
        Import, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ("revision", "pk")
        indexes = (models.Index(fields=["school", "year", "revision"], name="history_in_order"),)

    def __str__(self) -> str:
        return f"{self.why} {self.name}, {self.marks} marks"


class RosterChange(models.Model):
    """Children and stays as they were before an import and as it left them.

    changes  one entry a row that differs: {"table", "pk", "before", "after"}; before is null for a
             row that was made
    """

    brought_by = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="roster")
    changes = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{len(self.changes)} rows"


from belong.intake.calendar_models import CalendarFile, Closure, Term  # noqa: E402, F401
