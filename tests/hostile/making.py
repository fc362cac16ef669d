"""Small tools that build broken and hostile files as bytes."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping

MARKS = "Adno,Date,Session,Mark\n"
ONE = "1,2026-09-15,AM,/\n"


def zipped(parts: Mapping[str, bytes | str], level: int = 6) -> bytes:
    """A zip of some parts. Names are taken as they are, however odd."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
        for name, body in parts.items():
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, body)
    return out.getvalue()


def zip_with_link() -> bytes:
    """A zip whose only part is a symbolic link to a file of the system."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        info = zipfile.ZipInfo("marks.csv")
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(info, "/etc/passwd")
    return out.getvalue()


def zip_twice(name: str) -> bytes:
    """A zip with two parts of one name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for body in ("a", "b"):
            info = zipfile.ZipInfo("x")
            info.filename = name
            file.writestr(info, body)
            file.NameToInfo.clear()
    return out.getvalue()


def locked_zip() -> bytes:
    """A zip that says of its part that it is encrypted."""
    data = bytearray(zipped({"marks.csv": MARKS + ONE}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    return bytes(data)


def lying_zip(name: str, body: bytes, says: int) -> bytes:
    """A zip whose directory tells another size of its part than it has."""
    data = bytearray(zipped({name: body}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + at, says)
    return bytes(data)


def overlapping_zip(parts: int, size: int) -> bytes:
    """A zip of many names that all lead to one and the same packed part."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(b"0" * size) + packer.flush()
    crc = zlib.crc32(b"0" * size)
    name = b"a.csv"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(body), size, 5, 0)
    directory = b""
    for n in range(parts):
        own = b"%04d" % n + name
        directory += struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(body), size, len(own), 0, 0,
            0, 0, 0, 0,
        ) + own  # fmt: skip
    start = len(local) + 5 + len(body)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, parts, parts, len(directory), start, 0)
    return local + name + body + directory + end


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override'
    ' PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://'
    'schemas.openxmlformats.org/officeDocument/2006/relationships">{more}<sheets><sheet'
    ' name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/>{more}</Relationships>'
)
_STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)
_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def cell(text: str, place: str = "") -> str:
    """A cell with words in it."""
    return f'<c t="inlineStr"{place and f" r={chr(34)}{place}{chr(34)}"}><is><t>{text}</t></is></c>'


def row(*texts: str, number: int | None = None) -> str:
    """A row of cells with words in them."""
    told = "" if number is None else f' r="{number}"'
    return f"<row{told}>{''.join(map(cell, texts))}</row>"


HEADS = row("Adno", "Date", "Session", "Mark")
GOOD = HEADS + row("1", "2026-09-15", "AM", "/")


def workbook(rows: str = GOOD, *, title: str = "Marks", sheet: str | bytes = "", links: str = "",
             book: str = "", strings: str = "", styles: str = _STYLES,
             more: Mapping[str, bytes | str] | None = None) -> bytes:  # fmt: skip
    """A workbook of one sheet, with one part or another made as bad as wished."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "xl/workbook.xml": _BOOK.format(title=title, more=book),
        "xl/_rels/workbook.xml.rels": _LINKS.format(more=links),
        "xl/styles.xml": styles,
        "xl/worksheets/sheet1.xml": sheet or _SHEET.format(rows=rows),
    }
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    return zipped(parts | dict(more or {}))


def ctf(pupils: str, start: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """A transfer file with some children."""
    return (
        f"{start}<CTfile><Header><SourceSchool><LEA>886</LEA><Estab>4321</Estab></SourceSchool>"
        f"</Header><CTFpupilData>{pupils}</CTFpupilData></CTfile>"
    ).encode()


def pupil(more: str = "", upn: str = "Y886999926001") -> str:
    """One child of a transfer file."""
    return f"<Pupil><UPN>{upn}</UPN><Surname>Fox</Surname><Forename>Ann</Forename>{more}</Pupil>"


def roster(users: str, manifest: str = "propertyName,value\noneroster.version,1.1\n") -> bytes:
    """A roster with one school and some users."""
    return zipped(
        {"manifest.csv": manifest, "orgs.csv": "sourcedId,name,type,identifier\ns1,Oak,school,1\n",
         "users.csv": f"sourcedId,orgSourcedIds,role,givenName,familyName,grades\n{users}"}
    )  # fmt: skip
