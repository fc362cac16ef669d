"""A link or a one-time code of an outsider. Neither is ever kept, only a keyed sum of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from belong.people.models.adult import Adult
from belong.people.models.involvement import Involvement


class LinkCode(models.Model):
    """One link or one code: good once, and for fourteen days at most.

    what      link or code; a visit begins when a link and a code are used up together
    sum       64 hexadecimal digits, made with a key from the secret key
    made_by   null where the outsider asked for it
    over_at   withdrawn, or, for a link that was used, when the visit was left
    wrong     codes typed at this link that did not fit
    """

    class What(models.TextChoices):
        """Which of the two it is."""

        LINK = "link"
        CODE = "code"

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="codes")
    what = models.CharField(max_length=4, choices=What.choices)
    sum = models.CharField(max_length=64, db_index=True)
    by_hand = models.BooleanField()
    made_by = models.ForeignKey(Adult, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="a_link_runs_out_after_it_was_made"
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} of {self.made_at:%Y-%m-%d}"
