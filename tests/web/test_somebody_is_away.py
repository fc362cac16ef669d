"""A key person is away: whoever else is close to the child is told, and nobody waits at a door."""

from __future__ import annotations

import pytest
from tests.app.test_checkins import NOW, agreed
from tests.people import ADA, BEN, Child, House, SignIn, as_csv
from tests.web.test_checkins import page

from belong.people.models import Membership
from belong.people.reach import Reach

AWAY, SAY, WITHOUT = "/check-ins/away/", "/check-ins/away/say/", "/today/without-enough/"
SAID = "Ms Whitlock, their key person, is away today."


def marked(house: House, child: Child, mark: str) -> None:
    """The mark of a child this morning."""
    heads = ["UPN", "Date", "Session", "Mark"]
    house.bring(as_csv([heads, [child.id, "2026-11-24", "AM", mark]]))


@pytest.fixture
def away(house: House, signed_in: SignIn) -> House:
    """Ada is here, and her key person is away."""
    marked(house, ADA, "/")
    head = signed_in(house, "headteacher")
    head.post(SAY, {"adult": house.adults["key_person"].adult_id})
    return house


def test_the_tutor_is_told_and_the_away_adult_is_not(away: House, signed_in: SignIn) -> None:
    told = page(signed_in(away, "tutor"))
    assert SAID in told
    assert "Say good morning, so that they know whom to find today." in told
    assert SAID not in page(signed_in(away, "key_person"))
    assert SAID not in page(signed_in(away, "subject_teacher")), "who teaches a class is not close"


def test_it_is_done_with_one_tap_and_gone_when_they_are_back(
    away: House, signed_in: SignIn
) -> None:
    tutor, ada = signed_in(away, "tutor"), away.child(ADA)
    assert tutor.post("/today/done/", {"kind": "cover", "child": ada.pk}).status_code == 302
    assert "Done at 9:18." in page(tutor)
    head = signed_in(away, "headteacher")
    head.post(SAY, {"adult": away.adults["key_person"].adult_id, "there": "1"})
    assert SAID not in page(tutor)


def test_who_is_away_by_mistake_learns_it(away: House, signed_in: SignIn) -> None:
    said = "Somebody said that you are away today"
    assert said in page(signed_in(away, "key_person"))
    assert said not in page(signed_in(away, "tutor"))


def test_everybody_close_to_a_child_can_be_away(house: House, signed_in: SignIn) -> None:
    said = page(signed_in(house, "headteacher"), AWAY)
    for role in ("key_person", "tutor"):
        assert house.adults[role].adult.name in said
    assert house.adults["office"].adult.name not in said


def test_a_child_for_whom_nobody_else_has_room_is_looked_after(
    house: House, signed_in: SignIn
) -> None:
    marked(house, BEN, "I")
    head, ben = signed_in(house, "headteacher"), BEN.forename
    close = [m.adult_id for m in house.adults.values() if m.reach in (Reach.FORM, Reach.CHILD)]
    assert ben not in page(head, WITHOUT)
    for adult in close:
        head.post(SAY, {"adult": adult})
    assert ben in page(head, WITHOUT), "nobody_else is there"


def test_a_check_in_says_that_the_child_is_not_here(house: House, signed_in: SignIn) -> None:
    agreed(house)
    marked(house, ADA, "/")
    key = signed_in(house, "key_person")
    assert "Be there for a minute." in page(key)
    marked(house, ADA, "I")
    said = page(key)
    assert "Not here today. Agreed together: by the library door, in the morning." in said
    assert "Keep it for them: they may come later." in said


def test_whoever_no_longer_works_with_the_child_is_not_waited_for(
    house: House, signed_in: SignIn
) -> None:
    stand_in = house.adults["mentor"]
    agreed(house, stand_in=stand_in.adult_id)
    row = house.adults["key_person"]
    Membership.objects.create(
        adult=row.adult, school=house.school, role_key="key_person", reach=Reach.CHILD,
        pupil=house.child(BEN),
    )  # fmt: skip
    mentor = signed_in(house, "mentor")
    assert "does not work with them" not in page(mentor)
    row.ended_at = NOW
    row.save(update_fields=["ended_at"])
    said = page(mentor)
    assert "Ms Whitlock does not work with them any more, and you are there" in said
