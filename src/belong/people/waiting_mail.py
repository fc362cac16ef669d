"""The daily e-mail that says only that something is waiting: who wants it, and sending it once.

Its day is taken before it is sent. Whatever breaks in between, one e-mail is lost: that is better
than two, and what waits is seen by whoever signs in.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
import time
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from belong.people import being_away, fetch, school_settings, trail, waiting_hours
from belong.people.models import Adult, Membership, School, WaitingMail
from belong.people.models.mail_of_a_day import MailOfADay
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.people.waiting_hours import rules

LOG = logging.getLogger(__name__)
How = MailOfADay.How
Waits = Callable[[Membership], bool]
"""Whether something waits for an adult. Asked of another room, and never said in the e-mail."""
ONLY_HERE = {"127.0.0.1", "localhost", "[::1]"}
"""Names by which nobody reaches this machine from elsewhere."""


@transaction.atomic
def choose(*, by: Membership, wanted: bool) -> None:
    """Say whether one wants the e-mail. Saying it twice is saying it once.

    raises  PermissionDenied
    """
    by.must(Permission.HOUSE)
    other = Adult.objects.filter(pk=by.adult_id, mail_when_waiting=not wanted)
    if other.exclude(email=None).update(mail_when_waiting=wanted):
        trail.note(by, Verb.WAITING_MAIL_CHOSEN, about="adult", ids=[by.adult_id],
                   detail={"wanted": wanted})  # fmt: skip


def may_go(school: School, now: dt.datetime) -> bool:
    """Whether a moment is late enough, on a weekday, and in none of a school's quiet hours."""
    return waiting_hours.may_go(school_settings.quiet(school), now)


def schools_to_see_to(now: dt.datetime) -> list[int]:
    """Keys of the schools at which somebody wants the e-mail and was not seen to today, where it
    may go out now. None where Belong sends no e-mail."""
    if not settings.MAIL_WORKS:
        return []
    seen = _seen_to(now).filter(adult=OuterRef("adult"))
    wanting = Membership.objects.filter(
        ~Exists(seen), adult__mail_when_waiting=True, adult__is_active=True, ended_at=None
    )
    here = School.objects.filter(pk__in=wanting.values("school")).select_related("settings")
    return [school.pk for school in here.order_by("pk") if may_go(school, now)]


def see_to(*, school_id: int, now: dt.datetime, waits: Waits) -> int:
    """See to some of those who want the e-mail and were not seen to today: each once a day, and
    told only where something waits. The caller has asked whether there is school.

    returns  how many e-mails the mail server took
    """
    school = School.objects.select_related("settings").get(pk=school_id)
    if not (settings.MAIL_WORKS and may_go(school, now)):
        return 0
    way_out, taken = get_connection(), 0
    until = time.monotonic() + rules().at_most.total_seconds()
    try:
        for by in _wanting(school_id, now)[: rules().at_once]:
            how, open_still = _seen(by, school, now, waits, way_out)
            taken += how == How.SENT
            if not open_still or time.monotonic() > until:
                break  # what shuts the way out shuts it for the others too, and a slow one: a round
    finally:
        _shut(way_out)
    return taken


def _seen_to(now: dt.datetime) -> QuerySet[WaitingMail]:
    """Those of today who are not to be tried again, or not yet."""
    again = Q(how=How.REFUSED, tries__lt=rules().tries, at__lte=now - rules().again)
    return WaitingMail.objects.filter(day=timezone.localdate(now)).exclude(again)


def _wanting(school_id: int, now: dt.datetime) -> list[Membership]:
    """Adults who are something at a school today, are there, and want the e-mail. Whoever works at
    several schools is written to by the first of them."""
    day = timezone.localdate(now)
    not_these = {
        *_seen_to(now).values_list("adult_id", flat=True),
        *being_away.keys(school_id, day),
    }
    every = [
        one for one in fetch.everybody_at(school_id, day)
        if one.adult.mail_when_waiting and one.adult.email and one.adult_id not in not_these
    ]  # fmt: skip
    first = {one.adult_id: fetch.membership(one.adult, day) for one in every}
    return [one for one in every if (at := first[one.adult_id]) and at.school_id == school_id]


def _seen(
    by: Membership, school: School, now: dt.datetime, waits: Waits, way_out: BaseEmailBackend
) -> tuple[How, bool]:
    """See to one of them: their day is taken first, then the e-mail is sent. Also whether the way
    out is open still."""
    try:
        waiting = waits(by)
    except Exception as problem:  # one adult's question that breaks keeps no other waiting
        LOG.error("what waits for an adult could not be asked: %s", type(problem).__name__)
        _taken(by, now, How.REFUSED)
        return How.NOTHING, True
    row = _taken(by, now, How.GOING if waiting else How.NOTHING)
    if row is None or not waiting:
        return How.NOTHING, True
    how, open_still = _sent(by.adult, school, way_out)
    WaitingMail.objects.filter(pk=row).update(how=how)
    if how != How.SENT:
        LOG.warning("a daily e-mail was not taken by the mail server: %s", how)
    return how, open_still


def _taken(by: Membership, now: dt.datetime, how: How) -> int | None:
    """The key of somebody's row of today; None where another worker has it."""
    day = timezone.localdate(now)
    mine = {"school_id": by.school_id, "adult_id": by.adult_id, "day": day}
    try:
        with transaction.atomic():
            return WaitingMail.objects.create(
                **mine, how=how, tries=int(how != How.NOTHING), at=now
            ).pk  # fmt: skip
    except IntegrityError:
        row = WaitingMail.objects.filter(**mine).exclude(pk__in=_seen_to(now).values("pk")).first()
    if row is None:
        return None
    again = WaitingMail.objects.filter(pk=row.pk, how=How.REFUSED, tries=row.tries)
    return row.pk if again.update(how=how, tries=F("tries") + 1, at=now) else None


def _sent(adult: Adult, school: School, way_out: BaseEmailBackend) -> tuple[How, bool]:
    name = " ".join(school.name.split())
    letter = EmailMessage(
        f"Something is waiting for you at {name}", _words(name), None, [adult.email or ""],
        connection=way_out,
    )  # fmt: skip
    try:
        way_out.open()
    except OSError:  # what Python's mail raises is one as well
        return How.REFUSED, False
    try:
        letter.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
        return How.REFUSED, True
    except OSError:
        return How.GOING, False  # nobody knows if it arrived: better one too few than one twice
    return How.SENT, True


def _shut(way_out: BaseEmailBackend) -> None:
    try:
        way_out.close()
    except OSError:
        LOG.warning("a mail server broke off")


def _words(name: str) -> str:
    """All that is said. It is the same for everybody, whatever waits."""
    where = _address()
    return (
        f"Something is waiting for you at {name}.\n\n"
        f"Sign in to Belong to see what it is{f': {where}' if where else '.'}\n\n"
        "This e-mail never says more, and comes once on a school day at most. "
        "To turn it off, sign in and open How you sign in.\n"
    )


def _address() -> str:
    """Where Belong is opened, as far as the settings say; "" where they do not."""
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else ""
    if not settings.SECURE_SSL_REDIRECT or host in ONLY_HERE or host[:1] in ("", ".", "*"):
        return ""
    return f"https://{host}/"


def swept(*, today: dt.date, **_more: object) -> None:
    """After some days nobody asks any more whether one was sent."""
    WaitingMail.objects.filter(day__lt=today - rules().kept).delete()
