"""Words to say and messages home: who may change them, and which are offered at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import House

from belong.people.fetch import NotYours
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.contact import library, texts
from belong.practice.contact.library import NotKept, TextMoved, Translated
from belong.practice.contact.shipped import library as shipped
from belong.practice.contact.texts import Text
from belong.practice.contact.word_models import LONGEST_TEXT, SchoolText

NOW = dt.datetime(2026, 11, 24, 9, 40, tzinfo=dt.UTC)
LATE, HELLO = "late-glad", "home-hello"
POLISH = Translated("pl", "Dzień dobry od nas wszystkich.", "Mrs Kowalczyk", "2026-11-20")
SECRET = "Words only we say"


def change(
    house: House, words: str, version: int = 0, key: str = LATE, who: str = "headteacher"
) -> None:
    library.change(by=member(house, who), key=key, words=words, version=version, at=NOW)


def translate(house: House, said: Translated = POLISH, version: int = 0, key: str = HELLO) -> None:
    library.translate(by=member(house, "headteacher"), key=key, said=said, version=version, at=NOW)


def now(house: House, key: str = LATE) -> Text:
    text = texts.one(house.school.pk, key)
    assert text is not None
    return text


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_change_the_words_of_a_school(house: House, role: str) -> None:
    by, mark = member(house, role), trail_lines.newest()
    if role in whose_page.SETTERS:
        change(house, SECRET, who=role)
        assert now(house).words == SECRET
        line = trail_lines.since(mark)[-1]
        assert (line.verb, line.about, line.ids) == (
            Verb.SETTINGS_SAID, "school", [house.school.pk]
        )  # fmt: skip
        assert SECRET not in str(line.detail)
        return
    with pytest.raises(PermissionDenied):
        change(house, SECRET, who=role)
    with pytest.raises(PermissionDenied):
        library.add(by=by, situation="late", words=SECRET, at=NOW)
    with pytest.raises(PermissionDenied):
        library.hide(by=by, key=LATE, hidden=True, version=0, at=NOW)
    with pytest.raises(PermissionDenied):
        library.translate(by=by, key=HELLO, said=POLISH, version=0, at=NOW)
    assert not SchoolText.objects.exists()


def test_every_shipped_text_fits_and_stands_in_a_situation() -> None:
    every = shipped()
    assert all(len(one.words) <= LONGEST_TEXT for one in every.texts.values())
    assert {one.situation for one in every.texts.values()} == set(every.situations)


def test_a_school_changes_a_text_and_has_the_shipped_one_again(house: House) -> None:
    came = now(house).words
    change(house, SECRET)
    assert (now(house).words, now(house).shipped) == (SECRET, came)
    change(house, "", version=1)
    assert now(house).words == came


def test_what_one_school_writes_no_other_reads(house: House, next_door: House) -> None:
    change(house, SECRET)
    library.add(by=member(house, "headteacher"), situation="door", words=SECRET, at=NOW)
    assert [one.words for one in texts.of_school(next_door.school.pk) if SECRET in one.words] == []


def test_a_double_tap_adds_one_text(house: House) -> None:
    by = member(house, "headteacher")
    rows = [library.add(by=by, situation="door", words=SECRET, at=NOW) for _tap in range(2)]
    assert rows[0] == rows[1]
    assert library.add(by=by, situation="late", words=SECRET, at=NOW) != rows[0]
    library.hide(by=by, key=rows[0].key, hidden=True, version=1, at=NOW)
    assert library.add(by=by, situation="door", words=SECRET, at=NOW) != rows[0]


def test_an_own_text_comes_and_goes_with_its_translations(house: House) -> None:
    by = member(house, "headteacher")
    own = library.add(by=by, situation="home", words=SECRET, at=NOW)
    translate(house, key=own.key)
    change(house, "", version=1, key=own.key)
    assert texts.one(house.school.pk, own.key) is None
    assert not SchoolText.objects.exists()


def test_what_is_hidden_is_not_said_at_the_gate(house: House) -> None:
    words, by = now(house).words, member(house, "headteacher")
    assert words in texts.said_at_gate(house.school.pk)
    library.hide(by=by, key=LATE, hidden=True, version=0, at=NOW)
    assert words not in texts.said_at_gate(house.school.pk)
    library.hide(by=by, key=LATE, hidden=False, version=1, at=NOW)
    assert words in texts.said_at_gate(house.school.pk)


def test_a_message_home_is_never_on_the_screen_of_the_gate(house: House) -> None:
    at_gate = texts.said_at_gate(house.school.pk)
    home = [one.words for one in shipped().texts.values() if one.situation == "home"]
    assert at_gate
    assert not set(home) & set(at_gate)


def test_only_what_somebody_read_is_offered(house: House) -> None:
    translate(house, replace(POLISH, reviewed_by="", reviewed_on=""))
    assert not now(house, HELLO).translations[0].offered
    translate(house, version=1)
    (one,) = now(house, HELLO).translations
    assert one.offered
    assert (one.reviewed_by, one.reviewed_on) == ("Mrs Kowalczyk", dt.date(2026, 11, 20))


def test_when_the_english_changes_a_translation_has_to_be_read_again(house: House) -> None:
    translate(house)
    change(house, "Hello from the office.", key=HELLO)
    (one,) = now(house, HELLO).translations
    assert one.stale
    assert not one.offered
    translate(house, version=1)
    assert now(house, HELLO).translations[0].offered


@pytest.mark.parametrize(
    "said",
    [replace(POLISH, language="klingon"), replace(POLISH, reviewed_by=""),
     replace(POLISH, reviewed_on=""), replace(POLISH, reviewed_on="yesterday"),
     replace(POLISH, reviewed_on="2026-11-25"), replace(POLISH, words="w" * (LONGEST_TEXT + 1)),
     replace(POLISH, reviewed_by="w" * 101)],
)  # fmt: skip
def test_a_translation_that_makes_no_sense_is_not_kept(house: House, said: Translated) -> None:
    with pytest.raises(NotKept) as wrong:
        translate(house, said)
    assert wrong.value.do
    assert not SchoolText.objects.exists()


def test_a_saying_is_held_in_no_other_language_and_what_is_not_there_is_not_there(
    house: House,
) -> None:
    for key in (LATE, "nothing", "own-1234"):
        with pytest.raises(NotYours):
            translate(house, key=key)
    with pytest.raises(NotYours):
        change(house, SECRET, key="nothing")


def test_two_people_change_a_text_and_nothing_is_lost(house: House) -> None:
    change(house, SECRET)
    for version in (0, 7):
        with pytest.raises(TextMoved):
            change(house, "Others", version=version)
    translate(house)
    with pytest.raises(TextMoved):
        translate(house, replace(POLISH, words="Cześć"))
    assert now(house).words == SECRET
    assert now(house, HELLO).translations[0].words == POLISH.words


@pytest.mark.parametrize(("situation", "words"), [("nowhere", "Hello"), ("late", " \x00 ")])
def test_an_own_text_needs_words_and_a_moment(house: House, situation: str, words: str) -> None:
    with pytest.raises(NotKept) as wrong:
        library.add(by=member(house, "headteacher"), situation=situation, words=words, at=NOW)
    assert wrong.value.do
