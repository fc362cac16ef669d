"""Opening what a school brings: whatever the file is, out come tables of text."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers import ctf, wonde
from belong.registers.sources.containers.edfi_people import read_edfi
from belong.registers.sources.containers.elements import root_of
from belong.registers.sources.containers.excel import is_workbook, read_workbook
from belong.registers.sources.containers.oneroster import is_oneroster, read_oneroster
from belong.registers.sources.containers.tables import Opened, Table
from belong.registers.sources.containers.zips import Archive, archive, refuse_inner
from belong.registers.sources.dates import shown
from belong.registers.sources.sizes import WORKBOOK, ZIP, refuse_larger
from belong.registers.sources.text import MAX_BYTES, Text, open_text, text_of

__all__ = ["Made", "Opened", "Table", "made_as", "opened"]

_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")
_LOOK = 4096
_TABLES = (".csv", ".tsv", ".txt")


class Made(StrEnum):
    """How a file is made, by its first bytes. XML of an uncommon encoding begins as text."""

    ZIP = "zip"
    OLD = "old"
    JSON = "json"
    PAGE = "page"
    XML = "xml"
    TEXT = "text"


def opened(path: Path, *, on_a_server: bool = False) -> Opened:
    """The tables in a file, or in a folder of files one system exported together.

    What the file is called says nothing: it is known by what it begins with.

    on_a_server  whether a zip or workbook may hold no more than `sizes` allows there
    raises       UnreadableFile for everything that cannot be read, saying what to bring instead
    """
    if path.is_dir():
        return _folder(path)
    made = made_as(path)
    _refuse_large(path)
    if made is Made.ZIP:
        return _zip(path, on_a_server)
    if made is Made.OLD:
        raise _old_workbook(path)
    if made is Made.JSON:
        return wonde.read_json(path)
    if made is Made.PAGE:
        raise UnreadableFile(
            "This is a web page, perhaps saved with a spreadsheet's name.",
            do="Open it in Excel and save it as .xlsx or CSV.",
        )
    return _text(open_text(path))


def made_as(path: Path) -> Made:
    """What a file begins as, which is not yet a promise that it can be read."""
    with path.open("rb") as file:
        start = file.read(_LOOK)
    if start.startswith(_ZIPS):
        return Made.ZIP
    if start.startswith(_OLD):
        return Made.OLD
    if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return Made.JSON
    if start.lstrip().lower().startswith(_PAGE_STARTS):
        return Made.PAGE
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return Made.XML
    return Made.TEXT


def _folder(path: Path) -> Opened:
    """The JSON files of a folder; a link in it may lead anywhere, so links are passed over."""
    files = [one for one in path.rglob("*.json") if one.is_file() and not one.is_symlink()]
    for one in files:
        _refuse_large(one)
    return wonde.read_folder(files)


def _refuse_large(path: Path) -> None:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableFile(
            f"The file is {size // 1_048_576} MiB. Belong reads files of up to"
            f" {MAX_BYTES // 1_048_576} MiB.",
            do="Export one school year at a time.",
        )


def _zip(path: Path, on_a_server: bool) -> Opened:
    """What the parts of a zip say it is."""
    with archive(path) as parts:
        is_book = is_workbook(parts.names)
        if on_a_server:
            whole = sum(parts.size(name) for name in parts.names)
            refuse_larger(whole, WORKBOOK if is_book else ZIP)
        if is_book:
            return read_workbook(parts)
        refuse_inner(parts.names)
        if is_oneroster(parts.names):
            return read_oneroster(parts)
        if any(name.casefold().endswith(".json") for name in parts.names):
            return wonde.read_zip(parts)
        return _zip_of_tables(parts)


def _zip_of_tables(parts: Archive) -> Opened:
    names = [name for name in parts.names if name.casefold().endswith(_TABLES)]
    if not names:
        raise UnreadableFile(
            "The zip holds no file Belong reads.", do="Bring the exported files themselves."
        )
    return Opened("zip", tuple(Table(name, "", text_of(parts.read(name))) for name in names))


def _text(text: Text) -> Opened:
    """A table of text, or XML of a kind we know."""
    if not text.is_xml:
        return Opened("csv", (Table("", "", text),))
    root = root_of(text.xml)
    if root == ctf.ROOT:
        return ctf.read_ctf(text)
    return read_edfi(text, shown(root))


def _old_workbook(path: Path) -> UnreadableFile:
    """A workbook with a password and one of before 2007 begin alike."""
    with path.open("rb") as file:
        locked = _LOCKED in file.read(1 << 20)
    if locked:
        return UnreadableFile(
            "The workbook is locked with a password.",
            do="Open it, take the password off, and save it as .xlsx or CSV.",
        )
    return UnreadableFile(
        "This is an old workbook (.xls) or document.", do="Open it and save it as .xlsx or CSV."
    )
