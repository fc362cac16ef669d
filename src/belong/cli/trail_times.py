"""How long checking the trail takes, and what one look adds to a child's page. Run as a process of
its own."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

RUNS = 60
BEGAN = dt.datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001  as the table of SQLite keeps it
ROW = (
    "INSERT INTO people_trailline (at, who, role, school_id, verb, about, ids, detail)"
    " VALUES (%s, %s, 'tutor', %s, 'child seen', 'pupil', %s, '{}')"
)


def main(lines: int) -> None:
    """Print JSON: the seconds of a check of so many lines, and of what is asked before a child's
    page is made, with the look written down and without, the 95th of a hundred."""
    with tempfile.TemporaryDirectory(prefix="belong-trail-") as home:
        os.environ.update(
            BELONG_HOME=home, BELONG_DEMO="1", BELONG_SECRET_KEY=secrets.token_hex(32),
            DJANGO_SETTINGS_MODULE="belong.config.settings.serve",
        )  # fmt: skip
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        with_look, without = _looks()
        print(json.dumps({"check": _check(lines), "with": with_look, "without": without}))


def _looks() -> tuple[float, float]:
    """Fetching one child as a page does, and the same with the writing left out."""
    from belong.people import fetch, trail
    from belong.people.models import Adult, Membership, Pupil, School

    school = School.objects.create(name="A school")
    adult = Adult.objects.create_user("a@school.example", None, name="A")
    Membership.objects.create(adult=adult, school=school, role_key="headteacher")
    child = Pupil.objects.create(school=school, source_id="1").pk
    by = fetch.membership(adult, BEGAN.date())
    assert by is not None
    real = trail._committed
    times: dict[bool, list[float]] = {True: [], False: []}
    for n in range(2 * RUNS):
        written = bool(n % 2)
        trail._committed = real if written else _nothing  # type: ignore[assignment]
        times[written].append(_seconds(lambda: fetch.pupil(child, seen_by=by)))
    trail._committed = real
    return _late(times[True]), _late(times[False])


def _nothing(*_: Any) -> None:
    """Writes nothing."""


def _late(times: list[float]) -> float:
    """The 95th of a hundred."""
    return sorted(times)[int(0.95 * len(times))]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _check(lines: int) -> float:
    """Write so many lines, seal them, and check every seal."""
    from django.db import connection, transaction

    from belong.people import sealing, trail_checking

    with transaction.atomic(), connection.cursor() as cursor:
        rows = _rows(lines)
        while some := list(itertools.islice(rows, 10_000)):
            cursor.executemany(ROW, some)
    sealing.seal_all(BEGAN.replace(year=2099, tzinfo=dt.UTC))
    found = []
    seconds = _seconds(lambda: found.append(trail_checking.check([])))
    assert found[0].lines >= lines, "every line is checked"
    assert found[0].waiting == 0, "every line is sealed"
    assert found[0].broken == (), "nothing is broken"
    return seconds


def _rows(lines: int) -> Iterator[tuple[str, str, int, str]]:
    """Two schools, five looks in each minute and school; one in twenty is a list of thirty."""
    for n in range(lines):
        at = (BEGAN + dt.timedelta(seconds=6 * n)).isoformat(" ")
        few = [n % 1500] if n % 20 else list(range(n % 100, n % 100 + 30))
        yield at, f"{n % 60:032x}", 1 + n % 2, json.dumps(few)


if __name__ == "__main__":
    main(int(sys.argv[1]))
