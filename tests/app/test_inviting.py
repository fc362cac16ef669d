"""Inviting somebody: what is kept of a link, whom it lets in, and when it stops."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from tests.people import FAY, TODAY, House, an_adult

from belong.people import fetch, giving, inviting, leaving
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven, Wanted
from belong.people.inviting import NotOpen
from belong.people.models import Adult, Invitation, Membership, TrailLine
from belong.people.reach import Reach

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
SUMMER = dt.date(2027, 8, 31)
ELM = Wanted("tutor", Reach.FORM, "8 Elm", ends=SUMMER)
GOOD = "seven grey geese in a row"
NEW = "n.newby@larkfield.example"


def head(house: House) -> Membership:
    found = fetch.membership(house.adults["headteacher"].adult, TODAY)
    assert found is not None
    return found


def invited(house: House, email: str = NEW, name: str = "Nell Newby") -> tuple[Adult, str]:
    return inviting.invite(by=head(house), name=name, email=email, wanted=ELM, at=NOW)


def opens(token: str, at: dt.datetime = NOW) -> bool:
    try:
        inviting.opened(token, at)
    except NotOpen:
        return False
    return True


def test_a_link_lets_its_owner_choose_a_password_once(house: House) -> None:
    adult, token = invited(house, email=" N.Newby@Larkfield.Example ")
    assert adult.email == NEW
    assert not adult.has_usable_password()
    assert inviting.accept(token=token, password=GOOD, at=NOW) == adult
    adult.refresh_from_db()
    assert adult.check_password(GOOD)
    assert not opens(token)
    with pytest.raises(NotOpen):
        inviting.accept(token=token, password="another good long one", at=NOW)
    adult.refresh_from_db()
    assert adult.check_password(GOOD)
    by = fetch.membership(adult, TODAY)
    assert by is not None
    assert FAY.id in {p.source_id for p in fetch.pupils(seen_by=by)}
    verbs = set(TrailLine.objects.filter(about="adult").values_list("verb", flat=True))
    assert verbs == {"adult invited", "role given", "link to set up an account made",
                     "account set up by its owner"}  # fmt: skip


def test_of_a_link_only_a_fingerprint_is_kept(house: House) -> None:
    _adult, token = invited(house)
    assert len(token) >= 43
    kept = Invitation.objects.get()
    assert kept.fingerprint == hashlib.sha256(token.encode()).hexdigest()
    with connection.cursor() as rows:
        for table in connection.introspection.table_names():
            rows.execute(f'SELECT * FROM "{table}"')
            assert token not in str(rows.fetchall()), table


def test_a_weak_password_leaves_the_link_as_it_was(house: House) -> None:
    _adult, token = invited(house)
    for weak in ("short", "n.newby@larkfield", "passwordpassword"[:8]):
        with pytest.raises(ValidationError):
            inviting.accept(token=token, password=weak, at=NOW)
    assert opens(token)


@pytest.mark.parametrize("days", [13, 14, 15])
def test_a_link_is_good_for_fourteen_days(house: House, days: int) -> None:
    _adult, token = invited(house)
    assert opens(token, NOW + dt.timedelta(days=days)) is (days < 14)


def test_a_link_stops_when_it_is_withdrawn_or_another_is_made(house: House) -> None:
    adult, first = invited(house)
    second = inviting.new_link(by=head(house), adult_id=adult.pk, at=NOW)
    assert not opens(first)
    assert opens(second)
    key = Invitation.objects.get(withdrawn_at=None).pk
    inviting.withdraw(by=head(house), invitation_id=key, at=NOW)
    assert not opens(second)
    with pytest.raises(NotYours):
        inviting.withdraw(by=head(house), invitation_id=key, at=NOW)


@pytest.mark.parametrize("what", ["role ended", "they left", "closed", "maker gone", "maker left"])
def test_a_link_is_only_as_good_as_what_stands_behind_it(house: House, what: str) -> None:
    adult, token = invited(house)
    chief = house.adults["headteacher"]
    other = fetch.membership(house.adults["system_administrator"].adult, TODAY)
    assert other is not None
    if what == "role ended":
        giving.end(by=head(house), membership_id=adult.memberships.get().pk, at=NOW)
    elif what == "they left":
        leaving.leave(by=head(house), adult=adult, last_day=None, taking_over={}, at=NOW)
    elif what == "closed":
        Adult.objects.filter(pk=adult.pk).update(is_active=False)
    elif what == "maker gone":
        giving.end(by=other, membership_id=chief.pk, at=NOW)
    else:
        leaving.leave(by=other, adult=chief.adult, last_day=None, taking_over={}, at=NOW)
    assert not opens(token)


def test_nobody_is_invited_who_is_here(house: House) -> None:
    with pytest.raises(NotGiven, match="here already"):
        invited(house, email="TUTOR@larkfield.example")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@c.example"])
def test_an_address_has_to_be_one(house: House, email: str) -> None:
    count = Adult.objects.count()
    with pytest.raises(NotGiven):
        invited(house, email=email)
    assert Adult.objects.count() == count


def test_a_link_is_no_way_around_somebodys_own_sign_in(house: House, next_door: House) -> None:
    """Whoever set up a second step, or works at another school too, keeps their own way in."""
    theirs = next_door.adults["senco"].adult
    adult, token = invited(house, email=theirs.email)
    assert (adult, token) == (theirs, "")
    bare = Adult.objects.create_user("bare@riverside.example", name="Ms Bare")
    Membership.objects.create(adult=bare, school=next_door.school, role_key="senco")
    assert invited(house, email=bare.email) == (bare, "")
    for one in (theirs, bare, house.adults["tutor"].adult):
        with pytest.raises(NotGiven):
            inviting.new_link(by=head(house), adult_id=one.pk, at=NOW)
    with pytest.raises(NotYours):
        inviting.new_link(by=head(house), adult_id=next_door.lead.adult_id, at=NOW)


def test_a_link_stops_once_its_owner_has_a_second_step(house: House) -> None:
    from tests.people import with_a_second_factor

    adult, token = invited(house)
    assert opens(token)
    with_a_second_factor(adult)
    assert not opens(token)


def test_who_comes_back_has_only_what_is_given_now(house: House) -> None:
    old = house.adults["senco"].adult
    Adult.objects.filter(pk=old.pk).update(left_on=TODAY - dt.timedelta(days=1))
    adult, token = invited(house, email=old.email)
    assert (adult, token) == (old, ""), "they have a second step from before"
    old.refresh_from_db()
    by = fetch.membership(old, TODAY)
    assert by is not None
    assert [role.key for role in by.roles] == ["tutor"]


def test_only_who_may_invites(house: House) -> None:
    for role in ("office", "safeguarding_lead", "governor", "tutor"):
        with pytest.raises(PermissionDenied):
            inviting.invite(
                by=house.adults[role], name="N", email=NEW, wanted=ELM, at=NOW
            )  # fmt: skip
    assert not Adult.objects.filter(email=NEW).exists()


def first(name: str = "Harbour School", role: str = "headteacher", email: str = NEW) -> str:
    return inviting.first_of_house(
        school_name=name, name="Nell Newby", email=email, role_key=role, at=NOW
    )


def test_the_first_of_a_house_gets_a_link_and_nobody_a_password(db: None) -> None:
    token = first()
    again = first()
    assert not opens(token)
    assert inviting.accept(token=again, password=GOOD, at=NOW).email == NEW
    row = Membership.objects.get()
    assert (row.school.name, row.role_key) == ("Harbour School", "headteacher")


def test_the_command_line_is_no_back_door_to_a_school_that_has_a_head(house: House) -> None:
    with pytest.raises(NotGiven, match="Ask them"):
        first(name=house.school.name)
    with pytest.raises(NotGiven, match="cannot give roles"):
        first(role="senco")
    an_adult(None, "", "Ms Else", "else@larkfield.example")
    with pytest.raises(NotGiven, match="an account already"):
        first(email="else@larkfield.example")


def test_the_command_prints_a_link_once_and_keeps_none_of_it(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from belong.cli import main as command

    asked = ["invite", NEW, "--name", "Nell Newby", "--school", "Harbour School"]
    assert command.main([*asked, "--address", "https://belong.harbour.example/"]) == 0
    said = capsys.readouterr().out
    assert "works once" in said
    link = said.strip().splitlines()[-1]
    assert link.startswith("https://belong.harbour.example/invitation/")
    token = link.rstrip("/").rpartition("/")[2]
    adult = inviting.accept(token=token, password=GOOD, at=timezone.localtime())
    assert adult.email == NEW
    assert command.main([*asked[:1], "other@harbour.example", *asked[2:]]) == 2
    assert "gives roles already" in capsys.readouterr().err


def test_a_link_is_no_way_into_an_account_that_comes_in_from_elsewhere(house: House) -> None:
    """The school's own account is their way in; whoever gives roles must not take it over."""
    adult, token = invited(house)
    assert opens(token)
    SocialAccount.objects.create(user=adult, provider="microsoft", uid="s-1")
    assert not opens(token)
    with pytest.raises(NotGiven, match="need no link"):
        inviting.new_link(by=head(house), adult_id=adult.pk, at=NOW)


def test_an_invitation_elsewhere_takes_no_role_from_who_is_still_to_leave(
    house: House, next_door: House
) -> None:
    mine = house.adults["tutor"].adult
    leaving.leave(
        by=head(house), adult=mine, last_day=NOW.date() + dt.timedelta(days=20), taking_over={},
        at=NOW,
    )  # fmt: skip
    wanted = Wanted("office")
    inviting.invite(by=head(next_door), name=mine.name, email=mine.email, wanted=wanted, at=NOW)
    mine.refresh_from_db()
    here = fetch.memberships(mine, NOW.date())
    assert set(here) == {house.school.pk, next_door.school.pk}
    later = fetch.memberships(mine, NOW.date() + dt.timedelta(days=30))
    assert set(later) == {next_door.school.pk}
