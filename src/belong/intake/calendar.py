"""Saying when school was open: by hand, by a yes to a question, or from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from belong.basics.errors import BelongError
from belong.intake import calendar_said, revisions
from belong.intake.calendar_models import Closure, Source, Statement, Term
from belong.intake.year_groups import in_order, number_of, plain_year
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
MOST_DAYS = 130
"""From one day to another: Year 11 may be gone from May to the end of August."""
LONGEST_TERM = 200
LONGEST_WORDS, LONGEST_NAME = 120, 60
MOST_AT_ONCE = 400
WEEKEND = 5


S = TypeVar("S", bound=Statement)


class NotSaid(BelongError):
    """Something about the school's days that cannot be, or that was said already."""


@dataclass(frozen=True)
class Said:
    """What somebody says of some days.

    half   None the whole day, 0 the morning, 1 the afternoon
    years  year groups in any usual writing; empty for everybody
    """

    first: dt.date
    last: dt.date
    half: int | None = None
    years: tuple[str, ...] = ()
    kind: str = Closure.Kind.CLOSURE
    words: str = ""


@dataclass(frozen=True)
class SaidTerm:
    """What somebody says of a term: the first and the last day with school."""

    name: str
    first: dt.date
    last: dt.date


@transaction.atomic
def say(
    *, by: Membership, closures: Sequence[Said] = (), terms: Sequence[SaidTerm] = (),
    at: dt.datetime, source: Source = Source.PERSON,
) -> list[Statement]:  # fmt: skip
    """Say that days were closed or open, and when terms are. All of it is kept or nothing.

    at      now
    raises  PermissionDenied; NotSaid with what to do, also where all of it was said before
    """
    by.must(Permission.CALENDAR_WRITE)
    if len(closures) + len(terms) > MOST_AT_ONCE:
        raise NotSaid(f"More than {MOST_AT_ONCE} dates at once.", do="Bring one year at a time.")
    revisions.locked(by.school_id)
    rows = [*_new_closures(by, closures), *_new_terms(by, terms)]
    if not rows:
        raise NotSaid("That is what the calendar already says.", do="Nothing needs to be done.")
    revision = revisions.raised(by.school_id)
    role = by.role_for(Permission.CALENDAR_WRITE).key
    for row in rows:
        row.by_id, row.role_key, row.at = by.adult_id, role, at
        row.source, row.revision = source, revision
        row.save()
    _note(by, rows)
    return rows


@transaction.atomic
def withdraw(*, by: Membership, closure_id: int, at: dt.datetime) -> Closure:
    """Take a statement back. It stays, with who took it back and when.

    Raises PermissionDenied; NotYours for another school's; NotSaid where it was taken back before.
    """
    found = _mine(by, Closure, closure_id)
    _withdraw(by, found, at)
    return found


@transaction.atomic
def withdraw_term(*, by: Membership, term_id: int, at: dt.datetime) -> Term:
    """Take the dates of a term back. Raises as `withdraw` does."""
    found = _mine(by, Term, term_id)
    _withdraw(by, found, at)
    return found


def closures(school_id: int) -> list[Closure]:
    """Every statement about days, the newest first, those taken back included."""
    found = Closure.objects.filter(school_id=school_id)
    return list(found.select_related("by", "withdrawn_by"))


def terms(school_id: int) -> list[Term]:
    """The terms that stand, in order of time."""
    found = Term.objects.filter(school_id=school_id, withdrawn_at__isnull=True)
    return list(found.select_related("by"))


def years_of(school_id: int) -> list[str]:
    """The year groups of the school's children, the youngest first."""
    found = Pupil.objects.filter(school_id=school_id).exclude(year="")
    named = found.order_by().values_list("year", flat=True).distinct()
    return in_order(plain_year(year) for year in named)


def _mine(by: Membership, kind: type[S], key: int) -> S:
    by.must(Permission.CALENDAR_WRITE)
    revisions.locked(by.school_id)
    found = kind._default_manager.filter(school_id=by.school_id, pk=key).first()
    if found is None:
        raise NotYours("calendar")
    if found.withdrawn_at is not None:
        raise NotSaid("That was taken back already.", do="Look at the calendar as it is now.")
    return found


def _withdraw(by: Membership, row: Statement, at: dt.datetime) -> None:
    row.withdrawn_by_id, row.withdrawn_at = by.adult_id, at
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    revisions.raised(by.school_id)
    _note(by, [row], taken_back=True)


def _note(by: Membership, rows: Sequence[Statement], taken_back: bool = False) -> None:
    """One line for each kind of statement, so that a key in it means one thing."""
    for kind, about in ((Closure, "closure"), (Term, "term")):
        ids = [row.pk for row in rows if isinstance(row, kind)]
        if ids:
            detail: dict[str, object] = {"taken_back": True} if taken_back else {}
            trail.note(by, Verb.CALENDAR_SAID, about=about, ids=ids, detail=detail)


def _new_closures(by: Membership, said: Sequence[Said]) -> list[Closure]:
    stand = calendar_said.standing(by.school_id)
    out: list[Closure] = []
    for one in said:
        row = _closure(by, one)
        if not _stands(row, stand + out):
            out.append(row)
    return out


def _stands(row: Closure, before: Sequence[Closure]) -> bool:
    """Whether the same was said, and nobody said the opposite of any of its days since."""
    same = [n for n, one in enumerate(before) if _about(one) == _about(row)]
    since = before[same[-1] + 1 :] if same else ()
    return bool(same) and not any(_is_open(o) != _is_open(row) and _meet(o, row) for o in since)


def _about(row: Closure) -> tuple[object, ...]:
    return (row.first, row.last, row.half, tuple(row.years), row.kind)


def _is_open(row: Closure) -> bool:
    return row.kind == Closure.Kind.OPEN


def _meet(one: Closure, other: Closure) -> bool:
    return one.first <= other.last and other.first <= one.last


def _closure(by: Membership, said: Said) -> Closure:
    _must_be_days(said.first, said.last, MOST_DAYS)
    if said.half not in (None, 0, 1):
        raise NotSaid("Choose the whole day, the morning or the afternoon.")
    if said.kind not in Closure.Kind.values:
        raise NotSaid("Choose what it was.")
    return Closure(
        school_id=by.school_id, first=said.first, last=said.last, half=said.half,
        years=_years(said.years), kind=said.kind, words=_line(said.words, LONGEST_WORDS),
    )  # fmt: skip


def _years(said: Sequence[str]) -> list[str]:
    for year in said:
        if number_of(year) is None and not year.strip():
            raise NotSaid("A year group has no name.", do="Choose the year groups again.")
    return in_order(plain_year(year)[:10] for year in said)


def _line(text: str, longest: int) -> str:
    return " ".join(text.replace("\x00", " ").split())[:longest]


def _must_be_days(first: dt.date, last: dt.date, most: int) -> None:
    if last < first:
        raise NotSaid("The last day comes before the first.", do="Change one of the two days.")
    if first < EARLIEST or last > LATEST:
        raise NotSaid("That year is not one a school has a calendar for.", do="Check the year.")
    if (last - first).days >= most:
        raise NotSaid(f"That is more than {most} days.", do="Check the year of both days.")
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    if first < last and all(on.weekday() >= WEEKEND for on in days):
        raise NotSaid("Those days are a weekend.", do="Check the dates.")


def _new_terms(by: Membership, said: Sequence[SaidTerm]) -> list[Term]:
    stand = list(terms(by.school_id))
    out: list[Term] = []
    for one in said:
        _must_be_days(one.first, one.last, LONGEST_TERM)
        name = _line(one.name, LONGEST_NAME)
        if not name:
            raise NotSaid("A term needs a name.", do="For example: Autumn 1.")
        if any((t.name, t.first, t.last) == (name, one.first, one.last) for t in stand + out):
            continue
        across = next((t for t in stand + out if t.first <= one.last and one.first <= t.last), None)
        if across is not None:
            raise NotSaid(
                f"{name} and {across.name} would share days.",
                do=f"Take {across.name} back first, or change the dates.",
            )
        out.append(Term(school_id=by.school_id, name=name, first=one.first, last=one.last))
    return out
