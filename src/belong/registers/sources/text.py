"""The bytes of a file as text that can be trusted: its size, its kind and its encoding."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from belong.basics.errors import UnreadableFile

MAX_BYTES = 512 * 1024 * 1024
MAX_XML = 64 * 1024 * 1024
MAX_COLUMNS = 2_000
MAX_CELL = 32_768
"""Characters in a cell; a spreadsheet holds no more."""

_KINDS = (
    (b"PK\x03\x04", "a spreadsheet or a zip file"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet or document"),
    (b"%PDF", "a PDF"),
    (b"{", "a JSON file"),
)
_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE_AS = "Open it where it was made and save it as CSV."


@dataclass(frozen=True)
class Text:
    """A file's text as UTF-8 without a byte order mark.

    data      the bytes, from the first line after any `sep=` line
    first     the number of the line that `data` begins with, counted from 1
    encoding  what the file was written in
    """

    data: bytes
    first: int
    encoding: str

    @property
    def is_xml(self) -> bool:
        """Whether the text begins as XML does."""
        return self.data[:200].lstrip().startswith(b"<")

    @property
    def xml(self) -> bytes:
        """The XML without the encoding its first line names: it is UTF-8 by now."""
        start = self.data.lstrip()
        if start.startswith(b"<?xml"):
            head, _, rest = start.partition(b"?>")
            return b"\n" * head.count(b"\n") + rest
        return self.data


def open_text(path: Path) -> Text:
    """The text of a file. Raises UnreadableFile where it is too large, empty or no text."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableFile(
            f"The file is {size // 1_048_576} MiB. Belong reads files of up to"
            f" {MAX_BYTES // 1_048_576} MiB.",
            do="Export one school year at a time.",
        )
    return text_of(path.read_bytes())


def text_of(raw: bytes, *, json: bool = False) -> Text:
    """The text in some bytes; JSON only where it is asked for.

    raises  UnreadableFile where they are empty or no text
    """
    data, encoding = _as_utf8(raw, json)
    if len(data) > MAX_XML and data[:200].lstrip().startswith(b"<"):
        raise UnreadableFile(
            f"The XML is larger than {MAX_XML // 1_048_576} MiB.", do="Export one term at a time."
        )
    if not data[:4096].strip() and not data.strip():
        raise UnreadableFile("The file is empty.", do="Export it again and bring the new file.")
    return Text(*_after_separator_line(_with_plain_breaks(data)), encoding)


def has_odd_breaks(data: bytes) -> bool:
    """Whether a carriage return stands anywhere but at the end of a line."""
    return b"\r" in data and data.count(b"\r") != data.count(b"\r\n")


def _with_plain_breaks(data: bytes) -> bytes:
    """Line breaks of old machines made plain, so that every reader counts the same lines."""
    if not has_odd_breaks(data):
        return data
    if b"\n" not in data:
        return data.replace(b"\r", b"\n")
    return data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b" ")


def _as_utf8(raw: bytes, json: bool) -> tuple[bytes, str]:
    for mark, encoding in _MARKED:
        if raw.startswith(mark):
            return _decoded(raw[len(mark) :], encoding), encoding
    if not json:
        _refuse_other_kinds(raw)
    unmarked = _wide_without_mark(raw)
    if unmarked:
        return _decoded(raw, unmarked), unmarked
    if raw.isascii() or _is_utf8(raw):
        return _decoded(raw, "utf-8"), "utf-8"
    return _decoded(raw, "cp1252"), "cp1252"


def _refuse_other_kinds(raw: bytes) -> None:
    for start, kind in _KINDS:
        if raw.lstrip()[: len(start)] == start if len(raw) < 4096 else raw.startswith(start):
            raise UnreadableFile(f"This is {kind}, not a table of text.", do=_SAVE_AS)


def _wide_without_mark(raw: bytes) -> str | None:
    """UTF-16 that forgot its mark: every other byte of English text is zero."""
    start = raw[:2000]
    half = len(start) // 2
    if half and start[1::2].count(0) > 0.9 * half and start[::2].count(0) == 0:
        return "utf-16-le"
    if half and start[::2].count(0) > 0.9 * half and start[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(raw: bytes, encoding: str) -> bytes:
    """UTF-8 bytes. Never latin-1: it accepts anything, and names would be damaged unseen."""
    try:
        data = raw if encoding == "utf-8" and raw.isascii() else raw.decode(encoding).encode()
    except UnicodeError as problem:
        raise UnreadableFile(
            "The file is not text in any writing we know.", do=_SAVE_AS
        ) from problem
    if b"\0" in data:
        raise UnreadableFile(
            "The file is not a table of text: parts of it are no letters (zero bytes).", do=_SAVE_AS
        )
    return data


def _after_separator_line(data: bytes) -> tuple[bytes, int]:
    line, _, rest = data.partition(b"\n")
    if line.strip().strip(b'"').lower().startswith(b"sep=") and len(line.strip()) <= 8:
        return rest, 2
    return data, 1
