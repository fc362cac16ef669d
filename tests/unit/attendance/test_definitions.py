"""Every definition is complete, is in force, says what the code does, and has an example."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from pathlib import Path

import pytest

from belong.attendance import codes, definitions
from belong.attendance.codes import ENGLAND, Kind
from belong.attendance.definitions import WORDS, load, names, number

ON = dt.date(2026, 11, 21)
SPEC = Path(__file__).parents[2] / "spec"
EVERY = pytest.mark.parametrize("name", names())


@EVERY
def test_every_word_of_a_definition_is_written(name: str) -> None:
    definition = load(name)
    assert [word for word in WORDS if not getattr(definition, word).strip()] == []
    assert definition.name == name
    assert definition.version >= 1


@EVERY
def test_a_definition_is_not_overdue(name: str) -> None:
    assert load(name).review_due > ON


@EVERY
def test_the_measure_a_definition_names_is_there(name: str) -> None:
    module, _, function = load(name).measure.partition(":")
    assert callable(getattr(importlib.import_module(module), function))


@EVERY
def test_the_measure_names_its_definition(name: str) -> None:
    """So that somebody who reads the code finds the words for it."""
    module, _, function = load(name).measure.partition(":")
    room = importlib.import_module(module)
    assert "source" in (getattr(room, function).__doc__ or "")


@EVERY
def test_sentences_end(name: str) -> None:
    definition = load(name)
    said = (definition.rule, definition.denominator, definition.not_this, *definition.why_other)
    assert [sentence for sentence in said if not sentence.endswith((".", "?"))] == []
    assert definition.question.endswith("?")


def test_titles_are_all_different() -> None:
    assert len({load(name).title for name in names()}) == len(names())


def test_every_definition_has_a_drawn_example() -> None:
    covers = [re.search(r"^COVERS = \((.*)\)$", p.read_text(encoding="utf-8"), re.MULTILINE)
              for p in SPEC.glob("test_*.py")]  # fmt: skip
    drawn = {name for found in covers if found for name in re.findall(r'"(\w+)"', found[1])}
    assert drawn == set(names())


RULES = {
    "authorised": Kind.AUTH,
    "unauthorised": Kind.UNAUTH,
    "approved_activity": Kind.AEA,
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_names_every_mark_that_counts(name: str) -> None:
    counted = {c.code for c in codes.table() if c.kind == RULES[name] and c.code_set == ENGLAND}
    assert set(re.findall(r"\b[A-Z]\d?\b", load(name).rule)) == counted


def test_thresholds_are_whole_numbers_the_code_reads() -> None:
    assert number("persistent_absence", "percent") == 10
    assert number("severe_absence", "percent") == 50
    assert number("persistent_absence", "provisional_below") == 20
    assert number("recent_change", "sessions") == 20
    assert number("missing_marks", "warn_over_percent") == 2
    assert number("missing_marks", "doubtful_over_percent") == 5
    assert number("still_recoverable", "year_sessions") == 380


@pytest.mark.parametrize("name", ["nothing", "", "../codes"])
def test_a_name_without_a_definition_is_a_mistake(name: str) -> None:
    with pytest.raises(KeyError, match="no definition"):
        load(name)


def test_a_threshold_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="percentage"):
        number("persistent_absence", "percentage")


def test_names_are_in_order() -> None:
    assert list(names()) == sorted(names())
    assert set(definitions.names()) == {
        p.stem for p in Path(definitions.__file__).parent.glob("*.toml")
    }
