"""Opens the demo: the invented school, brought in through the same door as a real one."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belong.people.models import School
    from demo_school.invented import School as Facts

PASSWORD = "tea-and-toast-at-half-past"  # noqa: S105  printed on the screen; loopback only
SIGN_INS = (
    ("Attendance lead", "attendance_lead"),
    ("Headteacher", "headteacher"),
    ("Deputy head and designated safeguarding lead", "safeguarding_lead"),
    ("Pastoral lead, Year 8", "pastoral_lead"),
    ("Data manager", "data_lead"),
    ("Tutor", "tutor"),
    ("Reception", "office"),
)
SCHOOLS = 3
HEADINGS = {"Forename": ("Forename", "First Name"), "Surname": ("Surname", "Last Name")}
NOT_BROUGHT = {"calendar.csv"}
"""The calendar is proposed from the marks; a person confirms it or brings this file."""


def main() -> int:
    """Make everything ready in a folder; safe to run again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--today", type=dt.date.fromisoformat, default=None)
    said = parser.parse_args()
    home = said.dir.resolve()
    os.umask(0o077)  # nobody else on this machine reads what lies here
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _secret(home / "secret-key")
    os.environ.update(BELONG_HOME=str(home), BELONG_DEMO="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
    import django

    django.setup()
    _house()
    from belong.intake import shelf

    # The files are our own: no need of a cell for each of them.
    shelf.open_at(settings_of("REGISTERS"), settings_of("UPLOADS"))
    open_trust(said.today or _today())
    _print_sign_ins()
    return 0


def settings_of(name: str) -> Path:
    """A folder the settings name."""
    from django.conf import settings

    return Path(getattr(settings, name))


def _secret(path: Path) -> None:
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))


def _today() -> dt.date:
    from django.utils import timezone

    return timezone.localdate()


def _house() -> None:
    """Tables, and the style sheets where the pages look for them."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    newest = _newest(settings.PACKAGE / "web" / "static")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != newest:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(newest, encoding="utf-8")


def _newest(folder: Path) -> str:
    return str(max(int(p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()))


def open_trust(today: dt.date) -> None:
    """Invent the trust up to the last school day before today and bring its files in; of a school
    day also its morning, as most forms of the secondary school have it.

    A second call on the same day changes nothing; on a later day it brings in what is new.
    """
    if not _all_here(today):
        _invent(today)
    _this_morning(today)
    _lay(today)


def _lay(today: dt.date) -> None:
    """What adults of the secondary school wrote themselves."""
    from belong.people.models import School
    from demo_school import (
        class_round,
        heard,
        helping,
        in_touch,
        kindness,
        listening,
        looking,
        seen,
        telling,
    )

    for school in School.objects.filter(phase="secondary"):
        seen.lay(school, today, _last_school_day(today))
        helping.lay(school, today)
        kindness.lay(school, today)
        in_touch.lay(school, today)
        listening.lay(school, today)
        telling.lay(school, today, _last_school_day(today))
        heard.lay(school, today)
        class_round.lay(school, today)
        looking.lay(school, today)


def _this_morning(today: dt.date) -> None:
    """The morning register of a school day, and who came in since: twice on one day is once."""
    from belong.intake import queries
    from belong.people.models import School
    from demo_school import kindness, morning

    school = School.objects.get(phase="secondary")
    whole = queries.whole(school.pk)
    if whole is None or whole.register.sessions.since(today) < len(whole.register.sessions):
        return
    with tempfile.TemporaryDirectory() as folder:
        form = _tutors_form(school)
        path = morning.write(Path(folder), today=today, seen=kindness.seen_today(), form=form)
        if path is not None:
            _bring(school, {path.name: path}, today)
            kindness.came_in(school, today, morning.without_a_reason(path))


def _tutors_form(school: School) -> str:
    from belong.people.models import Membership

    of = Membership.objects.filter(school=school, role_key="tutor").first()
    return of.reach_of if of else ""


def _invent(today: dt.date) -> None:
    from demo_school import exports, trust

    _say("Inventing Marrowby Learning Trust ...")
    invented = trust.invent_trust(today=today)
    with tempfile.TemporaryDirectory() as folder:
        files = exports.write_trust(invented, Path(folder))
        for one in invented.schools:
            of_school = {path.name: path for path in files[one.key]}
            school = _school(one.invented.school, one.phase, of_school["staff.csv"], today)
            _bring(school, of_school, today)


def _all_here(today: dt.date) -> bool:
    from belong.basics.terms import date_of
    from belong.intake import queries
    from belong.people.models import School

    have = [queries.whole(school.pk) for school in School.objects.all()]
    days = [date_of(one.register.sessions.day[-1]) for one in have if one is not None]
    return len(days) == SCHOOLS and min(days) >= _last_school_day(today)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _last_school_day(today: dt.date) -> dt.date:
    from belong.basics.terms import date_of, year_of
    from demo_school import term_dates

    for year in (year_of(today), year_of(today) - 1):
        day = term_dates.last_school_day_before(today, year)
        if day is not None:
            return date_of(day)
    raise LookupError("a school year without a school day")


def _school(facts: Facts, phase: str, staff: Path, today: dt.date) -> School:
    """The school and those of its adults who sign in, all of them or nobody."""
    from django.db import transaction
    from django.utils import timezone

    from belong.basics.terms import year_end, year_of
    from belong.people.models import School, SchoolSettings

    found = School.objects.filter(laestab=facts.laestab).first()
    if found is not None:
        return found
    with transaction.atomic():
        school = School.objects.create(
            name=facts.name, urn=facts.urn, laestab=facts.laestab, phase=phase,
        )  # fmt: skip
        adults = list(_adults(staff))
        SchoolSettings.objects.create(school=school, said_at=timezone.now(), **_safety(adults))
        _sign_in(school, adults, year_end(year_of(today)))
    return school


def _safety(adults: list[dict[str, str]]) -> dict[str, str]:
    """Whom to go to about safety, and where: this school's own lead."""
    role = next(role for role, key in SIGN_INS if key == "safeguarding_lead")
    lead = next((one for one in adults if _is(one, role)), None)
    name = f", {_cell(lead, 'Forename')} {_cell(lead, 'Surname')}" if lead else ""
    return {"safety_name": f"the safeguarding lead{name}", "safety_route": "room 4"}


def _sign_in(school: School, adults: list[dict[str, str]], until: dt.date) -> None:
    """One of each kind signs in. Every other tutor is there for their form, and has no password:
    else nobody would be close to most children."""
    first = [(next((a for a in adults if _is(a, role)), None), key) for role, key in SIGN_INS]
    named = [(line, key) for line, key in first if line is not None]
    for line, key in named:
        _work_here(school, line, key, until, PASSWORD)
    there = {line["Email"] for line, _ in named}
    for line in adults:
        if _is(line, "Tutor") and line["Email"] not in there:
            _work_here(school, line, "tutor", until, None)


def _work_here(
    school: School, line: dict[str, str], key: str, until: dt.date, password: str | None
) -> None:
    from belong.people.models import Adult, Membership

    name = f"{_cell(line, 'Forename')} {_cell(line, 'Surname')}"
    adult = Adult.objects.create_user(line["Email"], password, name=name)
    Membership.objects.create(
        adult=adult, school=school, role_key=key, **_for_whom(key, line, until)
    )


def _for_whom(key: str, line: dict[str, str], until: dt.date) -> dict[str, object]:
    """How far somebody reaches: a tutor to their own form, a pastoral lead of a year to that year,
    until the school year ends."""
    if key == "pastoral_lead":
        return {"reach": "year", "reach_of": line["Role"].split()[-1], "ends": until}
    if key != "tutor":
        return {}
    return {"reach": "form", "reach_of": line["Tutor group"], "ends": until}


def _cell(adult: dict[str, str], name: str) -> str:
    """A cell by our name for it: each system has headings of its own."""
    return next(adult[heading] for heading in HEADINGS[name] if heading in adult)


def _is(adult: dict[str, str], role: str) -> bool:
    """A tutor is a teacher with a tutor group."""
    if role == "Tutor":
        return adult["Role"].endswith("eacher") and bool(adult["Tutor group"])
    return adult["Role"].casefold() == role.casefold()


def _adults(staff: Path) -> Iterator[dict[str, str]]:
    with staff.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _bring(school: School, files: dict[str, Path], today: dt.date) -> None:
    from django.conf import settings

    from belong.intake import actions
    from belong.people.models import Membership

    by = Membership.objects.get(school=school, role_key="attendance_lead")
    _say(f"Bringing in the files of {school.name} ...")
    for name in _in_order(files):
        brought = actions.read_in(
            by=by, file_name=name, body=[files[name].read_bytes()], folder=Path(settings.UPLOADS),
            as_of=today, kind=_kind(name), day_first=True,
        )  # fmt: skip
        actions.keep(by=by, brought=brought, folder=Path(settings.UPLOADS), confirmed=True)


def _in_order(files: dict[str, Path]) -> list[str]:
    """Children first, then their marks, then everything about them; marks as the last word, so
    that figures say which register they come from."""
    marks = sorted(name for name in files if name.startswith("marks-"))
    first = [name for name in ("pupils.csv",) if name in files]
    rest = sorted(set(files) - set(marks) - set(first) - NOT_BROUGHT)
    return [*first, *rest, *marks]


def _kind(name: str) -> str:
    plain = name.removesuffix(".csv").replace("-", "_")
    return next((kind for kind in ("lesson_marks", "marks") if plain.startswith(kind)), plain)


def sign_ins() -> list[tuple[str, str, str]]:
    """Who may sign in to the demo: the school, what they are, and their address."""
    from belong.people.models import Membership

    found = Membership.objects.select_related("adult", "school").order_by("pk")
    here = [m for m in found if m.adult.has_usable_password()]
    return [(m.school.name, m.role.name, m.adult.email) for m in here if m.adult.email]


def _print_sign_ins() -> None:
    at = ""
    for school, role, address in sign_ins():
        if school != at:
            print(f"  {school}")
        print(f"    {role:<28} {address}")
        at = school
    print(f"  Password                       {PASSWORD}")


if __name__ == "__main__":
    sys.exit(main())
