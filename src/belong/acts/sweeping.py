"""Acts that are too long ago to help anybody are gone by themselves."""

from __future__ import annotations

import datetime as dt

from belong.acts.models import Act
from belong.people import how_long


def swept(*, today: dt.date, **_more: object) -> None:
    """Delete acts that were due before what is kept; a planned one nobody did, too."""
    Act.objects.filter(due__lt=how_long.first_day("acts", today)).delete()
