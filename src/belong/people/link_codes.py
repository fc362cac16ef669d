"""Links and one-time codes of outsiders: made, sent, handed over, and used up together.

A link and a code are good once, and for fourteen days at most; a code that was sent, for a quarter
of an hour. Only a keyed sum of either is kept, so that a copy of the database opens nothing.
"""

from __future__ import annotations

import datetime as dt
import hmac
import logging
import secrets
import smtplib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import outsiders, trail, walls
from belong.people.models import Involvement, LinkCode, Membership
from belong.people.outsiders import MAY, Kind
from belong.people.trail import Verb

LOG = logging.getLogger(__name__)
LASTS = dt.timedelta(days=14)
CODE_LASTS = dt.timedelta(minutes=15)
VISIT_LASTS = dt.timedelta(hours=2)
"""However often somebody clicks."""
APART = dt.timedelta(minutes=1)
A_DAY = dt.timedelta(days=1)
MOST_A_DAY = 6
"""Codes sent to one outsider in a day."""
MOST_WRONG = 10
"""Codes that do not fit, before a link opens nothing any more."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None that is taken for another one."""
LONG = 8
What = LinkCode.What
AddressOf = Callable[[str], str]
"""The whole address of what goes into a link."""


class Closed(Exception):
    """A link or a visit that opens nothing. Nobody outside learns why."""


class NotThatCode(Exception):
    """A code that was never given, was used or is too old, at a link that is open."""


class NotSent(BelongError):
    """Nothing was sent, and why. What was there before is as it was."""


@dataclass(frozen=True)
class Handed:
    """What is handed over, shown once: what goes into the link, and the code, in two parts."""

    involvement: Involvement
    token: str
    code: str
    until: dt.datetime


def hand_over(*, by: Membership, pupil_id: int, involvement_id: int, at: dt.datetime) -> Handed:
    """A link and a code to give somebody in person. Those made before end.

    raises  NotSent, PermissionDenied, NotYours
    """
    row = _to_give(by, pupil_id, involvement_id, at)
    if outsiders.by_mail_only(row):
        raise NotSent(
            "Their codes go to the e-mail address.",
            do="Send a link. For codes on paper, end it and let them in without an address.",
        )
    with transaction.atomic():
        _over(row, at)
        token = _made(row, What.LINK, secrets.token_urlsafe(32), at, LASTS, by, by_hand=True)
        code = _made(row, What.CODE, _drawn(), at, LASTS, by, by_hand=True)
        trail.note(by, Verb.OUTSIDER_LINK_HANDED, ids=[row.pupil_id], detail=_figures(row))
    return Handed(row, token, in_two(code), at + LASTS)


def send_link(
    *, by: Membership, pupil_id: int, involvement_id: int, at: dt.datetime, address_of: AddressOf
) -> dt.datetime:
    """Send a link to the address that is kept. It asks for a code, which goes there as well.

    returns  until when it opens something
    raises   NotSent, PermissionDenied, NotYours
    """
    row = _to_give(by, pupil_id, involvement_id, at)
    to = _address(row)
    with transaction.atomic():
        token = _made(row, What.LINK, secrets.token_urlsafe(32), at, LASTS, by)
        trail.note(by, Verb.OUTSIDER_LINK_SENT, ids=[row.pupil_id], detail=_figures(row))
    _mailed(row, to, _link_words(address_of(token), at + LASTS), at)
    _over(row, at, but=token)
    return at + LASTS


def _to_give(by: Membership, pupil_id: int, involvement_id: int, at: dt.datetime) -> Involvement:
    """One that a link may be given for. Asked before the transaction of the change, so that what
    is refused leaves the look at the child in the trail."""
    row = outsiders.one_of(by, pupil_id, involvement_id)
    by.must(MAY[Kind(row.kind)], of=row.pupil)
    if not outsiders.seems_to_stand(row, timezone.localtime(at).date()):
        raise NotSent(
            "This one is shut, so there is nothing to give.",
            do="Ask your safeguarding lead before you speak with them.",
        )
    return row


def _address(row: Involvement) -> str:
    if not settings.MAIL_WORKS:
        raise NotSent("Belong sends no e-mail here.", do="Use a code on paper instead.")
    to = outsiders.address(row)
    if not to:
        raise NotSent("No e-mail address is kept.", do="Use a code on paper instead.")
    return to


def _figures(row: Involvement) -> dict[str, object]:
    return {"involvement": row.pk, "kind": row.kind}


def _made(
    row: Involvement, what: What, text: str, at: dt.datetime, lasts: dt.timedelta,
    by: Membership | None = None, by_hand: bool = False,
) -> str:  # fmt: skip
    """A new link or code, of which only the sum is kept. Gives the text back."""
    LinkCode.objects.create(
        involvement=row, what=what, sum=_sums(what, text)[0], by_hand=by_hand,
        made_by_id=by.adult_id if by else None, made_at=at, expires_at=at + lasts,
    )  # fmt: skip
    return text


def _drawn() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LONG))


def in_two(code: str) -> str:
    """A code as it is read out: 7KQ4 MXPR."""
    return f"{code[: LONG // 2]} {code[LONG // 2 :]}"


def _sums(what: What, text: str) -> list[str]:
    """The sum something is kept under, then those under secret keys from before."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = (hmac.digest(key.encode(), b"belong: links and codes", "sha256") for key in keys)
    return [hmac.digest(key, f"{what}:{text}".encode(), "sha256").hex() for key in made]


def _good(at: dt.datetime) -> QuerySet[LinkCode]:
    """What was not used, not withdrawn, and has not run out."""
    return LinkCode.objects.filter(used_at=None, over_at=None, expires_at__gt=at)


def _over(row: Involvement, at: dt.datetime, *, but: str = "") -> None:
    """End what was made so far, but for one link: what is sent takes their place once it went."""
    every = LinkCode.objects.filter(involvement=row, used_at=None, over_at=None)
    every.exclude(sum=_sums(What.LINK, but)[0]).update(over_at=at)


def school_of(*, token: str = "", link_id: int | None = None) -> tuple[int, ...]:
    """The school that a link or a visit is of, as `walls.scope` takes it; () for none that was ever
    made. Says nothing of whether it still opens anything."""
    which = {"sum__in": _sums(What.LINK, token)} if link_id is None else {"pk": link_id}
    with walls.scope_all(reason="a link does not say of which school it is"):
        found = LinkCode.objects.filter(**which).values_list("involvement__school_id", flat=True)
        return tuple(found[:1])


def opened(token: str, at: dt.datetime) -> LinkCode:
    """The link somebody came by. Changes nothing. Raises Closed."""
    links = _good(at).filter(what=What.LINK, sum__in=_sums(What.LINK, token))
    found = links.select_related("involvement__pupil", "involvement__school").first()
    if found is None or found.wrong >= MOST_WRONG or not _stands(found, at):
        raise Closed
    return found


def _stands(link: LinkCode, at: dt.datetime) -> bool:
    return outsiders.stands(link.involvement, timezone.localtime(at).date())


def by_mail(row: Involvement) -> bool:
    """Whether links and codes can be sent to an outsider."""
    return bool(settings.MAIL_WORKS and outsiders.address(row))


def send_code(*, token: str, at: dt.datetime) -> None:
    """Send a code to the address that is kept, at most one a minute. Nothing says where it goes.

    raises  Closed, NotSent
    """
    with transaction.atomic():
        row = opened(token, at).involvement
        to = _address(row)
        sent = LinkCode.objects.filter(involvement=row, what=What.CODE, by_hand=False)
        if sent.filter(made_at__gt=at - APART, over_at=None).exists():
            return
        if sent.filter(made_at__gt=at - A_DAY).count() >= MOST_A_DAY:
            raise NotSent("Many codes were sent today.", do="Ask the school for one.")
        code = _made(row, What.CODE, _drawn(), at, CODE_LASTS)
        trail.note_from_outside(row, Verb.OUTSIDER_CODE_SENT, detail=_figures(row))
    _mailed(row, to, _code_words(code), at)


def verify(*, token: str, code: str, at: dt.datetime) -> LinkCode:
    """Use a link and a code up together: the visit has begun, and is known by its link.

    raises  Closed; NotThatCode, which is counted
    """
    link = opened(token, at)
    typed = "".join(letter for letter in code.upper() if letter in LETTERS)
    try:
        with transaction.atomic():
            given = _good(at).filter(
                what=What.CODE, sum__in=_sums(What.CODE, typed), involvement=link.involvement
            )
            row = given.first()
            if row is None or not _used(row, at) or not _used(link, at):
                raise NotThatCode
            trail.note_from_outside(
                link.involvement, Verb.OUTSIDER_CAME, detail=_figures(link.involvement)
            )
    except NotThatCode:
        LinkCode.objects.filter(pk=link.pk).update(wrong=F("wrong") + 1)
        raise
    link.refresh_from_db(fields=["used_at"])
    return link


def _used(row: LinkCode, at: dt.datetime) -> bool:
    """Of two who come at once, one is let in."""
    return bool(_good(at).filter(pk=row.pk).update(used_at=at))


def visit(link_id: int, at: dt.datetime) -> LinkCode:
    """A visit that has begun and still goes on. Raises Closed."""
    links = LinkCode.objects.filter(
        pk=link_id, what=What.LINK, over_at=None, used_at__gt=at - VISIT_LASTS
    )
    found = links.select_related("involvement__pupil", "involvement__school__settings").first()
    if found is None or not _stands(found, at):
        raise Closed
    return found


def leave(*, link_id: int, at: dt.datetime) -> None:
    """Close a visit: nothing opens it again. Raises Closed."""
    with transaction.atomic():
        link = visit(link_id, at)
        LinkCode.objects.filter(pk=link.pk).update(over_at=at)
        trail.note_from_outside(
            link.involvement, Verb.OUTSIDER_LEFT, detail=_figures(link.involvement)
        )


def send_next(*, link_id: int, at: dt.datetime, address_of: AddressOf) -> dt.datetime:
    """Send an outsider a link for their next visit, once in each visit.

    returns  until when it opens something
    raises   Closed, NotSent
    """
    with transaction.atomic():
        link = visit(link_id, at)
        row = link.involvement
        to = _address(row)
        if LinkCode.objects.filter(
            involvement=row, what=What.LINK, made_by=None, made_at__gte=link.used_at, over_at=None
        ).exists():
            raise NotSent("Your next link was sent already.", do="Look in your e-mail.")
        token = _made(row, What.LINK, secrets.token_urlsafe(32), at, LASTS)
        trail.note_from_outside(row, Verb.OUTSIDER_LINK_SENT, detail=_figures(row))
    _mailed(row, to, _link_words(address_of(token), at + LASTS), at)
    _over(row, at, but=token)
    return at + LASTS


def _link_words(address: str, until: dt.datetime) -> str:
    day = timezone.localtime(until).date()
    return (
        f"Something is waiting for you:\n\n{address}\n\n"
        f"It works once, until {day:%-d %B %Y}. A code is asked for, and comes to this address.\n"
        "If this is not for you, leave it: without the code it opens nothing.\n"
    )


def _code_words(code: str) -> str:
    minutes = int(CODE_LASTS.total_seconds() // 60)
    return (
        f"Your code is {in_two(code)}\n\n"
        f"It works once, for {minutes} minutes. Nobody from the school will ask you for it.\n"
        "If you did not ask for it, leave it: without the link it opens nothing.\n"
    )


def _sent(subject: str, words: str, to: str, way_out: BaseEmailBackend) -> None:
    try:
        send_mail(subject, words, None, [to], connection=way_out)
    except smtplib.SMTPRecipientsRefused:
        LOG.warning("a mail server refused the address of somebody outside the school")


def _mailed(row: Involvement, to: str, words: str, at: dt.datetime) -> None:
    """Send it, once everything is kept; where no mail goes out, what was made opens nothing. To
    whoever is held back nothing goes, and nobody is told. So that nobody can tell by a mistake
    either, the way out is tried for everybody, and an address that is refused is told to none."""
    school = " ".join(row.school.name.split())
    try:
        with get_connection() as way_out:
            if not outsiders.under_an_order(row):
                _sent(f"Something is waiting for you at {school}", words, to, way_out)
    except OSError:  # what Python's mail raises is one as well
        LinkCode.objects.filter(involvement=row, made_at=at, used_at=None).update(over_at=at)
        raise NotSent(
            "The e-mail could not be sent.", do="Try again, or use a code on paper."
        ) from None
