"""A list a school brings itself: kept with its source and licence, or not at all."""

from __future__ import annotations

from importlib.resources import files

import pytest
from django.core.exceptions import PermissionDenied
from tests.looks import NOW, member
from tests.people import House

from belong.practice.audit import actions, bringing, queries
from belong.practice.audit.bringing import About
from belong.practice.audit.own_models import OwnItem, OwnList
from belong.practice.audit.wrong import NotKept

OURS = About("Our promise", "Ours", "Written in 2025 with the council", "The school")
HEADS = "Item,Area,Block,Text,Prompts,Optional,Pupils\n"
ITEM = """key = "k"
title = "t"
licence = "l"
source = "s"
author = "a"
[[areas]]
title = "A"
[[areas.blocks]]
title = "B"
[[areas.blocks.items]]
id = "1"
text = "x"
"""
TABLE = (
    HEADS
    + 'P1,Us,Doors,"We open doors.",wide|kind,,Doors are open.\nP2,Us,Hands,We lend a hand.,,yes,\n'
)


def bring(house: House, text: str = TABLE, name: str = "ours.csv", role: str = "headteacher",
          about: About = OURS) -> OwnList:  # fmt: skip
    body = text.encode()
    return bringing.bring(by=member(house, role), name=name, body=body, about=about, at=NOW)


def test_a_table_becomes_a_list_and_a_look_keeps_its_own_copy(house: House) -> None:
    made, by = bring(house), member(house, "headteacher")
    found = queries.every_list(house.school.pk)[-1]
    assert (found.title, found.licence, found.source, found.own) == (
        "Our promise", "Ours", "Written in 2025 with the council", True,
    )  # fmt: skip
    assert [(i.item, i.block, i.prompts, i.optional) for i in found.items] == [
        ("P1", 1, ("wide", "kind"), False), ("P2", 2, (), True),
    ]  # fmt: skip
    look = actions.open_look(by=by, key=found.key, at=NOW, optional=True)
    bringing.take_away(by=by, key=made.pk)
    assert list(look.questions.values_list("text", flat=True)) == [
        "We open doors.", "We lend a hand.",
    ]  # fmt: skip
    assert (look.licence, OwnItem.objects.count()) == ("Ours", 0)


def test_a_toml_file_like_our_own_is_read_the_same(house: House) -> None:
    text = files("belong.practice.audit.frameworks").joinpath("nurture.toml").read_text("utf-8")
    made = bring(house, text, "nurture.toml", about=About())
    assert (made.key, made.items.count(), str(made.reviewed)) == ("nurture", 6, "2026-11-23")
    assert made.items.order_by("place")[0].offers == "what_helps"


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        (HEADS + "P1,Us,Doors,,,,\n", "x.csv", "line 2, statement P1: nothing stands under text"),
        (HEADS + "P1,Us,D,One.,,,\nP1,Us,D,Two.,,,\n", "x.csv", "line 3, statement P1: this key"),
        (HEADS + ",Us,D,One.,,,\n", "x.csv", "statement number 1: its key"),
        (HEADS + "P1,Us,D," + "x" * 301 + ",,,\n", "x.csv", "text in line 2, statement P1"),
        (HEADS, "x.csv", "1 to 200 statements"),
        ("area,block\n", "x.csv", "no column item"),
        ("key = [", "x.toml", "no TOML"),
        ("key = 'a'", "x.toml", "no [[areas]] in the file"),
        ("[[areas]]\ntitle='A'\nblocks=3", "x.toml", "no [[blocks]] in the area A"),
        ("<html>", "x.html", "neither a TOML file nor a table"),
        (HEADS + "P1,Us,D,One.,,,\n" + " " * 200_001, "x.csv", "too large"),
        (HEADS + f"P1,Us,D,{'9' * 5000},,,\n", "x.csv", "line 2: one word or number has 5000"),
        (HEADS + 'P1,Us,D,"' + "x " * 70_000 + '",,,\n', "x.csv", "In line 2 or above: a cell"),
        (ITEM + "big = " + "9" * 5000, "x.toml", "line 13: one word or number has 5000"),
        (ITEM + "big = 0x" + "f" * 5000, "x.toml", "line 13: one word or number"),
        (ITEM + "evidence = 5", "x.toml", "In statement 1: evidence is no list"),
        (ITEM + 'evidence = "what_helps"', "x.toml", "In statement 1: evidence is no list"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(
    house: House, text: str, name: str, says: str
) -> None:
    with pytest.raises(NotKept) as wrong:
        bring(house, text, name)
    assert says in wrong.value.what
    assert not OwnList.objects.exists()


def test_a_list_without_licence_or_source_is_not_taken(house: House) -> None:
    for about in (About("T", "", "S", "A"), About("T", "L", "", "A"), About("", "L", "S", "A")):
        with pytest.raises(NotKept, match="Nothing says the"):
            bring(house, about=about)
    assert not OwnList.objects.exists()


def test_only_who_leads_brings_one_and_a_key_stands_once(house: House, next_door: House) -> None:
    with pytest.raises(PermissionDenied):
        bring(house, role="pastoral_lead")
    made = bring(house)
    with pytest.raises(NotKept, match="here already"):
        bring(house)
    theirs = member(next_door, "headteacher")
    assert not any(one.own for one in queries.every_list(next_door.school.pk))
    with pytest.raises(NotKept, match="not here"):
        bringing.take_away(by=theirs, key=made.pk)
    with pytest.raises(NotKept, match="no such list"):
        actions.open_look(by=theirs, key=f"own-{made.pk}", at=NOW)


def test_letters_that_cannot_be_read_are_said_so(house: House) -> None:
    by = member(house, "headteacher")
    with pytest.raises(NotKept, match="UTF-8"):
        bringing.bring(by=by, name="x.csv", body=b"\xff\xfe\x00", about=OURS, at=NOW)


def test_blocks_of_one_title_in_two_areas_stay_two(house: House) -> None:
    bring(house, HEADS + "P1,Pupils,Voice,One.,,,\nF1,Families,Voice,Two.,,,\n"
          "P2,Pupils,Voice,Three.,,,\n")  # fmt: skip
    found = queries.every_list(house.school.pk)[-1].items
    assert [(i.area, i.block, i.block_title) for i in found] == [
        ("Pupils", 1, "Voice"), ("Families", 2, "Voice"), ("Pupils", 1, "Voice"),
    ]  # fmt: skip
