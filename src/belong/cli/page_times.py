"""How long each page takes at 2,000 pupils and three years. Run as a process of its own."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import sys
import time
from importlib import import_module
from typing import Any

from belong.cli import running

RUNS = 5
FORMS = 40
"""Forms of the school: each so many-th child is in the same one, 50 of 2,000."""
TODAY = dt.date(2026, 7, 10)


def main(pupils: int) -> None:
    """Print a JSON list of [address, first seconds, median seconds]."""
    with running.house(TODAY):
        print(json.dumps(_times(pupils)))


def _times(pupils: int) -> list[tuple[str, float, float]]:
    from django.test import Client

    from belong.insight import noticed

    # The server opens this door before it answers anybody: what it loads is no visitor's wait.
    import_module("belong.config.wsgi")
    adult, keys = school_of(pupils)
    child = keys["P00007"]
    client = Client(SERVER_NAME="localhost")
    client.force_login(adult)
    unseen = f"/children/{child}/"
    before = [(f"{unseen} before the worker has looked", *_timed(client, unseen))]
    noticed.take_ahead(adult.memberships.first().school_id, TODAY)
    found = before + [(address, *_timed(client, address)) for address in _addresses(child)]
    mine = [keys[f"P{n:05d}"] for n in range(0, pupils, FORMS)]
    return [*found, ("/today/done/, an act written down", *_saved(client, mine))]


def _addresses(child: int) -> list[str]:
    scope = f"from=2025-09-01&to={TODAY}"
    return [
        "/", "/today/", "/children/", "/children/?q=okoro", "/children/?year=8",
        f"/children/{child}/",
        f"/explain/absence/?about=school&{scope}",
        f"/explain/absence/?about=child:{child}&{scope}", "/registers/", "/how-we-count/",
    ]  # fmt: skip


def _timed(client: Any, address: str) -> tuple[float, float]:
    times = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        answer = client.get(address)
        times.append(time.perf_counter() - began)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return times[0], statistics.median(times[1:])


def _saved(client: Any, children: list[int]) -> tuple[float, float]:
    """The same for writing down what was done for some children, one after another."""
    times = []
    for child in children[: RUNS + 1]:
        began = time.perf_counter()
        answer = client.post("/today/done/", {"kind": "mind", "child": child})
        times.append(time.perf_counter() - began)
        assert answer.status_code == 302, f"writing it down answered {answer.status_code}"
    return times[0], statistics.median(times[1:])


def school_of(pupils: int) -> tuple[Any, dict[str, int]]:
    """A school of this many children with three years of marks, put straight into the store; the
    adult leads on attendance and is the tutor of the first child's form. The keys of the children
    by their numbers."""
    from django.utils import timezone

    from belong.intake import actions, matching, revisions, shelf
    from belong.intake.models import Import, Snapshot
    from belong.people.models import Adult, Enrolment, Membership, School
    from belong.registers.store import sorted_marks

    school = School.objects.create(name="A large school")
    adult = Adult.objects.create_user("lead@large.example", None, name="A Lead")
    Membership.objects.create(adult=adult, school=school, role_key="attendance_lead")
    Membership.objects.create(
        adult=adult, school=school, role_key="tutor", reach="form", reach_of=_form(0),
        begins=dt.date(2023, 9, 1), ends=dt.date(2026, 7, 31),
    )  # fmt: skip
    actions.enrol(school, [_child(n) for n in range(pupils)])
    keys = dict(Enrolment.objects.values_list("pupil_id", "pk"))
    known = matching.known_pupils(school.pk)
    Import.objects.create(
        school=school, by=adult, at=timezone.now(), kept_at=timezone.now(), file_name="three.csv",
        digest="", kind="marks", stage=Import.Stage.KEPT, as_of=TODAY,
    )  # fmt: skip
    import numpy as np

    of = np.array([keys[known[f"P{n:05d}"]] for n in range(pupils)], dtype=np.int32)
    for year, marks in _years(pupils):
        moved = sorted_marks(year, of[marks.enrolment], marks.session, marks.code)
        kept = shelf.store().keep(school.pk, moved)
        Snapshot.objects.create(school=school, year=year, name=kept.name, marks=kept.marks)
    revisions.raised(school.pk)
    return adult, known


def _form(n: int) -> str:
    return f"{7 + n % 5} Oak{n % 8}"


def _child(n: int) -> Any:
    from belong.intake.matching import Person

    names = ("Okoro", "Nowak", "Whitfield", "Begum", "Oyelaran-Featherstonehaugh")
    fields: dict[str, Any] = {
        "surname": names[n % 5], "forename": f"Child{n}", "year": str(7 + n % 5),
        "form": _form(n),
    }  # fmt: skip
    return Person(f"P{n:05d}", fields, dt.date(2023, 9, 1), None)


def _years(pupils: int) -> list[tuple[int, Any]]:
    from dataclasses import replace

    from belong.lab.bench import YEAR, invented_year

    return [
        (YEAR - back, replace(invented_year(pupils, seed=back), year=YEAR - back))
        for back in range(3)
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
