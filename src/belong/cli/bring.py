"""`belong import`: the nightly export, or a file of many schools, brought in without a page."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from belong.basics.errors import BelongError
from belong.cli import setting_up

if TYPE_CHECKING:
    from belong.intake.watching import Watch
    from belong.people.models import Membership

ORDERS = {"day-first": True, "month-first": False}
EVERY = 30.0
"""Seconds between two looks at a watched folder."""


def add_to(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe `belong import`."""
    part = parts.add_parser("import", help="bring files in: from a folder, or of many schools")
    part.add_argument("path", type=Path, nargs="?", metavar="FILE_OR_DIR",
                      help="with --every-school: a file of many schools, or a folder")  # fmt: skip
    part.add_argument("--watch", type=Path, metavar="DIR",
                      help="the folder the files are dropped into")  # fmt: skip
    part.add_argument("--every-school", action="store_true",
                      help="share the file or folder out to the schools it names")  # fmt: skip
    part.add_argument("--dry-run", action="store_true",
                      help="with --every-school: say what would happen, keep nothing")  # fmt: skip
    part.add_argument("--dates", choices=tuple(ORDERS),
                      help="with --every-school: how a date such as 7/9 is meant")  # fmt: skip
    part.add_argument("--by", required=True, metavar="EMAIL",
                      help="the adult in whose name the files come in")  # fmt: skip
    part.add_argument("--once", action="store_true", help="take what is there, then stop")
    part.set_defaults(run=run)


def run(said: argparse.Namespace) -> int:
    """Watch until stopped, or bring many schools in once.

    returns  with --once or --every-school, 1 where something was not kept: it could not be read,
             has to be looked at, or is nobody's here
    """
    if said.every_school:
        return _every_school(said)
    if said.watch is None or said.path is not None:
        raise BelongError(
            "Say which folder to watch, or bring a file of many schools.",
            do="Use --watch DIR, or FILE_OR_DIR with --every-school.",
        )
    if not said.watch.is_dir():
        raise BelongError(f"{said.watch} is not a folder.", do="Make it, or name another one.")
    setting_up.django()
    from django.conf import settings

    from belong.intake.watching import KEPT, Watch

    watch = Watch.over(said.watch, uploads=Path(settings.UPLOADS), by=_adult(said.by))
    went = _look(watch)
    if said.once:
        went = _look(watch)
        return 0 if set(went) <= {KEPT} else 1
    print(f"Watching {said.watch}. Stop it with Ctrl+C.", file=sys.stderr)
    while True:
        time.sleep(EVERY)
        _look(watch)


def _every_school(said: argparse.Namespace) -> int:
    """A line for each school as it is done, then a sum."""
    if said.watch is not None or said.path is None or not said.path.exists():
        raise BelongError(
            f"{said.path or 'Nothing'} is no file or folder that is there.",
            do="Name a file of many schools, or a folder with a file for each.",
        )
    setting_up.django()
    from django.conf import settings
    from django.utils import timezone

    from belong.intake import many_files
    from belong.intake.many_schools import NOTE, WELL, Errand

    errand = Errand(said.by, timezone.now(), timezone.localdate(), Path(settings.UPLOADS),
                    ORDERS.get(said.dates), said.dry_run)  # fmt: skip
    went: Counter[str] = Counter()
    for one in many_files.bring(said.path, errand, workers=max(2, os.cpu_count() or 1)):
        went[one.went] += 1
        about = f"{one.file_name}, {one.school}" if one.school else one.file_name
        print(f"{about}: {one.went}. {one.said}", flush=True)
    del went[NOTE]
    print(", ".join(f"{n} {what}" for what, n in went.items()) or "Nothing was there to bring.")
    return 0 if went and went.keys() <= WELL else 1


def _look(watch: Watch) -> list[str]:
    from django.utils import timezone

    outcomes = watch.look(timezone.localdate())
    for outcome in outcomes:
        print(f"{outcome.file_name}: {outcome.went}. {outcome.said}", flush=True)
    return [outcome.went for outcome in outcomes]


def _adult(email: str) -> Membership:
    from django.utils import timezone

    from belong.people import fetch

    found = fetch.member(email, timezone.localdate())
    if found is None:
        raise BelongError(f"{email} is nobody here.", do="Name an adult who may bring files in.")
    return found
