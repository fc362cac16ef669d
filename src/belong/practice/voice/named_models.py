"""What is by name: a child who asks for help, a child who answers and is answered, and who has read
the pulse in another language."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST_NAME, LONGEST_WORDS = 80, 500


class HelpAsked(models.Model):
    """Somebody left a survey to ask an adult for help. Nothing leads back to the survey.

    to        the adult they picked; the safeguarding leads see that it waits
    name      as they typed it
    words     what they wrote, "" where they wrote nothing
    asked_on  the day
    seen_at, seen_by  both null until somebody opened it
    answered_on  null until an adult said that they have talked
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    asked_on = models.DateField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["school", "answered_on"], name="help_that_waits"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="help_seen_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="help_says_who_asks"),
        )

    def __str__(self) -> str:
        return f"help, {self.asked_on}"


class NamedAnswer(models.Model):
    """What one child answered by name, and what they were told.

    nth      0; more where two records of one child became one, so that no word is lost
    choices  as in an answer without a name
    answered_on  the day
    reply    "" until an adult replied; `replied_by`, `replied_on` null until then
    version  raised at each change, so that nobody writes over what they have not read
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey("Survey", on_delete=models.CASCADE, related_name="named")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    nth = models.PositiveSmallIntegerField(default=0)
    choices = models.CharField(max_length=40)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    answered_on = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    reply = models.CharField(max_length=LONGEST_WORDS, blank=True)
    replied_by = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["survey", "pupil", "nth"], name="named_once_a_survey"),
            models.CheckConstraint(
                condition=Q(reply="", replied_by=None, replied_on=None)
                | (~Q(reply="") & Q(replied_by__isnull=False, replied_on__isnull=False)),
                name="a_reply_is_somebodys",
            ),
        )

    def __str__(self) -> str:
        return f"answered by name, {self.answered_on}"


class LanguageRead(models.Model):
    """Somebody who speaks a language has read the pulse in it for a school, and it may be offered.

    checked_by  their name
    sum         of what they read: when the words change, somebody reads them again
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8)
    checked_by = models.CharField(max_length=LONGEST_NAME)
    checked_on = models.DateField()
    sum = models.CharField(max_length=64)
    said_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "language"], name="a_language_read_once"),
            models.CheckConstraint(condition=~Q(checked_by=""), name="somebody_read_it"),
        )

    def __str__(self) -> str:
        return self.language
