"""Files that mean harm or are badly broken, each with what it tries and what must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.hostile.making import (
    GOOD,
    HEADS,
    MARKS,
    ONE,
    cell,
    ctf,
    locked_zip,
    lying_zip,
    overlapping_zip,
    pupil,
    roster,
    row,
    workbook,
    zip_twice,
    zip_with_link,
    zipped,
)


@dataclass(frozen=True)
class Hostile:
    """One file.

    tries    what it attempts
    says     words of the refusal; "" where it is read
    marks    the marks it gives where it is read; None where nothing of it is a register of marks
    refused  the lines refused where it is read
    heavy    whether memory is measured as well
    """

    name: str
    tries: str
    make: Callable[[], bytes]
    says: str = ""
    marks: int | None = None
    refused: int = 0
    file: str = "register.csv"
    heavy: bool = False


def _laughs(root: str) -> bytes:
    grown = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    return f"<!DOCTYPE {root} [{grown}]><{root}>&l9;</{root}>".encode()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _session(**more: object) -> dict[str, object]:
    return {"student": "A1", "date": "2026-09-15", "session": "AM", "attendance_code": "K1"} | more


def _wonde(*marks: dict[str, object]) -> bytes:
    codes = [{"id": "K1", "code": "/"}]
    return _json({"attendance_codes": codes, "attendance_session": list(marks)})


def _mb(megabytes: int, text: bytes = b"0") -> bytes:
    return text * (megabytes * 1_048_576 // len(text))


_LONG_MARKS = "/\\" * 400_000
_ZEROS = 600

TEXTS = (
    Hostile("nothing", "an empty file", lambda: b"", "file is empty"),
    Hostile("blank lines", "only line breaks", lambda: b"\n" * 500_000, "file is empty"),
    Hostile("zero bytes", "NUL bytes inside cells",
            lambda: (MARKS + "1,\0\0,AM,/\n").encode() + b"x" * 90, "zero bytes"),
    Hostile("half a pair in UTF-16", "lone surrogates",
            lambda: b"\xff\xfe" + (MARKS + ONE).encode("utf-16-le") + b"a\xd8" * 9,
            "not text in any writing"),
    Hostile("half a pair in UTF-8", "surrogates as CESU-8 bytes",
            lambda: (MARKS + ONE).encode() + b"2,2026-09-15,AM,\xed\xa0\x80\n", marks=1, refused=1),
    Hostile("mixed encodings", "UTF-8 and Windows-1252 in one file",
            lambda: (MARKS.replace("Mark", "Mark,Name") + "1,2026-09-15,AM,/,Zoë\n").encode()
            + b"2,2026-09-15,AM,/,Zo\xeb\n", marks=2),
    Hostile("old breaks", "only carriage returns",
            lambda: (MARKS + ONE).replace("\n", "\r").encode(), marks=1),
    Hostile("marks of order inside", "byte order marks in the middle",
            lambda: (MARKS + ONE + "\ufeff2,2026-09-15,PM,/\n").encode(), marks=2),
    Hostile("open quotation", "a quotation mark never closed",
            lambda: (MARKS + '"1,2026-09-15,AM,/\n' + ONE * 50).encode(), "never closed"),
    Hostile("one giant cell", "ten million characters in a cell",
            lambda: (MARKS + "1,2026-09-15,AM," + "x" * 10_000_000 + "\n").encode(),
            "longer than 32768", heavy=True),
    Hostile("one giant quoted cell", "line breaks in a cell of ten million characters",
            lambda: (MARKS + '1,2026-09-15,AM,"' + "x\n" * 5_000_000 + '"\n').encode(),
            "longer than 32768", heavy=True),
    Hostile("a million columns", "a header no table has",
            lambda: b"Adno,Date,Session,Mark" + b",x" * 1_000_000 + b"\n1,2026-09-15,AM,/\n",
            "far too long"),
    Hostile("a million cells below", "a row of a million cells under a good header",
            lambda: (MARKS + ONE + "2,2026-09-15,AM,/" + ",x" * 1_000_000 + "\n").encode(),
            marks=1, refused=1),
    Hostile("a million times the same", "a million duplicate rows",
            lambda: (MARKS + ONE * 1_000_000).encode(), marks=1, heavy=True),
    Hostile("formulas", "cells a spreadsheet would run",
            lambda: (MARKS + "=1+1,2026-09-15,AM,\"=cmd|' /C calc'!A0\"\n").encode(),
            marks=0, refused=1),
    Hostile("no such day", "31/02 and 00/13",
            lambda: (MARKS + "1,31/02/2026,AM,/\n1,0/13/2026,AM,/\n" + ONE).encode(),
            marks=1, refused=2),
    Hostile("year 9999", "days far from any school year",
            lambda: (MARKS + "1,31/12/9999,AM,/\n1,9999-12-31,AM,/\n1,99999,AM,/\n" + ONE).encode(),
            marks=1, refused=3),
    Hostile("negative minutes", "minutes below nothing and beyond counting",
            lambda: (MARKS.replace("Mark", "Mark,Minutes Late") + "1,2026-09-15,AM,L,-99999\n"
                     "2,2026-09-15,AM,L," + "9" * 400 + "\n").encode(), marks=2),
    Hostile("bait for slow patterns", "texts on which a bad pattern takes years",
            lambda: (MARKS + f"1,{'1 ' * 14_000},AM,/\n2,{'a' * 30_000}!,AM,/\n3,2026-09-15,"
                     f"{' ' * 30_000}x,/\n4,2026-09-15,AM,{'/ ' * 15_000}\n").encode(),
            marks=0, refused=4),
    Hostile("names in brackets", "bait for the pattern of known-as names",
            lambda: ("Adno,Surname,Forename,Date,Session,Mark\n1,Fox," + "(" * 30_000
                     + ",2026-09-15,AM,/\n").encode(), marks=1),
    Hostile("names that turn round", "right-to-left and control characters in names",
            lambda: ("Adno,Surname,Date,Session,Mark\n1,\u202eFox\x07\x1b[2J,2026-09-15,AM,/\n"
                     ).encode(), marks=1),
    Hostile("a picture", "a PNG under a register's name",
            lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20,
            "not text in any writing"),
    Hostile("a photograph", "a JPEG under a register's name",
            lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(255, 0, -1)) * 9,
            "not text in any writing"),
    Hostile("a PDF", "a print-out", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF",
            file="register.xlsx"),
    Hostile("a web page", "HTML saved as xls",
            lambda: b"<html><body><table><tr><td>Adno</td></tr></table><script>x()</script></html>",
            "a web page", file="register.xls"),
    Hostile("an old workbook", "the format of before 2007",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "old workbook",
            file="register.xls"),
    Hostile("a workbook under lock", "an encrypted workbook",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)
            + "EncryptedPackage".encode("utf-16-le") + bytes(512), "locked with a password",
            file="register.xlsx"),
)  # fmt: skip

XML = (
    Hostile("billion laughs", "entities that grow", lambda: _laughs("CTfile"),
            "document type or entities", file="leaver.xml", heavy=True),
    Hostile("a stranger's file", "an external entity",
            lambda: b'<!DOCTYPE CTfile [<!ENTITY x SYSTEM "file:///etc/passwd">]><CTfile>&x;</CTfile>',
            "document type or entities", file="leaver.xml"),
    Hostile("a stranger's server", "an external entity over the network",
            lambda: b'<!DOCTYPE CTfile [<!ENTITY x SYSTEM "http://198.51.100.7/x">]>'
            b"<CTfile>&x;</CTfile>", "document type or entities", file="leaver.xml"),
    Hostile("a stranger's rules", "an external document type",
            lambda: b'<!DOCTYPE CTfile SYSTEM "http://198.51.100.7/a.dtd"><CTfile/>',
            "document type or entities", file="leaver.xml"),
    Hostile("one entity, many times", "quadratic blow-up",
            lambda: b'<!DOCTYPE CTfile [<!ENTITY a "' + b"a" * 50_000 + b'">]><CTfile>'
            + b"&a;" * 50_000 + b"</CTfile>", "document type or entities", file="leaver.xml"),
    Hostile("a rule for parameters", "a parameter entity",
            lambda: b'<!DOCTYPE CTfile [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><CTfile/>',
            "document type or entities", file="leaver.xml"),
    Hostile("no ground", "a hundred thousand elements inside each other",
            lambda: b"<CTfile>" + b"<a>" * 100_000, "nested too deeply", file="leaver.xml"),
    Hostile("no ground in events", "the same in an attendance interchange",
            lambda: b"<InterchangeStudentAttendance>" + b"<a>" * 100_000, "nested too deeply",
            file="events.xml"),
    Hostile("a child without end", "a million elements in one record",
            lambda: ctf(pupil("<a/>" * 1_000_000)), "far too large", file="leaver.xml", heavy=True),
    Hostile("an element with a book in it", "ten million characters in a value",
            lambda: ctf(f"<Pupil><UPN>{'9' * 10_000_000}</UPN></Pupil>"), "far too long",
            file="leaver.xml", heavy=True),
    Hostile("a value in crumbs", "a value cut by comments into tiny pieces",
            lambda: ctf(f"<Pupil><UPN>{'9<!---->' * 60_000}</UPN></Pupil>"), "far too long",
            file="leaver.xml"),
    Hostile("an event in crumbs", "the same in an attendance event",
            lambda: b"<InterchangeStudentAttendance><AttendanceEvent><EventDate>"
            + b"9<!---->" * 60_000
            + b"</EventDate></AttendanceEvent></InterchangeStudentAttendance>",
            "far too long", file="events.xml"),
    Hostile("cut off", "XML that ends in the middle", lambda: ctf(pupil())[:-40], "XML is broken",
            file="leaver.xml"),
    Hostile("an unknown entity", "a name nobody declared", lambda: ctf(pupil("&passwd;")),
            "XML is broken", file="leaver.xml"),
    Hostile("another kind of XML", "a feed", lambda: b"<rss><channel/></rss>",
            "holds no pupils, days or attendance", file="leaver.xml"),
    Hostile("marks without end", "a string of marks longer than a year",
            lambda: ctf(pupil(
                "<Attendance><YearData><AttendSessions><AttendanceStartDate>2025-09-01"
                f"</AttendanceStartDate><AttendanceMarks>{_LONG_MARKS}</AttendanceMarks>"
                "</AttendSessions></YearData></Attendance>")), "far too long", file="leaver.xml"),
    Hostile("another encoding than it says", "a first line that lies",
            lambda: ctf(pupil().replace("Ann", "Zoë"), "<?xml version='1.0' encoding='UTF-16'?>"),
            marks=None, file="leaver.xml"),
    Hostile("too much XML", "XML over its limit",
            lambda: b"<CTfile>" + _mb(65, b"<a></a>") + b"</CTfile>", "XML is larger",
            file="leaver.xml", heavy=True),
)  # fmt: skip

JSONS = (
    Hostile("no ground in JSON", "a hundred thousand lists inside each other",
            lambda: b'{"data":[' + b"[" * 100_000, "JSON", file="students.json"),
    Hostile("objects without ground", "objects inside objects",
            lambda: b'{"a":' * 100_000, "nested too deeply", file="students.json"),
    Hostile("no number", "NaN in a record", lambda: b'{"students":[{"id":NaN}]}', "NaN",
            file="students.json"),
    Hostile("endless", "Infinity in a record", lambda: b'[{"id":"A","x":-Infinity}]', "Infinity",
            file="students.json"),
    Hostile("a number of a million digits", "an integer that takes minutes to read",
            lambda: b'[{"id":' + b"9" * 1_000_000 + b"}]", "JSON file is damaged",
            file="students.json"),
    Hostile("one record, ten megabytes", "a record far beyond any child",
            lambda: b'[{"id":"A","upn":"' + b"9" * 10_000_000 + b'"}]', "far too large",
            file="students.json", heavy=True),
    Hostile("a long value", "a value longer than a cell may be",
            lambda: _json([{"id": "A", "upn": "9" * 40_000}]), "longer than 32768",
            file="students.json"),
    Hostile("half a pair in JSON", "a lone surrogate, escaped",
            lambda: _wonde(_session(student="A\ud800")), marks=1, file="marks.json"),
    Hostile("a list of numbers", "something other than records", lambda: b"[1,2,3]",
            "something other than records", file="students.json"),
    Hostile("JSON that stops", "an export cut off", lambda: _wonde(_session())[:-9],
            "JSON file is damaged", file="marks.json"),
    Hostile("two texts in one", "a second value after the first",
            lambda: b'{"students":[]} {"x":1}', "JSON file is damaged", file="students.json"),
    Hostile("marks without their codes", "ids nobody can resolve",
            lambda: _json([_session()]), "attendance-codes.json", file="attendance.json"),
    Hostile("a code nobody knows", "an id that is not in the list",
            lambda: _wonde(_session(), _session(session="PM", attendance_code="K666")),
            marks=1, refused=1, file="marks.json"),
    Hostile("deletions alone", "an order to delete",
            lambda: _json([{"id": "1", "type": "attendance", "deleted_at": "2026-09-15"}]),
            "deletes nothing", file="deletions.json"),
    Hostile("breaks in a name", "line breaks and quotes in a value",
            lambda: _wonde(_session(student='A"\r\n\n,1'), _session()), marks=2, file="marks.json"),
)  # fmt: skip

ZIPS = (
    Hostile("a bomb", "zeros packed a thousand times", lambda: zipped({"a.csv": _mb(64)}, 9),
            "grow far too much", file="marks.zip", heavy=True),
    Hostile("a bomb of many", "more than any export, over all its parts",
            lambda: overlapping_zip(1_000, 3_000_000), "larger than 512 MiB", file="marks.zip",
            heavy=True),
    Hostile("a bomb that lies", "a part larger than its directory says",
            lambda: lying_zip("a.csv", _mb(40), 100), "damaged", file="marks.zip", heavy=True),
    Hostile("a zip in a zip", "nesting", lambda: zipped({"a.zip": zipped({"b.csv": MARKS})}),
            "another zip", file="marks.zip"),
    Hostile("a zip in disguise", "nesting under a table's name",
            lambda: zipped({"a.csv": zipped({"b.csv": MARKS})}), "another zip", file="marks.zip"),
    Hostile("a way up", "a name that climbs", lambda: zipped({"../../etc/cron.d/x.csv": MARKS}),
            "points outside", file="marks.zip"),
    Hostile("from the root", "an absolute name", lambda: zipped({"/etc/x.csv": MARKS}),
            "points outside", file="marks.zip"),
    Hostile("another drive", "a name with a drive", lambda: zipped({"C:\\x.csv": MARKS}),
            "points outside", file="marks.zip"),
    Hostile("a name cut short", "a zero byte in a name", lambda: zipped({"a.csv\0.exe": MARKS}),
            "points outside", file="marks.zip"),
    Hostile("a name that turns round", "a right-to-left name",
            lambda: zipped({"\u202evsc.exe": MARKS}), "characters that no file name needs",
            file="marks.zip"),
    Hostile("a link", "a symbolic link", zip_with_link, "a link to another file", file="marks.zip"),
    Hostile("two of one name", "which is read, which was checked", lambda: zip_twice("a.csv"),
            "Two parts", file="marks.zip"),
    Hostile("under lock", "a zip with a password", locked_zip, "password", file="marks.zip"),
    Hostile("ten thousand parts", "a directory without end",
            lambda: zipped({f"{n}.csv": "" for n in range(10_000)}), "10000 parts",
            file="marks.zip"),
    Hostile("cut off in a zip", "a zip that ends in the middle",
            lambda: zipped({"a.csv": MARKS + ONE})[:60], "damaged", file="marks.zip"),
    Hostile("a zip of nothing", "no parts", lambda: zipped({}), "no file Belong reads",
            file="marks.zip"),
    Hostile("a program", "an executable in a zip", lambda: zipped({"setup.exe": b"MZ"}),
            "no file Belong reads", file="marks.zip"),
    Hostile("a roster without manifest", "files nobody vouches for",
            lambda: zipped({"users.csv": "sourcedId\n1\n", "orgs.csv": "sourcedId\n1\n"}),
            "no manifest.csv", file="roster.zip"),
    Hostile("a roster of tomorrow", "a version nobody knows",
            lambda: roster("", "propertyName,value\noneroster.version,9.9\n"), "version 9.9",
            file="roster.zip"),
    Hostile("grades without ground", "JSON nested in a cell",
            lambda: roster(f"u1,s1,student,Ann,Fox,{'[' * 20_000}\n"), file="roster.zip"),
)  # fmt: skip

_EXTERNAL = (
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/externalLink" Target="file:///etc/passwd" TargetMode="External"/>'
)
BOOKS = (
    Hostile("a good workbook", "nothing: the others must differ from it in one thing only",
            lambda: workbook(), marks=1, file="register.xlsx"),
    Hostile("a workbook called CSV", "the wrong ending", lambda: workbook(), marks=1),
    Hostile("a CSV called workbook", "the wrong ending", lambda: (MARKS + ONE).encode(), marks=1,
            file="register.xlsx"),
    Hostile("a link outside", "a workbook with an external link",
            lambda: workbook(links=_EXTERNAL), marks=1, file="register.xlsx"),
    Hostile("a million empty cells", "styled cells that say nothing",
            lambda: workbook(GOOD + "".join(
                "<row>" + "".join(f'<c r="A{n * 7919 + m}" s="1"/>' for m in range(1_000))
                + "</row>" for n in range(1_000))), marks=1,
            file="register.xlsx", heavy=True),
    Hostile("the last row", "one word in row 1048576",
            lambda: workbook(GOOD + row("x", number=1_048_576)), marks=1, refused=1,
            file="register.xlsx", heavy=True),
    Hostile("beyond the last row", "row two thousand million",
            lambda: workbook(GOOD + row("x", number=2_000_000_000)), "not in order",
            file="register.xlsx"),
    Hostile("rows backwards", "a row number that goes back",
            lambda: workbook(GOOD + row("x", number=1)), "not in order", file="register.xlsx"),
    Hostile("beyond the last column", "a cell in column AAAAAAA",
            lambda: workbook(HEADS + f"<row>{cell('x', 'AAAAAAA9')}</row>"), "further to the right",
            file="register.xlsx"),
    Hostile("a column far out", "words in column XFD of a register",
            lambda: workbook(HEADS + f"<row>{cell('x', 'XFD2')}</row>"), "more than 2000 columns",
            file="register.xlsx"),
    Hostile("wide and long", "two words that span a plane of cells",
            lambda: workbook(HEADS + f'<row r="1000000">{cell("x", "BXX1000000")}</row>'),
            "million cells", file="register.xlsx", heavy=True),
    Hostile("laughs in a sheet", "entities that grow, in a part",
            lambda: workbook(sheet=_laughs("worksheet")), "document type or entities",
            file="register.xlsx"),
    Hostile("laughs in the frame", "entities in the list of sheets",
            lambda: workbook(more={"xl/workbook.xml": _laughs("workbook")}), "workbook",
            file="register.xlsx"),
    Hostile("a text that is not there", "the number of a shared text nobody wrote",
            lambda: workbook(HEADS + '<row><c t="s"><v>99999999</v></c></row>'),
            "points to words the workbook does not hold", file="register.xlsx"),
    Hostile("a long text", "a cell of a hundred thousand characters",
            lambda: workbook(HEADS + row("x" * 100_000)), "longer than 32768",
            file="register.xlsx"),
    Hostile("a bomb in a sheet", "half a gigabyte of rows in half a megabyte",
            lambda: workbook(sheet=b"<worksheet><sheetData>" + b"<row></row>" * 40_000_000),
            "grow far too much", file="register.xlsx", heavy=True),
    Hostile("styles without end", "a hundred thousand styles",
            lambda: workbook(styles="<styleSheet>" + "".join(
                f'<xf numFmtId="{n}" borderId="{n * 7919}"/>' for n in range(200_000))
                + "</styleSheet>"), "more styles", file="register.xlsx"),
    Hostile("no sheets", "a workbook without its sheet", lambda: workbook(HEADS * 0 + " "),
            "no sheet with cells", file="register.xlsx"),
    Hostile("a workbook cut off", "half of a workbook", lambda: workbook()[:700], "damaged",
            file="register.xlsx"),
    Hostile("a part that is damaged", "a byte turned round inside a sheet",
            lambda: _bent(workbook()), "damaged", file="register.xlsx"),
    Hostile("no contents", "a workbook without its list of parts",
            lambda: zipped({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<b/>"}),
            "workbook cannot be read", file="register.xlsx"),
    Hostile("odd numbers", "numbers no cell holds",
            lambda: workbook(HEADS + '<row><c><v>1e999</v></c><c s="1"><v>9e14</v></c>'
                             '<c s="x"><v>nan</v></c><c t="e"><v>#REF!</v></c></row>'),
            marks=0, refused=1, file="register.xlsx"),
    Hostile("a name for a sheet", "control and right-to-left characters in a title",
            lambda: workbook(title="&#x202e;skraM&#9;"), marks=1, file="register.xlsx"),
)  # fmt: skip


def _bent(data: bytes) -> bytes:
    """A zip with one byte of its largest part changed."""
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


CORPUS = (*TEXTS, *XML, *JSONS, *ZIPS, *BOOKS)
