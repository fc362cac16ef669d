"""What was said, who answers it, and what anybody may read of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from tests import surveys
from tests.app.test_acts import member
from tests.people import TODAY, House
from tests.surveys import HEARD, NOW, a_theme

from belong.insight import words
from belong.insight.questions import you_said
from belong.people import days_end
from belong.people.fetch import NotYours
from belong.practice.voice import codes, ledger, sessions
from belong.practice.voice.ledger import Answered
from belong.practice.voice.ledger_models import Agreement, Session, Theme
from belong.practice.voice.sessions import Listened
from belong.practice.voice.typed import Moved, NotKept

DONE = Answered("done", "The music room is open at lunch.", True, 0)
COUNCIL = Listened(TODAY, "council", "pupils", "Two from each class", "", "Lunch is too loud.")
LATER = dt.timedelta(days=5)


def answered(house: House, theme: Theme, said: Answered = DONE, role: str = "headteacher") -> Theme:
    return ledger.answer(by=member(house, role), key=theme.pk, answered=said, at=NOW + LATER)


def test_what_was_said_waits_until_it_is_answered(house: House) -> None:
    theme = a_theme(house)
    by = member(house, "governor")
    waits = you_said.ask(by, TODAY)
    assert waits.heading == "1 thing waits for an answer"
    assert [one.said for one in waits.waits] == [HEARD.words]
    answered(house, theme)
    done = you_said.ask(by, TODAY)
    assert not done.waits
    assert done.heading == "Everything that was said is answered"
    assert done.answered[0].answered == "Answered Sun 29 Nov 2026, after 5 days"


def test_whoever_answers_it_may_and_another_adult_may_not(house: House) -> None:
    tutor = member(house, "tutor")
    theme = a_theme(house, replace(HEARD, owner=tutor.adult_id))
    with pytest.raises(NotYours):
        answered(house, theme, role="office")
    assert answered(house, theme, role="tutor").did == "done"
    with pytest.raises(PermissionDenied):
        ledger.take_back(by=tutor, key=theme.pk)


def test_two_who_answer_at_once_both_keep_their_words(house: House) -> None:
    theme = a_theme(house)
    answered(house, theme)
    with pytest.raises(Moved) as moved:
        answered(house, theme, replace(DONE, words="Something else."))
    assert moved.value.theirs == DONE.words


def test_changing_an_answer_does_not_change_when_it_came(house: House) -> None:
    theme = answered(house, a_theme(house))
    again = replace(DONE, words="It is open till two.", version=1)
    changed = ledger.answer(
        by=surveys.head(house), key=theme.pk, answered=again, at=NOW + 9 * LATER
    )
    assert changed.answered_on == theme.answered_on


@pytest.mark.parametrize(
    "wrong",
    [replace(HEARD, words=" \x00 "), replace(HEARD, words="x" * 201), replace(HEARD, who="them"),
     replace(HEARD, origin="air"), replace(HEARD, owner=999_999), replace(HEARD, due=None),
     replace(HEARD, due=TODAY - LATER), replace(HEARD, survey=999_999)],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_nothing_is_kept(house: House, wrong: ledger.Heard) -> None:
    with pytest.raises(NotKept):
        a_theme(house, wrong)
    assert not Theme.objects.exists()


def test_another_schools_are_not_there(house: House, next_door: House) -> None:
    theme = a_theme(house)
    session = sessions.listen(by=surveys.head(house), listened=COUNCIL, at=NOW)
    by = surveys.head(next_door)
    for asked in (
        lambda: ledger.one(by, theme.pk),
        lambda: ledger.take_back(by=by, key=theme.pk),
        lambda: sessions.forget(by=by, key=session.pk),
    ):
        with pytest.raises(NotYours):
            asked()
    assert you_said.ask(by, TODAY).waits == ()
    assert you_said.listening(by).sessions == ()


def test_an_open_survey_gives_no_theme(house: House) -> None:
    survey = surveys.opened(house)
    with pytest.raises(NotKept):
        a_theme(house, replace(HEARD, survey=survey.pk))


def test_the_board_shows_what_was_chosen_and_nothing_else(house: House) -> None:
    board = ledger.put_up(by=surveys.head(house))
    answered(house, a_theme(house))
    answered(house, a_theme(house, replace(HEARD, words="Not for all")), replace(DONE, shown=False))
    a_theme(house, replace(HEARD, words="It waits"))
    found = you_said.board(codes.in_threes(board.code))
    assert found
    assert [one.said for one in found.themes] == [HEARD.words]
    assert "Hale" not in repr(found), "it names nobody"


def test_a_board_that_was_taken_down_opens_nothing_ever_again(house: House) -> None:
    by = surveys.head(house)
    board = ledger.put_up(by=by)
    ledger.take_down(by=by)
    assert you_said.board(board.code) is None
    assert ledger.put_up(by=by).code != board.code
    assert you_said.board("") is None


@pytest.mark.parametrize("role", ["tutor", "governor", "office"])
def test_only_who_listens_for_the_school_writes(house: House, role: str) -> None:
    by = member(house, role)
    for act in (
        lambda: ledger.hear(by=by, heard=HEARD, at=NOW),
        lambda: ledger.put_up(by=by),
        lambda: ledger.take_down(by=by),
        lambda: sessions.listen(by=by, listened=COUNCIL, at=NOW),
        lambda: sessions.agree(by=by, words="x", written_with="y", agreed_on=TODAY, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("kind", ["one", "siblings"])
def test_what_one_child_may_be_found_in_is_read_by_few(house: House, kind: str) -> None:
    near = replace(COUNCIL, kind=kind, heard="Nobody sits with me.")
    kept = sessions.listen(by=surveys.head(house), listened=near, at=NOW)
    council = sessions.listen(
        by=surveys.head(house), listened=replace(COUNCIL, on=TODAY - LATER), at=NOW
    )
    assert you_said.listening(surveys.head(house)).sessions == (kept, council)
    for role in ("tutor", "governor", "office"):
        assert you_said.listening(member(house, role)).sessions == (council,), role
    assert sessions.for_everybody(surveys.head(house)) == [council]
    Session.objects.filter(pk=kept.pk).update(by=member(house, "tutor").adult_id)
    assert kept in you_said.listening(member(house, "tutor")).sessions, "who wrote it"


def test_what_waits_for_an_adult_is_told_from_the_day_it_is_given(house: House) -> None:
    by = surveys.head(house)
    assert you_said.mine(by) == ""
    theme = a_theme(house)
    assert theme.due > TODAY
    assert you_said.mine(by) == (
        f"One thing that was said waits for your answer, by {words.day(theme.due)}"
    )
    assert you_said.mine(member(house, "tutor")) == ""
    answered(house, theme)
    assert you_said.mine(by) == ""


def test_how_soon_is_told_of_the_school_from_three_answers_on(house: House) -> None:
    for _ in range(2):
        answered(house, a_theme(house))
    by = member(house, "governor")
    assert you_said.ask(by, TODAY).soon == ""
    answered(house, a_theme(house))
    assert you_said.ask(by, TODAY).soon == "Half of all answers came within 5 days."


def test_an_agreement_says_what_changed_and_can_end(house: House) -> None:
    by = surveys.head(house)
    made = sessions.agree(
        by=by, words="We greet each other", written_with="Year 9", agreed_on=TODAY, at=NOW
    )
    assert sessions.changed(by=by, key=made.pk, words="The gate is kinder", version=0).changed
    with pytest.raises(Moved):
        sessions.changed(by=by, key=made.pk, words="Mine", version=0)
    sessions.end(by=by, key=made.pk, at=NOW)
    (kept,) = you_said.listening(by).agreements
    assert (kept.changed, kept.ended_on) == ("The gate is kinder", TODAY)


def test_what_was_answered_or_heard_goes_five_school_years_later(house: House) -> None:
    """What waits for an answer waits as long as it takes."""
    by, waits = surveys.head(house), a_theme(house)
    done = answered(house, a_theme(house, replace(HEARD, words="A bench, please.")))
    sessions.listen(by=by, at=NOW, listened=Listened(
        TODAY, "council", "pupils", "Years 5 and 6", "", "It is loud."))  # fmt: skip
    holds, over = (
        sessions.agree(by=by, words=words, written_with="the council", agreed_on=TODAY, at=NOW)
        for words in ("We say hello.", "We sit where we like.")
    )
    sessions.end(by=by, key=over.pk, at=NOW)
    days_end.swept.send(sender=None, today=dt.date(2032, 8, 31))
    assert Agreement.objects.count() == 2
    assert Theme.objects.count() == 2
    assert Session.objects.count() == 1
    days_end.swept.send(sender=None, today=dt.date(2032, 9, 1))
    assert list(Theme.objects.values_list("pk", flat=True)) == [waits.pk]
    assert done.pk != waits.pk
    assert not Session.objects.exists()
    assert list(Agreement.objects.values_list("pk", flat=True)) == [holds.pk]
