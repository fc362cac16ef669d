"""The class round: child by child, nothing counted of one, and a word between two."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import ADA, BEN, EVE, House, SignIn
from tests.web.test_checkins import tap
from tests.web.test_today import page

from belong.people import days_end
from belong.people.joined import records_joined
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.voice import class_round
from belong.practice.voice.class_round import Given, Thought
from belong.practice.voice.models import NamedWord, Round

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
TERM = "2026-autumn"
WELL, WONDER, WORD = "Asks the best questions.", "Does she sleep?", "I saw you wait for Ben."


def thought(house: House, role: str = "tutor", child: object = ADA, **more: str) -> Round | None:
    said = Thought(**({"goes_well": WELL, "wonder": WONDER} | more))  # type: ignore[arg-type]
    pupil = house.child(child)  # type: ignore[arg-type]
    return class_round.think(by=member(house, role), pupil=pupil, term=TERM, thought=said, at=NOW)


def given(house: House, child: object = ADA) -> NamedWord | None:
    pupil = house.child(child)  # type: ignore[arg-type]
    said = Given(WORD, "note")
    return class_round.give(by=member(house, "tutor"), pupil=pupil, term=TERM, given=said, at=NOW)


def at(house: House, more: str = "") -> str:
    return f"/class-round/{house.child(ADA).pk}/{more}"


@pytest.mark.parametrize(
    ("on", "begun", "says"),
    [("2026-11-24", [], "2026-autumn"), ("2027-01-05", [], "2027-spring"),
     ("2027-04-02", ["2027-02-22"], "2027-spring"), ("2027-04-20", [], "2027-summer"),
     ("2026-12-28", ["2026-11-02"], "2026-autumn"), ("2026-09-02", ["2026-04-13"], "2026-autumn")],
)  # fmt: skip
def test_which_term_it_is(on: str, begun: list[str], says: str) -> None:
    days = [dt.date.fromisoformat(day) for day in begun]
    assert class_round.term(dt.date.fromisoformat(on), days) == says


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_their_own_tutor_and_teacher_go_through_a_form(house: House, role: str) -> None:
    if role in whose_page.CLASS_ROUND:
        thought(house, role)
        return
    with pytest.raises(PermissionDenied):
        thought(house, role)
    assert not Round.objects.exists()


def test_nobody_writes_of_a_child_of_another_form(house: House, signed_in: SignIn) -> None:
    with pytest.raises(PermissionDenied):
        thought(house, "tutor", EVE)
    client = signed_in(house, "tutor")
    eve, nobody = f"/class-round/{house.child(EVE).pk}/", "/class-round/999999/"
    assert client.get(eve).status_code == client.get(nobody).status_code == 404


def test_the_trail_has_no_word(house: House) -> None:
    mark = trail_lines.newest()
    one, word = thought(house), given(house)
    assert one is not None
    assert word is not None
    lines = trail_lines.since(mark)
    assert [line.verb for line in lines] == [Verb.ROUND_SAID, Verb.NAMED_WORD]
    assert [line.detail for line in lines] == [{"round": one.pk}, {"round": word.pk}]


def test_child_by_child_until_everybody_is_thought_of(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    before = page(client, "/class-round/")
    assert "still to think of" in before
    assert before.index(str(house.child(ADA))) < before.index(str(house.child(BEN)))
    assert str(house.child(EVE)) not in before
    while Round.objects.count() < 40:
        answer = client.get("/class-round/").context["answer"]
        waits = [one.pupil for one in answer.lines if one.thought is None]
        if not waits:
            break
        sent = {"goes_well": WELL, "version": 0, "on": 1}
        went_on = client.post(f"/class-round/{waits[0].pk}/", sent)
        rest = [f"/class-round/{one.pk}/" for one in waits[1:]] or ["/class-round/"]
        assert went_on.headers["Location"] == rest[0]
    after = page(client, "/class-round/")
    assert "You have thought of everybody" in after
    assert "Offer a named word" in after


def test_what_was_typed_stays(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    assert "Nothing is written yet." in tap(client, at(house), 422, version=0)
    long = "x" * 201
    assert long in tap(client, at(house), 422, goes_well=long, version=0)
    assert WORD in tap(client, at(house), 422, words=WORD, how="loud")
    assert not Round.objects.exists()
    assert not NamedWord.objects.exists()


def test_go_on_keeps_the_word_as_well(house: House, signed_in: SignIn) -> None:
    client, mark = signed_in(house, "tutor"), trail_lines.newest()
    shown = client.get(at(house)).content.decode()
    assert len(re.findall(r'<form [^>]*action="/class-round/', shown)) == 1
    tap(client, at(house), goes_well=WELL, version=0, words=WORD, how="said", word_version=0, on=1)
    assert Round.objects.get().goes_well == WELL
    assert NamedWord.objects.get().words == WORD
    said = [line.verb for line in trail_lines.since(mark)]
    assert said.count(Verb.ROUND_SAID) == said.count(Verb.NAMED_WORD) == 1


def test_where_one_is_wrong_neither_is_kept_and_both_stand(house: House, signed_in: SignIn) -> None:
    client, mark = signed_in(house, "tutor"), trail_lines.newest()
    said = {"goes_well": WELL, "wonder": WONDER, "version": 0}
    body = tap(client, at(house), 422, words=WORD, word_version=0, on=1, **said)
    assert "How they get it is not chosen." in body
    assert WELL in body
    assert WONDER in body
    assert WORD in body
    long = "x" * 201
    wrong = tap(client, at(house), 422, goes_well=long, words=WORD, how="note")
    assert WORD in wrong
    assert re.search(r'value="note" checked', wrong)
    assert not Round.objects.exists()
    assert not NamedWord.objects.exists()
    verbs = {line.verb for line in trail_lines.since(mark)}
    assert not verbs & {Verb.ROUND_SAID, Verb.NAMED_WORD}


def test_another_window_moved_one_while_the_other_is_wrong(house: House, signed_in: SignIn) -> None:
    """What nobody has read yet is shown before the form is good for a newer version of it."""
    given(house)
    client = signed_in(house, "tutor")
    body = tap(client, at(house), 422, goes_well="x" * 201, words="Mine", how="said")
    assert WORD in body
    assert "Mine" in body
    assert "What stands now" in body


def test_two_windows_see_both_texts(house: House, signed_in: SignIn) -> None:
    thought(house)
    given(house)
    client = signed_in(house, "tutor")
    body = tap(client, at(house), 409, goes_well="Mine", version=0)
    assert WELL in body
    assert "Mine" in body
    assert WORD in tap(client, at(house), 409, words="Mine", how="said", word_version=0)
    tap(client, at(house), goes_well="Both", version=1)
    assert Round.objects.get().goes_well == "Both"
    assert NamedWord.objects.get().words == WORD


def test_two_empty_boxes_take_it_back(house: House, signed_in: SignIn) -> None:
    thought(house)
    given(house)
    client = signed_in(house, "tutor")
    tap(client, at(house), version=1, words=WORD, how="note", word_version=1)
    assert not Round.objects.exists()
    assert NamedWord.objects.get().version == 1
    tap(client, at(house), how="note", word_version=1)
    assert not NamedWord.objects.exists()


def test_who_reads_what_on_the_childs_page(house: House, signed_in: SignIn) -> None:
    thought(house)
    given(house)
    child = f"/children/{house.child(ADA).pk}/"
    near = page(signed_in(house, "pastoral_lead"), child)
    assert WELL in near
    assert WONDER in near
    assert WORD in near
    far = page(signed_in(house, "attendance_lead"), child)
    assert WELL in far
    assert WONDER not in far
    assert WORD not in far
    assert WELL not in page(signed_in(house, "office"), child)


def test_a_joining_loses_no_word(house: House) -> None:
    thought(house)
    given(house)
    thought(house, child=BEN, goes_well="Of the other record.")
    given(house, BEN)
    records_joined.send(sender=None, stays=house.child(ADA), goes=house.child(BEN))
    ada = house.child(ADA).pk
    assert {one.goes_well for one in Round.objects.filter(pupil=ada)} == {
        WELL, "Of the other record."
    }  # fmt: skip
    assert NamedWord.objects.filter(pupil=ada).count() == 2


def test_each_word_of_a_joined_record_is_its_writers_to_change(
    house: House, signed_in: SignIn
) -> None:
    thought(house)
    given(house)
    thought(house, child=BEN, goes_well="Of the other record.")
    given(house, BEN)
    records_joined.send(sender=None, stays=house.child(ADA), goes=house.child(BEN))
    client = signed_in(house, "tutor")
    two, word = Round.objects.get(nth=1), NamedWord.objects.get(nth=1)
    first = client.get(at(house)).content.decode()
    assert "Of the other record." in first
    assert f'href="?thought={two.pk}"' in first
    assert f'href="?word={word.pk}"' in first
    both = at(house, f"?thought={two.pk}&word={word.pk}")
    opened = client.get(both).content.decode()
    for row in (two, word):
        assert f'key" value="{row.pk}"' in opened
    tap(client, at(house), goes_well="Changed.", version=1, key=two.pk)
    tap(client, at(house), words="Changed too.", how="said", word_version=1, word_key=word.pk)
    assert list(Round.objects.order_by("nth").values_list("goes_well", flat=True)) == [
        WELL, "Changed."
    ]  # fmt: skip
    assert set(NamedWord.objects.values_list("words", flat=True)) == {WORD, "Changed too."}
    tap(client, at(house), version=2, key=two.pk)
    assert Round.objects.get().goes_well == WELL
    body = tap(client, at(house), 409, goes_well="Late.", version=2, key=two.pk)
    assert "Late." in body


def test_the_day_a_word_was_said_stays_when_it_is_changed(house: House, signed_in: SignIn) -> None:
    by, pupil = member(house, "tutor"), house.child(ADA)
    for n, (days, how) in enumerate(((18, "said"), (0, "said"))):
        said = Given(f"{WORD} {n}", how, n)
        when = NOW - dt.timedelta(days=days)
        class_round.give(by=by, pupil=pupil, term=TERM, given=said, at=when)
    shown = page(signed_in(house, "pastoral_lead"), f"/children/{pupil.pk}/")
    assert "Said on Fri 6 Nov 2026. " in shown
    assert "wrote this down, Tue 24 Nov 2026." in shown


def test_it_goes_at_the_end_of_the_next_school_year(house: House) -> None:
    thought(house)
    given(house)
    days_end.swept.send(sender=None, today=dt.date(2028, 8, 31))
    assert Round.objects.count() == NamedWord.objects.count() == 1
    days_end.swept.send(sender=None, today=dt.date(2028, 9, 1))
    assert not Round.objects.exists()
    assert not NamedWord.objects.exists()
