"""The day's anchor of the trail goes away from this computer: an e-mail to each data-protection
officer of the school, and to nobody else. It names no child and no adult.

One that may not have arrived is sent again: twice does no harm, and none would leave a day on which
a cut end of the trail does not show.
"""

from __future__ import annotations

import datetime as dt
import logging
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from belong.people import fetch, trail, trail_anchors
from belong.people.models import Adult, AnchorMail, Membership, School, SchoolSettings
from belong.people.models.mail_of_a_day import MailOfADay
from belong.people.models.span import holds_on
from belong.people.permissions import Permission
from belong.people.trail import Verb

LOG = logging.getLogger(__name__)
How = MailOfADay.How
OFFICER = "data_protection_officer"


@dataclass(frozen=True)
class Rules:
    """anchor_mail.toml as its comments say."""

    goes_from: dt.time
    again: dt.timedelta
    kept: dt.timedelta


@cache
def rules() -> Rules:
    """The rules there are."""
    said = tomllib.loads((files(__package__) / "anchor_mail.toml").read_text(encoding="utf-8"))
    return Rules(
        goes_from=dt.time.fromisoformat(said["goes_from"]),
        again=dt.timedelta(minutes=said["again_minutes"]),
        kept=dt.timedelta(days=said["kept_days"]),
    )


def works() -> bool:
    """Whether Belong sends any e-mail here."""
    return bool(settings.MAIL_WORKS)


def on(school: School) -> bool:
    """Whether a school lets its anchors go out; it does until it says otherwise."""
    row = getattr(school, "settings", None)
    return row is None or row.anchor_mail


@transaction.atomic
def choose(*, by: Membership, wanted: bool, at: dt.datetime) -> None:
    """Let anchors go out, or not. Saying it twice is saying it once.

    raises  PermissionDenied
    """
    by.must(Permission.SETTINGS_WRITE)
    row, _made = SchoolSettings.objects.get_or_create(
        school_id=by.school_id,
        defaults={"version": 0, "said_at": at, "safety_route": by.school.safety_route},
    )
    if SchoolSettings.objects.filter(pk=row.pk, anchor_mail=not wanted).update(anchor_mail=wanted):
        trail.note(by, Verb.SETTINGS_SAID, about="school", ids=[by.school_id],
                   detail={"anchor_mail": wanted})  # fmt: skip


def schools_to_see_to(now: dt.datetime) -> list[int]:
    """Keys of the schools where an officer waits for the anchor of today. None before its hour,
    and where Belong sends no e-mail."""
    if not (works() and timezone.localtime(now).time() >= rules().goes_from):
        return []
    seen = _seen_to(now).filter(adult=OuterRef("adult"), school=OuterRef("school"))
    officers = Membership.objects.filter(
        holds_on(timezone.localdate(now)), ~Exists(seen), role_key=OFFICER, ended_at=None,
        adult__is_active=True, adult__email__isnull=False,
    ).exclude(school__settings__anchor_mail=False)  # fmt: skip
    return sorted(set(officers.values_list("school", flat=True)))


def _seen_to(now: dt.datetime) -> QuerySet[AnchorMail]:
    """Those of today who have it, or were tried not long ago."""
    lately = Q(at__gt=now - rules().again)
    return AnchorMail.objects.filter(lately | Q(how=How.SENT), day=timezone.localdate(now))


def officers(school_id: int, today: dt.date) -> list[Adult]:
    """The data-protection officers of a school who have an address."""
    every = fetch.everybody_at(school_id, today)
    return [
        one.adult for one in every
        if one.adult.email and any(role.key == OFFICER for role in one.roles)
    ]  # fmt: skip


def see_to(*, school_id: int, now: dt.datetime) -> int:
    """Send a school's anchor of today to each officer who has not got it. How many were taken."""
    school = School.objects.select_related("settings").get(pk=school_id)
    if not on(school) or school_id not in schools_to_see_to(now):
        return 0
    day = timezone.localdate(now)
    anchors = trail_anchors.taken(day, school_id)
    if not anchors:
        return 0
    have = set(_seen_to(now).filter(school=school).values_list("adult_id", flat=True))
    waiting = [adult for adult in officers(school_id, day) if adult.pk not in have]
    words = _words(school, day, [str(one) for one in anchors])
    return sum(_sent_once(school, adult, words, now) for adult in waiting)


def _sent_once(school: School, adult: Adult, words: str, now: dt.datetime) -> bool:
    row = _taken(school, adult, now)
    if row is None:
        return False
    how = _sent(adult, words)
    AnchorMail.objects.filter(pk=row).update(how=how)
    if how != How.SENT:
        LOG.warning("an anchor of the trail was not taken by the mail server; tried again later")
    return how == How.SENT


def _taken(school: School, adult: Adult, now: dt.datetime) -> int | None:
    """The key of somebody's row of today; None where another worker has it."""
    mine = {"school": school, "adult": adult, "day": timezone.localdate(now)}
    try:
        with transaction.atomic():
            return AnchorMail.objects.create(**mine, how=How.GOING, tries=1, at=now).pk
    except IntegrityError:
        again = AnchorMail.objects.filter(**mine, at__lte=now - rules().again).exclude(how=How.SENT)
        row = again.first()
    if row is None or not again.update(how=How.GOING, tries=F("tries") + 1, at=now):
        return None
    return row.pk


def _sent(adult: Adult, words: str) -> How:
    letter = EmailMessage("Today's anchor of the trail", words, None, [adult.email or ""])
    try:
        letter.send()
    except (OSError, ValueError):  # what Python's mail raises is an OSError
        return How.REFUSED
    return How.SENT


def _words(school: School, day: dt.date, anchors: list[str]) -> str:
    """All that is said. The lines with a sum are what matters; a test reads them out again."""
    name = " ".join(school.name.split())
    return "\n".join(
        (
            f"The anchor of the trail of {name}, {day:%d %b %Y}:", "", *anchors, "",
            "Keep this e-mail. There is nothing to do today.", "",
            "The trail says who looked at what in Belong. Should you ever doubt it, save this",
            "e-mail as a text file, and ask whoever runs Belong for this:", "",
            "    belong trail verify --anchor FILE", "",
            "It says whether anything of the trail was changed or cut off since. This e-mail",
            "names no child and no adult. The school turns it off and on in Settings.", "",
        )
    )  # fmt: skip


def last_sent(school_id: int) -> dt.date | None:
    """The last day on which a mail server took an anchor of a school; None for none lately."""
    sent = AnchorMail.objects.filter(school=school_id, how=How.SENT)
    return sent.order_by("-day").values_list("day", flat=True).first()


def swept(*, today: dt.date, **_more: object) -> None:
    """After some weeks nobody asks any more whether one was sent."""
    AnchorMail.objects.filter(day__lt=today - rules().kept).delete()
