"""Pages of a look, in the states in which they are looked at in the browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from tests.looks import NOW, a_look, a_paper, a_step, member, question, rated
from tests.people import TODAY, House

from belong.practice.audit import actions, agreeing, showing
from belong.practice.audit.models import Look
from belong.practice.audit.showing import Figure

Make = Callable[[House], str]
LONG = "We stand at both gates each morning, and say the name of each child who comes. " * 4


def look(address: str, *, closed: bool = False) -> Make:
    """An address of a look in which much was said; built twice in a house it is the same one.

    closed  so that its screen asks for nothing by itself while a test ends
    """

    def made(house: House) -> str:
        every = Look.objects.filter(school=house.school, framework="relational")
        if not every.exists():
            _before(house)
            _filled(house)
        one, step = every.order_by("-pk")[0], a_step(house)
        if closed and one.closed_on is None:
            actions.close(by=member(house, "headteacher"), look=one, at=NOW)
        return address.format(look=one.pk, step=step.pk)

    return made


def _before(house: House) -> None:
    """The look of a year ago, closed, with one step done."""
    then, by = NOW - dt.timedelta(days=365), member(house, "headteacher")
    old = actions.open_look(by=by, key="relational", at=then)
    for item, rag in (("3B.1", "some"), ("3B.3", "notyet")):
        agreeing.agree(by=by, question=question(old, item), rag=rag, evidence="", thought="",
                       version=0, at=then)  # fmt: skip
    wanted = agreeing.Wanted("Say good morning by name at both gates", by.adult_id, NOW.date())
    step = agreeing.set_step(by=by, question=question(old), wanted=wanted, at=then)
    agreeing.do_step(by=by, step=step, outcome="Families say they notice.", version=1, at=NOW)
    actions.close(by=by, look=old, at=then)


def _filled(house: House) -> None:
    for role, rag, why in (
        ("headteacher", "strong", "Senior staff at both gates."), ("tutor", "some", LONG),
        ("senco", "strong", ""), ("governor", "notyet", "I have not seen it."),
        ("office", "cannot", ""),
    ):  # fmt: skip
        group = "leaders" if role == "senco" else ""
        rated(house, role, rag, why, group=group)
    for role in ("headteacher", "tutor"):
        rated(house, role, "some", item="3B.4")
    by, asked = member(house, "headteacher"), question(a_look(house))
    agreeing.agree(by=by, question=asked, rag="some", evidence=LONG, version=0, at=NOW,
                   thought="Ask Year 9.")  # fmt: skip
    agreeing.agree(by=by, question=question(a_look(house), "3B.5"), rag="notyet", evidence="",
                   thought="A list of parts to play.", version=0, at=NOW)  # fmt: skip
    figure = Figure("gate_met", "About 210 of about 270 late arrivals were met.", TODAY)
    showing.answer(by=by, question=asked, figure=figure, taken=True, note="Year 9 less.",
                   version=0, at=NOW)  # fmt: skip
    a_step(house)
    a_step(house, what="Ask Year 9 what a good hello looks like, and try it for two weeks. " * 3)
    a_paper(house)


PAGES: dict[str, tuple[Make, str]] = {
    "audit, nothing yet": (lambda h: "/audit/", "tutor"),
    "audit": (look("/audit/"), "headteacher"),
    "a look, before one begins": (look("/audit/{look}/"), "mental_health_lead"),
    "a look": (look("/audit/{look}/"), "headteacher"),
    "a block": (look("/audit/{look}/block/7/"), "tutor"),
    "a block, before one begins": (look("/audit/{look}/block/7/"), "pastoral_lead"),
    "in the meeting": (look("/audit/{look}/meeting/7/", closed=True), "headteacher"),
    "in the meeting, for a governor": (look("/audit/{look}/meeting/7/", closed=True), "governor"),
    "a list of our own": (lambda h: "/audit/lists/", "headteacher"),
    "a next step": (look("/audit/step/{step}/"), "tutor"),
    "development plan": (look("/audit/{look}/plan/"), "headteacher"),
    "for governors": (look("/audit/{look}/governors/"), "governor"),
    "then and now": (look("/audit/{look}/compared/"), "headteacher"),
}
"""Each page: how it comes to be, and who opens it."""
