"""Django, for the parts of the command that need it."""

from __future__ import annotations

import os

from belong.basics.errors import BelongError


def django() -> None:
    """Set Django up on this installation's settings. Raises BelongError where there are none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise BelongError(
            f"Belong cannot start here. {problem}",
            do="Set BELONG_HOME to the folder Belong keeps everything in (the demo's: demo-data).",
        ) from problem
