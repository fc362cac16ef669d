"""What somebody saw today, for those who are close to the child."""

from __future__ import annotations

from collections.abc import Mapping

from belong.insight.desk import Desk
from belong.insight.today_needs import Need


def of_day(desk: Desk, close: Mapping[int, str]) -> list[Need]:
    """Whom somebody saw, of the children one adult is close to.

    close  how, by the key of each child
    """
    return []
