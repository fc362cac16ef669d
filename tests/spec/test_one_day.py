"""One day"""

from __future__ import annotations

import numpy as np
from tests.drawing import answer, drawn

from belong.attendance.measures.on_a_day import on_a_day
from belong.attendance.measures.registers_in import registers_in

CHAPTER = 14
COVERS = ("not_here", "no_reason_yet", "learning_elsewhere", "registers_in")

TUESDAY = """
    child | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | N            |
    Ben   | /            | I
    Cal   | I            | \\
    Dee   | U            |
    Eve   | V            | V
    Fay   | D            | D
    Gus   | N            | gone
    Hal   |              |
"""

MORNING = """
    child | form | Tue 8 Sep am
    Ada   | 7A   | /
    Ben   | 7A   |
    Cal   | 7B   | M
    Dee   | 7B   |
    Eve   | 7B   |
    Fay   | 7C   | closed
    Gus   |      | /
"""


def forms(drawing: str, column: str) -> dict[str, object]:
    """A column of the answer for each form; only a child whose school is open is waited for."""
    there = drawn(drawing)
    open_to = there.register.marks[:, -1] < 254
    table = registers_in(there.register, np.array(there.told["form"]), open_to)
    return dict(zip(table["form"].to_pylist(), table[column].to_pylist(), strict=True))


def test_the_last_mark_of_the_day_says_who_is_not_here() -> None:
    """Ben went home ill at midday, Cal came at midday. Dee came after the register closed and is in
    the building. Gus had left by the afternoon, and of Hal nothing is known."""
    assert answer(on_a_day, TUESDAY, "not_here") == {
        "Ada": True,
        "Ben": True,
        "Cal": False,
        "Dee": False,
        "Eve": False,
        "Fay": False,
        "Gus": False,
        "Hal": False,
    }


def test_nobody_knows_why_while_the_mark_is_n() -> None:
    """Of the children who are not here, N says that nobody knows why yet."""
    assert answer(on_a_day, TUESDAY, "no_reason_yet") == {
        "Ada": True,
        "Ben": False,
        "Cal": False,
        "Dee": False,
        "Eve": False,
        "Fay": False,
        "Gus": False,
        "Hal": False,
    }


def test_learning_elsewhere_is_neither_here_nor_missing() -> None:
    """A trip is learning elsewhere. D is not: the other school keeps that register."""
    assert answer(on_a_day, TUESDAY, "learning_elsewhere") == {
        "Ada": False,
        "Ben": False,
        "Cal": False,
        "Dee": False,
        "Eve": True,
        "Fay": False,
        "Gus": False,
        "Hal": False,
    }


def test_half_of_a_form_makes_a_register() -> None:
    """7A has marks for one child of two, so its register is in. 7B has one of three: leave the
    office entered. 7C is closed and nobody waits for it. Gus has no form and is in no register."""
    assert forms(MORNING, "is_in") == {"7A": True, "7B": False}
    assert forms(MORNING, "marked") == {"7A": 1, "7B": 1}
    assert forms(MORNING, "children") == {"7A": 2, "7B": 3}
