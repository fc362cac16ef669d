"""How to reach an adult under an order lies locked, and everything that keeps facts still works."""

from __future__ import annotations

import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.db import connection
from pytest_django.fixtures import Settings
from tests.people import ADA, BEN, House, as_csv

from belong.intake import facts, merging, undoing
from belong.intake.models import Import
from belong.people import care, fetch
from belong.people.care import Gate
from belong.people.locked_away import unsealed
from belong.people.models import Fact, Opening

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
HEADS = ["UPN", "Contact Surname", "Contact Forename", "Relationship", "Telephone",
         "Contact Address", "No contact"]  # fmt: skip
ADDRESS, PHONE = "3 Hidden Lane", "07700 900 765"
SAFE = [ADA.id, "Doe", "Sam", "Father", PHONE, ADDRESS, "Y"]
PLAIN = [ADA.id, "Roe", "Kim", "Mother", "07700 900 111", "1 Open Street", "N"]


def bring(house: House, *lines: list[str]) -> Import:
    return house.bring(as_csv([HEADS, *lines]), "contacts.csv", kind="contacts")


def raw() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM people_fact")
        return " ".join(str(row[0]) for row in cursor.fetchall())


def known(house: House) -> list[dict[str, object]]:
    found = [unsealed(f.data) for f in facts.standing(house.school.pk, kind="contacts")]
    return sorted(found, key=lambda data: str(data["contact_surname"]))


def test_only_where_they_are_is_locked(house: House) -> None:
    bring(house, SAFE, PLAIN)
    text = raw()
    assert ADDRESS not in text
    assert PHONE not in text
    assert "1 Open Street" in text
    assert "Sam" in text
    safe, plain = known(house)
    assert (safe["address"], safe["no_contact"], plain["phone"]) == (
        ADDRESS, "yes", "07700 900 111",
    )  # fmt: skip


def test_the_same_file_again_changes_nothing(house: House) -> None:
    bring(house, SAFE)
    before = list(Fact.objects.values())
    again = bring(house, SAFE)
    assert again.preview["records"]["contacts"]["same"] == 1
    assert list(Fact.objects.values()) == before


@pytest.mark.parametrize("then", [[*SAFE[:5], "4 Other Lane", "Y"], [*SAFE[:6], "N"]])
def test_a_change_can_be_taken_back(house: House, then: list[str]) -> None:
    bring(house, SAFE)
    before = known(house)
    second = bring(house, then)
    assert known(house) != before
    assert (then[6] == "N") is (ADDRESS in raw())
    undoing.undo(by=house.lead, brought=second)
    assert known(house) == before


def test_two_records_joined_keep_it_locked_and_readable(house: House) -> None:
    bring(house, [BEN.id, *SAFE[1:]])
    merging._facts_moved(house.child(ADA), house.child(BEN), 99)
    (moved,) = Fact.objects.filter(kind="contacts", until=None)
    assert (moved.pupil, unsealed(moved.data)["address"]) == (house.child(ADA), ADDRESS)
    assert ADDRESS not in raw()


def test_it_is_read_after_the_key_changed_and_says_nothing_without_it(
    house: House, settings: Settings
) -> None:
    bring(house, SAFE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert known(house)[0]["address"] == ADDRESS
    settings.SECRET_KEY_FALLBACKS = []
    assert "address" not in known(house)[0]
    assert known(house)[0]["no_contact"] == "yes"
    bring(house, SAFE)
    assert known(house)[0]["address"] == ADDRESS, "the next file says it again"


def test_two_people_read_what_was_locked(house: House) -> None:
    bring(house, SAFE)
    pupil, asker = house.child(ADA), house.adults["pastoral_lead"]
    lead = house.adults["safeguarding_lead"].adult

    def shown() -> object:
        every, _ = fetch.facts(pupil, seen_by=asker, now=NOW)
        (fact,) = (one for one in every if one.kind == "contacts")
        return fact.data.get("address")

    assert shown() is None
    Opening.objects.create(
        school=house.school, pupil=pupil, adult=asker.adult, gate=Gate.ORDER, state="open",
        reason="A reason of twenty letters", asked_at=NOW, opened_at=NOW, answered_by=lead,
        ends_at=NOW + dt.timedelta(minutes=60), line=0,
    )  # fmt: skip
    assert shown() == ADDRESS


def test_nothing_is_unlocked_for_who_may_not_read_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(house, SAFE)
    (fact,) = Fact.objects.filter(kind="contacts")

    def never(data: object) -> dict[str, object]:
        raise AssertionError("unlocked")

    monkeypatch.setattr(care.locked_away, "unsealed", never)
    seen = care.shown(fact, frozenset(care.READ))
    assert seen is not None
    assert seen.data["no_contact"] == "yes"


def test_what_was_kept_before_is_locked_once(house: House) -> None:
    bring(house, SAFE, PLAIN)
    for fact in Fact.objects.filter(kind="contacts"):
        Fact.objects.filter(pk=fact.pk).update(data=unsealed(fact.data))
    assert ADDRESS in raw()
    step = importlib.import_module("belong.people.migrations.0012_contacts_locked_away")
    step.lock(apps, None)
    once = raw()
    step.lock(apps, None)
    assert raw() == once
    assert ADDRESS not in once
    step.unlock(apps, None)
    assert ADDRESS in raw()


def test_what_was_known_before_the_order_is_locked_too(house: House) -> None:
    bring(house, [*SAFE[:6], "N"])
    assert ADDRESS in raw()
    second = bring(house, SAFE)
    assert ADDRESS not in raw()
    assert PHONE not in raw()
    undoing.undo(by=house.lead, brought=second)
    (again,) = known(house)
    assert (again["address"], again["no_contact"]) == (ADDRESS, "no")


def test_an_order_on_either_of_two_records_stands_when_they_are_joined(house: House) -> None:
    with_order = [BEN.id, *SAFE[1:]]
    bring(house, [*SAFE[:6], "N"], with_order)
    stays, goes = house.child(ADA), house.child(BEN)
    merging.merge(by=house.lead, stays=stays, goes=goes)
    (one,) = known(house)
    assert one["no_contact"] == "yes"
    assert ADDRESS not in raw()
    assert PHONE not in raw()
