"""A child and their time at a school."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q

from belong.people.models.school import School

APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")


def searchable(text: str) -> str:
    """A name as it is searched for: no capitals, and no apostrophe of any kind."""
    return text.casefold().translate(APOSTROPHES)


class Pupil(models.Model):
    """A child at a school, as the school's own system knows them."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="pupils")
    source_id = models.CharField(max_length=64)
    upn = models.CharField(max_length=13, blank=True)
    other_ids = models.JSONField("other numbers a file may use", default=list, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    forename = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    said = models.CharField("how the name sounds", max_length=100, blank=True)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    year = models.CharField(max_length=4, blank=True)
    form = models.CharField(max_length=40, blank=True)
    fsm = models.BooleanField(null=True)
    sen = models.CharField(max_length=1, blank=True)
    search = models.CharField(max_length=400, blank=True, db_index=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged"
    )
    """The record this one turned out to be the same child as. It is then empty, and on no page."""

    class Meta:
        ordering = ("surname", "forename", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["school", "source_id"], name="one_pupil_an_identifier_at_a_school"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} {self.surname}".strip() or self.source_id

    @property
    def in_full(self) -> str:
        """The name as the register has it, not the one they like."""
        return f"{self.forename} {self.surname}".strip() or self.source_id

    @property
    def first(self) -> str:
        """What people call them."""
        return self.known_as or self.forename

    @property
    def initials(self) -> str:
        """Two letters for a leaf."""
        return (self.first[:1] + self.surname[:1]).upper() or "?"


class Enrolment(models.Model):
    """One stay of one child at one school. Its key is the row of the register."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="enrolments")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="enrolments")
    admitted_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pupil", "admitted_on"], name="one_stay_a_starting_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pupil} from {self.admitted_on}"


def left_before(day: dt.date) -> Q:
    """Of what is about a child: the child was on roll, and every stay was over before a day."""
    stays = Enrolment.objects.filter(pupil=OuterRef("pupil"))
    on_roll = stays.filter(Q(left_on=None) | Q(left_on__gte=day))
    return Q(Exists(stays)) & ~Q(Exists(on_roll))
