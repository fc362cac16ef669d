"""How soon warnings speak: what a school chooses, and what it is shown beforehand."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.people import House, SignIn
from tests.web.test_early_warnings import two_half_terms

from belong.attendance.warnings.paces import PACES, paces, says, settings_of
from belong.insight import early_warnings
from belong.people import school_settings
from belong.people.models import SchoolSettings, TrailLine
from belong.people.school_settings import ChosenMeanwhile, NotKept, Settings
from belong.people.trail import Verb

ADDRESS = "/early-warnings/how-soon/"
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def main(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def test_a_head_sees_what_each_would_have_meant_and_chooses(
    house: House, signed_in: SignIn
) -> None:
    two_half_terms(house)
    client = signed_in(house, "headteacher")
    said = main(client)
    for pace in paces():
        assert pace.named in said
    assert said.count("it would have spoken of") == len(PACES)
    assert "The half-terms before" in said
    answer = client.post(ADDRESS, {"pace": "later", "seen": ""})
    assert answer.status_code == 302
    line = TrailLine.objects.filter(verb=Verb.SETTINGS_SAID).latest("pk")
    assert (line.about, line.detail) == ("school", {"warnings": "later"})
    school = SchoolSettings.objects.get(school=house.school)
    assert school.warnings == "later"
    assert "five separate spells" in main(client, "/early-warnings/")


def test_who_leads_children_may_look_and_not_choose(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "pastoral_lead")
    assert "Keep it" not in main(client)
    assert client.post(ADDRESS, {"pace": "later", "seen": ""}).status_code == 403
    assert not SchoolSettings.objects.exclude(warnings="").exists()


def test_two_who_choose_at_once_see_what_stands(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    client.post(ADDRESS, {"pace": "sooner", "seen": ""})
    answer = client.post(ADDRESS, {"pace": "later", "seen": ""})
    assert answer.status_code == 409
    assert "Somebody else chose" in answer.content.decode()
    assert SchoolSettings.objects.get(school=house.school).warnings == "sooner"
    assert client.post(ADDRESS, {"pace": "later", "seen": "sooner"}).status_code == 302


def test_who_may_not_choose_behind_the_page_either(house: House) -> None:
    with pytest.raises(PermissionDenied):
        school_settings.choose_pace(
            by=house.adults["pastoral_lead"], wanted="later", seen="", at=NOW
        )  # fmt: skip


@pytest.mark.parametrize("pace", ["", "never", "\x00"])
def test_nothing_else_can_be_chosen(house: House, signed_in: SignIn, pace: str) -> None:
    client = signed_in(house, "headteacher")
    assert client.post(ADDRESS, {"pace": pace, "seen": ""}).status_code == 422
    with pytest.raises(NotKept):
        school_settings.choose_pace(
            by=house.adults["headteacher"], wanted=pace, seen="", at=NOW
        )  # fmt: skip


def test_choosing_leaves_what_else_a_school_says_as_it_is(house: House) -> None:
    """Whoever has the settings open at the same time loses nothing, and saves without a clash."""
    by = house.adults["headteacher"]
    SchoolSettings.objects.filter(school=house.school).delete()
    by.school.safety_route = "Room 4"
    school_settings.choose_pace(by=by, wanted="sooner", seen="", at=NOW)
    by.school.refresh_from_db(fields=["name"])
    row = SchoolSettings.objects.get(school=house.school)
    assert (row.version, row.safety_route) == (school_settings.NEVER_SAID, "Room 4")
    school_settings.say(by=by, wanted=Settings("Ms Osei", "Room 5"), seen=0, at=NOW)
    row.refresh_from_db()
    assert (row.version, row.warnings, row.safety_name) == (1, "sooner", "Ms Osei")
    with pytest.raises(ChosenMeanwhile):
        school_settings.choose_pace(by=by, wanted="later", seen="", at=NOW)


def test_a_sentence_says_the_number_of_its_own_pace() -> None:
    """A rule whose sentence names a number names the one that counts."""
    said = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
    for pace in PACES:
        for rule in ("spells", "unexplained", "seen"):
            least = settings_of(rule, pace)["least"]
            assert said[least] in says(rule, pace).lower(), (rule, pace)


def test_each_pace_asks_for_no_less_than_the_one_before() -> None:
    for rule in early_warnings.ORDER:
        for sooner, later in pairwise(PACES):
            first, then = settings_of(rule, sooner), settings_of(rule, later)
            assert all(first[name] <= then[name] for name in first), rule
