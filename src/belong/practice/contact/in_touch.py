"""Being in touch: how somebody wants to be reached, what was said and agreed, how a child is kept
in mind over a holiday, and a relationship that has not taken yet. Nothing here is ever counted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

LONGEST = 400
"""Characters of what was said: a few sentences."""
SHORT = 200
"""Characters of a line: what was agreed, the effort somebody made, a note."""
NAME = 80
"""Characters of a name, or of who somebody is to the child."""
LANGUAGE = 40


class Whom(models.TextChoices):
    """With whom somebody is in touch. Stored as text."""

    HOME = "home", "Home"
    CHILD = "child", "The young person"
    PROFESSIONAL = "professional", "A professional"


class Channel(models.TextChoices):
    """How somebody is reached. Stored as text."""

    PHONE = "phone", "A call"
    TEXT = "text", "A text"
    MESSAGE = "message", "A message"
    EMAIL = "email", "An e-mail"
    LETTER = "letter", "A letter"
    DOOR = "door", "At the door"
    IN_PERSON = "in person", "In person"


class Way(models.Model):
    """How one person wants to be reached, as they said it. No number or address is kept here.

    who         a name, or who they are to the child: "Mum", "Nan"; "" for whoever is at home
    language    in words; "" where nobody asked
    not_before, not_after  quiet hours, London; each null for none
    note        in their own words; those of two records of one child stand together
    day         when it was last put right
    version     raised at each change, so that nobody writes over what they have not read
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    whom = models.CharField(max_length=12, choices=Whom.choices)
    who = models.CharField(max_length=NAME, blank=True)
    channel = models.CharField(max_length=9, choices=Channel.choices)
    language = models.CharField(max_length=LANGUAGE, blank=True)
    not_before = models.TimeField(null=True, blank=True)
    not_after = models.TimeField(null=True, blank=True)
    note = models.CharField(max_length=2 * SHORT + 3, blank=True)
    day = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pupil", "whom", "who"], name="one_way_of_each"),
            models.CheckConstraint(
                condition=Q(not_before=None) | Q(not_after=None) | Q(not_before__lt=F("not_after")),
                name="quiet_hours_leave_some_of_the_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.whom}, {self.channel}"


class Contact(models.Model):
    """One time somebody was in touch.

    who     with whom, in words; "" where it needs none
    said    what was said; "" only where nothing good or hard was
    agreed  what was agreed; "" for nothing
    effort  what the child or their family tried on a day away: "dressed, packed, could not get in"
    day     the day it was, which may be before the day it was written down
    version raised at each change, so that nobody writes over what they have not read
    """

    class Kind(models.TextChoices):
        """What it was. Stored as text."""

        HELLO = "hello", "A hello"
        GOOD = "good", "A good thing"
        ASKING = "asking", "Asking how it is"
        HARD = "hard", "Something hard"
        ARRANGING = "arranging", "Arranging something"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="contacts")
    whom = models.CharField(max_length=12, choices=Whom.choices)
    who = models.CharField(max_length=NAME, blank=True)
    channel = models.CharField(max_length=9, choices=Channel.choices)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    said = models.CharField(max_length=LONGEST, blank=True)
    agreed = models.CharField(max_length=SHORT, blank=True)
    effort = models.CharField(max_length=SHORT, blank=True)
    day = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["pupil", "day"], name="contacts_of_a_child"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind__in=["good", "hard"]) | ~Q(said=""), name="good_and_hard_in_words"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.day}"


class KeptInMind(models.Model):
    """One way in which a child is kept in mind over a holiday.

    first, last  the days of the holiday
    words        what it is: a card of the allotment, what they look forward to
    does         the adult who does it
    day          when it was put down
    """

    class How(models.TextChoices):
        """Ways. Stored as text."""

        CARD = "card", "A card"
        NOTE = "note", "A note of what they look forward to"
        GREETS = "greets", "Somebody greets them on the first day back"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        """How far it is. Stored as text."""

        PLANNED = "planned", "To prepare"
        PREPARED = "prepared", "Prepared"
        DONE = "done", "Done"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()
    how = models.CharField(max_length=6, choices=How.choices)
    words = models.CharField(max_length=SHORT, blank=True)
    does = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    day = models.DateField()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["school", "first"], name="kept_in_mind_over_holidays"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="a_holiday_has_its_days_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.how}, {self.first}"


class StillBuilding(models.Model):
    """A relationship between an adult and a child that has not taken yet, in the adult's own words.
    It says nothing about either.

    adult    whose relationship it is: the one who wrote it
    tried    what was tried
    invited  another adult, asked alongside; null for nobody
    answer   that adult's own: "" until they gave one
    day      when it was last put right
    ended_at null while it goes on
    """

    class Answer(models.TextChoices):
        """What the invited adult says. Stored as text."""

        YES = "yes", "Yes, alongside"
        NOT_NOW = "not now", "Not now"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    adult = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    tried = models.CharField(max_length=LONGEST)
    invited = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=7, choices=Answer.choices, blank=True)
    day = models.DateField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pupil", "adult"], condition=Q(ended_at=None),
                name="one_still_building_of_an_adult",
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(invited__isnull=False), name="only_the_invited_answer"
            ),
            models.CheckConstraint(
                condition=Q(invited=None) | ~Q(invited=F("adult")), name="another_adult_is_another"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pupil_id}, {self.day}"
