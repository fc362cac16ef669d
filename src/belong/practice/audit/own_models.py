"""A list of statements that a school brings itself."""

from __future__ import annotations

from django.db import models

from belong.practice.audit.models import LONGEST_TITLE, ONE_THING


class OwnList(models.Model):
    """A list a school brought; what was opened with it keeps its own copy.

    key  of this list at this school, as its file says it
    """

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=LONGEST_TITLE)
    licence = models.CharField(max_length=200)
    source = models.CharField(max_length=400)
    author = models.CharField(max_length=200)
    reviewed = models.DateField()
    review_again = models.DateField()
    brought_by = models.ForeignKey("people.Adult", on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["school", "key"], name="one_list_of_a_key"),)

    def __str__(self) -> str:
        return self.title


class OwnItem(models.Model):
    """One statement of it; the fields as `Question` has them."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="+")
    of = models.ForeignKey(OwnList, on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=LONGEST_TITLE)
    block_title = models.CharField(max_length=LONGEST_TITLE)
    text = models.CharField(max_length=ONE_THING)
    prompts = models.TextField(blank=True, max_length=2000)
    ties = models.CharField(max_length=200, blank=True)
    optional = models.BooleanField(default=False)
    pupils = models.CharField(max_length=ONE_THING, blank=True)
    families = models.CharField(max_length=ONE_THING, blank=True)
    staff = models.CharField(max_length=ONE_THING, blank=True)
    offers = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["of", "item"], name="one_of_a_key_in_a_list"),
            models.UniqueConstraint(fields=["of", "place"], name="one_of_a_place_in_a_list"),
        )

    def __str__(self) -> str:
        return f"{self.item}, {self.text}"
