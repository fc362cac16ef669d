"""What the demo shows of being in touch is written through the real actions."""

from __future__ import annotations

import pytest
from demo_school import in_touch
from tests.people import ADA, TODAY, House

from belong.people.models import Pupil
from belong.practice.contact.models import Contact, KeptInMind, StillBuilding, Way


@pytest.mark.slow
def test_a_child_of_a_story_has_it_once_and_nobody_is_missed(house: House) -> None:
    in_touch.lay(house.school, TODAY)
    assert not Contact.objects.exists()
    Pupil.objects.filter(pk=house.child(ADA).pk).update(forename="Callum", surname="Reid")
    for _ in range(2):
        in_touch.lay(house.school, TODAY)
    assert Way.objects.get().who == "Mum"
    assert Contact.objects.filter(kind="hard").count() == 1
    assert {one.state for one in KeptInMind.objects.all()} == {"planned", "prepared"}
    assert KeptInMind.objects.count() == 2
    assert not StillBuilding.objects.exists()
