"""One word nobody else writes, for each field of each kind of record of each child.

A page that shows a field shows its word. So the words in an answer say which fields were sent,
whatever else the answer is: a page, a part of one, a list, a message, a line of a log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.people import Child, House

from belong.people.models import Fact
from belong.registers.kinds import Kind, kinds

TABLE = Path(__file__).resolve().parents[1] / "docs/reference/who-may.md"
ORDINARY = "alternative provision"
HOSPITAL = "hospital or medical teaching"
WHERE = ("phone", "mobile", "email", "address", "postcode")
UNDER = ", of an adult under an order"
SINCE = dt.date(2026, 10, 1)


@dataclass
class Canaries:
    """Each word, and the child and the field it stands for: `contacts: Phone`."""

    of: dict[str, tuple[str, str]] = field(default_factory=dict)

    def word(self, child: Child, name: str) -> str:
        """A new word for a field of a child."""
        word = f"9q{len(self.of):05d}q9"
        self.of[word] = (child.id, name)
        return word

    def seen(self, body: str, child: Child | None = None) -> set[str]:
        """The fields whose words stand in a text; of every child, or of one."""
        return {
            name for word, (of, name) in self.of.items()
            if word in body and (child is None or of == child.id)
        }  # fmt: skip

    def write(self, house: House, children: Iterable[Child]) -> None:
        """Give every field of every kind about children its word."""
        for child in children:
            for kind in kinds():
                if kind.about == "pupil":
                    self._write(house, child, kind)

    def _write(self, house: House, child: Child, kind: Kind) -> None:
        for n, (words, given) in enumerate(_cases(kind)):
            name = {f.name: f.title for f in kind.fields}
            name |= {"value": str(words["value"])} if "value" in words else {}
            data: dict[str, object] = {
                f.name: self.word(child, _called(kind, name[f.name], f.name, words))
                for f in kind.fields if f.name not in given
            }  # fmt: skip
            Fact.objects.create(
                school=house.school, pupil=house.child(child), kind=kind.name,
                key=f"canary {n}", data=data | dict(given), begins=SINCE, since=1, import_id=0,
            )  # fmt: skip


def _called(kind: Kind, title: str, name: str, words: Mapping[str, str]) -> str:
    only = words.get("only", "").split()
    return f"{kind.name}: {title}{words.get('more', '') if not only or name in only else ''}"


def _cases(kind: Kind) -> list[tuple[dict[str, str], dict[str, object]]]:
    """Records of a kind: how the table calls their fields, and what is no word."""
    if kind.traits:
        known = [({"value": t.field.title}, {"trait": t.name}) for t in kind.traits]
        return [*known, ({"value": "a trait nobody knows"}, {"trait": "something else"})]  # type: ignore[list-item]
    if kind.name == "contacts":
        plain: dict[str, object] = {"no_contact": "no", "court_order": "no"}
        parts = dict.fromkeys(("contact_title", "contact_forename", "contact_surname"))
        under = {"more": UNDER, "only": " ".join(WHERE)}
        return [({}, plain | {"contact_name": ""}), ({}, plain | parts), (under, {})]
    if kind.name == "placements":
        own = {"more": ", of respite or a word of the school's own"}
        hospital = {"more": ", of a hospital"}
        return [({}, {"kind": ORDINARY}), (hospital, {"kind": HOSPITAL}), (own, {})]
    return [({}, {})]


@dataclass(frozen=True)
class Row:
    """The written table of one field: the roles that read it, and how."""

    own: frozenset[str]
    hour: frozenset[str]
    two: frozenset[str]


def written(everybody: frozenset[str]) -> dict[str, Row]:
    """The table in the documents as it is read, field by field.

    everybody  the names of the roles that open the page
    """
    text = TABLE.read_text(encoding="utf-8").split("## Who may read each field")[1]
    lines = text.split("### Fields no page shows")[0].splitlines()
    rows: dict[str, Row] = {}
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "field":
            kind, fields = cells[0].split(": ", 1)
            ways = (_names(cell, everybody) for cell in cells[2:])
            rows |= dict.fromkeys((f"{kind}: {f}" for f in fields.split("; ")), Row(*ways))
    return rows


def _names(cell: str, everybody: frozenset[str]) -> frozenset[str]:
    if cell == "whoever opens the page":
        return everybody
    return frozenset(cell.split(", ")) if cell else frozenset()


def on_no_page() -> set[str]:
    """The fields the documents say no page shows."""
    text = TABLE.read_text(encoding="utf-8").split("### Fields no page shows")[1].split("## ")[0]
    lines = (line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("- "))
    return {f"{kind}: {f}" for kind, fields in lines for f in fields.split("; ")}
