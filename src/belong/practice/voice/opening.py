"""Preparing a survey, opening it, and codes that are good once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import own_words, trail
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.voice import codes, pulse, queries
from belong.practice.voice.models import (
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    Group,
    OwnScale,
    Slip,
    Survey,
)

FEWEST = 10
"""With fewer answers nothing is shown, and whoever answers is told so first."""
LONGEST_OPEN = dt.timedelta(days=60)
MOST_BANDS = 6
EVERYBODY = "Everybody"
NO_YEAR = "No group"
YOUNGEST = {"N1": "Nursery 1", "N2": "Nursery 2", "R": "Reception"}
"""Years before Year 1, as registers write them, in their order."""
Audience, Breakdown, How = Survey.Audience, Survey.Breakdown, Survey.How


class NotOpened(BelongError):
    """A survey that cannot be prepared or opened as asked. Nothing has changed."""


@dataclass(frozen=True)
class Wanted:
    """A survey somebody wants to ask.

    scale  the key of a scale of the school's own; None for the pulse
    asked  how many people are asked, where no register says it: families and staff
    bands  what people can say of themselves; only where the breakdown is what they choose
    """

    title: str
    purpose: str
    audience: str
    opens_on: dt.date
    closes_on: dt.date
    how: str = How.ANONYMOUS.value
    breakdown: str = ""
    scale: int | None = None
    asked: int = 0
    bands: tuple[str, ...] = ()


@transaction.atomic
def prepare(*, by: Membership, wanted: Wanted, at: dt.datetime) -> Survey:
    """Prepare a survey, with everybody who is asked. Nobody can answer it yet.

    raises  NotOpened, PermissionDenied
    """
    by.must(Permission.VOICE_LEAD)
    today = timezone.localdate(at)
    title = _line(wanted.title, "its name", LONGEST_TITLE)
    purpose = _line(wanted.purpose, "what it is for", LONGEST_PURPOSE)
    if not title or not purpose:
        raise NotOpened(
            "It has no name, or does not say what it is for.",
            do="Write both: whoever answers reads them first.",
        )
    _fits(by, wanted, today)
    survey = Survey.objects.create(
        school_id=by.school_id, title=title, purpose=purpose, audience=wanted.audience,
        how=wanted.how, breakdown=wanted.breakdown, scale_id=wanted.scale,
        questionnaire="" if wanted.scale else pulse.KEY, opens_on=wanted.opens_on,
        closes_on=wanted.closes_on, opened_by_id=by.adult_id,
    )  # fmt: skip
    _groups(survey, wanted, today)
    trail.note(by, Verb.VOICE_OPENED, about="survey", ids=[survey.pk], detail={"did": "prepared"})
    return survey


def _fits(by: Membership, wanted: Wanted, today: dt.date) -> None:
    called = own_words.of(by.school)
    if wanted.audience not in set(Audience) or wanted.how not in set(How):
        raise NotOpened("Nothing says who is asked, or how.", do="Choose both.")
    if wanted.breakdown not in set(Breakdown):
        raise NotOpened("Nothing says what answers are told apart by.", do="Choose one.")
    if not today <= wanted.opens_on <= wanted.closes_on:
        raise NotOpened(
            "Those days do not fit.", do="It opens from today on, and closes on that day or later."
        )
    if wanted.closes_on - wanted.opens_on > LONGEST_OPEN:
        raise NotOpened("That is open for too long.", do="Close it within two months.")
    if wanted.how == How.NAMED and (wanted.audience, wanted.breakdown) != (Audience.PUPILS, ""):
        raise NotOpened(
            f"By name only {called.many} answer, and nothing is told apart.",
            do=f"Choose {called.many}, and nothing to tell apart.",
        )
    if wanted.audience != Audience.PUPILS and wanted.breakdown in (Breakdown.YEAR, Breakdown.FORM):
        raise NotOpened(
            f"Years and forms are for {called.many} alone.",
            do="Choose nothing, or what people say of themselves.",
        )
    if (
        wanted.scale
        and not OwnScale.objects.filter(pk=wanted.scale, school_id=by.school_id).exists()
    ):
        raise NotOpened("That questionnaire is not there.", do="Choose one from the list.")


def _groups(survey: Survey, wanted: Wanted, today: dt.date) -> None:
    """Who is asked: by year or form as the register has them today, else everybody. Where people
    say something of themselves, the code of everybody opens it."""
    if survey.how == How.NAMED:
        return
    names: dict[str, int] = {EVERYBODY: _asked(survey, wanted, today)}
    if survey.breakdown in (Breakdown.YEAR, Breakdown.FORM):
        names = _on_roll(survey, today)
    if not sum(names.values()):
        raise NotOpened(
            "Nothing says how many people are asked.",
            do="Write the number: no more than that can answer.",
        )
    for name, n in names.items():
        Group.objects.create(
            school_id=survey.school_id, survey=survey, name=name, on_roll=n, code=codes.drawn()
        )
    for band in _bands(survey, wanted):
        Group.objects.create(school_id=survey.school_id, survey=survey, name=band)


def _on_roll(survey: Survey, today: dt.date) -> dict[str, int]:
    """Pupils on roll in each group, as the groups are called."""
    roll = queries.roll(survey.school_id, today)
    if survey.breakdown not in (Breakdown.YEAR, Breakdown.FORM):
        return {EVERYBODY: len(roll)}
    at = 1 if survey.breakdown == Breakdown.YEAR else 2
    counted = Counter(str(row[at]) or NO_YEAR for row in roll)
    return {called(survey, name): counted[name] for name in sorted(counted, key=in_order)}


def _counted_anew(survey: Survey, today: dt.date) -> None:
    """Who came to school since it was prepared can answer as well."""
    if survey.audience == Audience.PUPILS:
        for name, n in _on_roll(survey, today).items():
            survey.groups.filter(name=name, code__isnull=False).update(on_roll=n)


def _asked(survey: Survey, wanted: Wanted, today: dt.date) -> int:
    if wanted.asked < 0 or wanted.asked > 20_000:
        raise NotOpened("That number does not fit.", do="Write how many people you ask.")
    if survey.audience == Audience.PUPILS:
        return sum(_on_roll(survey, today).values())
    return wanted.asked


def _bands(survey: Survey, wanted: Wanted) -> list[str]:
    if survey.breakdown != Breakdown.CHOSEN:
        return []
    bands = [_line(band, "what people can choose", 40) for band in wanted.bands]
    found = list(dict.fromkeys(band for band in bands if band and band != EVERYBODY))
    if not 2 <= len(found) <= MOST_BANDS:
        raise NotOpened(
            "There is nothing to choose from.", do="Write two to six choices, one on a line."
        )
    return found


def called(survey: Survey, name: str) -> str:
    """What the group of a year or form is called, of what the register writes."""
    if survey.breakdown == Breakdown.YEAR and name.isdigit():
        return f"Year {name}"
    if survey.breakdown == Breakdown.YEAR:
        return YOUNGEST.get(name, name[:40])
    return name[:40]


def in_order(name: str) -> tuple[int, str]:
    """Where a year or form stands among others: the youngest first."""
    first = name.split()[0] if name else ""
    if first in YOUNGEST:
        return (list(YOUNGEST).index(first) - len(YOUNGEST), name)
    digits = "".join(letter for letter in first if letter.isdigit())
    return (int(digits) if digits else 0, name)


@transaction.atomic
def open_now(*, by: Membership, survey_id: int, at: dt.datetime) -> Survey:
    """Open a prepared survey: from its first day on, codes work. Twice is once.

    raises  NotOpened for one that is over, PermissionDenied, NotYours
    """
    survey = queries.one(by, survey_id)
    if survey.closed_on is not None or survey.closes_on < timezone.localdate(at):
        raise NotOpened("Its last day is over.", do="Prepare a new one.")
    if Survey.objects.filter(pk=survey.pk, opened_at=None).update(opened_at=at):
        _counted_anew(survey, timezone.localdate(at))
        trail.note(by, Verb.VOICE_OPENED, about="survey", ids=[survey.pk], detail={"did": "opened"})
    survey.refresh_from_db()
    return survey


@transaction.atomic
def take_back(*, by: Membership, survey_id: int) -> None:
    """Take a survey back that was never open. Raises NotYours, PermissionDenied."""
    survey = queries.one(by, survey_id)
    if survey.opened_at is not None:
        raise NotYours("survey")
    key = survey.pk
    survey.delete()
    trail.note(by, Verb.VOICE_OPENED, about="survey", ids=[key], detail={"did": "taken back"})


@transaction.atomic
def slips(
    *, by: Membership, survey_id: int, group_id: int, n: int, drawn: Sequence[str] = ()
) -> list[str]:
    """Codes that are good once, to print and give out by hand: shown now and never again. In the
    order they are drawn, which tells nothing: nobody's name stands beside one. How many were
    printed before does not matter: a number that went with each answer would be a count of them.

    drawn   n codes of `codes.several`, where their sheet is made before anybody waits for it
    raises  NotOpened, PermissionDenied, NotYours
    """
    group = _of(by, survey_id, group_id)
    if not 1 <= n <= group.on_roll:
        raise NotOpened(
            "That is more slips than there are people to ask." if n > 0 else "No slips to make.",
            do="Print no more than there are people.",
        )
    new = list(drawn) or codes.several(n)
    Slip.objects.bulk_create(
        Slip(digest=codes.digest(code), school_id=by.school_id, survey=group.survey, group=group)
        for code in new
    )
    trail.note(by, Verb.VOICE_OPENED, about="survey", ids=[group.survey_id],
               detail={"did": "slips", "n": len(new)})  # fmt: skip
    return new


@transaction.atomic
def end_slips(*, by: Membership, survey_id: int, group_id: int) -> None:
    """Make slips that were not used worthless: lost ones too. Raises PermissionDenied, NotYours."""
    group = _of(by, survey_id, group_id)
    group.slips.all().delete()
    trail.note(by, Verb.VOICE_OPENED, about="survey", ids=[group.survey_id],
               detail={"did": "slips ended"})  # fmt: skip


@transaction.atomic
def shut(*, by: Membership, survey_id: int, group_id: int, shut: bool) -> None:
    """Shut a group's code, or open it again. Raises PermissionDenied, NotYours."""
    group = _of(by, survey_id, group_id)
    if group.shut != shut:
        group.shut = shut
        group.save(update_fields=["shut"])
        trail.note(by, Verb.VOICE_OPENED, about="survey", ids=[group.survey_id],
                   detail={"did": "shut" if shut else "open again", "group": group.pk})  # fmt: skip


def _of(by: Membership, survey_id: int, group_id: int) -> Group:
    survey = queries.one(by, survey_id)
    found = survey.groups.filter(pk=group_id, code__isnull=False).select_related("survey").first()
    if found is None or survey.closed_on is not None:
        raise NotYours("group")
    return found


def _line(text: str, called: str, most: int) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > most:
        raise NotOpened(
            f"There is too much under {called}: {len(said)} letters, of {most} that fit.",
            do="Say it shorter.",
        )
    return said
