"""Words for today: what is ready to be told of a child who is away, and to whom it shows at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import outside, trail_lines, whose_page
from tests.app.test_first_day_tries import fact, tries
from tests.app.test_in_touch import SAID, told
from tests.app.test_word_today import NOW, SECRET, a_page, chooses, has_one, tells
from tests.people import ADA, BEN, CHILDREN, EVE, HAL, IDA, House, SignIn
from tests.web.test_today import mark, page, text

from belong.people.models import Fact, Involvement
from belong.people.trail import Verb
from belong.practice.contact.sending import Sent, Way
from belong.practice.contact.trying import Tried
from belong.practice.contact.word_models import Word, WordWay

PAGE = "/words-today/"
LEAD = "safeguarding_lead"
FIRST = "Ada Osei-Larkin is not in school this morning, Tue 24 Nov 2026. No reason is known yet."


def tell(client: Client, house: House, **more: object) -> object:
    sent = {"child": house.child(ADA).pk, "said": "Away today.", "how": "phone", "code": "N"}
    return client.post(f"{PAGE}told/", sent | more)


def test_an_absent_childs_word_is_ready_the_same_day(house: House, signed_in: SignIn) -> None:
    has_one(house)
    since = trail_lines.newest()
    said = page(signed_in(house, LEAD), PAGE)
    assert "1 word to tell today" in said
    assert f"{FIRST} No try to reach home is written down yet." in said
    assert {c.id for c in CHILDREN if c.surname in said} == {ADA.id}
    named = [x.ids for x in trail_lines.since(since) if x.verb == Verb.CHILDREN_LISTED]
    assert named == [[house.child(ADA).pk]]


def test_a_child_in_care_counts_and_who_is_here_or_has_none_does_not(
    house: House, signed_in: SignIn
) -> None:
    fact(house, BEN, "characteristics", trait="in_care", value="yes")
    has_one(house, EVE)  # here
    has_one(house, HAL)  # late after the register closed: here
    has_one(house, ADA, "no")
    said = page(signed_in(house, LEAD), PAGE)
    assert {c.id for c in CHILDREN if c.surname in said} == {BEN.id}
    assert "School was told that they are ill." in said
    assert "They were away on the 3 school days before too." in said


def test_the_word_says_what_came_of_home_and_never_what_home_said(
    house: House, signed_in: SignIn
) -> None:
    has_one(house)
    client = signed_in(house, LEAD)
    tries(house, tried=Tried("phone", "no_answer"))
    assert "We tried home at 9:40 and reached nobody yet." in page(client, PAGE)
    tries(house)
    said = page(client, PAGE)
    assert "We spoke with home at 9:40." in said
    assert "baby" not in said


@pytest.mark.parametrize(
    ("channel", "whom", "counts"),
    [("phone", "home", True), ("door", "home", True), ("in person", "home", True),
     ("text", "home", False), ("phone", "child", False)],
)  # fmt: skip
def test_the_word_knows_that_somebody_was_in_touch_with_home(
    house: House, signed_in: SignIn, channel: str, whom: str, counts: bool
) -> None:
    has_one(house)
    told(house, channel=channel, whom=whom)
    said = page(signed_in(house, LEAD), PAGE)
    assert ("We were in touch with home at 9:18." in said) == counts
    assert ("No try to reach home is written down yet." in said) != counts
    assert SAID not in said


def test_a_page_that_has_ended_is_not_said_to_be_read(house: House, signed_in: SignIn) -> None:
    has_one(house)
    theirs = a_page(house)
    chooses(house, Way("page", theirs.pk))
    client = signed_in(house, LEAD)
    assert "They read it on their page. Ms Lind" in page(client, PAGE)
    Involvement.objects.filter(pk=theirs.pk).update(ended_at=NOW)
    said = page(client, PAGE)
    assert "Their page has ended. Ask how they want to hear now." in said
    assert "They read it" not in said


def test_before_the_register_nothing_is_said_of_the_day(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    has_one(house)
    settings.FIXED_NOW = "2026-11-25T08:00:00"
    said = page(signed_in(house, LEAD), f"/children/{house.child(ADA).pk}/")
    assert "No register of today yet." in said
    assert "Nothing to tell" not in said


def test_what_stands_is_removed_also_when_nobody_is_named_any_more(
    house: House, signed_in: SignIn
) -> None:
    has_one(house)
    chooses(house)
    Fact.objects.update(until=1)
    client, address = signed_in(house, LEAD), f"{PAGE}{house.child(ADA).pk}/way/"
    assert address in client.get(f"/children/{house.child(ADA).pk}/").content.decode()
    said = page(client, address)
    assert "names no social worker now" in said
    assert "They want secure mail. Ms Lind" in said
    assert client.post(address, {"remove": "1", "version": 0}).status_code == 409
    assert client.post(address, {"remove": "1", "version": 1}).url == PAGE
    assert not WordWay.objects.exists()
    assert address not in client.get(f"/children/{house.child(ADA).pk}/").content.decode()


def test_the_word_says_who_came_to_the_gate(house: House, signed_in: SignIn) -> None:
    has_one(house)
    client, key = signed_in(house, LEAD), house.child(ADA).pk
    client.post("/gate/came/", {"child": key, "how": "tried"})
    assert "They came to the gate at 9:18 and could not come in yet." in page(client, PAGE)
    client.post("/gate/came/", {"child": key, "how": "here"})
    assert "They came in at 9:18." in page(client, PAGE)


def test_what_came_in_later_is_said_in_halves(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    has_one(house)
    settings.FIXED_NOW = "2026-11-24T14:00:00"
    here = [[c.id, "2026-11-24", "PM", "\\"] for c in CHILDREN if c.id != ADA.id and not c.left]
    mark(house, *here, [ADA.id, "2026-11-24", "PM", "I"])
    assert "has been away the whole day, Tue 24 Nov" in page(signed_in(house, LEAD), PAGE)
    mark(house, [ADA.id, "2026-11-24", "PM", "\\"])
    said = page(signed_in(house, LEAD), PAGE)
    assert "Ada Osei-Larkin missed this morning, Tue 24 Nov 2026." in said
    assert "They are here now." in said
    mark(house, [ADA.id, "2026-11-24", "AM", "/"], [ADA.id, "2026-11-24", "PM", "I"])
    said = page(signed_in(house, LEAD), PAGE)
    assert "was in school this morning and is not here this afternoon" in said


def test_a_mark_that_is_early_is_not_waited_with_until_half_of_the_school_is_in(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    has_one(house, EVE)
    settings.FIXED_NOW = "2026-11-25T08:50:00"
    assert "No register of today yet" in page(signed_in(house, LEAD), PAGE)
    day = dt.date(2026, 11, 25)
    mark(house, [EVE.id, "2026-11-24", "PM", "I"], [EVE.id, "2026-11-25", "AM", "I"], as_of=day)
    said = page(signed_in(house, LEAD), PAGE)
    assert "is not in school this morning, Wed 25 Nov 2026." in said
    assert "They were away" not in said, "she was in on the morning before"
    assert "Most registers of today are not in yet." in said
    line = page(signed_in(house, LEAD), f"/children/{house.child(EVE).pk}/")
    assert "A word for their social worker is ready." in line


def test_one_tap_keeps_it_and_undo_takes_it_back(house: House, signed_in: SignIn) -> None:
    has_one(house)
    client = signed_in(house, LEAD)
    assert tell(client, house).url == PAGE
    said = page(client, PAGE)
    assert "Told by phone, 9:18, Ms Anand. Away today." in said
    assert "Everybody who waits for a word has it" in said
    assert "Undo" not in page(signed_in(house, "headteacher"), PAGE)
    assert Word.objects.get().code == "N"
    client.post(f"{PAGE}take-back/", {"word": Word.objects.get().pk})
    assert not Word.objects.exists()
    assert "1 word to tell today" in page(client, PAGE)


def test_what_changed_since_is_said(house: House, signed_in: SignIn, settings: Settings) -> None:
    has_one(house)
    client = signed_in(house, LEAD)
    tell(client, house)
    settings.FIXED_NOW = "2026-11-24T10:20:00"
    client = signed_in(house, LEAD)
    assert "Since then" not in page(client, PAGE)
    mark(house, [ADA.id, "2026-11-24", "AM", "I"])
    assert "Since then the register says: ill." in page(client, PAGE)
    client.post("/gate/came/", {"child": house.child(ADA).pk, "how": "late"})
    mark(house, [ADA.id, "2026-11-24", "AM", "L"])
    said = page(client, PAGE)
    assert "Since then: came at 10:20." in said
    assert "Since then the register says: here." in said
    assert "1 word to tell today" in said


def test_the_way_they_chose_stands_beside_it(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    has_one(house)
    client = signed_in(house, LEAD)
    assert "Nobody has asked yet how they want to hear." in page(client, PAGE)
    chooses(house)
    said = page(client, PAGE)
    assert "They want secure mail. Ms Lind, lind@council.example" in said
    assert "They asked to hear by 9:30." in said
    settings.FIXED_NOW = "2026-11-24T09:31:00"
    late = page(signed_in(house, LEAD), PAGE)
    assert "They asked to hear by 9:30. That has passed: tell them now." in late


def test_a_word_by_e_mail_has_no_name_in_it(house: House, signed_in: SignIn) -> None:
    has_one(house)
    form = {"how": "email", "who": "Ms Lind", "version": 0}
    client = signed_in(house, LEAD)
    assert client.post(f"{PAGE}{house.child(ADA).pk}/way/", form).status_code == 302
    assert "AO is not in school this morning" in page(client, PAGE)


def test_what_was_typed_stays_where_it_cannot_be_kept(house: House, signed_in: SignIn) -> None:
    has_one(house)
    client = signed_in(house, LEAD)
    answer = tell(client, house, said="My own words.", how="")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "My own words.</textarea>" in answer.content.decode()  # type: ignore[attr-defined]
    address = f"{PAGE}{house.child(ADA).pk}/way/"
    answer = client.post(address, {"how": "phone", "who": "Mr Orr", "by_when": "x", "version": 0})
    assert answer.status_code == 422
    assert 'value="Mr Orr"' in answer.content.decode()
    assert not WordWay.objects.exists()


def test_two_people_write_a_way_and_both_are_shown(house: House, signed_in: SignIn) -> None:
    has_one(house)
    chooses(house)
    form = {"how": "phone", "who": "Mr Orr", "version": 0}
    answer = signed_in(house, LEAD).post(f"{PAGE}{house.child(ADA).pk}/way/", form)
    assert answer.status_code == 409
    assert "Ms Lind" in text(answer.content)
    assert 'value="Mr Orr"' in answer.content.decode()
    assert WordWay.objects.get().who == "Ms Lind"


@pytest.mark.parametrize("role", sorted(whose_page.SEE_CHILDREN - whose_page.READ_CARE))
def test_who_may_not_read_of_social_care_learns_nothing_anywhere(
    house: House, signed_in: SignIn, role: str
) -> None:
    """The very same pages, with a social worker and a told word or without."""
    addresses = ["/", "/first-day/", f"/children/{house.child(ADA).pk}/", "/today/", "/children/"]
    client = signed_in(house, role)
    before = [client.get(one).content for one in addresses if one != "/first-day/"]
    has_one(house)
    chooses(house)
    tells(house)
    after = [client.get(one) for one in addresses]
    for answer in after:
        shown = answer.content.decode().casefold()
        for kept in ("social worker", SECRET.casefold(), "ms lind,", "lind@", "words-today"):
            assert kept not in shown
    read = [one.content for one, at in zip(after, addresses, strict=True) if at != "/first-day/"]
    assert [_bare(one) for one in before] == [_bare(one) for one in read]


def _bare(content: bytes) -> str:
    return text(content) if b"<main" in content else ""


def test_the_childs_page_has_a_line_for_those_who_may(house: House, signed_in: SignIn) -> None:
    address = f"/children/{house.child(ADA).pk}/"
    assert "ocial worker" not in page(signed_in(house, LEAD), address)
    has_one(house)
    said = page(signed_in(house, LEAD), address)
    assert "Away today. A word for their social worker is ready." in said
    tells(house)
    assert "Told by phone, 9:40, Ms Anand." in page(signed_in(house, LEAD), address)
    assert "Words today" in page(signed_in(house, LEAD), "/first-day/")
    assert "Words today" not in page(signed_in(house, "office"), "/first-day/")


def test_todays_word_stands_on_the_page_of_whom_it_was_for_and_on_no_other(house: House) -> None:
    has_one(house)
    theirs = outside.came(house, outside.WORKER)
    other = outside.came(house, replace(outside.WORKER, who="Dr Other"))
    key = Involvement.objects.get(who=outside.WORKER.who).pk
    tells(house, sent=Sent(SECRET, "page", key))
    assert SECRET in text(theirs.page())
    assert "Today’s word" in text(theirs.page())
    assert SECRET not in text(other.page())


def test_a_strangers_child_and_none_are_the_same(house: House, signed_in: SignIn) -> None:
    has_one(house, BEN)
    client = signed_in(house, "designated_teacher")
    bodies = set()
    for key in (house.child(BEN).pk, house.child(IDA).pk, 999999):
        for answer in (
            tell(client, house, child=key), client.get(f"{PAGE}{key}/way/"),
        ):  # fmt: skip
            assert answer.status_code == 404  # type: ignore[attr-defined]
            bodies.add(text(answer.content))  # type: ignore[attr-defined]
    assert len(bodies) == 1
    assert "No word waits to be told" in page(client, PAGE)


@pytest.mark.parametrize("day", ["2026-11-25T09:00:00", "2026-11-28T09:00:00"])
def test_without_the_register_of_today_nothing_is_said_of_anybody(
    house: House, signed_in: SignIn, settings: Settings, day: str
) -> None:
    has_one(house)
    settings.FIXED_NOW = day
    said = page(signed_in(house, LEAD), PAGE)
    assert "No register of today yet" in said
    assert ADA.surname not in said
