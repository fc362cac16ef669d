"""Characteristics and groups: one a row, or one a column of the pupils file; the same records."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from belong.registers.kinds import kind_named
from belong.registers.sources.records import ColumnsUnknown, Records, read_records
from belong.registers.sources.text import Text

TODAY = dt.date(2026, 11, 20)
Trait = tuple[str, str, str, str | None, str | None]


def records(content: str, kind: str = "characteristics", **asked: Any) -> Records:
    text = Text(content.encode(), 1, "utf-8")
    return read_records(text, kind_named(kind), as_of=TODAY, **asked)


def traits(found: Records) -> list[Trait]:
    rows = found.table.to_pylist()
    return [(r["trait"], r["value"], r["raw"], r["begins"], r["ends"]) for r in rows]


def test_the_wide_columns_of_a_sims_pupils_file_become_one_record_each():
    found = records(
        "Adno,UPN,Legal Surname,Legal Forename,DOB,Year,Reg,Ethnicity,SEN Status,FSM Eligible,"
        "FSM Start Date,FSM End Date,Ever in care\n"
        "000123,H801200001001,Fox,Ada,13/02/2015,7,7A,WROM,K,T,01/09/2025,,G\n"
    )
    assert traits(found) == [
        ("fsm", "yes", "T", "2025-09-01", None),
        ("sen", "SEN support", "K", None, None),
        ("ethnicity", "White", "WROM", None, None),
        ("previously_in_care", "special guardianship order", "G", None, None),
    ]
    assert found.table.column("line").to_pylist() == [2, 2, 2, 2]
    assert found.table.column("pupil_id").to_pylist() == ["H801200001001"] * 4
    assert found.table.column("dob").to_pylist() == ["2015-02-13"] * 4
    assert found.unmatched == ("Year", "Reg")


def test_arbor_words_are_understood_as_the_letters_are():
    found = records(
        "Arbor Student ID,SEN status,Pupil Premium,EAL,First Language,Service Child,Young Carer\n"
        "901,E - EHC Plan,Yes,EAL,Polish,Refused,Identified by school\n"
    )
    assert [(name, value) for name, value, *_ in traits(found)] == [
        ("pupil_premium", "yes"), ("sen", "EHC plan"), ("eal", "yes"),
        ("first_language", "Polish"), ("young_carer", "named by the school"),
        ("service_child", "did not say"),
    ]  # fmt: skip


def test_a_long_file_says_one_characteristic_a_row():
    found = records(
        "UPN;Characteristic;Value;From;To\n"
        "A1;FSM6;Y;2024-09-01;2030-08-31\nA1;SEN Status;Wobble;;\nA1;Young carer;N;;\n"
    )
    assert traits(found) == [
        ("fsm6", "yes", "Y", "2024-09-01", "2030-08-31"),
        ("sen", "Wobble", "Wobble", None, None),
        ("young_carer", "not declared", "N", None, None),
    ]
    assert [t.said for t in found.taken] == [
        "The cell Wobble under special educational needs is not one we know, so it is kept as"
        " written."
    ]


def test_wide_and_long_say_the_same():
    wide = records("UPN,FSM,FSM from,FSM to,Ethnicity\nA1,Y,2025-09-01,2026-07-20,CHNE\n")
    long = records(
        "UPN,Characteristic,Value,From,To\nA1,FSM,Y,2025-09-01,2026-07-20\nA1,Ethnicity,CHNE,,\n"
    )
    assert traits(wide) == traits(long)


@pytest.mark.parametrize(
    ("raw", "group"),
    [
        ("WBRI", "White"), ("wirt", "White"), ("MWBC", "Mixed"), ("APKN", "Asian"),
        ("CHNE", "Asian"), ("BAFR", "Black"), ("OOTH", "Other"), ("REFU", "Unclassified"),
        ("WEEU", "White"), ("AKPA", "Asian"), ("BSOM", "Black"), ("ZZZZ", "Unclassified"),
        ("White - British", "White"), ("Any other ethnic group", "Other"),
    ],
)  # fmt: skip
def test_ethnicity_keeps_what_was_written_and_maps_it_never_guessing_other(raw, group):
    found = records(f"UPN,Ethnicity\nA1,{raw}\n")
    assert traits(found) == [("ethnicity", group, raw, None, None)]


@pytest.mark.parametrize(
    ("letter", "word"),
    [
        ("A", "adoption"), ("R", "residence order"), ("C", "child arrangements order"),
        ("N", "no"), ("O", "adopted from outside England and Wales"), ("Y", "yes"),
    ],
)  # fmt: skip
def test_every_letter_of_previous_care_is_understood(letter, word):
    assert traits(records(f"UPN,PLAC\nA1,{letter}\n"))[0][1] == word


def test_a_blank_says_nothing_and_no_says_no():
    found = records("UPN,FSM,Social Worker\nA1,,CP\nA2,N,\n")
    assert [(line, t[0], t[1]) for line, t in zip(
        found.table.column("line").to_pylist(), traits(found), strict=True
    )] == [(2, "social_worker", "yes"), (3, "fsm", "no")]  # fmt: skip


def test_three_meal_columns_stay_three_things():
    found = records("UPN,FSM,FSM Ever 6,Pupil Premium\nA1,N,Y,Y\n")
    assert [t[:2] for t in traits(found)] == [
        ("fsm", "no"), ("fsm6", "yes"), ("pupil_premium", "yes"),
    ]  # fmt: skip


def test_dates_of_the_whole_file_belong_to_a_trait_only_where_it_is_alone():
    alone = records("UPN,FSM,Start Date,End Date\nA1,Y,2025-09-01,2026-07-20\n")
    assert traits(alone) == [("fsm", "yes", "Y", "2025-09-01", "2026-07-20")]
    pupils = records("UPN,FSM,SEN,Start Date\nA1,Y,K,2025-09-01\n")
    assert {t[3] for t in traits(pupils)} == {None}


def test_from_and_to_hold_for_every_column_of_their_row():
    found = records("UPN,Reg,House,From,To\nA1,7A,Oak,2026-09-01,2026-10-16\n", "groups")
    assert [t[3:] for t in traits(found)] == [("2026-09-01", "2026-10-16")] * 2


def test_one_bad_date_refuses_one_record_and_leaves_its_neighbours():
    found = records("UPN,FSM,FSM start date,SEN\nA1,Y,soon,K\nA2,perhaps,,K\n")
    assert [t[:2] for t in traits(found)] == [("sen", "SEN support")] * 2
    assert sorted((r.line, r.reason) for r in found.refused) == [
        (2, "The date soon is not a date we can read."),
        (3, "The cell perhaps under free school meals now is neither yes nor no."),
    ]


def test_a_span_that_ends_before_it_begins_is_refused_and_an_endless_one_is_open():
    found = records(
        "UPN,FSM,FSM from,FSM to\nA1,Y,2026-09-02,2026-09-01\nA2,Y,2026-09-02,31/12/9999\n"
    )
    assert [r.reason for r in found.refused] == ["The last day lies before the first."]
    assert traits(found) == [("fsm", "yes", "Y", "2026-09-02", None)]


def test_a_characteristic_nobody_asked_for_is_not_kept():
    found = records("UPN,Characteristic,Value\nA1,Religion,X1\nA1,,X\nA1,FSM,\nA1,FSM,Y\n")
    assert [t[0] for t in traits(found)] == ["fsm"]
    assert {(r.line, r.reason) for r in found.refused} == {
        (2, "The characteristic Religion is not one that Belong keeps."),
        (3, "The row has no characteristic."),
        (4, "The row has no value."),
    }


def test_a_school_may_say_which_column_is_which_trait():
    found = records("Number,Dinner,Since\n7,Y,2026-09-01\n", mapping={
        "adno": "Number", "fsm": "Dinner", "fsm begins": "Since",
    })  # fmt: skip
    assert traits(found) == [("fsm", "yes", "Y", "2026-09-01", None)]
    assert found.columns == {"adno": "Number", "fsm": "Dinner", "fsm begins": "Since"}


def test_a_file_without_any_characteristic_says_so():
    with pytest.raises(ColumnsUnknown) as asked:
        records("UPN,Colour\nA1,red\n")
    assert asked.value.missing == ("trait", "value")


def test_a_row_without_a_child_gives_no_records():
    found = records("UPN,FSM,SEN\n,Y,K\nA2,Y,\n")
    assert [(r.line, r.reason) for r in found.refused] == [(2, "The row names no pupil.")]
    assert found.table.column("pupil_id").to_pylist() == ["A2"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "Adno,Reg,Year,House\n1,7A,Year  7,Oak\n",
            [("registration_group", "7A"), ("year_group", "Year 7"), ("house", "Oak")],
        ),
        (
            "Arbor Student ID,Registration Form(s),NC Year(s) for today\n1,7A,Year 7\n",
            [("registration_group", "7A"), ("year_group", "Year 7")],
        ),
        (
            "UPN,Group Type,Group,From,To\nA1,House,Oak,,\nA1,Tutor Group,7A,2026-09-01,\n",
            [("house", "Oak"), ("registration_group", "7A")],
        ),
    ],
)
def test_groups_come_wide_and_long(content, expected):
    assert [t[:2] for t in traits(records(content, "groups"))] == expected


def test_a_change_of_registration_group_is_two_dated_records():
    found = records(
        "Adno,Reg,Reg start date,Reg end date\n1,7A,01/09/2026,16/10/2026\n1,7B,19/10/2026,\n",
        "groups",
    )
    assert traits(found) == [
        ("registration_group", "7A", "7A", "2026-09-01", "2026-10-16"),
        ("registration_group", "7B", "7B", "2026-10-19", None),
    ]


def test_a_group_of_a_kind_we_do_not_know_is_refused():
    found = records("UPN,Group Type,Group\nA1,Choir,Altos\n", "groups")
    assert [r.reason for r in found.refused] == [
        "The kind of group Choir is not one that Belong keeps."
    ]


def test_t_and_f_are_true_and_false_for_free_meals_too():
    found = records("UPN,FSM Eligible,Pupil Premium\nA1,T,F\nA2,F,T\n")
    assert [(r["pupil_id"], r["trait"], r["value"]) for r in found.table.to_pylist()] == [
        ("A1", "fsm", "yes"), ("A1", "pupil_premium", "no"),
        ("A2", "fsm", "no"), ("A2", "pupil_premium", "yes"),
    ]  # fmt: skip
