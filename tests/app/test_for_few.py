"""A note for few people: who writes and reads it, how it lies, and how long it stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from pytest_django.fixtures import Settings
from tests import trail_lines
from tests.people import ADA, BEN, FAY, NEXT_DOOR, TODAY, House

from belong.insight.questions import for_few
from belong.intake import merging
from belong.people import days_end, fetch, how_long, openings
from belong.people.care import Gate
from belong.people.models import Enrolment, Membership, Notice, Opening
from belong.people.permissions import Permission
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.restricted import actions
from belong.practice.restricted.models import LONGEST, Note
from belong.practice.restricted.wrong import NoteMoved, NotKept

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
WORDS = "Ask Ms Anand before anybody rings home."
OTHER = "Ring Nan first, and ask Ms Anand."
WHY = "Ada is crying and asks for her aunt"
READERS = {"headteacher", "safeguarding_lead", "deputy_safeguarding_lead"}
OPENERS = {"attendance_champion", "senco", "pastoral_lead", "head_of_year"}


def who(house: House, role: str = "safeguarding_lead") -> Membership:
    found = fetch.membership(house.adults[role].adult, TODAY)
    assert found is not None
    return found


def note(house: House, role: str = "safeguarding_lead", words: str = WORDS, at: float = 0) -> Note:
    return actions.write_down(
        by=who(house, role), pupil=house.child(ADA), words=words, at=after(at)
    )


def after(minutes: float) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def change(house: House, one: Note, words: str, version: int, role: str = "headteacher") -> Note:
    return actions.change(
        by=who(house, role), pupil=house.child(ADA), key=one.pk, words=words, version=version,
        at=after(5),
    )  # fmt: skip


def read(house: House, role: str, at: float = 1, child: object = ADA) -> tuple[str, ...] | None:
    """The notes on a child's page, for somebody who opens it; None where they see no such part."""
    pupil = house.child(child)  # type: ignore[arg-type]
    found = for_few.on_child(who(house, role), pupil, after(at))
    return None if found is None else tuple(one.words for one in found.notes)


def raw() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM restricted_note ORDER BY id")
        return " ".join(str(row[0]) for row in cursor.fetchall())


@pytest.mark.parametrize("role", sorted(ROLES))
def test_it_is_written_and_read_by_few(house: House, role: str) -> None:
    if role in READERS:
        note(house, role)
        assert read(house, role) == (WORDS,)
        return
    one = note(house)
    by, ada = who(house, role), house.child(ADA)
    for change in (
        lambda: actions.write_down(by=by, pupil=ada, words=OTHER, at=NOW),
        lambda: actions.change(by=by, pupil=ada, key=one.pk, words=OTHER, version=0, at=NOW),
        lambda: actions.end(by=by, pupil=ada, key=one.pk, version=0, at=NOW),
        lambda: actions.take_out(by=by, pupil=ada, key=one.pk, version=0),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert Note.objects.values_list("version", "ended_on").get() == (0, None)
    if by.may(Permission.CHILD_READ, of=ada):
        assert read(house, role) is None


def test_the_words_lie_locked(house: House, settings: Settings) -> None:
    one = note(house)
    assert WORDS not in raw()
    assert "Anand" not in raw()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret of the house"
    assert Note.objects.get(pk=one.pk).words == WORDS, "the old key still unlocks"
    settings.SECRET_KEY_FALLBACKS = []
    assert read(house, "headteacher") == ("",)
    change(house, one, OTHER, 0)
    assert read(house, "headteacher") == (OTHER,)


@pytest.mark.parametrize("role", sorted(OPENERS))
def test_it_opens_for_an_hour_with_a_reason_and_the_lead_is_told(house: House, role: str) -> None:
    note(house)
    assert read(house, role) is None
    openings.open_for_an_hour(
        by=who(house, role), pupil=house.child(ADA), gate=Gate.RESTRICTED, reason=WHY, now=NOW
    )
    told = set(Notice.objects.filter(kind="opened").values_list("adult__name", flat=True))
    assert told == {"Ms Anand", "Mr Sandoval", "Mr Hale"}
    assert read(house, role, 59) == (WORDS,)
    assert read(house, role, 60) is None
    assert read(house, role, 30) is None, "a clock set back opens nothing"


def test_an_hour_is_for_one_child_and_this_gate_alone(house: House) -> None:
    note(house)
    by, ada = who(house, "pastoral_lead"), house.child(ADA)
    openings.open_for_an_hour(by=by, pupil=ada, gate=Gate.SOCIAL_CARE, reason=WHY, now=NOW)
    assert read(house, "pastoral_lead") is None
    openings.open_for_an_hour(by=by, pupil=ada, gate=Gate.RESTRICTED, reason=WHY, now=NOW)
    assert read(house, "pastoral_lead") == (WORDS,)
    assert read(house, "pastoral_lead", child=BEN) is None
    with pytest.raises(PermissionDenied):
        actions.write_down(by=by, pupil=ada, words=OTHER, at=NOW)


def test_nobody_opens_a_child_they_do_not_work_with(house: House, next_door: House) -> None:
    for child in (house.child(FAY), next_door.child(NEXT_DOOR[0])):
        with pytest.raises(PermissionDenied):
            openings.open_for_an_hour(
                by=who(house, "head_of_year"), pupil=child, gate=Gate.RESTRICTED, reason=WHY,
                now=NOW,
            )  # fmt: skip
    with pytest.raises(PermissionDenied):
        actions.write_down(by=who(house), pupil=next_door.child(NEXT_DOOR[0]), words=WORDS, at=NOW)
    assert not Opening.objects.exists()


def test_each_look_is_in_the_trail_with_its_gates_before_anything_is_read(house: House) -> None:
    mark = trail_lines.newest()
    for role in ("safeguarding_lead", "pastoral_lead", "tutor"):
        read(house, role)
    first, second = trail_lines.since(mark)
    assert {one.verb for one in (first, second)} == {Verb.FOR_FEW}
    assert "restricted note" in first.detail["gates"]
    assert "restricted note" not in second.detail["gates"]


def test_a_change_looks_in_the_trail_like_a_look(house: House) -> None:
    """Who reads the trail learns of no child that there is a note."""
    mark = trail_lines.newest()
    one = note(house)
    change(house, one, OTHER, 0)
    ada = house.child(ADA)
    actions.end(by=who(house), pupil=ada, key=one.pk, version=1, at=NOW)
    actions.take_out(by=who(house), pupil=ada, key=one.pk, version=2)
    lines = trail_lines.since(mark)
    assert {(line.verb, tuple(line.ids)) for line in lines} == {(Verb.FOR_FEW, (ada.pk,))}
    assert [line.detail["done"] for line in lines] == ["written", "changed", "ended", "taken out"]
    assert "Anand" not in str([line.detail for line in lines])


def test_a_change_needs_the_words_it_was_made_over(house: House) -> None:
    one = note(house)
    assert change(house, one, OTHER, 0).version == 1
    assert change(house, one, OTHER, 0).version == 1, "the same words are no change"
    with pytest.raises(NoteMoved) as moved:
        change(house, one, WORDS + " Please.", 0)
    assert moved.value.stands is not None
    assert moved.value.stands.words == OTHER
    for act in (
        lambda: actions.end(by=who(house), pupil=house.child(ADA), key=one.pk, version=0, at=NOW),
        lambda: actions.take_out(by=who(house), pupil=house.child(ADA), key=one.pk, version=0),
    ):
        with pytest.raises(NoteMoved):
            act()
    assert read(house, "headteacher") == (OTHER,)
    assert Note.objects.get().by == house.adults["headteacher"].adult


def test_what_ended_is_on_no_childs_page_and_changes_no_more(house: House) -> None:
    one, ada = note(house), house.child(ADA)
    for _ in range(2):
        actions.end(by=who(house), pupil=ada, key=one.pk, version=0, at=NOW)
    assert read(house, "headteacher") == ()
    with pytest.raises(NoteMoved, match="ended"):
        change(house, one, OTHER, 1)
    page = for_few.ask(who(house), ada.pk, after(9))
    assert [(old.words, "Ended" in old.about) for old in page.ended] == [(WORDS, True)]


def test_what_was_of_another_child_is_taken_out_for_good(house: House) -> None:
    one, ada = note(house), house.child(ADA)
    with pytest.raises(NoteMoved):
        actions.take_out(by=who(house), pupil=house.child(BEN), key=one.pk, version=0)
    actions.take_out(by=who(house, "headteacher"), pupil=ada, key=one.pk, version=0)
    assert not Note.objects.exists()
    with pytest.raises(NoteMoved) as gone:
        change(house, one, OTHER, 0)
    assert gone.value.stands is None


def test_two_taps_are_one_and_words_are_needed(house: House) -> None:
    assert note(house).pk == note(house, at=0.5).pk
    assert note(house, at=5).pk != note(house, at=0.5).pk
    for words in ("", "  \x00 ", "x" * (LONGEST + 1)):
        with pytest.raises(NotKept):
            note(house, words=words)


def test_it_follows_a_child_whose_two_records_became_one(house: House) -> None:
    note(house)
    actions.write_down(by=who(house), pupil=house.child(BEN), words=OTHER, at=NOW)
    merging.merge(by=house.lead, stays=house.child(BEN), goes=house.child(ADA))
    assert set(read(house, "headteacher", child=BEN) or ()) == {WORDS, OTHER}


def sweep(day: dt.date) -> None:
    days_end.swept.send(sender=None, today=day)


def test_what_holds_stays_and_what_ended_goes_in_time(house: House) -> None:
    one, ada = note(house), house.child(ADA)
    other = note(house, words=OTHER)
    actions.end(by=who(house), pupil=ada, key=one.pk, version=0, at=NOW)
    last = how_long.last_day("restricted", TODAY)
    sweep(last)
    assert Note.objects.count() == 2
    sweep(last + dt.timedelta(days=1))
    assert list(Note.objects.values_list("pk", flat=True)) == [other.pk]
    page = for_few.ask(who(house), ada.pk, NOW.replace(year=2028))
    assert [each.old for each in page.notes] == [True], "somebody is asked whether it is still so"


def test_it_goes_after_the_child_has_left(house: House) -> None:
    note(house)
    Enrolment.objects.filter(pupil=house.child(ADA)).update(left_on=TODAY)
    sweep(how_long.last_day("restricted", TODAY))
    assert Note.objects.exists()
    sweep(how_long.last_day("restricted", TODAY) + dt.timedelta(days=1))
    assert not Note.objects.exists()


def test_a_note_written_while_two_records_become_one_lies_on_none(house: House) -> None:
    """The page was opened of the record that goes: its words are refused, and stay in the form."""
    ben = house.child(BEN)
    merging.merge(by=house.lead, stays=house.child(ADA), goes=ben)
    with pytest.raises(NotKept, match="became one"):
        actions.write_down(by=who(house), pupil=ben, words=WORDS, at=NOW)
    assert not Note.objects.exists()
