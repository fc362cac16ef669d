"""What one cell of a record says, by the type of its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from belong.attendance import codes
from belong.registers.kinds import Field
from belong.registers.sources.dates import shown_cell
from belong.registers.sources.marks import half_said, said

Value = str | tuple[str, ...] | None


class Answer(NamedTuple):
    """What a cell says.

    value    text, or texts for a list; None where it says nothing
    oddity   a sentence about what was done with it; "" where nothing was odd
    problem  a sentence why it could not be read; "" where it could
    """

    value: Value
    oddity: str = ""
    problem: str = ""


NOTHING = Answer(None)
_YES = frozenset(["yes", "y", "true", "t", "1", "x", "✓", "✔", "on"])
_NO = frozenset(["no", "n", "false", "f", "0", "-", "–", "off"])
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?(?:\.\d+)?\s*([ap]\.?m\.?)?", re.I)
_FOUR = re.compile(r"^([01]\d|2[0-3])([0-5]\d)$")
_HOUR = re.compile(r"^(\d{1,2})\s*([ap])\.?m\.?$", re.I)
_NUMBER = re.compile(r"^[+\-−]?\d{1,12}(\.\d{1,6})?$")
_PARTS = re.compile(r"[;|,\n]")
_HALVES = ("am", "pm", "day")
LONGEST_NUMBER = 30


def answer(field: Field, text: str) -> Answer:
    """What one cell says of a field of any type but date: those need the whole file in view."""
    if not text:
        return NOTHING
    return _READERS[field.type](field, text)


def _text(field: Field, text: str) -> Answer:
    text = " ".join(text.split())
    if len(text) <= field.longest:
        return Answer(text)
    return Answer(
        text[: field.longest].rstrip(),
        f"A text under {field.called} is longer than {field.longest} characters, so its end was"
        " left out.",
    )


def _words(field: Field, text: str) -> Answer:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    kept = "\n".join(lines).strip()
    if len(kept) <= field.longest:
        return Answer(kept)
    return Answer(kept[: field.longest].rstrip(), _text(field, "x" * len(kept)).oddity)


def _choice(field: Field, text: str) -> Answer:
    word = field.word(text)
    if word:
        return Answer(word)
    if field.otherwise:
        return Answer(
            field.otherwise,
            _unreadable(field, text, f"not one we know, so it counts as {field.otherwise.lower()}"),
        )
    kept = _text(field, text)
    return Answer(
        kept.value,
        _unreadable(field, text, "not one we know, so it is kept as written"),
    )


def _list(field: Field, text: str) -> Answer:
    whole = field.word(text)
    if whole:
        return Answer((whole,))
    parts = [_one_of_list(field, part) for part in _parts(field, text)]
    words = dict.fromkeys(str(part.value) for part in parts)
    odd = next((part.oddity for part in parts if part.oddity), "")
    return Answer(tuple(words) or None, odd)


def _parts(field: Field, text: str) -> list[str]:
    """The parts of a list; spaces part it only where each part is a word we know."""
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    spaced = text.split()
    if len(parts) == 1 and all(field.word(part) for part in spaced):
        return spaced
    return parts


def _one_of_list(field: Field, part: str) -> Answer:
    return _choice(field, part) if field.values else _text(field, part)


def _yes_no(field: Field, text: str) -> Answer:
    word = field.word(text)
    plain = text.casefold()
    if word or plain in _YES or plain in _NO:
        return Answer(word or ("yes" if plain in _YES else "no"))
    return Answer(None, problem=_unreadable(field, text, "neither yes nor no"))


def _unreadable(field: Field, text: str, why: str) -> str:
    return f"The cell {shown_cell(text)} under {field.called} is {why}."


def _time(field: Field, text: str) -> Answer:
    found = clock(text)
    if found:
        return Answer(found)
    return Answer(None, problem=_unreadable(field, text, "not a time we can read"))


def clock(text: str) -> str:
    """HH:MM out of a time, or out of a date and time; "" where there is none."""
    text = text.strip()
    found = _CLOCK.search(text) or _FOUR.match(text)
    if found is None:
        hour = _HOUR.match(text)
        return _four(int(hour[1]), 0, hour[2]) if hour else ""
    return _four(int(found[1]), int(found[2]), found[3] if found.re is _CLOCK else None)


def _four(hour: int, minute: int, half: str | None) -> str:
    if half:
        hour = hour % 12 + (12 if half[:1].casefold() == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def _number(field: Field, text: str) -> Answer:
    plain = (
        text.rstrip("%").replace(" ", "").replace(",", "") if len(text) < LONGEST_NUMBER else text
    )
    if not _NUMBER.match(plain):
        return Answer(None, problem=_unreadable(field, text, "not a number we can read"))
    value = float(plain.replace("−", "-"))
    return Answer(str(int(value)) if value == int(value) else repr(value))


def _whole(field: Field, text: str) -> Answer:
    found = _number(field, text)
    if found.value is not None and "." in str(found.value):
        return Answer(None, problem=_unreadable(field, text, "not a whole number"))
    return found


def _half(field: Field, text: str) -> Answer:
    found = half_said(text[: field.longest])
    if found is None:
        return Answer(None, problem=_unreadable(field, text, "neither a morning nor an afternoon"))
    return Answer(_HALVES[found])


def _code(field: Field, text: str) -> Answer:
    """The letter as our code table writes it; anything else as the school wrote it."""
    letters = said(text, codes.ENGLAND).letters
    if len(letters) == 1:
        return Answer(letters[0] or None)
    return Answer(
        _text(field, text).value,
        _unreadable(field, text, "not one mark of the code table, so it is kept as written"),
    )


_READERS: dict[str, Callable[[Field, str], Answer]] = {
    "text": _text, "words": _words, "choice": _choice, "list": _list, "yes_no": _yes_no,
    "time": _time, "number": _number, "whole": _whole, "half": _half, "code": _code,
}  # fmt: skip
