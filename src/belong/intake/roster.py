"""Children and stays before and after an import, so that the import can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model

from belong.intake.models import Import, RosterChange
from belong.people.models import Enrolment, Pupil

Row = dict[str, Any]
Place = tuple[str, int]
State = dict[Place, Row]

TABLES: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "pupil": (
        Pupil,
        ("source_id", "upn", "other_ids", "surname", "forename", "known_as", "said", "born_on",
         "sex", "year", "form", "fsm", "sen", "search"),
    ),
    "stay": (Enrolment, ("pupil_id", "admitted_on", "left_on")),
}  # fmt: skip
"""What an import may change of a school's people, parents before what hangs on them."""


def state(school_id: int) -> State:
    """Every child and stay of a school as plain values, dates as ISO text."""
    out: State = {}
    for table, (model, names) in TABLES.items():
        rows = model._default_manager.filter(school_id=school_id).values("pk", *names)
        out |= {(table, row.pop("pk")): _plain(row) for row in rows}
    return out


def _plain(row: Row) -> Row:
    return {n: v.isoformat() if isinstance(v, dt.date) else v for n, v in row.items()}


@contextmanager
def remembered(brought: Import) -> Iterator[None]:
    """Write down what happens to children and stays meanwhile, in the same transaction."""
    before = state(brought.school_id)
    yield
    changes = between(before, state(brought.school_id))
    if changes:
        RosterChange.objects.update_or_create(brought_by=brought, defaults={"changes": changes})


def between(before: State, after: State) -> list[Row]:
    """The rows that differ, with only the fields that do; a row that was made keeps them all."""
    out = []
    for place, now in after.items():
        was = before.get(place)
        if was == now:
            continue
        names = now if was is None else [n for n in now if now[n] != was[n]]
        old = None if was is None else {n: was[n] for n in names}
        out.append(
            {"table": place[0], "pk": place[1], "before": old, "after": {n: now[n] for n in names}}
        )
    return out


def changed_since(brought: Import) -> list[str]:
    """Why the children an import touched cannot be put back, in sentences; empty where they can."""
    now = state(brought.school_id)
    moved = 0
    for change in changes_of(brought):
        row = now.get((change["table"], change["pk"]))
        if row is not None and any(row[n] != v for n, v in change["after"].items()):
            moved += 1
    if not moved:
        return []
    return [f"{moved} of the children or stays it changed have been changed again since."]


def put_back(brought: Import) -> None:
    """Children and stays as they were before an import; those it made are removed."""
    made: dict[str, list[int]] = {table: [] for table in TABLES}
    for change in changes_of(brought):
        model, _ = TABLES[change["table"]]
        if change["before"] is None:
            made[change["table"]].append(change["pk"])
        else:
            model._default_manager.filter(pk=change["pk"]).update(**change["before"])
    for table in reversed(TABLES):
        TABLES[table][0]._default_manager.filter(pk__in=made[table]).delete()


def changes_of(brought: Import) -> list[Row]:
    """What an import changed, one entry a row; empty where it changed nobody."""
    found = RosterChange.objects.filter(brought_by=brought).first()
    return list(found.changes) if found else []


def made_by(brought: Import) -> tuple[set[int], set[int]]:
    """The keys of the children and of the stays an import made."""
    made = [c for c in changes_of(brought) if c["before"] is None]
    return (
        {c["pk"] for c in made if c["table"] == "pupil"},
        {c["pk"] for c in made if c["table"] == "stay"},
    )
