"""Records out of JSON, one at a time: a large file never stands in memory as objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from belong.basics.errors import UnreadableFile

MAX_JSON = 192 * 1024 * 1024
MOST_IN_RECORD = 1 << 20
"""Characters of one record; a child with every relation has some thousands."""
DEEPEST_NAME = 3
"""Lists inside objects inside objects: {"students": {"data": [...]}} is two."""

Record = dict[str, Any]
_SPACE = re.compile(r"[ \t\r\n]*")


def _no_number(word: str) -> NoReturn:
    raise UnreadableFile(
        f"The JSON file holds {word} where a number should be.",
        do="Export it again from the system.",
    )


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def records(text: str, name: str = "") -> Iterator[tuple[str, Record]]:
    """Every record of a JSON text with the name of the list it stands in.

    A bare list, or one under `data`, belongs to `name`. What stands beside lists (`meta`) is
    passed over.

    raises  UnreadableFile where the text is no JSON, or a list holds something that is no record
    """
    if len(text) > MAX_JSON:
        raise UnreadableFile(
            f"The JSON is larger than {MAX_JSON // 1_048_576} MiB.", do="Export one term at a time."
        )
    walk = _Walk(text)
    yield from walk.value(name, 0)
    if walk.skip() != len(text):
        raise _broken(walk.at)


class _Walk:
    """A place in a JSON text, moving on as values are taken."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._from = 0
        self._stretch = ""

    def skip(self) -> int:
        """Pass over blanks; the place after them."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def next(self) -> str:
        """The next character that is no blank; "" at the end."""
        return self.text[self.skip() : self.at + 1]

    def take(self, wanted: str) -> bool:
        """Pass over a character if it is the next one."""
        if self.next() == wanted:
            self.at += 1
            return True
        return False

    def value(self, name: str, depth: int) -> Iterator[tuple[str, Record]]:
        """The records in the value here."""
        if self.next() == "[":
            for record in self.list():
                yield name, record
        elif self.next() == "{" and depth < DEEPEST_NAME:
            yield from self.object(name, depth)
        else:
            self.decoded()

    def object(self, name: str, depth: int) -> Iterator[tuple[str, Record]]:
        """The records in the lists of an object, each under the name of its list."""
        self.at += 1
        if self.take("}"):
            return
        while True:
            key = self.decoded()
            if not isinstance(key, str) or not self.take(":"):
                raise _broken(self.at)
            inner = name if key in ("data", "meta", "pagination") else key
            if key == "meta":
                self.decoded()
            else:
                yield from self.value(inner, depth + 1)
            if self.take("}"):
                return
            if not self.take(","):
                raise _broken(self.at)

    def list(self) -> Iterator[Record]:
        """The records of a list."""
        self.at += 1
        if self.take("]"):
            return
        while True:
            record = self.decoded()
            if not isinstance(record, dict):
                raise UnreadableFile(
                    "A list in the JSON file holds something other than records.",
                    do="Bring the file as the system exported it.",
                )
            yield record
            if self.take("]"):
                return
            if not self.take(","):
                raise _broken(self.at)

    def decoded(self) -> Any:
        """One value, taken whole, and never longer than a record may be."""
        window, start = self._window(self.skip())
        try:
            value, end = _DECODER.raw_decode(window, start)
        except RecursionError as problem:
            raise UnreadableFile(
                "Parts of the JSON file are nested too deeply, one inside another.",
                do="Export it again.",
            ) from problem
        except ValueError as problem:  # broken, or a number of thousands of digits
            if len(window) - start >= MOST_IN_RECORD:
                raise UnreadableFile(
                    "The JSON file is damaged, or one record of it is far too large.",
                    do="Export it again.",
                ) from problem
            raise _broken(self.at) from problem
        self.at += end - start
        return value

    def _window(self, at: int) -> tuple[str, int]:
        """A stretch of text that holds at least a whole record from a place on, and the place."""
        seen = self._from + len(self._stretch)
        if not self._from <= at or (seen - at < MOST_IN_RECORD and seen < len(self.text)):
            self._from = at
            self._stretch = self.text[at : at + 2 * MOST_IN_RECORD]
        return self._stretch, at - self._from


def _broken(at: int) -> UnreadableFile:
    return UnreadableFile(
        f"The JSON file is damaged at character {at + 1}.", do="Copy or export it again."
    )
