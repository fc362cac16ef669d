"""What was read of a child stands in the trail, whoever looks at whatever page after whatever.

Adults come and go, gates are opened, pages are asked for in any order. Every word of a child that
an answer holds was written down as a look at that child by that adult. `./check` takes some steps;
`./check --long` as many as was promised (BELONG_LOOKS).
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from tests import trail_lines
from tests.canaries import Canaries
from tests.pages import SHOWN
from tests.people import ADA, FAY, TODAY, House, SignIn
from tests.web.test_other_peoples_children import body_of
from tests.web.test_words_and_readers import LISTS
from tests.whose_page import UNLIKE
from tests.written_words import write

from belong.people import fetch, openings
from belong.people.care import Gate
from belong.people.models import Membership, Opening
from belong.people.openings import NotOpened
from belong.web import clock

LOOKS = int(os.environ.get("BELONG_LOOKS", "150"))
STEPS = 50
YESTERDAY = TODAY - dt.timedelta(days=1)
roles = st.sampled_from(UNLIKE)
EVENTS = ("", "", "", "comes", "leaves", Gate.SOCIAL_CARE, Gate.HEALTH, Gate.RESTRICTED)


class Looks(RuleBasedStateMachine):
    """Adults of one school, two children, and every page there is."""

    house: House
    canaries: Canaries
    clients: dict[str, Client]
    addresses: tuple[str, ...]
    found: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        Opening.objects.all().delete()
        for role in UNLIKE:
            self._ends(role, self.house.adults[role].ends)

    def _ends(self, role: str, last: dt.date | None) -> None:
        Membership.objects.filter(pk=self.house.adults[role].pk).update(ends=last)

    @rule(role=roles, nth=st.integers(0, 10_000), before=st.sampled_from(EVENTS))
    def look(self, role: str, nth: int, before: str) -> None:
        """Something happens to an adult, and then they look. One rule, so that every step looks."""
        self._happens(role, before)
        address = self.addresses[nth % len(self.addresses)]
        mark = trail_lines.newest()
        body = body_of(self.clients[role].get(address)).decode(errors="replace")
        who = trail_lines.called(self.house.adults[role])
        looked_at = {
            key for line in trail_lines.since(mark)
            if line.about == "pupil" and line.who == who for key in line.ids
        }  # fmt: skip
        self.found["looks"] += 1
        for child in (ADA, FAY):
            seen = self.canaries.seen(body, child)
            self.found[child.id] += len(seen)
            assert not seen or self.house.child(child).pk in looked_at, (role, address, seen)

    def _happens(self, role: str, event: str) -> None:
        if event in ("leaves", "comes"):
            last = YESTERDAY if event == "leaves" else self.house.adults[role].ends
            self._ends(role, last)
        elif event:
            self._opens(role, Gate(event))

    def _opens(self, role: str, gate: Gate) -> None:
        by = fetch.membership(self.house.adults[role].adult, TODAY)
        reason = "A call from the hospital: which floor, and whom to ask"
        with suppress(NotOpened, PermissionDenied):
            if by is not None:
                openings.open_for_an_hour(
                    by=by, pupil=self.house.child(ADA), gate=gate, reason=reason, now=clock.now()
                )
                self.found["opened"] += 1


def test_every_look_is_written_down_whatever_came_before(house: House, signed_in: SignIn) -> None:
    canaries = Canaries()
    canaries.write(house, (ADA, FAY))
    for child in (ADA, FAY):
        write(house, child, canaries)
    found: Counter[str] = Counter()
    machine = type("Machine", (Looks,), {
        "house": house, "canaries": canaries, "found": found,
        "clients": {role: signed_in(house, role) for role in UNLIKE},
        "addresses": (*LISTS, *(p.of(house) for p in SHOWN if p.about not in ("import", "two"))),
    })  # fmt: skip
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, LOOKS // STEPS),
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.generate,),  # a shorter way to the same page takes longer than to read it
        ),
    )
    assert min(found["looks"] - LOOKS + STEPS, found[ADA.id], found["opened"]) > 0, found
