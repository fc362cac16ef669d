"""Being in touch: who writes and reads, what is never learnt, how words are put right and kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import ADA, BEN, EVE, NEXT_DOOR, Child, House

from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.models import Adult, Fact
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.contact import building, heard, keeping, kept, ways, writing
from belong.practice.contact.in_touch import LONGEST, Contact, KeptInMind, StillBuilding, Way
from belong.practice.contact.ways import Wanted
from belong.practice.contact.writing import Told
from belong.practice.contact.wrong import NotKept, WordsMoved

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
TODAY, MORROW = NOW.date(), NOW + dt.timedelta(days=1)
SAID = "She fed the fish all week."
GOOD = Told("home", "phone", "good", TODAY, who="Mum", said=SAID)
MUM = Wanted("home", "phone", "Mum", "Polish", dt.time(9, 30), dt.time(18), "Text first.")
CARD = keeping.Wanted("card", dt.date(2026, 12, 21), dt.date(2027, 1, 3), 0, "The allotment.")


def told(house: House, role: str = "tutor", child: Child = ADA, **more: object) -> Contact:
    """A good thing, said to Ada's mother."""
    return writing.write_down(
        by=member(house, role), pupil=house.child(child), at=NOW, told=replace(GOOD, **more)
    )


def way(house: House, role: str = "tutor", child: Child = ADA, **more: object) -> Way:
    """How Ada's mother likes to be reached."""
    wanted = replace(MUM, **more)
    return ways.keep(by=member(house, role), pupil=house.child(child), wanted=wanted, at=NOW)


def card(house: House, role: str = "tutor", **more: object) -> KeptInMind:
    """A card that the one who puts it down writes."""
    by = member(house, role)
    wanted = replace(CARD, **{"does": by.adult_id} | more)  # type: ignore[arg-type]
    return keeping.put_down(by=by, pupil=house.child(ADA), wanted=wanted, at=NOW)


def mine(house: House, role: str = "tutor", asks: str = "", version: int = -1) -> StillBuilding:
    """What an adult tried with Ada."""
    invited = member(house, asks).adult_id if asks else None
    return building.write_down(
        by=member(house, role), pupil=house.child(ADA), version=version, at=NOW,
        wanted=building.Wanted("Football, and a quiet hello.", invited),
    )  # fmt: skip


def test_it_is_kept_and_the_trail_names_the_child_and_no_word(house: House) -> None:
    mark = trail_lines.newest()
    one, how, sent, slow = told(house), way(house), card(house), mine(house)
    lines = trail_lines.since(mark)
    assert [(line.verb, line.ids) for line in lines] == [
        (verb, [one.pupil_id])
        for verb in (Verb.IN_TOUCH, Verb.WAY_TO_REACH, Verb.KEPT_IN_MIND, Verb.STILL_BUILDING)
    ]
    assert [line.detail for line in lines] == [
        {"contact": one.pk}, {"way": how.pk}, {"kept": sent.pk}, {"building": slow.pk}
    ]  # fmt: skip
    assert heard.last(one.pupil_id, ("home",)).good == one


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_write(house: House, role: str) -> None:
    for write, may in (
        (told, whose_page.WRITES_TO_HOME),
        (way, whose_page.WRITES_TO_HOME),
        (card, whose_page.IN_TOUCH),
        (mine, whose_page.CHECKINS),
    ):
        if role in may:
            write(house, role)
            continue
        with pytest.raises(PermissionDenied):
            write(house, role)


def test_nobody_writes_about_a_child_who_is_not_theirs(house: House, next_door: House) -> None:
    for write in (told, way):
        with pytest.raises(PermissionDenied):
            write(house, "tutor", EVE)
    zora = next_door.child(NEXT_DOOR[0])
    with pytest.raises(PermissionDenied):
        writing.write_down(by=member(house, "headteacher"), pupil=zora, told=GOOD, at=NOW)


@pytest.mark.parametrize(
    "bad",
    [{"said": " \x00 "}, {"kind": "hard", "said": ""}, {"said": "x" * (LONGEST + 1)},
     {"kind": "points"}, {"whom": "press"}, {"channel": "pigeon"}, {"agreed": "x" * 201},
     {"who": "x" * 81}, {"effort": "x" * 201}, {"day": TODAY + dt.timedelta(days=1)},
     {"day": TODAY - dt.timedelta(days=29)}],
)  # fmt: skip
def test_what_cannot_be_kept_is_said(house: House, bad: dict[str, object]) -> None:
    with pytest.raises(NotKept):
        told(house, **bad)
    assert not Contact.objects.exists()


def test_a_hello_needs_no_words_and_a_double_tap_is_one(house: House) -> None:
    for _tap in range(2):
        told(house, kind="hello", said="")
    assert Contact.objects.get().said == ""


def test_the_same_later_on_a_day_is_another_time(house: House) -> None:
    ada, by = house.child(ADA), member(house, "tutor")
    rang = Told("home", "phone", "hello", TODAY)
    for seconds in (0, 59, 3600):
        at = NOW + dt.timedelta(seconds=seconds)
        writing.write_down(by=by, pupil=ada, told=rang, at=at)
    assert Contact.objects.count() == 2


def test_the_database_keeps_no_hard_thing_without_a_word(house: House) -> None:
    one = told(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=one.pk).update(kind="hard", said="")


# Nobody learns of a social worker.

SOCIAL = {"whom": "professional", "who": "Ms Canary, social worker", "said": "Canary review."}


@pytest.mark.parametrize("role", ["tutor", "pastoral_lead", "senco", "office", "family_liaison"])
def test_of_a_professional_nobody_learns_who_may_not_read_of_social_care(
    house: House, role: str
) -> None:
    one = told(house, "safeguarding_lead", agreed="Canary plan.", **SOCIAL)
    how = way(house, "safeguarding_lead", whom="professional", who="Ms Canary")
    ada, by = house.child(ADA), member(house, role)
    among = heard.whom(by, ada)
    assert "professional" not in among
    assert heard.lately(ada.pk, among) == []
    assert heard.last(ada.pk, among) == heard.Last(None, None, (), False, False)
    assert heard.ways([ada.pk], among) == {}
    assert heard.in_touch(ada.school_id, TODAY) == frozenset()
    for refused in (
        lambda: told(house, role, **SOCIAL),
        lambda: way(house, role, whom="professional"),
    ):
        with pytest.raises(NotKept) as said:
            refused()
        assert "rofessional" not in f"{said.value.what}{said.value.do}"
    with pytest.raises(NotYours):
        ways.remove(by=by, pupil=ada, key=how.pk)
    assert heard.lately(ada.pk, heard.whom(member(house, "headteacher"), ada)) == [one]


def test_who_may_no_longer_read_of_it_does_not_change_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = told(house, "headteacher", **SOCIAL)
    monkeypatch.setattr(heard, "whom", lambda by, pupil: ("home", "child"))
    more = {"by": member(house, "headteacher"), "pupil": house.child(ADA), "key": one.pk}
    with pytest.raises(NotYours):
        writing.change(told=GOOD, version=0, at=NOW, **more)  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        writing.take_back(at=NOW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["attendance_lead", "family_liaison", "office"])
def test_what_a_child_said_stands_with_those_who_know_them(house: House, role: str) -> None:
    told(house, whom="child", said="I hate the corridor.")
    ada, by = house.child(ADA), member(house, role)
    assert heard.whom(by, ada) == ("home",)
    assert heard.lately(ada.pk, heard.whom(by, ada)) == []
    with pytest.raises(NotKept):
        told(house, role, whom="child")


# Putting right, and taking back.


def test_two_windows_do_not_write_over_each_other(house: House) -> None:
    one = told(house)
    more = {"by": member(house, "tutor"), "pupil": house.child(ADA), "key": one.pk, "version": 0}
    for _tap in range(2):
        writing.change(told=replace(GOOD, said="Mine."), at=MORROW, **more)  # type: ignore[arg-type]
    with pytest.raises(WordsMoved) as moved:
        writing.change(told=replace(GOOD, said="Older."), at=MORROW, **more)  # type: ignore[arg-type]
    assert (moved.value.stands.said, moved.value.stands.version) == ("Mine.", 1)  # type: ignore[union-attr]


def test_what_is_old_is_still_put_right_on_its_own_day(house: House) -> None:
    one = told(house)
    later = NOW + dt.timedelta(days=90)
    more = {"by": member(house, "tutor"), "pupil": house.child(ADA), "key": one.pk, "at": later}
    writing.change(told=replace(GOOD, said="Mine."), version=0, **more)  # type: ignore[arg-type]
    moved = replace(GOOD, said="Mine.", day=TODAY - dt.timedelta(days=1))
    with pytest.raises(NotKept):
        writing.change(told=moved, version=1, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("role", "at"), [("headteacher", NOW), ("tutor", MORROW)])
def test_only_whoever_wrote_it_takes_it_back_and_only_the_same_day(
    house: House, role: str, at: dt.datetime
) -> None:
    one = told(house)
    with pytest.raises(NotYours):
        writing.take_back(by=member(house, role), pupil=house.child(ADA), key=one.pk, at=at)
    with pytest.raises(NotYours):
        writing.take_back(by=member(house, "headteacher"), pupil=house.child(BEN), key=one.pk,
                          at=NOW)  # fmt: skip
    writing.take_back(by=member(house, "tutor"), pupil=house.child(ADA), key=one.pk, at=NOW)
    assert not Contact.objects.exists()


def test_nobody_changes_what_another_wrote(house: House) -> None:
    one = told(house)
    with pytest.raises(NotYours):
        writing.change(by=member(house, "headteacher"), pupil=house.child(ADA), key=one.pk,
                       told=replace(GOOD, said="Not mine."), version=0, at=NOW)  # fmt: skip


# How they like to be reached.


def test_a_way_is_put_right_and_two_windows_meet(house: House) -> None:
    how, by, ada = way(house), member(house, "office"), house.child(ADA)
    assert way(house) == how  # a double tap
    new = replace(MUM, channel="letter")
    put = ways.keep(by=by, pupil=ada, wanted=new, at=NOW, key=how.pk, version=0)
    assert (put.channel, put.version, put.by_id) == ("letter", 1, by.adult_id)
    old = replace(MUM, channel="text")
    with pytest.raises(WordsMoved):
        ways.keep(by=by, pupil=ada, wanted=old, at=NOW, key=how.pk, version=0)
    with pytest.raises(WordsMoved) as same:
        ways.keep(by=by, pupil=ada, wanted=old, at=NOW)
    assert same.value.stands == put
    nan = way(house, who="Nan")
    with pytest.raises(NotKept):
        ways.keep(by=by, pupil=ada, wanted=old, at=NOW, key=nan.pk, version=0)


@pytest.mark.parametrize(
    "bad",
    [{"not_before": dt.time(18)}, {"whom": "press"}, {"channel": ""}, {"language": "x" * 41},
     {"note": "x" * 201}, {"who": "x" * 81}],
)  # fmt: skip
def test_what_is_no_way_is_not_kept(house: House, bad: dict[str, object]) -> None:
    with pytest.raises(NotKept):
        way(house, **bad)
    assert not Way.objects.exists()


def test_a_way_of_another_child_is_not_there(house: House) -> None:
    how = way(house)
    with pytest.raises(NotYours):
        ways.remove(by=member(house, "headteacher"), pupil=house.child(BEN), key=how.pk)
    ways.remove(by=member(house, "tutor"), pupil=house.child(ADA), key=how.pk)
    assert not Way.objects.exists()


# Kept in mind over a holiday.


def test_what_is_prepared_is_known_by_its_holiday(house: House) -> None:
    one, by, ada = card(house), member(house, "tutor"), house.child(ADA)
    assert card(house) == one  # a double tap
    school, ids, since = ada.school_id, [ada.pk, house.child(BEN).pk], dt.date(2026, 12, 1)
    assert kept.thought_of(school, ids, since) == {ada.pk}
    assert kept.prepared(school, ids, since) == frozenset()
    keeping.say_how_far(by=by, pupil=ada, key=one.pk, state="prepared", version=0)
    assert kept.prepared(school, ids, since) == {ada.pk}
    assert kept.prepared(school, ids, dt.date(2026, 12, 22)) == frozenset()
    assert kept.prepared(school, [house.child(BEN).pk], since) == frozenset()
    with pytest.raises(WordsMoved):
        keeping.say_how_far(by=by, pupil=ada, key=one.pk, state="done", version=0)
    with pytest.raises(NotKept):
        keeping.say_how_far(by=by, pupil=ada, key=one.pk, state="late", version=1)


@pytest.mark.parametrize(
    "bad",
    [{"how": "points"}, {"does": -1}, {"last": dt.date(2026, 12, 20)},
     {"last": dt.date(2027, 4, 1)}, {"how": "other", "words": ""},
     {"first": dt.date(2026, 11, 1), "last": dt.date(2026, 11, 23)},
     {"first": dt.date(2027, 6, 1), "last": dt.date(2027, 6, 5)}, {"words": "x" * 201}],
)  # fmt: skip
def test_what_is_no_way_to_keep_in_mind_is_not_kept(house: House, bad: dict[str, object]) -> None:
    with pytest.raises(NotKept):
        card(house, **bad)
    assert not KeptInMind.objects.exists()


def test_it_is_done_only_by_somebody_around_the_child(house: House) -> None:
    assert card(house, "headteacher", does=member(house, "key_person").adult_id)
    with pytest.raises(NotKept):
        card(house, does=member(house, "governor").adult_id)
    with pytest.raises(NotYours):
        keeping.take_away(by=member(house, "headteacher"), pupil=house.child(BEN),
                          key=KeptInMind.objects.get().pk)  # fmt: skip


# Still building.


def test_it_is_ones_own_and_whoever_is_asked_answers(house: House) -> None:
    one, ada = mine(house, asks="key_person"), house.child(ADA)
    assert (one.adult_id, one.answer) == (member(house, "tutor").adult_id, "")
    for role in ("tutor", "headteacher"):
        with pytest.raises(NotYours):
            building.answer(by=member(house, role), pupil=ada, key=one.pk, says="yes")
    asked = member(house, "key_person")
    with pytest.raises(NotKept):
        building.answer(by=asked, pupil=ada, key=one.pk, says="perhaps")
    assert building.answer(by=asked, pupil=ada, key=one.pk, says="yes").answer == "yes"
    with pytest.raises(WordsMoved):
        mine(house, asks="mentor", version=0)
    assert mine(house, asks="mentor", version=1).answer == ""
    with pytest.raises(NotYours):
        building.end(by=member(house, "headteacher"), pupil=ada, key=one.pk, at=NOW)
    building.end(by=member(house, "tutor"), pupil=ada, key=one.pk, at=NOW)
    assert building.of_child(ada.pk, TODAY) == []
    assert mine(house).pk != one.pk


def test_what_somebody_tried_goes_when_they_leave(house: House) -> None:
    one, ada = mine(house), house.child(ADA)
    Adult.objects.filter(pk=one.adult_id).update(left_on=TODAY)
    assert building.of_child(ada.pk, TODAY) == [one]
    assert building.of_child(ada.pk, MORROW.date()) == []


def test_two_windows_meet_where_nothing_stood(house: House) -> None:
    one = mine(house)
    assert mine(house) == one  # a double tap
    with pytest.raises(WordsMoved) as moved:
        mine(house, asks="mentor")
    assert moved.value.stands == one
    with pytest.raises(NotKept):
        mine(house, asks="tutor", version=0)


# Two records of one child.


def test_everything_follows_the_child(house: House) -> None:
    told(house), card(house), mine(house), way(house)
    ada, ben = house.child(ADA), house.child(BEN)
    by = member(house, "tutor")
    later = NOW + dt.timedelta(hours=1)
    ways.keep(by=by, pupil=ben, wanted=replace(MUM, channel="text"), at=later)
    building.write_down(by=by, pupil=ben, wanted=building.Wanted("Chess."), version=-1, at=later)
    records_joined.send(sender=None, stays=ben, goes=ada)
    for kind in (Contact, KeptInMind, StillBuilding, Way):
        assert {one.pupil_id for one in kind.objects.all()} == {ben.pk}  # type: ignore[attr-defined]
    assert Way.objects.get().channel == "text"
    assert Way.objects.get().note == "Text first."
    assert building.own(ben.pk, by.adult_id).tried == "Chess."  # type: ignore[union-attr]
    assert StillBuilding.objects.count() == 2


@pytest.mark.parametrize("first", [ADA, BEN])
def test_two_notes_of_one_person_both_stand(house: House, first: Child) -> None:
    for child in (ADA, BEN):
        at = NOW if child == first else MORROW
        wanted = replace(MUM, note=f"{child.forename}: " + "x" * 190)
        ways.keep(by=member(house, "headteacher"), pupil=house.child(child), wanted=wanted, at=at)
    records_joined.send(sender=None, stays=house.child(BEN), goes=house.child(ADA))
    joined = Way.objects.get()
    joined.full_clean()
    assert (joined.pupil_id, joined.at, joined.version) == (house.child(BEN).pk, MORROW, 1)
    second = BEN if first == ADA else ADA
    assert [one[:4] for one in joined.note.split(" / ")] == [
        f"{one.forename}:"[:4] for one in (first, second)
    ]


def test_what_a_file_says_of_social_care_changes_nothing_here(house: House) -> None:
    ada = house.child(ADA)
    before = heard.whom(member(house, "tutor"), ada)
    Fact.objects.create(
        school=house.school, pupil=ada, kind="characteristics", key="shown", since=0, import_id=0,
        data={"trait": "social_worker", "value": "yes"},
    )  # fmt: skip
    assert heard.whom(member(house, "tutor"), ada) == before
