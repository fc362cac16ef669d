"""The rows of one sheet, heard cell by cell, so that a bomb is refused while it is unpacked."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from dataclasses import dataclass, field
from functools import cache

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers.tables import (
    MOST_CELLS,
    Table,
    plain_cell,
    too_many_cells,
)
from belong.registers.sources.dates import shown
from belong.registers.sources.notes import Notes
from belong.registers.sources.text import MAX_CELL, MAX_COLUMNS, Text

MAX_ROWS = 1_048_576
"""The last row a spreadsheet has."""
MAX_STRINGS = 4_000_000
_LAST_COLUMN = 18_278
"""ZZZ: no name of a column is longer than three letters."""
_TEXTS = frozenset({"v", "t", "f"})
_DAY = 86_400


@dataclass(frozen=True)
class Styles:
    """What a cell's style says about its number.

    dates    styles that show a day, perhaps with a time
    lengths  styles that show a length of time
    padded   style -> digits it pads to with zeros
    epoch    the day numbered 0
    """

    dates: frozenset[int]
    lengths: frozenset[int]
    padded: dict[int, int]
    epoch: dt.date

    def shown(self, number: str, style: int) -> str:
        """A number as its cell shows it: days as ISO, whole numbers without a point."""
        value = _number(number)
        if value is None:
            return number
        if style in self.dates:
            return self._day(value, number)
        if style in self.lengths:
            return _clock(value)
        if value != int(value):
            return repr(value)
        return str(int(value)).zfill(self.padded.get(style, 0))

    def _day(self, value: float, number: str) -> str:
        """A day, with the time only where there is one; a bare time where there is no day."""
        if 0 <= value < 1:
            return _clock(value) if value else "00:00"
        days, seconds = divmod(round(value * _DAY), _DAY)
        try:
            on = self.epoch + dt.timedelta(days=days)
        except OverflowError:
            return number  # no such day: the reader refuses the number as it stands
        clock = f" {_clock(seconds / _DAY)}" if seconds else ""
        return on.isoformat() + clock


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1e15 else None


def _clock(days: float) -> str:
    minutes = round(days * 24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class Strings:
    """Hears the part with the texts that cells share.

    texts  by their number; reading aids over Asian words are left out
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._skipped = 0
        self._wanted = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A text begins, or a piece of one."""
        if name == "si":
            self._pieces = []
        self._skipped += name == "rPh"
        self._wanted = name == "t" and not self._skipped

    def data(self, text: str) -> None:
        """Words of a piece."""
        if self._wanted:
            self._pieces.append(text)
            if len(self._pieces) > MAX_CELL:
                raise _long_cell("the texts of the workbook")

    def end(self, name: str) -> None:
        """A text ends."""
        self._wanted = False
        self._skipped -= name == "rPh"
        if name != "si":
            return
        text = "".join(self._pieces)
        if len(text) > MAX_CELL:
            raise _long_cell("the texts of the workbook")
        self.texts.append(plain_cell(text))
        if len(self.texts) > MAX_STRINGS:
            raise too_many_cells()


def _long_cell(where: str) -> UnreadableFile:
    return UnreadableFile(
        f"One cell in {where} is longer than {MAX_CELL} characters.",
        do="Export it again without comments.",
    )


@dataclass
class Sheet:
    """Hears the rows of one sheet and writes them as CSV, one line a row.

    title, strings, styles   as the workbook's frame gives them
    """

    title: str
    strings: list[str]
    styles: Styles
    row: int = 0
    formulas_without_result: int = 0
    _lines: list[str] = field(default_factory=list)
    _widths: list[int] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _column: int = 0
    _type: str = "n"
    _style: int = 0
    _pieces: list[str] = field(default_factory=list)
    _inside: str = ""
    _formula: bool = False
    _valued: bool = False
    _columns: dict[str, int] = field(default_factory=dict)
    _numbers: dict[tuple[str, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._out = io.StringIO()
        self._writer = csv.writer(self._out, lineterminator="\n")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, or what is in a cell."""
        if name == "c":
            self._begin_cell(attributes)
        elif name in _TEXTS and self._column:
            self._inside = name
            self._formula |= name == "f"
        elif name == "row":
            self._begin_row(attributes.get("r", ""))

    def data(self, text: str) -> None:
        """The words or the number of a cell."""
        if self._inside and self._inside != "f":
            self._pieces.append(text)
            if len(self._pieces) > MAX_CELL:
                raise _long_cell(f"row {self.row} of {shown(self.title)}")

    def end(self, name: str) -> None:
        """The end of a row or a cell."""
        if name == "c":
            if self._pieces:
                self._put(self._said("".join(self._pieces)))
            elif self._formula:
                self.formulas_without_result += 1
        elif name in _TEXTS:
            self._inside = ""
        elif name == "row":
            self._end_row()

    def _begin_row(self, number: str) -> None:
        row = int(number) if number.isascii() and number.isdecimal() else self.row + 1
        if not self.row < row <= MAX_ROWS:
            raise UnreadableFile(
                f"The rows of {shown(self.title)} are not in order.",
                do="Open the workbook in Excel and save it again.",
            )
        self.row, self._cells, self._column = row, [], 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = self._place(attributes.get("r", ""))
        self._style = _style(attributes.get("s", "0"))
        self._type = attributes.get("t", "n")
        self._pieces, self._formula, self._inside = [], False, ""

    def _place(self, reference: str) -> int:
        """The column a cell stands in, counted from 1; after the last one where it names none."""
        letters = reference.rstrip("0123456789")
        return self._columns.get(letters) or self._known(letters)

    def _known(self, letters: str) -> int:
        if not letters:
            if self._column >= _LAST_COLUMN:
                raise _no_such_column()
            return self._column + 1
        self._columns[letters] = number = _column_number(letters)
        return number

    def _put(self, text: str) -> None:
        """A text in its column. Cells stand in order, so most are simply the next."""
        cells, at = self._cells, self._column - 1
        if at == len(cells):
            cells.append(text)
        elif text:
            cells.extend([""] * (at + 1 - len(cells)))
            cells[at] = text

    def _said(self, raw: str) -> str:
        if self._type == "n":
            key = (raw, self._style)
            known = self._numbers.get(key)
            if known is None:
                known = self.styles.shown(raw.strip(), self._style)
                if len(self._numbers) < MAX_ROWS:
                    self._numbers[key] = known
            return known
        if self._type == "s":
            return self._shared(raw.strip())
        if self._type == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if len(raw) > MAX_CELL:
            raise _long_cell(f"row {self.row} of {shown(self.title)}")
        return plain_cell(raw.partition("T00:00")[0] if self._type == "d" else raw)

    def _shared(self, number: str) -> str:
        if number.isascii() and number.isdecimal() and len(number) < 10:
            at = int(number)
            if at < len(self.strings):
                return self.strings[at]
        raise UnreadableFile(
            f"Row {self.row} of {shown(self.title)} points to words the workbook does not hold.",
            do="Open the workbook in Excel and save it again.",
        )

    def _end_row(self) -> None:
        if not any(self._cells):
            return
        if len(self._cells) > MAX_COLUMNS:
            raise UnreadableFile(
                f"The sheet {shown(self.title)} has more than {MAX_COLUMNS} columns.",
                do="Export fewer weeks at a time.",
            )
        blank = self.row - 1 - len(self._lines)
        self._lines.extend([""] * blank)
        self._widths.extend([0] * blank)
        self._writer.writerow(self._cells)
        self._lines.append(self._out.getvalue()[:-1])
        self._out.seek(0)
        self._out.truncate()
        self._widths.append(len(self._cells))
        if len(self._lines) * max(self._widths[-1], 1) > MOST_CELLS:
            raise too_many_cells()

    def say_oddities(self, notes: Notes) -> None:
        """Note what a person should know about how this sheet was read."""
        if self.formulas_without_result:
            notes.take(
                0, "Some cells hold a formula and no result. They were read as blank.",
                self.formulas_without_result,
            )  # fmt: skip

    def table(self) -> Table | None:
        """The sheet as a table; line numbers are row numbers. None where no cell says anything."""
        if not self._lines:
            return None
        width = max(self._widths)
        if width * len(self._lines) > MOST_CELLS:
            raise too_many_cells()
        every = zip(self._lines, self._widths, strict=True)
        data = "\n".join(line + _commas(width, filled) for line, filled in every)
        return Table(self.title, "", Text(data.encode() + b"\n", 1, "utf-8"), "row")


def _commas(width: int, filled: int) -> str:
    """What a row needs to be as wide as the widest, so that every row has the same cells."""
    return "," * (width - max(filled, 1))


@cache
def _style(number: str) -> int:
    """The number of a style; what is no number shows its cell plainly."""
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 0


def _column_number(letters: str) -> int:
    """A -> 1, Z -> 26, AA -> 27. Raises UnreadableFile for what is no column of a sheet."""
    if len(letters) > 3 or not (letters.isascii() and letters.isalpha()):
        raise _no_such_column()
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _no_such_column() -> UnreadableFile:
    return UnreadableFile(
        "A cell stands further to the right than a sheet goes.",
        do="Open it in Excel and save it again.",
    )
