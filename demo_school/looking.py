"""The demo school looks at itself: a closed look, and one that is open, by calling the actions."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.people.models import Membership, School
    from belong.practice.audit.models import Look, Question

LIST = "relational"


def lay(school: School, today: dt.date) -> None:
    """What stands in data/looking.toml. Safe to run again: where a look is, nothing is added."""
    from django.utils import timezone

    from belong.practice.audit.models import Look

    lead = _adult(school, "headteacher", today)
    if lead is None or Look.objects.filter(school=school).exists():
        return
    said = tomllib.loads((files("demo_school") / "data/looking.toml").read_text(encoding="utf-8"))
    now = timezone.make_aware(dt.datetime.combine(today, dt.time(8, 0)))
    _before(lead, said["then"], now)
    _open(school, lead, said, now)


def _before(lead: Membership, said: dict[str, Any], now: dt.datetime) -> None:
    """The look of a year ago: agreed, one step done since, closed."""
    from belong.practice.audit import actions, agreeing

    then = now - dt.timedelta(days=round(said["months_ago"] * 30.4))
    look = actions.open_look(by=lead, key=LIST, at=then)
    for one in said["agreed"]:
        _agree(lead, look, one, then)
    step = said["step"]
    wanted = agreeing.Wanted(step["what"], lead.adult_id, (then + dt.timedelta(days=60)).date())
    made = agreeing.set_step(by=lead, question=_of(look, step["item"]), wanted=wanted, at=then)
    at = then + dt.timedelta(days=45)
    agreeing.do_step(by=lead, step=made, outcome=step["outcome"], version=1, at=at)
    actions.close(by=lead, look=look, at=then + dt.timedelta(days=7))


def _open(school: School, lead: Membership, said: dict[str, Any], now: dt.datetime) -> None:
    """The look that is open: who says what, and two statements agreed with a step each."""
    from belong.practice.audit import actions, agreeing

    on = now - dt.timedelta(days=6)
    meeting = (now + dt.timedelta(days=7)).date()
    look = actions.open_look(by=lead, key=LIST, at=on, meeting_on=meeting)
    for person in said["said"]:
        by = _adult(school, person["by"], now.date())
        if by is None:
            continue
        actions.join(by=by, look=look, group=person["as"], at=on)
        for one in person["answers"]:
            note = one.get("note", "")
            actions.rate(
                by=by, question=_of(look, one["item"]), rag=one["rag"], note=note, version=0, at=on
            )  # fmt: skip
    for one in said["agreed"]:
        _agree(lead, look, one, now)
        owner = _adult(school, one["step"]["by"], now.date()) or lead
        due = (now + dt.timedelta(days=one["step"]["days"])).date()
        wanted = agreeing.Wanted(one["step"]["what"], owner.adult_id, due)
        agreeing.set_step(by=lead, question=_of(look, one["item"]), wanted=wanted, at=now)


def _agree(lead: Membership, look: Look, one: dict[str, Any], at: dt.datetime) -> None:
    from belong.practice.audit import agreeing

    agreeing.agree(
        by=lead, question=_of(look, one["item"]), rag=one["rag"], evidence=one["evidence"],
        thought=one.get("thought", ""), version=0, at=at,
    )  # fmt: skip


def _of(look: Look, item: str) -> Question:
    return look.questions.get(item=item)


def _adult(school: School, role: str, today: dt.date) -> Membership | None:
    """Somebody who has a role here today, with all their roles."""
    from belong.people import fetch

    every = fetch.everybody_at(school.pk, today)
    return next((one for one in every if any(r.key == role for r in one.roles)), None)
