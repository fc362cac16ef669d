"""Keeping a file while its person does something else: a lease, a heartbeat, and starting again.

The worker that keeps a file holds a lease on it and renews it with every step. A worker that dies
leaves the lease to run out; the tick then asks for the work again. Keeping is all or nothing and
happens once, so starting again can do no harm.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from belong.basics.errors import BelongError, UnreadableFile
from belong.intake import actions
from belong.intake.models import Import
from belong.people import ballast, fetch, walls
from belong.people.models import Membership
from belong.people.permissions import Permission

LEASE = dt.timedelta(seconds=60)
STEPS = ("asked", "reading", "writing")


def ask(
    *, by: Membership, brought: Import, confirmed: bool, leave_out: Collection[str] = ()
) -> None:
    """Say yes to a file: from now on the worker keeps it.

    leave_out  numbers of children nobody here knows yet who are not to be added; others are passed
               over, for only whom the page asked about can be left out
    raises      PermissionDenied; NotConfirmed; UnreadableFile where it is not waiting any more.
    """
    by.must(Permission.REGISTERS_IMPORT)
    actions.must_be_confirmed(brought, confirmed)
    waiting = Import.objects.filter(pk=brought.pk, stage=Import.Stage.READ)
    asked = {one["number"] for one in brought.preview.get("newcomers", ())}
    brought.preview["left_out"] = sorted(asked.intersection(leave_out))
    if not waiting.update(
        stage=Import.Stage.KEEPING, kept_for=by, preview=brought.preview, confirmed=confirmed,
        step=STEPS[0], problem="", lease_until=None, job_key="",
    ):  # fmt: skip
        raise UnreadableFile(
            "This file was already kept or set aside.", do="Bring it in again if you need to."
        )


def school_of(import_id: int) -> list[int]:
    """The key of the school a file is for; none where the file is not there."""
    with walls.scope_all(reason="finding the school a job is for"):
        return list(Import.objects.filter(pk=import_id).values_list("school_id", flat=True))


def work(import_id: int, *, folder: Path, now: dt.datetime) -> bool:
    """Keep one file that was asked for, unless somebody else is at it.

    returns  whether this call did it
    """
    key = secrets.token_hex(16)
    if not _free(import_id, now).update(job_key=key, lease_until=now + LEASE):
        return False
    brought = Import.objects.select_related("kept_for").get(pk=import_id)
    try:
        by = _still_here(brought, timezone.localdate(now))
        with ballast.said_plainly():
            actions.keep(
                by=by, brought=brought, folder=folder, confirmed=brought.confirmed,
                told=lambda step: _beat(import_id, key, step, now + LEASE),
            )  # fmt: skip
    except (BelongError, PermissionDenied) as problem:
        mine = Import.objects.filter(pk=import_id, job_key=key, stage=Import.Stage.KEEPING)
        mine.update(stage=Import.Stage.READ, problem=str(problem)[:500], lease_until=None)
        return False
    return True


def _still_here(brought: Import, today: dt.date) -> Membership:
    """Whoever asked, with all they may do today. Raises UnreadableFile where they have gone."""
    by = fetch.again(brought.kept_for, today) if brought.kept_for else None
    if by is None:
        raise UnreadableFile("Whoever asked for it is no longer here.", do="Ask for it again.")
    return by


def _free(import_id: int, now: dt.datetime) -> QuerySet[Import]:
    """The file, where nobody living holds it."""
    nobody = Q(lease_until=None) | Q(lease_until__lt=now)
    return Import.objects.filter(nobody, pk=import_id, stage=Import.Stage.KEEPING)


def _beat(import_id: int, key: str, step: str, until: dt.datetime) -> None:
    """Renew the lease. Raises UnreadableFile where another worker took the file over."""
    mine = Import.objects.filter(pk=import_id, job_key=key, stage=Import.Stage.KEEPING)
    if not mine.update(step=step, lease_until=until):
        raise UnreadableFile("This file is being kept already.", do="Look again in a moment.")


def left_lying(now: dt.datetime) -> list[int]:
    """Files somebody said yes to that no living worker holds."""
    lying = Import.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=now), stage=Import.Stage.KEEPING
    )
    return list(lying.values_list("pk", flat=True))
