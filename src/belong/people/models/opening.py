"""A gate that stands open for one adult, about one child, for an hour."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from belong.people.models.adult import Adult
from belong.people.models.pupil import Pupil
from belong.people.models.school import School


class Opening(models.Model):
    """What one adult was let see of one child, why, and until when.

    gate       one of `care.Gate`
    reason     in the words of whoever asked; never in the trail, a log or an address
    answered_by  the other person, where the gate needs two; null while nobody answered
    opened_at, ends_at  null until it is open
    line       the key of the line in the trail that says it was opened; later lines say when it was
               looked through, and a clock set back behind one of them finds it shut
    """

    class State(models.TextChoices):
        """Where it stands. Nothing ever goes back to an earlier one."""

        ASKED = "asked"
        OPEN = "open"
        WITHDRAWN = "withdrawn"
        REFUSED = "refused"
        UNANSWERED = "unanswered"
        OVER = "over"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="+")
    gate = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=State.choices)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Adult, on_delete=models.CASCADE, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    line = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["adult", "pupil", "state"], name="openings_of_somebody"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("adult")),
                name="nobody_answers_themselves",
            ),
            models.CheckConstraint(
                condition=~Q(gate="contact under an order")
                | ~Q(state__in=["open", "over"])
                | Q(answered_by__isnull=False),
                name="an_order_needs_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False, ends_at__isnull=False),
                name="what_is_open_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["adult", "pupil", "gate"],
                condition=Q(state="asked"),
                name="asked_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.gate}, {self.state}"
