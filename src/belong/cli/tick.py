"""The tick: asks for the work that is due. The queue itself has no clock.

It seals the trail itself: that must not wait for a worker that sleeps.

It also looks after the room that is held back for a full disk, more often: within ten seconds of
room coming back, changes are taken again.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import signal
import sys
import threading
from types import FrameType

from belong.people import walls

ROOM_EVERY = dt.timedelta(seconds=2)
"""Between two looks at the room on the disk."""


def main() -> None:
    """Ask for a heartbeat every 20 seconds until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
    import django

    django.setup()
    from belong.intake import jobs
    from belong.people import ballast

    told = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    rounds = int(jobs.BEAT_EVERY / ROOM_EVERY)
    for n in itertools.count():
        ballast.look_after()
        if n % rounds == 0:
            _ask()
            _seal()
        if told.wait(ROOM_EVERY.total_seconds()):
            return


@walls.from_nobody()
def _ask() -> None:
    """On a full disk nothing is asked for, and the tick goes on: what it would ask for can wait,
    and it has to be awake when room comes back."""
    from django.utils import timezone

    from belong.insight.anchor_jobs import ask_for_anchors
    from belong.insight.jobs import ask_for_looks
    from belong.insight.waiting_jobs import ask_for_rounds
    from belong.intake import jobs
    from belong.people import ballast

    try:
        with ballast.said_plainly():
            jobs.ask_for_what_is_due()
            ask_for_looks(timezone.localdate())
            ask_for_rounds(timezone.now())
            ask_for_anchors(timezone.now())
    except ballast.NoRoom as full:
        print(f"belong: {full}", file=sys.stderr, flush=True)


@walls.from_nobody()
def _seal() -> None:
    """Seal the minutes that are over, and write the day's anchor once. On a full disk both wait:
    lines keep their order, and are sealed when there is room."""
    from django.conf import settings
    from django.utils import timezone

    from belong.people import ballast, sealing, trail_anchors

    if ballast.full():
        return
    try:
        with ballast.said_plainly(), walls.scope_all(reason="sealing what every school did"):
            sealing.seal_all(timezone.now())
            trail_anchors.keep(settings.ANCHORS, timezone.localdate())
    except ballast.NoRoom as full:
        print(f"belong: {full}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
