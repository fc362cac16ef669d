"""What somebody saw of a child, who came in the morning, and what answers an early warning."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST = 120
"""Characters of anything somebody types about what they saw: a few words."""
LONGEST_ANSWER = 300
"""Characters of what answers an early warning: a sentence or two."""


class Observation(models.Model):
    """One plain thing that one adult saw. It is gone at the end of the day unless it is kept.

    where     where they saw it
    what      a key into seen.toml
    word      the child's own word, "" where there was none
    note      a few words of the adult's, "" likewise
    day       the day it was seen, in London; it lasts for this day
    kept_by, kept_until  who keeps it and the last day it stays; both null for what is not kept
    """

    class Where(models.TextChoices):
        """Places. Stored as text."""

        GATE = "gate", "At the gate"
        OFFICE = "office", "At the office"
        CROSSING = "crossing", "At the crossing"
        BREAKFAST = "breakfast", "At breakfast"
        CLASSROOM = "classroom", "In the classroom"
        CORRIDOR = "corridor", "In the corridor"
        LUNCH = "lunch", "At lunch"
        HOME = "home", "Going home"
        PARENT = "parent", "Told by a parent"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="seen")
    where = models.CharField(max_length=10, choices=Where.choices)
    what = models.CharField(max_length=20)
    word = models.CharField(max_length=LONGEST, blank=True)
    note = models.CharField(max_length=LONGEST, blank=True)
    day = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept_by = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kept_until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["school", "day"], name="seen_of_a_day"),
            models.Index(fields=["pupil", "day"], name="seen_of_a_child"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kept_by=None, kept_until=None)
                | Q(kept_by__isnull=False, kept_until__isnull=False),
                name="kept_by_somebody_until_a_day",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="something_was_seen"),
            models.UniqueConstraint(
                fields=["pupil", "by", "day", "where", "what", "word", "note"],
                name="the_same_word_once_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what}, {self.day}"


class Arrival(models.Model):
    """How a child came in on a morning, as somebody at the gate said. It is never a mark.

    how       how they came last
    at        when that was said
    tried_at  when they tried and could not come in, where they did; it stays when they come later
    tried_by  who said so; null where nobody did, and of before it was kept
    """

    class How(models.TextChoices):
        """Ways of coming. Stored as text."""

        HERE = "here", "Here"
        LATE = "late", "Came late, fine"
        STRUGGLING = "struggling", "Struggling: needs a quiet start"
        TRIED = "tried", "Tried, could not come in"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="arrivals")
    day = models.DateField()
    how = models.CharField(max_length=10, choices=How.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    tried_at = models.DateTimeField(null=True, blank=True)
    tried_by = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = (models.Index(fields=["school", "day"], name="arrivals_of_a_day"),)
        constraints = (
            models.UniqueConstraint(fields=["pupil", "day"], name="one_arrival_a_day"),
            models.CheckConstraint(
                condition=~Q(how="tried") | Q(tried_at__isnull=False), name="a_try_has_a_moment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.how}, {self.day}"


class Answer(models.Model):
    """One thing that was heard or seen and answers an early warning; or why it is not for now.

    rule   a rule of early warnings, such as "spells"
    how    what kind of answer it is
    words  what was heard or seen, or why not now; "" only where the child said yes
    """

    class How(models.TextChoices):
        """Kinds of answers. Stored as text."""

        HEARD = "heard", "Something they said"
        SAW = "saw", "Something I saw"
        YES = "yes", "They say they are all right"
        NOT_NOW = "not_now", "Not now, because"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="answers")
    rule = models.CharField(max_length=20)
    how = models.CharField(max_length=10, choices=How.choices)
    words = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    day = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["school", "day"], name="answers_of_a_school"),)
        constraints = (
            models.CheckConstraint(condition=Q(how="yes") | ~Q(words=""), name="an_answer_says"),
            models.CheckConstraint(condition=~Q(rule=""), name="an_answer_is_to_something"),
        )

    def __str__(self) -> str:
        return f"{self.rule}, {self.day}"
