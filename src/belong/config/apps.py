"""Wires the house when Django starts."""

import datetime as dt

from django.apps import AppConfig


class FuseBox(AppConfig):
    """Hands the register store to intake, and refuses to start on unsafe settings."""

    name = "belong.config"
    label = "fuse_box"

    def ready(self) -> None:
        """Open what settings name, once."""
        from django.conf import settings

        from belong.config import checks
        from belong.intake import shelf
        from belong.people import ballast
        from belong.practice.voice import away

        shelf.open_at(settings.REGISTERS, uploads=settings.UPLOADS, careful=settings.READ_IN_A_CELL)
        ballast.lies_in(settings.HOME)
        away.asked.connect(_who_is_away, dispatch_uid="a survey closes: who is away a lot")
        checks.register_all()


def _who_is_away(*, school_id: int, on: dt.date, **_more: object) -> tuple[int, int]:
    from belong.insight.questions import survey_missing

    return survey_missing.counted(school_id=school_id, on=on)
