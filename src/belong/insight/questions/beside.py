"""What stands beside the register on a child's page: what people wrote, each part where it may be
read. The page has looked at the child before."""

from __future__ import annotations

from dataclasses import dataclass

from belong.insight.desk import Desk
from belong.insight.questions import (
    by_name,
    checkins,
    class_round,
    good_things,
    in_touch,
    observations,
    warm_words,
    what_helps,
    word_today,
)
from belong.people.models import Pupil


@dataclass(frozen=True)
class Beside:
    """Each part is None for who may not read it."""

    helps: what_helps.OnChild | None
    good: good_things.OnChild | None
    round: class_round.OnChild | None
    named: tuple[by_name.Heard, ...] | None
    checkins: checkins.OnChild | None
    seen: observations.OnChild | None
    heard: warm_words.OnChild | None
    touch: in_touch.OnChild | None
    word: word_today.OnChild | None


def of_child(desk: Desk, pupil: Pupil) -> Beside:
    """What was written about one child."""
    return Beside(
        helps=what_helps.on_child(desk.by, pupil, desk.asked),
        good=good_things.on_child(desk.by, pupil),
        round=class_round.on_child(desk.by, pupil),
        named=by_name.on_child(desk.by, pupil, desk.asked),
        checkins=checkins.on_child(desk.by, pupil, desk.asked),
        seen=observations.on_child(desk.by, pupil, desk.asked),
        heard=warm_words.on_child(desk.by, pupil),
        touch=in_touch.on_child(desk.by, pupil),
        word=word_today.on_child(desk, pupil),
    )
