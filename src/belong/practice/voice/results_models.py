"""What is left of a survey that is closed: counts fit to be shown, and nothing else."""

from __future__ import annotations

from django.db import models

from belong.practice.voice.counting import WHOLE

EVERYBODY = WHOLE
"""The group that is everybody who answered."""


class Released(models.Model):
    """One statement, counted for one group: rounded to ten, null for fewer than ten.

    question        the key of a statement of the pulse, or s0, s1 ... of a scale of the school's
    group           EVERYBODY, or a group as it was called when the survey closed
    said            how many answered this statement [people]
    yes, some, no   of them who agreed with the words as they stood, were in between, and did not
                    agree; all three null where how they divide is not told
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey("Survey", on_delete=models.CASCADE, related_name="released")
    question = models.CharField(max_length=20)
    group = models.CharField(max_length=90, blank=True)
    said = models.PositiveIntegerField(null=True)
    yes = models.PositiveIntegerField(null=True)
    some = models.PositiveIntegerField(null=True)
    no = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["survey", "question", "group"], name="counted_once"),
        )

    def __str__(self) -> str:
        return f"{self.question}, {self.group or 'everybody'}"

    @property
    def told(self) -> bool:
        """Whether how they divide is told: then a count that is null is fewer than ten."""
        return any(count is not None for count in (self.yes, self.some, self.no))


class Reached(models.Model):
    """How many of a group were asked, and how many answered anything.

    asked      rounded to ten, whoever may know it from elsewhere; 0 where nobody can know
    answered   rounded to ten; null for fewer than ten
    supported  of them whom an adult helped, likewise; of a group null: told of everybody alone
    away       pupils who were away a lot when it closed, and `on_roll`, of how many: in tens;
               both null where that is not told, of a group, and of a survey that closed before it
               was kept
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey("Survey", on_delete=models.CASCADE, related_name="reached")
    group = models.CharField(max_length=90, blank=True)
    asked = models.PositiveIntegerField()
    answered = models.PositiveIntegerField(null=True)
    supported = models.PositiveIntegerField(null=True)
    away = models.PositiveIntegerField(null=True)
    on_roll = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["survey", "group"], name="a_group_reached_once"),
        )

    def __str__(self) -> str:
        return f"{self.group or 'everybody'}: {self.answered} of {self.asked}"


class Together(models.Model):
    """How well statements hang together, of everybody who answered enough of them.

    part      "" for all statements of the survey
    people    how many, rounded to ten
    alpha, omega   with the limits between which they lie 95 times in 100; null where it cannot be
              told
    mean      of the part [the numbers of the answers], with its limits; null unless those who made
              the scale have shown that its statements may be added up
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey("Survey", on_delete=models.CASCADE, related_name="together")
    part = models.CharField(max_length=80, blank=True)
    people = models.PositiveIntegerField()
    statements = models.PositiveSmallIntegerField()
    alpha = models.FloatField(null=True)
    alpha_low = models.FloatField(null=True)
    alpha_high = models.FloatField(null=True)
    omega = models.FloatField(null=True)
    omega_low = models.FloatField(null=True)
    omega_high = models.FloatField(null=True)
    mean = models.FloatField(null=True)
    mean_low = models.FloatField(null=True)
    mean_high = models.FloatField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["survey", "part"], name="a_part_once"),)

    def __str__(self) -> str:
        return self.part or "all statements"
