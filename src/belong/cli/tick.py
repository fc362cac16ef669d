"""The tick: asks for the work that is due. The queue itself has no clock."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType


def main() -> None:
    """Ask for a heartbeat every 20 seconds until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
    import django

    django.setup()
    from belong.intake import jobs

    told = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not told.is_set():
        jobs.ask_for_what_is_due()
        told.wait(jobs.BEAT_EVERY.total_seconds())


if __name__ == "__main__":
    main()
