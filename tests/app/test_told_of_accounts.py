"""Whoever gives roles or makes accounts does not do it in silence: those who keep children safe are
told of each, by name and role, and never of a child."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.at_device import supervisor
from tests.people import ADA, CHILDREN, TODAY, House, an_adult

from belong.insight.questions import told
from belong.people import elsewhere, fetch, giving, inviting, leaving, notices
from belong.people.giving import Wanted
from belong.people.models import Adult, Membership, Notice
from belong.people.reach import Reach

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
SUMMER = dt.date(2027, 8, 31)
ELM = Wanted("tutor", Reach.FORM, "8 Elm", ends=SUMMER)
NEW = "n.newby@larkfield.example"
GOOD = "seven grey geese in a row"
KEEP_SAFE = {"Ms Anand", "Mr Sandoval"}


def who(house: House, role: str) -> Membership:
    found = fetch.membership(house.adults[role].adult, TODAY)
    assert found is not None
    return found


def invited(house: House, wanted: Wanted = ELM, by: str = "headteacher") -> tuple[Adult, str]:
    return inviting.invite(by=who(house, by), name="Nell Newby", email=NEW, wanted=wanted, at=NOW)


def told_of(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("adult__name", flat=True))


def read_by(house: House, role: str = "safeguarding_lead") -> list[str]:
    every = told.ask(who(house, role), NOW).told
    return [f"{one.name}: {one.happened}" for one in every]


def test_a_second_account_of_ones_own_is_told_at_every_step(house: House) -> None:
    adult, token = invited(house)
    giving.give(by=who(house, "headteacher"), to=adult, wanted=Wanted("senco"), at=NOW)
    inviting.accept(token=token, password=GOOD, at=NOW)
    assert read_by(house) == [
        "Nell Newby: They set up their account, by a link that Mr Hale made.",
        "Nell Newby: Mr Hale made them SENCo.",
        "Nell Newby: Mr Hale made a link by which they set up their account.",
        "Nell Newby: Mr Hale made them Tutor.",
    ]
    for kind in ("role given", "link made", "account set up"):
        assert told_of(kind) == KEEP_SAFE, kind


def test_another_link_is_told_too(house: House) -> None:
    adult, _token = invited(house)
    inviting.new_link(by=who(house, "system_administrator"), adult_id=adult.pk, at=NOW)
    assert read_by(house)[0] == (
        "Nell Newby: Ms Tanaka made a link by which they set up their account."
    )


def test_who_gets_more_is_not_the_one_who_is_told_of_it(house: House) -> None:
    """A second account that is made safeguarding lead does not stand in for the real one."""
    invited(house, Wanted("safeguarding_lead"))
    assert told_of("role given") == KEEP_SAFE
    assert not Notice.objects.filter(adult__name="Nell Newby").exists()


@pytest.mark.parametrize(("gone", "left"), [
    (("safeguarding_lead",), {"Mr Sandoval"}),
    (("safeguarding_lead", "deputy_safeguarding_lead"), {"Mr Hale"}),
])  # fmt: skip
def test_the_head_is_told_where_nobody_leads_on_safeguarding(
    house: House, gone: tuple[str, ...], left: set[str]
) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    Membership.objects.filter(role_key__in=gone).update(ends=yesterday)
    invited(house, by="system_administrator")
    assert told_of("role given") == told_of("link made") == left


def test_of_a_safeguarding_lead_who_gives_roles_the_head_is_told(house: House) -> None:
    both = house.adults["safeguarding_lead"].adult
    Membership.objects.create(adult=both, school=house.school, role_key="system_administrator")
    invited(house, by="safeguarding_lead")
    assert told_of("role given") == {"Mr Sandoval", "Mr Hale"}


@pytest.mark.parametrize(("role", "is_told"), [
    ("office", True), ("lunch_staff", True), ("system_administrator", True), ("governor", False),
    ("data_protection_officer", False),
])  # fmt: skip
def test_of_which_roles(house: House, role: str, is_told: bool) -> None:
    to = house.adults["tutor"].adult
    giving.give(by=who(house, "headteacher"), to=to, wanted=Wanted(role), at=NOW)
    assert told_of("role given") == (KEEP_SAFE if is_told else set())


def test_a_pin_is_told(house: House) -> None:
    """Whoever gives a new one could come in under that name."""
    adult, _pin = supervisor(house)
    assert told_of("PIN given") == KEEP_SAFE
    assert read_by(house)[0] == (
        f"{adult.name}: Mr Hale gave them a PIN for shared devices. One from before has ended."
    )


def test_roles_that_pass_on_when_somebody_leaves_are_told(house: House) -> None:
    mine, colleague = house.adults["tutor"], house.adults["class_teacher"].adult
    leaving.leave(
        by=who(house, "headteacher"), adult=mine.adult, last_day=None,
        taking_over={mine.pk: colleague.pk}, at=NOW,
    )  # fmt: skip
    assert read_by(house) == ["Miss Iqbal: Mr Hale made them Tutor."]


def test_no_child_is_named(house: House) -> None:
    wanted = Wanted("key_person", Reach.CHILD, pupil_id=house.child(ADA).pk)
    giving.give(by=who(house, "headteacher"), to=house.adults["tutor"].adult, wanted=wanted, at=NOW)
    (line,) = told.ask(who(house, "safeguarding_lead"), NOW).told
    assert line.happened == "Mr Hale made them Key person."
    assert line.pupil_id is None
    assert not any(child.surname in str(line) for child in CHILDREN)
    assert ADA.forename not in str(line)


def test_the_first_account_of_a_school_that_has_a_lead_is_told(house: House) -> None:
    """Whoever looks after the machine makes an account, where nobody gives roles any more."""
    gone = ("headteacher", "system_administrator")
    Membership.objects.filter(role_key__in=gone).update(ends=TODAY - dt.timedelta(days=1))
    inviting.first_of_house(
        school_name=house.school.name, name="Nell Newby", email=NEW, role_key="headteacher", at=NOW
    )
    assert read_by(house) == [
        "Nell Newby: Whoever looks after Belong made a link by which they set up their account.",
        "Nell Newby: Whoever looks after Belong made them Headteacher.",
    ]


def test_who_first_comes_in_with_the_schools_own_account_is_told(house: House) -> None:
    elsewhere.tied(by=who(house, "tutor"), kind="microsoft", at=NOW)
    assert read_by(house) == [
        "Mr Begum: They came in with the school's own account for the first time."
    ]


def test_the_school_next_door_is_told_nothing(house: House, next_door: House) -> None:
    an_adult(next_door.school, "safeguarding_lead", "Ms Else", "else@riverside.example")
    invited(house)
    assert not Notice.objects.filter(school=next_door.school).exists()
    assert read_by(next_door) == []


def test_what_cannot_be_told_is_not_given(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("no notice")

    monkeypatch.setattr(notices, "_watching", broken)
    count = Membership.objects.count()
    with pytest.raises(RuntimeError):
        invited(house)
    assert Membership.objects.count() == count
    assert not Adult.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(("by", "are_told"), [
    ("headteacher", {"Mr Sandoval"}), ("system_administrator", {"Mr Sandoval", "Mr Hale"}),
])  # fmt: skip
def test_that_a_lead_is_one_no_longer_is_told(house: House, by: str, are_told: set[str]) -> None:
    row = house.adults["safeguarding_lead"]
    giving.end(by=who(house, by), membership_id=row.pk, at=NOW)
    assert told_of("role ended") == are_told
    assert not Notice.objects.filter(adult=row.adult).exists()
    name = {"headteacher": "Mr Hale", "system_administrator": "Ms Tanaka"}[by]
    said = f"Ms Anand: {name} ended their role: Designated safeguarding lead."
    assert read_by(house, "deputy_safeguarding_lead") == [said]


def test_the_last_lead_does_not_go_in_silence(house: House) -> None:
    """The head does it, and no other lead is there: the head reads it later, as does whoever leads
    with them."""
    for role in ("safeguarding_lead", "deputy_safeguarding_lead"):
        giving.end(by=who(house, "headteacher"), membership_id=house.adults[role].pk, at=NOW)
    last = Notice.objects.filter(about=house.adults["deputy_safeguarding_lead"].adult)
    assert [one.adult.name for one in last] == ["Mr Hale"]


@pytest.mark.parametrize("last_day", [None, dt.date(2026, 12, 18)])
def test_a_lead_who_leaves_is_told_of_too(house: House, last_day: dt.date | None) -> None:
    mine = house.adults["safeguarding_lead"]
    head = who(house, "headteacher")
    leaving.leave(by=head, adult=mine.adult, last_day=last_day, taking_over={}, at=NOW)
    (line,) = read_by(house, "deputy_safeguarding_lead")
    how = "set a last day for" if last_day else "ended"
    assert line == f"Ms Anand: Mr Hale {how} their role: Designated safeguarding lead."


def test_of_other_roles_that_end_nobody_is_told(house: House) -> None:
    row = house.adults["tutor"]
    giving.end(by=who(house, "headteacher"), membership_id=row.pk, at=NOW)
    assert not Notice.objects.exists()
