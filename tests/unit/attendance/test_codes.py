"""The code table is the one in the regulations, with its dates, and guesses nothing."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from belong.attendance import codes
from belong.attendance.codes import CLOSED, ENGLAND, NO_MARK, NOT_ON_ROLL, PRESENCE, Kind

# Written out a second time on purpose: a slip in the table must not pass because it is copied.
TODAY = {
    Kind.PRES: {"/", "\\", "L"},
    Kind.AEA: {"K", "V", "P", "W", "B"},
    Kind.AUTH: {"C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T"},
    Kind.UNAUTH: {"G", "N", "O", "U"},
    Kind.NOTPOSS: {"D", "Q", "X", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"},
    Kind.ADMIN: {"Z", "#"},
}
NEW_IN_2024 = {"K", "C1", "C2", "J1", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"}
RETIRED = {
    "H": (Kind.AUTH, dt.date(2024, 8, 18)),
    "J": (Kind.AEA, dt.date(2024, 8, 18)),
    "Y": (Kind.NOTPOSS, dt.date(2024, 8, 18)),
    "F": (Kind.AUTH, dt.date(2014, 8, 31)),
}
THE_CHANGE = dt.date(2024, 8, 19)
NOW = dt.date(2026, 11, 21)


def english(on: dt.date) -> dict[str, Kind]:
    lines = [line for line in codes.table() if line.code_set == ENGLAND and line.in_force(on)]
    assert len({line.code for line in lines}) == len(lines), "a letter with two meanings at once"
    return {line.code: line.kind for line in lines}


def test_every_mark_in_force_is_there_with_its_class_and_no_other() -> None:
    assert english(NOW) == {letter: kind for kind, letters in TODAY.items() for letter in letters}


def test_the_table_of_2024_began_on_19_august() -> None:
    before = english(THE_CHANGE - dt.timedelta(days=1))
    assert set(english(THE_CHANGE)) - set(before) == NEW_IN_2024
    assert set(before) - set(english(THE_CHANGE)) == {"H", "J", "Y"}


@pytest.mark.parametrize("letter", RETIRED)
def test_a_retired_mark_keeps_its_meaning_until_its_last_day(letter: str) -> None:
    kind, last = RETIRED[letter]
    found = codes.find(letter, on=last)
    assert found is not None
    assert found.kind == kind
    assert codes.find(letter, on=last + dt.timedelta(days=1)) is None


@pytest.mark.parametrize("letter", ["", "A", "a", "i", " I", "Y8", "H", "-", "?", "present", "//"])
def test_a_letter_that_is_not_in_the_table_is_nothing(letter: str) -> None:
    assert codes.find(letter, on=NOW) is None


def test_known_says_whether_a_letter_was_ever_there() -> None:
    assert codes.known("H")
    assert not codes.known("A")
    assert codes.known("A", code_set=PRESENCE)
    assert not codes.known("H", code_set=PRESENCE)


def test_the_letter_p_is_sport_here_and_present_there() -> None:
    sport, present = (codes.find("P", on=NOW, code_set=s) for s in (ENGLAND, PRESENCE))
    assert (sport and sport.kind, present and present.kind) == (Kind.AEA, Kind.PRES)


def test_absent_without_a_reason_is_unclassified() -> None:
    lines = [line for line in codes.table() if line.code_set == PRESENCE]
    assert {line.code: line.kind for line in lines} == {"P": Kind.PRES, "A": Kind.UNCLASS}


def test_late_marks_are_l_before_and_u_after_the_register_closed() -> None:
    assert {line.code: line.late for line in codes.table() if line.late} == {
        "L": "before",
        "U": "after",
    }
    assert [n for n in range(256) if codes.late("before")[n]] == [codes.index_of("L")]
    assert [n for n in range(256) if codes.late("after")[n]] == [codes.index_of("U")]


def test_the_marks_that_count_towards_ten_in_ten_weeks() -> None:
    assert {line.code for line in codes.table() if line.counts_for_notice} == TODAY[Kind.UNAUTH]


def test_an_index_is_a_place_in_the_table_and_below_the_special_values() -> None:
    table = codes.table()
    assert [line.index for line in table] == list(range(len(table)))
    assert len(table) < NO_MARK
    assert len({NO_MARK, CLOSED, NOT_ON_ROLL}) == 3


def test_the_index_of_a_letter_is_its_line() -> None:
    for letters in TODAY.values():
        for letter in letters:
            assert codes.table()[codes.index_of(letter)].code == letter
    assert codes.index_of("P") != codes.index_of("P", code_set=PRESENCE)


@pytest.mark.parametrize("letter", ["H", "J", "Y", "A", ""])
def test_a_letter_not_in_force_has_no_index_today(letter: str) -> None:
    with pytest.raises(KeyError, match="no mark"):
        codes.index_of(letter)


def test_a_look_up_has_a_one_for_each_line_of_its_kinds_and_nowhere_else() -> None:
    found = codes.lookup(kinds=frozenset({Kind.AUTH, Kind.UNCLASS}))
    wanted = {line.index for line in codes.table() if line.kind in (Kind.AUTH, Kind.UNCLASS)}
    assert set(np.flatnonzero(found).tolist()) == wanted
    assert (found.shape, found.dtype) == ((256,), np.uint8)


def test_possible_is_missed_and_attended_and_nothing_that_stands_for_no_mark() -> None:
    possible, missed = (codes.lookup(kinds=k) for k in (codes.POSSIBLE_KINDS, codes.MISSED_KINDS))
    attended = codes.lookup(kinds=frozenset({Kind.PRES, Kind.AEA}))
    assert np.array_equal(possible, missed + attended)
    assert not possible[[NO_MARK, CLOSED, NOT_ON_ROLL]].any()


def test_every_mark_has_words_that_name_no_letter_for_a_child() -> None:
    for line in codes.table():
        assert line.words[0].isupper()
        assert line.group


def test_what_rests_on_unverified_knowledge_says_so() -> None:
    unsure = {line.code for line in codes.table() if line.to_be_checked}
    assert unsure == {"Q", "X", "Y", "F", *(f"Y{n}" for n in range(1, 8))}
