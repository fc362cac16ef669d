"""Whom the daily e-mail was thought of for."""

from __future__ import annotations

from django.db import models

from belong.people.models.mail_of_a_day import MailOfADay


class WaitingMail(MailOfADay):
    """That one adult was seen to on one day. Nobody is written to twice: whatever breaks in
    between, an e-mail is lost and not doubled."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["adult", "day"], name="one_waiting_mail_a_day"),
        )
