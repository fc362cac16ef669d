"""What nobody came back for: files whose import never came to be, and imports left waiting."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

from belong.intake.actions import ENDINGS
from belong.intake.models import Import

HALF_DONE = dt.timedelta(hours=1)
"""A file younger than this may still be being read."""
WAITS = dt.timedelta(days=14)
"""How long a file waits for a yes. It holds names and marks, so it cannot wait for ever."""
OURS = re.compile(rf"[0-9a-f]{{32}}({'|'.join(map(re.escape, sorted(ENDINGS)))})")
ASKED = (Import.Stage.READ, Import.Stage.ASKING)
"""Waiting for somebody to say something."""


def sweep(*, uploads: Path | None, registers: Path, now: dt.datetime) -> None:
    """Set aside what waited too long, and delete files that belong to nothing.

    uploads    the folder files wait in; None leaves it alone
    registers  the root of the register store
    now        with its time zone
    """
    _expire(now)
    if uploads is not None:
        waiting = Import.objects.filter(stage__in=(*ASKED, Import.Stage.KEEPING))
        kept = set(waiting.values_list("stored_as", flat=True))
        files = (p for p in uploads.glob("*") if OURS.fullmatch(p.name) and p.name not in kept)
        _delete(files, now)
    _delete(registers.glob("*/.*.tmp"), now)


def _expire(now: dt.datetime) -> None:
    waiting = Import.objects.filter(stage__in=ASKED, at__lt=now - WAITS)
    for brought in waiting:
        # Asked for again as waiting: somebody may have pressed keep a moment ago.
        waiting.filter(pk=brought.pk).update(
            stage=Import.Stage.SET_ASIDE, preview=brought.without_words()
        )


def _delete(files: Iterable[Path], now: dt.datetime) -> None:
    for path in files:
        try:
            if path.is_file() and path.stat().st_mtime < (now - HALF_DONE).timestamp():
                path.unlink()
        except FileNotFoundError:
            continue  # its owner was quicker
