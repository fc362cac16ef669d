"""`belong look`: answers, refusals, exit codes and the report, on files made for each test."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.people import CHILDREN, as_csv, marks_file, pupils_file

from belong.cli.main import main
from belong.lab.answer import FORMAT

HEADS = ["UPN", "Date", "Session", "Mark"]
GOOD = as_csv(
    [
        HEADS,
        ["K1", "2026-11-23", "AM", "/"],
        ["K1", "2026-11-23", "PM", "\\"],
        ["K1", "2026-11-24", "AM", "I"],
        ["K2", "2026-11-23", "AM", "U"],
    ]
)
SOME_REFUSED = GOOD + b"K2,2026-11-24,AM,?!\n"
TOTALS = as_csv(
    [["UPN", "Possible", "Attended", "Authorised", "Unauthorised"], ["K1", "100", "90", "6", "4"]]
)
EVENTS = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<InterchangeStudentAttendance xmlns="http://ed-fi.org/0220">\n'
    b"<StudentSchoolAttendanceEvent><AttendanceEvent><EventDate>2026-09-15</EventDate>"
    b"<AttendanceEventCategory>Tardy</AttendanceEventCategory></AttendanceEvent>"
    b"<StudentReference><StudentIdentity><StudentUniqueId>604821</StudentUniqueId>"
    b"</StudentIdentity></StudentReference></StudentSchoolAttendanceEvent>\n"
    b"</InterchangeStudentAttendance>\n"
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def look(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command inside this process: exit code, what it printed, what it said beside it."""

    def run(body: bytes, *words: str, name: str = "marks.csv") -> tuple[int, str, str]:
        path = tmp_path / name
        path.write_bytes(body)
        code = main(["look", str(path), "--as-of", "2026-11-24", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def _json(look: Run, body: bytes, **more: str) -> dict[str, Any]:
    code, out, _ = look(body, "--json", **more)
    assert code in (0, 3)
    answer: dict[str, Any] = json.loads(out)
    return answer


# What a JSON schema says, as far as ours says it. A word we do not know is a mistake.
KNOWN = {"$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties",
         "required", "additionalProperties", "items", "enum", "const", "minimum", "maximum",
         "format"}  # fmt: skip
TYPES: dict[str, Callable[[object], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
}


def mistakes(value: Any, schema: dict[str, Any], top: dict[str, Any], at: str = "$") -> list[str]:
    """Where a value is not what a schema says."""
    assert set(schema) <= KNOWN, f"{at}: this check does not know {set(schema) - KNOWN}"
    if "$ref" in schema:
        return mistakes(value, top["$defs"][schema["$ref"].rsplit("/", 1)[1]], top, at)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(TYPES[k](value) for k in kinds):
        return [f"{at} is not {kinds}: {value!r}"]
    return _narrow(value, schema, at) + _inside(value, schema, top, at)


def _narrow(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    out = []
    if "const" in schema and value != schema["const"]:
        out.append(f"{at} is not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        out.append(f"{at} is none of {schema['enum']}")
    counted = TYPES["number"](value)
    if counted and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        out.append(f"{at} is out of bounds: {value}")
    dated = schema.get("format") == "date" and isinstance(value, str)
    if dated and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        out.append(f"{at} is no date: {value}")
    return out


def _inside(value: Any, schema: dict[str, Any], top: dict[str, Any], at: str) -> list[str]:
    out = []
    if isinstance(value, list):
        for n, item in enumerate(value):
            out += mistakes(item, schema.get("items", {}), top, f"{at}[{n}]")
    if isinstance(value, dict):
        named, more = schema.get("properties", {}), schema.get("additionalProperties", {})
        out += [f"{at} lacks {key}" for key in schema.get("required", []) if key not in value]
        for key, item in value.items():
            if key in named:
                out += mistakes(item, named[key], top, f"{at}.{key}")
            elif more is False:
                out.append(f"{at} has {key}, which nobody described")
            else:
                out += mistakes(item, more, top, f"{at}.{key}")
    return out


@pytest.fixture(scope="module")
def schema(top: Path) -> dict[str, Any]:
    """The shape that docs/reference promises."""
    found: dict[str, Any] = json.loads((top / "docs/reference/look.schema.json").read_text("utf-8"))
    return found


BODIES = {
    "long": GOOD,
    "some refused": SOME_REFUSED,
    "totals": TOTALS,
    "events": EVENTS,
    "a school": marks_file(),
    "two schools": marks_file(school="A") + marks_file(school="B").split(b"\n", 1)[1],
}


@pytest.mark.parametrize("kind", BODIES)
def test_the_document_has_the_promised_shape(look: Run, schema: dict[str, Any], kind: str) -> None:
    name = "marks.xml" if kind == "events" else "marks.csv"
    answer = _json(look, BODIES[kind], name=name)
    assert mistakes(answer, schema, schema) == []
    assert answer["format"] == FORMAT


def test_the_check_of_the_shape_is_strict(look: Run, schema: dict[str, Any]) -> None:
    answer = _json(look, GOOD)
    pupil = answer["pupils"][0]
    for wrong in (
        answer | {"extra": 1},
        answer | {"rows": "4"},
        answer | {"marks": -1},
        answer | {"shape": "round"},
        answer | {"format": "belong-look-2"},
        answer | {"as_of": "24/11/2026"},
        answer | {"pupils": [pupil | {"share": 1.5}]},
        answer | {"pupils": [pupil | {"persistent": 1}]},
        {k: v for k, v in answer.items() if k != "schools"},
    ):
        assert mistakes(wrong, schema, schema) != []


def test_the_document_says_what_the_marks_say(look: Run) -> None:
    answer = _json(look, GOOD)
    (school,) = answer["schools"]
    assert (school["pupils"], school["possible"], school["missed"]) == (2, 4, 2)
    assert school["share"] == 0.5
    assert school["reasons"] == {"/": 1, "\\": 1, "I": 1, "U": 1}
    one, two = answer["pupils"]
    assert (one["id"], one["possible"], one["missed"], one["authorised"]) == ("K1", 3, 1, 1)
    assert (two["id"], two["possible"], two["missed"], two["late_after"]) == ("K2", 1, 1, 1)


def test_schools_pupils_and_weeks_add_up(look: Run) -> None:
    answer = _json(look, marks_file())
    (school,) = answer["schools"]
    assert len(answer["pupils"]) == len(CHILDREN)
    for part in ("possible", "missed", "attended", "authorised", "unauthorised"):
        assert sum(p[part] for p in answer["pupils"]) == school[part], part
    for part in ("possible", "missed"):
        assert sum(w[part] for w in answer["weeks"]) == school[part], part
    years = [g for g in answer["groups"] if g["kind"] == "year"]
    assert sum(g["missed"] for g in years) == school["missed"]
    assert {g["value"] for g in years} == {"7", "8", "11"}


def test_the_screen_says_the_same(look: Run) -> None:
    code, out, err = look(GOOD)
    assert code == 0
    assert "2 pupils, 4 possible sessions (half-days), present 50.00 %, missed 50.00 %" in out
    assert "Not taken" not in out
    assert "Reading marks.csv" in err


def test_refused_lines_are_exit_code_three_and_are_said(look: Run) -> None:
    code, out, _ = look(SOME_REFUSED)
    assert code == 3
    assert "Not taken: 1 lines." in out or "Not taken: 1 line." in out
    assert "line 6:" in out
    assert _json(look, SOME_REFUSED)["refused"][0]["line"] == 6


def test_marks_after_the_day_are_left_out(look: Run) -> None:
    answer = _json(look, GOOD + b"K1,2026-12-01,AM,I\n")
    assert answer["schools"][0]["last"] == "2026-11-24"


def test_an_events_file_has_no_percentage_anywhere(look: Run, tmp_path: Path) -> None:
    code, out, _ = look(EVENTS, "--out", str(tmp_path / "out"), name="events.xml")
    assert code in (0, 3)
    assert "%" not in out
    assert "no rate can be said" in out
    assert "Tardy: 1" in out
    answer = _json(look, EVENTS, name="events.xml")
    assert (answer["schools"], answer["pupils"], answer["groups"]) == ([], [], [])
    (report,) = (tmp_path / "out").glob("*.html")
    body = re.sub(r"<style.*?</style>", "", report.read_text("utf-8"), flags=re.DOTALL)
    assert "%" not in re.sub(r"<[^>]*>", "", body)


SLY = "<script>alert(1)</script>"


def _report(look: Run, tmp_path: Path, body: bytes) -> str:
    folder = tmp_path / "reports" / "new"
    code, _, err = look(body, "--out", str(folder))
    assert code in (0, 3)
    (report,) = folder.glob("*.html")
    assert f"Report: {report}" in err
    return report.read_text("utf-8")


def test_the_report_needs_nothing_from_elsewhere(look: Run, tmp_path: Path) -> None:
    text = _report(look, tmp_path, marks_file())
    assert text.count("<h1") == 1
    assert '<html lang="en' in text
    assert not re.search(r"\ssrc\s*=", text)
    assert not re.search(r"<(script|link|img|iframe|object|embed)\b", text)
    assert not re.search(r"(?:href|url\()\s*=?\s*['\"]?\s*(?:https?:)?//", text)
    assert "@import" not in text
    assert [c.id for c in CHILDREN if c.id not in text] == []


def test_the_report_shows_an_identifier_as_text(look: Run, tmp_path: Path) -> None:
    heads = ["Student ID", "Date", "Session", "Mark"]
    body = as_csv([heads, [SLY, "2026-11-23", "AM", "/"], [SLY, "2026-11-23", "PM", "I"]])
    text = _report(look, tmp_path, body)
    assert SLY not in text
    assert SLY in unescape(text)


def test_a_pupils_file_gives_years(look: Run, tmp_path: Path) -> None:
    roll = tmp_path / "pupils.csv"
    roll.write_bytes(pupils_file())
    lines = [line.split(b",") for line in marks_file().splitlines()]
    bare = b"\n".join(b",".join([x[0], *x[5:]]) for x in lines) + b"\n"
    code, out, _ = look(bare, "--json", "--pupils", str(roll))
    assert code == 0
    assert {g["value"] for g in json.loads(out)["groups"] if g["kind"] == "year"} == {
        "7", "8", "11",
    }  # fmt: skip


WRONG = {
    "a missing file": (None, "There is no file"),
    "no register": (b"Colour,Size\nred,3\n", "No marks were found"),
    "an empty file": (b"", "empty"),
    "a zip": (b"PK\x03\x04" + b"\0" * 60, "damaged, or was cut off"),
    "a date of two readings": (as_csv([HEADS, ["K1", "03/11/2026", "AM", "/"]]), "day comes first"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_that_cannot_be_used_is_exit_code_two_and_two_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    body, words = WRONG[kind]
    path = tmp_path / "marks.csv"
    if body is not None:
        path.write_bytes(body)
    assert main(["look", str(path), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    told = [line for line in said.err.splitlines() if line.startswith("belong:")]
    assert len(told) == 1
    assert "Traceback" not in said.err
    assert 1 <= len(re.findall(r"[.?!](?:\s|$)", told[0])) <= 4


@pytest.mark.parametrize(
    "words",
    [[], ["look"], ["dance"], ["look", "m.csv", "--day-first", "--month-first"],
     ["look", "m.csv", "--as-of", "soon"], ["serve", "--port", "door"]],
)  # fmt: skip
def test_wrong_words_are_exit_code_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: belong" in capsys.readouterr().err


def test_a_day_first_file_is_read_when_that_is_said(look: Run) -> None:
    body = as_csv([HEADS, ["K1", "03/11/2026", "AM", "/"]])
    assert _json_with(look, body, "--day-first") == "2026-11-03"
    assert _json_with(look, body, "--month-first") == "2026-03-11"


def _json_with(look: Run, body: bytes, word: str) -> str:
    _, out, _ = look(body, "--json", word)
    return str(json.loads(out)["schools"][0]["first"])
