"""Good things, and how a home likes to hear of them. Nothing here is ever counted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST = 300
"""Characters of one good thing: a sentence."""


class Way(models.TextChoices):
    """Ways for a good thing to reach home, chosen with the family. Stored as text."""

    TEXT = "text", "A text"
    CALL = "call", "A call"
    PAPER = "paper", "A note on paper"
    BOOK = "book", "In their book"
    NOT_NOW = "not now", "Not now"


class GoodThing(models.Model):
    """One good thing about one child, from one adult's pen.

    kind    where it comes from
    proud   what the child is proud of, in their own words; "" where nobody wrote it down
    seen    what an adult saw; "" likewise. At least one of the two
    day     the day in London
    version raised at each change, so that nobody writes over what they have not read
    shared  how it was shared with home; "" until somebody did
    shared_by, shared_at  both null until then
    """

    class Kind(models.TextChoices):
        """Where it comes from. Stored as text."""

        SCHOOL = "school", "In school"
        BRAVE = "brave", "A brave try that did not work out"
        HOME = "home", "News from home or out of school"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="good_things")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    proud = models.CharField(max_length=LONGEST, blank=True)
    seen = models.CharField(max_length=LONGEST, blank=True)
    day = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    shared = models.CharField(max_length=8, blank=True)
    shared_by = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["pupil", "at"], name="good_things_of_a_child"),)
        constraints = (
            models.CheckConstraint(condition=~Q(proud="", seen=""), name="something_good_is_said"),
            models.CheckConstraint(
                condition=Q(shared="", shared_by=None, shared_at=None)
                | (~Q(shared="") & Q(shared_by__isnull=False, shared_at__isnull=False)),
                name="shared_by_somebody_in_a_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.day}"


class SharedWay(models.Model):
    """How one child's home likes to hear of good things, as it was chosen with the family."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.OneToOneField(
        "people.Pupil", on_delete=models.CASCADE, related_name="shared_way"
    )
    way = models.CharField(max_length=8, choices=Way.choices)
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.way
