"""A check-in as it was agreed with one child, each one that took place, and whether it helps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from belong.practice.checkins.faces import LONGEST_DRAWN, OWN

LONGEST = 300
"""Characters of anything that is written in sentences."""
WORD = 40
"""Characters of one word of the child's own: what stands under a face."""
PLACE = 80


class Agreement(models.Model):
    """What one adult and one child agreed: where and when they meet for a minute. Nothing in it is
    changed later: what is agreed anew is a new one, and ends this.

    with_adult  whom the child meets
    stand_in    whom they meet while that adult is away; null for nobody in particular
    place       where, in their words
    what_we_do  how it goes, in the child's own words; "" where nobody wrote it down
    morning, end_of_day  when; at least one of the two
    days        weekdays as digits, "0" for Monday: "01234" is every school day
    begins, ends         the first and last day; ends null while no end is agreed
    agreed_with_child    always true: nothing begins that the child did not agree to
    ended_at    when it was ended or another took its place; null while it stands
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="agreements")
    with_adult = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField(max_length=PLACE)
    what_we_do = models.CharField(max_length=LONGEST, blank=True)
    morning = models.BooleanField()
    end_of_day = models.BooleanField()
    days = models.CharField(max_length=7)
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)
    agreed_with_child = models.BooleanField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["school", "ended_at"], name="checkins_that_stand"),)
        constraints = (
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(ended_at=None), name="one_agreement_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(agreed_with_child=True), name="the_child_agreed_to_it"
            ),
            models.CheckConstraint(
                condition=Q(morning=True) | Q(end_of_day=True), name="agreed_for_some_time_of_day"
            ),
            models.CheckConstraint(
                condition=~Q(days="") & ~Q(place=""), name="agreed_for_a_place_and_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("begins")), name="ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("with_adult")),
                name="nobody_stands_in_for_themselves",
            ),
        )

    def __str__(self) -> str:
        return f"agreed {self.begins}"


class Choice(models.Model):
    """One thing to choose from in a check-in, as the child worded it.

    kind  a face for how they are, or one thing that may help
    nth   its place among those of its kind, from 0
    face  a key into faces.FACES, or one of faces.OWN; "" for a thing
    drawn  the lines of a face the child drew; "" for any other
    """

    class Kind(models.TextChoices):
        """Kinds. Stored as text."""

        FACE = "face", "A face"
        THING = "thing", "One thing, if it helps"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="choices")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    nth = models.PositiveSmallIntegerField()
    face = models.CharField(max_length=10, blank=True)
    drawn = models.CharField(max_length=LONGEST_DRAWN, blank=True)
    word = models.CharField(max_length=WORD)

    class Meta:
        ordering = ("kind", "nth")
        constraints = (
            models.UniqueConstraint(
                fields=["agreement", "kind", "nth"], name="each_choice_has_its_place"
            ),
            models.CheckConstraint(condition=~Q(word=""), name="a_choice_has_a_word"),
            models.CheckConstraint(
                condition=(Q(kind="face") & ~Q(face="")) | Q(kind="thing", face=""),
                name="only_a_face_has_a_face",
            ),
            models.CheckConstraint(
                condition=(Q(face__in=OWN) & ~Q(drawn="")) | (~Q(face__in=OWN) & Q(drawn="")),
                name="one_of_their_own_is_drawn",
            ),
        )

    def __str__(self) -> str:
        return self.kind


class CheckIn(models.Model):
    """One meeting. Sitting together without a word, and "not today", are full answers.

    day, half  the day in London, and which of its two
    nth        0; more only where two records of one child were joined, so that no word is lost
    feeling, face, one_thing  as they stood among the choices that day; "" for none
    words      the child's own words
    note       what the adult saw and heard
    left_over, settled  of the end of a day: what is left over, and what was settled
    answered_by_child   whether the child answered by their own hand
    version    raised at each change, so that nobody writes over what they have not read
    """

    class Half(models.TextChoices):
        """Times of day. Stored as text."""

        MORNING = "morning", "Morning"
        END = "end", "End of the day"

    class How(models.TextChoices):
        """Ways it went. Stored as text."""

        SAID = "said", "Said how they are"
        TOGETHER = "together", "Just sat together"
        NOT_TODAY = "not today", "Not today"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="checkins")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="checkins")
    day = models.DateField()
    half = models.CharField(max_length=7, choices=Half.choices)
    nth = models.PositiveSmallIntegerField(default=0)
    how = models.CharField(max_length=9, choices=How.choices)
    feeling = models.CharField(max_length=WORD, blank=True)
    face = models.CharField(max_length=10, blank=True)
    one_thing = models.CharField(max_length=WORD, blank=True)
    words = models.CharField(max_length=LONGEST, blank=True)
    note = models.CharField(max_length=LONGEST, blank=True)
    left_over = models.CharField(max_length=LONGEST, blank=True)
    settled = models.CharField(max_length=LONGEST, blank=True)
    answered_by_child = models.BooleanField(default=False)
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["school", "day"], name="checkins_of_a_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=["pupil", "day", "half", "nth"], name="one_checkin_each_half_day"
            ),
            models.CheckConstraint(
                condition=(Q(how="said") & ~Q(feeling="")) | (~Q(how="said") & Q(feeling="")),
                name="a_feeling_where_it_was_said",
            ),
            models.CheckConstraint(
                condition=Q(half="end") | Q(left_over="", settled=""),
                name="left_over_at_the_end_of_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day}, {self.half}"


class Helps(models.Model):
    """What a child said when they were asked whether it helps. Asked again after some weeks."""

    class Answer(models.TextChoices):
        """Answers. Stored as text."""

        YES = "yes", "Yes"
        A_BIT = "a bit", "A bit"
        NO = "no", "No"
        NOT_SAYING = "not saying", "Not saying"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="helps")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    words = models.CharField(max_length=LONGEST, blank=True)
    day = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked {self.day}"
