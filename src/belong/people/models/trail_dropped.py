"""What is left of old months of the trail: how much there was, and the last sum."""

from __future__ import annotations

from django.db import models


class TrailDropped(models.Model):
    """Months of one chain that were dropped, with all that was dropped of it before. Kept without
    foreign keys, like the lines; the table refuses to change or delete one.

    chain   as in TrailSeal
    month   the first month that was not dropped: 2020-09, in UTC
    seals   the number of the last seal that went
    lines   how many lines all the seals up to it held
    upto    the key of the last of them
    last    the sum of that seal: the first one that is left was made over it
    who     the name in the trail of whoever dropped them, see `TrailName`
    day     on which they did, in London: 2026-11-24
    key     which secret the sum was made with, see `trail_sums.keys`
    sum     over all of this; 64 hexadecimal digits
    """

    chain = models.BigIntegerField()
    month = models.CharField(max_length=7)
    seals = models.PositiveBigIntegerField()
    lines = models.PositiveBigIntegerField()
    upto = models.BigIntegerField()
    last = models.CharField(max_length=64)
    who = models.CharField(max_length=32)
    day = models.CharField(max_length=10)
    key = models.CharField(max_length=16)
    sum = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["chain", "seals"], name="each_end_is_dropped_once"),
        )

    def __str__(self) -> str:
        return f"chain {self.chain} before {self.month}"
