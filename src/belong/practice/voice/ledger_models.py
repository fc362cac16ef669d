"""You said, we did: what was said, who answers it, and the board that shows what was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST_THEME, LONGEST_HEARD, LONGEST_NAMES = 200, 1000, 200
"""Characters of a theme or an answer, of what was heard in a session, and of who was there."""


class Who(models.TextChoices):
    """Who said it. Stored as text."""

    PUPILS = "pupils", "Pupils"
    FAMILIES = "families", "Families"
    STAFF = "staff", "Staff"


class Session(models.Model):
    """A time of listening: to a council, a group, one child, brothers and sisters, or online.

    reached, missing  who was there and who was not, in words: "Year 5 and 6 council", "nobody from
                      the quiet room". Never a name
    heard             what was heard, in the words of those who said it. Never about one child
    """

    class Kind(models.TextChoices):
        """How people were listened to. Stored as text."""

        COUNCIL = "council", "School council"
        GROUP = "group", "A group"
        ONE = "one", "One to one"
        SIBLINGS = "siblings", "Brothers and sisters"
        ONLINE = "online", "Online"
        MEETING = "meeting", "A meeting with families"

    NEAR = (Kind.ONE, Kind.SIBLINGS)
    """Kinds in which so few were there that the kind alone may point at a child."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    who = models.CharField(max_length=8, choices=Who.choices)
    reached = models.CharField(max_length=LONGEST_NAMES)
    missing = models.CharField(max_length=LONGEST_NAMES, blank=True)
    heard = models.CharField(max_length=LONGEST_HEARD)
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["school", "on"], name="sessions_of_a_school"),)
        constraints = (
            models.CheckConstraint(condition=~Q(heard=""), name="a_session_heard_something"),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.on}"


class Theme(models.Model):
    """One thing that was said, until it is answered in words a child can read.

    origin       where it was said; the survey or session, where it was one
    owner, due   who sees to it, and by when there is an answer
    did          "" until it is answered: then what the answer is
    answer       in words for those who said it; "" until then
    shown        whether it stands on the board
    """

    class Origin(models.TextChoices):
        """Where it was said. Stored as text."""

        SURVEY = "survey", "In a survey"
        SESSION = "session", "When we listened"
        SLIP = "slip", "On a slip or in a box"
        MEETING = "meeting", "At a meeting"
        OTHER = "other", "Somewhere else"

    class Did(models.TextChoices):
        """What the answer is. Stored as text."""

        DONE = "done", "We did it"
        DOING = "doing", "We are doing it"
        CANNOT = "cannot", "We cannot, and say why"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=LONGEST_THEME)
    who = models.CharField(max_length=8, choices=Who.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    survey = models.ForeignKey(
        "Survey", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    heard_on = models.DateField()
    owner = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    did = models.CharField(max_length=6, choices=Did.choices, blank=True)
    answer = models.CharField(max_length=LONGEST_THEME, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "people.Adult", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shown = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["school", "answered_on"], name="themes_of_a_school"),)
        constraints = (
            models.CheckConstraint(condition=~Q(words=""), name="a_theme_says_something"),
            models.CheckConstraint(
                condition=Q(did="", answer="", answered_on=None, answered_by=None)
                | (~Q(did="") & ~Q(answer="")
                   & Q(answered_on__isnull=False, answered_by__isnull=False)),
                name="an_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(shown=False) | ~Q(did=""), name="only_what_is_answered_is_shown"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.words


class Agreement(models.Model):
    """Something agreed with pupils about how it is here.

    written_with  with whom, in words: "the school council and Year 9"
    changed       what has changed because of it; "" where nobody has said yet
    ended_on      null while it holds
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=LONGEST_THEME)
    written_with = models.CharField(max_length=LONGEST_NAMES)
    agreed_on = models.DateField()
    changed = models.CharField(max_length=LONGEST_THEME, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.words


class Board(models.Model):
    """The page of a school that anybody with its address can open. No row: there is none."""

    school = models.OneToOneField("people.School", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=9, unique=True)

    def __str__(self) -> str:
        return "a board"
