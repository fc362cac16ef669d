"""Surveys at their edges: few people, all of one mind, questionnaires of the school's own, slips
that were used, two taps on Send, and closing while somebody answers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from tests.app.test_survey_results import (
    BANDS,
    LATER,
    MANY,
    OFTEN,
    answered,
    closed,
    mixed,
    more_answers,
    shown,
)  # fmt: skip
from tests.people import TODAY, House
from tests.surveys import ALL, ASKED, NOW, code_of, head, opened, send

from belong.insight import audit_heard
from belong.people import days_end
from belong.practice.voice import answering, closing, opening, pulse, queries, released, scaling
from belong.practice.voice.answering import Given, Over
from belong.practice.voice.models import Answer, Reached, Released, Said, Slip, Survey
from belong.practice.voice.scaling import Brought

pytestmark = pytest.mark.slow

NOT_TOLD = "What they said is not told"


def own(house: House, statements: str, answers: str) -> int:
    """The key of a questionnaire of the school's own."""
    brought = Brought("Ours", "Our council", "our own", statements, answers)
    return scaling.bring(by=head(house), brought=brought, at=NOW).pk


def counts(house: House, choices: Sequence[str], wanted=MANY) -> list[str]:  # type: ignore[no-untyped-def]
    """What is told of each statement."""
    found = shown(house, closed(house, answered(house, choices, wanted)))
    return [one.counts for one in found.said]


def test_answers_of_the_schools_own_are_counted_as_the_form_asks_for_them(house: House) -> None:
    """The lowest first: who taps the last one agrees most."""
    scale = own(house, "I feel safe here", "Not at all\nA little\nSome\nMuch\nVery much")
    (told,) = counts(house, ["5"] * 60 + ["4"] * 20, replace(MANY, scale=scale))
    assert told.startswith("About 80 of about 80 agree;")


def test_of_a_sad_statement_is_told_what_people_said_to_it(house: House) -> None:
    scale = own(house, "I am often alone (-)", "No\nSometimes\nYes")
    (told,) = counts(house, ["1"] * 60, replace(MANY, scale=scale))
    assert told.startswith("Fewer than ten of about 60 agree;")
    assert told.endswith("about 60 do not.")


def test_that_all_of_a_few_agree_is_not_told_as_if_nobody_did(house: House) -> None:
    every = counts(house, ["1" * 10 + "5"] * 20)
    assert all(told.startswith(f"About 20 answered. {NOT_TOLD}") for told in every)
    assert len(set(every)) == 1, "all agree, and all do not, read alike"


def test_what_few_agree_with_of_many_is_told_and_beside_the_last_time(house: House) -> None:
    closed(house, answered(house, mixed(140, 10, 30)))
    found = shown(house, closed(house, answered(house, mixed(8, 0, 180)), 2))
    one = found.said[0]
    assert one.counts.startswith("Fewer than ten of about 190 agree;")
    assert one.changed == "Last time it was about 140 of 180. Fewer agree now."
    assert one.found
    assert one.found.low == 0
    assert 8 / 188 < one.found.high < 0.15
    assert one.bar
    assert one.bar.value == "fewer than ten of 190"


def test_what_few_agree_with_stands_beside_a_look(house: House) -> None:
    closed(house, answered(house, mixed(8, 0, 180)))
    line = next(iter(audit_heard.heard(house.school).values()))[0]
    assert (line.level, line.word) == ("notyet", "Few agree")
    assert "fewer than ten of 190 who answered agree" in line.words


@pytest.mark.parametrize(
    ("asked", "choices"),
    [(11, mixed(10, 0, 1)), (20, mixed(10, 0, 10)), (25, mixed(15, 0, 10)),
     (30, mixed(10, 10, 10))],
)  # fmt: skip
def test_what_can_be_worked_out_from_how_many_were_asked_is_not_told(
    house: House, asked: int, choices: list[str]
) -> None:
    told = counts(house, choices, replace(ASKED, asked=asked))
    assert all(NOT_TOLD in one for one in told), told[0]


def test_how_many_were_asked_is_told_in_tens(house: House) -> None:
    found = shown(house, closed(house, answered(house, mixed(14, 0, 0), replace(ASKED, asked=23))))
    assert found.answered == ("About 10 of about 20 who were asked answered.",)
    assert Reached.objects.get().asked == 20


def test_what_people_say_of_themselves_keeps_how_many_were_asked(house: House) -> None:
    survey = answered(house, mixed(30, 5, 5), BANDS, OFTEN)
    found = shown(house, closed(house, survey))
    assert found.answered == ("About 40 of about 200 who were asked answered.",)
    assert "Of all who were asked" in found.said[0].wide


def test_most_say_what_at_least_half_say_and_no_less(house: House) -> None:
    survey = answered(house, ["1" + "5" * 10] * 80 + ["5" * 5 + "1" * 6] * 20 + ["5" * 11] * 90)
    heading = shown(house, closed(house, survey)).heading
    assert heading.startswith("More say: ")
    assert "Fewer say: " in heading


def test_who_sends_while_it_closes_leaves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = answered(house, mixed(12, 0, 0))
    code, fits = code_of(survey), answering.fits

    def closes(one: Survey, given: Given) -> None:
        fits(one, given)
        closing.close(by=head(house), survey_id=survey.pk, at=NOW)

    monkeypatch.setattr(answering, "fits", closes)
    with pytest.raises(Over):
        answering.send(code=code, given=Given(ALL, "late"), today=TODAY)
    assert Answer.objects.count() == 12, "closing was part of what was taken back here"
    assert not Said.objects.exists()


def test_a_page_that_is_sent_twice_is_one_person(house: House) -> None:
    code = code_of(opened(house))
    given = Given(ALL, "A bench", sending="0123456789abcdef" * 2)
    assert answering.send(code=code, given=given, today=TODAY)
    assert not answering.send(code=code, given=given, today=TODAY)
    assert (Answer.objects.count(), Said.objects.count()) == (1, 1)
    key = Answer.objects.get().pk
    assert key.version == 4
    assert key != uuid.UUID(given.sending), "whoever sees the page cannot find the row"
    another = replace(given, sending="f" * 32)
    assert answering.send(code=code, given=another, today=TODAY)


def slips(survey: Survey, house: House, n: int) -> list[str]:
    (group,) = queries.groups(survey)
    return opening.slips(by=head(house), survey_id=survey.pk, group_id=group.pk, n=n)


def test_nothing_tells_whoever_printed_a_slip_that_it_was_used(house: House) -> None:
    survey = opened(house)
    drawn = slips(survey, house, 30)
    assert send(drawn[7])
    assert queries.opened(drawn[7], TODAY), "its page opens like that of any other"
    assert Slip.objects.count() == 30
    assert len(slips(survey, house, 30)) == 30, "as many can be printed as before"
    assert not send(drawn[7], "5" * 11)
    assert Answer.objects.get().choices == ALL
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT digest FROM voice_slip")
            lie = [row[0] for row in cursor.fetchall()]
        assert lie == sorted(lie), "used or not, they lie in the order of their sums"


def test_where_the_code_of_a_group_is_shut_slips_alone_open_it(house: House) -> None:
    """One code for a group can be used several times by whoever holds it; a slip cannot."""
    survey = opened(house)
    (drawn,), (group,) = slips(survey, house, 1), queries.groups(survey)
    opening.shut(by=head(house), survey_id=survey.pk, group_id=group.pk, shut=True)
    with pytest.raises(Over):
        send(code_of(survey))
    assert send(drawn)
    assert Answer.objects.count() == 1


def grown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later edition of Belong asks one thing more."""
    now = pulse.pulse()
    more = replace(now, statements=(*now.statements, replace(now.statements[0], key="later")))
    monkeypatch.setattr(pulse, "pulse", lambda: more)


def test_results_stay_when_the_pulse_asks_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = closed(house, answered(house, mixed(40, 0, 10)))
    before = shown(house, survey).said
    grown(monkeypatch)
    assert shown(house, survey).said == before
    Released.objects.filter(question="part").update(question="gone")
    first = shown(house, survey).said[0]
    assert first.words == "A statement that is asked no longer."
    assert first.counts == before[0].counts


def test_a_survey_closes_that_was_open_when_the_pulse_began_to_ask_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = answered(house, mixed(40, 0, 15))
    grown(monkeypatch)
    found = shown(house, closed(house, survey))
    assert found.said[0].counts.startswith("About 40 of about 60 agree;")
    assert found.said[-1].counts == "Fewer than ten answered this one."


def test_one_that_does_not_close_keeps_no_other_open(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = answered(house, mixed(12, 0, 0)), answered(house, mixed(12, 0, 0))
    write = released.write

    def breaks(survey: Survey, *args: object, **more: object) -> None:
        if survey.pk == broken.pk:
            raise ValueError("no answer to it: 1-3")
        write(survey, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(closing.released, "write", breaks)
    days_end.swept.send(None, today=ASKED.closes_on + dt.timedelta(days=1))
    for survey in (broken, other):
        survey.refresh_from_db()
    assert broken.closed_on is None
    assert broken.answers.count() == 12
    assert other.closed_on == ASKED.closes_on + LATER
    assert "did not close by itself: ValueError" in caplog.text
    assert "1-3" not in caplog.text


def test_the_long_sum_is_done_before_anybody_waits_and_again_where_somebody_came(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = answered(house, ["12345123451", "54321543215", "33333333333"] * 20)
    done: list[int] = []
    ahead, lock = released.ahead, closing._closed

    def counted(one: Survey, choices: Sequence[str], *more: Any) -> released.Ahead:
        found = ahead(one, choices, *more)
        done.append(len(found.choices))
        return found

    def somebody_comes(*args: object) -> bool:
        more_answers(survey, ["11111111111"])
        return lock(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(released, "ahead", counted)
    monkeypatch.setattr(closing, "_closed", somebody_comes)
    closed(house, survey)
    assert done == [60, 61]
    done.clear()
    monkeypatch.setattr(closing, "_closed", lock)
    closed(house, answered(house, ["12345123451", "54321543215", "33333333333"] * 20))
    assert done == [60]


def test_the_youngest_come_first_and_by_their_names() -> None:
    survey = Survey(breakdown="year")
    years = sorted(["10", "R", "1", "N1", "No group", "N2", "2"], key=opening.in_order)
    assert [opening.called(survey, one) for one in years] == [
        "Nursery 1", "Nursery 2", "Reception", "No group", "Year 1", "Year 2", "Year 10",
    ]  # fmt: skip
