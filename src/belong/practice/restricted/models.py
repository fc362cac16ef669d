"""A note for few people about a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from belong.people import locked_away

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField

LONGEST = 400
"""Characters of a note: a few sentences."""


class LockedText(_Text):
    """Words that lie locked in the database and are plain everywhere else; nothing can be searched
    for in it. "" where they were locked under a key that is lost."""

    def get_prep_value(self, value: object) -> str:
        """As it lies there."""
        return locked_away.words_locked(str(value))

    def from_db_value(self, value: str, *_more: object) -> str:
        """As it was written."""
        return locked_away.words_unlocked(value)


class Note(models.Model):
    """What few people know of a child, so that the child is safe or at ease here.

    words     a few sentences
    by, at    who wrote it last, and when
    ended_on  from this day on it holds no longer; null while it does
    version   raised at each change, so that nobody writes over what they have not read
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, related_name="+")
    words = LockedText()
    by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["pupil", "ended_on"], name="notes_for_few_of_a_child"),)

    def __str__(self) -> str:
        return f"for few, {self.pupil_id}"
