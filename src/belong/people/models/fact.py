"""What the school's own system says beside the marks: from then to then, and since when we know."""

from __future__ import annotations

from django.db import models

from belong.people.models.pupil import Pupil
from belong.people.models.school import School


class Fact(models.Model):
    """One record of one kind (registers/kinds), as one file said it.

    Rows are never changed, only closed: a later file that says something else about the same
    `key` closes this one and opens another. So any earlier state can be read back, and an import
    taken back, with nothing lost.

    pupil        None for what is about an adult, a class or the school
    key          what makes it the same record again, within its kind and child
    data         the fields as the kind names them
    begins, ends when it holds in the world, both included; None where nobody said
    since, until the school's revision that opened it, and the one that closed it
    import_id    the import that said so; no foreign key, because imports live above people
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="facts")
    pupil = models.ForeignKey(
        Pupil, on_delete=models.CASCADE, null=True, blank=True, related_name="facts"
    )
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=250)
    data = models.JSONField(default=dict)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True, blank=True)
    import_id = models.BigIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["school", "kind", "until"], name="facts_of_a_kind"),
            models.Index(fields=["school", "import_id"], name="facts_of_an_import"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["pupil", "kind", "key"],
                condition=models.Q(until=None, pupil__isnull=False),
                name="one_open_fact_a_child_and_key",
            ),
            models.UniqueConstraint(
                fields=["school", "kind", "key"],
                condition=models.Q(until=None, pupil=None),
                name="one_open_fact_a_school_and_key",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
