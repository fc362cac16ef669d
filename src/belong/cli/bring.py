"""`belong import`: the nightly export, brought in without a page."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from belong.basics.errors import BelongError

if TYPE_CHECKING:
    from belong.intake.watching import Watch
    from belong.people.models import Membership

EVERY = 30.0
"""Seconds between two looks at a watched folder."""


def add_to(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe `belong import`."""
    part = parts.add_parser("import", help="bring files in from a folder")
    part.add_argument("--watch", type=Path, metavar="DIR", required=True,
                      help="the folder the files are dropped into")  # fmt: skip
    part.add_argument("--by", required=True, metavar="EMAIL",
                      help="the adult in whose name the files come in")  # fmt: skip
    part.add_argument("--once", action="store_true", help="take what is there, then stop")
    part.set_defaults(run=run)


def run(said: argparse.Namespace) -> int:
    """Watch until stopped; with --once, 1 where a file could not be read or has to be looked at."""
    if not said.watch.is_dir():
        raise BelongError(f"{said.watch} is not a folder.", do="Make it, or name another one.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
    import django

    django.setup()
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
