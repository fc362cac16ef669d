"""The class round: once a term one adult thinks of every child, and may give each a word of their
own. Nothing here is ever counted for a child or held beside another's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST_THOUGHT = 200
"""Characters of what goes well, of what somebody wonders, and of a named word."""


class OfATerm(models.Model):
    """What one adult keeps of one child for one term.

    term     the year and term it is of, as `class_round.term` names it: 2026-autumn
    nth      0; more where two records of one child became one, so that no word is lost
    at       when it was written or changed last
    version  from 1, raised at each change, so that nobody writes over what they have not read
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    term = models.CharField(max_length=16)
    nth = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Round(OfATerm):
    """What one adult thought of one child.

    goes_well  what goes well; "" where nothing is written yet
    wonder     what the adult wonders; "" likewise. At least one of the two
    """

    goes_well = models.CharField(max_length=LONGEST_THOUGHT, blank=True)
    wonder = models.CharField(max_length=LONGEST_THOUGHT, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pupil", "term", "by", "nth"], name="one_thought_a_term"
            ),
            models.CheckConstraint(
                condition=~Q(goes_well="", wonder=""), name="a_thought_says_something"
            ),
        )

    def __str__(self) -> str:
        return self.term


class NamedWord(OfATerm):
    """A word of one adult for one child, between the two of them. It stands on no board.

    words     what is said to the child
    how       said, given as a note, or for later
    given_on  the day the child got it; null while it is for later
    """

    class How(models.TextChoices):
        """How it reaches the child. Stored as text."""

        SAID = "said", "I said it to them"
        NOTE = "note", "I gave them a note"
        LATER = "later", "I will tell them later"

    words = models.CharField(max_length=LONGEST_THOUGHT)
    how = models.CharField(max_length=5, choices=How.choices)
    given_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pupil", "term", "by", "nth"], name="one_named_word_a_term"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_named_word_says_something"),
            models.CheckConstraint(
                condition=Q(how="later", given_on=None)
                | (~Q(how="later") & Q(given_on__isnull=False)),
                name="a_word_given_has_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.term}, {self.how}"
