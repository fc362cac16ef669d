"""What helps a child: parts in words, what the child agreed to, grace, people and places."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST = 400
"""Characters of one part: a few sentences that somebody reads while walking to a door."""
SHORT = 80
"""Characters of a name or a line about somebody."""


class Part(models.Model):
    """One part of what helps a child. A part whose words are taken away stays empty, so that its
    version goes on.

    key     a key into parts.toml
    words   "" for nothing; longer than LONGEST only where two records of one child became one
    own     whether they are the child's own words, or an adult's, written with them
    hidden  kept out of sight because the child wishes so
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    own = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    written_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pupil", "key"], name="one_part_of_a_sort"),
            models.CheckConstraint(condition=~Q(key=""), name="a_part_has_a_sort"),
            models.CheckConstraint(condition=Q(version__gte=1), name="a_part_has_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.key} of {self.pupil_id}"


class Approval(models.Model):
    """A child said that what stands is right.

    asked_by  who read it with them
    version   of the whole, as they read it: the versions of its parts added up; 0 for one that
              covers nothing any more, because two records of the child became one
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    version = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index(fields=["pupil", "at"], name="agreed_by_a_child"),)

    def __str__(self) -> str:
        return f"{self.pupil_id} agreed, {self.on}"


class Grace(models.Model):
    """Something that is fine for some days, without a reason. It ends by itself.

    key    a key into parts.toml
    until  its last day
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    until = models.DateField()
    given_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pupil", "key"], name="one_grace_of_a_sort"),
        )

    def __str__(self) -> str:
        return f"{self.key} until {self.until}"


class CirclePerson(models.Model):
    """Somebody around a child, in school or out of it. No way to reach them is kept here.

    tie      who they are to the child: "Nan", "runs the bike club"
    seen_as  how the child sees them, in the child's words: "He gets me"; "" for nothing
    leads    whom the child would rather have in front
    """

    class Where(models.TextChoices):
        """Where they are. Stored as text."""

        IN = "in", "In school"
        OUT = "out", "Out of school"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=SHORT)
    tie = models.CharField(max_length=SHORT, blank=True)
    where = models.CharField(max_length=3, choices=Where.choices)
    seen_as = models.CharField(max_length=SHORT, blank=True)
    leads = models.BooleanField(default=False)
    written_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pupil", "name", "tie", "seen_as"], name="one_person_once_in_a_circle"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_person_has_a_name"),
            models.CheckConstraint(
                condition=Q(where__in=["in", "out"]), name="in_school_or_out_of_it"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} around {self.pupil_id}"


class Place(models.Model):
    """A place and a time of the school where a child is welcome; about no child.

    when, what, who  when it is open, what there is, and who is there; each may be ""
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=SHORT)
    when = models.CharField(max_length=SHORT, blank=True)
    what = models.CharField(max_length=SHORT, blank=True)
    who = models.CharField(max_length=SHORT, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "name"], name="one_place_of_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="a_place_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class KeptPlace(models.Model):
    """A place a child chose: theirs to go to."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="kept")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pupil", "place"], name="one_place_once_for_a_child"),
        )

    def __str__(self) -> str:
        return f"{self.place_id} for {self.pupil_id}"
