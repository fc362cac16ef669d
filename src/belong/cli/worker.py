"""The worker: does the work that was asked for, and waits where there is no room to do it."""

from __future__ import annotations

import os
import sys
import time

WAIT = 1.0
"""Seconds before a full disk is tried again. Starting afresh each time would take far longer."""


def main() -> None:
    """Work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from belong.people import ballast

    while True:
        try:
            with ballast.said_plainly():
                call_command("db_worker", reload=False, startup_delay=False, verbosity=0)
            return
        except ballast.NoRoom as full:
            print(f"belong: {full}", file=sys.stderr, flush=True)
            connections.close_all()
            time.sleep(WAIT)


if __name__ == "__main__":
    main()
