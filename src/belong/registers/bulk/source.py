"""A large file opened for reading in blocks: where its table begins and where its lines end."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from belong.basics.errors import UnreadableFile
from belong.registers.sources import files
from belong.registers.sources.cells import (
    Header,
    Row,
    cell_too_long,
    find_header,
    refuse_open_quote,
)
from belong.registers.sources.children import wanted_for_children
from belong.registers.sources.columns import Columns, match
from belong.registers.sources.long import _OF_A_MARK, is_long
from belong.registers.sources.text import MAX_CELL, has_odd_breaks, text_of

HEAD = 1 << 20
"""So many bytes are looked at to find the header."""
_TAIL = 1 << 16


WHOLE = ""
"""Stands for the encoding of a file that has to be read at once."""


class Otherwise(Exception):
    """A file turned out to be of another making than its first lines promised.

    encoding  what it is written in; WHOLE where it cannot be read in blocks at all
    slowly    whether its lines have to be read one by one
    """

    def __init__(self, encoding: str, *, slowly: bool = False) -> None:
        super().__init__(encoding)
        self.encoding = encoding
        self.slowly = slowly


@dataclass(frozen=True)
class Source:
    """A long file of session marks.

    wanted    our name -> position, of the columns that are used
    begin     the byte its first row begins at
    line      the line its first row stands on
    encoding  "utf-8" or "cp1252"
    sample    its first rows, for a look at how they are made
    """

    path: Path
    header: Header
    columns: Columns
    wanted: dict[str, int]
    begin: int
    line: int
    encoding: str
    sample: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return self.path.stat().st_size


def source_of(path: Path, encoding: str = "") -> Source | None:
    """How to read a file in blocks; None for one that the whole-file readers have to judge.

    encoding  what it is known to be written in
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if path.stat().st_size > HEAD:
        head = head[: head.rfind(b"\n") + 1]
    if (
        not head
        or head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{", b"<")
        or has_odd_breaks(head)
    ):
        return None
    try:
        text = text_of(head.decode(encoding).encode() if encoding else head)
    except (UnreadableFile, UnicodeDecodeError):
        return None
    header = find_header(text, files._promise)
    if header is None or (encoding or text.encoding) not in ("utf-8", "cp1252"):
        return None
    before = text.first - 1 + text.data.count(b"\n", 0, header.offset)
    return _sourced(path, header, before, encoding or text.encoding, head)


def _sourced(path: Path, header: Header, before: int, encoding: str, head: bytes) -> Source | None:
    """before: how many lines stand above the first row."""
    columns = match(header.names)
    begin = _byte_after(head, before)
    if not is_long(columns) or not ("session" in columns or "period" in columns) or begin is None:
        return None
    wanted = [ours for ours in _OF_A_MARK if ours in columns]
    wanted += [ours for ours in wanted_for_children(columns) if ours not in wanted]
    at = {ours: columns.at[ours] for ours in wanted}
    return Source(path, header, columns, at, begin, before + 1, encoding, head[begin:])


def _byte_after(head: bytes, lines: int) -> int | None:
    """The byte after so many lines; None where nothing stands there."""
    at = 0
    for _ in range(lines):
        at = head.find(b"\n", at) + 1
        if not at:
            return None
    return at if head[at:].strip() else None


def spans(source: Source, size: int) -> Iterator[tuple[int, int]]:
    """Where blocks of whole lines begin and end, `size` bytes or a little less each."""
    end_of_file = source.size
    begin = source.begin
    with source.path.open("rb") as file:
        while begin < end_of_file:
            end = _line_end(file.fileno(), begin, min(begin + size, end_of_file), end_of_file)
            yield begin, end
            begin = end


def _line_end(handle: int, begin: int, near: int, end_of_file: int) -> int:
    """The byte after the last line that ends before a place, or after the first beyond it."""
    if near == end_of_file:
        return near
    start = max(begin, near - _TAIL)
    found = os.pread(handle, near - start, start).rfind(b"\n")
    if found >= 0:
        return start + found + 1
    while near < end_of_file:
        found = os.pread(handle, _TAIL, near).find(b"\n")
        if found >= 0:
            return near + found + 1
        near += _TAIL
    return end_of_file


def rows_one_by_one(source: Source) -> Iterator[Row]:
    """Every row with the line it begins on, as the csv module reads them.

    raises  UnreadableFile for a cell that is too long or a quotation mark never closed;
            Otherwise for letters or line breaks the first lines did not promise
    """
    csv.field_size_limit(MAX_CELL)
    line, began = source.line, source.begin
    with source.path.open("rb") as file:
        file.seek(source.begin)
        text = _Text(file, source)
        reader = csv.reader(text, delimiter=source.header.separator)
        try:
            while (cells := next(reader, None)) is not None:
                yield line, cells
                began_on, began, line = line, text.before, source.line + reader.line_num
                text.before = text.at
        except csv.Error as problem:
            raise cell_too_long(line) from problem
        file.seek(began)
        rest = file.read().decode(source.encoding)
        refuse_open_quote(rest, source.header.separator, 0, began_on)


class _Text:
    """The lines of a file as text; knows the byte it has come to."""

    def __init__(self, file: BinaryIO, source: Source) -> None:
        self._file = file
        self._encoding = source.encoding
        self.at = self.before = source.begin

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self.at += len(line)
            yield decoded_lines(line, self._encoding)


def decoded_lines(lines: bytes, encoding: str) -> str:
    """Some lines as text. Raises Otherwise where they are not what the file began as."""
    if b"\0" in lines or has_odd_breaks(lines):
        raise Otherwise(WHOLE)
    try:
        return lines.decode(encoding)
    except UnicodeDecodeError:
        raise Otherwise("cp1252" if encoding == "utf-8" else WHOLE) from None
