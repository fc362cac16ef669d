"""What helps a child: who may write it, that nobody writes over another, and what stays out of
sight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from demo_school import helping
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import ADA, BEN, EVE, NEXT_DOOR, TODAY, House

from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.models import Pupil
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.profiles import actions, around, parts, queries
from belong.practice.profiles.actions import NotWritten, WordsMoved
from belong.practice.profiles.around import Somebody
from belong.practice.profiles.models import LONGEST, Approval, CirclePerson, Grace, Part, Place

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
NOD = "A nod and “alright, Ada”."
VERBS = {Verb.PROFILE_WRITTEN, Verb.PROFILE_AGREED}
DAY = dt.timedelta(days=1)


def wrote(house: House, words: str = NOD, role: str = "tutor", **more: object) -> Part | None:
    """How Ada likes to be greeted."""
    said: dict[str, object] = {
        "key": "greeting", "own": True, "version": 0, "at": NOW, "pupil": house.child(ADA)
    }  # fmt: skip
    return actions.write(by=member(house, role), words=words, **(said | more))  # type: ignore[arg-type]


def told(house: House, on: dt.date = TODAY, child: object = ADA) -> queries.Told:
    return queries.told(house.school.pk, house.child(child).pk, on)  # type: ignore[arg-type]


def agree(house: House, at: dt.datetime = NOW, version: int | None = None) -> Approval:
    now = told(house).version if version is None else version
    by = member(house, "tutor")
    return actions.agreed(by=by, pupil=house.child(ADA), version=now, at=at)


def changes(mark: int) -> list[str]:
    return [line.verb for line in trail_lines.since(mark) if line.verb in VERBS]


def test_a_part_is_written_and_the_trail_names_the_child_and_no_word(house: House) -> None:
    mark = trail_lines.newest()
    part = wrote(house, "  A nod\x00 and “alright, Ada”. ")
    assert part is not None
    line = trail_lines.since(mark)[-1]
    assert (line.verb, line.ids) == (Verb.PROFILE_WRITTEN, [part.pupil_id])
    assert line.detail == {"part": part.pk}
    stood = told(house).parts["greeting"]
    assert (stood.words, stood.own, stood.version) == (NOD, True, 1)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_write(house: House, role: str) -> None:
    if role in whose_page.WRITE_HELPS:
        assert wrote(house, role=role)
        return
    with pytest.raises(PermissionDenied):
        wrote(house, role=role)
    assert not Part.objects.exists()


def every_change(house: House, child: Pupil) -> list[Callable[[], object]]:
    """Everything that can be written about a child, by Ada's tutor."""
    who: dict[str, Any] = {"by": member(house, "tutor"), "pupil": child}
    return [
        lambda: wrote(house, pupil=child),
        lambda: actions.hide(**who, key="greeting", hidden=True, at=NOW),
        lambda: actions.agreed(**who, version=0, at=NOW),
        lambda: around.give_grace(**who, sort="any_time", until=TODAY, at=NOW),
        lambda: around.end_grace(**who, key=1),
        lambda: around.add_person(**who, person=Somebody("Nan"), at=NOW),
        lambda: around.remove_person(**who, key=1),
        lambda: around.choose_place(**who, place=1, keep=True, at=NOW),
    ]


def test_nobody_writes_of_a_child_who_is_not_theirs(house: House, next_door: House) -> None:
    for child in (house.child(EVE), next_door.child(NEXT_DOOR[0])):
        for change in every_change(house, child):
            with pytest.raises(PermissionDenied):
                change()


@pytest.mark.parametrize("wrong", [{"words": "a" * (LONGEST + 1)}, {"key": "diagnosis"}])
def test_what_makes_no_sense_is_not_kept(house: House, wrong: dict[str, str]) -> None:
    with pytest.raises(NotWritten) as error:
        wrote(house, **wrong)  # type: ignore[arg-type]
    assert error.value.do
    assert not Part.objects.exists()


def test_nobody_writes_over_another(house: House) -> None:
    wrote(house)
    for version in (0, 7):
        with pytest.raises(WordsMoved):
            wrote(house, "Hello!", role="key_person", version=version)
    wrote(house, "Hello!", role="key_person", version=1)
    with pytest.raises(WordsMoved):
        wrote(house, "Morning.", version=1)
    assert told(house).parts["greeting"].words == "Hello!"


def test_words_taken_away_leave_nothing_but_a_version(house: House) -> None:
    wrote(house)
    wrote(house, "", version=1)
    assert told(house).parts == {}
    with pytest.raises(WordsMoved):
        wrote(house, "Hello!", version=0)
    wrote(house, "Hello!", version=2)
    assert told(house).parts["greeting"].version == 3


def test_the_same_words_again_are_no_change(house: House) -> None:
    wrote(house)
    mark = trail_lines.newest()
    wrote(house, version=0)
    assert changes(mark) == []


def test_what_a_child_hides_is_told_nobody(house: House) -> None:
    wrote(house)
    agree(house)
    by, ada = member(house, "tutor"), house.child(ADA)
    actions.hide(by=by, pupil=ada, key="greeting", hidden=True, at=NOW)
    assert told(house).parts == {}
    assert told(house).kept_back == {"greeting"}
    assert queries.greetings([ada.pk], TODAY) == {}
    actions.hide(by=by, pupil=ada, key="greeting", hidden=False, at=NOW)
    assert told(house).parts["greeting"].words == NOD
    with pytest.raises(NotYours):
        actions.hide(by=by, pupil=ada, key="praise", hidden=True, at=NOW)


def test_what_was_agreed_out_of_sight_is_agreed_anew_once_it_is_shown(house: House) -> None:
    wrote(house)
    by, ada = member(house, "tutor"), house.child(ADA)
    actions.hide(by=by, pupil=ada, key="greeting", hidden=True, at=NOW)
    agree(house)
    later = NOW + dt.timedelta(minutes=5)
    actions.hide(by=by, pupil=ada, key="greeting", hidden=False, at=later)
    assert told(house).changed
    assert queries.greetings([ada.pk], TODAY) == {}
    agree(house, later + dt.timedelta(minutes=5))
    assert queries.greetings([ada.pk], TODAY)[ada.pk].words == NOD


def test_a_part_that_is_none_is_not_there(house: House) -> None:
    for key in ("gree\x00ting", "diagnosis", ""):
        with pytest.raises(NotYours):
            actions.hide(
                by=member(house, "tutor"), pupil=house.child(ADA), key=key, hidden=True, at=NOW
            )


def test_a_child_agrees_to_what_they_read(house: House) -> None:
    with pytest.raises(NotWritten):
        agree(house)
    wrote(house)
    with pytest.raises(WordsMoved):
        agree(house, version=5)
    mark = trail_lines.newest()
    assert agree(house).pk == agree(house).pk
    assert changes(mark) == [Verb.PROFILE_AGREED]
    assert told(house).agreed is not None
    assert not told(house).changed
    wrote(house, "Hello!", version=1, at=NOW + DAY)
    assert told(house).changed


def test_a_greeting_is_for_others_only_as_the_child_agreed_to_it(house: House) -> None:
    ada = house.child(ADA).pk
    wrote(house)
    assert queries.greetings([ada], TODAY) == {}
    agree(house)
    assert queries.greetings([ada], TODAY)[ada].words == NOD
    later = TODAY + DAY * parts.rules().agreed_days
    assert ada in queries.greetings([ada], later)
    assert queries.greetings([ada], later + DAY) == {}
    wrote(house, "Hello!", version=1, at=NOW + DAY)
    assert queries.greetings([ada], TODAY) == {}


def test_praise_is_as_it_stands(house: House) -> None:
    ada = house.child(ADA).pk
    assert queries.praise(ada) == ""
    wrote(house, "Quietly.", key="praise")
    assert queries.praise(ada) == "Quietly."
    actions.hide(
        by=member(house, "tutor"), pupil=house.child(ADA), key="praise", hidden=True, at=NOW
    )
    assert queries.praise(ada) == ""


def give(house: House, until: dt.date = TODAY + 7 * DAY, sort: str = "any_time") -> Grace:
    by = member(house, "tutor")
    return around.give_grace(by=by, pupil=house.child(ADA), sort=sort, until=until, at=NOW)


def test_grace_ends_by_itself(house: House) -> None:
    given, ada = give(house), house.child(ADA).pk
    assert give(house, TODAY + 2 * DAY).pk == given.pk
    assert queries.grace([ada], TODAY + 2 * DAY) == {ada: ("any_time",)}
    assert told(house, TODAY + 2 * DAY).graces[0].sort == "any_time"
    assert queries.grace([ada], TODAY + 3 * DAY) == {}
    assert told(house, TODAY + 3 * DAY).graces == ()
    with pytest.raises(NotYours):
        around.end_grace(by=member(house, "tutor"), pupil=house.child(BEN), key=given.pk)
    around.end_grace(by=member(house, "tutor"), pupil=house.child(ADA), key=given.pk)
    assert queries.grace([ada], TODAY) == {}


def test_grace_has_a_near_end_and_no_reason_of_its_own(house: House) -> None:
    most = TODAY + DAY * parts.rules().grace_days
    assert give(house, most).until == most
    for until, sort in ((most + DAY, "any_time"), (TODAY - DAY, "any_time"), (TODAY, "poorly")):
        with pytest.raises(NotWritten):
            give(house, until, sort)


def test_the_circle_and_a_place(house: House, next_door: House) -> None:
    by, ada = member(house, "tutor"), house.child(ADA)
    nan = around.add_person(by=by, pupil=ada, person=Somebody("Nan", "Gran", "out"), at=NOW)
    around.add_person(by=by, pupil=ada, person=Somebody(" Nan ", "Gran", "out"), at=NOW)
    for wrong in (Somebody(" "), Somebody("Nan", where="moon"), Somebody("N" * 81)):
        with pytest.raises(NotWritten):
            around.add_person(by=by, pupil=ada, person=wrong, at=NOW)
    assert [one.name for one in told(house).circle] == ["Nan"]
    with pytest.raises(NotYours):
        around.remove_person(by=by, pupil=house.child(BEN), key=nan.pk)
    around.remove_person(by=by, pupil=ada, key=nan.pk)
    assert told(house).circle == ()
    shed = Place.objects.create(school=house.school, name="Bike shed", when="Lunch")
    around.choose_place(by=by, pupil=ada, place=shed.pk, keep=True, at=NOW)
    assert [(p.key, p.name, p.when) for p in told(house).places] == [
        (shed.pk, "Bike shed", "Lunch")
    ]
    around.choose_place(by=by, pupil=ada, place=shed.pk, keep=False, at=NOW)
    assert told(house).places == ()
    theirs = Place.objects.create(school=next_door.school, name="Den")
    with pytest.raises(NotYours):
        around.choose_place(by=by, pupil=ada, place=theirs.pk, keep=True, at=NOW)


def test_two_records_of_one_child_lose_no_word(house: House) -> None:
    ada, ben = house.child(ADA), house.child(BEN)
    by = member(house, "tutor")
    wrote(house)
    agree(house)
    wrote(house, "N" * LONGEST, pupil=ben)
    wrote(house, "Quietly.", key="praise", pupil=ben)
    actions.hide(by=by, pupil=ben, key="greeting", hidden=True, at=NOW)
    give(house, TODAY)
    around.give_grace(by=by, pupil=ben, sort="any_time", until=TODAY + DAY, at=NOW)
    shed = Place.objects.create(school=house.school, name="Bike shed")
    for one in (ada, ben):
        around.add_person(by=by, pupil=one, person=Somebody("Nan"), at=NOW)
        around.choose_place(by=by, pupil=one, place=shed.pk, keep=True, at=NOW)
    around.add_person(by=by, pupil=ben, person=Somebody("Joe"), at=NOW)
    records_joined.send(sender=Pupil, stays=ada, goes=ben)
    now = told(house)
    greeting = Part.objects.get(pupil=ada, key="greeting")
    assert NOD in greeting.words
    assert "N" * LONGEST in greeting.words
    assert greeting.hidden, "what was out of sight stays so"
    assert now.parts["praise"].words == "Quietly."
    assert now.agreed is None, "nobody agreed to both"
    assert [(g.sort, g.until) for g in now.graces] == [("any_time", TODAY + DAY)]
    assert [one.name for one in now.circle] == ["Nan", "Joe"]
    assert [one.name for one in now.places] == ["Bike shed"]
    assert not Part.objects.filter(pupil=ben).exists()
    assert not CirclePerson.objects.filter(pupil=ben).exists()


def test_the_database_itself_refuses_nonsense(house: House) -> None:
    part = wrote(house)
    assert part is not None
    for wrong in ({"key": ""}, {"version": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Part.objects.filter(pk=part.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.create(school=house.school, pupil=part.pupil, key="greeting",
                            written_by_id=part.written_by_id, written_at=NOW)  # fmt: skip


def test_the_demo_lays_it_once_and_misses_nobody_who_is_not_there(house: House) -> None:
    helping.lay(house.school, TODAY)
    assert not Part.objects.exists()
    Pupil.objects.filter(pk=house.child(ADA).pk).update(surname="Reid", known_as="Cal")
    for _again in range(2):
        helping.lay(house.school, TODAY)
    now = told(house)
    assert now.agreed is not None
    assert not now.changed
    assert {"own_words", "greeting", "calm"} <= set(now.parts)
    assert [one.name for one in now.circle] == ["Nan"]
