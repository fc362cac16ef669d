"""What is left of answers once a survey is closed."""

from __future__ import annotations

import pytest

from belong.practice.voice.counting import WHOLE, Answered, Counted, Question, counted, way

FIVE = Question("safe", 5)


def said(text: str, group: str = "Year 7") -> list[Answered]:
    return [Answered(group, one) for one in text]


@pytest.mark.parametrize(
    ("options", "ways"),
    [(2, "yn"), (3, "ysn"), (4, "yynn"), (5, "yysnn"), (6, "yyssnn"), (7, "yysssnn")],
)
def test_the_two_answers_at_either_end_count_together(options, ways):
    found = [way(str(at), Question("q", options)) for at in range(1, options + 1)]
    assert [one[0] for one in found if one] == list(ways)


def test_what_is_told_of_a_sad_statement_is_what_was_said_to_its_words():
    assert way("1", Question("alone", 5, reverse=True)) == "yes"
    assert way("5", Question("alone", 5, reverse=True)) == "no"


def test_where_the_lowest_answer_stands_first_the_last_agrees():
    ways = [way(choice, Question("s0", 5, lowest_first=True)) for choice in "12345"]
    assert ways == ["no", "no", "some", "yes", "yes"]


def test_what_was_skipped_counts_nowhere():
    (line,) = counted([FIVE], said("1" * 14 + "-" * 30), ["Year 7"])
    assert line == Counted("safe", WHOLE, 10, None, None, None)


@pytest.mark.parametrize("wrong", ["6", "0", "", "12", "x"])
def test_what_is_no_answer_is_refused(wrong):
    with pytest.raises(ValueError, match="no answer to safe"):
        way(wrong, FIVE)


def test_counts_are_rounded_and_small_ones_hidden():
    (line,) = counted([FIVE], said("1" * 23 + "3" * 16 + "5" * 4), [])
    assert line == Counted("safe", WHOLE, 40, 20, 20, None)


def test_of_fewer_than_ten_nothing_is_said():
    (line,) = counted([FIVE], said("1" * 9), [])
    assert line == Counted("safe", WHOLE, None, None, None, None)


def test_that_all_of_a_small_group_say_one_thing_is_not_told():
    (line,) = counted([FIVE], said("1" * 29), [])
    assert line.yes is None
    (line,) = counted([FIVE], said("1" * 30), [])
    assert line.yes == 30


def test_that_everybody_who_was_asked_answered_is_not_told():
    (line,) = counted([FIVE], said("1" * 25), [], {WHOLE: 25})
    assert line.said == 20, "of 25 alone a 25 would be told as 30"


def test_what_could_be_worked_out_by_whoever_knows_how_many_were_asked_is_not_told():
    (line,) = counted([FIVE], said("1" * 10 + "5"), [], {WHOLE: 11})
    assert line == Counted("safe", WHOLE, 10, None, None, None), "it could only be 10 of 11"
    (line,) = counted([FIVE], said("1" * 10 + "5"), [], {WHOLE: 40})
    assert line.yes == 10


def test_each_group_has_its_line_and_everybody_stands_first():
    answers = said("1" * 12) + said("5" * 18, "Year 8")
    lines = list(counted([FIVE], answers, ["Year 7", "Year 8"]))
    assert [(x.group, x.said) for x in lines] == [(WHOLE, 30), ("Year 7", 10), ("Year 8", 20)]


def test_one_group_alone_is_everybody_and_is_not_told_twice():
    assert [x.group for x in counted([FIVE], said("1" * 12), ["Year 7"])] == [WHOLE]
