"""A list of statements that a school brings itself: a TOML file like our own, or a table."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from belong.people import trail
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.audit.models import LONGEST_TITLE, ONE_THING
from belong.practice.audit.own_models import OwnItem, OwnList
from belong.practice.audit.wrong import NotKept, line

MOST_BYTES = 200_000
MOST_ITEMS = 200
MOST_LISTS = 20
A_YEAR = 365
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,18}")
COLUMNS = ("item", "area", "block", "text", "prompts", "ties", "optional", "pupils", "families",
           "staff")  # fmt: skip
"""Of a table; the first four are needed. Prompts stand in one cell with | between."""
ABOUT = {"title": LONGEST_TITLE, "licence": 200, "source": 400, "author": 200}
KEEPS = "A list keeps where it comes from, and on what terms."
LONGEST_WORD = 1000
NO_WORD = re.compile(rf"\w{{{LONGEST_WORD + 1},}}")
"""A word or a number that nobody wrote: Python reads no number of more than 4,300 digits."""
AWAY = "Take it away first, or give this one another key."
VOICES = ("pupils", "families", "staff")


@dataclass(frozen=True)
class About:
    """Whose list it is and on what terms; of a TOML file these stand in the file."""

    title: str = ""
    licence: str = ""
    source: str = ""
    author: str = ""


@transaction.atomic
def bring(
    *, by: Membership, name: str, body: bytes, about: About, at: dt.datetime
) -> OwnList:  # fmt: skip
    """Read a list and keep it; nothing of it is kept where anything is wrong.

    name    of the file: it says whether it is TOML or a table
    raises  NotKept, naming the line or the statement; PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    if len(body) > MOST_BYTES:
        raise NotKept("This file is too large for a list.", do="Bring one of at most 200 kB.")
    if OwnList.objects.filter(school_id=by.school_id).count() >= MOST_LISTS:
        raise NotKept("There are twenty lists here already.", do="Take one away first.")
    text = _text(body)
    if name.lower().endswith(".toml"):
        said, items = _toml(text)
    elif name.lower().endswith(".csv"):
        said, items = {**vars(about), "key": about.title}, list(_table(text))
    else:
        raise NotKept(
            "This is neither a TOML file nor a table.", do="Bring a .toml or a .csv file."
        )
    _check(items)
    return _keep(by, said, items, at)


def _text(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        raise NotKept("The letters in this file cannot be read.", do="Save it as UTF-8.") from None
    if found := NO_WORD.search(text):
        at, letters = text.count("\n", 0, found.start()) + 1, len(found[0])
        raise NotKept(
            f"In line {at}: one word or number has {letters} letters.", do="Put that line right."
        )
    return text


Row = dict[str, Any]


def _toml(text: str) -> tuple[Mapping[str, Any], list[Row]]:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise NotKept(f"This is no TOML: {wrong}.", do="Put that line right.") from None
    except RecursionError:
        raise NotKept("This is nested too deep to be a list.") from None
    return said, list(_of_areas(said))


def _of_areas(said: Mapping[str, Any]) -> Iterator[Row]:
    for area in _tables(said, "areas", "the file"):
        title = str(area.get("title", ""))
        for block in _tables(area, "blocks", f"the area {title}"):
            of = str(block.get("title", ""))
            for one in _tables(block, "items", f"the block {of}"):
                prompts = one.get("prompts", [])
                yield {
                    **one, "item": one.get("id", ""), "area": title, "block": of,
                    "prompts": prompts if isinstance(prompts, list) else [prompts],
                }  # fmt: skip


def _tables(said: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
    found = said.get(name, [])
    if not isinstance(found, list) or not found or not all(isinstance(x, dict) for x in found):
        raise NotKept(f"There are no [[{name}]] in {where}.", do="Look at a list of our own.")
    return found


def _table(text: str) -> Iterator[Row]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        yield from _lines(rows)
    except csv.Error:
        raise NotKept(
            f"In line {rows.reader.line_num} or above: a cell is far too long to read.",
            do="Look for a quotation mark that is never closed.",
        ) from None


def _lines(rows: csv.DictReader[str]) -> Iterator[Row]:
    heads = [str(head or "").strip().lower() for head in rows.fieldnames or ()]
    missing = [head for head in COLUMNS[:4] if head not in heads]
    if missing:
        raise NotKept(
            f"The first line has no column {missing[0]}.", do=f"Columns are: {', '.join(COLUMNS)}."
        )
    rows.fieldnames = heads
    for row in rows:
        one = {head: str(row.get(head) or "") for head in COLUMNS}
        prompts = [p for p in one["prompts"].split("|") if p.strip()]
        asks = one["optional"].strip().lower() in ("yes", "true", "1")
        yield {**one, "prompts": prompts, "optional": asks, "line": rows.line_num}


def _check(items: Sequence[Row]) -> None:
    """Every statement in turn. Raises NotKept, naming the first that is wrong."""
    if not 1 <= len(items) <= MOST_ITEMS:
        raise NotKept(f"A list has 1 to {MOST_ITEMS} statements; this has {len(items)}.")
    seen: set[str] = set()
    for nth, one in enumerate(items, start=1):
        key = str(one["item"]).strip()
        where = f"statement {key}" if key else f"statement number {nth}"
        where = f"line {one['line']}, {where}" if "line" in one else where
        if not KEY.fullmatch(key):
            raise NotKept(f"In {where}: its key is missing or has odd letters.",
                          do="Give it a short one, such as 1A.1.")  # fmt: skip
        if key in seen:
            raise NotKept(f"In {where}: this key stands twice.", do="Give each its own.")
        seen.add(key)
        _checked(one, where)


def _checked(one: Row, where: str) -> None:
    one["item"] = str(one["item"]).strip()
    for name in ("area", "block", "text"):
        longest = ONE_THING if name == "text" else LONGEST_TITLE
        one[name] = line(str(one.get(name, "")), f"{name} in {where}", longest)
        if not one[name]:
            raise NotKept(f"In {where}: nothing stands under {name}.", do="Fill it in.")
    for name in VOICES:
        one[name] = line(str(one.get(name, "")), f"{name} in {where}", ONE_THING)
    one["ties"] = line(str(one.get("ties", "")), f"ties in {where}", 200)
    prompts = [line(str(p), f"prompts in {where}", ONE_THING) for p in one["prompts"]]
    one["prompts"] = "\n".join(prompts)
    if len(one["prompts"]) > 2000:
        raise NotKept(f"In {where}: there are too many prompts.", do="Keep those that matter.")
    offers = one.get("evidence", ())
    if not isinstance(offers, (list, tuple)):
        raise NotKept(f"In {where}: evidence is no list.", do='Write it as ["what_helps"].')
    one["offers"] = " ".join(o for o in offers if re.fullmatch(r"[a-z_]{1,40}", str(o)))[:200]


def _keep(
    by: Membership, said: Mapping[str, Any], items: Sequence[Row], at: dt.datetime
) -> OwnList:
    about = {name: line(str(said.get(name, "")), name, most) for name, most in ABOUT.items()}
    for name, words in about.items():
        if not words:
            raise NotKept(f"Nothing says the {name} of this list.", do=KEEPS)
    key = re.sub(r"[^a-z0-9]+", "-", str(said.get("key", "")).lower()).strip("-")[:40]
    if OwnList.objects.filter(school_id=by.school_id, key=key or "list").exists():
        raise NotKept("A list with this key is here already.", do=AWAY)
    today = timezone.localdate(at)
    made = OwnList.objects.create(
        school_id=by.school_id, key=key or "list", **about, brought_by_id=by.adult_id,
        brought_at=at, reviewed=_day(said, "reviewed", today),
        review_again=_day(said, "review_again", today + dt.timedelta(days=A_YEAR)),
    )  # fmt: skip
    OwnItem.objects.bulk_create(
        OwnItem(
            school_id=by.school_id, of=made, item=one["item"], place=place, area=one["area"],
            block_title=one["block"], text=one["text"], prompts=one["prompts"], ties=one["ties"],
            optional=bool(one.get("optional")), offers=one["offers"],
            **{name: one[name] for name in VOICES},
        )
        for place, one in enumerate(items, start=1)
    )  # fmt: skip
    _note(by, made.pk)
    return made


def _day(said: Mapping[str, Any], name: str, otherwise: dt.date) -> dt.date:
    found = said.get(name)
    if isinstance(found, dt.date) and not isinstance(found, dt.datetime):
        return found
    return otherwise


@transaction.atomic
def take_away(*, by: Membership, key: int) -> None:
    """Take a school's own list away; looks opened with it keep their statements.

    raises  NotKept where it is not there; PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    gone, _ = OwnList.objects.filter(school_id=by.school_id, pk=key).delete()
    if not gone:
        raise NotKept("This list is not here any more.")
    _note(by, key)


def _note(by: Membership, key: int) -> None:
    trail.note(by, Verb.AUDIT_OPENED, about="school", ids=[by.school_id], detail={"list": key})
