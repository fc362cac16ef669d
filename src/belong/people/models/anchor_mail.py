"""To whom the day's anchor of the trail was sent."""

from __future__ import annotations

from django.db import models

from belong.people.models.mail_of_a_day import MailOfADay


class AnchorMail(MailOfADay):
    """That the anchor of one school went to one adult on one day, or was tried."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school", "adult", "day"], name="one_anchor_mail_a_day"
            ),
        )
