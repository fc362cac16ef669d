"""A child with a social worker who is away this morning, so that a word is ready; and words that a
school keeps of its own, all through the real actions."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.people.models import Membership, Pupil, School

WORDS = Path(__file__).parent / "data" / "telling.toml"
HEADS = ("UPN", "Date", "Session", "Mark")
FILE = "this-morning.csv"


def lay(school: School, today: dt.date, before: dt.date) -> None:
    """Bring one early mark of today in, and write down what telling.toml says. A second call on the
    same day changes nothing; at a weekend and in the holidays nobody is away.

    before  the school day before today
    """
    from django.utils import timezone

    said = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    at = timezone.make_aware(dt.datetime.combine(today, dt.time(8, 50)))
    lead, head = (_adult(school, role, today) for role in ("safeguarding_lead", "headteacher"))
    if lead is not None and today > before and _is_open(today):
        _away(lead, school, said["way"], at)
    if head is not None:
        _texts(head, said, at)


def _is_open(today: dt.date) -> bool:
    from belong.basics.terms import day_number, year_of
    from demo_school import term_dates

    return day_number(today) in term_dates.school_year(year_of(today)).days


def _adult(school: School, role: str, today: dt.date) -> Membership | None:
    from belong.people import fetch

    every = fetch.everybody_at(school.pk, today)
    return next((one for one in every if any(r.key == role for r in one.roles)), None)


def _away(lead: Membership, school: School, way: dict[str, Any], at: dt.datetime) -> None:
    from belong.practice.contact import sending
    from belong.practice.contact.word_models import WordWay

    pupil = _child(lead, school, at.date())
    if pupil is None:
        return
    _early_mark(school, pupil, at.date())
    if not WordWay.objects.filter(pupil=pupil).exists():
        wanted = sending.Way(**way)
        sending.choose_way(by=lead, pupil=pupil, way=wanted, version=0, at=at)


def _child(lead: Membership, school: School, today: dt.date) -> Pupil | None:
    """The first child on the roll of whom the school's system says that they have one."""
    from belong.people import social_workers
    from belong.people.reach import Whose

    here = school.pupils.filter(Whose(school.pk, today).on_roll(), merged_into=None)
    found = social_workers.of([p.pk for p in here], by=lead, today=today)
    return next((p for p in here.order_by("pk") if p.pk in found), None)


def _early_mark(school: School, pupil: Pupil, today: dt.date) -> None:
    from django.conf import settings

    from belong.intake import actions
    from belong.intake.models import Import
    from belong.people.models import Membership

    if Import.objects.filter(school=school, file_name=FILE, as_of=today).exists():
        return
    by = Membership.objects.get(school=school, role_key="attendance_lead")
    out = io.StringIO()
    csv.writer(out).writerows([HEADS, (pupil.upn, today.isoformat(), "AM", "N")])
    folder = Path(settings.UPLOADS)
    brought = actions.read_in(
        by=by, file_name=FILE, body=[out.getvalue().encode()], folder=folder, as_of=today
    )
    actions.keep(by=by, brought=brought, folder=folder, confirmed=True)


def _texts(head: Membership, said: dict[str, Any], at: dt.datetime) -> None:
    from belong.practice.contact import library
    from belong.practice.contact.word_models import SchoolText

    if SchoolText.objects.filter(school=head.school_id).exists():
        return
    for one in said["text"]:
        library.add(by=head, situation=one["situation"], words=one["words"], at=at)
    for one in said["message"]:
        read = at.date() - dt.timedelta(days=one["reviewed_days_ago"])
        message = library.Translated(
            one["language"], one["words"], one["reviewed_by"], read.isoformat()
        )
        library.translate(by=head, key=one["key"], said=message, version=0, at=at)
