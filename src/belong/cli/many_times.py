"""How long a day of many schools takes through the whole house. Run as a process of its own."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EMAIL = "lead@council.example"
HALVES = (("AM", "/"), ("PM", "\\"))


def main(schools: int, pupils: int) -> None:
    """Print JSON: seconds for a folder with a file for each school, and for one file of them all.

    The schools are invented and each holds a year already. What was brought is checked.
    """
    with tempfile.TemporaryDirectory(prefix="belong-many-") as home:
        os.environ.update(
            BELONG_HOME=home, BELONG_DEMO="1", BELONG_SECRET_KEY=secrets.token_hex(32),
            DJANGO_SETTINGS_MODULE="belong.config.settings.serve",
        )  # fmt: skip
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        print(json.dumps(_times(Path(home), schools, pupils)))


def _times(home: Path, schools: int, pupils: int) -> dict[str, float]:
    first = _filled(schools, pupils)
    folder, one = home / "export", home / "all.csv"
    folder.mkdir()
    for school in range(schools):
        rows = "".join(_rows(pupils, first))
        (folder / f"{_urn(school)}.csv").write_text(
            f"UPN,Reg,Date,Session,Mark\n{rows}", encoding="utf-8"
        )
    following = first + dt.timedelta(days=7)
    with one.open("w", encoding="utf-8") as out:
        out.write("URN,UPN,Reg,Date,Session,Mark\n")
        for school in range(schools):
            out.writelines(f"{_urn(school)},{row}" for row in _rows(pupils, following))
    return {
        "folder": _timed(folder, home, schools, pupils, first),
        "file": _timed(one, home, schools, pupils, following),
    }


def _timed(path: Path, home: Path, schools: int, pupils: int, today: dt.date) -> float:
    from belong.intake import many_files
    from belong.intake.many_schools import KEPT, Errand
    from belong.lab.bench_scale import seconds_of

    at = dt.datetime.combine(today, dt.time(16), dt.UTC)
    errand = Errand(EMAIL, at, today, home / "uploads", day_first=True)
    told: list[Any] = []
    workers = max(2, os.cpu_count() or 1)
    seconds = seconds_of(lambda: told.extend(many_files.bring(path, errand, workers=workers)))
    said = f"{2 * pupils:,} new marks, 0 changed, 0 the same."
    assert [(one.went, one.said) for one in told] == [(KEPT, said)] * schools, told[:3]
    return seconds


def _urn(school: int) -> str:
    return str(100_000 + school)


def _rows(pupils: int, on: dt.date) -> Iterator[str]:
    from belong.lab.bench_scale import upn_of

    for child in range(pupils):
        for half, mark in HALVES:
            yield f"{upn_of(child)},8 Oak{child % 7},{on:%d/%m/%Y},{half},{mark}\n"


def _filled(schools: int, pupils: int) -> dt.date:
    """Fill the house; the first weekday after the marks it holds."""
    from belong.lab.bench import invented_year
    from belong.lab.bench_scale import next_day
    from belong.people.models import Adult, Membership, School

    year = invented_year(pupils)
    adult = Adult.objects.create_user(EMAIL, None, name="A Lead")
    every = [School(pk=n + 1, name=f"School {n}", urn=_urn(n)) for n in range(schools)]
    School.objects.bulk_create(every)
    Membership.objects.bulk_create(
        Membership(adult=adult, school=one, role_key="data_lead") for one in every
    )
    for n, school in enumerate(every):
        _with_children(school, n * pupils, pupils, year)
    return next_day(year)


def _with_children(school: Any, before: int, pupils: int, year: Any) -> None:
    """Children of one school with a year of marks, put straight into the tables and the store."""
    from django.db import transaction

    from belong.intake import shelf
    from belong.intake.models import Snapshot
    from belong.lab.bench_scale import upn_of
    from belong.people.models import Enrolment, Pupil
    from belong.registers.store import sorted_marks

    keys = range(before + 1, before + pupils + 1)
    marks = sorted_marks(year.year, year.enrolment + before + 1, year.session, year.code)
    kept = shelf.store().keep(school.pk, marks)
    with transaction.atomic():
        Pupil.objects.bulk_create(
            Pupil(pk=key, school=school, source_id=upn_of(n), upn=upn_of(n), form=f"8 Oak{n % 7}")
            for n, key in enumerate(keys)
        )
        Enrolment.objects.bulk_create(
            Enrolment(pk=key, pupil_id=key, school=school, admitted_on=dt.date(2020, 9, 1))
            for key in keys
        )
        Snapshot(school=school, year=year.year, name=kept.name, marks=kept.marks).save()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
