"""The school looks at itself: who may, by name only who agreed, and nobody's words are lost."""

from __future__ import annotations

import datetime as dt

import pytest
from demo_school import looking
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines
from tests.looks import NOW, a_look, member, question, rated
from tests.people import TODAY, House

from belong.insight import audit_said
from belong.insight.audit_heard import HeardLine
from belong.people.fetch import NotYours
from belong.people.permissions import Permission
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.audit import actions, lists, queries, sweeping
from belong.practice.audit.models import Look, Rating, Taker
from belong.practice.audit.wrong import NotKept, WordsMoved


def test_a_look_asks_each_statement_of_its_list_without_what_is_optional(house: House) -> None:
    mark = trail_lines.newest()
    look = a_look(house)
    items = list(look.questions.order_by("place").values_list("item", flat=True))
    assert len(items) == 38
    assert not {"1A.8", "1B.3"} & set(items)
    assert sorted(set(look.questions.values_list("block", flat=True))) == list(range(1, 9))
    line = trail_lines.since(mark)[-1]
    assert (line.verb, line.about, line.ids) == (Verb.AUDIT_OPENED, "school", [house.school.pk])
    assert line.detail == {"look": look.pk}


def test_what_is_optional_is_asked_where_a_school_wants_it(house: House) -> None:
    by = member(house, "headteacher")
    look = actions.open_look(by=by, key="relational", at=NOW, optional=True)
    assert look.questions.count() == 40


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_open_a_look_and_who_may_take_part(house: House, role: str) -> None:
    by = member(house, role)
    if by.may(Permission.AUDIT_LEAD):
        assert role in {"headteacher", "mental_health_lead"}
        actions.open_look(by=by, key="nurture", at=NOW)
    else:
        with pytest.raises(PermissionDenied):
            actions.open_look(by=by, key="nurture", at=NOW)
    look = a_look(house)
    if by.may(Permission.AUDIT_READ):
        group = queries.group_of(by)
        assert actions.join(by=by, look=look, group=group, at=NOW).group == group
        return
    with pytest.raises(PermissionDenied):
        actions.join(by=by, look=look, group="staff", at=NOW)
    assert not Taker.objects.exists()


def test_nobody_is_shown_by_name_who_has_not_agreed(house: House) -> None:
    look, by = a_look(house), member(house, "tutor")
    with pytest.raises(NotKept, match="agreed to be named"):
        actions.rate(by=by, question=question(look), rag="some", note="", version=0, at=NOW)
    assert not Rating.objects.exists()


def test_an_answer_stands_by_name_and_the_trail_has_no_word_of_it(house: House) -> None:
    mark = trail_lines.newest()
    rated(house, "tutor", "some", "The gate feels rushed.")
    line = trail_lines.since(mark)[-1]
    asked = question(a_look(house))
    assert (line.verb, line.detail) == (
        Verb.AUDIT_RATED, {"look": asked.look_id, "question": asked.pk},
    )  # fmt: skip
    (group,) = audit_said.by_group(queries.ratings([asked]))
    assert [(s.mark.value, s.voices[0].name, s.voices[0].note) for s in group.said] == [
        ("some", "Mr Begum", "The gate feels rushed.")
    ]


def test_two_devices_of_one_person_lose_no_word(house: House) -> None:
    rated(house, "tutor", "some", "The gate feels rushed.")
    by, asked = member(house, "tutor"), question(a_look(house))
    kept = Rating.objects.get()
    said = {"by": by, "question": asked, "at": NOW}
    actions.rate(**said, rag="", note="At the gate I see smiles.", version=kept.version)
    with pytest.raises(WordsMoved) as wrong:
        actions.rate(**said, rag="strong", note="Something else.", version=kept.version)
    assert isinstance(wrong.value.stands, Rating)
    assert wrong.value.stands.note == "At the gate I see smiles."
    kept.refresh_from_db()
    assert (kept.rag, kept.note) == ("some", "At the gate I see smiles.")
    # A tap alone writes over no word, so it needs no newest version.
    actions.rate(**said, rag="strong", note=kept.note, version=1)
    kept.refresh_from_db()
    assert (kept.rag, kept.note) == ("strong", "At the gate I see smiles.")


@pytest.mark.parametrize(("rag", "note"), [("best", ""), ("", "words first"), ("some", "x" * 401)])
def test_what_cannot_be_said(house: House, rag: str, note: str) -> None:
    look, by = a_look(house), member(house, "tutor")
    actions.join(by=by, look=look, group="staff", at=NOW)
    with pytest.raises(NotKept):
        actions.rate(by=by, question=question(look), rag=rag, note=note, version=0, at=NOW)
    assert not Rating.objects.exists()


def test_a_governor_answers_as_one_and_nobody_else_does(house: House) -> None:
    look = a_look(house)
    for role, group in (("governor", "staff"), ("tutor", "governors"), ("tutor", "pupils")):
        with pytest.raises(NotKept):
            actions.join(by=member(house, role), look=look, group=group, at=NOW)
    assert not Taker.objects.exists()


def test_who_steps_out_takes_all_they_said_away(house: House) -> None:
    rated(house, "tutor", "some", "The gate feels rushed.")
    rated(house, "governor", "notyet")
    actions.step_out(by=member(house, "tutor"), look=a_look(house))
    assert [one.taker.adult.name for one in Rating.objects.all()] == ["Mr Whitby"]
    assert Taker.objects.count() == 1


def test_a_closed_look_takes_no_answers(house: House) -> None:
    rated(house, "tutor", "some")
    look, by = a_look(house), member(house, "tutor")
    actions.close(by=member(house, "headteacher"), look=look, at=NOW)
    with pytest.raises(NotKept, match="closed"):
        actions.rate(by=by, question=question(look), rag="strong", note="", version=1, at=NOW)
    with pytest.raises(NotKept, match="closed"):
        actions.step_out(by=by, look=look)
    with pytest.raises(NotKept, match="closed"):
        actions.join(by=member(house, "office"), look=look, group="staff", at=NOW)
    assert Rating.objects.get().rag == "some"


def test_one_look_with_a_list_at_a_time_and_the_next_is_compared_with_it(house: House) -> None:
    first, by = a_look(house), member(house, "headteacher")
    with pytest.raises(NotKept, match="is open"):
        actions.open_look(by=by, key="relational", at=NOW)
    with pytest.raises(NotKept, match="no such list"):
        actions.open_look(by=by, key="../secrets", at=NOW)
    yesterday = NOW.date() - dt.timedelta(days=1)
    with pytest.raises(NotKept, match="That day is over"):
        actions.open_look(by=by, key="nurture", at=NOW, meeting_on=yesterday)
    actions.close(by=by, look=first, at=NOW)
    with pytest.raises(NotKept, match="closed already"):
        actions.close(by=by, look=first, at=NOW)
    assert a_look(house).previous == first
    assert a_look(house, "nurture").previous is None


def test_another_schools_look_is_none(house: House, next_door: House) -> None:
    look, by = a_look(house), member(next_door, "headteacher")
    with pytest.raises(NotYours):
        queries.look(by, look.pk)
    with pytest.raises(NotYours):
        queries.question(by, question(look).pk)
    with pytest.raises(NotKept):
        actions.close(by=by, look=look, at=NOW)
    assert queries.looks(by) == []


def test_the_database_itself_refuses_what_must_never_be(house: House) -> None:
    rated(house, "tutor", "some")
    kept = Rating.objects.get()
    for change in ({"rag": "best"},):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.filter(pk=kept.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Taker.objects.filter(pk=kept.taker_id).update(group="pupils")


def test_a_look_of_long_ago_is_gone_with_who_said_what(house: House) -> None:
    rated(house, "tutor", "some")
    look = a_look(house)
    actions.close(by=member(house, "headteacher"), look=look, at=NOW)
    sweeping.swept(today=dt.date(2032, 8, 31))
    assert Look.objects.count() == 1
    sweeping.swept(today=dt.date(2032, 9, 1))
    assert (Look.objects.count(), Rating.objects.count()) == (0, 0)


def said(*pairs: tuple[str, str]) -> audit_said.Difference:
    """Where people stand who said these, each as somebody of a group."""
    return audit_said.difference(
        [Rating(rag=rag, taker=Taker(group=group)) for group, rag in pairs]
    )


def test_differences_are_said_by_group_and_the_furthest_comes_first() -> None:
    far = said(("leaders", "strong"), ("governors", "notyet"), ("staff", "cannot"))
    assert far.sentence == "Leaders say strong. Governors say not yet. Talk about this."
    within = said(("leaders", "some"), ("staff", "strong"), ("staff", "some"))
    assert within.sentence == "Leaders say some. Staff say strong and some. Talk about this."
    same, nobody = said(("leaders", "some"), ("staff", "some")), said(("staff", "cannot"))
    assert "Agreement is good news" in same.sentence
    assert [one.rank for one in (far, within, same, nobody, said())] == [3, 2, 1, 0, 0]


def test_agreeing_is_no_good_news_where_those_who_were_asked_say_less() -> None:
    def beside(level: str) -> audit_said.Difference:
        ours = [Rating(rag="some", taker=Taker(group="leaders"))]
        return audit_said.difference(ours, [HeardLine("Pupils", level, "", "")])

    less = beside("notyet")
    assert "good news" not in less.sentence
    assert less.sentence.endswith("say less: Pupils. Talk about this.")
    assert less.rank == audit_said.APART
    for level in ("some", "strong", "unknown"):
        assert "good news" in beside(level).sentence


def test_a_meeting_moves_with_a_line_in_the_trail(house: House) -> None:
    by, look = member(house, "headteacher"), a_look(house)
    mark = trail_lines.newest()
    actions.move_meeting(by=by, look=look, on=NOW.date(), at=NOW)
    line = trail_lines.since(mark)[-1]
    assert (line.verb, line.detail["meeting_on"]) == (Verb.AUDIT_OPENED, "2026-11-24")
    actions.close(by=by, look=look, at=NOW)
    with pytest.raises(NotKept, match="closed"):
        actions.move_meeting(by=by, look=look, on=NOW.date(), at=NOW)
    with pytest.raises(PermissionDenied):
        actions.move_meeting(by=member(house, "tutor"), look=look, on=None, at=NOW)


def test_the_list_has_three_areas_eight_blocks_and_forty_statements() -> None:
    found = lists.shipped("relational")
    assert len({one.area for one in found.items}) == 3
    assert len({one.block for one in found.items}) == 8
    assert len(found.items) == len({one.item for one in found.items}) == 40
    assert {one.item for one in found.items if one.optional} == {"1A.8", "1B.3"}


@pytest.mark.slow
def test_the_demo_school_looks_at_itself_once(house: House) -> None:
    for _nth in range(2):
        looking.lay(house.school, TODAY)
    now, then = queries.looks(member(house, "headteacher"))
    assert (now.closed_on, now.previous, then.steps.count()) == (None, then, 1)
    assert (Rating.objects.count() > 10, now.steps.count(), len(queries.agreed(now))) == (
        True,
        2,
        2,
    )
