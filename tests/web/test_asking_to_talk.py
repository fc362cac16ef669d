"""A child asks to talk to somebody: one tap, whom, and not a word of why."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.app.test_checkins import agreed
from tests.people import ADA, BEN, CHILDREN, TODAY, House, SignIn
from tests.web.test_today import page

from belong.acts.models import Act
from belong.people import around, being_away
from belong.people.joined import records_joined
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.asking import actions
from belong.practice.asking.models import Ask

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
LINE = "They would like to talk to you."


def address(house: House, child: object = ADA) -> str:
    return f"/check-ins/{house.child(child).pk}/talk/"  # type: ignore[arg-type]


def asked(house: House, to: str = "key_person", by: str = "tutor", child: object = ADA) -> Ask:
    pupil = house.child(child)  # type: ignore[arg-type]
    return actions.ask(by=member(house, by), pupil=pupil, to=house.adults[to].adult_id, at=NOW)


def test_one_tap_stands_first_on_the_list_of_whom_they_chose(
    house: House, signed_in: SignIn
) -> None:
    agreed(house, "tutor")
    to = house.adults["key_person"].adult_id
    answer = signed_in(house, "tutor").post(address(house), {"to": to})
    assert answer.url == f"{address(house)}thank-you/"
    said = page(signed_in(house, "key_person"))
    assert said.index(LINE) < said.index("Agreed together")
    assert "One who asked to talk" in said
    assert "would like to talk" not in page(signed_in(house, "tutor")), "nobody else learns of it"


def test_it_stays_until_they_talked_and_is_asked_anew_when_the_child_asks_again(
    house: House, signed_in: SignIn
) -> None:
    asked(house)
    client = signed_in(house, "key_person")
    client.post("/today/done/", {"kind": "asked", "child": house.child(ADA).pk})
    assert "Done at 9:18. They would like to talk to you." in page(client)
    Ask.objects.update(at=NOW + dt.timedelta(hours=1))
    assert "Done at 9:18. They would like" not in page(client)
    assert LINE in page(client)


def test_what_was_answered_weeks_ago_is_not_asked_again(house: House, signed_in: SignIn) -> None:
    asked(house)
    client = signed_in(house, "key_person")
    client.post("/today/done/", {"kind": "asked", "child": house.child(ADA).pk})
    ago = dt.timedelta(days=40)
    Ask.objects.update(day=TODAY - ago, at=NOW - ago - dt.timedelta(hours=1))
    Act.objects.update(done_at=NOW - ago)
    assert LINE not in page(client)


def test_who_works_with_the_child_no_more_passes_it_to_those_close(
    house: House, signed_in: SignIn
) -> None:
    asked(house)
    Membership.objects.filter(pk=house.adults["key_person"].pk).update(
        ends=TODAY - dt.timedelta(days=1)
    )
    said = page(signed_in(house, "tutor"))
    assert "They would like to talk to Ms Whitlock, who does not work with them any more." in said


def test_it_outlasts_the_summer_and_ends_after_it(house: House, signed_in: SignIn) -> None:
    asked(house)
    Ask.objects.update(day=TODAY - dt.timedelta(days=9 * 7))
    actions.swept(today=TODAY)
    assert LINE in page(signed_in(house, "key_person"))
    Ask.objects.update(day=TODAY - dt.timedelta(days=actions.stands_days() + 1))
    assert LINE not in page(signed_in(house, "key_person"))
    actions.swept(today=TODAY)
    assert not Ask.objects.exists()


def test_the_screen_names_the_adults_close_to_the_child_and_no_other_child(
    house: House, signed_in: SignIn
) -> None:
    said = page(signed_in(house, "tutor"), address(house))
    assert "Who would you like to talk to, Ada?" in said
    assert "Ms Whitlock" in said
    assert "You do not need to say why." in said
    assert "Mr Hale" not in said, "the whole school is nobody close"
    assert not any(child.surname in said for child in CHILDREN)


def test_whoever_is_not_on_the_screen_is_not_asked(house: House, signed_in: SignIn) -> None:
    for to in (house.adults["headteacher"].adult_id, 0, ""):
        answer = signed_in(house, "tutor").post(address(house), {"to": to})
        assert answer.status_code == 422
        assert b"Tap one name." in answer.content
    assert not Ask.objects.exists()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_on_whose_device_a_child_may_ask(house: House, role: str) -> None:
    if role in whose_page.CHECKINS:
        assert asked(house, by=role).by_id == house.adults[role].adult_id
    else:
        with pytest.raises(PermissionDenied):
            asked(house, by=role)


def test_the_trail_says_that_they_asked_once_and_not_whom(house: House) -> None:
    mark = trail_lines.newest()
    for _ in range(2):
        one = asked(house)
    lines = [x for x in trail_lines.since(mark) if x.verb == Verb.ASKED_TO_TALK]
    assert [(x.ids, x.detail) for x in lines] == [([one.pupil_id], {"ask": one.pk})]


def test_two_records_of_one_child_asked_once(house: House) -> None:
    asked(house, to="tutor")
    asked(house, to="tutor", child=BEN)
    asked(house, to="class_teacher", child=BEN)
    stays = house.child(ADA)
    records_joined.send(sender=None, stays=stays, goes=house.child(BEN))
    assert Ask.objects.filter(pupil=stays).count() == Ask.objects.count() == 2


def test_whom_they_chose_is_said_once_and_to_nobody_who_opens_the_page_later(
    house: House, signed_in: SignIn
) -> None:
    client, thanks = signed_in(house, "tutor"), f"{address(house)}thank-you/"
    client.post(address(house), {"to": house.adults["key_person"].adult_id})
    assert "Ms Whitlock will see that you asked." in page(client, thanks)
    for later in (page(client, thanks), page(signed_in(house, "headteacher"), thanks)):
        assert "Thank you for asking, Ada." in later
        assert "Whitlock" not in later


def test_what_was_tapped_for_one_child_is_not_said_on_the_page_of_another(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "tutor")
    client.post(address(house), {"to": house.adults["tutor"].adult_id})
    other = page(client, f"{address(house, BEN)}thank-you/")
    assert "will see that you asked" not in other


def test_who_is_away_today_is_said_on_the_screen_and_those_close_see_the_wish(
    house: House, signed_in: SignIn
) -> None:
    to = house.adults["key_person"].adult_id
    being_away.away_today(by=member(house, "headteacher"), adult_id=to, at=NOW)
    client = signed_in(house, "tutor")
    assert "Ms Whitlock is away today. You can still choose them" in page(client, address(house))
    client.post(address(house), {"to": to})
    assert "somebody else at school is told" in page(client, f"{address(house)}thank-you/")
    assert "They would like to talk to Ms Whitlock, who is away today." in page(client)
    being_away.back(by=member(house, "headteacher"), adult_id=to, at=NOW)
    assert "They would like to talk to" not in page(client)


def test_where_nobody_close_is_here_whoever_finds_somebody_sees_the_wish(
    house: House, signed_in: SignIn
) -> None:
    asked(house)
    lead = signed_in(house, "pastoral_lead")
    assert "would like to talk" not in page(lead)
    for one in around.adults(house.child(ADA), Permission.ACT_SET, TODAY):
        being_away.away_today(by=member(house, "headteacher"), adult_id=one.adult_id, at=NOW)
    assert "who is away today." in page(lead)
    assert "would like to talk" not in page(signed_in(house, "attendance_lead"))
