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

PASSWORD = "tea-and-toast-at-half-past"  # noqa: S105  printed on the screen; loopback only
SIGN_INS = (
    ("Attendance lead", "attendance_lead"),
    ("Headteacher", "headteacher"),
    ("Data manager", "data_lead"),
    ("Tutor", "tutor"),
)
SAFETY = "Speak to the safeguarding lead, Ms Anand, room 4"


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
    open_school(said.today or _today())
    for role, address in sign_ins():
        print(f"  {role:<16} {address}")
    print(f"  Password         {PASSWORD}")
    return 0


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


def open_school(today: dt.date) -> None:
    """Invent the school up to the last school day before today and bring its files in.

    A second call on the same day changes nothing; on a later day it brings in what is new.
    """
    from belong.basics.terms import date_of
    from belong.intake import queries
    from belong.people.models import School
    from demo_school import exports, secondary

    school = School.objects.first()
    have = queries.whole(school.pk) if school else None
    if have is not None and date_of(have.register.sessions.day[-1]) >= _last_school_day(today):
        return
    print("Inventing Saltmarsh Lane School ...", file=sys.stderr, flush=True)
    invented = secondary.invent(today=today)
    with tempfile.TemporaryDirectory() as folder:
        files = {p.name: p for p in exports.write(invented, Path(folder))}
        if school is None:
            school = _school(invented.school, files["staff.csv"])
        _bring(school, files, today)


def _last_school_day(today: dt.date) -> dt.date:
    from belong.basics.terms import date_of, year_of
    from demo_school import term_dates

    for year in (year_of(today), year_of(today) - 1):
        day = term_dates.last_school_day_before(today, year)
        if day is not None:
            return date_of(day)
    raise LookupError("a school year without a school day")


def _school(facts, staff: Path):  # type: ignore[no-untyped-def]
    """The school and those of its adults who sign in, all of them or nobody."""
    from django.db import transaction

    with transaction.atomic():
        return _made(facts, staff)


def _made(facts, staff: Path):  # type: ignore[no-untyped-def]
    from belong.people.models import Adult, Membership, School

    school = School.objects.create(
        name=facts.name, urn=facts.urn, laestab=facts.laestab, phase="secondary",
        safety_route=SAFETY,
    )  # fmt: skip
    for role, key in SIGN_INS:
        line = next(a for a in _adults(staff) if _is(a, role))
        name = f"{line['Forename']} {line['Surname']}"
        adult = Adult.objects.create_user(line["Email"], PASSWORD, name=name)
        Membership.objects.create(adult=adult, school=school, role_key=key)
    return school


def _is(adult: dict[str, str], role: str) -> bool:
    """A tutor is a teacher with a tutor group."""
    if role == "Tutor":
        return adult["Role"] == "Teacher" and bool(adult["Tutor group"])
    return adult["Role"].casefold() == role.casefold()


def _adults(staff: Path) -> Iterator[dict[str, str]]:
    with staff.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _bring(school, files: dict[str, Path], today: dt.date) -> None:  # type: ignore[no-untyped-def]
    from django.conf import settings

    from belong.intake import actions
    from belong.people.models import Membership

    by = Membership.objects.get(school=school, role_key="attendance_lead")
    wanted = ["pupils.csv", *sorted(n for n in files if n.startswith("marks-"))]
    for name in wanted:
        kind = actions.PUPILS if name == "pupils.csv" else actions.MARKS
        print(f"Bringing in {name} ...", file=sys.stderr, flush=True)
        brought = actions.read_in(
            by=by, file_name=name, body=[files[name].read_bytes()], folder=Path(settings.UPLOADS),
            as_of=today, kind=kind, day_first=True,
        )  # fmt: skip
        actions.keep(by=by, brought=brought, folder=Path(settings.UPLOADS))


def sign_ins() -> list[tuple[str, str]]:
    """Who may sign in to the demo, and as what."""
    from belong.people.models import Membership

    return [
        (m.role.name, m.adult.email)
        for m in Membership.objects.select_related("adult").order_by("pk")
    ]


if __name__ == "__main__":
    sys.exit(main())
