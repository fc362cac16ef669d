"""What somebody saw: who may leave a word, how long it stays, and that it follows the child."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import ADA, BEN, EVE, NEXT_DOOR, TODAY, House

from belong.intake import jobs
from belong.people import days_end
from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.models import Pupil
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.curiosity import actions, queries, things
from belong.practice.curiosity.actions import NotLeft, Saw
from belong.practice.curiosity.models import LONGEST, Observation

NOW = dt.datetime(2026, 11, 24, 8, 41, tzinfo=dt.UTC)
MORROW = TODAY + dt.timedelta(days=1)
TUMMY = "My tummy."
VERBS = {Verb.OBSERVED, Verb.OBSERVATION_KEPT, Verb.OBSERVATION_TAKEN_BACK}


def left(house: House, role: str = "crossing", child: object = ADA, **more: str) -> Observation:
    """A word about Ada, who was coaxed at the door."""
    said = {"what": "coaxed", "where": "gate", "word": TUMMY} | more
    return actions.leave(
        by=member(house, role),
        pupil=house.child(child),
        saw=Saw(**said),
        at=NOW,  # type: ignore[arg-type]
    )


def changes(mark: int) -> list[str]:
    return [line.verb for line in trail_lines.since(mark) if line.verb in VERBS]


def stands(house: House, on: dt.date = TODAY) -> list[str]:
    return [one.word for one in queries.of_child(house.school.pk, house.child(ADA).pk, on)]


def test_a_word_is_left_and_the_trail_names_the_child_and_no_word(house: House) -> None:
    mark = trail_lines.newest()
    one = left(house)
    line = trail_lines.since(mark)[-1]
    assert (line.verb, line.ids) == (Verb.OBSERVED, [one.pupil_id])
    assert line.detail == {"observation": one.pk}
    assert stands(house) == [TUMMY]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_leave_a_word(house: House, role: str) -> None:
    mark = trail_lines.newest()
    if role in whose_page.OBSERVE:
        left(house, role)
        assert changes(mark) == [Verb.OBSERVED]
        return
    with pytest.raises(PermissionDenied):
        left(house, role)
    assert not Observation.objects.exists()


@pytest.mark.parametrize("role", ["tutor", "key_person", "subject_teacher", "supply"])
def test_nobody_leaves_one_about_a_child_who_is_not_theirs(house: House, role: str) -> None:
    with pytest.raises(PermissionDenied):
        left(house, role, EVE)
    assert not Observation.objects.exists()


def test_a_child_next_door_is_nobodys_here(house: House, next_door: House) -> None:
    zora = next_door.child(NEXT_DOOR[0])
    with pytest.raises(PermissionDenied):
        actions.leave(by=member(house, "crossing"), pupil=zora, saw=Saw("tired", "gate"), at=NOW)


@pytest.mark.parametrize(
    "said", [{"what": "lazy"}, {"what": ""}, {"where": "moon"}, {"word": "a" * (LONGEST + 1)},
             {"note": "a" * (LONGEST + 1)}]
)  # fmt: skip
def test_what_makes_no_sense_is_not_kept(house: House, said: dict[str, str]) -> None:
    with pytest.raises(NotLeft) as wrong:
        left(house, **said)
    assert wrong.value.do
    assert not Observation.objects.exists()


def test_a_double_tap_is_one_word(house: House) -> None:
    mark = trail_lines.newest()
    assert left(house, word=" My\x00  tummy. ").pk == left(house).pk
    assert changes(mark) == [Verb.OBSERVED]
    assert stands(house) == [TUMMY]


def test_what_is_not_kept_is_gone_the_next_day(house: House) -> None:
    left(house)
    assert stands(house, MORROW) == []
    assert queries.lately(house.school.pk, MORROW, TODAY) == []
    assert queries.hard_to_come_in(house.school.pk, MORROW) == frozenset()
    days_end.swept.send(sender=None, today=TODAY)
    assert Observation.objects.exists(), "the day is not over"
    days_end.swept.send(sender=None, today=MORROW)
    assert not Observation.objects.exists()


def test_the_hourly_sweep_tells_that_a_day_is_over(house: House) -> None:
    """Its own clock is the real one, far from the day of the tests: what is old by it goes."""
    old = left(house)
    long_ago = timezone.localdate() - dt.timedelta(days=1)
    Observation.objects.filter(pk=old.pk).update(day=long_ago)
    fresh = left(house, word="Later.")
    Observation.objects.filter(pk=fresh.pk).update(day=timezone.localdate())
    jobs.sweep.func()
    assert list(Observation.objects.all()) == [fresh]


def test_what_is_kept_stays_for_four_weeks_and_no_longer(house: House) -> None:
    mark = trail_lines.newest()
    one = left(house)
    for role in ("tutor", "key_person"):
        kept = actions.keep(by=member(house, role), key=one.pk, today=TODAY)
        assert kept.kept_by_id == house.adults["tutor"].adult_id
    last = TODAY + dt.timedelta(days=things.rules().kept_days)
    assert kept.kept_until == last
    assert changes(mark) == [Verb.OBSERVED, Verb.OBSERVATION_KEPT]
    days_end.swept.send(sender=None, today=last)
    assert stands(house, last) == [TUMMY]
    assert stands(house, last + dt.timedelta(days=1)) == []
    days_end.swept.send(sender=None, today=last + dt.timedelta(days=1))
    assert not Observation.objects.exists()


@pytest.mark.parametrize("role", ["crossing", "supply", "psychologist"])
def test_who_may_not_read_may_not_keep(house: House, role: str) -> None:
    one = left(house)
    with pytest.raises(PermissionDenied):
        actions.keep(by=member(house, role), key=one.pk, today=TODAY)
    assert not Observation.objects.exclude(kept_by=None).exists()


def test_nobody_keeps_one_of_a_child_who_is_not_theirs(house: House, next_door: House) -> None:
    one = left(house, child=EVE)
    for by in (member(house, "tutor"), next_door.adults["headteacher"]):
        with pytest.raises(NotYours):
            actions.keep(by=by, key=one.pk, today=TODAY)


def test_only_whoever_left_it_takes_it_back_and_only_that_day(house: House) -> None:
    one = left(house)
    for role, on in (("lunch_staff", TODAY), ("tutor", TODAY), ("crossing", MORROW)):
        with pytest.raises(NotYours):
            actions.take_back(by=member(house, role), key=one.pk, today=on)
    mark = trail_lines.newest()
    actions.take_back(by=member(house, "crossing"), key=one.pk, today=TODAY)
    assert changes(mark) == [Verb.OBSERVATION_TAKEN_BACK]
    assert not Observation.objects.exists()


def test_two_records_of_one_child_lose_no_word(house: House) -> None:
    same, other = left(house), left(house, word="I want my mum.")
    ben = left(house, child=BEN)
    actions.keep(by=member(house, "tutor"), key=ben.pk, today=TODAY)
    ada, gone = house.child(ADA), house.child(BEN)
    records_joined.send(sender=Pupil, stays=ada, goes=gone)
    assert sorted(stands(house)) == ["I want my mum.", TUMMY]
    same.refresh_from_db()
    other.refresh_from_db()
    assert same.kept_until is not None, "what was kept of either is kept"
    assert not Observation.objects.filter(pupil=gone).exists()


def test_the_database_itself_refuses_nonsense(house: House) -> None:
    one = left(house)
    for wrong in ({"what": ""}, {"kept_until": TODAY}, {"kept_by": one.by_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.filter(pk=one.pk).update(**wrong)


def test_late_in_the_evening_it_is_still_the_same_day_in_london(house: House) -> None:
    summer = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    one = actions.leave(by=member(house, "crossing"), pupil=house.child(ADA),
                        saw=Saw("tired", "home"), at=summer)  # fmt: skip
    assert one.day == timezone.localdate(summer) == dt.date(2026, 7, 2)
