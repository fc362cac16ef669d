"""What the drawings do not show: types, empty registers, bands of a school's own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from tests.drawing import drawn

from belong.attendance.codes import Kind, index_of
from belong.attendance.measures.absence import absence, reasons
from belong.attendance.measures.bands import Band, band_of, bands
from belong.attendance.measures.counts import of_each_code
from belong.attendance.measures.lateness import lateness
from belong.attendance.measures.missing import missing_marks
from belong.attendance.measures.persistent import is_persistent, is_severe, persistent
from belong.attendance.measures.rates import rate
from belong.attendance.measures.recent import recent
from belong.attendance.measures.spells import spells
from belong.attendance.register import Register

ONE = """
    child | Mon 7 Sep am | Mon 7 Sep pm
    Ada   | U            | L
"""
MEASURES = (absence, persistent, lateness, spells, recent, missing_marks)
Measure = Callable[[Register], pa.Table]


def nobody() -> Register:
    return drawn(ONE).register.rows(np.zeros(0, dtype=np.int32))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.__name__)
def test_a_register_of_nobody_has_no_rows(measure: Measure) -> None:
    assert measure(nobody()).num_rows == 0


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.__name__)
def test_a_measure_has_one_row_an_enrolment_and_names_it(measure: Measure) -> None:
    table = measure(drawn(ONE).register)
    assert table.column_names[:2] == ["enrolment", "pupil"]
    assert table.num_rows == 1


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.__name__)
def test_sums_are_whole_and_shares_are_not(measure: Measure) -> None:
    table = measure(drawn(ONE).register)
    for name in table.column_names[2:]:
        kind = table.schema.field(name).type
        fraction = name.endswith("share") or name == "mean_length"
        assert pa.types.is_floating(kind) == fraction, name
        assert fraction or pa.types.is_integer(kind) or pa.types.is_boolean(kind), name


def test_a_group_of_nobody_has_no_share() -> None:
    empty = rate(nobody())
    assert (empty.enrolments, empty.possible, empty.share) == (0, 0, None)


def test_a_rate_keeps_the_sessions_of_each_kind() -> None:
    one = rate(drawn(ONE).register)
    assert (one.of(Kind.PRES), one.of(Kind.UNAUTH), one.of(Kind.AUTH)) == (1, 1, 0)
    assert one.of_code[index_of("U")] == 1


def test_nobody_has_no_reasons() -> None:
    assert reasons(nobody()).num_rows == 0
    assert of_each_code(nobody().marks).shape == (0, 256)


def test_many_sessions_in_one_row_are_counted_without_overflow() -> None:
    marks = np.full((1, 70_000), index_of("I"), dtype=np.uint8)
    assert of_each_code(marks)[0, index_of("I")] == 70_000


@pytest.mark.parametrize("possible", [10, 20, 190, 380, 1_000_000_000])
def test_a_tenth_and_a_half_are_exact_however_long_the_time(possible: int) -> None:
    missed = np.array([possible // 10 - 1, possible // 10, possible // 2 - 1, possible // 2])
    all_of = np.full(4, possible)
    assert is_persistent(missed, all_of).tolist() == [False, True, True, True]
    assert is_severe(missed, all_of).tolist() == [False, False, False, True]


def test_a_school_may_set_its_own_bands() -> None:
    mine = (Band("All", "Welcome.", 0, True), Band("Some", "Ask.", 8, False))
    missed = np.array([0, 8, 9, 0])
    assert band_of(missed, np.array([100, 100, 100, 0]), mine).tolist() == [0, 0, 1, -1]


def test_the_bands_as_shipped_rise_and_have_words() -> None:
    shipped = bands()
    edges = [(band.percent, band.inclusive) for band in shipped]
    assert edges == [(0, True), (5, False), (10, True), (20, True), (50, True)]
    assert all(band.name and band.in_words.endswith(".") for band in shipped)
