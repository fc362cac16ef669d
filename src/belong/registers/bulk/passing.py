"""One pass over a large file, blocks of lines on every core: quickly, or row by row."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from belong.registers.bulk.cut import PAD, Strip, Use, cut_lines, lines_of
from belong.registers.bulk.gather import Block, Book, Gathered, Looked, in_order
from belong.registers.bulk.source import (
    WHOLE,
    Otherwise,
    Source,
    decoded_lines,
    rows_one_by_one,
    spans,
)
from belong.registers.bulk.spill import OnDisk, Place
from belong.registers.sources.cells import cut_fast, grid_of, without_blank_rows
from belong.registers.sources.grid import Grid
from belong.registers.sources.text import Text

BYTES_AT_ONCE = 4 << 20
"""So small a block stays near the core that cuts it."""
WORKERS = min(8, max(2, os.cpu_count() or 1))
"""More would wait for each other, and each takes memory."""
_ROWS_AT_ONCE = 100_000


def gathered(
    source: Source,
    *,
    slowly: bool,
    bytes_at_once: int = BYTES_AT_ONCE,
    place: type[Place] = OnDisk,
) -> Gathered:
    """Everything a file holds, in numbers.

    raises  Otherwise where the file is not made as its first lines promised
    """
    found = Gathered(source, place)
    try:
        if slowly:
            for grid in _slow_grids(source, found):
                found.take_grid(grid, lines_known=True)
        else:
            _take_quickly(found, bytes_at_once)
    except BaseException:
        found.spill.close()
        raise
    return found


def _take_quickly(found: Gathered, bytes_at_once: int) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        work = partial(_block, found)
        for block in in_order(pool, work, spans(found.source, bytes_at_once), 2 * WORKERS):
            if isinstance(block, Block):
                found.take(block)
            elif block is not None:
                found.take_grid(block, lines_known=False)


def _slow_grids(source: Source, found: Gathered) -> Iterator[Grid]:
    rows = rows_one_by_one(source)
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield without_blank_rows(grid_of(some, source.header, source.wanted, found.notes))


def _block(found: Gathered, span: tuple[int, int]) -> Block | Grid | None:
    """The lines between two places of the file, cut; None where only blank lines end it."""
    source = found.source
    data, room = _desk(span[1] - span[0] + PAD)
    size = _read_into(data, source, span)
    if size == 0:
        return None
    _refuse_odd_text(data, size, source)
    strips = None
    if data.find(b'"', 0, size) < 0:
        lines = lines_of(data, size, room)
        pieces = [plan.piece for plan in found.plans]
        strips = cut_lines(lines, pieces, ord(source.header.separator))
    if strips is None:
        return _cut_by_arrow(bytes(data[:size]), source)
    return _looked_up(found, strips, len(lines.begin))


_desks = threading.local()


def _desk(size: int) -> tuple[bytearray, NDArray[np.bool_]]:
    """Memory a thread uses for one block after the other: new pages for each cost time."""
    if len(getattr(_desks, "data", b"")) < size + 1:
        _desks.data = bytearray(size + 1)
        _desks.room = np.zeros(size + 1, dtype=np.bool_)
    return _desks.data, _desks.room


def _read_into(data: bytearray, source: Source, span: tuple[int, int]) -> int:
    """Read a span; the bytes of it that are lines, each of them ended."""
    size = span[1] - span[0]
    with source.path.open("rb", buffering=0) as file:
        file.seek(span[0])
        at = 0
        while at < size and (more := file.readinto(memoryview(data)[at:size])):
            at += more
    if at < size:
        raise Otherwise(WHOLE)
    data[size : size + PAD] = bytes(PAD)
    if span[1] == source.size:
        while size and data[size - 1] in b"\r\n":
            size -= 1
        data[size : size + 1 + PAD] = b"\n" + bytes(PAD)
        size += 1 if size else 0
    return size


def _refuse_odd_text(data: bytearray, size: int, source: Source) -> None:
    """Raises Otherwise where the lines are not written as the first ones were."""
    if data.find(b"\0", 0, size) >= 0:
        raise Otherwise(WHOLE)
    if data.find(b"\r", 0, size) >= 0 or not data.isascii():
        decoded_lines(bytes(data[:size]), source.encoding)


def _cut_by_arrow(data: bytes, source: Source) -> Grid:
    """Lines with quotation marks, or unlike each other, as the reader of whole files cuts them."""
    if source.encoding != "utf-8":
        data = data.decode(source.encoding).encode()
    text, header = Text(data, 1, source.encoding), replace(source.header, offset=0)
    grid = cut_fast(text, header, source.wanted)
    if grid is None:
        raise Otherwise(source.encoding, slowly=True)
    return grid


def _looked_up(found: Gathered, strips: list[Strip], lines: int) -> Block:
    texts, record = [], None
    for plan, strip in zip(found.plans, strips, strict=True):
        if plan.piece.use is Use.TEXT:
            texts.append(strip)
        elif plan.piece.use is Use.NUMBER:
            record = strip.words[0].astype(np.int64)
    looked = [_looked(book, strip) for book, strip in zip(found.books, texts, strict=True)]
    return Block(lines, looked, record)


def _looked(book: Book, strip: Strip) -> Looked:
    codes = book.raw.find(strip.words)
    missing = np.flatnonzero(codes < 0)
    return Looked(codes, [word[missing] for word in strip.words], strip.heads)
