"""One adult's list: what is theirs, in what order, and how much of it fits into a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from belong.acts.models import Act
from belong.insight.today_needs import Need
from belong.insight.today_rules import rules
from belong.people.around import Own

ORDER = (
    "asked", "planned", "checkin", "finish", "seen", "cover", "tomorrow", "welcome", "notice",
    "warm", "new", "hello", "mind",
)  # fmt: skip
"""What was promised comes first when not everything fits."""
CHILD, FORM, CLASS = "child", "form", "class"


@dataclass(frozen=True)
class Entry:
    """One line: a need the register shows, or an act that was planned or done.

    close  how the adult is close to the child: CHILD, FORM or CLASS; "" for an act alone
    done   the act, where it is done already
    """

    kind: str
    pupil: int
    close: str = ""
    need: Need | None = None
    act: Act | None = None
    done: Act | None = None


@dataclass(frozen=True)
class Fitted:
    """What fits into a day, and the children of what does not."""

    here: tuple[Entry, ...]
    passed_on: frozenset[int]


def closeness(
    own: Own, forms: Mapping[int, str], classes: Mapping[int, frozenset[str]]
) -> dict[int, str]:
    """How an adult is close to each of their children, by key; the closest where there are two.

    forms, classes  of each child on roll
    """
    found = {pupil: CLASS for pupil, names in classes.items() if names & own.classes}
    found |= {pupil: FORM for pupil, form in forms.items() if form in own.forms}
    return found | {pupil: CHILD for pupil in forms if pupil in own.children}


def entries(
    close: Mapping[int, str],
    needs: Iterable[Need],
    waiting: Iterable[Act],
    done: Iterable[Act],
    day: dt.date,
) -> list[Entry]:
    """Everything on one adult's mind on a day, what comes first at the front.

    waiting, done  their planned acts that are due, and what they did lately
    """
    did = list(done)
    found = [
        Entry("planned", act.pupil_id, close.get(act.pupil_id, ""), act=act) for act in waiting
    ]
    found += [
        Entry("planned", act.pupil_id, close.get(act.pupil_id, ""), act=act, done=act)
        for act in did if act.kind == Act.Kind.PLANNED and _on(act) == day
    ]  # fmt: skip
    for need in needs:
        how = CHILD if need.promised else close.get(need.pupil)
        if how is None or (how == CLASS and not _for_a_class(need)):
            continue
        act = lately(need, did, day)
        if act is None or _on(act) == day:
            found.append(Entry(need.kind, need.pupil, how, need=need, done=act))
    return sorted(found, key=_place)


def _for_a_class(need: Need) -> bool:
    """Who teaches a class welcomes back; the rest is for those who are closer."""
    return need.kind == "welcome"


def lately(need: Need, done: list[Act], day: dt.date) -> Act | None:
    """The same act done so lately that it is not asked for again; None where there is none. What
    was seen after it was done is asked about anew."""
    span = dt.timedelta(days=rules().again_days[need.kind])
    same = (a for a in done if a.pupil_id == need.pupil and a.kind == need.kind)
    lately = (act for act in same if _on(act) >= day - span)
    return next((act for act in lately if not _older(act, need)), None)


def _older(act: Act, need: Need) -> bool:
    return need.at is not None and act.done_at is not None and act.done_at < need.at


def _on(act: Act) -> dt.date:
    """The day it was done on, in London."""
    return timezone.localtime(act.done_at).date() if act.done_at else act.due


def _place(entry: Entry) -> tuple[int, int, int, int, int]:
    need, act = entry.need, entry.act
    return (
        ORDER.index(entry.kind),
        act.due.toordinal() if act else 0,
        (CHILD, FORM, CLASS, "").index(entry.close),
        -need.days if need else 0,
        entry.pupil,
    )


def fitted(found: Iterable[Entry]) -> Fitted:
    """As many lines as a day holds, from the front."""
    here: list[Entry] = []
    seconds, over = 0, set()
    for entry in found:
        takes = rules().seconds[entry.kind]
        if len(here) < rules().most_lines and seconds + takes <= rules().most_seconds:
            here.append(entry)
            seconds += takes
        else:
            over.add(entry.pupil)
    return Fitted(tuple(here), frozenset(over - {entry.pupil for entry in here}))
