"""The word for a child's social worker, and texts a school keeps to say and to send."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST_WORD = 600
"""Characters of one day's word: what somebody reads out in a minute."""
LONGEST_NAME, LONGEST_REACH, LONGEST_WISHES = 100, 150, 300
LONGEST_TEXT = 400
"""Characters of a saying or of a message home."""


class How(models.TextChoices):
    """How a word goes to somebody outside. Stored as text."""

    PHONE = "phone", "By phone"
    EMAIL = "email", "By e-mail"
    SECURE = "secure", "By secure mail"
    PAGE = "page", "On their page, by link"


class WordWay(models.Model):
    """How one child's social worker wants to hear of a day the child is away. Read only by those
    who may read of social care.

    who, reach   the name, and the number or address, as they gave it; "" if not said
    wishes       what they asked to hear
    by_when      until when on the day; null where any time will do
    involvement  whose page it stands on, where they chose their page; null for other ways
    version      goes up with every change; who saves must name the one they saw
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    who = models.CharField(max_length=2 * LONGEST_NAME + 3, blank=True)
    reach = models.CharField(max_length=2 * LONGEST_REACH + 3, blank=True)
    wishes = models.CharField(max_length=2 * LONGEST_WISHES + 3, blank=True)
    by_when = models.TimeField(null=True)
    involvement = models.ForeignKey(
        "people.Involvement", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    said_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pupil"], name="one_way_to_hear_a_child"),
            models.CheckConstraint(
                condition=Q(how="page") | Q(involvement=None), name="a_page_only_where_chosen"
            ),
        )

    def __str__(self) -> str:
        return f"{self.how}, version {self.version}"


class Word(models.Model):
    """What somebody told a child's social worker on a day, as they said it; or that they rang, and
    nobody answered.

    reached      false where nobody answered and only a name was left: then nothing was told, and
                 the word still waits
    code         the last mark of that day when it was said; "" where there was none
    involvement  on whose page it stands; null where it went another way
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    said = models.CharField(max_length=LONGEST_WORD)
    how = models.CharField(max_length=10, choices=How.choices)
    reached = models.BooleanField(default=True)
    code = models.CharField(max_length=4, blank=True)
    involvement = models.ForeignKey(
        "people.Involvement", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["school", "day"], name="words_of_a_day"),
            models.Index(fields=["pupil", "day"], name="words_of_a_child"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(reached=True) & ~Q(said="") | Q(reached=False, said="", how="phone"),
                name="a_word_says_something",
            ),
            models.CheckConstraint(
                condition=Q(how="page") | Q(involvement=None), name="a_word_on_a_page_went_there"
            ),
        )

    def __str__(self) -> str:
        return f"{self.how}, {self.day}"


class SchoolText(models.Model):
    """One saying or message home as a school keeps it, in one language: its own copy beside the
    shipped one, one of its own, or a translation.

    key          of the shipped text; "own-" and a number for one of the school's
    situation    when it is said, or "home" for a message; for texts of the school's own
    language     "en", or another as library.toml names it
    words        "" where only `hidden` is said of a shipped text
    of_words     for a translation, the English it is a translation of
    reviewed_by  who speaks the language and read it, as typed; "" where nobody did yet
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    situation = models.CharField(max_length=20)
    language = models.CharField(max_length=8, default="en")
    words = models.CharField(max_length=LONGEST_TEXT, blank=True)
    of_words = models.CharField(max_length=LONGEST_TEXT, blank=True)
    hidden = models.BooleanField(default=False)
    reviewed_by = models.CharField(max_length=LONGEST_NAME, blank=True)
    reviewed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school", "key", "language"], name="one_text_a_key_and_language"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by="", reviewed_on=None)
                | ~Q(reviewed_by="") & Q(reviewed_on__isnull=False),
                name="a_review_has_a_name_and_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}, {self.language}"
