"""PINs and shared devices: what is kept of them, where they work, and when they stop."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import Settings
from tests import trail_lines
from tests.at_device import NOW, AtTheGate, at_the_gate, head, supervisor, tablet, wrong
from tests.people import TODAY, House, an_adult

from belong.insight.questions import handing_over
from belong.people import fetch, giving, inviting, leaving, pin_ends, pins, shared_devices
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven, Wanted
from belong.people.models import Adult, Membership, Pin, PinTries, SharedDevice
from belong.people.permissions import Permission
from belong.people.pins import Wait, WrongPin
from belong.people.roles import BY_PIN, ROLES
from belong.people.shared_devices import NoDevice, NotOpen

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def gate(house: House) -> AtTheGate:
    """The tablet at the gate, and Mrs Patel."""
    return at_the_gate(house)


def come_in(gate: AtTheGate, typed: str, at: dt.datetime = NOW) -> Membership:
    return pins.come_in(device=gate.device, adult_id=gate.adult.pk, typed=typed, at=at)[1]


SMALLEST = {
    Permission.HOUSE, Permission.CHILD_GREET, Permission.GATE_READ, Permission.OBSERVE,
}  # fmt: skip


def may_come_in(gate: AtTheGate, at: dt.datetime = NOW) -> bool:
    try:
        come_in(gate, gate.pin, at)
    except (NotYours, WrongPin, Wait):
        return False
    return True


def test_a_role_for_a_pin_holds_the_smallest_view_and_no_more() -> None:
    assert {"lunch_staff", "site_staff", "crossing", "breakfast_staff"} == BY_PIN
    for key in BY_PIN:
        assert ROLES[key].may == SMALLEST
    assert not any(Permission.CHILD_GREET in r.may for r in ROLES.values() if r.key not in BY_PIN)


def test_with_the_right_pin_one_is_in_and_it_is_written_down(gate: AtTheGate) -> None:
    mark = trail_lines.newest()
    by = come_in(gate, f" {gate.pin[:3]} {gate.pin[3:]} ")
    assert by.adult == gate.adult
    (line,) = trail_lines.since(mark)
    assert (line.verb, line.ids, line.role) == (
        "came in with a PIN", [gate.device.pk], "lunch_staff",
    )  # fmt: skip
    assert line.detail == {"device": gate.device.pk}
    assert SharedDevice.objects.get(pk=gate.device.pk).last_used == TODAY


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "١٢٣٤٥٦", "0" * 400])
def test_what_is_not_the_pin_is_wrong(gate: AtTheGate, typed: str) -> None:
    with pytest.raises(WrongPin):
        come_in(gate, typed)
    with pytest.raises(WrongPin):
        come_in(gate, gate.pin + "0", NOW)


def test_neither_pin_nor_code_nor_cookie_is_kept(gate: AtTheGate) -> None:
    _named, code = shared_devices.name_one(by=head(gate.house), name="Another", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM people_pin")
        kept = str(cursor.fetchall())
        cursor.execute("SELECT code, token FROM people_shareddevice")
        kept += str(cursor.fetchall())
    assert all(secret not in kept for secret in (gate.pin, gate.token, code))
    assert check_password(gate.pin, Pin.objects.get().secret)


def test_the_hash_of_a_cookie_hangs_on_the_secret_key(gate: AtTheGate, settings: Settings) -> None:
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key altogether"
    assert shared_devices.known(gate.token) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert shared_devices.known(gate.token) == gate.device


def test_a_pin_works_on_no_device_of_another_school(gate: AtTheGate, next_door: House) -> None:
    theirs, _token = tablet(next_door)
    with pytest.raises(NotYours):
        pins.come_in(device=theirs, adult_id=gate.adult.pk, typed=gate.pin, at=NOW)
    pin = Pin.objects.get()
    assert pins.still(pin.pk, gate.device, TODAY) is not None
    assert pins.still(pin.pk, theirs, TODAY) is None
    assert pins.people_on(theirs, TODAY) == []


def test_whoever_works_at_two_schools_has_a_pin_at_each(gate: AtTheGate, next_door: House) -> None:
    theirs, _token = tablet(next_door)
    Membership.objects.create(adult=gate.adult, school=next_door.school, role_key="crossing")
    assert pins.people_on(theirs, TODAY) == []
    with pytest.raises(NotYours):
        pins.come_in(device=theirs, adult_id=gate.adult.pk, typed=gate.pin, at=NOW)
    assert pins.still(Pin.objects.get().pk, theirs, TODAY) is None
    _adult, other = pins.give(by=head(next_door), adult_id=gate.adult.pk, at=NOW)
    assert pins.come_in(device=theirs, adult_id=gate.adult.pk, typed=other, at=NOW)
    assert may_come_in(gate), "and the first one goes on"


def test_the_names_are_those_who_can_come_in_and_no_other(gate: AtTheGate) -> None:
    house = gate.house
    aziz, _pin = supervisor(house, "aziz Rahman", "crossing")
    inviting.invite(
        by=head(house), name="Nobody Yet", email="", wanted=Wanted("site_staff"), at=NOW
    )
    gone, _pin = supervisor(house, "Gone Away")
    leaving.leave(by=head(house), adult=gone, last_day=None, taking_over={}, at=NOW)
    later, _pin = supervisor(house, "Later On")
    Membership.objects.filter(adult=later).update(begins=TODAY + dt.timedelta(days=1))
    closed, _pin = supervisor(house, "Closed Account")
    Adult.objects.filter(pk=closed.pk).update(is_active=False)
    names = [(aziz.pk, "aziz Rahman"), (gate.adult.pk, "Mrs Patel")]
    assert pins.people_on(gate.device, TODAY) == names


def test_a_role_that_ended_ends_the_pin_at_once(gate: AtTheGate) -> None:
    pin = Pin.objects.get()
    row = Membership.objects.get(adult=gate.adult)
    giving.end(by=head(gate.house), membership_id=row.pk, at=NOW)
    assert pins.still(pin.pk, gate.device, TODAY) is None
    assert not may_come_in(gate)


def test_whoever_leaves_is_out_and_their_pin_is_gone(gate: AtTheGate) -> None:
    leaving.leave(by=head(gate.house), adult=gate.adult, last_day=None, taking_over={}, at=NOW)
    assert not Pin.objects.exists()
    assert not may_come_in(gate)


def test_after_their_last_day_nobody_comes_in(gate: AtTheGate) -> None:
    leaving.leave(by=head(gate.house), adult=gate.adult, last_day=TODAY, taking_over={}, at=NOW)
    assert may_come_in(gate)
    assert not may_come_in(gate, NOW + dt.timedelta(days=1))


def test_a_closed_account_comes_in_nowhere(gate: AtTheGate) -> None:
    Adult.objects.filter(pk=gate.adult.pk).update(is_active=False)
    assert not may_come_in(gate)


def test_an_ended_device_is_any_device(gate: AtTheGate) -> None:
    mark = trail_lines.newest()
    shared_devices.end(by=head(gate.house), device_id=gate.device.pk, at=NOW)
    assert [line.verb for line in trail_lines.since(mark)] == ["shared device ended"]
    assert shared_devices.known(gate.token) is None
    assert not may_come_in(gate), "nor with a page that was open while it ended"
    with pytest.raises(NotYours):
        shared_devices.end(by=head(gate.house), device_id=gate.device.pk, at=NOW)
    with pytest.raises(NotYours):
        shared_devices.new_code(by=head(gate.house), device_id=gate.device.pk, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedDevice.objects.filter(pk=gate.device.pk).update(token="x")


@pytest.mark.parametrize("larger", ["headteacher", "safeguarding_lead", "attendance_lead"])
def test_a_larger_role_is_not_there_through_a_pin(house: House, larger: str) -> None:
    """A PIN opens the small roles of somebody and no other, whatever else they are."""
    device, _token = tablet(house)
    adult = an_adult(house.school, "lunch_staff", "Two Hats", "two@larkfield.example")
    Membership.objects.create(adult=adult, school=house.school, role_key=larger)
    Membership.objects.create(adult=adult, school=house.school, role_key="crossing")
    assert fetch.membership(adult, TODAY).may(Permission.CHILD_READ)  # type: ignore[union-attr]
    _adult, pin = pins.give(by=head(house), adult_id=adult.pk, at=NOW)
    _kept, by = pins.come_in(device=device, adult_id=adult.pk, typed=pin, at=NOW)
    again = pins.still(Pin.objects.get().pk, device, TODAY)
    for one in (by, again):
        assert one is not None
        assert {role.key for role in one.roles} == {"lunch_staff", "crossing"}
        assert one.permissions == SMALLEST
        with pytest.raises(PermissionDenied):
            fetch.pupils(seen_by=one)


def test_nobody_without_a_small_role_is_given_a_pin(house: House) -> None:
    for role in ("tutor", "headteacher", "office"):
        adult = house.adults[role].adult_id
        with pytest.raises(NotGiven):
            pins.give(by=head(house), adult_id=adult, at=NOW)
    lunch = house.adults["lunch_staff"]
    Membership.objects.filter(pk=lunch.pk).update(ends=TODAY - dt.timedelta(days=1))
    with pytest.raises(NotGiven, match="None of their roles"):
        pins.give(by=head(house), adult_id=lunch.adult_id, at=NOW)


def test_nobody_gives_a_pin_to_themselves(house: House) -> None:
    by = head(house)
    Membership.objects.create(adult=by.adult, school=house.school, role_key="crossing")
    with pytest.raises(NotGiven, match="themselves"):
        pins.give(by=by, adult_id=by.adult_id, at=NOW)


@pytest.mark.parametrize("role", ["office", "lunch_staff", "governor"])
def test_only_who_gives_roles_gives_pins_and_devices(gate: AtTheGate, role: str) -> None:
    by = fetch.membership(gate.house.adults[role].adult, TODAY)
    assert by is not None
    for act in (
        lambda: pins.give(by=by, adult_id=gate.adult.pk, at=NOW),
        lambda: pins.take_away(by=by, adult_id=gate.adult.pk, at=NOW),
        lambda: shared_devices.name_one(by=by, name="Mine", at=NOW),
        lambda: shared_devices.new_code(by=by, device_id=gate.device.pk, at=NOW),
        lambda: shared_devices.end(by=by, device_id=gate.device.pk, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert may_come_in(gate)


def test_nothing_of_another_school_is_touched(gate: AtTheGate, next_door: House) -> None:
    by = head(next_door)
    for act in (
        lambda: pins.give(by=by, adult_id=gate.adult.pk, at=NOW),
        lambda: pins.take_away(by=by, adult_id=gate.adult.pk, at=NOW),
        lambda: shared_devices.new_code(by=by, device_id=gate.device.pk, at=NOW),
        lambda: shared_devices.end(by=by, device_id=gate.device.pk, at=NOW),
    ):
        with pytest.raises(NotYours):
            act()
    assert may_come_in(gate)


def test_a_new_pin_ends_the_one_before(gate: AtTheGate) -> None:
    old = Pin.objects.get()
    mark = trail_lines.newest()
    _adult, new = pins.give(by=head(gate.house), adult_id=gate.adult.pk, at=NOW)
    assert [line.verb for line in trail_lines.since(mark)] == ["PIN given"]
    assert pins.still(old.pk, gate.device, TODAY) is None
    assert new == gate.pin or not may_come_in(gate)
    assert come_in(gate, new)


def test_a_pin_that_was_taken_away_opens_nothing(gate: AtTheGate) -> None:
    mark = trail_lines.newest()
    pins.take_away(by=head(gate.house), adult_id=gate.adult.pk, at=NOW)
    assert [line.verb for line in trail_lines.since(mark)] == ["PIN taken away"]
    assert not may_come_in(gate)
    with pytest.raises(NotYours):
        pins.take_away(by=head(gate.house), adult_id=gate.adult.pk, at=NOW)


EASY = (
    "000000", "777777", "121212", "112233", "123123", "123321", "123456", "456789", "987654",
    "890123", "210987", "202020", "201020", "199801", "122010", "111222",
)  # fmt: skip


@pytest.mark.parametrize("pin", EASY)
def test_a_pin_that_is_tried_first_is_never_given(
    house: House, monkeypatch: pytest.MonkeyPatch, pin: str
) -> None:
    drawn = iter([int(pin), int(pin), 840_275])
    monkeypatch.setattr(pins.secrets, "randbelow", lambda most: next(drawn))
    assert pins.is_easy(pin)
    assert supervisor(house)[1] == "840275"


@pytest.mark.slow
def test_most_pins_are_not_easy() -> None:
    easy = sum(pins.is_easy(f"{n:06}") for n in range(0, 10**6, 7))
    assert easy * 7 < 50_000, "a thief has to try nearly all of them"


def test_wrong_tries_have_to_wait_longer_and_longer(gate: AtTheGate) -> None:
    bad, at, waits = wrong(gate.pin), NOW, []
    for _ in range(4):
        with pytest.raises(WrongPin):
            come_in(gate, bad, at)
    for _ in range(6):
        with pytest.raises(WrongPin):
            come_in(gate, bad, at)
        with pytest.raises(Wait) as waiting:
            come_in(gate, gate.pin, at)
        waits.append(waiting.value.seconds // 60)
        at += dt.timedelta(seconds=waiting.value.seconds)
    assert waits == [5, 10, 20, 40, 60, 60]
    assert come_in(gate, gate.pin, at), "nobody is kept out for good"
    assert not PinTries.objects.exists()


def test_the_wait_is_of_one_person_on_one_device(gate: AtTheGate) -> None:
    other, other_pin = supervisor(gate.house, "Mr Osman")
    second, _token = tablet(gate.house, "Tablet in the hall")
    for _ in range(5):
        with pytest.raises(WrongPin):
            come_in(gate, wrong(gate.pin))
    with pytest.raises(Wait):
        come_in(gate, gate.pin)
    assert pins.come_in(device=gate.device, adult_id=other.pk, typed=other_pin, at=NOW)
    assert pins.come_in(device=second, adult_id=gate.adult.pk, typed=gate.pin, at=NOW)
    with pytest.raises(Wait):
        come_in(gate, gate.pin)


def test_a_try_counts_before_it_is_looked_at(
    gate: AtTheGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many at once, each of which dies or dawdles, gain nothing."""

    def dies(*args: object) -> bool:
        raise RuntimeError("somebody pulled the plug")

    with monkeypatch.context() as broken:
        broken.setattr(pins, "check_password", dies)
        for _ in range(5):
            with pytest.raises(RuntimeError):
                come_in(gate, gate.pin)
    with pytest.raises(Wait):
        come_in(gate, gate.pin)


def test_a_new_pin_does_not_wait_for_the_old_one(gate: AtTheGate) -> None:
    for _ in range(5):
        with pytest.raises(WrongPin):
            come_in(gate, wrong(gate.pin))
    _adult, pin = pins.give(by=head(gate.house), adult_id=gate.adult.pk, at=NOW)
    assert come_in(gate, pin)


# Codes


def enrols(code: str, at: dt.datetime = NOW) -> bool:
    try:
        shared_devices.enrol(code=code, at=at)
    except NotOpen:
        return False
    return True


def test_a_code_sets_up_one_device_once(house: House) -> None:
    device, code = shared_devices.name_one(by=head(house), name="  Tablet  in the hall ", at=NOW)
    assert device.name == "Tablet in the hall"
    mark = trail_lines.newest()
    typed = f" {code[:4].lower()}-{code[4:]} "
    same, token = shared_devices.enrol(code=typed, at=NOW)
    (line,) = trail_lines.since(mark)
    assert (line.verb, line.ids) == ("shared device set up", [device.pk])
    assert line.who == trail_lines.called(house.adults["headteacher"])
    assert same == shared_devices.known(token)
    assert not enrols(code)
    assert shared_devices.known(token) == device


def test_a_code_is_good_for_a_quarter_of_an_hour(house: House) -> None:
    _device, code = shared_devices.name_one(by=head(house), name="Tablet", at=NOW)
    assert not enrols(code, NOW + 15 * MINUTE)
    assert enrols(code, NOW + 14.9 * MINUTE)


def test_a_new_code_ends_the_one_before_and_the_device_that_was(gate: AtTheGate) -> None:
    _device, first = shared_devices.new_code(by=head(gate.house), device_id=gate.device.pk, at=NOW)
    _device, second = shared_devices.new_code(by=head(gate.house), device_id=gate.device.pk, at=NOW)
    assert shared_devices.known(gate.token), "it goes on until the code was typed"
    assert not enrols(first)
    assert enrols(second)
    assert shared_devices.known(gate.token) is None


def test_a_code_is_as_good_as_whoever_made_it(house: House) -> None:
    admin = fetch.membership(house.adults["system_administrator"].adult, TODAY)
    assert admin is not None
    _device, code = shared_devices.name_one(by=admin, name="Tablet", at=NOW)
    giving.end(by=head(house), membership_id=admin.pk, at=NOW)
    assert not enrols(code)


def test_a_device_needs_a_name(house: House) -> None:
    with pytest.raises(NoDevice):
        shared_devices.name_one(by=head(house), name="  ", at=NOW)
    assert not SharedDevice.objects.exists()
    assert shared_devices.known("") is None
    assert not enrols("")


# Adults without an e-mail


def test_only_a_small_role_goes_without_an_e_mail(house: House) -> None:
    for role in ("tutor", "office", "headteacher"):
        with pytest.raises(NotGiven):
            inviting.invite(by=head(house), name="A B", email="", wanted=Wanted(role), at=NOW)
    one, _pin = supervisor(house, "Mrs Patel")
    two, _pin = supervisor(house, "Mr Osman", "breakfast_staff")
    assert (one.email, two.email) == (None, None)
    assert not one.has_usable_password()


def test_two_of_one_name_could_not_be_told_apart(gate: AtTheGate) -> None:
    with pytest.raises(NotGiven, match="called Mrs Patel already"):
        supervisor(gate.house, "mrs  patel")
    leaving.leave(by=head(gate.house), adult=gate.adult, last_day=None, taking_over={}, at=NOW)
    assert supervisor(gate.house, "Mrs Patel")[0] != gate.adult
    with pytest.raises(NotGiven, match="Say their name"):
        supervisor(gate.house, " ")


def test_nothing_that_signs_in_is_given_to_somebody_without_an_e_mail(gate: AtTheGate) -> None:
    by = head(gate.house)
    with pytest.raises(NotGiven, match="no e-mail"):
        inviting.new_link(by=by, adult_id=gate.adult.pk, at=NOW)
    with pytest.raises(NotGiven, match="no e-mail"):
        giving.give(by=by, to=gate.adult, wanted=Wanted("office"), at=NOW)
    assert giving.give(by=by, to=gate.adult, wanted=Wanted("crossing"), at=NOW)


def test_somebody_who_never_signs_in_takes_no_children_over(gate: AtTheGate) -> None:
    tutor = gate.house.adults["tutor"].adult
    answer = handing_over.ask(head(gate.house), tutor, TODAY, {})
    names = {name for _key, name in answer.colleagues}
    assert "Ms Okoro" in names
    assert "Mrs Patel" not in names


def test_no_address_finds_somebody_without_one(gate: AtTheGate) -> None:
    assert fetch.members("", TODAY) == {}
    for nothing in ("", None):
        with pytest.raises(Adult.DoesNotExist):
            Adult.objects.get_by_natural_key(nothing)
    assert Adult.objects.create_user("", "a password", name="X").has_usable_password() is False


def _comes_again(gate: AtTheGate) -> None:
    """Mrs Patel is given a small role again; the PIN from before opens nothing."""
    at = NOW + dt.timedelta(days=300)
    giving.give(by=head(gate.house), to=gate.adult, wanted=Wanted("crossing"), at=at)
    assert not Pin.objects.exists()
    assert not may_come_in(gate, at)


def test_the_pin_of_a_role_that_ended_is_gone_at_once(gate: AtTheGate) -> None:
    mark = trail_lines.newest()
    row = Membership.objects.get(adult=gate.adult)
    giving.end(by=head(gate.house), membership_id=row.pk, at=NOW)
    assert not Pin.objects.exists()
    assert [one.verb for one in trail_lines.since(mark)] == ["role ended", "PIN taken away"]


def test_a_pin_stays_while_another_small_role_does(gate: AtTheGate) -> None:
    first = Membership.objects.get(adult=gate.adult)
    later = Wanted("crossing", begins=TODAY + dt.timedelta(days=30))
    giving.give(by=head(gate.house), to=gate.adult, wanted=later, at=NOW)
    giving.end(by=head(gate.house), membership_id=first.pk, at=NOW)
    assert Pin.objects.exists()
    assert may_come_in(gate, NOW + dt.timedelta(days=31))


def test_whoever_comes_back_after_a_last_day_needs_a_new_pin(gate: AtTheGate) -> None:
    Membership.objects.filter(adult=gate.adult).update(ends=TODAY + dt.timedelta(days=3))
    assert may_come_in(gate)
    _comes_again(gate)


def test_pins_of_roles_that_ran_out_are_swept(gate: AtTheGate) -> None:
    last = TODAY + dt.timedelta(days=3)
    leaving.leave(by=head(gate.house), adult=gate.adult, last_day=last, taking_over={}, at=NOW)
    stays, _pin = supervisor(gate.house, "Mr Stays")
    pin_ends.sweep(last)
    assert Pin.objects.count() == 2
    pin_ends.sweep(last + dt.timedelta(days=1))
    assert [pin.adult for pin in Pin.objects.all()] == [stays]
