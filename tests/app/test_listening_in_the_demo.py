"""The surveys of the demo are asked, answered and closed through the real actions."""

from __future__ import annotations

import datetime as dt

from demo_school import listening
from tests.people import TODAY, House

from belong.practice.voice.models import Answer, Said, Survey


def test_the_demo_listens_once(house: House) -> None:
    listening.lay(house.school, TODAY)
    listening.lay(house.school, TODAY)
    stands = Survey.objects.order_by("pk").values_list("audience", "closed_on")
    over = TODAY - listening.AGO + listening.OPEN_FOR
    assert list(stands) == [("pupils", over), ("staff", over), ("pupils", None)]
    assert not Answer.objects.exists()
    assert set(Said.objects.values_list("state", flat=True)) <= {"through", "back", "waits"}


def test_without_a_headteacher_nothing_breaks(house: House) -> None:
    house.adults["headteacher"].adult.memberships.update(ends=TODAY - dt.timedelta(days=1))
    listening.lay(house.school, TODAY)
    assert not Survey.objects.exists()
