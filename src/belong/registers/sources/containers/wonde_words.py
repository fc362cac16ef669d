"""What the records of a Wonde export say, whichever of its shapes they come in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from belong.registers.sources.containers.json_records import Record

_ISO = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?")


def words(record: Record, *keys: str) -> str:
    """The first of some values that says anything, as text. A dotted key leads inside."""
    for key in keys:
        text = _text(inside(record, key))
        if text:
            return text
    return ""


def inside(record: object, key: str) -> Any:
    """A value, through objects and their `data`; None where the way ends."""
    if isinstance(record, dict) and key in record:
        return record[key]
    value: Any = record
    for part in key.split("."):
        value = part_of(value, part)
    return value


def part_of(value: object, key: str) -> Any:
    """One value of an object, of its `data`, or of a list of keys and values."""
    if isinstance(value, dict) and key not in value and "data" in value:
        value = value["data"]
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, list):
        return _from_pairs(value, key)
    return None


def _from_pairs(pairs: list[Any], key: str) -> Any:
    """Details come as an object from some schools and as a list of keys and values from others."""
    for pair in pairs:
        if isinstance(pair, dict) and pair.get("key", pair.get("name")) == key:
            return pair.get("value")
    return None


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = value.get("data", value)
        if isinstance(inner, dict):
            return _text(next((inner[k] for k in ("date", "code", "id") if k in inner), None))
        return ""
    if value is None or isinstance(value, list):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)


def day(record: Record, *keys: str) -> str:
    """A date as ISO, whether it comes as text or as an object with a time zone.

    The day is the one written: a date turned into a moment would move in summer time.
    """
    text = words(record, *keys)
    found = _ISO.match(text)
    return found[1] if found else text


def clock(record: Record, *keys: str) -> str:
    """A time of day as 09:05, out of a time or a date with one."""
    text = words(record, *keys)
    found = _ISO.match(text)
    if found and found[2]:
        return found[2]
    return text[:5] if re.match(r"^\d{2}:\d{2}", text) else text


def listed(record: Record, key: str) -> Iterator[Record]:
    """The records related to one: `{"data": [...]}`, a bare list, or one alone."""
    value = record.get(key)
    if isinstance(value, dict) and "data" in value:
        value = value["data"]
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict):
                yield one
            elif isinstance(one, str):
                yield {"id": one}


@dataclass
class Known:
    """Names of things other records only number.

    upn      a pupil's UPN by the number Wonde gives them
    classes, periods, lessons, staff   name or record by number
    """

    upn: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    periods: dict[str, Record] = field(default_factory=dict)
    lessons: dict[str, Record] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def child(self, record: Record, *keys: str) -> tuple[str, str]:
        """A child's number and UPN (blank where the files do not say) for the first two cells."""
        number = words(record, *keys)
        return number, self.upn.get(number, "")
