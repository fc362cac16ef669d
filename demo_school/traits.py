"""The long file of characteristics: one statement about one child between two dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from belong.basics.terms import year_start
from demo_school import sources
from demo_school.families import key_of, town_of
from demo_school.invented import Child, Invented
from demo_school.own_chance import drawn
from demo_school.records import Characteristic
from demo_school.tales import tales

WIDENED = dt.date(2026, 9, 1)
"""From this day every family on Universal Credit may claim, which brings no pupil premium."""
FSM6_YEARS = 6
NEWLY, LAPSED, CAME_BACK = 0.12, 0.06, 0.15
AGREED = ("A", "G", "R")
"""Adoption, special guardianship, residence order."""


def characteristics(school: Invented, *, in_care: set[str]) -> tuple[Characteristic, ...]:
    """Every statement the school holds about its children, child by child."""
    told = {t.key: t.traits for t in tales()}
    traits = {school.children[s.child].upn: told.get(s.key, {}) for s in school.stories}
    chance = {about: drawn(school.children, school.seed, about=about) for about in _QUESTIONS}
    lines: list[Characteristic] = []
    for row, child in enumerate(school.children):
        own = {about: float(values[row]) for about, values in chance.items()}
        lines += _of_child(
            child, own, given=traits.get(child.upn, {}), in_care=child.upn in in_care,
            today=school.today,
        )  # fmt: skip
    return tuple(lines)


_QUESTIONS = (
    "fsm begins", "fsm lapsed", "sen since", "ethnicity", "refused", "previously in care",
    "social worker", "social worker ever", "kinship", "young carer", "service child", "source",
)  # fmt: skip


def _of_child(
    child: Child, own: dict[str, float], *, given: dict[str, str], in_care: bool, today: dt.date
) -> Iterator[Characteristic]:
    yield from _meals(child, own, in_care=in_care, given=given, today=today)
    yield _line(child, "SEN", child.sen, _since(child, own["sen since"]))
    yield _line(child, "EAL", _language(child), child.admitted)
    yield _line(child, "Ethnicity", _ethnicity(child, own), child.admitted)
    yield from _care(child, own, in_care=in_care, given=given)
    share = sources.listed("records")["characteristics"]
    carer = "PS"[own["source"] < 0.5] if own["young carer"] < share["young_carer"] else "N"
    yield _line(child, "Young carer", given.get("Young carer", carer), child.admitted)
    service = "Y" if own["service child"] < share["service_child"] else "N"
    yield _line(child, "Service child", given.get("Service child", service), child.admitted)


def _line(
    child: Child, name: str, value: str, first: dt.date | None, last: dt.date | None = None
) -> Characteristic:
    return Characteristic(child.upn, name, value, first, last)


def _since(child: Child, chance: float) -> dt.date:
    """A support that began at admission, or in one of the years since."""
    years = max(1, 2026 - child.cohort)
    return (
        child.admitted
        if chance < 0.6
        else _after(child, year_start(child.cohort + int(chance * 7) % years))
    )


def _after(child: Child, on: dt.date) -> dt.date:
    return max(child.admitted, on)


def _spells(child: Child, own: dict[str, float]) -> list[tuple[dt.date, dt.date | None]]:
    """When free school meals held: one spell, two with a gap, a new one, or one that ended."""
    begins, here = own["fsm begins"], child.admitted
    if child.fsm and begins < NEWLY and here < WIDENED and child.left is None:
        return [(WIDENED, None)]
    if child.fsm and begins > 1 - CAME_BACK:
        gap = _after(child, dt.date(2025, 1, 6))
        return [(here, gap), (_after(child, dt.date(2025, 9, 1)), None)]
    if child.fsm:
        return [(here, child.left)]
    if own["fsm lapsed"] < LAPSED and here < dt.date(2025, 7, 1):
        return [(here, dt.date(2025, 7, 18))]
    return []


def _meals(
    child: Child, own: dict[str, float], *, in_care: bool, given: dict[str, str], today: dt.date
) -> Iterator[Characteristic]:
    """FSM by spells, then what follows: FSM6 and pupil premium, which are not the same."""
    spells = [(a, b) for a, b in _spells(child, own) if a <= today and (b is None or b >= a)]
    for first, last in spells:
        yield _line(child, "FSM", "T", first, last)
    since = [
        a for a, b in spells if a < WIDENED and (b is None or (today - b).days < 366 * FSM6_YEARS)
    ]
    yield _line(child, "FSM6", "T" if since else "F", since[0] if since else child.admitted)
    premium = bool(since) or in_care or given.get("Service child") == "Y"
    yield _line(child, "Pupil premium", "T" if premium else "F", child.admitted)


def _language(child: Child) -> str:
    return str(_home(child)["language"]) if child.eal else "ENG"


def _home(child: Child) -> dict[str, object]:
    listed: dict[str, dict[str, object]] = sources.listed("records")["communities"]
    return listed[key_of(town_of(child))]


def _ethnicity(child: Child, own: dict[str, float]) -> str:
    if own["refused"] < sources.listed("records")["characteristics"]["refused_ethnicity"]:
        return "REFU" if own["source"] < 0.5 else "NOBT"
    shares = _home(child)["eth"]
    assert isinstance(shares, dict)
    edges = np.cumsum(list(shares.values())) / sum(shares.values())
    return str(list(shares)[int(np.searchsorted(edges, own["ethnicity"]))])


def _care(
    child: Child, own: dict[str, float], *, in_care: bool, given: dict[str, str]
) -> Iterator[Characteristic]:
    """Care, social work and kinship: few children, each line on a need to know."""
    share = sources.listed("records")["characteristics"]
    now = in_care or own["social worker"] < share["social_worker"]
    if in_care:
        yield _line(child, "In care", "T", _after(child, dt.date(2025, 11, 3)))
    elif own["previously in care"] < share["previously_in_care"]:
        yield _line(child, "Previously in care", AGREED[int(own["source"] * 3)], child.admitted)
    if now:
        yield _line(child, "Social worker", "T", _after(child, dt.date(2025, 10, 6)))
    if now or own["social worker ever"] < share["social_worker_ever"]:
        yield _line(child, "Social worker ever 6", "T", child.admitted)
    if not in_care and own["kinship"] < share["kinship"]:
        yield _line(child, "Kinship", "T", child.admitted)
