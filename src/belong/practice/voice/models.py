"""A survey, who is asked, and what was answered: two things that no key joins.

An answer knows no person, no moment and no place in a row: docs/adr/0024-an-anonymous-answer.md.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from belong.practice.voice.ledger_models import Agreement, Board, Session, Theme
from belong.practice.voice.named_models import HelpAsked, LanguageRead, NamedAnswer
from belong.practice.voice.results_models import Reached, Released, Together
from belong.practice.voice.round_models import NamedWord, Round

__all__ = [
    "Agreement", "Answer", "Board", "Group", "HelpAsked", "LanguageRead", "NamedAnswer",
    "NamedWord", "OwnAnswer", "OwnScale", "OwnStatement", "Reached", "Released", "Round", "Said",
    "Session", "Slip", "Survey", "Theme", "Together",
]  # fmt: skip
LONGEST_TITLE, LONGEST_PURPOSE, LONGEST_WORDS = 80, 300, 500
"""Characters of a survey's title, of what it is for, and of somebody's own words."""


class OwnScale(models.Model):
    """A questionnaire the school brings, with its scoring.

    source, licence  whose it is, and by what right the school uses it
    share            per cent of the statements of a part that must be answered before it counts
    adds_up          those who made it have shown that its statements may be added up: without that
                     no mean of it is told
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_TITLE)
    source = models.CharField(max_length=LONGEST_PURPOSE)
    licence = models.CharField(max_length=LONGEST_PURPOSE)
    share = models.PositiveSmallIntegerField(default=80)
    adds_up = models.BooleanField(default=False)
    made_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="a_share"),
            models.UniqueConstraint(fields=["school", "name"], name="one_scale_of_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class OwnStatement(models.Model):
    """One statement of such a questionnaire. `nth` from 0; `part` "" where it has no parts."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    scale = models.ForeignKey(OwnScale, on_delete=models.CASCADE, related_name="statements")
    nth = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=LONGEST_PURPOSE)
    reverse = models.BooleanField(default=False)
    part = models.CharField(max_length=LONGEST_TITLE, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scale", "nth"], name="one_statement_a_place"),
        )

    def __str__(self) -> str:
        return self.words


class OwnAnswer(models.Model):
    """One of its answers, 2 to 7 of them, the least agreeing first. `nth` from 1, as a choice is
    kept."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    scale = models.ForeignKey(OwnScale, on_delete=models.CASCADE, related_name="answers")
    nth = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=LONGEST_TITLE)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scale", "nth"], name="one_answer_a_place"),
            models.CheckConstraint(condition=Q(nth__gte=1, nth__lte=7), name="two_to_seven"),
        )

    def __str__(self) -> str:
        return self.words


class Survey(models.Model):
    """One time of asking.

    questionnaire  "pulse", or "" where a scale of the school's own is asked
    breakdown      the one thing answers are told apart by, chosen before it opens
    purpose        what it is for, told to those who answer
    opened_at      null while it is prepared
    closed_on      null until it is closed; its answers are gone from then on
    too_few        it was closed with fewer than ten answers, and nothing of them was kept
    """

    class Audience(models.TextChoices):
        """Who is asked."""

        PUPILS = "pupils", "Pupils"
        FAMILIES = "families", "Families"
        STAFF = "staff", "Staff"

    class How(models.TextChoices):
        """Whether anybody learns who said what."""

        ANONYMOUS = "anonymous", "Nobody learns who said what"
        NAMED = "named", "By name, and answered"

    class Breakdown(models.TextChoices):
        """What answers are told apart by."""

        NONE = "", "Nothing: everybody together"
        YEAR = "year", "Year group"
        FORM = "form", "Form or class"
        CHOSEN = "chosen", "What people say of themselves"

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE)
    questionnaire = models.CharField(max_length=20, blank=True)
    scale = models.ForeignKey(OwnScale, on_delete=models.PROTECT, null=True, blank=True)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    how = models.CharField(max_length=9, choices=How.choices)
    breakdown = models.CharField(max_length=6, choices=Breakdown.choices, blank=True)
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    opens_on = models.DateField()
    closes_on = models.DateField()
    opened_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    too_few = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["school", "closed_on"], name="surveys_of_a_school"),)
        constraints = (
            models.CheckConstraint(
                condition=(Q(questionnaire="") & Q(scale__isnull=False))
                | (~Q(questionnaire="") & Q(scale=None)),
                name="a_survey_asks_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="a_survey_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_at__isnull=False),
                name="only_what_was_open_is_closed",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Group(models.Model):
    """Some of those who are asked.

    on_roll  how many of them are asked; 0 where nobody can know: what people say of themselves
    code     what opens the survey for them, nine letters; null where another group's code does
    shut     its code opens nothing; slips of it do
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=40)
    on_roll = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=9, unique=True, null=True, blank=True)
    shut = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["survey", "name"], name="a_group_once_a_survey"),
        )

    def __str__(self) -> str:
        return self.name


class Slip(models.Model):
    """A code that is good once, as a keyed sum. Nothing says whose it was or when it was made, and
    its key is the sum itself: no row comes before another.

    used  somebody answered with it; not when, and not what. No page says so, and the row stays
          until the survey closes, so that a slip that was used looks like any other
    """

    digest = models.CharField(max_length=64, primary_key=True)
    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="slips")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="slips")
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "a slip"


class Answer(models.Model):
    """What one person answered. No person, no moment, no language, and a key that counts nothing.

    choices    one character for each statement: 1 to 7, or - where it was skipped
    supported  an adult helped with it
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="answers")
    choices = models.CharField(max_length=40)
    supported = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "an answer"


class Said(models.Model):
    """What one person wrote in their own words, without their answers and without their group.

    state  waits, until somebody lets it through or keeps it back
    """

    class State(models.TextChoices):
        """What was decided about it."""

        WAITS = "waits", "Waits"
        THROUGH = "through", "Let through"
        BACK = "back", "Kept back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="said")
    words = models.CharField(max_length=LONGEST_WORDS)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITS)

    def __str__(self) -> str:
        return "words"
