"""What the demo shows of check-ins and good things is written through the real actions."""

from __future__ import annotations

from demo_school import kindness
from tests.people import ADA, TODAY, House

from belong.people.models import Pupil
from belong.practice.checkins.models import Agreement, CheckIn
from belong.practice.noticing.models import GoodThing


def test_a_child_of_a_story_has_them_once_and_nobody_is_missed(house: House) -> None:
    kindness.lay(house.school, TODAY)
    assert not Agreement.objects.exists()
    Pupil.objects.filter(pk=house.child(ADA).pk).update(forename="Callum", surname="Reid")
    for _ in range(2):
        kindness.lay(house.school, TODAY)
    assert Agreement.objects.get().place == "By the library door"
    assert CheckIn.objects.get().feeling == "Alright"
    assert GoodThing.objects.count() == 2
