"""Children whose key person is away, for whoever else is close to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.today_list import CLASS
from belong.insight.today_needs import Need
from belong.insight.words import say
from belong.people import being_away


def of_day(desk: Desk, close: Mapping[int, str], but: Collection[int]) -> list[Need]:
    """A line for each child somebody is close to, not only teaches, whose key person is away today.

    but  keys of the children who have a line that says so already
    """
    near = {pupil for pupil, how in close.items() if how != CLASS} - set(but)
    if not near:
        return []
    away = being_away.key_persons_away(desk.by.school_id, desk.asked)
    return [
        Need(pupil, "cover", said=_said([one.name for one in adults]), asks=_asks())
        for pupil, adults in away.items()
        if pupil in near and desk.by.adult_id not in {one.pk for one in adults}
    ]  # fmt: skip


def _said(names: list[str]) -> str:
    if len(names) == 1:
        return say("{who}, their key person, is away today.", who=names[0])
    return say("{who}, their key persons, are away today.", who=words.listed(names))


def _asks() -> str:
    return say("Say good morning, so that they know whom to find today.")
