"""The first pass over a large file: every different text once, and for each row which ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from belong.registers.bulk.layout import NUMBER, SKIP, WHO, Planned, planned
from belong.registers.bulk.notes import FileNotes
from belong.registers.bulk.numbering import Numbering, Places, Words
from belong.registers.bulk.source import WHOLE, Otherwise, Source
from belong.registers.bulk.spill import Numbers, Place, Spill
from belong.registers.sources.cells import repeats_header
from belong.registers.sources.columns import is_total
from belong.registers.sources.grid import Grid, Ints, clean

Item = TypeVar("Item")
Result = TypeVar("Result")
MOST_TEXTS = 1_000_000
"""Different texts in one column; a file with more is no register of sessions."""
BLANK, AGAIN, SUM, UNDATED = 1, 2, 4, 8
"""What a text may mean for its row: nothing, the header again, a total, no date."""
Bytes = NDArray[np.uint8]


class Texts:
    """The different texts of one column, in the order they were first met."""

    def __init__(self, means: Callable[[str], int]) -> None:
        self._number: dict[str, int] = {}
        self._of_cell: dict[str, int] = {}
        self._means = means
        self.values: list[str] = []
        self.flags: list[int] = []

    def of_cell(self, cell: str) -> int:
        """The number of the text of a cell as the file has it."""
        number = self._of_cell.get(cell)
        if number is None:
            number = self._of_cell[cell] = self.number(clean(cell))
        return number

    def number(self, text: str) -> int:
        """The number of a text that was cleaned. Raises Otherwise where there are too many."""
        number = self._number.setdefault(text, len(self.values))
        if number == len(self.values):
            if number == MOST_TEXTS:
                raise Otherwise(WHOLE)
            self.values.append(text)
            self.flags.append(self._means(text))
        return number


class Book:
    """The different texts of one piece of the lines, and the cells each of them holds."""

    def __init__(self, plan: Planned, texts: Sequence[Texts]) -> None:
        self.plan = plan
        self.raw = Numbering()
        self.flags = np.zeros(0, dtype=np.uint8)
        self._texts = texts
        self._cells = Numbering()
        self._of_raw = np.zeros(0, dtype=np.int32)

    def __len__(self) -> int:
        return self._cells.size

    def cells(self, ours: str) -> Ints:
        """For each different text, the number of the cell it holds in one of our columns."""
        return self._cells.word(self.plan.ours.index(ours)).astype(np.int32)

    def of_words(self, codes: Ints, strange: Words, source: Source) -> Ints:
        """The numbers of texts that were looked up before. -1 among `codes`: one of `strange`."""
        missing = np.flatnonzero(codes < 0)
        if len(missing):
            codes[missing], new = self.raw.add(strange)
            self._take_apart([word[new] for word in strange], source)
        return self._of_raw.take(codes.astype(np.intp))

    def _take_apart(self, words: Words, source: Source) -> None:
        if not len(words[0]):
            return
        block, width = np.stack(words, axis=1).tobytes(), 8 * len(words)
        cells = [
            self._cells_in(block[at : at + width].rstrip(b"\0").decode(source.encoding), source)
            for at in range(0, len(block), width)
        ]
        numbers = self._numbered(list(np.array(cells, dtype=np.uint64).T))
        self._of_raw = np.append(self._of_raw, numbers)

    def _cells_in(self, text: str, source: Source) -> list[int]:
        cells = text.split(source.header.separator)
        if len(cells) != self.plan.piece.columns:
            raise Otherwise(source.encoding, slowly=True)
        places = zip(self._texts, self.plan.at, strict=True)
        return [texts.of_cell(cells[at]) for texts, at in places]

    def of_grid(self, grid: Grid) -> Ints:
        """The numbers of rows that were cut another way."""
        words: Words = []
        for ours, texts in zip(self.plan.ours, self._texts, strict=True):
            column = grid.column(ours)
            number = np.array([texts.number(value) for value in column.values], dtype=np.uint64)
            words.append(number[column.codes])
        return self._numbered(words)

    def _numbered(self, words: Words) -> Ints:
        codes, new = self._cells.add(words)
        if len(new):
            each = [
                np.array(texts.flags, dtype=np.uint8)[word[new].astype(np.int64)]
                for texts, word in zip(self._texts, words, strict=True)
            ]
            blank = np.bitwise_and.reduce(each) & np.uint8(BLANK)
            others = np.bitwise_or.reduce(each) & ~np.uint8(BLANK)
            self.flags = np.append(self.flags, blank | others)
        return codes


@dataclass(frozen=True)
class Looked:
    """A piece of some lines after looking it up: numbers, -1 for the texts in `strange`.

    heads  the lines that `codes` are of; None where they are of every line
    """

    codes: Ints
    strange: Words
    heads: Places | None


@dataclass(frozen=True)
class Block:
    """Some lines, cut: for each book what was found; the record numbers where there are any."""

    lines: int
    looked: list[Looked]
    record: NDArray[np.int64] | None


class Gathered:
    """Everything a file holds, in numbers.

    texts  our name -> the different texts of the column
    books  of each piece that holds wanted columns
    spill  the rows: `who`, then the number of each other book under its place, `line`, `record`
    """

    def __init__(self, source: Source, place: type[Place]) -> None:
        self.source = source
        self.plans = planned(source)
        self.texts = {ours: Texts(_meaning_in(ours, source)) for ours in source.wanted}
        self.books = [
            Book(plan, [self.texts[ours] for ours in plan.ours])
            for plan in self.plans
            if plan.kind not in (NUMBER, SKIP)
        ]
        self.spill = Spill(place)
        self.notes = FileNotes()
        self.rows = 0
        self.people = Numbering()
        self.last_seen = np.zeros(0, dtype=np.int64)
        self._line = source.line

    @property
    def who(self) -> list[Book]:
        """The books that say who a row is about."""
        return [book for book in self.books if book.plan.kind == WHO]

    @property
    def what(self) -> list[Book]:
        """The other books."""
        return [book for book in self.books if book.plan.kind != WHO]

    def take(self, block: Block) -> None:
        """Put the rows of a block away."""
        codes = []
        for book, looked in zip(self.books, block.looked, strict=True):
            mine = book.of_words(looked.codes, looked.strange, self.source)
            if looked.heads is not None and len(looked.heads) < block.lines:
                mine = np.repeat(mine, np.diff(np.append(looked.heads, block.lines)))
            codes.append(mine)
        line = np.arange(self._line, self._line + block.lines, dtype=np.int32)
        self._line += block.lines
        self._put(codes, line, block.record)

    def take_grid(self, grid: Grid, *, lines_known: bool) -> None:
        """Put the rows of a grid away; its lines are counted on where they are not known."""
        line = grid.line
        if not lines_known:
            line = np.arange(self._line, self._line + len(grid), dtype=np.int32)
            self._line += len(grid)
        record = _records(grid) if "record" in grid else None
        self._put([book.of_grid(grid) for book in self.books], line, record)

    def _put(self, codes: list[Ints], line: Ints, record: NDArray[np.int64] | None) -> None:
        keep = self._kept(codes)
        columns: dict[str, Numbers] = {str(n): code for n, code in enumerate(codes)}
        columns["line"] = line
        if record is not None:
            columns["record"] = record
        if keep is not None:
            columns = {name: column[keep] for name, column in columns.items()}
        who = [columns.pop(str(n)) for n, b in enumerate(self.books) if b.plan.kind == WHO]
        columns["who"] = who[0] if len(who) == 1 else self.people.add(_as_words(who))[0]
        if len(line):
            self._seen(columns["who"])
            self.spill.put(columns, rising="line")

    def _seen(self, who: Ints) -> None:
        size = int(who.max(initial=-1)) + 1
        if size > len(self.last_seen):
            more = np.full(size - len(self.last_seen), -1, dtype=np.int64)
            self.last_seen = np.append(self.last_seen, more)
        self.last_seen[who] = np.arange(self.rows, self.rows + len(who))
        self.rows += len(who)

    def _kept(self, codes: list[Ints]) -> NDArray[np.bool_] | None:
        """The rows that are not blank, no header again and no totals; None for all of them."""
        if not any(book.flags.any() for book in self.books):
            return None
        each = [book.flags[code] for book, code in zip(self.books, codes, strict=True)]
        blank = np.bitwise_and.reduce(each) & BLANK
        told = np.bitwise_or.reduce(each)
        total = (told & (SUM | UNDATED)) == (SUM | UNDATED)
        keep: NDArray[np.bool_] = (blank == 0) & ((told & AGAIN) == 0) & ~total
        return None if keep.all() else keep


def _as_words(codes: list[Ints]) -> Words:
    return [code.astype(np.uint64) for code in codes]


def _meaning_in(ours: str, source: Source) -> Callable[[str], int]:
    """What a text means for its row when it stands in one of our columns."""
    adds_up = ours in ("name", "surname", *source.columns.ids)
    dated = ours == "date"
    at = source.columns.at[ours]

    def means(text: str) -> int:
        found = 0 if text else BLANK
        if dated:
            found |= AGAIN if repeats_header(source.header, at, text) else 0
            found |= 0 if text else UNDATED
        # No word for a total ends in a figure, nearly every pupil number does.
        return found | (SUM if adds_up and not text[-1:].isdigit() and is_total(text) else 0)

    return means


def _records(grid: Grid) -> NDArray[np.int64]:
    texts = grid.texts("record", np.arange(len(grid), dtype=np.int32))
    numbers = (int(t) if t.isdecimal() and len(t) < 19 else -1 for t in texts)
    return np.fromiter(numbers, np.int64, len(texts))


def in_order(
    pool: ThreadPoolExecutor, work: Callable[[Item], Result], items: Iterable[Item], ahead: int
) -> Iterator[Result]:
    """What work gives for each item, in their order, no more than so many of them ahead."""
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
