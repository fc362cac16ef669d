"""The school looks at itself: what was asked, who said what by name, and what was agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST_NOTE = 400
"""Characters of a note beside one answer: a few sentences."""
LONGEST_WORDS = 1000
"""Characters of evidence, and of what the school thinks of next."""
LONGEST_TITLE = 120
ONE_THING = 300
"""Characters of one statement the school looks at."""


class Rag(models.TextChoices):
    """How true a statement is of the school. Stored as text; nothing is ever added up."""

    STRONG = "strong", "Strong"
    SOME = "some", "Some"
    NOT_YET = "notyet", "Not yet"
    CANNOT_SAY = "cannot", "I cannot say"


class Group(models.TextChoices):
    """As what somebody answers. Stored as text."""

    LEADERS = "leaders", "Leaders"
    STAFF = "staff", "Staff"
    GOVERNORS = "governors", "Governors"


class Look(models.Model):
    """One round of a school looking at itself.

    framework         the key of the list of statements it was opened with; they are kept with it
    licence, source   of that list, as they were then
    previous          the look it is compared with; null for the first with a list
    meeting_on        the day it is talked about; null where nobody said one
    closed_on         null while people may still answer
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    framework = models.CharField(max_length=60)
    title = models.CharField(max_length=LONGEST_TITLE)
    licence = models.CharField(max_length=200)
    source = models.CharField(max_length=400)
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="next"
    )
    meeting_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    opened_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["school", "closed_on"], name="looks_of_a_school"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
                name="a_look_closes_after_it_opens",
            ),
            models.UniqueConstraint(
                fields=["school", "framework"], condition=Q(closed_on=None), name="one_open_look"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.opened_on}"


class Question(models.Model):
    """One statement of a look, as it was asked: a later list changes nothing said before.

    item      its key in the list: the same statement has the same key in the next look
    place     its place in the look [1..]; block its block's [1..]
    prompts   what to think of, one a line; ties the ideas behind it; "" for none
    pupils, families, staff  the same in their words; "" where they are not asked
    offers    keys of evidence that Belong can offer, with blanks between; "" for none
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="questions")
    item = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=LONGEST_TITLE)
    block = models.PositiveSmallIntegerField()
    block_title = models.CharField(max_length=LONGEST_TITLE)
    text = models.CharField(max_length=ONE_THING)
    prompts = models.TextField(blank=True, max_length=2000)
    ties = models.CharField(max_length=200, blank=True)
    pupils = models.CharField(max_length=ONE_THING, blank=True)
    families = models.CharField(max_length=ONE_THING, blank=True)
    staff = models.CharField(max_length=ONE_THING, blank=True)
    offers = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["look", "item"], name="asked_once_in_a_look"),
            models.UniqueConstraint(fields=["look", "place"], name="one_place_for_each"),
        )

    def __str__(self) -> str:
        return f"{self.item}, {self.text}"


class Taker(models.Model):
    """Somebody who takes part, and agreed to be shown by name beside what they say."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="takers")
    adult = models.ForeignKey("people.Adult", on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=10, choices=Group.choices)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["look", "adult"], name="takes_part_once"),
            models.CheckConstraint(
                condition=Q(group__in=Group.values), name="takes_part_as_somebody"
            ),
        )

    def __str__(self) -> str:
        return f"{self.adult_id}, {self.group}"


class Rating(models.Model):
    """What one person says of one statement; there is none without a taker who agreed.

    note     why, in their words; "" for none
    version  goes up with every change, so that two devices of one person lose no word
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="ratings")
    taker = models.ForeignKey(Taker, on_delete=models.CASCADE, related_name="ratings")
    rag = models.CharField(max_length=10, choices=Rag.choices)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    version = models.PositiveIntegerField(default=1)
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["question", "taker"], name="said_once_by_each"),
            models.CheckConstraint(condition=Q(rag__in=Rag.values), name="said_in_one_of_four"),
        )

    def __str__(self) -> str:
        return f"{self.rag}, {self.taker_id}"


class Agreed(models.Model):
    """What the school says of one statement, once it was talked about.

    rag       never "I cannot say": then nothing is agreed yet
    evidence  what shows it; think what the school would like to do next; "" for none
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="agreed")
    rag = models.CharField(max_length=10, choices=Rag.choices)
    evidence = models.CharField(max_length=LONGEST_WORDS, blank=True)
    thought = models.CharField(max_length=LONGEST_WORDS, blank=True)
    version = models.PositiveIntegerField(default=1)
    said_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(rag__in=[Rag.STRONG, Rag.SOME, Rag.NOT_YET]),
                name="agreed_in_one_of_three",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rag}, {self.question_id}"


class BlockNote(models.Model):
    """What the school wants to remember of a whole block."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="notes")
    block = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    version = models.PositiveIntegerField(default=1)
    said_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["look", "block"], name="one_note_for_a_block"),
        )

    def __str__(self) -> str:
        return f"block {self.block} of {self.look_id}"
