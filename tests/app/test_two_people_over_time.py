"""Asking, agreeing, losing rights and wrong clocks in any order, against a model in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests import trail_lines
from tests.people import ADA, TODAY, House, an_adult

from belong.people import fetch, openings
from belong.people.care import Gate
from belong.people.models import Adult, Membership, Notice, Opening
from belong.people.openings import NotOpened
from belong.people.trail import Verb

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
WHY = "Somebody at the gate says that he is her father"
LATER, YESTERDAY = dt.date(2027, 8, 31), TODAY - dt.timedelta(days=1)
STEP = dt.timedelta(seconds=5)
MAY_ASK = ("pastoral", "dsl", "head", "hats", "twin")
MAY_ANSWER = ("dsl", "head", "hats", "twin")
EVERYBODY = (*MAY_ASK, "tutor")
people = st.sampled_from(EVERYBODY)


@dataclass
class Question:
    """What the model knows of one question."""

    key: int
    asker: str
    asked: dt.datetime
    state: str = "asked"
    opened: dt.datetime = NOON
    seen: dt.datetime = NOON
    by: str = ""

    def waits(self, now: dt.datetime) -> bool:
        return self.state == "asked" and self.asked <= now < self.asked + dt.timedelta(minutes=30)


class TwoPeople(RuleBasedStateMachine):
    """Six adults, one child, and a clock that goes where it likes."""

    house: House
    adults: dict[str, Adult]

    def __init__(self) -> None:
        super().__init__()
        for model in (Notice, Opening):
            model.objects.all().delete()
        self.mark = trail_lines.newest()
        self._ends(self.adults.values(), LATER)
        self.now = NOON
        self.pupil = self.house.child(ADA)
        self.questions: list[Question] = []
        self.gone: set[str] = set()
        self.lines = 0

    def _by(self, who: str) -> Membership | None:
        return fetch.membership(self.adults[who], TODAY)

    def _tried(
        self, act: Callable[[Membership], Opening], who: str, wanted: bool
    ) -> Opening | None:
        """Do it, and see that it went as the model says and left its line."""
        by = self._by(who)
        if by is None:
            assert who in self.gone
            return None
        self.lines += 1
        done = None
        with suppress(NotOpened, PermissionDenied):
            done = act(by)
        assert (done is not None) is wanted
        return done

    def _written(self) -> int:
        lines = trail_lines.since(self.mark)
        return sum(one.about == "pupil" and one.verb != Verb.SYSTEM_SEEN for one in lines)

    @rule(who=people)
    def ask(self, who: str) -> None:
        mine = [q for q in self.questions if q.asker == who]
        half_an_hour = dt.timedelta(minutes=30)
        blocks = any(q.state == "asked" and q.asked > self.now - half_an_hour for q in mine)
        wanted = who in MAY_ASK and who not in self.gone
        wanted = wanted and not blocks and not any(self._in_force(q) for q in mine)
        done = self._tried(
            lambda by: openings.ask(by=by, pupil=self.pupil, reason=WHY, now=self.now), who, wanted
        )
        if done:
            for q in mine:
                q.state = "unanswered" if q.state == "asked" else q.state
            self.questions.append(Question(done.pk, who, self.now))

    @rule(who=people, pick=st.integers(0, 50), yes=st.booleans())
    def answer(self, who: str, pick: int, yes: bool) -> None:
        if not self.questions:
            return
        question = self.questions[pick % len(self.questions)]
        act = openings.agree if yes else openings.refuse
        wanted = who in MAY_ANSWER and who not in self.gone and question.waits(self.now)
        wanted = wanted and who != question.asker and {who, question.asker} != {"pastoral", "twin"}
        wanted = wanted and not (yes and question.asker in self.gone)
        done = self._tried(
            lambda by: act(by=by, opening_id=question.key, now=self.now), who, wanted
        )
        if done:
            question.state = "open" if yes else "refused"
            question.opened = question.seen = self.now
            question.by = who

    @rule(who=people)
    def withdraw(self, who: str) -> None:
        mine = [q for q in self.questions if q.asker == who and q.waits(self.now)]
        wanted = who in MAY_ASK and who not in self.gone and bool(mine)
        done = self._tried(
            lambda by: openings.withdraw(by=by, pupil=self.pupil, now=self.now), who, wanted
        )
        if done:
            mine[0].state = "withdrawn"

    @rule(minutes=st.sampled_from([-90, -31, -10, 0.05, 1, 10, 29, 30, 31, 59, 60, 61]))
    def wait(self, minutes: float) -> None:
        self.now += dt.timedelta(minutes=minutes)

    @rule(who=people)
    def come_and_go(self, who: str) -> None:
        self._ends([self.adults[who]], LATER if who in self.gone else YESTERDAY)
        self.gone ^= {who}

    def _ends(self, adults: Iterable[Adult], last: dt.date) -> None:
        Membership.objects.filter(adult__in=list(adults)).update(ends=last)

    def _in_force(self, q: Question) -> bool:
        """Open, not over, and the clock not behind the last time it was used."""
        ends = q.opened + dt.timedelta(minutes=60)
        ahead = self.now + STEP
        return q.state == "open" and q.opened <= ahead and self.now < ends and q.seen <= ahead

    @invariant()
    def open_exactly_to_whom_the_model_says(self) -> None:
        for who in EVERYBODY:
            by = self._by(who)
            if by is None:
                continue
            mine = [q for q in self.questions if q.asker == who]
            wanted = any(self._in_force(q) for q in mine)
            _shown, passed = fetch.facts(self.pupil, seen_by=by, now=self.now)
            assert (Gate.ORDER in passed.gates) is wanted, who
            for q in mine:
                if q.state == "open" and q.opened + dt.timedelta(minutes=60) <= self.now:
                    q.state = "over"
                elif self._in_force(q):
                    q.seen = max(q.seen, self.now)

    @invariant()
    def two_different_people_every_time_and_all_of_it_told(self) -> None:
        for one in Opening.objects.filter(state__in=["open", "over"]):
            assert one.answered_by_id not in (None, one.adult_id)
            assert one.notices.filter(kind="asked").exists()
            others = set(MAY_ANSWER) - self.gone
            assert one.notices.filter(kind="agreed").exists() or len(others) < 3
        assert self._written() == self.lines


@pytest.mark.slow
def test_two_people_over_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "pastoral": house.adults["pastoral_lead"].adult,
        "dsl": house.adults["safeguarding_lead"].adult,
        "head": house.adults["headteacher"].adult,
        "tutor": house.adults["tutor"].adult,
        "hats": an_adult(house.school, "pastoral_lead", "Two Hats", "hats@larkfield.example"),
        "twin": an_adult(house.school, "safeguarding_lead", "Ms Farrow", "twin@larkfield.example"),
    }
    Membership.objects.create(
        adult=given["hats"], school=house.school, role_key="safeguarding_lead"
    )
    machine = type("Machine", (TwoPeople,), {"house": house, "adults": given})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
    )
