"""History against the slow way: a dictionary for each state, kept whole."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belong.attendance.codes import NO_MARK
from belong.registers import deltas
from belong.registers.deltas import Delta
from belong.registers.store import Store, YearMarks, sorted_marks

State = dict[tuple[int, int], int]
YEAR = 2026
PLACES = st.tuples(st.integers(1, 6), st.integers(0, 9))
STATES = st.dictionaries(PLACES, st.integers(0, 30), max_size=25)


def as_marks(state: State) -> YearMarks:
    rows = np.array([(e, s, c) for (e, s), c in state.items()], dtype=np.int64).reshape(-1, 3)
    enrolment, session, code = rows.T
    return sorted_marks(
        YEAR, enrolment.astype(np.int32), session.astype(np.int16), code.astype(np.uint8)
    )


def as_state(marks: YearMarks | None) -> State:
    if marks is None:
        return {}
    places = zip(marks.enrolment.tolist(), marks.session.tolist(), strict=True)
    return dict(zip(places, marks.code.tolist(), strict=True))


def told(delta: Delta) -> dict[tuple[int, int], tuple[int, int]]:
    places = zip(delta.enrolment.tolist(), delta.session.tolist(), strict=True)
    both = zip(delta.old.tolist(), delta.new.tolist(), strict=True)
    return dict(zip(places, both, strict=True))


@given(STATES, STATES)
def test_a_delta_says_exactly_what_differs(before: State, after: State) -> None:
    expected = {
        place: (before.get(place, NO_MARK), after.get(place, NO_MARK))
        for place in before.keys() | after.keys()
        if before.get(place) != after.get(place)
    }
    assert told(deltas.between(as_marks(before), as_marks(after))) == expected


@given(st.lists(STATES, min_size=2, max_size=6), st.data())
def test_any_earlier_state_can_be_had_back(states: list[State], data: st.DataObject) -> None:
    marks = [as_marks(state) for state in states]
    steps = [deltas.between(a, b) for a, b in itertools.pairwise(marks)]
    wanted = data.draw(st.integers(0, len(states) - 1))
    assert as_state(deltas.as_at(marks[-1], reversed(steps[wanted:]))) == states[wanted]


@given(STATES, STATES, STATES)
def test_a_delta_fits_one_state_only(before: State, after: State, other: State) -> None:
    delta = deltas.between(as_marks(before), as_marks(after))
    differs = any(other.get(place, NO_MARK) != old for place, (old, _) in told(delta).items())
    if differs:
        with pytest.raises(ValueError, match="as the delta found"):
            deltas.applied(as_marks(other), delta)
    else:
        expected = {p: c for p, c in other.items() if p not in told(delta)}
        expected |= {p: new for p, (_, new) in told(delta).items() if new != NO_MARK}
        assert as_state(deltas.applied(as_marks(other), delta)) == expected


@given(STATES, STATES, STATES)
def test_touched_again_is_what_two_deltas_share(one: State, two: State, three: State) -> None:
    first = deltas.between(as_marks(one), as_marks(two))
    second = deltas.between(as_marks(two), as_marks(three))
    (hit,) = deltas.touched_again(first, [second])
    shared = [place in told(second) for place in told(first)]
    assert hit.tolist() == shared


@settings(deadline=None)
@given(STATES, STATES)
def test_what_is_kept_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, before: State, after: State
) -> None:
    store = Store(tmp_path_factory.mktemp("history"))
    delta = deltas.between(as_marks(before), as_marks(after))
    kept: Path = store.root / "3"
    name = deltas.keep(store, 3, delta)
    assert told(deltas.read(store, 3, name)) == told(delta)
    assert [path.name for path in kept.iterdir()] == [f"{name}.delta"]
