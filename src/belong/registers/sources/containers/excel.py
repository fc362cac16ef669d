"""Workbooks: every sheet that can be seen, as a table of text."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers.elements import hear
from belong.registers.sources.containers.sheets import Sheet, Strings, Styles
from belong.registers.sources.containers.tables import Opened, Table, opened_of
from belong.registers.sources.containers.zips import Archive
from belong.registers.sources.dates import shown
from belong.registers.sources.notes import Notes

CONTENTS = "[Content_Types].xml"
STYLES = "xl/styles.xml"
STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
MAX_FRAME = 4 * 1024 * 1024
"""Bytes of the parts that are not rows (styles, names, links): a workbook needs far fewer."""
MAX_STRINGS = 128 * 1024 * 1024
MAX_SHEET = 448 * 1024 * 1024
MAX_SHEETS = 200
_LONGEST_FORM = 255
_ZEROS = re.compile(r"^0{2,20}$")
_NO_PARTS = b"PK\x05\x06" + bytes(18)
"""A zip of nothing: the library insists on opening one, and is then handed the parts."""
_SAVE_AS = "Open it in Excel and save it as .xlsx without a password, or as CSV."


@dataclass(frozen=True)
class Frame:
    """A workbook without its rows.

    sheets   title, part and whether it can be seen, in the order of the tabs
    strings  the part with the texts that cells share; "" where there is none
    epoch    the day its dates are counted from
    """

    sheets: tuple[tuple[str, str, bool], ...]
    strings: str
    epoch: dt.date


def read_workbook(parts: Archive) -> Opened:
    """Every visible sheet with cells.

    raises  UnreadableFile for a damaged, locked, oversized or empty workbook
    """
    return _workbook(parts, Notes())


def is_workbook(names: Iterable[str]) -> bool:
    """Whether the parts of a zip are those of a workbook."""
    return CONTENTS in names and any(name.startswith("xl/") for name in names)


def _workbook(parts: Archive, notes: Notes) -> Opened:
    frame = _frame(parts)
    strings = _strings(parts, frame)
    styles = _styles(parts, frame.epoch)
    tables: list[Table | None] = []
    for title, part, seen in frame.sheets:
        if not seen:
            notes.take(0, "The workbook has hidden sheets; they were not read.")
        elif part in parts:
            sheet = _sheet(parts, title, part, strings, styles)
            sheet.say_oddities(notes)
            tables.append(sheet.table())
    return opened_of("excel", tables, notes, "The workbook has no sheet with cells in it.")


def _frame(parts: Archive) -> Frame:
    """The sheets. Whatever a broken workbook makes the library raise is one refusal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and fonts, which nobody reads here
            return _framed(parts)
    except UnreadableFile:
        raise
    except Exception as problem:
        raise UnreadableFile("The workbook cannot be read.", do=_SAVE_AS) from problem


def _framed(parts: Archive) -> Frame:
    reader = ExcelReader(io.BytesIO(_NO_PARTS), read_only=True, data_only=True, keep_links=False)
    reader.archive = _Parts(parts)
    reader.valid_files = list(parts.names)
    reader.read_manifest()
    reader.read_workbook()
    found = [
        (str(sheet.name), str(link.target), sheet.state == "visible")
        for sheet, link in reader.parser.find_sheets()
        if "worksheet" in link.Type
    ]
    if len(found) > MAX_SHEETS:
        raise UnreadableFile(f"The workbook has {len(found)} sheets.", do="Bring one at a time.")
    shared = reader.package.find(STRINGS)
    return Frame(tuple(found), shared.PartName[1:] if shared else "", reader.wb.epoch.date())


class _Parts:
    """The parts of a workbook as the library asks for them, none of them larger than it needs."""

    filename = "the workbook"

    def __init__(self, parts: Archive) -> None:
        self._parts = parts

    def namelist(self) -> list[str]:
        return list(self._parts.names)

    def read(self, name: str) -> bytes:
        if name not in self._parts:
            raise KeyError(name)
        return self._parts.read(name, MAX_FRAME)


def _styles(parts: Archive, epoch: dt.date) -> Styles:
    """Which cell styles are dates, lengths of time, or numbers padded with zeros."""
    heard = StyleSheet()
    if STYLES in parts:
        _refuse_large(parts, STYLES, MAX_FRAME, "styles")
        with parts.open(STYLES) as part:
            hear(part, heard)
    forms = {number: heard.form(number) for number in set(heard.cells)}
    lengths = {number for number, form in forms.items() if is_timedelta_format(form)}
    dates = {number for number, form in forms.items() if is_date_format(form)} - lengths
    padded = {number: len(form) for number, form in forms.items() if _ZEROS.match(form)}
    return Styles(
        dates=frozenset(n for n, number in enumerate(heard.cells) if number in dates),
        lengths=frozenset(n for n, number in enumerate(heard.cells) if number in lengths),
        padded={n: padded[number] for n, number in enumerate(heard.cells) if number in padded},
        epoch=epoch,
    )


class StyleSheet:
    """Hears how each style shows a number, and nothing of fonts and colours.

    cells  the number of the form of each style of cells
    """

    def __init__(self) -> None:
        self.cells: list[int] = []
        self._own: dict[int, str] = {}
        self._of_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A form with its number, or a style that uses one."""
        number = attributes.get("numFmtId", "")
        known = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
        if name == "cellXfs":
            self._of_cells = True
        elif name == "xf" and self._of_cells:
            self.cells.append(known)
        elif name == "numFmt":
            self._own[known] = attributes.get("formatCode", "")[:_LONGEST_FORM]

    def end(self, name: str) -> None:
        """The styles of cells end; those of other things may follow."""
        self._of_cells &= name != "cellXfs"

    def data(self, text: str) -> None:
        """A style sheet has no words."""

    def form(self, number: int) -> str:
        """How a number is shown: the workbook's own form, or one that every workbook knows."""
        return self._own.get(number) or BUILTIN_FORMATS.get(number, "")


def _strings(parts: Archive, frame: Frame) -> list[str]:
    """The texts that cells share, by their number."""
    if not frame.strings or frame.strings not in parts:
        return []
    _refuse_large(parts, frame.strings, MAX_STRINGS, "texts")
    listener = Strings()
    with parts.open(frame.strings) as part:
        hear(part, listener)
    return listener.texts


def _sheet(parts: Archive, title: str, part: str, strings: list[str], styles: Styles) -> Sheet:
    _refuse_large(parts, part, MAX_SHEET, "rows")
    sheet = Sheet(title, strings, styles)
    with parts.open(part) as stream:
        hear(stream, sheet)
    return sheet


def _refuse_large(parts: Archive, part: str, most: int, what: str) -> None:
    if parts.size(part) > most:
        raise UnreadableFile(
            f"The workbook holds more {what} than Belong reads ({shown(part)}).",
            do="Export one school year at a time, or save it as CSV.",
        )
