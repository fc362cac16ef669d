"""What stands beside what a school says of itself: evidence, papers, and next steps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from belong.practice.audit.models import LONGEST_NOTE, Look, Question

LONGEST_SENTENCE = 500
"""Characters of a piece of evidence as it read on the day."""
LONGEST_STEP = 300
LONGEST_NAME = 120
MOST_BYTES = 3_000_000
"""Bytes of one paper: a policy or a page of minutes, not a film."""


class Evidence(models.Model):
    """What Belong offered beside a statement, and what somebody answered.

    key      which, as evidence.toml names it
    rounded  the sentence as it read then, fit for anybody; "" where declined, or of too few
    as_of    the day it was true on
    """

    class Answer(models.TextChoices):
        """What a person said to it. Stored as text."""

        TAKEN = "taken", "Taken"
        DECLINED = "declined", "Declined"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="offered")
    key = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    rounded = models.CharField(max_length=LONGEST_SENTENCE, blank=True)
    as_of = models.DateField()
    version = models.PositiveIntegerField(default=1)
    said_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["question", "key"], name="answered_once"),
            models.CheckConstraint(
                condition=Q(answer="taken") | Q(rounded=""),
                name="what_was_declined_is_not_kept",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}, {self.answer}"


class Paper(models.Model):
    """A file that shows something: a policy, minutes. Never about one child.

    kind  its ending, one of papers.KINDS; body its bytes, checked to be that
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=5)
    body = models.BinaryField(max_length=MOST_BYTES)
    added_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """The next thing a school does about a statement: one adult's, by a day. It is about the
    school and never about a child, so it is no act: docs/adr/0023.

    done_on  null until it is done; outcome what came of it, "" for nothing said
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="steps")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=LONGEST_STEP)
    owner = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=LONGEST_STEP, blank=True)
    version = models.PositiveIntegerField(default=1)
    set_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    set_on = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["school", "owner", "done_on"], name="steps_of_an_adult"),)
        constraints = (
            models.CheckConstraint(condition=~Q(what=""), name="a_step_says_what"),
            models.CheckConstraint(condition=Q(due__gte=F("set_on")), name="a_step_is_still_to_do"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=False) | Q(outcome=""),
                name="what_came_of_it_comes_after",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what}, {self.due}"
