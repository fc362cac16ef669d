"""One link of the chain that shows whether the trail is as it was written."""

from __future__ import annotations

from django.db import models


class TrailSeal(models.Model):
    """The lines of one school in one minute, under a keyed sum that also holds the seal before.

    Which lines: those of its chain whose key is above `upto` of the seal before and not above its
    own. Kept without foreign keys, like the lines.

    chain   the key of the school; NO_SCHOOL for lines that belong to none
    number  1, 2, 3 ... in each chain
    minute  in which its lines were written, by the clock of that moment: 2026-11-24 09:18 in UTC
    lines   how many there are
    upto    the key of its last line
    key     which secret the sum was made with, see `trail_sums.keys`
    sum     64 hexadecimal digits
    """

    NO_SCHOOL = 0

    chain = models.BigIntegerField()
    number = models.PositiveBigIntegerField()
    minute = models.CharField(max_length=16)
    lines = models.PositiveIntegerField()
    upto = models.BigIntegerField(db_index=True)
    key = models.CharField(max_length=16)
    sum = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["chain", "number"], name="a_chain_never_forks"),
        )

    def __str__(self) -> str:
        return f"seal {self.number} of chain {self.chain}"
