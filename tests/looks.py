"""A look of a school at itself, for tests: opened by the headteacher, with somebody taking part."""

from __future__ import annotations

import datetime as dt

from tests.people import TODAY, House

from belong.people import fetch
from belong.people.models import Membership
from belong.practice.audit import actions, agreeing, showing
from belong.practice.audit.agreeing import Wanted
from belong.practice.audit.models import Look, Question
from belong.practice.audit.plan_models import Paper, Step

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
LISTS = ("relational", "nurture")


def member(house: House, role: str, on: dt.date = TODAY) -> Membership:
    """What somebody is on a day, all their roles added up, as a page knows them."""
    found = fetch.membership(house.adults[role].adult, on)
    assert found is not None
    return found


def a_look(house: House, key: str = "relational") -> Look:
    """The open look of a house with a list, opened if there is none."""
    found = Look.objects.filter(school=house.school, framework=key, closed_on=None).first()
    return found or actions.open_look(by=member(house, "headteacher"), key=key, at=NOW)


def question(look: Look, item: str = "3B.1") -> Question:
    """One of its statements."""
    return look.questions.get(item=item)


def rated(
    house: House, role: str, rag: str, note: str = "", item: str = "3B.1", group: str = ""
) -> None:
    """Somebody takes part, and says how true one statement is."""
    by, look = member(house, role), a_look(house)
    default = {"headteacher": "leaders", "governor": "governors"}.get(role, "staff")
    actions.join(by=by, look=look, group=group or default, at=NOW)
    actions.rate(by=by, question=question(look, item), rag=rag, note=note, version=0, at=NOW)


def a_step(house: House, owner: str = "tutor", what: str = "Ask Year 9 about hellos.") -> Step:
    """A next step that waits, set down if there is none."""
    found = Step.objects.filter(school=house.school, done_on=None, what=what).first()
    if found is not None:
        return found
    wanted = Wanted(what, house.adults[owner].adult_id, TODAY + dt.timedelta(days=14))
    by = member(house, "headteacher")
    return agreeing.set_step(by=by, question=question(a_look(house)), wanted=wanted, at=NOW)


A_POLICY = b"%PDF-1.7 a policy"


def a_paper(house: House) -> Paper:
    """A file beside a statement, brought if there is none."""
    found = Paper.objects.filter(school=house.school).first()
    asked, by = question(a_look(house)), member(house, "headteacher")
    more = {"name": "hello.pdf", "body": A_POLICY, "at": NOW}
    return found or showing.add_paper(by=by, question=asked, **more)  # type: ignore[arg-type]


def made(house: House, about: str) -> int:
    """The key of a look, a step or a paper of a house."""
    return {"look": a_look, "step": a_step, "paper": a_paper}[about](house).pk
