"""Every kind of record hangs together, and a definition that does not is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from belong.attendance import codes
from belong.registers.kinds import Field, kind_named, kinds
from belong.registers.kinds.kind import CARE, squeezed
from belong.registers.kinds.loading import kind_from
from belong.registers.sources.columns import DETAILS, identifiers, plain

EVERY = {
    "behaviour", "characteristics", "class_members", "class_teachers", "classes", "clubs",
    "contacts", "enrolments", "groups", "lesson_marks", "on_track", "placements", "removals",
    "staff", "suspensions", "timetable",
}  # fmt: skip
PEOPLE = {*identifiers(), *DETAILS, "name", "school"}
NEVER = ("truant", "refuser", "offender", "at risk", "flagged", "hard to reach")


def _definition(**changed: Any) -> dict[str, Any]:
    return {
        "title": "Things", "one_row": "one thing", "about": "pupil", "dated": "day",
        "key": ["on"], "care": "", "asks": "", "source": "", "reviewed": dt.date(2026, 11, 21),
        "fields": {"on": {"type": "date", "required": True, "synonyms": ["Date"]}},
    } | changed  # fmt: skip


def test_every_kind_a_school_exports_is_there():
    assert {kind.name for kind in kinds()} == EVERY
    assert kind_named("behaviour").title == "Behaviour events"


def test_a_kind_nobody_defined_is_not_found():
    with pytest.raises(KeyError, match="no kind of record is called 'weather'"):
        kind_named("weather")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_a_kind_says_what_it_is_where_it_comes_from_and_what_is_still_open(kind):
    assert kind.title
    assert kind.one_row
    assert kind.source
    assert "pk" in kind.asks
    assert kind.reviewed >= dt.date(2026, 11, 1)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_every_column_has_headings_and_none_is_called_as_a_childs_number_or_name_is(kind):
    bare = [ours for ours, names in kind.columns.items() if not names]
    assert bare == []
    own = {field.name for field in kind.fields}
    if kind.about == "pupil":
        assert not own & PEOPLE
    assert not own & {"record", "minutes"}, "these two are never counted value by value"


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_words_that_decide_which_rows_are_kept_are_words_of_their_field(kind):
    for ours, words in kind.only.items():
        assert set(words) < kind.field(ours).words
    for other in kind.beside:
        assert other in EVERY | {"pupils"}


def test_comments_that_may_name_other_children_are_off_everywhere():
    free = [(k.name, f.name, f.default_off) for k in kinds() for f in k.fields if f.type == "words"]
    assert len(free) >= 7
    assert [one for one in free if not one[2]] == []


def test_what_needs_a_gate_names_one():
    assert kind_named("contacts").care == "contact"
    gates = {t.name: t.field.care for t in kind_named("characteristics").traits}
    assert gates["social_worker"] == gates["in_care"] == gates["kinship"] == "social care"
    assert gates["sen_need"] == "health"
    assert gates["fsm"] == ""
    assert set(gates.values()) <= CARE


def test_three_kinds_of_free_meal_money_are_three_things():
    names = [trait.name for trait in kind_named("characteristics").traits]
    assert [names.count(one) for one in ("fsm", "fsm6", "pupil_premium")] == [1, 1, 1]


def test_every_letter_of_the_national_reasons_has_a_word_of_its_own():
    reasons = kind_named("suspensions").field("reasons")
    letters = [
        "PP", "PA", "VP", "VA", "OW", "BU", "RA", "LG",
        "DS", "SM", "DA", "DM", "TH", "DB", "MT", "PH",
    ]  # fmt: skip
    assert len({reasons.word(letter) for letter in letters} - {None}) == len(letters)


def test_an_unknown_ethnicity_is_never_other():
    field = next(t.field for t in kind_named("characteristics").traits if t.name == "ethnicity")
    assert field.otherwise == "Unclassified"
    assert field.words == {"White", "Mixed", "Asian", "Black", "Other", "Unclassified"}
    assert {field.word(c) for c in ("REFU", "NOBT")} == {"Unclassified"}


def test_no_word_on_a_screen_labels_a_child():
    shown = [k.title + k.one_row for k in kinds()]
    shown += [f.title + " ".join(f.words) for k in kinds() for f in k.fields]
    shown += [t.field.title + " ".join(t.field.words) for k in kinds() for t in k.traits]
    everything = " ".join(shown).casefold()
    assert [word for word in NEVER if word in everything] == []


@pytest.mark.parametrize("text", ["Free School Meals", "FSM_start-date", "É t é 9", ""])
def test_headings_are_compared_as_the_readers_of_registers_compare_them(text):
    assert squeezed(text) == plain(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [("sus", "suspension"), (" SUS.", "suspension"), ("Fixed-term", "suspension"), ("?", None)],
)
def test_a_word_is_found_whatever_its_case_and_punctuation(text, word):
    assert kind_named("suspensions").field("kind").word(text) == word


def test_a_code_set_of_marks_stays_the_registers_own():
    assert kind_named("lesson_marks").field("mark").type == "code"
    assert not kind_named("lesson_marks").field("mark").values
    assert codes.known("L")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"about": "weather"}, "about, dated or care"),
        ({"care": "gossip"}, "about, dated or care"),
        ({"key": ["colour"]}, "colour is named but not defined"),
        ({"dated": "span"}, "begins is named but not defined"),
        ({"fields": {"on": {"type": "smell"}}}, "on has the type smell"),
        ({"fields": {"on": {"type": "date", "care": "x"}}}, "on has a gate nobody knows"),
        ({"traits": {"born": {"type": "date"}}}, "a trait cannot be a date"),
        ({"fields": {"on": {"type": "choice"}}}, "on is a choice of nothing"),
        ({"fields": {"on": {"type": "date", "further": [["B"]]}}}, "is no list"),
        (
            {"fields": {n: {"type": "date", "synonyms": ["Date"]} for n in ("on", "off")}},
            "the heading date stands for two things",
        ),
    ],
)  # fmt: skip
def test_a_definition_that_does_not_hold_together_is_refused(changed, words):
    with pytest.raises(ValueError, match=words):
        kind_from("things", _definition(**changed))


def test_a_field_that_does_not_exist_is_not_found():
    with pytest.raises(KeyError, match="behaviour has no field 'colour'"):
        kind_named("behaviour").field("colour")


@pytest.mark.parametrize(
    ("title", "called"), [("SEN at the time", "SEN at the time"), ("Recorded by", "recorded by")]
)
def test_a_field_is_called_as_a_sentence_needs_it(title, called):
    assert Field(name="one", title=title, type="text").called == called
