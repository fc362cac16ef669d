"""One small act, by one adult, for one child."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST = 300
"""Characters of anything somebody types about an act: a sentence or two, not a file."""


class Act(models.Model):
    """What an adult is to do for a child, or did; and what came of it.

    owner     whose it is to do
    stand_in  who does it while the owner is away; null for nobody in particular
    kind      what sort it is; only a planned one exists before it is done
    what      the act in words, "" for a sort that says it all
    why       why it was set down, "" where nobody said
    due       the day it is meant for; of a sort that is not planned the day it was done
    done_by, done_at  both null until it is done
    outcome   what the child said, in the child's own words; "" where nobody wrote it down
    noticed   what the adult would like to keep of it, "" likewise
    version   raised at each change of words, so that nobody writes over what they have not read
    """

    class Kind(models.TextChoices):
        """Sorts of acts. Stored as text."""

        WELCOME = "welcome", "Welcome back"
        MIND = "mind", "Keep in mind"
        NOTICE = "notice", "Notice"
        PLANNED = "planned", "Planned"
        CHECKIN = "checkin", "Check in"
        FINISH = "finish", "Finish well"
        SEEN = "seen", "Ask how it was"
        NEW = "new", "New here"
        HELLO = "hello", "Due a hello"
        WARM = "warm", "A warm word"
        COVER = "cover", "Be there for"
        TOMORROW = "tomorrow", "Tomorrow is different"
        ASKED = "asked", "Asked to talk"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="acts")
    owner = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=LONGEST, blank=True)
    why = models.CharField(max_length=LONGEST, blank=True)
    due = models.DateField()
    done_by = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=LONGEST, blank=True)
    noticed = models.CharField(max_length=LONGEST, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["school", "done_at", "due"], name="acts_to_do"),
            models.Index(fields=["pupil", "done_at"], name="acts_of_a_child"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(done_by=None, done_at=None)
                | Q(done_by__isnull=False, done_at__isnull=False),
                name="done_by_somebody_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(kind="planned") | Q(done_at__isnull=False),
                name="only_a_planned_act_waits",
            ),
            models.CheckConstraint(
                condition=~Q(kind="planned") | ~Q(what=""), name="a_planned_act_says_what"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(outcome="", noticed=""),
                name="words_come_after_the_act",
            ),
            models.UniqueConstraint(
                fields=["school", "pupil", "owner", "kind", "due"],
                condition=~Q(kind="planned"),
                name="one_of_a_sort_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.due}"
