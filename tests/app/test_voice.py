"""Asking, answering and closing: what is kept of an answer, and what is not."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from tests import trail_lines
from tests.app.test_acts import member
from tests.people import TODAY, House
from tests.surveys import ALL, ASKED, NOW, code_of, head, opened, send

from belong.insight.questions import surveys
from belong.people import days_end
from belong.people.fetch import NotYours
from belong.practice.voice import answering, closing, codes, opening, queries
from belong.practice.voice.answering import Given, NotSent, Over
from belong.practice.voice.models import Answer, Said, Slip, Survey
from belong.practice.voice.opening import NotOpened, Wanted


def test_an_answer_holds_no_person_no_moment_and_no_sequence() -> None:
    for model in (Answer, Said):
        for field in model._meta.fields:
            assert not isinstance(field, models.DateField | models.TimeField | models.AutoField), (
                field
            )
            to = getattr(field, "related_model", None)
            assert to is None or to._meta.label in {
                "people.School", "voice.Survey", "voice.Group",
            }, field  # fmt: skip
        assert isinstance(model._meta.pk, models.UUIDField)
        assert model._meta.pk.default is uuid.uuid4
    assert {f.name for f in Answer._meta.fields} == {
        "id", "school", "survey", "group", "choices", "supported"
    }  # fmt: skip
    assert {f.name for f in Said._meta.fields} == {"id", "school", "survey", "words", "state"}
    assert {f.name for f in Slip._meta.fields} == {
        "digest", "school", "survey", "group", "used"
    }  # fmt: skip


def test_rows_lie_in_the_order_of_their_drawn_keys(house: House) -> None:
    survey = opened(house)
    for n in range(12):
        send(code_of(survey), choices=f"{n % 5 + 1}" * 11)
    assert {one.pk.version for one in Answer.objects.all()} == {4}
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for table in ("voice_answer", "voice_said", "voice_slip"):
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            assert cursor.fetchone()[0].endswith("WITHOUT ROWID")
        cursor.execute("SELECT id FROM voice_answer")
        keys = [row[0] for row in cursor.fetchall()]
    assert keys == sorted(keys), "the order of the file is the order of the keys"


def test_what_is_sent_is_kept_once_without_a_line_in_the_trail(house: House) -> None:
    survey = opened(house)
    mark = trail_lines.newest()
    assert send(code_of(survey).lower(), "12345-12345", "  Longer   break, \x00please ")
    assert not trail_lines.since(mark), "nobody learns when somebody answered"
    answer, said = Answer.objects.get(), Said.objects.get()
    assert (answer.choices, answer.supported, answer.group.name) == (
        "12345-12345", False, "Everybody",
    )  # fmt: skip
    assert (said.words, said.state, said.survey_id) == (
        "Longer break, please", "waits", survey.pk,
    )  # fmt: skip


def test_who_skips_everything_has_sent_nothing(house: House) -> None:
    survey = opened(house)
    assert not send(code_of(survey), "-" * 11)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "choices", ["", "1" * 10, "1" * 12, "6" + "1" * 10, "0" + "1" * 10, "x" * 11]
)
def test_only_what_is_asked_can_be_answered(house: House, choices: str) -> None:
    survey = opened(house)
    with pytest.raises(NotSent):
        send(code_of(survey), choices)
    with pytest.raises(NotSent):
        send(code_of(survey), ALL, "x" * 501)
    assert not Answer.objects.exists()
    assert not Said.objects.exists()


def test_no_more_answers_than_people(house: House) -> None:
    survey = opened(house, replace(ASKED, asked=2))
    assert send(code_of(survey))
    assert send(code_of(survey))
    with pytest.raises(Over):
        send(code_of(survey))
    assert Answer.objects.count() == 2


def test_a_slip_is_good_once(house: House) -> None:
    survey = opened(house)
    (group,) = queries.groups(survey)
    drawn = opening.slips(by=head(house), survey_id=survey.pk, group_id=group.pk, n=3)
    assert len(set(drawn)) == 3
    assert all(codes.tidied(codes.in_threes(code)) == code for code in drawn)
    assert not Slip.objects.filter(digest__in=drawn), "only a sum of each is kept"
    assert send(drawn[0])
    assert not send(drawn[0], words="once more")
    assert Answer.objects.count() == 1
    assert not Said.objects.exists()
    opening.end_slips(by=head(house), survey_id=survey.pk, group_id=group.pk)
    with pytest.raises(Over):
        send(drawn[1])


def test_no_more_slips_than_people(house: House) -> None:
    survey = opened(house, replace(ASKED, asked=3))
    (group,) = queries.groups(survey)
    for n in (0, 4, -1):
        with pytest.raises(NotOpened):
            opening.slips(by=head(house), survey_id=survey.pk, group_id=group.pk, n=n)


def test_nobody_answers_before_it_opens_or_after_it_closes(house: House) -> None:
    by = head(house)
    survey = opening.prepare(by=by, wanted=ASKED, at=NOW)
    code = code_of(survey)
    with pytest.raises(Over):
        send(code)
    opening.open_now(by=by, survey_id=survey.pk, at=NOW)
    for day in (TODAY - dt.timedelta(days=1), ASKED.closes_on + dt.timedelta(days=1)):
        with pytest.raises(Over):
            answering.send(code=code, given=Given(ALL), today=day)
    (group,) = queries.groups(survey)
    opening.shut(by=by, survey_id=survey.pk, group_id=group.pk, shut=True)
    with pytest.raises(Over):
        send(code)
    opening.shut(by=by, survey_id=survey.pk, group_id=group.pk, shut=False)
    assert send(code)
    closing.close(by=by, survey_id=survey.pk, at=NOW)
    with pytest.raises(Over):
        send(code)
    for nothing in ("", "ABC", "ABCDEFGHJ", "O01I" * 3):
        with pytest.raises(Over):
            send(nothing)


class Kept:
    """Stands where answers are counted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows: list[tuple[str, str, bool]] = []
        self.asked: dict[str, int] = {}
        self.times = 0
        monkeypatch.setattr(closing.released, "write", self.write)

    def write(
        self,
        survey: Survey,
        rows: Sequence[tuple[str, str, bool]],
        asked: Mapping[str, int],
        known: object,
    ) -> None:
        self.rows, self.asked, self.times = list(rows), dict(asked), self.times + 1
        assert survey.closed_on is not None


def test_closing_hands_over_what_may_be_counted_and_keeps_no_answer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(monkeypatch)
    survey = opened(house)
    sent = [f"{n % 5 + 1}" * 11 for n in range(20)]
    for n, choices in enumerate(sent):
        send(code_of(survey), choices, f"word {n:02}")
    before = list(Said.objects.values_list("pk", flat=True))
    (group,) = queries.groups(survey)
    opening.slips(by=head(house), survey_id=survey.pk, group_id=group.pk, n=5)
    closed = closing.close(by=head(house), survey_id=survey.pk, at=NOW)
    assert (closed.closed_on, closed.too_few) == (TODAY, False)
    assert sorted(row[1] for row in kept.rows) == sorted(sent)
    assert kept.asked == {"": 30, "Everybody": 30}
    assert not Answer.objects.exists()
    assert not Slip.objects.exists()
    assert not closed.groups.exclude(code=None).exists()
    after = list(Said.objects.order_by("pk").values_list("pk", "words"))
    assert len(after) == 20
    assert not {pk for pk, _ in after} & set(before), "under new keys"
    assert [words for _, words in after] != sorted(words for _, words in after)
    closing.close(by=head(house), survey_id=survey.pk, at=NOW)
    assert kept.times == 1, "twice is once"


def test_rows_are_handed_over_in_a_drawn_order(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the order of keys either: those are there for a while before."""
    kept, shuffled = Kept(monkeypatch), []
    monkeypatch.setattr(
        closing.secrets.SystemRandom, "shuffle", lambda _self, rows: shuffled.append(len(rows))
    )
    survey = opened(house)
    for _ in range(12):
        send(code_of(survey))
    shuffled.clear()
    closing.close(by=head(house), survey_id=survey.pk, at=NOW)
    assert len(kept.rows) == 12
    assert shuffled == [12, 0]


def test_of_fewer_than_ten_nothing_is_kept_but_that(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(monkeypatch)
    survey = opened(house)
    for _ in range(9):
        send(code_of(survey), ALL, "so few of us")
    closed = closing.close(by=head(house), survey_id=survey.pk, at=NOW)
    assert closed.too_few
    assert kept.times == 0
    assert not Answer.objects.exists()
    assert not Said.objects.exists()


def test_it_closes_by_itself_after_its_last_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(monkeypatch)
    survey = opened(house)
    for _ in range(10):
        send(code_of(survey))
    days_end.swept.send(None, today=ASKED.closes_on)
    survey.refresh_from_db()
    assert survey.closed_on is None
    days_end.swept.send(None, today=ASKED.closes_on + dt.timedelta(days=1))
    survey.refresh_from_db()
    assert survey.closed_on == ASKED.closes_on + dt.timedelta(days=1)
    assert kept.times == 1


def test_while_it_is_open_it_is_told_whether_ten_answered_and_no_more(house: House) -> None:
    survey = opened(house)
    told = []
    for _ in range(21):
        send(code_of(survey))
        told.append(surveys.standing(head(house), survey.pk, TODAY).so_far)
    assert told == ["Fewer than ten answers so far."] * 9 + ["Ten or more answers so far."] * 12


@pytest.mark.parametrize("role", ["tutor", "safeguarding_lead", "governor", "attendance_lead"])
def test_only_those_who_listen_may_ask(house: House, role: str) -> None:
    survey = opened(house)
    by = member(house, role)
    with pytest.raises(PermissionDenied):
        opening.prepare(by=by, wanted=ASKED, at=NOW)
    with pytest.raises(PermissionDenied):
        closing.close(by=by, survey_id=survey.pk, at=NOW)
    (group,) = queries.groups(survey)
    with pytest.raises(PermissionDenied):
        opening.slips(by=by, survey_id=survey.pk, group_id=group.pk, n=1)


def test_another_schools_survey_is_not_there(house: House, next_door: House) -> None:
    survey = opened(house)
    by = member(next_door, "headteacher")
    (group,) = queries.groups(survey)
    for try_it in (
        lambda: opening.open_now(by=by, survey_id=survey.pk, at=NOW),
        lambda: closing.close(by=by, survey_id=survey.pk, at=NOW),
        lambda: opening.slips(by=by, survey_id=survey.pk, group_id=group.pk, n=1),
        lambda: opening.shut(by=by, survey_id=survey.pk, group_id=group.pk, shut=True),
    ):
        with pytest.raises(NotYours):
            try_it()


def test_groups_are_those_of_the_register(house: House) -> None:
    survey = opened(house, replace(ASKED, audience="pupils", breakdown="year"))
    assert [(g.name, g.on_roll) for g in queries.groups(survey)] == [
        ("Year 7", 4), ("Year 8", 4), ("Year 11", 2),
    ]  # fmt: skip
    bands = replace(ASKED, breakdown="chosen", bands=("Most days", "Some days", "Few days"))
    chosen = opened(house, bands)
    assert [(g.name, g.on_roll, bool(g.code)) for g in queries.groups(chosen)] == [
        ("Everybody", 30, True), ("Most days", 0, False), ("Some days", 0, False),
        ("Few days", 0, False),
    ]  # fmt: skip
    with pytest.raises(NotSent):
        send(code_of(chosen))
    some = queries.groups(chosen)[2]
    assert send(code_of(chosen), band=some.pk)
    assert Answer.objects.get().group_id == some.pk


@pytest.mark.parametrize(
    "wanted",
    [
        replace(ASKED, title="  "), replace(ASKED, purpose=""), replace(ASKED, title="x" * 81),
        replace(ASKED, audience="governors"), replace(ASKED, how="by number"),
        replace(ASKED, breakdown="sex"), replace(ASKED, breakdown="year"),
        replace(ASKED, opens_on=TODAY - dt.timedelta(days=1)),
        replace(ASKED, closes_on=TODAY - dt.timedelta(days=1)),
        replace(ASKED, closes_on=TODAY + dt.timedelta(days=61)), replace(ASKED, asked=0),
        replace(ASKED, asked=-1), replace(ASKED, scale=99), replace(ASKED, how="named"),
        replace(ASKED, breakdown="chosen", bands=("one",)),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said(house: House, wanted: Wanted) -> None:
    with pytest.raises(NotOpened) as said:
        opening.prepare(by=head(house), wanted=wanted, at=NOW)
    assert said.value.do
    assert not Survey.objects.exists()


def test_what_people_wrote_is_gone_after_its_time(house: House) -> None:
    survey = opened(house)
    for _ in range(10):
        send(code_of(survey), words="A bench")
    closing.close(by=head(house), survey_id=survey.pk, at=NOW)
    days_end.swept.send(None, today=dt.date(2029, 8, 31))
    assert Said.objects.count() == 10
    days_end.swept.send(None, today=dt.date(2029, 9, 1))
    assert not Said.objects.exists()
