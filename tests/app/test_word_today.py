"""The word for a child's social worker: who may tell it, who may know of it, and what is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.app.test_first_day_tries import fact
from tests.people import ADA, BEN, EVE, NEXT_DOOR, TODAY, Child, House

from belong.people import days_end, social_workers
from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.models import Fact, Involvement, Pupil
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.contact import sending, ways, words_told, writing
from belong.practice.contact.sending import NotSent, Sent, Way, WayMoved
from belong.practice.contact.ways import Wanted
from belong.practice.contact.word_models import LONGEST_WORD, Word, WordWay
from belong.practice.contact.writing import Told

NOW = dt.datetime(2026, 11, 24, 9, 40, tzinfo=dt.UTC)
SECRET = "Zebra-crossing words"
TOLD = Sent(f"Ada is not in school today. {SECRET}", "phone", code="N")
WAY = Way("secure", None, "Ms Lind", "lind@council.example", f"Ring first. {SECRET}", "9:30")


def has_one(house: House, child: Child = ADA, value: str = "yes", **more: int) -> None:
    fact(house, child, "characteristics", trait="social_worker", value=value, **more)


def tells(house: House, role: str = "safeguarding_lead", sent: Sent = TOLD) -> Word:
    pupil = house.child(ADA)
    return sending.say_sent(by=member(house, role), pupil=pupil, sent=sent, at=NOW)


def chooses(house: House, way: Way = WAY, version: int = 0, at: dt.datetime = NOW) -> WordWay:
    by = member(house, "safeguarding_lead")
    return sending.choose_way(by=by, pupil=house.child(ADA), way=way, version=version, at=at)


def a_page(house: House, child: Child = ADA, who: str = "Ms Lind") -> Involvement:
    return Involvement.objects.create(
        school=house.school, pupil=house.child(child), kind="professional", who=who,
        email="lind@council.example", purpose="Meets them", began_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_tell_a_word_and_say_how_it_is_wanted(house: House, role: str) -> None:
    has_one(house)
    by, pupil, mark = member(house, role), house.child(ADA), trail_lines.newest()
    if role not in whose_page.READ_CARE:
        with pytest.raises(PermissionDenied):
            sending.say_sent(by=by, pupil=pupil, sent=TOLD, at=NOW)
        with pytest.raises(PermissionDenied):
            sending.choose_way(by=by, pupil=pupil, way=WAY, version=0, at=NOW)
        assert not Word.objects.exists() | WordWay.objects.exists()
        return
    word = sending.say_sent(by=by, pupil=pupil, sent=TOLD, at=NOW)
    way = sending.choose_way(by=by, pupil=pupil, way=WAY, version=0, at=NOW)
    said, chosen = trail_lines.since(mark)
    assert (said.ids, said.detail) == ([pupil.pk], {"contact": word.pk})
    assert (chosen.ids, chosen.detail) == ([pupil.pk], {"way": way.pk})


def test_of_no_child_who_is_somebody_elses(house: House, next_door: House) -> None:
    has_one(house, BEN)
    for role, pupil in (
        ("designated_teacher", house.child(BEN)),
        ("safeguarding_lead", next_door.child(NEXT_DOOR[0])),
    ):
        with pytest.raises(PermissionDenied):
            sending.say_sent(by=member(house, role), pupil=pupil, sent=TOLD, at=NOW)


def test_whose_they_are_is_told_to_nobody_who_may_not_read_it(house: House) -> None:
    has_one(house)
    has_one(house, BEN)
    keys = [house.child(ADA).pk, house.child(BEN).pk]
    lead, designated = member(house, "safeguarding_lead"), member(house, "designated_teacher")
    assert social_workers.of(keys, by=lead, today=TODAY) == frozenset(keys)
    assert social_workers.of(keys, by=designated, today=TODAY) == {house.child(ADA).pk}
    for role in ("tutor", "office", "pastoral_lead", "data_protection_officer"):
        with pytest.raises(PermissionDenied):
            social_workers.of(keys, by=member(house, role), today=TODAY)


@pytest.mark.parametrize(("value", "until"), [("no", None), ("", None), ("yes", 1)])
def test_without_a_social_worker_nothing_is_kept(
    house: House, value: str, until: int | None
) -> None:
    fact(house, ADA, "characteristics", until, trait="social_worker", value=value)
    with pytest.raises(NotSent):
        tells(house)
    with pytest.raises(NotSent):
        chooses(house)
    assert not Word.objects.exists() | WordWay.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [Sent("", "phone"), Sent(" \x00 ", "phone"), Sent("Away.", "pigeon"), Sent("Away.", ""),
     Sent("a" * (LONGEST_WORD + 1), "phone"), Sent("Away.", "page"), Sent("Away.", "page", 999999)],
)  # fmt: skip
def test_what_makes_no_sense_is_not_kept(house: House, sent: Sent) -> None:
    has_one(house)
    with pytest.raises(NotSent) as wrong:
        tells(house, sent=sent)
    assert wrong.value.do
    assert not Word.objects.exists()


def test_a_double_tap_is_one_word_and_a_later_one_is_two(house: House) -> None:
    has_one(house)
    assert tells(house).pk == tells(house).pk
    sending.say_sent(by=member(house, "safeguarding_lead"), pupil=house.child(ADA), sent=TOLD,
                     at=NOW + dt.timedelta(minutes=20))  # fmt: skip
    assert len(words_told.of_day(house.school.pk, [house.child(ADA).pk], TODAY)) == 1
    assert Word.objects.count() == 2


def test_only_whoever_told_it_takes_it_back_and_only_that_day(
    house: House, next_door: House
) -> None:
    has_one(house)
    key, morrow = tells(house).pk, TODAY + dt.timedelta(days=1)
    lead = member(house, "safeguarding_lead")
    strangers = (member(house, "headteacher"), TODAY), (lead, morrow)
    for by, on in (*strangers, (next_door.adults["safeguarding_lead"], TODAY)):
        with pytest.raises(NotYours):
            sending.take_back(by=by, key=key, today=on)
    mark = trail_lines.newest()
    sending.take_back(by=lead, key=key, today=TODAY)
    assert not Word.objects.exists()
    assert [(x.verb, x.detail) for x in trail_lines.since(mark)] == [
        (Verb.IN_TOUCH_TAKEN_BACK, {"contact": key})
    ]


def test_no_word_that_somebody_wrote_is_in_the_trail(house: House) -> None:
    has_one(house)
    mark = trail_lines.newest()
    key = tells(house).pk
    chooses(house)
    sending.take_back(by=member(house, "safeguarding_lead"), key=key, today=TODAY)
    lines = trail_lines.since(mark)
    assert len(lines) == 3
    for line in lines:
        for kept in ("Zebra", "Lind", "council", "social"):
            assert kept not in f"{line.verb} {line.detail}"


def test_the_trail_tells_a_word_apart_from_no_other_being_in_touch(house: House) -> None:
    """Whoever searches the trail may not know which child has a social worker."""
    has_one(house)
    lead, pupil, mark = member(house, "safeguarding_lead"), house.child(ADA), trail_lines.newest()
    chooses(house)
    sending.take_back(by=lead, key=tells(house).pk, today=TODAY)
    words = trail_lines.since(mark)
    mark = trail_lines.newest()
    ways.keep(by=lead, pupil=pupil, wanted=Wanted("home", "phone"), at=NOW)
    spoke = writing.write_down(
        by=lead, pupil=pupil, told=Told("home", "phone", "hello", TODAY), at=NOW
    )
    writing.take_back(by=lead, pupil=pupil, key=spoke.pk, at=NOW)
    others = trail_lines.since(mark)
    assert [(x.verb, list(x.detail)) for x in words] == [(x.verb, list(x.detail)) for x in others]


def test_a_word_goes_to_the_page_of_one_child_alone(house: House) -> None:
    has_one(house)
    theirs, others = a_page(house), a_page(house, EVE)
    ended = a_page(house, who="Mr Ended")
    Involvement.objects.filter(pk=ended.pk).update(ended_at=NOW)
    for key in (others.pk, ended.pk):
        with pytest.raises(NotSent):
            tells(house, sent=Sent("Away.", "page", key))
    tells(house, sent=Sent("Away.", "page", theirs.pk))
    assert [one[0] for one in words_told.on_page(theirs.pk, TODAY)] == ["Away."]
    assert words_told.on_page(theirs.pk, TODAY + dt.timedelta(days=1)) == []
    assert words_told.on_page(others.pk, TODAY) == []


def test_two_people_write_a_way_and_nothing_is_lost(house: House) -> None:
    has_one(house)
    assert chooses(house).version == 1
    with pytest.raises(WayMoved):
        chooses(house, replace(WAY, who="Somebody else"))
    assert chooses(house, replace(WAY, who="Mr Orr"), version=1).who == "Mr Orr"
    with pytest.raises(WayMoved):
        chooses(house, version=1)
    assert WordWay.objects.get().who == "Mr Orr"


@pytest.mark.parametrize(
    "way", [replace(WAY, how="owl"), replace(WAY, by_when="soon"), replace(WAY, who="w" * 101),
            replace(WAY, wishes="w" * 301), replace(WAY, how="page", page=None)]
)  # fmt: skip
def test_a_way_that_makes_no_sense_is_not_kept(house: House, way: Way) -> None:
    has_one(house)
    with pytest.raises(NotSent) as wrong:
        chooses(house, way)
    assert wrong.value.do
    assert not WordWay.objects.exists()


@pytest.mark.parametrize("time", ["09:30Z", "09:30+02:00", "9:30", "09:30:59"])
def test_a_time_is_hours_and_minutes_however_it_was_sent(house: House, time: str) -> None:
    has_one(house)
    assert chooses(house, replace(WAY, by_when=time)).by_when == dt.time(9, 30)
    assert WordWay.objects.get().by_when == dt.time(9, 30)


def test_a_way_is_removed_also_when_there_is_no_social_worker_now(house: House) -> None:
    has_one(house)
    chooses(house)
    Fact.objects.update(until=1)
    ada, lead = house.child(ADA), member(house, "safeguarding_lead")
    with pytest.raises(PermissionDenied):
        sending.remove_way(by=member(house, "tutor"), pupil=ada, version=1)
    with pytest.raises(WayMoved):
        sending.remove_way(by=lead, pupil=ada, version=0)
    sending.remove_way(by=lead, pupil=ada, version=1)
    assert not WordWay.objects.exists()
    with pytest.raises(NotYours):
        sending.remove_way(by=lead, pupil=ada, version=1)


LAST = dt.date(2028, 8, 31)
"""The last day of what is kept for a school year after its own."""


@pytest.mark.parametrize("ended", ["taken away", "over", "left"])
def test_a_way_goes_long_after_the_social_worker_or_the_child(house: House, ended: str) -> None:
    has_one(house)
    chooses(house)
    days_end.swept.send(sender=None, today=LAST + dt.timedelta(days=400))
    assert WordWay.objects.exists(), "there is one still"
    if ended == "taken away":
        Fact.objects.update(until=1)
    elif ended == "over":
        Fact.objects.update(ends=TODAY)
    else:
        house.child(ADA).enrolments.update(left_on=TODAY)
    days_end.swept.send(sender=None, today=LAST)
    assert WordWay.objects.exists()
    days_end.swept.send(sender=None, today=LAST + dt.timedelta(days=1))
    assert not WordWay.objects.exists()


def test_two_records_of_one_child_lose_no_word(house: House) -> None:
    has_one(house)
    has_one(house, BEN)
    tells(house)
    chooses(house)
    ben, by = house.child(BEN), member(house, "safeguarding_lead")
    sending.say_sent(by=by, pupil=ben, sent=TOLD, at=NOW)
    later = Way("phone", None, "Mr Orr", "01632 960001", "Ring twice.")
    sending.choose_way(by=by, pupil=ben, way=later, version=0, at=NOW + dt.timedelta(hours=1))
    records_joined.send(sender=Pupil, stays=house.child(ADA), goes=ben)
    way = WordWay.objects.get(pupil=house.child(ADA))
    assert (way.how, way.who) == ("phone", "Ms Lind / Mr Orr")
    assert "Ring first." in way.wishes
    assert "Ring twice." in way.wishes
    assert Word.objects.filter(pupil=house.child(ADA)).count() == 2
